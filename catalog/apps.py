"""The catalogue as Django sees it."""

from typing import Any

from django.apps import AppConfig
from django.contrib import admin
from django.contrib.admin.apps import SimpleAdminConfig
from django.contrib.admin.checks import check_admin_app, check_dependencies
from django.core import checks
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    """The one app of Findspot."""

    default = True
    name = "catalog"
    verbose_name = _("Catalogue")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks."""
        from catalog import checks as _ours  # noqa: F401 - registering needs the apps loaded


class HouseConfig(SimpleAdminConfig):
    """Django's admin on a site of ours; its pages are loaded with the addresses.

    A command on a long list has no use for them: they take 17 MB and half of its start.
    """

    default_site = "catalog.entry.site.House"

    def ready(self) -> None:
        """Check the pages once they are there."""
        checks.register(check_dependencies, checks.Tags.admin)
        checks.register(_check_pages, checks.Tags.admin)


def _check_pages(app_configs: Any, **options: Any) -> list[checks.CheckMessage]:
    admin.autodiscover()
    return check_admin_app(app_configs, **options)
