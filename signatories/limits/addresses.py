"""Whose request it is, as far as its address tells."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import cache, lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings

REMEMBERED = 4096
OF_ONE_CUSTOMER = 64
"""So many bits of an IPv6 address name whom a provider serves; the rest anyone chooses at will."""

logger = logging.getLogger(__name__)


def address_of(meta: Mapping[str, Any]) -> str:
    """The address that asks; of IPv6 its /64.

    Behind proxies it is the one that the outermost trusted proxy was asked by. Each trusted proxy adds one to the end
    of X-Forwarded-For, so what a client wrote there itself stands before those and is never looked at.
    """
    told = meta.get("REMOTE_ADDR", "")
    if proxies := settings.TRUSTED_PROXIES:
        if forwarded := meta.get("HTTP_X_FORWARDED_FOR"):
            told = forwarded.rsplit(",", proxies)[-proxies:][0]
        else:
            _miss_the_header()
    return _named(told[:64])


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
    bare = told.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ip_address(bare.partition("%")[0])
    except ValueError:
        return "unknown"
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or ip_network((address, OF_ONE_CUSTOMER), strict=False))
