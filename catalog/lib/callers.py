"""Where a request comes from, for what counts by address."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

NOWHERE = "0.0.0.0"  # nosec B104 - a word for "unknown", nothing listens there
# A household or a telephone has as many addresses of a /64 as it likes.
_IPV6_NET = 64


def address_of(request: HttpRequest) -> str:
    """The address of the caller; an IPv6 one is cut to its network.

    Behind a trusted web server it is what that server wrote last; what stands before it in the
    header was sent by the caller, who may write anything.
    """
    told = request.META.get("REMOTE_ADDR", "")
    if settings.TRUST_PROXY:
        told = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or told
    try:
        address = ip_address(told)
    except ValueError:
        return NOWHERE
    if isinstance(address, IPv6Address) and not address.is_loopback:
        mapped = address.ipv4_mapped
        network = ip_network((address, _IPV6_NET), strict=False).network_address
        return str(mapped or network)
    return str(address)
