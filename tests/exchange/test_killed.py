"""An import that is killed at any moment leaves nothing of it behind; one that is not, everything."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tests.exchange.packing import cited, exported, pack, rows_of

TIMES = 5


@pytest.fixture
def empty_database(tmp_path: Path) -> Iterator[str]:
    """The address of a database of its own, of the kind that the suite runs on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path}/record.sqlite3"
        return
    address, name = os.environ["DATABASE_URL"], f"{connection.settings_dict['NAME']}_killed"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}"')
        yield urlsplit(address)._replace(path=f"/{name}").geturl()
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.django_db
def test_all_or_nothing(tmp_path: Path, empty_database: str) -> None:
    package = exported(tmp_path / "record")
    news = [
        cited(key=f"q-news.{n}", treaty="cets-225", kind="other", occurred_on="2025", title=f"News {n}")
        | {"source": "enoch-2024"}
        for n in range(300)
    ]
    pack(package, milestones=[*rows_of(package, "milestones"), *news])
    killed = subprocess.run(
        [sys.executable, "-m", "tests.exchange.killing", str(package), str(TIMES)],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": empty_database},
        capture_output=True,
        text=True,
        check=False,
    )
    *left, whole, verified = killed.stdout.splitlines()
    assert len(left) == TIMES, killed.stderr
    assert set(left) <= {"0", whole} and int(whole) > 1000
    assert verified.startswith("The log holds")
