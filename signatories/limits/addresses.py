"""Whose request it is, as far as its address tells: what limits and locks go by."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import cache, lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.http import HttpRequest

REMEMBERED = 4096
OF_ONE_CUSTOMER = 64
"""So many bits of an IPv6 address name whom a provider serves; the rest anyone chooses at will."""

logger = logging.getLogger(__name__)


def client_address(request: HttpRequest) -> str | None:
    """The address that asks, in one spelling; None where the server was told none, as over a local socket."""
    return _spelled(_told(request.META))


def address_of(meta: Mapping[str, Any]) -> str:
    """What the address that asks is limited by: itself, of IPv6 its /64, or `unknown`."""
    return _named(_told(meta))


def _told(meta: Mapping[str, Any]) -> str:
    """The address that asks, as it was told.

    Behind proxies it is the one that the outermost trusted proxy was asked by. Each trusted proxy adds one to the end
    of X-Forwarded-For, so what a client wrote there itself stands before those and is never looked at.
    """
    told = meta.get("REMOTE_ADDR", "")
    if proxies := settings.TRUSTED_PROXIES:
        if forwarded := meta.get("HTTP_X_FORWARDED_FOR"):
            told = forwarded.rsplit(",", proxies)[-proxies:][0]
        else:
            _miss_the_header()
    return str(told[:64])


@cache
def _miss_the_header() -> None:
    """Says so once."""
    logger.warning(
        "A request came without X-Forwarded-For, which TRUSTED_PROXIES expects: let the proxy set it, or all who come"
        " through it are limited as one."
    )


@lru_cache(maxsize=REMEMBERED)
def _named(told: str) -> str:
    """The address in one spelling; what is none is `unknown`, all such together.

    >>> _named("2001:db8:1:2:3::4"), _named("::ffff:192.0.2.1"), _named(" 192.0.2.1:8080"), _named("nobody")
    ('2001:db8:1:2::/64', '192.0.2.1', '192.0.2.1', 'unknown')
    """
    spelled = _spelled(told)
    if spelled is None:
        return "unknown"
    address = ip_address(spelled)
    return str(ip_network((address, OF_ONE_CUSTOMER), strict=False)) if isinstance(address, IPv6Address) else spelled


def _spelled(told: str) -> str | None:
    """The address alone, without the port that some proxies add.

    >>> _spelled("2001:DB8:0::1"), _spelled("[2001:db8::1]:443"), _spelled("nobody")
    ('2001:db8::1', '2001:db8::1', None)
    """
    bare = told.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    return str(getattr(address, "ipv4_mapped", None) or address)
