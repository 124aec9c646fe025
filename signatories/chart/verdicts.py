"""How a claim can stand against the record, and in which words it is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from signatories.treaty_law.days import PartialDay

Value = int | bool


class Verdict(StrEnum):
    """What comes of holding a claim against the record."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    OPEN = "open"
    NOT_COMPARABLE = "not_comparable"


@dataclass(frozen=True, slots=True)
class Assessment:
    """How a claim stands, what the record says where it says one thing, why in a sentence, and the day judged for."""

    assessment: Verdict
    recorded: str | None
    reason: str
    about_on: PartialDay | None


@dataclass(frozen=True, slots=True)
class Said:
    """What the record says of one day: each value it can be read as, in words; or why it says nothing.

    There are several values where days known to the month or year leave it uncertain: first that of the earliest days.
    """

    words: Mapping[Value, str] = field(default_factory=dict)
    lacks: str = ""


def not_comparable(why: str, about_on: PartialDay | None = None) -> Assessment:
    """The record holds no such thing, and why."""
    return Assessment(Verdict.NOT_COMPARABLE, None, sentence(why), about_on)


def said_on(day: PartialDay) -> str:
    """The day in a sentence: `on 2024-09-05`, `in 2024-09`."""
    return f"{'on' if day.is_whole else 'in'} {day}"


def sentence(text: str) -> str:
    """The text as a sentence."""
    return f"{text[:1].upper()}{text[1:]}."
