"""Lists in and out of the admin: the buttons of django-import-export over our own engine."""

from typing import Any

from django.http import HttpRequest
from import_export.admin import ImportExportMixin
from import_export.formats import base_formats

from catalog.transfer.resource import FindResource


class ListsMixin(ImportExportMixin):
    """Import with a preview and export, with the rights of whoever presses the button."""

    resource_classes = (FindResource,)
    import_formats = (base_formats.CSV, base_formats.TSV, base_formats.XLSX)
    export_formats = (base_formats.CSV, base_formats.XLSX)
    # The history and the import run say more than the log of the admin would.
    skip_admin_log = True

    def get_import_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return {"user": request.user}

    def get_export_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return {"user": request.user}

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Who may add finds may bring a list of them."""
        return request.user.has_perm("catalog.add_find")

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Who may read the finds may take them along; what is withheld from them stays."""
        return request.user.has_perm("catalog.view_find")
