"""From when territories that a party names later are bound, where nobody has stated a day: by the treaty's own rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from signatories.models import Declaration
from signatories.models.case_files import read_cases
from signatories.querysets import When
from signatories.treaty_law.acts import DeclarationKind
from signatories.treaty_law.case import Case
from signatories.treaty_law.days import PartialDay
from signatories.treaty_law.spans import Span
from signatories.treaty_law.status import history_on
from signatories.treaty_law.territories import territory_effect


def computed_effects(
    declarations: Iterable[Declaration], on: dt.date, known_on: When = None, *, case: Case | None = None
) -> dict[int | None, PartialDay]:
    """The day on which each territorial application without a stated one takes effect, by its database id.

    It has none where the treaty has no rule for territories, where whoever made it is no party by then, or where the
    day that it was made on is not known well enough. The files are read unless that of their one treaty is given.
    """
    asked = [row for row in declarations if row.kind == DeclarationKind.TERRITORIAL_APPLICATION]
    asked = [row for row in asked if row.takes_effect_on is None]
    if not (treaties := {row.treaty_id for row in asked}):
        return {}
    cases = dict.fromkeys(treaties, case) if case else read_cases(treaties, known_on)
    found = {row.pk: _effect(cases[row.treaty_id], row.participant_id, row.made_on, on) for row in asked}
    return {pk: PartialDay.of(day) for pk, day in found.items() if day}


def _effect(case: Case, participant: str, made_on: PartialDay, on: dt.date) -> dt.date | None:
    """The day, where it is the same for the first and the last day that it may have been made on."""
    times = [period.span for period in history_on(case, participant, on).periods]
    found = {_effect_in(case, times, day) for day in (made_on.earliest, made_on.latest)}
    return found.pop() if len(found) == 1 else None


def _effect_in(case: Case, times: Iterable[Span], made_on: dt.date) -> dt.date | None:
    """The day, where its maker is still a party then."""
    span = next((span for span in times if span.until is None or made_on < span.until), None)
    day = territory_effect(case, made_on, span.start) if span else None
    return day if span and day and span.holds_on(day) else None
