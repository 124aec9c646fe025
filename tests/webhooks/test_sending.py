"""One attempt, against real servers that take it, fail, hang, trickle, redirect, or are not who they should be."""

from __future__ import annotations

import json
import socket
import ssl
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook as Reference
from standardwebhooks.webhooks import WebhookVerificationError

from signatories.models.webhooks import new_secret
from signatories.webhooks import addresses, sending
from signatories.webhooks.sending import Message, Outcome, send
from tests.webhooks.conftest import Receiver, answers, hangs, sends

CERTIFICATE = Path(__file__).parent / "receiver.pem"
SHORT = 0.4
Receivers = Callable[..., Receiver]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "WHOLE_SECONDS", SHORT)


def message(address: str, body: bytes = b'{"webhook":"r","entries":[]}') -> Message:
    return Message("msg_1", address, new_secret(), body)


def outcome(server: Receiver) -> Outcome:
    """What becomes of a message to the server, told in time."""
    begun = time.monotonic()
    told = send(message(server.address))
    assert time.monotonic() - begun < SHORT + 20
    return told


def test_what_is_sent_is_signed_after_the_specification(receiver: Receivers) -> None:
    server = receiver()
    sent = message(server.address, body='{"reason":"Türkiye a signé."}'.encode())
    assert send(sent) == Outcome(204, "Delivered: the receiver answered 204 No Content.")
    ((path, headers, body),) = server.got
    assert Reference(sent.secret).verify(body, headers) == json.loads(sent.body)
    assert path == "/hook?from=record"
    assert headers["webhook-id"] == "msg_1"
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 5
    assert headers["content-type"] == "application/json"
    assert headers["host"] == f"127.0.0.1:{server.server_port}"


@pytest.mark.parametrize("altered", ["body", "webhook-id", "webhook-timestamp", "secret"])
def test_a_message_that_was_altered_is_found_out(altered: str, receiver: Receivers) -> None:
    server = receiver()
    sent = message(server.address)
    send(sent)
    ((_, headers, body),) = server.got
    secret = new_secret() if altered == "secret" else sent.secret
    if altered in headers:
        headers[altered] = str(int(time.time()) - 60) if "time" in altered else "msg_2"
    with pytest.raises(WebhookVerificationError):
        Reference(secret).verify(body + b" " if altered == "body" else body, headers)


def test_the_page_for_receivers_shows_how_to_check_it(receiver: Receivers) -> None:
    page = (Path(__file__).parents[2] / "docs/webhooks.md").read_text()
    shown = page.split("```python\n")[1].split("```")[0]
    assert len([line for line in shown.splitlines() if line.strip()]) <= 15
    named: dict[str, Any] = {}
    exec(shown, named)
    server = receiver()
    sent = message(server.address)
    send(sent)
    ((_, headers, body),) = server.got
    assert named["is_genuine"](sent.secret, headers, body)
    assert not named["is_genuine"](new_secret(), headers, body)
    assert not named["is_genuine"](sent.secret, headers, body + b" ")
    assert not named["is_genuine"](sent.secret, headers | {"webhook-timestamp": "1614265330"}, body)


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_any_status_from_200_to_299_says_that_it_arrived(status: int, receiver: Receivers) -> None:
    assert outcome(receiver(answers(status))).is_delivered


@pytest.mark.parametrize("status", [400, 401, 404, 410, 429, 500, 502, 503])
def test_any_error_is_told(status: int, receiver: Receivers) -> None:
    told = outcome(receiver(answers(status)))
    assert (told.status, told.is_delivered) == (status, False)
    assert told.sentence.startswith(f"The receiver answered {status}")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_a_failure_and_where_it_leads_is_never_asked(status: int, receiver: Receivers) -> None:
    target = receiver()
    told = outcome(receiver(answers(status, location=target.address)))
    assert not told.is_delivered
    assert "redirects are not followed" in told.sentence
    assert target.got == []


def test_a_receiver_that_hangs_is_left_in_time(receiver: Receivers, impatient: None) -> None:
    told = outcome(receiver(hangs))
    assert told == Outcome(None, f"No answer in time: the receiver took more than {SHORT:g} seconds.")


