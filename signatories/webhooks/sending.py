"""One attempt to deliver a message: a single signed POST, bounded in time, that never raises.

It is made on a connection of our own and not by an HTTP library's: the address connected to must be the very one that
was judged, no proxy of the environment may stand between, no redirect may be followed, and the whole of it ends in
time even when the receiver sends a byte now and then.
"""

from __future__ import annotations

import logging
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPResponse, RemoteDisconnected, responses
from threading import Event, Timer

from signatories.webhooks.addresses import Destination, IPAddress, Refused, addresses_of, destination_of
from signatories.webhooks.signing import signed_headers

LOOK_UP_SECONDS = 5.0
CONNECT_SECONDS = 5.0
WHOLE_SECONDS = 15.0
MOST_ADDRESSES = 4
MOST_READ = 64 * 1024
USER_AGENT = "Convention-API-webhooks/1"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Message:
    """What is sent, where to, and the secret it is signed with."""

    key: str
    address: str
    secret: str
    body: bytes


@dataclass(frozen=True)
class Outcome:
    """What became of an attempt: the receiver's status, if it answered, and a sentence."""

    status: int | None
    sentence: str

    @property
    def is_delivered(self) -> bool:
        """Whether the receiver took it."""
        return self.status is not None and 200 <= self.status < 300


def send(message: Message) -> Outcome:
    """Tries once. Needs no database, so that any number may wait at the same time."""
    try:
        return _judged(_status_of_answer(message, time.monotonic() + WHOLE_SECONDS))
    except Refused as refusal:
        return Outcome(None, str(refusal))
    except TimeoutError as error:
        return Outcome(None, f"No answer in time: {error or 'the receiver did not take the connection'}.")
    except ssl.SSLError as error:
        return Outcome(None, f"No secure connection: {getattr(error, 'verify_message', '') or error.reason or error}.")
    except socket.gaierror as error:
        return Outcome(None, f"The name of the host was not found: {error.strerror}.")
    except RemoteDisconnected:
        return Outcome(None, "No answer: the receiver closed the connection.")
    except OSError as error:
        return Outcome(None, f"No answer: {error.strerror or type(error).__name__}.")
    except HTTPException as error:
        return Outcome(None, f"The receiver's answer was not HTTP ({type(error).__name__}).")
    except Exception:
        log.exception("webhook delivery %s failed by a fault of this program", message.key)
        return Outcome(None, "Not sent by a fault of this program, which its log tells.")


def _judged(status: int) -> Outcome:
    said = f"{status} {responses.get(status, '')}".rstrip()
    if 200 <= status < 300:
        return Outcome(status, f"Delivered: the receiver answered {said}.")
    if 300 <= status < 400:
        return Outcome(status, f"The receiver answered {said}; redirects are not followed: give the final address.")
    return Outcome(status, f"The receiver answered {said}.")


def _status_of_answer(message: Message, deadline: float) -> int:
    destination = destination_of(message.address)
    addresses = addresses_of(destination, LOOK_UP_SECONDS)
    with _channel(destination, addresses) as channel, _ended_at(deadline, channel) as ended:
        try:
            with _answer(message, destination, channel) as answer:
                if ended.is_set():  # What was cut off in its head reads like an answer without headers.
                    raise TimeoutError
                with _ignoring_errors():
                    answer.read(MOST_READ)
                return answer.status
        except (OSError, HTTPException) as error:
            if ended.is_set() or isinstance(error, TimeoutError):
                raise TimeoutError(f"the receiver took more than {WHOLE_SECONDS:g} seconds") from None
            raise


def _channel(destination: Destination, addresses: list[IPAddress]) -> socket.socket:
    """A connection, its TLS not yet begun, so that the deadline holds for that as well."""
    connected = _connected(addresses[:MOST_ADDRESSES], destination.port)
    connected.settimeout(WHOLE_SECONDS)
    if not destination.is_secure:
        return connected
    return _trust().wrap_socket(connected, server_hostname=destination.host, do_handshake_on_connect=False)


def _connected(addresses: list[IPAddress], port: int) -> socket.socket:
    """A connection to the first of these addresses that takes one, all within CONNECT_SECONDS."""
    last = time.monotonic() + CONNECT_SECONDS
    failure: OSError = TimeoutError(f"the receiver did not take the connection within {CONNECT_SECONDS:g} seconds")
    for address in addresses:
        seconds = last - time.monotonic()
        if seconds <= 0:
            break
        try:
            return socket.create_connection((str(address), port), timeout=seconds)
        except TimeoutError:
            continue
        except OSError as error:
            failure = error
    raise failure


@contextmanager
def _ended_at(deadline: float, channel: socket.socket) -> Iterator[Event]:
    """Cuts the connection at the deadline, whatever it is doing; the event tells whether that was done.

    A timeout of the socket alone begins anew with every byte.
    """
    ended = Event()

    def end() -> None:
        ended.set()
        with _ignoring_errors():
            socket.socket.shutdown(channel, socket.SHUT_RDWR)  # TLS's own would wait for the other end.

    timer = Timer(max(0.0, deadline - time.monotonic()), end)
    timer.daemon = True
    timer.start()
    try:
        yield ended
    finally:
        timer.cancel()


def _answer(message: Message, destination: Destination, channel: socket.socket) -> HTTPResponse:
    """Sends the message, signed now, and gives the answer as soon as its head is there."""
    if isinstance(channel, ssl.SSLSocket):
        channel.do_handshake()
    connection = HTTPConnection(destination.host, destination.port)
    connection.default_port = 443 if destination.is_secure else 80  # type: ignore[misc]  # Left out of Host.
    connection.sock = channel
    headers = signed_headers(message.secret, message.key, int(time.time()), message.body)
    headers |= {"content-type": "application/json", "user-agent": USER_AGENT, "connection": "close"}
    connection.request("POST", destination.target, message.body, headers)
    return connection.getresponse()


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


@contextmanager
def _ignoring_errors() -> Iterator[None]:
    try:
        yield
    except (OSError, HTTPException):
        return
