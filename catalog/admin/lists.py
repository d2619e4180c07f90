"""Lists in and out of the admin: the buttons of django-import-export lead to our own pages."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from import_export.admin import ImportExportMixin
from import_export.formats import base_formats

from catalog.transfer.resource import FindResource


class ListsMixin(ImportExportMixin):
    """The import and the export of the list, with the rights of whoever presses the button."""

    resource_classes = (FindResource,)
    export_formats = (base_formats.CSV, base_formats.XLSX)
    # The history and the import run say more than the log of the admin would.
    skip_admin_log = True

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The button leads to the import step by step, which shows more and can be taken back."""
        return redirect("admin:catalog_importrun_add")

    process_import = import_action

    def get_export_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return {"user": request.user}

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Who may add finds may bring a list of them."""
        return request.user.has_perm("catalog.add_find")

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Who may read the finds may take them along; what is withheld from them stays."""
        return request.user.has_perm("catalog.view_find")
