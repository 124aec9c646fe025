"""Databases of made-up records, made once and kept: by size, seed, generator and the product's migrations.

SQLite first; PostgreSQL gets the very same rows, ids included. Where migrations have come since, they are run on what
is kept; where one was altered, or the generator was, the database is made anew.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import time
from collections.abc import Iterable
from pathlib import Path

from benchmarks.copying import copy_to_postgresql
from benchmarks.environment import run, sqlite_url
from benchmarks.folder import ROOT, folder
from benchmarks.package import write_package
from benchmarks.postgresql import Server
from benchmarks.record import SEED

MIGRATIONS = ROOT / "signatories" / "migrations"
GENERATOR = [*sorted((ROOT / "benchmarks" / "record").glob("*.py")), ROOT / "benchmarks" / "bulk.py"]


def sqlite_database(acts: int, seed: int = SEED) -> str:
    """The address of a SQLite database that holds a record of so many acts, made now if it is not there."""
    path = folder() / f"record-{acts}-{seed}.sqlite3"
    wanted = _state(acts, seed)
    kept = _noted(path)
    if path.exists() and kept.items() >= wanted.items():
        return sqlite_url(path)
    if path.exists() and _grew(kept, wanted):
        _bring_up_to_date(sqlite_url(path))
        rows = kept["rows"]
    else:
        rows = _make(path, acts, seed)
    _note(path, wanted | {"rows": rows})
    return sqlite_url(path)


def postgresql_database(server: Server, acts: int, seed: int = SEED) -> str:
    """The address of a PostgreSQL database with the rows of the SQLite one."""
    source = Path(sqlite_database(acts, seed).removeprefix("sqlite:///"))
    name = f"record_{acts}_{seed}"
    mark = folder() / name
    wanted = _state(acts, seed) | {"made": [_made(source)]}
    kept = _noted(mark)
    if server.has(name) and kept.items() >= wanted.items():
        return server.url(name)
    if server.has(name) and _grew(kept, wanted):
        _bring_up_to_date(server.url(name))
    else:
        began = _told(f"Copying {acts:,} acts to PostgreSQL")
        server.make_anew(name)
        run(server.url(name), "manage.py", "migrate", "--verbosity", "0")
        copy_to_postgresql(source, server.url(name))
        _done(began)
    server.vacuum(name)
    _note(mark, wanted)
    return server.url(name)


def package(acts: int, seed: int = SEED) -> Path:
    """A data package of a record of so many acts."""
    path = folder() / f"package-{acts}-{seed}"
    wanted = {"generator": _hashes(GENERATOR)}
    if not path.exists() or _noted(path) != wanted:
        shutil.rmtree(path, ignore_errors=True)
        write_package(path, acts, seed)
        _note(path, wanted)
    return path


def rows_of(acts: int, seed: int = SEED) -> int:
    """How many rows of all tables a record of so many acts has."""
    path = Path(sqlite_database(acts, seed).removeprefix("sqlite:///"))
    return int(_noted(path)["rows"][0])


def _bring_up_to_date(database: str) -> None:
    """Runs the migrations that came since, and makes anew what the product keeps beside the record."""
    run(database, "manage.py", "migrate", "--verbosity", "0")
    run(database, "manage.py", "rebuild_periods")


def _make(path: Path, acts: int, seed: int) -> list[str]:
    """Makes it; gives how many rows it has."""
    began = _told(f"Making a record of {acts:,} acts")
    unfinished = path.with_suffix(".part")
    for leftover in path.parent.glob(f"{unfinished.name}*"):
        leftover.unlink()
    run(sqlite_url(unfinished), "manage.py", "migrate", "--verbosity", "0")
    rows = run(sqlite_url(unfinished), "-m", "benchmarks.bulk", str(acts), str(seed))
    with sqlite3.connect(unfinished) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for companion in path.parent.glob(f"{path.name}-*"):
        companion.unlink()
    unfinished.replace(path)
    _done(began)
    return [rows.strip()]


def _state(acts: int, seed: int) -> dict[str, list[str]]:
    """What a database is made of."""
    return {
        "record": [str(acts), str(seed)],
        "generator": _hashes(GENERATOR),
        "migrations": _hashes(sorted(MIGRATIONS.glob("0*.py"))),
    }


def _hashes(paths: Iterable[Path]) -> list[str]:
    return [f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()[:16]}" for path in paths]


def _grew(kept: dict[str, list[str]], wanted: dict[str, list[str]]) -> bool:
    """Whether nothing but migrations came since."""
    same = all(kept.get(name) == value for name, value in wanted.items() if name != "migrations")
    return same and set(kept.get("migrations", ())) <= set(wanted["migrations"])


def _made(path: Path) -> str:
    """When the SQLite database was made, as the change that brought its rows says."""
    with sqlite3.connect(path) as file:
        (at,) = file.execute("SELECT at FROM signatories_change ORDER BY number DESC").fetchone()
    return str(at)


def _noted(path: Path) -> dict[str, list[str]]:
    note = path.with_name(f"{path.name}.json")
    return json.loads(note.read_text()) if note.exists() else {}


def _note(path: Path, state: dict[str, list[str]]) -> None:
    path.with_name(f"{path.name}.json").write_text(json.dumps(state, indent=1))


def _told(what: str) -> float:
    print(f"{what} ...", end=" ", flush=True)
    return time.monotonic()


def _done(began: float) -> None:
    print(f"{time.monotonic() - began:.0f} s", flush=True)
