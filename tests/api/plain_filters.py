"""What each kind of filter means, in plain Python over rows as the API gives them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from signatories.api.day_filters import DayFilter, MomentFilter
from signatories.api.filter_kinds import BooleanFilter
from signatories.api.naming_filters import MemberOfFilter, SearchFilter
from signatories.models.directory import plain
from signatories.treaty_law.days import PartialDay
from tests.api import generated

Row = dict[str, Any]

# Filters that cannot tell the rows of their list apart, whatever the record.
CONSTANT = {(resource, name) for resource in ("states", "organisations") for name in ("type", "participant_type")}
TEXTS = """
    author body claimed decision decision_reason depositary iso_alpha2 language locator name_en name_fr note number
    place publisher result scope_note series short_title_en short_title_fr summary summary_en summary_fr title title_en
    title_fr
""".split()


@dataclass
class World:
    """All rows of all lists."""

    lists: dict[str, list[Row]]

    @cached_property
    def types(self) -> dict[str, str]:
        """What each participant is."""
        return {row["key"]: row["type"] for row in self.lists["participants"]}

    @cached_property
    def names(self) -> dict[str, list[str]]:
        """Everything a participant or a treaty is called, by its key."""
        named = self.lists["participants"] + self.lists["treaties"]
        called = "name_en name_fr title_en title_fr short_title_en short_title_fr".split()
        return {row["key"]: [row["key"], *(row[name] for name in called if row.get(name))] for row in named}


def type_of(row: Row, world: World) -> list[str]:
    """The type of whom the row is about."""
    person = row.get("participant") or row.get("member")
    return [world.types[person]] if person else []


# Of each filter that is no column: what a row has under its name.
BESIDE_COLUMNS: dict[str, Callable[[Row, World], list[Any]]] = {
    "source": lambda row, world: [source["key"] for source in row["sources"]],
    "locator": lambda row, world: [source["locator"] for source in row["sources"]],
    "participant_type": type_of,
}


def keeps(kind: Any, name: str, given: list[str], row: Row, certain: bool, world: World) -> bool:
    """Whether a row passes a filter given these values, each perhaps with commas."""
    if isinstance(kind, SearchFilter):
        texts = [plain(text) for text in texts_of(row, world)]
        return all(any(plain(word) in text for text in texts) for value in given for word in value.split())
    words = [word.strip() for value in given for word in value.split(",")]
    if isinstance(kind, MemberOfFilter):
        return is_member(row, [word.upper() for word in words], kind.day, certain, world)
    own = values_of(name, row, world)
    if isinstance(kind, DayFilter):
        return any(day_fits(day, word, kind.side, certain) for day in own for word in words)
    if isinstance(kind, MomentFilter):
        return any(moment_fits(moment, word, kind.side) for moment in own for word in words)
    if isinstance(kind, BooleanFilter):
        return any(str(flag).lower() in words for flag in own)
    return any(str(one) in words or str(one) in given for one in own)


def values_of(name: str, row: Row, world: World) -> list[Any]:
    """What a row has under the filter's name, as a list."""
    if name in BESIDE_COLUMNS:
        return BESIDE_COLUMNS[name](row, world)
    column = name.removesuffix("_after").removesuffix("_before")
    assert column in row, f"{name} is no column: say in BESIDE_COLUMNS what a row has under it."
    value = row[column]
    return [] if value is None else value if isinstance(value, list) else [value]


def day_fits(own: str, asked: str, side: str, certain: bool) -> bool:
    """Whether the day may (or must) fall on, after or before the one asked."""
    day, word = PartialDay.parse(own), PartialDay.parse(asked)
    first = dt.date.min if side == "before" else word.earliest
    last = dt.date.max if side == "after" else word.latest
    return day.must_fall_within(first, last) if certain else day.may_fall_within(first, last)


def moment_fits(own: str, asked: str, side: str) -> bool:
    """Whether the instant lies on, after or before the one asked, or on that day."""
    moment = dt.datetime.fromisoformat(own)
    if len(asked) == 10:
        return {"on": own[:10] == asked, "after": own[:10] >= asked, "before": own[:10] <= asked}[side]
    other = dt.datetime.fromisoformat(asked)
    return {"on": moment == other, "after": moment >= other, "before": moment <= other}[side]


def texts_of(row: Row, world: World) -> list[str]:
    """Every text of a row, and all that the participants and treaties it names are called."""
    own = [row[name] for name in TEXTS if row.get(name)]
    named = [row.get(name) for name in ("participant", "member", "organisation", "grouped_by", "treaty")]
    if "text_url" in row:
        named.append(row["amends"])
    return own + [text for key in [*named, *row.get("succeeds", [])] if key for text in world.names[key]]


def is_member(row: Row, organisations: list[str], day: str | None, certain: bool, world: World) -> bool:
    """Whether the row's participant may have been (or certainly was) a member of one of them on the row's day."""
    if day and row[day] is None:
        return False
    on = PartialDay.parse(row[day]) if day else PartialDay.of(generated.TODAY)
    return any(
        holds(one["from"], one["until"], on, certain=certain and day is not None)
        for one in world.lists["memberships"]
        if one["member"] == row["participant"] and one["organisation"] in organisations and one["role"] == "member"
    )


def holds(begins: str | None, ends: str | None, on: PartialDay, *, certain: bool) -> bool:
    """Whether an interval, open where an end is unknown, may (or must) hold on the day."""
    first = PartialDay.parse(begins) if begins else None
    last = PartialDay.parse(ends) if ends else None
    if certain:
        return (not first or first.latest <= on.earliest) and (not last or last.earliest > on.latest)
    return (not first or first.earliest <= on.latest) and (not last or last.latest > on.earliest)
