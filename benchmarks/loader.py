"""A lean client that asks as fast as it is answered, over connections that are kept; and what it saw.

One thread, sockets and a selector: a client of the usual libraries takes more of its core than the server does of its.
How much of its own core it took is told beside what it measured: where that nears 1, the client was the bound.
"""

from __future__ import annotations

import gc
import selectors
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle

from benchmarks.environment import HOST

PIECE = 1 << 18
LAST_CHUNK = b"0\r\n\r\n"


class NotAnswered(Exception):
    """An answer other than 200, or 304 to who asked for it."""


@dataclass
class Seen:
    """What the client saw in one or more runs of load."""

    seconds: list[float] = field(default_factory=list)
    """How long each answer took."""
    wall: float = 0.0
    busy: float = 0.0
    """Seconds of its core that the client took."""

    def __iadd__(self, other: Seen) -> Seen:
        self.seconds += other.seconds
        self.wall += other.wall
        self.busy += other.busy
        return self

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.seconds) / self.wall if self.wall else 0.0

    def quantile(self, part: float) -> float:
        """The time within which so large a part was answered."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def request(path: str, **more: str) -> bytes:
    """The bytes of a GET for a path, as a proxy that ended HTTPS would hand it on; headers with `_` for `-`."""
    headers = {"Host": HOST, "Accept": "application/json", "X-Forwarded-Proto": "https"} | more
    lines = (f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"GET {path} HTTP/1.1\r\n{''.join(lines)}\r\n".encode()


def ask(port: int, path: str, **headers: str) -> bytes:
    """The body that a path answers with."""
    connection = _Connection(port)
    connection.send(request(path, **headers))
    while not connection.read():
        pass
    connection.close()
    return connection.body


def load(
    port: int,
    paths: Sequence[str],
    *,
    connections: int,
    seconds: float,
    most: int = 1_000_000,
    headers: Mapping[str, str] | None = None,
) -> Seen:
    """Asks the paths in turn on so many connections, each asking again once it is answered, for so long."""
    requests = cycle([request(path, **(headers or {})) for path in paths])
    seen = Seen()
    opened = [_Connection(port) for _ in range(connections)]
    gc.disable()
    try:
        with selectors.DefaultSelector() as selector:
            busy, began = time.process_time(), time.perf_counter()
            until = began + seconds
            for connection in opened:
                selector.register(connection.socket, selectors.EVENT_READ, connection)
                connection.send(next(requests))
            waiting = len(opened)
            while waiting:
                for key, _ in selector.select():
                    connection = key.data
                    if not connection.read():
                        continue
                    now = time.perf_counter()
                    seen.seconds.append(now - connection.sent)
                    is_last = now >= until or len(seen.seconds) + waiting > most
                    if is_last or connection.is_over:
                        # Else its end, which the other side may send at any time, would be read as one more answer.
                        selector.unregister(connection.socket)
                    if is_last:
                        waiting -= 1
                        continue
                    if connection.is_over:
                        connection.open()
                        selector.register(connection.socket, selectors.EVENT_READ, connection)
                    connection.send(next(requests))
            seen.wall, seen.busy = time.perf_counter() - began, time.process_time() - busy
    finally:
        gc.enable()
        for connection in opened:
            connection.close()
    return seen


def stream(port: int, path: str) -> Iterator[bytes]:
    """The body of a long answer, piece by piece as it arrives, its chunks not taken apart."""
    with socket.create_connection(("127.0.0.1", port)) as opened:
        opened.sendall(request(path, Accept="*/*", Connection="close"))
        head = b""
        while b"\r\n\r\n" not in head:
            head += opened.recv(PIECE)
        head, _, piece = head.partition(b"\r\n\r\n")
        _must_be_answered(head, path)
        yield piece
        while piece := opened.recv(PIECE):
            yield piece


class _Connection:
    """One connection, on which one request at a time is under way."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.open()

    def open(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self) -> None:
        self.socket.close()

    def send(self, asked: bytes) -> None:
        self._asked, self._got = asked, bytearray()
        self._start = self._whole = 0
        self.is_over = self._is_chunked = False
        self.sent = time.perf_counter()
        self.socket.sendall(asked)

    def read(self) -> bool:
        """Whether the answer is whole now."""
        piece = self.socket.recv(PIECE)
        self._got += piece
        if not self._start and (end := self._got.find(b"\r\n\r\n")) >= 0:
            self._begin(bytes(self._got[:end]), end + 4)
        if self._start and (self._got.endswith(LAST_CHUNK) if self._is_chunked else len(self._got) >= self._whole):
            return True
        if not piece:
            raise NotAnswered(f"The connection ended in the midst of an answer to {self._asked[:200]!r}.")
        return False

    @property
    def body(self) -> bytes:
        """What was answered."""
        body = bytes(self._got[self._start :])
        return b"".join(_chunks(body)) if self._is_chunked else body

    def _begin(self, head: bytes, start: int) -> None:
        _must_be_answered(head, self._asked.decode())
        told = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        self._start = start
        self._is_chunked = told.get(b"transfer-encoding") == b"chunked"
        self._whole = start + int(told.get(b"content-length", 0))
        self.is_over = told.get(b"connection") == b"close" or head.startswith(b"HTTP/1.0")


def _chunks(body: bytes) -> Iterator[bytes]:
    place = 0
    while size := int(body[place : (end := body.index(b"\r\n", place))], 16):
        yield body[end + 2 : end + 2 + size]
        place = end + 2 + size + 2


def _must_be_answered(head: bytes, asked: str) -> None:
    if head.split(b" ", 2)[1] not in (b"200", b"304"):
        raise NotAnswered(f"{head[:300]!r} was the answer to {asked[:300]}")
