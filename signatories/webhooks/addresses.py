"""Where a delivery may go: to addresses on the internet, never into the network this service runs in.

A name is looked up once, every address it has is judged, and the connection is made to one of those very addresses: a
name that means something else a moment later leads nowhere.
"""

from __future__ import annotations

import socket
from concurrent.futures import Future
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

IPAddress = IPv4Address | IPv6Address

# What Python's `is_global` lets through, in one version or another, and no delivery may reach.
_WITHHELD = [
    ip_network(network)
    for network in (
        "100.64.0.0/10",  # shared by a carrier's customers (RFC 6598); clouds keep metadata there
        "168.63.129.16/32",  # a cloud's own service, inside each of its machines
        "192.0.0.0/24",  # protocol assignments (RFC 6890)
        "192.88.99.0/24",  # relays of 6to4 (RFC 7526)
        "2001::/23",  # protocol assignments, with Teredo (RFC 2928)
        "3fff::/20",  # documentation (RFC 9637)
    )
]
_GLOBAL_UNICAST = ip_network("2000::/3")
_NAT64 = ip_network("64:ff9b::/96")


class Refused(Exception):
    """An address that no delivery may go to; the sentence says why."""


@dataclass(frozen=True)
class Destination:
    """An address taken apart: where to connect, and what to ask for there."""

    is_secure: bool
    host: str
    port: int
    target: str


def may_reach_private() -> bool:
    """Whether the setting allows plain HTTP and addresses that are not open to the internet."""
    return bool(getattr(settings, "WEBHOOKS_MAY_REACH_PRIVATE_ADDRESSES", False))


def destination_of(address: str) -> Destination:
    """The address taken apart; Refused where it is none, is not secret on its way, or names what is not public."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".").encode("idna").decode()
        is_secure = parts.scheme == "https"
        port = parts.port or (443 if is_secure else 80)
    except ValueError:  # UnicodeError is one.
        host, port, is_secure, parts = "", 0, False, urlsplit("")
    if not host or parts.scheme not in ("https", "http"):
        sentence = _("%(address)s is not an address on the web: give one that begins with https://.")
        raise Refused(sentence % {"address": address})
    if not is_secure and not may_reach_private():
        sentence = _("%(address)s is not sent to, because anyone on the way could read it: give an https address.")
        raise Refused(sentence % {"address": address})
    try:
        literal = ip_address(host)
    except ValueError:
        if host == "localhost" or host.endswith(".localhost"):
            _refuse_private(host, _("the machine itself"))
    else:
        _refuse_unless_public(host, literal)
    path = iri_to_uri(parts.path or "/")
    return Destination(is_secure, host, port, f"{path}?{iri_to_uri(parts.query)}" if parts.query else path)


def addresses_of(destination: Destination, seconds: float) -> list[IPAddress]:
    """Every address its host has, looked up once; Refused where any is not public, OSError where there is none."""
    found = [ip_address(entry[4][0]) for entry in _look_up(destination.host, destination.port, seconds)]
    for address in found:
        _refuse_unless_public(destination.host, address)
    return list(dict.fromkeys(found))


def is_public(address: IPAddress) -> bool:
    """Whether the address is one host's on the internet; one that only wraps another is judged by that.

    >>> is_public(ip_address("8.8.8.8")), is_public(ip_address("::ffff:10.0.0.1"))
    (True, False)
    """
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (_last_32_bits(address) if address in _NAT64 else None)
        if inner:
            return is_public(inner)
        if address not in _GLOBAL_UNICAST:
            return False
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not any(address in network for network in _WITHHELD if network.version == address.version)
    )


def _last_32_bits(address: IPv6Address) -> IPv4Address:
    return IPv4Address(int(address) & 0xFFFFFFFF)


def _refuse_unless_public(host: str, address: IPAddress) -> None:
    if not is_public(address):
        _refuse_private(host, str(address))


def _refuse_private(host: str, meaning: str) -> None:
    if not may_reach_private():
        said = host if meaning == host else f"{host} ({meaning})"
        sentence = _(
            "%(host)s is not open to the internet, and nothing is sent there: give a public address, or set"
            " WEBHOOKS_MAY_REACH_PRIVATE_ADDRESSES if receivers of this service are in its own network."
        )
        raise Refused(sentence % {"host": said})


def _look_up(host: str, port: int, seconds: float) -> list[tuple[Any, ...]]:
    """What the resolver says, waited for no longer than that: it cannot be interrupted, only left behind."""
    answer: Future[list[tuple[Any, ...]]] = Future()

    def ask() -> None:
        try:
            answer.set_result(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except Exception as error:
            answer.set_exception(error)

    Thread(target=ask, name=f"looking up {host}", daemon=True).start()
    try:
        return answer.result(timeout=seconds)
    except TimeoutError:
        raise TimeoutError(f"the name {host} was not resolved within {seconds:g} seconds") from None
