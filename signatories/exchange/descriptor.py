"""`datapackage.json`: what a package holds and how its tables are read, after the Data Package standard.

Everything in it is told by the models: types, accepted words, shapes, what names what, and each column in words.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import NOT_PROVIDED, CheckConstraint

from signatories.exchange.cells import Key
from signatories.exchange.named_cells import Named
from signatories.exchange.tables import Column, Table
from signatories.models.plain_rows import instant_text
from signatories.record.proofs import LogHead

DESCRIPTOR = "datapackage.json"
NAME = "convention-record"
TITLE = "The record of who has signed, ratified and implemented treaties"
LICENCE = {
    "name": "CC0-1.0",
    "path": "https://creativecommons.org/publicdomain/zero/1.0/",
    "title": "Creative Commons CC0 1.0 Universal",
}
SEVERAL = " Several are separated by semicolons."


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """A table as it was written: how many rows, how many bytes, and their SHA-256."""

    table: Table
    rows: int
    bytes: int
    sha256: str


def descriptor(written: list[WrittenTable], known_on: dt.datetime | None, log: LogHead) -> dict[str, Any]:
    """The descriptor of a package with these tables, of what the record held at that moment, and of the log then."""
    return {
        "profile": "tabular-data-package",
        "name": NAME,
        "title": TITLE,
        "description": "Each row names its sources. An empty cell is unknown; a day may be a month or a year;"
        " intervals hold on `from` and no longer on `until`.",
        "licenses": [LICENCE],
        "known_on": instant_text(known_on) if known_on else None,
        "counts": {one.table.name: one.rows for one in written},
        "log": {"size": log.size, "root": log.root},
        "resources": [_resource(one) for one in written],
    }


def _resource(written: WrittenTable) -> dict[str, Any]:
    table = written.table
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": table.file,
        "title": _first_paragraph(table.model.__doc__ or ""),
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": written.bytes,
        "hash": f"sha256:{written.sha256}",
        "rows": written.rows,
        "schema": table_schema(table),
    }


def table_schema(table: Table) -> dict[str, Any]:
    """The Table Schema of a table."""
    schema: dict[str, Any] = {
        "fields": [_field(table, column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": [table.identity],
    }
    if keys := [key for column in table.columns if (key := _foreign_key(table, column))]:
        schema["foreignKeys"] = keys
    return schema


def _field(table: Table, column: Column) -> dict[str, Any]:
    field = column.field
    is_list = column.cell.is_list
    said = {
        "name": column.name,
        **column.cell.schema,
        "description": str(field.help_text) + (SEVERAL if is_list else ""),
    }
    constraints = dict(said.pop("constraints", {}))
    if column.name == table.identity:
        constraints |= {"unique": True, "pattern": _shape_of_keys(table)}
    if (not field.null and not field.blank and field.default is NOT_PROVIDED) or column.name == table.identity:
        constraints["required"] = True
    if said["type"] == "string" and field.max_length and not is_list and "enum" not in constraints:
        constraints["maxLength"] = field.max_length
    return said | ({"constraints": constraints} if constraints else {})


def _shape_of_keys(table: Table) -> str:
    """The regular expression that the database holds keys to."""
    for rule in table.model._meta.constraints:
        if isinstance(rule, CheckConstraint) and rule.name.endswith("_key_is_well_formed"):
            condition: Any = rule.condition
            return str(dict(condition.children)["key__regex"]).removesuffix(r"\Z") + "$"
    raise LookupError(f"{table.name} has keys of any shape.")


def _foreign_key(table: Table, column: Column) -> dict[str, Any] | None:
    """What a column of single keys names."""
    cell = column.cell
    if isinstance(cell, Key) and column.name != table.identity:
        return {"fields": [column.name], "reference": {"resource": "", "fields": [table.identity]}}
    if type(cell) is Named:
        identity = column.field.related_model.columns
        resource = "" if cell.table == table.name else cell.table
        return {"fields": [column.name], "reference": {"resource": resource, "fields": [next(iter(identity))]}}
    return None


def _first_paragraph(text: str) -> str:
    return " ".join(text.split("\n\n")[0].split())
