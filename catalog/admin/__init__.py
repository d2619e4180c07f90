"""The admin: where researchers work. One file a model; importing it registers them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static import admin as static_devices
from django_otp.plugins.otp_totp import admin as totp_devices

from catalog.admin import (
    document,
    errorreport,
    expedition,
    exportrun,
    find,
    formernumber,
    identification,
    importrun,
    institution,
    look,
    lowering,
    person,
    photo,
    place,
    source,
    status,
    term,
    user,
)

__all__ = [
    "document",
    "errorreport",
    "expedition",
    "exportrun",
    "find",
    "formernumber",
    "identification",
    "importrun",
    "institution",
    "look",
    "lowering",
    "person",
    "photo",
    "place",
    "source",
    "status",
    "term",
    "user",
]

# The keys of second factors are shown to nobody, not even to an administrator.
admin.site.unregister([static_devices.StaticDevice, totp_devices.TOTPDevice])

admin.site.site_header = _("Findspot")
admin.site.site_title = _("Findspot")
# Rows of the list show "—" where nothing is known.
admin.site.empty_value_display = "—"
