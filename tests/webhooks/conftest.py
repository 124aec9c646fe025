"""Receivers that behave and misbehave, on this machine; entries in the log for them; and webhooks between the two."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Event, Thread
from typing import Any

import pytest
from django.db.models import Max
from django.utils import timezone
from standardwebhooks import Webhook as Reference

from signatories.models import Change, Entry, Webhook
from signatories.models.changes import log_size

numbers = count(1)


class Handler(BaseHTTPRequestHandler):
    """Notes what it is sent and answers as its receiver says."""

    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.got.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
        self.server.behaviour(self)

    def do_GET(self) -> None:  # What a redirect that is followed may become.
        self.server.got.append((self.path, {}, b""))

    def log_message(self, *_: Any) -> None:
        """Nothing: what was asked is in `got`."""


class Receiver(ThreadingHTTPServer):
    """A real HTTP server on this machine that does what `behaviour` does."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, behaviour: Callable[[Any], None]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.behaviour = behaviour
        self.got: list[tuple[str, dict[str, str], bytes]] = []
        self.over = Event()

    def handle_error(self, *_: Any) -> None:
        """Nothing: a sender that leaves is what many tests are about."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook?from=record"

    @property
    def bodies(self) -> list[Any]:
        return [json.loads(body) for _, _, body in self.got]

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for _, headers, _ in self.got]

    def entries(self) -> list[str]:
        """The keys of the entries it was sent, in the order they came."""
        return [entry["key"] for body in self.bodies for entry in body["entries"]]

    def wait_for(self, requests: int, seconds: float = 60.0) -> None:
        """Returns as soon as it got that many."""
        last = time.monotonic() + seconds
        while len(self.got) < requests:
            assert time.monotonic() < last, f"{len(self.got)} of {requests} requests came within {seconds} s"
            time.sleep(0.01)


def answers(status: int, **headers: str) -> Callable[[Any], None]:
    """A receiver that answers so at once."""

    def behave(handler: Any) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("content-length", "0")
        handler.end_headers()

    return behave


def hangs(handler: Any) -> None:
    """A receiver that takes the request and says nothing."""
    handler.server.over.wait(30)
    handler.close_connection = True


def after(seconds: float, behaviour: Callable[[Any], None]) -> Callable[[Any], None]:
    """A receiver that takes its time."""

    def behave(handler: Any) -> None:
        handler.server.over.wait(seconds)
        behaviour(handler)

    return behave


def sends(*pieces: bytes, every: float = 0.0) -> Callable[[Any], None]:
    """A receiver that sends these bytes, at intervals, and closes."""

    def behave(handler: Any) -> None:
        handler.close_connection = True
        for piece in pieces:
            try:
                handler.wfile.write(piece)
            except OSError:
                return
            if handler.server.over.wait(every):
                return

    return behave


@pytest.fixture
def receiver(settings: Any) -> Iterator[Callable[..., Receiver]]:
    """Starts receivers, to be reached although they are on this machine."""
    settings.WEBHOOKS_MAY_REACH_PRIVATE_ADDRESSES = True
    started: list[Receiver] = []

    def start(behaviour: Callable[[Any], None] | None = None) -> Receiver:
        server = Receiver(behaviour or answers(204))
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        started.append(server)
        return server

    yield start
    for server in started:
        server.over.set()
        server.shutdown()
        server.server_close()


def webhook(address: str = "https://receiver.example/hook", **given: Any) -> Webhook:
    """A webhook that is registered, from the log's present end."""
    about = {name: given.pop(name, []) for name in ("treaties", "participants")}
    made = Webhook(**{"key": f"receiver-{next(numbers)}", "address": address} | given)
    made.full_clean()
    made.save()
    for name, keys in about.items():
        getattr(made, name).set(keys)
    return made


def recorded(number: int = 1, **given: Any) -> list[str]:
    """Enters so many entries in the log, in one change; their keys."""
    change = Change.objects.create(number=(Change.objects.aggregate(last=Max("number"))["last"] or 0) + 1)
    entries = []
    for place, index in enumerate(range(log_size(), log_size() + number), start=1):
        said = {"kind": "recorded", "what": "actions", "row": "/api/v1/actions/x/", "treaty": "", "participant": ""}
        said |= given
        key = f"{change.number}.{place}"
        leaf = json.dumps({"key": key, "kind": said["kind"], "reason": "Türkiye a signé."}, ensure_ascii=False)
        entries.append(
            Entry(index=index, change=change, key=key, row_key="x", leaf=leaf, leaf_hash=b"\x00" * 32, **said)
        )
    Entry.objects.bulk_create(entries)
    change.at, change.size, change.root = timezone.now(), log_size(), "00" * 32
    change.save()
    return [entry.key for entry in entries]


def verified(hook: Webhook, got: tuple[str, dict[str, str], bytes]) -> Any:
    """What a receiver that checks signatures reads; raises where the signature is wrong."""
    _, headers, body = got
    return Reference(hook.secret).verify(body, headers)
