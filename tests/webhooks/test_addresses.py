"""Nothing is sent into the network this service runs in, however the way there is written."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any

import pytest

from signatories.webhooks import addresses, sending
from signatories.webhooks.addresses import Refused, addresses_of, destination_of, is_public
from signatories.webhooks.sending import Message, send
from tests.webhooks.conftest import Receiver

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

NOT_PUBLIC = """
    0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 168.63.129.16 169.254.169.254
    172.16.0.1 172.31.255.255 192.0.0.8 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1
    224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
    :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:100.64.0.1 64:ff9b::7f00:1 64:ff9b::10.0.0.1
    64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:7f00:1:: 2002:a00:1:: 2002:a9fe:a9fe:: 3fff::1 4000::1 fc00::1
    fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1
""".split()
PUBLIC = """
    1.1.1.1 8.8.8.8 100.63.255.255 100.128.0.1 172.15.255.255 172.32.0.1 192.167.255.255 2606:4700::1111
    2a00:1450:4001::200e ::ffff:8.8.8.8 64:ff9b::8.8.8.8 2002:808:808::
""".split()

Resolver = Callable[[dict[str, list[str]]], list[str]]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Resolver:
    """A resolver that knows these names, and what was asked of it."""

    def know(known: dict[str, list[str]]) -> list[str]:
        asked: list[str] = []

        def look_up(host: str, port: int, **_: Any) -> list[Any]:
            asked.append(host)
            if host not in known:
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in known[host]]

        monkeypatch.setattr(addresses.socket, "getaddrinfo", look_up)
        return asked

    return know


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Where connections were attempted: every one is noted, and none is made."""
    attempted: list[tuple[str, int]] = []

    def note(where: tuple[str, int], **_: Any) -> Any:
        attempted.append(where)
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(sending.socket, "create_connection", note)
    return attempted


def sent(address: str) -> str:
    """What becomes of a message to the address, in words."""
    return send(Message("msg_1", address, SECRET, b"{}")).sentence


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_it_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_it_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_it_is_refused_written_out_and_behind_a_name(
    address: str, names: Resolver, connections: list[tuple[str, int]]
) -> None:
    names({"receiver.example": ["8.8.8.8", address]})
    written = f"[{address}]" if ":" in address else address
    for host in (written, "receiver.example"):
        assert "is not open to the internet" in sent(f"https://{host}/hook")
    assert connections == []


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST", "localhost.", "a.localhost", "127.1", "0x7f.1", "2130706433", "017700000001"]
)
def test_no_spelling_of_the_machine_itself_is_sent_to(host: str, connections: list[tuple[str, int]]) -> None:
    assert "is not open to the internet" in sent(f"https://{host}:8000/hook")
    assert connections == []


@pytest.mark.parametrize(
    "address", ["http://receiver.example/", "ftp://receiver.example/", "https://", "https:///hook", "https://a:b/", "x"]
)
def test_an_address_that_is_none_or_not_secret_is_refused(address: str, connections: list[tuple[str, int]]) -> None:
    assert "https" in sent(address)
    assert connections == []


def test_a_user_name_does_not_hide_the_host(connections: list[tuple[str, int]]) -> None:
    for address in ("https://receiver.example@127.0.0.1/", r"https://receiver.example\@127.0.0.1/"):
        assert "127.0.0.1 is not open" in sent(address)
    assert connections == []


def test_a_name_is_looked_up_once_and_what_was_found_is_what_is_connected_to(
    names: Resolver, connections: list[tuple[str, int]]
) -> None:
    asked = names({"receiver.example": ["8.8.8.8", "1.1.1.1"]})
    assert sent("https://Receiver.Example:8443/hook") == "No answer: Connection refused."
    assert asked == ["receiver.example"]
    assert connections == [("8.8.8.8", 8443), ("1.1.1.1", 8443)]


def test_a_name_that_means_another_address_a_moment_later_leads_nowhere(
    monkeypatch: pytest.MonkeyPatch, connections: list[tuple[str, int]]
) -> None:
    answers = iter(["8.8.8.8", "127.0.0.1", "127.0.0.1"])

    def rebinding(host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", rebinding)
    sent("https://receiver.example/")
    assert connections == [("8.8.8.8", 443)]
    assert "receiver.example (127.0.0.1) is not open to the internet" in sent("https://receiver.example/")
    assert len(connections) == 1


def test_a_name_with_letters_of_any_script_is_asked_for_in_its_own_way(names: Resolver) -> None:
    asked = names({"xn--trkiye-3ya.example": ["8.8.8.8"]})
    assert addresses_of(destination_of("https://türkiye.example/ö?ü=1"), 1) == [ip_address("8.8.8.8")]
    assert asked == ["xn--trkiye-3ya.example"]
    assert destination_of("https://türkiye.example/ö?ü=1").target == "/%C3%B6?%C3%BC=1"


def test_a_name_that_is_not_found_is_said(names: Resolver) -> None:
    names({})
    assert sent("https://receiver.example/") == "The name of the host was not found: Name or service not known."


def test_a_resolver_that_hangs_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *_, **__: time.sleep(20))
    monkeypatch.setattr(sending, "LOOK_UP_SECONDS", 0.05)
    begun = time.monotonic()
    assert "receiver.example was not resolved within 0.05 seconds" in sent("https://receiver.example/")
    assert time.monotonic() - begun < 10


def test_the_setting_allows_it(receiver: Callable[..., Receiver], settings: Any) -> None:
    server = receiver()
    assert sent(server.address) == "Delivered: the receiver answered 204 No Content."
    settings.WEBHOOKS_MAY_REACH_PRIVATE_ADDRESSES = False
    assert "because anyone on the way could read it" in sent(server.address)
    with pytest.raises(Refused):
        destination_of(server.address.replace("http:", "https:"))
    assert len(server.got) == 1
