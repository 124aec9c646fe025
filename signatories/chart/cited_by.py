"""What rests on a source: every fact and claim that cites it, and where in it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from signatories.models import HELD, Citation, Fact

MOST_OF_A_TABLE = 300


@dataclass(frozen=True, slots=True)
class Support:
    """A row that cites the source: its key, what it is about, its day if it has one, and the places in the source."""

    key: str
    treaty: str
    participant: str
    kind: str
    day: Any
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SupportedTable:
    """The rows of one table that cite the source, in key order; `is_cut` where there are more than are told."""

    table: str
    rows: tuple[Support, ...]
    is_cut: bool


def cited_by(source: str, known_on: dt.datetime | None, on: dt.date | None = None) -> list[SupportedTable]:
    """By table, what the source supports as the record knew it at that moment; a fixed number of queries.

    With a day, only what had happened by then, and what has no day.
    """
    further = dict(Citation.objects.filter(source=source).values_list("pk", "locator"))
    found = (_table(model, source, known_on, on, further) for model in HELD)
    return [table for table in found if table.rows]


def _table(
    model: Any, source: str, known_on: dt.datetime | None, on: dt.date | None, further: dict[int, str]
) -> SupportedTable:
    held = model.objects.known_on(known_on)
    places: defaultdict[int, list[str]] = defaultdict(list)
    for pk, locator in held.filter(source=source).order_by("key").values_list("pk", "locator")[: MOST_OF_A_TABLE + 1]:
        places[pk].append(locator)
    if issubclass(model, Fact):
        cited = held.filter(also_cited__in=list(further)).order_by("key")
        for pk, citation in cited.values_list("pk", "also_cited")[: MOST_OF_A_TABLE + 1]:
            places[pk].append(further[citation])
    rows = held.filter(pk__in=list(places)).order_by("key")[:MOST_OF_A_TABLE]
    told = [_support(row, tuple(places[row.pk])) for row in rows]
    begun = tuple(row for row in told if not (on and row.day and row.day.earliest > on))
    return SupportedTable(model.table, begun, len(places) > MOST_OF_A_TABLE)


def _support(row: Any, places: tuple[str, ...]) -> Support:
    """The row in brief; each table has its own words for who, what and when."""

    def first(*names: str) -> Any:
        return next((value for name in names if (value := getattr(row, name, None))), "")

    return Support(
        key=row.key,
        treaty=first("treaty_id"),
        participant=first("participant_id", "member_id"),
        kind=first("kind", "question", "role", "way", "applies_to"),
        day=first("done_on", "made_on", "occurred_on", "adopted_on", "in_force_on", "speaks_as_of", "valid_from"),
        places=places,
    )
