"""The buttons of lists: in and out with the rights of whoever presses them."""

import lxml.html
import pytest
from django.test import Client

from tests.factories import make_find

pytestmark = pytest.mark.django_db
EXPORT = "/admin/catalog/find/export/"
SECRETS = ("50.731234", "Shelf Quince", "NR-77881")


def exported(client: Client) -> str:
    """The file of an export with every box ticked."""
    page = lxml.html.fromstring(client.get(EXPORT).content.decode())
    data = {field.name: "on" for field in page.xpath("//input[@type='checkbox'][@name]")}
    return client.post(EXPORT, {**data, "format": "0"}).content.decode()


def test_an_export_holds_back_what_its_reader_is_not_shown(
    reviewer_client: Client, administrator_client: Client
) -> None:
    secrets = {"current_location": SECRETS[1], "serial_numbers": SECRETS[2]}
    point = {"latitude": SECRETS[0], "longitude": "156.1", "coordinate_uncertainty_m": 9}
    make_find(catalogue_number="A-1", category="weapon", **point, **secrets)

    part, whole = exported(reviewer_client), exported(administrator_client)

    assert "A-1" in part
    assert not [secret for secret in SECRETS if secret in part]
    assert all(secret in whole for secret in SECRETS)
