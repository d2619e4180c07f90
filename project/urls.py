"""Addresses of the site: the admin and machines without a language, the pages with one."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import path
from django.views.i18n import set_language

from catalog import urls

handler404 = "catalog.views.pages.not_found"
handler500 = "catalog.views.broken.broken"

admin.autodiscover()
urlpatterns = [
    # Before the admin, which answers everything below its address.
    path("admin/language/", set_language, name="set_language"),
    path("admin/", admin.site.urls),
    *urls.unprefixed,
    *i18n_patterns(*urls.public, prefix_default_language=False),
]
