"""Where a table's new rows enter the record, some at a time, each after the rows it names.

A row that names another of its table waits for it. One that the database refuses is tried again when all others are
in: what stood in its way may have been corrected meanwhile.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from signatories.exchange.plan import ADDED, CORRECTED, Import
from signatories.exchange.storing import Entering, reasons_against, store
from signatories.exchange.tables import Table
from signatories.models import Participant, TreatyAction
from signatories.models.refusals import refusals

MOST_POSTPONED = 10_000
"""So many refused rows are kept for another try: enough for any real exchange of places, few enough for memory."""


class Entrance:
    """Takes rows of one table into the record; what is refused in the end is noted."""

    def __init__(self, table: Table, plan: Import) -> None:
        self.table, self.plan = table, plan
        self.pending: dict[str, int] = {}
        """Keys of rows that wait or are to be tried again, with their lines."""
        self._waiting: defaultdict[str, list[Entering]] = defaultdict(list)
        self._postponed: list[Entering] = []
        self._refused: set[str] = set()
        self._participants = [field for field in table.model._meta.fields if field.related_model is Participant]

    def enter(self, rows: Iterable[Entering]) -> None:
        """Stores the rows, and those that waited for them."""
        some: Sequence[Entering] = list(rows)
        while some:
            ready = [entering for entering in self._with_what_they_name(some) if self._is_clean(entering)]
            refused = store(ready)
            for entering in refused:
                self._postpone(entering)
            stays_out = set(map(id, refused))
            some = [waited for entering in ready if id(entering) not in stays_out for waited in self._entered(entering)]

    def refuse(self, entering: Entering, reasons: Iterable[tuple[str, str]]) -> None:
        """Notes why a row does not enter, by attribute."""
        self._refused.add(entering.row.key)
        row = vars(entering.row)
        participant = row.get("participant_id") or row.get("member_id")
        self.plan.ground.spoil(self.table.name, row.get("treaty_id"), participant)
        for attribute, sentence in reasons:
            column = next((column for column in self.table.columns if column.attribute == attribute), None)
            value = self._said(entering, column) if column else ""
            self.plan.refuse(self.table, entering.line, column.name if column else "", value, sentence)

    def leave_out(self, key: str) -> None:
        """Notes that the row with this key is refused elsewhere, so that naming it is no further fault."""
        self._refused.add(key)

    def finish(self) -> None:
        """Tries again what was refused, as long as that helps, and notes what stays out."""
        while self._postponed:
            postponed, self._postponed = self._postponed, []
            self.enter(postponed)
            if len(self._postponed) == len(postponed):
                break
        for entering in self._postponed:
            self.refuse(entering, _reasons_against(entering))
        for key, rows in self._waiting.items():
            for entering in rows if key not in self._refused else ():
                attribute = next(name for name, named in entering.named.items() if named == key)
                self.refuse(entering, [(attribute, self._nowhere(key, entering))])

    def _with_what_they_name(self, rows: Sequence[Entering]) -> Iterator[Entering]:
        """The rows whose named rows are there; the others wait."""
        keys = {key for entering in rows for key in entering.named.values()}
        held = self.table.model.objects.held()
        there = {row.key: row for row in held.filter(key__in=keys)} if keys else {}
        for entering in rows:
            missing = next((key for key in entering.named.values() if key not in there), None)
            if missing is None:
                for attribute, key in entering.named.items():
                    setattr(entering.row, attribute, there[key])
                yield entering
            else:
                self.pending[entering.row.key] = entering.line
                self._waiting[missing].append(entering)

    def _is_clean(self, entering: Entering) -> bool:
        """Whether the row's own rules allow it; treaty law is asked when all rows are in."""
        row = entering.row
        if isinstance(row, TreatyAction):
            return True
        for field in self._participants:
            if key := getattr(row, field.attname):
                setattr(row, field.name, self.plan.names.participants[key])
        try:
            row.clean()
        except ValidationError as error:
            self.refuse(entering, refusals(error))
            return False
        return True

    def _postpone(self, entering: Entering) -> None:
        if len(self._postponed) < MOST_POSTPONED:
            self.pending[entering.row.key] = entering.line
            self._postponed.append(entering)
        else:
            self.refuse(entering, _reasons_against(entering))

    def _entered(self, entering: Entering) -> list[Entering]:
        """Notes that the row is in; gives those that waited for it."""
        key = entering.row.key
        self.plan.lines[self.table.name].note(entering.row.pk, entering.line)
        what = CORRECTED if entering.corrects else ADDED
        self.plan.became(what, self.table, entering.line, key, entering.altered)
        self.pending.pop(key, None)
        return self._waiting.pop(key, [])

    def _said(self, entering: Entering, column: Any) -> str:
        if column.attribute in entering.named:
            return entering.named[column.attribute]
        value = getattr(entering.row, column.field.attname, None) if not column.field.many_to_many else None
        return value if isinstance(value, str) else column.cell.text(value) if value is not None else ""

    def _nowhere(self, key: str, entering: Entering) -> str:
        if key in self.pending:
            sentence = _("%(key)s and this row wait for one another: a row names one that was there before it.")
        else:
            sentence = _("There is no %(key)s among the %(table)s: name one that the record or this package holds.")
        return sentence % {"key": key, "table": self.table.name}


def _reasons_against(entering: Entering) -> list[tuple[str, str]]:
    found = list(reasons_against(entering.row))
    return found or [("", _("The database refuses this row beside the others: compare it with them."))]
