"""The ways in which partly known days can be read, and what all of them have in common.

Every answer is worked out on whole days. Where the record knows a day to the
month or year only, the same file is read again with later days; what then
changes was only possible.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from signatories.treaty_law.case import Act, Case
from signatories.treaty_law.days import PartialDay

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Row = TypeVar("Row", bound=DataclassInstance)

READ_ONE_BY_ONE = 8
"""Up to so many partly known acts are each read early and late on their own; more only all together."""

DAY_FIELDS = ("exists_from", "exists_until", "valid_from", "valid_until")
TREATY_DAYS = ("opened_on", "adopted_on", "depositary_in_force_on", "ended_on")
ACT_FIELDS = ("done_on", "takes_effect_on", "expires_on")


@dataclass(frozen=True, slots=True)
class Spanning:
    """A day as precise as all readings allow; not exact where they differ by no whole month or year."""

    day: PartialDay | None
    is_exact: bool


def readings(case: Case) -> tuple[Case, ...]:
    """The file read with the earliest days (itself), then with the latest, and with each partial act on its own."""
    kept = case.answers.get("readings")
    if not isinstance(kept, tuple):
        kept = case.answers["readings"] = (case, *_others(case))
    return kept


def spanning(days: Iterable[PartialDay | None]) -> Spanning:
    """The one day, month or year that the readings of a day span, else the earliest of them.

    >>> spanning([PartialDay.parse("2025-09-01"), PartialDay.parse("2025-09-30")]).day.text
    '2025-09'
    """
    known = [day for day in days if day is not None]
    if not known:
        return Spanning(None, True)
    first, last = min(known), max(known)
    for text in (first.text, first.text[:7], first.text[:4]):
        day = PartialDay(text)
        if (day.earliest, day.latest) == (first.earliest, last.latest):
            return Spanning(day, True)
    return Spanning(first, False)


def _others(case: Case) -> list[Case]:
    partial = [act.key for act in case.acts if not is_whole(act)]
    rest = _rest_late(case)
    if not partial:
        return [rest] if rest is not case else []
    worlds = [_acts_late(rest, frozenset(partial))]
    if rest is not case:
        worlds += [rest, _acts_late(case, frozenset(partial))]
    if 1 < len(partial) <= READ_ONE_BY_ONE:
        worlds += [_acts_late(case, frozenset({key})) for key in partial]
        worlds += [_acts_late(case, frozenset(partial) - {key}) for key in partial]
    return worlds


def late(row: Row, fields: tuple[str, ...]) -> Row:
    """The row with those of its days read late; the very same row where all are whole."""
    days = {name: getattr(row, name, None) for name in fields}
    partial = {name: PartialDay.of(day.latest) for name, day in days.items() if day and not day.is_whole}
    return replace(row, **partial) if partial else row


def is_whole(act: Act) -> bool:
    """Whether every day of the act is known to the day."""
    return all(day is None or day.is_whole for day in (act.done_on, act.takes_effect_on, act.expires_on))


def _acts_late(case: Case, keys: frozenset[str]) -> Case:
    def read(act: Act) -> Act:
        return late(act, ACT_FIELDS) if act.key in keys else act

    return case.with_acts(tuple(read(act) for act in case.acts))


def _rest_late(case: Case) -> Case:
    """The file with everything but the acts read late; the very same file where nothing else is partial."""
    participants = {key: late(row, DAY_FIELDS) for key, row in case.participants.items()}
    memberships = tuple(late(row, DAY_FIELDS) for row in case.memberships)
    entitlements = tuple(late(row, DAY_FIELDS) for row in case.entitlements)
    treaty = late(case, TREATY_DAYS)
    changed = treaty is not case or any(
        now is not before
        for now, before in [
            *zip(participants.values(), case.participants.values(), strict=True),
            *zip(memberships, case.memberships, strict=True),
            *zip(entitlements, case.entitlements, strict=True),
        ]
    )
    if not changed:
        return case
    return replace(treaty, participants=participants, memberships=memberships, entitlements=entitlements)
