"""Packages for tests: `pack(folder, actions=[{"treaty": "cets-225", …}])`, a table a keyword, a dictionary a row."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path
from typing import Any

from signatories.exchange.writing import write_package

CITED = {"source": "q-news", "locator": "page 1"}
NEWS = {"key": "q-news", "kind": "news", "title": "News"}


def pack(folder: Path, **tables: list[dict[str, Any]]) -> Path:
    """Writes the tables to the folder; a column is one that any row has."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        header = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def rows_of(folder: Path, table: str) -> list[dict[str, str]]:
    """The rows of a table of a package."""
    with (folder / f"{table}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def tables_of(path: Path) -> dict[str, bytes]:
    """The bytes of each table of a package, a folder or a .zip file."""
    if path.is_dir():
        return {file.name: file.read_bytes() for file in path.glob("*.csv")}
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.endswith(".csv")}


def exported(folder: Path, **asked: Any) -> Path:
    """The record, written to the folder."""
    write_package(folder, **asked)
    return folder


def cited(**row: Any) -> dict[str, Any]:
    """A fact with its source."""
    return row | CITED
