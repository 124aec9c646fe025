"""Whose request it is: the one address that limits, locks and logs go by."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The address that asks, in its one spelling; None where the server was told none, as over a local socket.

    Behind a proxy (BEHIND_PROXY) it is the last of X-Forwarded-For, which that proxy wrote. Those before it are the
    client's own words.
    """
    told = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        told = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or told
    try:
        address = ip_address(told)
    except ValueError:
        return None
    return str(getattr(address, "ipv4_mapped", None) or address)
