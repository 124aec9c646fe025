"""Requests as the bytes that are sent, asked of a served product or of the application in this process."""

from __future__ import annotations

import io
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.parse import unquote_to_bytes

from django.core.signals import request_finished, request_started
from django.db import close_old_connections

PATIENCE = 60.0


@dataclass(frozen=True)
class Asked:
    """A request: `target` is what stands in its first line, headers are as they are sent, `route` is for the report."""

    method: bytes
    target: bytes
    headers: tuple[tuple[bytes, bytes], ...] = ()
    body: bytes = field(default=b"", repr=False)
    route: str = ""

    def __str__(self) -> str:
        lines = [b" ".join((self.method, _cut(self.target)))]
        lines += [b": ".join((name, _cut(value))) for name, value in self.headers]
        body = [f"{len(self.body)} bytes: {_cut(self.body)!r}"] if self.body else []
        return "\n      ".join([*(repr(line)[2:-1] for line in lines), *body])


@dataclass(frozen=True)
class Answer:
    """What was answered, and how long it took; `status` 0 and the reason in `body` where nothing was."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


Ask = Callable[[Asked], Answer]


def over_http(port: int) -> Ask:
    """Asks the product that is served there, on a connection of its own each time."""

    def ask(asked: Asked) -> Answer:
        started = time.monotonic()
        try:
            with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
                # What is refused before it has all arrived is answered all the same.
                with suppress(BrokenPipeError, ConnectionResetError):
                    connection.sendall(_sent(asked, port))
                # As HTTP has it, only the method's own name is told apart: to HEAD no body is sent.
                with HTTPResponse(connection, method=asked.method.decode("latin-1")) as response:
                    response.begin()
                    headers = {name.lower(): value for name, value in response.getheaders()}
                    return Answer(response.status, headers, response.read(), time.monotonic() - started)
        except (OSError, HTTPException) as error:
            return Answer(0, {}, repr(error).encode(), time.monotonic() - started)

    return ask


def _sent(asked: Asked, port: int) -> bytes:
    named = {name.lower() for name, _ in asked.headers}
    own = [] if b"host" in named else [b"Host: 127.0.0.1:%d" % port]
    if not named & {b"content-length", b"transfer-encoding"} and (asked.body or asked.method == b"POST"):
        own.append(b"Content-Length: %d" % len(asked.body))
    lines = [b" ".join((asked.method, asked.target, b"HTTP/1.1")), *own, b"Connection: close"]
    lines += [b": ".join(header) for header in asked.headers]
    return b"\r\n".join([*lines, b"", asked.body])


@contextmanager
def one_connection() -> Iterator[None]:
    """Keeps the test's own connection open between requests, as Django's test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def in_process(application: Any) -> Ask:
    """Asks this WSGI application, as a server would."""

    def ask(asked: Asked) -> Answer:
        started = time.monotonic()
        told: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], _: Any = None) -> None:
            told["status"] = int(status.split()[0])
            told["headers"] = {name.lower(): value for name, value in headers}

        with one_connection():
            chunks = application(_environ(asked), start)
            try:
                body = b"".join(chunks)
            finally:
                chunks.close()
        return Answer(told["status"], told["headers"], body, time.monotonic() - started)

    return ask


def _environ(asked: Asked) -> dict[str, Any]:
    path, _, query = asked.target.partition(b"?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": asked.method.decode("latin-1"),
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query.decode("latin-1"),
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(asked.body),
        "wsgi.errors": io.StringIO(),
        "CONTENT_LENGTH": str(len(asked.body)),
    }
    joined: dict[str, list[str]] = {}
    for name, value in asked.headers:
        shape = name.decode("latin-1").upper().replace("-", "_")
        key = shape if shape in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{shape}"
        joined.setdefault(key, []).append(value.decode("latin-1").strip())
    return environ | {key: ",".join(values) for key, values in joined.items()}


def _cut(text: bytes, most: int = 600) -> bytes:
    return text if len(text) <= most else text[:most] + b"... (%d bytes)" % len(text)


def headers_but_its_id(answer: Any) -> dict[str, str]:
    """The headers of an answer, without the name that each request has for itself."""
    return {name: value for name, value in answer.items() if name != "X-Request-ID"}
