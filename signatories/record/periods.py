"""Statuses kept beside the record: after every change, those of the treaties it reaches are what the rules now give.

`keep_periods` is the one function that writes them. It is called in the transaction of the change, before that ends, so
nobody ever reads a record and statuses that do not belong together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection

from signatories.models import ForcePeriod, StatusPeriod, Treaty
from signatories.models.case_files import in_batches, read_cases
from signatories.models.status_periods import STATUS_COLUMNS, columns_of
from signatories.record.inserting import insert
from signatories.treaty_law.case import Case
from signatories.treaty_law.days import PartialDay
from signatories.treaty_law.status import as_far_as_known
from signatories.treaty_law.stretches import forces, stretches

TOGETHER = 500
"""So many rows are taken away at once."""


class Table(NamedTuple):
    """A table of what is kept of treaties: its model, and its columns in order."""

    model: Any
    columns: tuple[str, ...]


STATUSES = Table(StatusPeriod, ("valid_from", "valid_until", *STATUS_COLUMNS))
FORCES = Table(ForcePeriod, ("valid_from", "valid_until", "in_force", "in_force_on"))
Row = tuple[Any, ...]


def keep_periods(treaties: Collection[str]) -> None:
    """Makes what is kept of these treaties what the rules give, writing only what is not so already.

    One that the record no longer has loses all. Read and written some treaties at a time, in a few statements for each.
    """
    there = set(Treaty.objects.filter(key__in=treaties).values_list("key", flat=True))
    for table in (STATUSES, FORCES):
        table.model.objects.filter(treaty__in=set(treaties) - there).delete()
    for batch in in_batches(sorted(there)):
        cases = read_cases(batch)
        for table, rows in ((STATUSES, statuses_of), (FORCES, forces_of)):
            _keep(table, batch, ((treaty, row) for treaty in batch for row in rows(cases[treaty])))


def statuses_of(case: Case) -> Iterator[Row]:
    """What everyone is to the treaty over all time, as far as the record can know, as `STATUSES` holds it."""
    for start, until, row in stretches(case):
        if as_far_as_known(case, row):
            yield start, until, *columns_of(row)


def forces_of(case: Case) -> Iterator[Row]:
    """Whether the treaty is in force, over all time, as `FORCES` holds it."""
    return map(tuple, forces(case))


def _keep(table: Table, treaties: Collection[str], wanted: Iterable[tuple[str, Row]]) -> None:
    kept = {(treaty, *row): pk for pk, treaty, *row in _rows(table, treaties)}
    new = [(treaty, *row) for treaty, row in wanted if kept.pop((treaty, *row), None) is None]
    outdated = iter(kept.values())
    while some := list(islice(outdated, TOGETHER)):
        table.model.objects.filter(pk__in=some).delete()
    if new:
        _insert(table, new)


def _insert(table: Table, rows: Iterable[Row]) -> None:
    """Enters very many rows; Django's own way takes ten times as long, more than the rules themselves."""
    stored: dict[type, Callable[[Any], Any]] = {PartialDay: str, dt.date: connection.ops.adapt_datefield_value}
    values = [[stored[type(v)](v) if type(v) in stored else v for v in row] for row in rows]
    insert(table.model, ("treaty", *table.columns), values)


def _rows(table: Table, treaties: Collection[str]) -> Iterable[Row]:
    """What is kept of the treaties: each row's database id, its treaty and its columns."""
    rows: Iterable[Row] = (
        table.model.objects.filter(treaty__in=treaties).order_by().values_list("pk", "treaty", *table.columns)
    )
    return rows


def untrue_periods(treaties: Collection[str]) -> Iterator[str]:
    """The treaties of which something is kept that the rules do not give, or something not kept that they do."""
    there = set(Treaty.objects.filter(key__in=treaties).values_list("key", flat=True))
    yield from sorted(set(treaties) - there)
    for batch in in_batches(sorted(there)):
        cases = read_cases(batch)
        kept: Mapping[str, set[Row]] = {treaty: set() for treaty in batch}
        for table in (STATUSES, FORCES):
            for _, treaty, *row in _rows(table, batch):
                kept[treaty].add(tuple(row))
        for treaty in batch:
            given = {*statuses_of(cases[treaty]), *forces_of(cases[treaty])}
            if given != kept[treaty]:
                yield treaty


def every_treaty() -> set[str]:
    """The keys of all treaties, those included of which something is kept although the record has them no longer."""
    kept = (
        model.objects.order_by().values_list("treaty", flat=True).distinct() for model in (StatusPeriod, ForcePeriod)
    )
    return set(Treaty.objects.values_list("key", flat=True)).union(*kept)