@pytest.mark.parametrize(
    "pieces",
    [
        [bytes([letter]) for letter in b"HTTP/1.1 200 OK\r\n" * 9],
        [b"HTTP/1.1 200 OK\r\n", *[b"x: y\r\n"] * 99],
        [b"HTTP/1.1 100 Continue\r\n\r\n"] * 99,
    ],
    ids=["letter by letter", "header by header", "continue, continue"],
)
def test_a_receiver_that_trickles_is_left_in_time(pieces: list[bytes], receiver: Receivers, impatient: None) -> None:
    told = outcome(receiver(sends(*pieces, every=0.05)))
    assert "took more than" in told.sentence
    assert told.status is None


def test_a_receiver_that_said_yes_and_goes_on_talking_has_taken_it(receiver: Receivers, impatient: None) -> None:
    head = b"HTTP/1.1 200 OK\r\ncontent-length: 10000000000\r\n\r\n"
    assert outcome(receiver(sends(head, *[b"."] * 99, every=0.05))).is_delivered
    assert outcome(receiver(sends(head, *[b"." * 65536] * 99))).is_delivered


@pytest.mark.parametrize(
    ("piece", "sentence"),
    [
        (b"", "No answer: the receiver closed the connection."),
        (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", "The receiver's answer was not HTTP (BadStatusLine)."),
        (b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 200 + b"\r\n", "The receiver's answer was not HTTP (HTTPException)."),
    ],
    ids=["nothing", "another protocol", "too many headers"],
)
def test_a_receiver_that_talks_nonsense_is_told_of(piece: bytes, sentence: str, receiver: Receivers) -> None:
    assert outcome(receiver(sends(piece))) == Outcome(None, sentence)


def test_a_receiver_that_is_not_there_is_told_of(receiver: Receivers) -> None:
    server = receiver()
    server.shutdown()
    server.server_close()
    assert outcome(server) == Outcome(None, "No answer: Connection refused.")


def test_a_receiver_that_does_not_take_the_connection_is_left_in_time(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    waited: list[float] = []

    def never(where: Any, timeout: float) -> Any:
        waited.append(timeout)
        time.sleep(timeout)
        raise TimeoutError("timed out")

    settings.WEBHOOKS_MAY_REACH_PRIVATE_ADDRESSES = True
    monkeypatch.setattr(sending, "CONNECT_SECONDS", 0.1)
    monkeypatch.setattr(sending.socket, "create_connection", never)
    told = send(message("http://127.0.0.1:9/"))
    assert told.sentence == "No answer in time: the receiver did not take the connection within 0.1 seconds."
    assert sum(waited) <= 0.1


def test_proxies_of_the_environment_are_not_used(receiver: Receivers, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy, server = receiver(), receiver()
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.server_port}")
    assert outcome(server).is_delivered
    assert proxy.got == []


@pytest.fixture
def secure(receiver: Receivers, monkeypatch: pytest.MonkeyPatch) -> Receiver:
    """A server on this machine that the name receiver.example means, with that name's certificate, which is trusted."""
    server = receiver()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    context.sni_callback = lambda _, name, __: server.got.append((str(name), {}, b""))
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    monkeypatch.setattr(sending, "_trust", lambda: ssl.create_default_context(cafile=CERTIFICATE))
    look_up = addresses.socket.getaddrinfo
    monkeypatch.setattr(
        addresses.socket, "getaddrinfo", lambda host, *rest, **more: look_up("127.0.0.1", *rest, **more)
    )
    return server


def test_over_tls_the_name_is_asked_for_and_the_judged_address_connected_to(secure: Receiver) -> None:
    assert send(message(f"https://receiver.example:{secure.server_port}/hook")).is_delivered
    (asked_for, *_), (path, headers, _) = secure.got
    assert (asked_for, path) == ("receiver.example", "/hook")
    assert headers["host"] == f"receiver.example:{secure.server_port}"


def test_a_receiver_with_another_names_certificate_is_sent_nothing(secure: Receiver) -> None:
    told = send(message(f"https://other.example:{secure.server_port}/hook"))
    assert told.sentence.startswith("No secure connection: Hostname mismatch")
    assert [path for path, *_ in secure.got] == ["other.example"]


def test_a_receiver_whose_certificate_nobody_vouches_for_is_sent_nothing(
    secure: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_trust", ssl.create_default_context)
    told = send(message(f"https://receiver.example:{secure.server_port}/hook"))
    assert told.sentence == "No secure connection: self-signed certificate."


def test_a_receiver_that_hangs_in_the_handshake_is_left_in_time(secure: Receiver, impatient: None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        told = send(message(f"https://receiver.example:{listening.getsockname()[1]}/"))
    assert "took more than" in told.sentence
