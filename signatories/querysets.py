"""Named questions on stored rows. Each is handed the day or the moment it is asked about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import F, Q

from signatories.treaty_law.days import PartialDay


def holds_on(day: dt.date) -> Q:
    """Rows whose half-open `valid_from`/`valid_until` may hold on the day; an unknown end is open."""
    begun = Q(valid_from=None) | Q(valid_from__lte=PartialDay.of(day))
    return begun & (Q(valid_until=None) | not_over_on("valid_until", day))


def declared_on(day: dt.date) -> Q:
    """Declarations that may hold on the day: in effect (or, where that is not stated, made) and not yet over."""
    begun = Q(takes_effect_on__lte=PartialDay.of(day)) | Q(takes_effect_on=None, made_on__lte=PartialDay.of(day))
    return begun & (Q(until=None) | not_over_on("until", day))


def kept_on(day: dt.date) -> Q:
    """Of what is kept beside the record over stretches of whole days, that of the day."""
    return Q(valid_from__lte=day, valid_until__gt=day)


def not_over_on(field: str, day: dt.date) -> Q:
    """Rows whose end may still lie after the day."""
    return may_fall(field, first=day + dt.timedelta(days=1))


def may_fall(field: str, *, first: dt.date | None = None, last: dt.date | None = None) -> Q:
    """Rows whose day *may* lie from `first` to `last`, both included; an unknown day never does."""
    return _between(field, first, last, also=_vaguer(first) if first else [])


def must_fall(field: str, *, first: dt.date | None = None, last: dt.date | None = None) -> Q:
    """Rows whose day, however vague, *must* lie from `first` to `last`, both included."""
    begins = [part for part in _vaguer(first) if part.earliest >= first] if first else []
    question = _between(field, first, last, also=begins)
    if last:
        question &= ~Q(**{f"{field}__in": [part for part in _vaguer(last) if part.latest > last]})
    return question


def _between(field: str, first: dt.date | None, last: dt.date | None, also: list[PartialDay]) -> Q:
    """Rows whose day reads from one text to the other, or is one of the vaguer ones that read before it.

    The ends stand side by side and nothing beside them, so that PostgreSQL sees one range and how few rows lie in it;
    a month reads just before its first day, so it belongs to the range that begins with that.
    """
    begins = PartialDay.of(first) if first else None
    for part in reversed(also):
        if part.earliest == first:
            begins = part
    ends: dict[str, Any] = {}
    if begins:
        ends[f"{field}__gte"] = begins
    if last:
        ends[f"{field}__lte"] = PartialDay.of(last)
    within = Q(**ends) if ends else Q(**{f"{field}__isnull": False})
    before = [part for part in also if part.earliest != first and (not last or part.text <= last.isoformat())]
    return within | Q(**{f"{field}__in": before}) if before else within


def _vaguer(day: dt.date) -> list[PartialDay]:
    """The year and the month that hold the day."""
    whole = PartialDay.of(day).text
    return [PartialDay(whole[:4]), PartialDay(whole[:7])]


Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class BeforeChange:
    """The record as the change of this number found it."""

    number: int


# A moment of the record: an instant, the eve of a change, or (None) now.
When = dt.datetime | BeforeChange | None


class FactQuerySet(models.QuerySet[Row]):
    """Questions every fact answers."""

    def held(self) -> Self:
        """What the record holds now."""
        return self.filter(known_until=None)

    def known_on(self, moment: When) -> Self:
        """What the record held at that moment; None means now."""
        if moment is None:
            return self.held()
        if isinstance(moment, BeforeChange):
            kept = Q(closed_by=None) | Q(closed_by__gte=moment.number)
            return self.filter(kept, brought_by__lt=moment.number)
        return self.filter(Q(known_until=None) | Q(known_until__gt=moment), known_from__lte=moment)

    def for_treaty(self, treaty: str) -> Self:
        """Rows about the treaty with this key."""
        return self.filter(treaty_id=treaty)

    def holding_on(self, day: dt.date) -> Self:
        """Rows with an interval that may hold on the day."""
        return self.filter(holds_on(day))

    def get_by_natural_key(self, key: str) -> Any:
        """The row the record holds under the key, or the last it held."""
        row = self.filter(key=key).order_by(F("known_until").desc(nulls_first=True)).first()
        if row is None:
            raise self.model.DoesNotExist(  # type: ignore[attr-defined]
                f"The record holds nothing under the key {key}."
            )
        return row


class CitationQuerySet(models.QuerySet[Row]):
    """Citations, named in fixtures by source and locator."""

    def get_by_natural_key(self, source: str, locator: str) -> Any:
        return self.get(source_id=source, locator=locator)


FactManager = models.Manager.from_queryset(FactQuerySet)
CitationManager = models.Manager.from_queryset(CitationQuerySet)
