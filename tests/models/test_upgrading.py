"""A database in use is brought up to date: its guards stand aside for the migrations and are back afterwards.

What another app keeps by trigger in the same database stays as it is.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from signatories.models.triggers import expected_triggers

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Only SQLite's triggers stand in the way of a migration.")
def test_tables_are_altered_under_their_triggers(tmp_path: Path) -> None:
    file = tmp_path / "record.sqlite3"
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{file}", "DJANGO_SETTINGS_MODULE": "tests.settings"}

    def migrate(*target: str) -> None:
        command = [sys.executable, "manage.py", "migrate", "--verbosity", "0", *target]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=120)

    migrate("signatories", "0006")
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE anothers (id INTEGER)")
        database.execute("CREATE TRIGGER anothers_own AFTER INSERT ON anothers BEGIN SELECT 1; END")
    migrate()
    with sqlite3.connect(file) as database:
        present = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    assert present == {*expected_triggers("sqlite"), "anothers_own"}
