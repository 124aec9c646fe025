"""The acts as one flat table for Datasette: the columns of the product's list, names and sources written out."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.folder import ROOT, folder

COLUMNS = (
    "key", "url", "treaty", "treaty_title", "participant", "participant_name", "kind", "done_on", "takes_effect_on",
    "expires_on", "scope", "territories", "articles", "refers_to", "note", "sources", "confidence", "known_from",
)  # fmt: skip
INDEXED = ("participant", "kind", "done_on", "treaty")
ACTS = """
SELECT a.id, a.key, a.treaty_id, t.title_en, a.participant_id, p.name_en, a.kind, a.done_on, a.takes_effect_on,
       a.expires_on, a.scope, a.territories, a.articles, r.key, a.note, a.source_id, a.locator, a.confidence,
       a.known_from
FROM signatories_treatyaction a
JOIN signatories_treaty t ON t.key = a.treaty_id
JOIN signatories_participant p ON p.key = a.participant_id
LEFT JOIN signatories_treatyaction r ON r.id = a.refers_to_id
WHERE a.known_until IS NULL ORDER BY a.id
"""
FURTHER = """
SELECT l.treatyaction_id, c.source_id, c.locator FROM signatories_treatyaction_also_cited l
JOIN signatories_citation c ON c.id = l.citation_id ORDER BY 2, 3
"""


def datasette() -> Path | None:
    """Where Datasette is, in its own environment; None where it is not installed."""
    for place in (ROOT / ".venv" / "datasette" / "bin" / "datasette", Path(sys.prefix) / "bin" / "datasette"):
        if place.exists():
            return place
    return None


def datasette_version() -> str:
    """Its version."""
    told = subprocess.run([str(datasette()), "--version"], check=True, capture_output=True, text=True).stdout
    return told.split()[-1]


def command(table: Path) -> list[str]:
    """What serves the flat table: without suggesting facets, which the others do not offer."""
    settings = {"suggest_facets": "off", "default_allow_sql": "off", "sql_time_limit_ms": "20000"}
    words = [word for name, value in settings.items() for word in ("--setting", name, value)]
    return [str(datasette()), "serve", str(table), "--port", "{port}", *words]


def flat_table(record: Path) -> Path:
    """A SQLite file with the acts of a record's file as one table, made if it is not there or older."""
    path = folder() / f"flat-{record.name}"
    if path.exists() and path.stat().st_mtime > record.stat().st_mtime:
        return path
    path.unlink(missing_ok=True)
    with sqlite3.connect(record) as source, sqlite3.connect(path) as target:
        columns = ", ".join(f"{name} TEXT{' PRIMARY KEY' if name == 'key' else ''}" for name in COLUMNS)
        target.execute(f"CREATE TABLE acts ({columns})")
        places = ", ".join("?" * len(COLUMNS))
        target.executemany(f"INSERT INTO acts VALUES ({places})", _rows(source))
        for name in INDEXED:
            target.execute(f"CREATE INDEX acts_by_{name} ON acts ({name})")
    return path


def _rows(source: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    about = {
        key: {"key": key, "title": title, "publisher": publisher or None, "published_on": day, "url": url or None}
        for key, title, publisher, day, url in source.execute(
            "SELECT key, title, publisher, published_on, url FROM signatories_source"
        )
    }
    cited: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for pk, key, locator in source.execute(FURTHER):
        cited[pk].append((key, locator))
    for pk, key, *row, first, locator, confidence, known_from in source.execute(ACTS):
        sources = [about[name] | {"locator": place} for name, place in [(first, locator), *cited.get(pk, ())]]
        known = f"{known_from.replace(' ', 'T')}Z"
        address = f"https://bench.example/api/v1/actions/{key}/"
        yield (key, address, *(cell or None for cell in row), json.dumps(sources), confidence, known)
