"""The service as it runs in production: by gunicorn with its own settings and two workers, with its log in a file."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.contrib.auth.models import User
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from signatories.tokens.models import issue
from tests.serving import ROOT, Product, environment, eventually, free_port

METRICS_TOKEN = "only-for-those-who-watch"


@dataclass
class Service:
    """The running service, what it logs, and the database it has."""

    product: Product
    process: subprocess.Popen[bytes]
    log: Path
    database: Path

    def lines(self) -> list[dict[str, Any]]:
        """Every line of the log, each of which must be an object of JSON."""
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    def line_of(self, request_id: str) -> dict[str, Any]:
        """The line of one request, which must have exactly one."""
        (line,) = [line for line in self.lines() if line.get("request_id") == request_id and line["event"] == "request"]
        return line

    def metrics(self) -> str:
        """What Prometheus would read."""
        answer = self.product.at("/metrics", Authorization=f"Bearer {METRICS_TOKEN}")
        assert answer.status == 200
        return answer.body.decode()

    def workers(self) -> list[psutil.Process]:
        """The processes that answer."""
        return psutil.Process(self.process.pid).children()


@pytest.fixture(scope="session")
def service(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    """On a copy of the tests' own SQLite database, since nothing here is about the database."""
    folder = tmp_path_factory.mktemp("service")
    database, log, port = folder / "record.sqlite3", folder / "log", free_port()
    settings = environment(f"sqlite:///{database}", METRICS_TOKEN=METRICS_TOKEN, BEHIND_PROXY="true", LOG_LEVEL="INFO")
    settings |= {
        "BIND": f"127.0.0.1:{port}",
        "WEB_CONCURRENCY": "2",
        "PROMETHEUS_MULTIPROC_DIR": str(folder / "counts"),
    }
    with django_db_blocker.unblock():
        officer = User.objects.create_superuser("officer")
        token, words = issue(officer, "nightly import")
        with closing(sqlite3.connect(database)) as copy:
            connection.connection.backup(copy)
        token.delete()
        officer.delete()
    product = Product(port, words)
    command = [sys.executable, "-m", "gunicorn", "-c", "python:convention_api.gunicorn"]
    with log.open("wb") as stderr, subprocess.Popen(command, cwd=ROOT, env=settings, stderr=stderr) as process:
        try:
            eventually(lambda: b"Booting worker" in log.read_bytes() and _is_up(product))
            yield Service(product, process, log, database)
        finally:
            process.terminate()


def _is_up(product: Product) -> bool:
    try:
        return product.at("/healthz").status == 200
    except OSError:
        return False
