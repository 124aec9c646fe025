"""Whether a restored database is what its backup says: rows of every table, the log, and the record's own export."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from signatories.backups.manifest import PACKAGE, Manifest, NotRestorable
from signatories.backups.places import migrations_applied, rows_of_tables
from signatories.backups.vendors import NAMES, way
from signatories.exchange.descriptor import DESCRIPTOR
from signatories.exchange.writing import described
from signatories.models.triggers import missing_triggers
from signatories.record.proofs import log_head
from signatories.record.verifying import faults

Told = Callable[[str, int, int], object]


def refuse_what_does_not_belong_here(folder: Path, manifest: Manifest) -> None:
    """Raises NotRestorable for a backup of another kind of database, or of a newer release than this."""
    if manifest.vendor != connection.vendor:
        theirs, ours = (NAMES.get(vendor, vendor) for vendor in (manifest.vendor, connection.vendor))
        raise NotRestorable(
            f"{folder} is of a {theirs} database, and DATABASE_URL names {ours}: restore it to {theirs}. The facts it"
            f" held go from one to the other by `manage.py import_record {folder / PACKAGE}` into an empty record,"
            " whose log begins anew; users, tokens and webhooks do not."
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if unknown := sorted(set(manifest.migrations) - known):
        raise NotRestorable(
            f"{folder} was made by a newer release ({manifest.product}), whose migrations this one does not know"
            f" ({', '.join(unknown[:3])}): restore it with that release."
        )


def bring_in(folder: Path, manifest: Manifest, told: Told) -> list[str]:
    """Loads the backup into the default database, migrates it where it is of an older release, and checks it.

    What agreed, in sentences; NotRestorable with what did not.
    """
    told("loading", 0, 0)
    way().load(folder / manifest.database)
    agreed = [_same_rows(manifest)]
    if set(migrations_applied()) != set(manifest.migrations):
        raise NotRestorable(f"{folder} is damaged: other migrations are applied in it than it says.")
    told("migrating", 0, 0)
    call_command("migrate", verbosity=0, interactive=False)
    return [*agreed, *check(folder, manifest, told)]


def check(folder: Path, manifest: Manifest, told: Told) -> list[str]:
    """Holds the record in the default database to the backup; what agreed, in sentences."""
    if missing := missing_triggers(connection):
        raise NotRestorable(f"The database lacks triggers: {', '.join(missing)}.")
    seen = 0

    def counted(more: int) -> None:
        nonlocal seen
        seen += more
        told(f"log {seen}", 0, 0)

    if fault := next(faults(counted), None):
        raise NotRestorable(f"The log does not hold. {fault}")
    head = log_head()
    if (head.size, head.root) != (manifest.log_size, manifest.log_root):
        was = f"{manifest.log_size} entries, root {manifest.log_root}"
        raise NotRestorable(f"The log is another: {head.size} entries, root {head.root}, and it was made with {was}.")
    return [f"The log holds: {head.size} entries, root {head.root}.", _same_package(folder, told)]


def _same_rows(manifest: Manifest) -> str:
    found = rows_of_tables()
    for table in sorted({*found, *manifest.rows}):
        if found.get(table) != manifest.rows.get(table):
            raise NotRestorable(f"{table} has {found.get(table)} rows, and was kept with {manifest.rows.get(table)}.")
    return f"All {len(found)} tables of the database have the rows they had: {sum(found.values())}."


def _same_package(folder: Path, told: Told) -> str:
    """That the record exports to the same bytes, table by table.

    A table that a later release gave other columns cannot: of that one only rows are counted, and the log holds them.
    """
    with zipfile.ZipFile(folder / PACKAGE) as archive:
        before = _tables(json.loads(archive.read(DESCRIPTOR)))
    after = _tables(described(told))
    alike = [name for name in before if _columns(before[name]) == _columns(after.get(name, {}))]
    for name, table in before.items():
        what = "hash" if name in alike else "rows"
        if after.get(name, {}).get(what) != table[what]:
            raise NotRestorable(f"{name}.csv is not exported as it was: {what} {after.get(name, {}).get(what)}.")
    counted = ", ".join(f"{name} {before[name]['rows']}" for name in alike)
    others = sorted(set(before) - set(alike))
    altered = f" Other columns now, the same number of rows: {', '.join(others)}." if others else ""
    return f"Exported again, {len(alike)} tables of the record are the same bytes ({counted}).{altered}"


def _tables(descriptor: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {table["name"]: table for table in descriptor["resources"]}


def _columns(table: dict[str, Any]) -> list[str]:
    return [field["name"] for field in table.get("schema", {}).get("fields", [])]
