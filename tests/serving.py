"""The product served as in production, by processes of its own, and asked over HTTP."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[1]
PATIENCE = 60.0


def eventually(holds: Callable[[], Any], within: float = PATIENCE) -> Any:
    """What it gives once that is true."""
    ends = time.monotonic() + within
    while not (found := holds()):
        assert time.monotonic() < ends, f"not so within {within:g} seconds"
        time.sleep(0.05)
    return found


def environment(database: str, **more: str) -> dict[str, str]:
    """The settings of production, but for plain HTTP; none of whoever runs the tests."""
    plain = {
        "DEBUG": "false",
        "SECRET_KEY": "only-for-tests-and-as-long-as-one-of-production-0123456789",
        "ALLOWED_HOSTS": "127.0.0.1",
    }
    plain |= {"SECURE_SSL_REDIRECT": "false", "DJANGO_SETTINGS_MODULE": "convention_api.settings"}
    plain |= {"DATABASE_URL": database, "REPLICA_URLS": "", "CACHE_URL": "", "KEPT_BYTES": "16777216", "RATE_LIMIT": ""}
    plain |= {"PYTHONWARNINGS": "ignore"}
    return os.environ | plain | more


@dataclass(frozen=True)
class Answer:
    """What was answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body read."""
        return json.loads(self.body)


class Product:
    """The product, served as in production by processes of its own."""

    def __init__(self, port: int, token: str, pid: int = 0) -> None:
        self.port, self.token, self.pid = port, token, pid

    def get(self, path: str, *, known: bool = False, **headers: str) -> Answer:
        """The answer to a reader; `known` to one who says who asks."""
        return self._asked("GET", path, headers | ({"Authorization": f"Token {self.token}"} if known else {}))

    def at(self, address: str, method: str = "GET", **headers: str) -> Answer:
        """The answer at an address that is not of the API."""
        return self._asked(method, f"http://127.0.0.1:{self.port}{address}", headers)

    def post(self, path: str, body: Any, **headers: str) -> Answer:
        """The answer to a writer."""
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        headers |= {"Authorization": f"Token {self.token}", "Content-Type": "application/json"}
        return self._asked("POST", path, headers, json.dumps(body))

    def workers(self) -> set[int]:
        """The processes that answer."""
        return children(self.pid)

    def _asked(self, method: str, path: str, headers: dict[str, str], body: str | None = None) -> Answer:
        path = path.partition(f":{self.port}")[2] if path.startswith("http") else path
        path = path if path.startswith("/") else f"/api/v1/{path}"
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return Answer(response.status, dict(response.headers.items()), response.read())
        finally:
            connection.close()


def free_port() -> int:
    """One that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def serving(
    settings: dict[str, str],
    token: str = "",
    workers: int = 1,
    app: str = "convention_api.wsgi",
    log: IO[bytes] | None = None,
) -> Iterator[Product]:
    """The product under these settings, by so many processes; what they log goes there, else to the console."""
    port = free_port()
    gunicorn = [sys.executable, "-m", "gunicorn", app, "-w", str(workers), "--log-level", "warning"]
    with subprocess.Popen([*gunicorn, "-b", f"127.0.0.1:{port}"], cwd=ROOT, env=settings, stderr=log) as server:
        served = Product(port, token, server.pid)
        try:
            eventually(lambda: _answers(served))
            yield served
        finally:
            server.terminate()


def children(process: int) -> set[int]:
    """The processes that it began."""
    return {int(pid) for pid in Path(f"/proc/{process}/task/{process}/children").read_text().split()}


def _answers(served: Product) -> bool:
    try:
        return served.get("").status == 200
    except OSError:
        return False
