"""Rows that a program, a sheet or a draft gives rather than a package: through the same entrance, by the same rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from signatories.exchange import cells
from signatories.exchange.faults import BadPackage, Fault
from signatories.exchange.importing import OnlyTried, take
from signatories.exchange.names import Names
from signatories.exchange.plan import Import, Outcome
from signatories.exchange.reading import Line, ReadSoFar, TableRows
from signatories.exchange.tables import TABLES, Column, Table
from signatories.models.constraints import words
from signatories.record.changing import change

TABLE_NAMED = {table.name: table for table in TABLES}


@dataclass(frozen=True, slots=True)
class Given:
    """One row as given: its number among them, counted from 1, and values by column, in JSON's own types."""

    number: int
    values: Mapping[str, Any]


class GivenRows(TableRows):
    """Rows of one table that are given. Those of `columns` that a row does not give are empty in it."""

    def __init__(self, table: Table, given: Sequence[Given], columns: Iterable[str] | None = None) -> None:
        names = set(table.places if columns is None else columns)
        super().__init__(table, [column for column in table.columns if column.name in names])
        self._given = given

    def rows(self, note: Callable[[Fault], object], told: ReadSoFar = lambda _: None) -> Iterator[Line]:
        for row in self._given:
            faults = [*self._unknown(row)]
            line = []
            for column in self.columns:
                try:
                    line.append(cell_text(column, row.values.get(column.name)))
                except cells.Unreadable as error:
                    faults.append(self._malformed(row, column.name, error.reason, error.remedy))
            for fault in faults:
                note(fault)
            if not faults:
                yield Line(row.number, line)

    def _unknown(self, row: Given) -> Iterator[Fault]:
        for name in row.values:
            if name not in self.table.places:
                reason = f"A row of {self.table.name} has no column {name!r}."
                yield self._malformed(row, name, reason, f"Give {words(list(self.table.places))}.")

    def _malformed(self, row: Given, column: str, reason: str, remedy: str) -> Fault:
        return Fault(self.table.file, row.number, column, "", reason, remedy, is_malformed=True)


def cell_text(column: Column, value: Any) -> str:
    """The cell of a package that says the value; raises Unreadable where it is not of the column's sort."""
    cell = column.cell
    if value is None:
        return ""
    if cell.is_list:
        return _list_text(value)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(cell, cells.Truth) and isinstance(value, bool):
        return cell.text(value)
    if isinstance(cell, cells.Number | cells.NumberOrAll) and is_number:
        return str(value)
    if isinstance(value, str) and not isinstance(cell, cells.Truth | cells.Number):
        return _text(value)
    raise cells.Unreadable(f"{value!r:.60} is not what this column holds.", f"Give {_sort_of(cell)}.")


def give(
    rows: Iterable[TableRows],
    *,
    by: Any,
    reason: str = "",
    may_correct: bool = True,
    dry_run: bool = False,
    names: Names | None = None,
    reasons: Mapping[tuple[str, str], str] = MappingProxyType({}),
) -> dict[tuple[str, int], Outcome]:
    """Takes rows of one or more tables into the record in one change, all or none.

    `reasons` has those of single corrections, by table and key, where they differ from that of the whole.
    Gives what became of each, by table and number; with `dry_run`, what would. Raises BadPackage with every fault, and
    what the rows that are not at fault would have become; then nothing is changed.
    """
    ordered = sorted(rows, key=lambda given: TABLES.index(given.table))
    outcomes: dict[tuple[str, int], Outcome] = {}
    with suppress(OnlyTried), change(by=by, reason=reason) as changing:
        changing.reasons.update(reasons)
        plan = Import(changing, reason, may_correct=may_correct, outcomes=outcomes, names=names or Names())
        try:
            take(plan, "This", ordered)
        except BadPackage as bad:
            bad.outcomes = outcomes
            raise
        if dry_run:
            raise OnlyTried
    return outcomes


def _list_text(value: Any) -> str:
    words_given = [value] if isinstance(value, str) else value
    if not isinstance(words_given, list) or not all(isinstance(word, str) for word in words_given):
        raise cells.Unreadable(f"{value!r:.60} is not a list of words.", "Give an array of strings.")
    if any(cells.SEPARATOR in word for word in words_given):
        raise cells.Unreadable("A word of a list holds a semicolon.", "Give each word as an entry of its own.")
    return cells.SEPARATOR.join(_text(word) for word in words_given)


def _text(value: str) -> str:
    if "\x00" in value:
        raise cells.Unreadable("The text holds a NUL character.", "Take it out.")
    return value


def _sort_of(cell: cells.Cell) -> str:
    """What a column holds, in words."""
    sorts = {cells.Truth: "true or false", cells.Number: "a number", cells.NumberOrAll: 'a number, or "all"'}
    return next((sort for kind, sort in sorts.items() if isinstance(cell, kind)), "a string")
