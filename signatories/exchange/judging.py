"""What a sheet would do to the record, row by row, before it does it; and doing it, if it is still what was shown.

Nothing is kept of a sheet between the two: it is judged anew, with nobody else writing, and where another change made
something else of it, the new judgment is shown instead.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from signatories.exchange.faults import MOST, BadPackage, Fault
from signatories.exchange.given import give
from signatories.exchange.plan import ADDED, CORRECTED, Outcome
from signatories.exchange.sheet_rows import SheetRows
from signatories.exchange.spoken import SpokenNames
from signatories.models import Draft
from signatories.record.changing import nothing_else_changing

REFUSED = "refused"
WAITS = "not judged"
"""A row that rests on a refused one, or is beside one: whether it may enter is not known yet."""


class NoReason(ValueError):
    """A sheet that corrects something, confirmed without a reason."""


@dataclass(frozen=True)
class JudgedCell:
    """A cell as it was given, what it alters and how, and what is wrong with it."""

    column: str
    given: str
    before: str = ""
    after: str = ""
    is_altered: bool = False
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_read_otherwise(self) -> bool:
        """Whether the record will say it in other words than the sheet: a code for a name."""
        return self.is_altered and self.after != self.given.strip()


@dataclass(frozen=True)
class JudgedRow:
    """A row of the sheet: its number in it, what becomes of it, under which key, and its cells."""

    number: int
    what: str
    key: str
    cells: list[JudgedCell]
    faults: list[Fault] = field(default_factory=list)
    """What is wrong with it that is in none of its cells."""


@dataclass(frozen=True)
class Judgment:
    """What becomes of a sheet: of each row, and of all of it."""

    sheet_rows: SheetRows
    rows: list[JudgedRow]
    faults: list[Fault]
    """What is wrong with the sheet as a whole: its headings, a column it lacks, what is held beside it."""
    fault_count: int
    seal: str
    """A word for all that was judged: the same as long as the sheet would do the same."""
    is_done: bool = False

    @property
    def counts(self) -> dict[str, int]:
        """How many rows there are of each sort."""
        return dict(Counter(row.what for row in self.rows))

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.fault_count

    @property
    def corrects(self) -> bool:
        """Whether it corrects what is held, for which there must be a reason."""
        return CORRECTED in self.counts

    @property
    def untold(self) -> int:
        """How many things are wrong beyond those that are told."""
        told = sum(len(row.faults) + sum(len(cell.faults) for cell in row.cells) for row in self.rows)
        return max(0, self.fault_count - told - len(self.faults)) if self.fault_count > MOST else 0

    @property
    def may_be_drafted(self) -> bool:
        """Whether drafts can say all of it: they leave the key of a new row to the record."""
        new = (cell for row in self.rows if row.what == ADDED for cell in row.cells)
        return self.is_sound and self.does_something and not any(one.column == "key" and one.given for one in new)

    @property
    def does_something(self) -> bool:
        """Whether the record would be any different."""
        return not {ADDED, CORRECTED}.isdisjoint(self.counts)


def judge(
    sheet_rows: SheetRows, *, may_correct: bool = True, closed: Mapping[str, str] = MappingProxyType({})
) -> Judgment:
    """What the sheet would do; nothing is done. `closed` are columns not to be altered, each with why and a remedy."""
    try:
        outcomes: Mapping[tuple[str, int], Any] = give(
            [sheet_rows], by=None, may_correct=may_correct, dry_run=True, names=SpokenNames()
        )
        faults, count = [], 0
    except BadPackage as bad:
        outcomes, faults, count = bad.outcomes, bad.faults, bad.count
    by_row: dict[int, Outcome] = {number: outcome for (_table, number), outcome in outcomes.items()}
    for number, outcome in by_row.items():
        for column in closed.keys() & outcome.altered.keys():
            faults.append(sheet_rows.fault(number, column, "", closed[column], ""))
            count += 1
    return _told(sheet_rows, by_row, faults, count)


def carry_out(
    sheet_rows: SheetRows, *, seen: str, by: Any, reason: str, as_drafts: bool = False, **how: Any
) -> Judgment:
    """Takes the sheet into the record as one change if it still does what was seen, by its seal; tells what it does.

    With `as_drafts` it is kept as drafts instead. NoReason where it corrects something and no reason is given.
    """
    with nothing_else_changing():
        judgment = judge(sheet_rows, **how)
        if not judgment.is_sound or judgment.seal != seen or (as_drafts and not judgment.may_be_drafted):
            return judgment
        if judgment.corrects and not reason.strip():
            raise NoReason
        if as_drafts:
            Draft.objects.bulk_create(_drafts(judgment, by, reason))
        else:
            give([sheet_rows], by=by, reason=reason, names=SpokenNames())
    return replace(judgment, is_done=True)


def _drafts(judgment: Judgment, by: Any, reason: str) -> Iterator[Draft]:
    table = judgment.sheet_rows.table
    corrected = [row.key for row in judgment.rows if row.what == CORRECTED]
    versions = dict(table.model.objects.held().filter(key__in=corrected).values_list("key", "brought_by"))
    for row in judgment.rows:
        cells = {cell.column: cell.after for cell in row.cells if cell.is_altered}
        if row.what == ADDED:
            yield Draft(table=table.name, cells=cells, by=by)
        elif row.what == CORRECTED:
            yield Draft(
                table=table.name, key=row.key, corrects_id=versions[row.key], cells=cells, reason=reason.strip(), by=by
            )


def _told(sheet_rows: SheetRows, outcomes: Mapping[int, Outcome], faults: list[Fault], count: int) -> Judgment:
    given = dict(sheet_rows.sheet.rows)
    of_rows: defaultdict[int, list[Fault]] = defaultdict(list)
    of_all = []
    for fault in faults:
        if fault.line not in given:
            of_all.append(fault)
            continue
        told = of_rows[fault.line]
        is_told = any(one.column == fault.column for one in told)
        if not (is_told and sheet_rows.is_unreadable(given[fault.line], fault.column)):
            told.append(fault)
    rows = list(_judged_rows(sheet_rows, outcomes, of_rows))
    return Judgment(sheet_rows, rows, of_all, count, _seal(outcomes))


def _judged_rows(
    sheet_rows: SheetRows, outcomes: Mapping[int, Outcome], faults: Mapping[int, list[Fault]]
) -> Iterator[JudgedRow]:
    for number, cells in sheet_rows.sheet.rows:
        outcome = outcomes.get(number, Outcome(WAITS, ""))
        wrong = faults.get(number, [])
        shown = []
        for name, place in sheet_rows.places.items():
            given = str(cells[place]) if place < len(cells) and isinstance(cells[place], str) else ""
            before, after = outcome.altered.get(name, (given, given))
            of_cell = [fault for fault in wrong if fault.column == name]
            shown.append(JudgedCell(name, given, before, after, name in outcome.altered, of_cell))
        others = [fault for fault in wrong if fault.column not in sheet_rows.places]
        yield JudgedRow(number, REFUSED if wrong else outcome.what, outcome.key, shown, others)


def _seal(outcomes: Mapping[int, Outcome]) -> str:
    said = [[number, one.what, one.key, sorted(one.altered.items())] for number, one in sorted(outcomes.items())]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
