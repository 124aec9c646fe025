"""A backup is of one moment, whole or not there; what is restored from it is what was kept, and goes on."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection

from signatories.backups import making, postgresql
from signatories.backups.manifest import MANIFEST, PACKAGE, Contents
from signatories.backups.vendors import way
from signatories.models import TreatyAction
from signatories.record.changing import change
from signatories.record.proofs import log_head
from tests.databases import Databases, address

KILLS = 3


def told(command: str, *arguments: Any, **options: Any) -> str:
    """What the command printed."""
    out = StringIO()
    call_command(command, *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def read_again(note: str) -> None:
    """A correction of a signature."""
    with change(reason="The chart was read again.") as record:
        held = TreatyAction.objects.held().get(key="cets-225.URY.signature.1")
        record.correct(held, {"note": note}, reason="Read again.")


@pytest.fixture
def kept(databases: Databases, used: str, tmp_path: Path) -> Path:
    """A backup of a database in use."""
    with databases.at(used):
        User.objects.create_superuser("officer", "", "known to the officer")
        read_again("Once.")
        told("backup", tmp_path / "kept", "--no-verify")
    return tmp_path / "kept"


def test_what_is_restored_is_what_was_kept_and_goes_on(databases: Databases, tmp_path: Path, kept: Path) -> None:
    manifest = json.loads((kept / MANIFEST).read_text())
    with databases.at(databases.new("empty")):
        said = told("restore", kept)
        assert f"The log holds: {manifest['log_size']} entries, root {manifest['log_root']}" in said
        assert f"All {len(manifest['rows'])} tables of the database have the rows they had" in said
        assert "Exported again, 14 tables of the record are the same bytes" in said
        assert User.objects.get(username="officer").check_password("known to the officer")
        assert "every rule holds" in told("check_record")
        read_again("Twice.")
        assert log_head().size > manifest["log_size"]
        assert told("verify_log").startswith("The log holds")
        told("backup", tmp_path / "second")
        root = log_head().root
    with databases.at(databases.new("third")):
        told("restore", tmp_path / "second", "--no-verify")
        assert log_head().root == root


def test_it_is_of_one_moment_and_keeps_nobody_waiting(
    databases: Databases, used: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dump = way().dump

    def write() -> None:
        with databases.at(used):
            read_again("Meanwhile.")

    def meanwhile(path: Path) -> None:
        writer = threading.Thread(target=write)
        writer.start()
        writer.join(timeout=60)
        assert not writer.is_alive()
        dump(path)

    monkeypatch.setattr(making.way(), "dump", meanwhile)
    with databases.at(used):
        before = log_head()
        said = told("backup", tmp_path / "kept")
        assert f"The log holds: {before.size} entries, root {before.root}" in said
        assert "Exported again, 14 tables" in said
        assert log_head().size > before.size, "what was written meanwhile is there"


def altered(**values: Any) -> Callable[[Path], None]:
    """Damage: the manifest says something else."""

    def damage(kept: Path) -> None:
        said = json.loads((kept / MANIFEST).read_text())
        (kept / MANIFEST).write_text(json.dumps(said | values))

    return damage


def cut(name: str) -> Callable[[Path], None]:
    """Damage: the file ends early."""
    return lambda kept: os.truncate(_file(kept, name), _file(kept, name).stat().st_size // 2)


def flip(name: str) -> Callable[[Path], None]:
    """Damage: one byte of the file is another."""

    def damage(kept: Path) -> None:
        data = bytearray(_file(kept, name).read_bytes())
        data[len(data) // 2] ^= 1
        _file(kept, name).write_bytes(data)

    return damage


def _file(kept: Path, name: str) -> Path:
    return kept / (way().FILE if name == "database" else name)


def forge(kept: Path) -> None:
    """Damage that the checksums do not show: the database is cut, and the manifest says so."""
    cut("database")(kept)
    files = json.loads((kept / MANIFEST).read_text())["files"]
    found = Contents.of(_file(kept, "database"))
    altered(files=files | {way().FILE: {"bytes": found.bytes, "sha256": found.sha256}})(kept)


def other_kind(kept: Path) -> None:
    """Of the other kind of database."""
    altered(vendor="postgresql" if connection.vendor == "sqlite" else "sqlite")(kept)


REFUSED: list[tuple[Callable[[Path], Any], str]] = [
    (shutil.rmtree, "There is no"),
    (lambda kept: (kept / MANIFEST).unlink(), "has no manifest.json"),
    (cut(MANIFEST), "its manifest.json is not whole"),
    (altered(profile="another"), "is no backup of this product"),
    (altered(format=2), "made by a newer release"),
    (altered(files={}), "does not name its files"),
    (altered(database="../elsewhere"), "does not name its files"),
    (altered(log_root=None, rows=None, surplus=1), "lacks a part"),
    (lambda kept: _file(kept, "database").unlink(), "it lacks database"),
    (cut("database"), "was made with"),
    (flip("database"), "other bytes than it had"),
    (flip(PACKAGE), "record.zip has other bytes"),
    (other_kind, "of a .* database, and DATABASE_URL names"),
    (altered(migrations=["signatories.9999_yet_to_come"], product="9.0"), "made by a newer release .9.0."),
    (forge, "PostgreSQL did not take|is no whole SQLite database"),
    (altered(log_root="0" * 64), "The log is another"),
    (altered(rows={"auth_user": 2}), "rows, and was kept with"),
]


def test_what_cannot_be_trusted_is_refused_and_changes_nothing(
    databases: Databases, kept: Path, tmp_path: Path
) -> None:
    with databases.at(databases.new("empty")):
        for number, (damage, sentence) in enumerate(REFUSED):
            shutil.copytree(kept, copy := tmp_path / f"damaged-{number}")
            damage(copy)
            with pytest.raises(CommandError, match=sentence) as refused:
                told("restore", copy)
            assert str(refused.value).endswith(".")
            assert connection.introspection.table_names() == [], sentence


def test_a_database_in_use_is_refused_and_replaced_only_after_a_backup_of_it(
    databases: Databases, kept: Path, shelf: Path, shipped: str
) -> None:
    with databases.at(databases.new("other", shipped)):
        read_again("What would be lost.")
        lost = log_head().root
        with pytest.raises(CommandError, match=r"This database is in use: .* stop the service and say --replace"):
            told("restore", kept)
        with pytest.raises(CommandError, match="This database is in use"):
            told("restore", kept, "--no-verify")
        assert "Nothing was changed" in told("restore", kept, "--dry-run")
        assert log_head().root == lost
        assert "What the database held is in" in told("restore", kept, "--replace", "--no-verify")
        assert log_head().root == json.loads((kept / MANIFEST).read_text())["log_root"]
    (safe,) = shelf.iterdir()
    assert json.loads((safe / MANIFEST).read_text())["log_root"] == lost


def test_only_the_newest_are_kept_and_only_for_ourselves(databases: Databases, used: str, shelf: Path) -> None:
    shelf.mkdir()
    old, safe, unfinished = "convention-20200102T000000Z", "convention-20200103T000000Z-before-restore", ".mine.part"
    for left in (old, safe, unfinished, "mine"):
        (shelf / left).mkdir()
    for left in (old, safe):
        (shelf / left / MANIFEST).write_text("{}")
    with databases.at(used):
        said = told("backup", "--no-verify", "--keep", 1)
        with pytest.raises(CommandError, match="would keep no backup"):
            told("backup", "--keep", 0)
    (made,) = (path for path in shelf.iterdir() if path.name not in (safe, "mine"))
    assert said.endswith(f"Removed: {shelf / old}\n") and {safe, "mine"} < {path.name for path in shelf.iterdir()}
    assert {stat.S_IMODE(path.stat().st_mode) for path in made.iterdir()} == {0o600}
    assert stat.S_IMODE(made.stat().st_mode) == 0o700


def test_one_at_a_time_and_never_over_another(databases: Databases, used: str, tmp_path: Path) -> None:
    with databases.at(used):
        handle = os.open(tmp_path, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(CommandError, match="Another backup is being made in"):
            told("backup", tmp_path / "kept", "--no-verify")
        os.close(handle)
        (tmp_path / "kept").mkdir()
        with pytest.raises(CommandError, match="is there already: give another name"):
            told("backup", tmp_path / "kept")


def test_a_backup_that_does_not_agree_never_stands(
    databases: Databases, used: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "rows_of_tables", lambda: {"auth_user": 7})
    with databases.at(used), pytest.raises(CommandError, match="rows, and was kept with"):
        told("backup", tmp_path / "shelf" / "kept")
    assert list((tmp_path / "shelf").iterdir()) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="A file is dropped whoever reads it.")
def test_a_scratch_database_is_dropped_with_the_sessions_in_it(
    databases: Databases, used: str, caplog: pytest.LogCaptureFixture
) -> None:
    with databases.at(used):
        connection.ensure_connection()
        given: Any = connection.get_connection_params()
        place = {key: given[key] for key in ("host", "port", "user", "password") if given.get(key)}
        with postgresql.scratch():
            left_behind = psycopg.connect(**place, dbname=used[:40] + postgresql.SCRATCH)
        with pytest.raises(psycopg.OperationalError, match=r"terminat|closed"):
            left_behind.execute("SELECT 1")
        assert "is to drop" not in caplog.text


@pytest.mark.skipif(connection.vendor != "postgresql", reason="Only PostgreSQL's own programs are told where to go.")
def test_no_password_stands_on_a_command_line(
    databases: Databases, used: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[tuple[str, Any]] = []

    class Noted(subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, command: Any, *arguments: Any, **options: Any) -> None:
            begun.append((" ".join(map(str, command)), options.get("env")))
            super().__init__(command, *arguments, **options)

    monkeypatch.setattr(postgresql.subprocess, "Popen", Noted)
    with databases.at(used, PASSWORD="kept-to-ourselves"):
        told("backup", tmp_path / "kept")
    working = [env for line, env in begun if "--version" not in line]
    assert len(working) == 3
    assert all(env["PGPASSWORD"] == "kept-to-ourselves" for env in working)
    assert not any("kept-to-ourselves" in line for line, _ in begun)


def test_whoever_is_killed_leaves_nothing_half(databases: Databases, used: str, tmp_path: Path, kept: Path) -> None:
    empty = databases.new("empty")
    killed = subprocess.run(
        [sys.executable, "-m", "tests.backups.killing", str(tmp_path / "shelf"), str(kept), str(KILLS)],
        env={**os.environ, "DATABASE_URL": address(used), "EMPTY_URL": address(empty)},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = killed.stdout.splitlines()
    assert lines and lines[-1] == "done", killed.stderr
    made = [line for line in lines if line.startswith("backup")]
    restored = [line for line in lines if line.startswith("restore")]
    assert len(made) == len(restored) == KILLS
    assert set(made) <= {"backup none", "backup whole"}, made
    assert set(restored) <= {"restore empty", "restore whole"}, restored
