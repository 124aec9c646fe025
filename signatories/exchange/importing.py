"""A package into the record: one change, all of it or nothing, every bad row told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from signatories.exchange.facts import FactImport
from signatories.exchange.faults import BadPackage, Fault, reason_and_remedy
from signatories.exchange.labels import LabelImport
from signatories.exchange.package import FILES, Package
from signatories.exchange.plan import Import, Told
from signatories.exchange.reading import TableFile, TableRows
from signatories.exchange.tables import TABLES, Table
from signatories.models import Change, HeldRow, TreatyAction
from signatories.record.changing import change, nothing_else_changing
from signatories.record.standing import refused_acts

ACTIONS = Table(TreatyAction)
THE_LAW, THE_LOG = "asking treaty law", "entering it in the log"
"""What an import is told to be at once the rows are read."""


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did, or would do: how many rows of each table were added, corrected, left alone."""

    name: str
    counts: dict[str, Counter[str]]


class OnlyTried(Exception):
    """Ends an import that was to change nothing."""


def import_package(
    path: Path,
    *,
    by: Any = None,
    reason: str = "",
    dry_run: bool = False,
    told: Told = lambda *_: None,
) -> Report:
    """Takes a folder or a .zip file into the record in one change; with `dry_run`, finds out what that would do.

    Raises BadPackage with every bad row, or NoPackage where none can be read; then nothing is changed. `told` is called
    with the table being read and how much of it was, then with THE_LAW and THE_LOG.
    """
    with closing(Package(path)) as package:
        reason = reason or f"Imported from {package.name}."
        plan: Import | None = None
        try:
            with nothing_else_changing():
                is_empty = not Change.objects.filter(at__isnull=False).exists()
                with change(by=by, reason=reason, restoring=is_empty) as changing:
                    plan = Import(changing, reason, told)
                    for fault in package.faults():
                        plan.faults.add(fault)
                    there = (table for table in TABLES if table.file in package)
                    take(plan, package.name, (TableFile(package, table, plan.unread) for table in there))
                    if dry_run:
                        raise OnlyTried
                    told(THE_LOG, 0, 0)
        except OnlyTried:
            pass
        assert plan
        return Report(package.name, plan.counts)


def take(plan: Import, name: str, tables: Iterable[TableRows]) -> None:
    """Stores the rows, table by table in the order of TABLES, and asks treaty law about the acts.

    Raises BadPackage with every fault there is.
    """
    for rows in tables:
        (FactImport if issubclass(rows.table.model, HeldRow) else LabelImport)(rows, plan).run()
    plan.told(THE_LAW, 0, 0)
    _ask_the_law(plan)
    plan.changing.is_known_to_stand = True
    if plan.faults:
        raise BadPackage(name, sorted(plan.faults.kept, key=_place), plan.faults.count)


def _ask_the_law(plan: Import) -> None:
    """Notes every act that treaty law refuses, on the line it came from."""
    for act, columns in refused_acts(plan.changing.change, plan.changing.labels):
        if not plan.ground.is_sound(act.treaty_id, act.participant_id):
            continue
        line = plan.lines[ACTIONS.name].line_of(act.pk) if ACTIONS.name in plan.lines else None
        for attribute, sentences in columns.items():
            column = ACTIONS.columns[ACTIONS.places[attribute]]
            value = str(getattr(act, column.field.attname) or "")
            for sentence in sentences:
                ground = _("What is imported takes its ground from %(key)s, which is held. %(sentence)s")
                told = sentence if line else ground % {"key": act.key, "sentence": sentence}
                reason, remedy = reason_and_remedy(told)
                plan.faults.add(Fault(ACTIONS.file, line, column.name, value, reason, remedy))


def _place(fault: Fault) -> tuple[int, int]:
    """Where a fault is told: in the order of tables, then of lines."""
    return (FILES.index(fault.file) if fault.file in FILES else -1, fault.line or 0)
