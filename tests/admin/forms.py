"""What a browser would send: the values of a form as it was served, with some changed."""

from typing import Any

import lxml.html
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse


def served(response: HttpResponse) -> dict[str, Any]:
    """The fields of the admin's main form, as a browser would send them untouched."""
    page = lxml.html.fromstring(response.content.decode())
    form = next(one for one in page.forms if one.get("id", "").endswith("_form"))
    values: dict[str, list[str]] = {}
    for field in form.inputs:
        if field.name and field.get("type") not in ("submit", "file"):
            values.setdefault(field.name, []).extend(_sent(field))
    return {name: many if len(many) > 1 else many[0] for name, many in values.items() if many}


def _sent(field: Any) -> list[str]:
    if field.tag == "select" and field.multiple:
        return list(field.value)
    if field.tag == "select":
        return [field.value or ""]
    if field.get("type") in ("checkbox", "radio"):
        return [field.get("value", "on")] if field.get("checked") is not None else []
    return [field.value or ""]


def add_page(category: str, **query: Any) -> str:
    """The address of the form of a new find."""
    parts = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{reverse('admin:catalog_find_add')}?category={category}&{parts}"


def change_page(find: Any) -> str:
    """The address of the form of a find."""
    return reverse("admin:catalog_find_change", args=[find.pk])


def send(client: Client, address: str, **changed: Any) -> HttpResponse:
    """Open the form, change some fields, save. A value of None takes a field out."""
    data = {**served(client.get(address)), "_continue": "1", **changed}
    return client.post(address, {name: one for name, one in data.items() if one is not None})


def errors(response: HttpResponse) -> str:
    """The words of every error on the page; "" after a redirect."""
    if response.status_code == 302:
        return ""
    page = lxml.html.fromstring(response.content.decode())
    lists = page.xpath("//ul[contains(@class, 'errorlist')]")
    return " | ".join(" ".join(one.text_content().split()) for one in lists)
