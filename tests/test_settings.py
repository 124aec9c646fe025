"""What stops the start: settings that cannot be meant, each with a sentence that says what to do."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.serving import ROOT, environment

POSTGRES, SQLITE = "postgres://app@db/convention", "sqlite:///record.sqlite3"


@pytest.mark.parametrize(
    ("database", "settings", "sentence"),
    [
        (SQLITE, {"REPLICA_URLS": POSTGRES}, "only PostgreSQL has them"),
        (POSTGRES, {"REPLICA_URLS": f"{POSTGRES}, {SQLITE}"}, "only PostgreSQL has them"),
        (POSTGRES, {"REPLICA_URLS": POSTGRES, "REPLICA_MAX_LAG": "0"}, "REPLICA_MAX_LAG is less than 1"),
        (POSTGRES, {"REPLICA_URLS": f"{POSTGRES}, {POSTGRES}"}, ""),
    ],
)
def test_replicas_that_cannot_be_meant_stop_the_start(database: str, settings: dict[str, str], sentence: str) -> None:
    command = [sys.executable, "-c", "import convention_api.settings as s; print(*s.DATABASES)"]
    begun = subprocess.run(
        command, cwd=ROOT, env=environment(database, **settings), capture_output=True, text=True, check=False
    )
    if sentence:
        assert begun.returncode != 0
        assert "ImproperlyConfigured: REPLICA_" in begun.stderr
        assert sentence in begun.stderr
    else:
        assert begun.stdout.split() == ["default", "replica_1", "replica_2"]
