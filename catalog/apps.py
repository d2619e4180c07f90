"""The catalogue as Django sees it."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    """The one app of Findspot."""

    default = True
    name = "catalog"
    verbose_name = _("Catalogue")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks."""
        from catalog import checks  # noqa: F401 - registering needs the apps loaded


class HouseConfig(AdminConfig):
    """Django's admin on a site of ours."""

    default_site = "catalog.entry.site.House"
