"""Links to files that have no public address."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from catalog.models import Document


def download_link(document: Document) -> str:
    """The way to a stored paper, "—" where there is none yet."""
    if not document.pk or not document.file:
        return "—"
    address = reverse("admin:catalog_document_download", args=[document.pk])
    return format_html('<a href="{}">{}</a>', address, _("Download"))
