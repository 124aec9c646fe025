"""One table of facts, or of claims, of a package: what each row is to the record.

Rows with a key come first, in the order of the file: one that is held alike is left alone, one that is held otherwise
is closed for the one that corrects it, the others are new. Then come the rows without a key, so that none is given a
key that another states.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from signatories.exchange.cells import Key
from signatories.exchange.entrance import Entrance
from signatories.exchange.lines import Lines
from signatories.exchange.named_cells import Named, NamedList, Sources
from signatories.exchange.plan import HELD_OTHERWISE, LEFT_ALONE, Altered, Import
from signatories.exchange.reading import Line, TableRows
from signatories.exchange.rows import RowReader, Values
from signatories.exchange.stored import stored_cells
from signatories.exchange.storing import Entering
from signatories.exchange.tables import Column
from signatories.models import Fact
from signatories.models.keys import give_keys

ONCE_HELD = _(
    "The record once held this and retracted it: leave the key empty to record it anew, or leave the row out."
)
ON_LINE_ALREADY = _("%(key)s is on line %(line)s already: leave one of the two.")
TOGETHER = 1000
CIRCLES = 500
"""Rows without a key that are about more treaties, or participants, than this are compared with the whole table."""


class FactImport:
    """One such table of a package on its way into the record."""

    def __init__(self, file: TableRows, plan: Import) -> None:
        self.file, self.table, self.plan = file, file.table, plan
        self.rows: Any = file.table.model.objects
        self.reader = RowReader(file, plan)
        self.entrance = Entrance(file.table, plan)
        self.lines = plan.lines.setdefault(self.table.name, Lines())
        self.key_place = next((place for place, column in enumerate(file.columns) if column.name == "key"), None)
        self.had_closed = self.rows.filter(closed_by__isnull=False).exists()
        self.about = next(column for column in self.table.columns if type(column.cell) is Named)
        self.circles: set[str] = set()

    def run(self) -> None:
        """Stores what is new and corrects what differs; what is refused is noted."""
        told, size = self.plan.told, self.file.size
        for lines in _some(self.file.rows(self.plan.unread, lambda done: told(self.table.name, done, size))):
            self._take_keyed([line for line in lines if self._key(line)])
            self._note_circles(line for line in lines if not self._key(line))
        if self.circles:
            self._take_the_others()
        self.entrance.finish()

    def _key(self, line: Line) -> str:
        return "" if self.key_place is None else line.cells[self.key_place].strip()

    def _take_keyed(self, lines: list[Line]) -> None:
        """Leaves alone, corrects or adds some rows with keys."""
        keyed = self._once_each(lines)
        held = {cells[0]: (pk, cells) for pk, cells in stored_cells(self.table, self.rows.held().filter(key__in=keyed))}
        retracted = self._retracted(keyed.keys() - held.keys())
        entering: list[Entering | None] = []
        closing = []
        for key, line in keyed.items():
            if key in retracted:
                self._refuse_key(line, key, str(ONCE_HELD))
            elif key not in held:
                entering.append(self._entering(line, self._read(line, self.reader.cells(line))))
            elif first := self.lines.line_of(held[key][0]):
                self._refuse_key(line, key, ON_LINE_ALREADY % {"key": key, "line": first})
            elif correction := self._correction(line, *held[key]):
                closing.append(held[key][0])
                entering.append(correction)
        self.plan.changing.closes(self.rows.filter(pk__in=closing))
        self.entrance.enter(filter(None, entering))

    def _once_each(self, lines: list[Line]) -> dict[str, Line]:
        """The rows by key; of a key that comes again, the first."""
        found: dict[str, Line] = {}
        for line in lines:
            key = self._key(line)
            first = found[key].number if key in found else self.entrance.pending.get(key)
            if first is None:
                found[key] = line
            else:
                self._refuse_key(line, key, ON_LINE_ALREADY % {"key": key, "line": first})
        return found

    def _retracted(self, keys: Iterable[str]) -> set[str]:
        """Those of the keys under which the record held a row before this import, and holds none."""
        if not self.had_closed:
            return set()
        earlier = self.rows.filter(closed_by__lt=self.plan.changing.change, key__in=list(keys))
        return set(earlier.values_list("key", flat=True)) - set(self.entrance.pending)

    def _correction(self, line: Line, pk: int, held: list[str]) -> Entering | None:
        """The row that takes the place of the held one; None where it says the same, or is refused."""
        self.lines.note(pk, line.number)
        given = self.reader.cells(line, held)
        key, says = held[0], self._says(held)
        values = self._read(line, given) if self._says(given) != says else None
        if self._says(given) == says or (values and self._says(self.reader.said(values)) == says):
            self.plan.became(LEFT_ALONE, self.table, line.number, key)
            return None
        if values and not self.plan.may_correct:
            self._refuse_key(line, key, HELD_OTHERWISE % {"key": key})
            return None
        return self._entering(line, values, held)

    def _note_circles(self, lines: Iterable[Line]) -> None:
        """Notes what rows without a key are about: which treaties, or participants; no more than are of use."""
        for line in lines:
            if len(self.circles) <= CIRCLES:
                self.circles.add(self._named(line, self.about) or "")

    def _take_the_others(self) -> None:
        """Leaves alone or adds the rows without a key."""
        known = self._known()
        for lines in _some(line for line in self.file.rows(lambda _: None) if not self._key(line)):
            entering: list[Entering] = []
            again: list[tuple[int, Entering | str]] = []
            for line in lines:
                values = self._read(line, self.reader.cells(line))
                alike = self._likeness(self.reader.said(values)) if values else b""
                if alike in known:
                    again.append((line.number, known[alike]))
                elif new := self._entering(line, values):
                    known[alike] = new if self.plan.outcomes is not None else ""
                    entering.append(new)
            give_keys([new.row for new in entering], self.entrance.pending)
            for number, same in again:
                self.plan.became(LEFT_ALONE, self.table, number, same if isinstance(same, str) else same.row.key)
            self.entrance.enter(entering)

    def _known(self) -> dict[bytes, Entering | str]:
        """What each held row says that a row without a key may be like; with its key where that will be asked for."""
        held = self.rows.held()
        if len(self.circles) <= CIRCLES:
            held = held.filter(**{f"{self.about.field.attname}__in": self.circles})
        is_asked = self.plan.outcomes is not None
        return {self._likeness(cells): cells[0] if is_asked else "" for _, cells in stored_cells(self.table, held)}

    def _likeness(self, cells: list[str]) -> bytes:
        return hashlib.blake2b("\x1f".join(self._says(cells)).encode(), digest_size=16).digest()

    def _says(self, cells: list[str]) -> list[str]:
        """What a row says beside its key and the moment it was known from."""
        return cells[1:-1] if issubclass(self.table.model, Fact) else cells[1:]

    def _entering(self, line: Line, values: Values | None, held: list[str] | None = None) -> Entering | None:
        """The row to store, in the place of the held one; None where it is refused, or names what is."""
        if values is None or not self._cites_rightly(line.number, values) or self._names_what_is_refused(values):
            self._spoil(line)
            return None
        entering = Entering(line.number, None, corrects=held is not None)
        if self.plan.outcomes is not None:
            entering.altered = self._altered(held or [""] * len(self.table.columns), self.reader.said(values))
        single: dict[str, Any] = {}
        for column in self.table.columns:
            value = values[column.name]
            if isinstance(column.cell, NamedList):
                entering.lists[column.attribute] = value
            elif isinstance(column.cell, Key) and column.attribute != "key":
                entering.named |= {column.attribute: value} if value else {}
            elif isinstance(column.cell, Sources):
                (single["source_id"], single["locator"]), *entering.cited = zip(value, values["locator"], strict=True)
            elif column.name != "known_from" and column.attribute not in single:
                single[column.field.attname] = value
        entering.row = self.table.model(**single)
        self.plan.changing.brings(entering.row)
        if self.plan.changing.change.restores:
            entering.row.known_from = values.get("known_from") or self.plan.changing.instant
        return entering

    def _altered(self, before: list[str], after: list[str]) -> Altered:
        """The cells that differ, but for the key and the moment, which the record gives."""
        names = [column.name for column in self.table.columns]
        pairs = zip(self._says(names), self._says(before), self._says(after), strict=True)
        return {name: (was, is_now) for name, was, is_now in pairs if was != is_now}

    def _read(self, line: Line, cells: list[str]) -> Values | None:
        """What the cells say, further citations in their one order; None where a cell cannot be read."""
        values = self.reader.values(line.number, cells)
        if values and isinstance(sources := values["source"], list) and len(sources) == len(values["locator"]) > 2:
            first, *further = zip(sources, values["locator"], strict=True)
            values["source"], values["locator"] = map(list, zip(first, *sorted(further), strict=True))
        return values

    def _cites_rightly(self, line: int, values: Values) -> bool:
        """Whether there is one place for each source, and none twice."""
        sources, places = values["source"], values["locator"]
        if isinstance(places, str):
            return True
        _first, *further = zip(sources, places, strict=False)
        if len(sources) != len(places):
            sentence = _(
                "%(sources)d sources and %(places)d places in them: give a place for each source, in order."
            ) % {"sources": len(sources), "places": len(places)}
        elif twice := [place for place, times in Counter(further).items() if times > 1]:
            sentence = _("%(place)s is cited twice: name it once.") % {"place": " ".join(twice[0])}
        else:
            return True
        self.plan.refuse(self.table, line, "locator", ";".join(places), sentence)
        return False

    def _names_what_is_refused(self, values: Values) -> bool:
        """Whether the row names a participant, a treaty or a source of the package that is refused."""
        refused = self.plan.names.refused
        for column in self.table.columns if refused else ():
            if isinstance(column.cell, Named):
                value = values[column.name]
                named = value if isinstance(value, list) else [value]
                if any((column.cell.table, key) in refused for key in named):
                    return True
        return False

    def _refuse_key(self, line: Line, key: str, sentence: str) -> None:
        self._spoil(line)
        self.plan.refuse(self.table, line.number, "key", key, sentence)

    def _spoil(self, line: Line) -> None:
        """Notes that what may rest on this row is not to be judged."""
        self.entrance.leave_out(self._key(line))
        named = {column.name: self._named(line, column) for column in self.table.columns if type(column.cell) is Named}
        self.plan.ground.spoil(self.table.name, named.get("treaty"), named.get("participant") or named.get("member"))

    def _named(self, line: Line, column: Column) -> str | None:
        """The key of what the row names in a column, as far as it can be told."""
        place = next((place for place, present in enumerate(self.file.columns) if present is column), None)
        if place is None or not isinstance(column.cell, Named):
            return None
        return self.plan.names.key(column.cell.table, line.cells[place].strip())


def _some(lines: Iterable[Line]) -> Iterator[list[Line]]:
    left = iter(lines)
    while some := list(islice(left, TOGETHER)):
        yield some
