"""The one way a change is made: record, correct, retract; and for names and titles, keep and drop.

    with change(by=officer, reason="Read in the depositary's chart.") as record:
        record.record(TreatyAction(...))
        record.correct(held, {"done_on": "2025-09-02"}, reason="The chart says the 2nd.")

Changes run one after another, on both databases, from their first statement to their commit. The instant of a change
is taken last, later than that of every change before it, and all that it brought and closed is given that instant; so
what the record held at any moment before is never altered by what comes later.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import ForeignKey, Max, Model, ProtectedError, QuerySet
from django.utils.translation import gettext as _

from signatories.models import HELD, Change, HeldRow, Moment
from signatories.models.changes import log_size
from signatories.models.plain_rows import PlainRow, plain_row
from signatories.record.log import Event, LabelChange, enter
from signatories.record.periods import keep_periods
from signatories.record.reach import statuses_reached
from signatories.record.standing import refuse_what_no_longer_stands
from signatories.record.statistics import tell_how_tables_have_grown

TICK = dt.timedelta(microseconds=1)
TOGETHER = 1000
"""So many moments are remembered at once."""
Row = TypeVar("Row", bound=HeldRow)
Lists = Mapping[str, Iterable[Any]]

# Who tells what follows from a change that is about to end: the events it caused.
followers: list[Callable[[Change], Iterable[Event]]] = []


class NothingChanged(ValidationError):
    """A correction that changes nothing."""


class NoLongerHeld(ValidationError):
    """A correction or retraction of a row that somebody else has corrected or retracted meanwhile."""


@contextmanager
def change(*, by: Any = None, reason: str = "", restoring: bool = False) -> Iterator[Changing]:
    """One change, in one transaction. What is raised inside undoes all of it; one that does nothing leaves no trace.

    `restoring` keeps the instants from which facts say they were known, as long as nothing but such was recorded yet.
    """
    with nothing_else_changing():
        changing = Changing(_begin(by, reason, restoring))
        yield changing
        changing.finish()


class Changing:
    """A change under way: the only thing that writes to the record."""

    def __init__(self, begun: Change) -> None:
        self.change = begun
        self.instant = _instant()
        self.labels: list[LabelChange] = []
        self.reasons: dict[tuple[str, str], str] = {}
        self.is_known_to_stand = False
        """Whether treaty law was asked already about all that this change did."""

    def record(self, row: Row, lists: Lists | None = None) -> Row:
        """Enters a new row, with the other rows its lists name; ValidationError where a rule refuses it."""
        self.brings(row)
        row.full_clean()
        row.save(force_insert=True)
        for name, named in (lists or {}).items():
            getattr(row, name).set(named)
        return row

    def brings(self, row: HeldRow) -> None:
        """Marks a row about to be stored as brought by this change, known from now on; or, restoring, as it states."""
        row.brought_by = self.change
        if not self.change.restores:
            row.known_from = self.instant

    def closes(self, held: QuerySet[Any]) -> None:
        """Closes held rows, many at once, in whose places rows under the same keys are then brought."""
        held.filter(known_until=None).exclude(brought_by=self.change).update(
            known_until=self.instant, closed_by=self.change
        )

    @transaction.atomic
    def correct(self, held: Row, values: Mapping[str, Any], *, reason: str, lists: Lists | None = None) -> Row:
        """Closes the held row and brings another under its key, alike but for the values, by attribute.

        Raises NoLongerHeld, NothingChanged, or a ValidationError with the rule that the corrected row breaks.
        """
        self._needs(reason, _("A correction has a reason: say why."))
        named = {field.name: list(getattr(held, field.name).all()) for field in held._meta.many_to_many}
        columns = [field.attname for field in held._meta.concrete_fields if not field.primary_key]
        corrected = type(held)(**{column: getattr(held, column) for column in columns})
        for attribute, value in values.items():
            setattr(corrected, attribute, value)
        corrected.key = held.key
        changed_lists = {name: list(rows) for name, rows in (lists or {}).items()}
        self._close(held)
        self.record(corrected, named | changed_lists)
        if _without_its_moment(held) == _without_its_moment(corrected):
            raise NothingChanged(_("This correction changes nothing: alter a column, or leave the row as it is."))
        self.reasons[held.table, held.key] = reason
        return corrected

    @transaction.atomic
    def retract(self, held: HeldRow, *, reason: str) -> None:
        """Closes the held row for good; ValidationError while another held row refers to it."""
        self._needs(reason, _("A retraction has a reason: say why."))
        self._close(held)
        for field in held._meta.fields:
            if isinstance(field, ForeignKey) and field.related_model is type(held):
                naming = type(held).objects.held().filter(**{f"{field.name}__key": held.key})  # type: ignore[attr-defined]
                if other := naming.first():
                    sentence = _("%(key)s names this row in %(column)s: correct or retract it first.")
                    raise ValidationError(sentence % {"key": other.key, "column": field.name})
        self.reasons[held.table, held.key] = reason

    def keep(self, label: Model, lists: Lists | None = None, *, reason: str = "") -> Model:
        """Stores a participant, a treaty or a source, new or changed; ValidationError where a rule refuses it."""
        is_new = not type(label)._default_manager.filter(pk=label.pk).exists()
        before = None if is_new else plain_row(label)
        label.full_clean()
        label.save(force_insert=is_new)
        for name, named in (lists or {}).items():
            getattr(label, name).set(named)
        self.stored(label, before, reason)
        return label

    def stored(self, label: Model, before: PlainRow | None, reason: str = "") -> None:
        """Notes for the log that a participant, a treaty or a source is new, or was `before`."""
        self.labels.append(LabelChange(type(label), str(label.pk), before, reason))

    def drop(self, label: Model, *, reason: str) -> None:
        """Removes a participant, a treaty or a source that nothing names; ValidationError while something does."""
        self._needs(reason, _("A removal has a reason: say why."))
        dropped = LabelChange(type(label), str(label.pk), plain_row(label), reason)
        try:
            label.delete()
        except ProtectedError as error:
            others = ", ".join(sorted(str(row) for row in error.protected_objects)[:3])
            sentence = _("It is named by %(others)s: what names it comes first.") % {"others": others}
            raise ValidationError(sentence) from None
        self.labels.append(dropped)

    def finish(self) -> None:
        """Gives the change its instant, checks what it left standing, enters it in the log and closes it."""
        brought = [model for model in HELD if model.objects.filter(brought_by=self.change).exists()]
        closed = [model for model in HELD if model.objects.filter(closed_by=self.change).exists()]
        if not (brought or closed or self.labels):
            self.change.delete()
            return
        if not self.is_known_to_stand:
            refuse_what_no_longer_stands(self.change, self.labels)
        at = _instant()
        self._date(brought, closed, at)
        events = (event for follow in followers for event in follow(self.change))
        size_before = log_size()
        touched = [model for model in HELD if model in brought or model in closed]
        size, root = enter(self.change, at, self.labels, touched, self.reasons, events)
        if size == size_before:
            self.change.delete()
            return
        self._remember_moments(brought, at)
        keep_periods(statuses_reached(self.change, self.labels))
        tell_how_tables_have_grown(size - size_before)
        self.change.at, self.change.size, self.change.root = at, size, root
        self.change.save(force_update=True)

    def _close(self, held: HeldRow) -> None:
        rows = type(held).objects.held().filter(pk=held.pk).exclude(brought_by=self.change)
        if not rows.update(known_until=self.instant, closed_by=self.change):
            sentence = _(
                "%(key)s is no longer held as it was read: it was corrected or retracted meanwhile. Read it again."
            )
            raise NoLongerHeld(sentence % {"key": held.key})

    def _date(self, brought: list[type[HeldRow]], closed: list[type[HeldRow]], at: dt.datetime) -> None:
        """Moves what was brought, then what was closed, to the change's own instant: so the two never overlap."""
        for model in brought:
            rows = model.objects.filter(brought_by=self.change)
            if not self.change.restores:
                rows.update(known_from=at)
            elif late := rows.filter(known_from__gt=at).first():
                raise ValidationError(f"{late.key} says it is known from {late.known_from}, which is yet to come.")
        for model in closed:
            model.objects.filter(closed_by=self.change).update(known_until=at)

    def _remember_moments(self, brought: list[type[HeldRow]], at: dt.datetime) -> None:
        moments: Iterator[dt.datetime] = iter([at])
        if self.change.restores:
            stated = (model.objects.filter(brought_by=self.change).order_by() for model in brought)
            known_from = (rows.values_list("known_from", flat=True).distinct() for rows in stated)
            moments = (moment for found in known_from for moment in found.iterator())
        while some := [Moment(at=moment, change=self.change) for moment in islice(moments, TOGETHER)]:
            Moment.objects.bulk_create(some, ignore_conflicts=True)

    @staticmethod
    def _needs(reason: str, otherwise: str) -> None:
        if not reason.strip():
            raise ValidationError({"reason": otherwise})


@contextmanager
def nothing_else_changing() -> Iterator[None]:
    """A transaction beside which no change runs. On SQLite every transaction is: it takes the database as it begins."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {Change._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
        yield


def _begin(by: Any, reason: str, restoring: bool) -> Change:
    restores = restoring and not Change.objects.filter(at__isnull=False, restores=False).exists()
    number = (Change.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    return Change.objects.create(number=number, by=by, reason=reason.strip(), restores=restores)


def _instant() -> dt.datetime:
    """Now; but later than every change, whatever the clock says."""
    last = Change.objects.aggregate(last=Max("at"))["last"]
    moment = Moment.objects.aggregate(last=Max("at"))["last"]
    return max([dt.datetime.now(dt.UTC), *(before + TICK for before in (last, moment) if before)])


def _without_its_moment(row: HeldRow) -> PlainRow:
    """What a row says, whenever it was known."""
    return {name: value for name, value in plain_row(row).items() if name != "known_from"}
