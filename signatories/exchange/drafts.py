"""Drafts on their way into the record: together, as one change, by the rules of every other door."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext

from signatories.exchange.cells import Key, Places
from signatories.exchange.faults import Fault
from signatories.exchange.given import TABLE_NAMED, give
from signatories.exchange.named_cells import NamedList, Sources
from signatories.exchange.plan import Outcome
from signatories.exchange.reading import Line, ReadSoFar, TableRows
from signatories.exchange.stored import stored_cells
from signatories.exchange.tables import GIVEN_BY_THE_RECORD, Table
from signatories.models import Draft, HeldRow
from signatories.record.changing import nothing_else_changing


class DraftedRows(TableRows):
    """Drafts of one table; their lines are numbered by the drafts' ids."""

    def __init__(self, table: Table, drafts: Sequence[Draft]) -> None:
        super().__init__(table, table.columns)
        self._drafts = drafts

    def rows(self, note: Callable[[Fault], object], told: ReadSoFar = lambda _: None) -> Iterator[Line]:
        keys = [draft.key for draft in self._drafts if draft.key]
        rows = self.table.model.objects.held().filter(key__in=keys)
        versions = dict(rows.values_list("key", "brought_by"))
        held = {cells[0]: cells for _, cells in stored_cells(self.table, rows)}
        for draft in self._drafts:
            if draft.key and versions.get(draft.key) != draft.corrects_id:  # type: ignore[attr-defined]
                reason = gettext("%(key)s was corrected or retracted since this was drafted.") % {"key": draft.key}
                remedy = gettext("Discard the draft, and draft it anew if it stands.")
                note(self.fault(draft.pk, "key", draft.key, reason, remedy))
                continue
            cells = list(held[draft.key]) if draft.key else [""] * len(self.columns)
            for name, text in draft.cells.items():
                cells[self.table.places[name]] = text
            yield Line(draft.pk, cells)


def publish(drafts: Iterable[Draft], *, by: Any, reason: str = "", dry_run: bool = False) -> dict[int, Outcome]:
    """Takes the drafts into the record as one change, and discards them; with `dry_run`, finds out what that would do.

    Gives what became of each, by its id. Raises BadPackage with every fault, whose lines are the drafts' ids; then
    nothing is changed.
    """
    with nothing_else_changing():
        drafts = list(Draft.objects.filter(pk__in=[draft.pk for draft in drafts]))
        by_table: defaultdict[str, list[Draft]] = defaultdict(list)
        for draft in drafts:
            by_table[draft.table].append(draft)
        rows = [DraftedRows(TABLE_NAMED[name], some) for name, some in by_table.items()]
        reasons = {(draft.table, draft.key): draft.reason for draft in drafts if draft.key}
        outcomes = give(rows, by=by, reason=reason, reasons=reasons, dry_run=dry_run)
        if not dry_run:
            Draft.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()
    return {number: outcome for (_, number), outcome in outcomes.items()}


def draft_of(row: HeldRow, lists: Mapping[str, Iterable[Any]]) -> dict[str, str]:
    """The cells that say a row which is not stored, with the other rows its lists name."""
    table = TABLE_NAMED[row.table]
    cited = sorted((one.source_id, one.locator) for one in lists.get("also_cited", ()))
    said: dict[str, str] = {}
    for column in table.columns:
        value: Any
        if isinstance(column.cell, Sources | Places):
            further = [place[isinstance(column.cell, Places)] for place in cited]
            value = [getattr(row, column.field.attname), *further]
        elif isinstance(column.cell, NamedList):
            value = sorted(one.pk for one in lists.get(column.attribute, ()))
        elif isinstance(column.cell, Key) and column.attribute != "key":
            named = row.named(column.attribute)
            value = named.key if named else None
        else:
            value = getattr(row, column.field.attname)
        if column.name not in GIVEN_BY_THE_RECORD:
            said[column.name] = column.cell.text(value)
    return said


def altered(table: Table, held: HeldRow, cells: Mapping[str, str]) -> dict[str, str]:
    """Those of the cells that say otherwise than the held row."""
    rows = table.model.objects.filter(pk=held.pk)
    (_, stands), *_ = stored_cells(table, rows)
    return {name: text for name, text in cells.items() if text != stands[table.places[name]]}
