"""Addresses of this site: where a form may send a visitor back to, and what is printed."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def own_address(request: HttpRequest, wanted: str) -> str:
    """The address wanted where it is one of this site, else ""."""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else ""


def lasting(request: HttpRequest, path: str) -> str:
    """The address of a path where visitors read the catalogue, which paper keeps.

    Without a setting that is the host of the request: labels are printed where nobody else comes.
    """
    root = settings.PUBLIC_ADDRESS
    return root + path if root else request.build_absolute_uri(path)
