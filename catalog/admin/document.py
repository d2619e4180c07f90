"""Documents: private papers, served to staff alone."""

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext, gettext_lazy as _

from catalog.admin.base import CatalogAdmin
from catalog.admin.downloads import download_link
from catalog.admin.widgets import PrivateFileInput
from catalog.lib import papers
from catalog.models import Document, Find

# What stands in the name of no file.
_NO_NAME = re.compile(r"[^\w.-]+")


class DocumentForm(forms.ModelForm):
    """A paper; it is added only to what its keeper may change."""

    user: Any = None

    def clean(self) -> dict[str, Any]:
        """Look at the find it would hang on, by itself or through an event."""
        data = super().clean() or self.cleaned_data
        event = data.get("event")
        for name, find in (("find", data.get("find")), ("event", event and event.find)):
            if find and name in self.changed_data and not self._may_change(find):
                self.add_error(name, gettext("You may change only your own drafts."))
        return data

    def _may_change(self, find: Find) -> bool:
        return Find.objects.editable_by(self.user).filter(pk=find.pk).exists()


@admin.register(Document)
class DocumentAdmin(CatalogAdmin):
    """No public address leads to them."""

    form = DocumentForm
    list_display = ("title", "kind", "reference", "date", "find", "expedition", "download")
    list_filter = ("kind",)
    list_select_related = ("find", "expedition")
    search_fields = ("title", "reference", "find__catalogue_number", "expedition__code")
    autocomplete_fields = ("find", "expedition")
    readonly_fields = ("download",)
    raw_id_fields = ("event",)
    _ROWS = (
        "title",
        ("kind", "reference", "date"),
        "file",
        "download",
        "find",
        "expedition",
        "event",
    )

    def get_fieldsets(self, request: HttpRequest, obj: Document | None = None) -> Any:
        """Who may only look gets the way to the file, not the field."""
        may_write = self.has_change_permission(request, obj) if obj else True
        rows = self._ROWS if may_write else tuple(row for row in self._ROWS if row != "file")
        return ((None, {"fields": rows}),)

    def get_form(self, request: HttpRequest, obj: Document | None = None, **kwargs: Any) -> Any:
        """Tell the form who fills it in."""
        form = super().get_form(request, obj, **kwargs)
        return type("DocumentForm", (form,), {"user": request.user})

    def has_change_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        """A recorder changes the papers of finds they may change."""
        allowed = super().has_change_permission(request, obj)
        if obj is None or not allowed or request.user.has_perm("catalog.publish_find"):
            return allowed
        return Find.objects.editable_by(request.user).filter(pk=obj.find_id).exists()

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "file":
            return db_field.formfield(
                widget=PrivateFileInput(attrs={"accept": "application/pdf"}), **kwargs
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        """Add `<id>/file/`."""
        view = self.admin_site.admin_view(self.file_view)
        ours = path("<int:document_id>/file/", view, name="catalog_document_download")
        return [ours, *super().get_urls()]

    def file_view(self, request: HttpRequest, document_id: int) -> FileResponse:
        """The file, to keep; never shown inside a page of the site."""
        document = Document.objects.filter(pk=document_id).first()
        if document is None or not document.file:
            raise Http404
        if not self.has_view_permission(request, document):
            raise PermissionDenied
        try:
            stream = document.file.open("rb")
        except OSError as error:
            raise Http404 from error
        name = _NO_NAME.sub("_", document.title).strip("._")[:80] or "document"
        response = FileResponse(
            stream, as_attachment=True, filename=f"{name}.pdf", content_type=papers.CONTENT_TYPE
        )
        response["Cache-Control"] = "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response

    @admin.display(description=_("file"))
    def download(self, document: Document) -> str:
        return download_link(document)
