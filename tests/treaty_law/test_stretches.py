"""Statuses of all time are on every day what the rules say of it: on wild records, partial days included.

FUZZ_EXAMPLES sets how many records are made up; some by default.
"""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import replace
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signatories.treaty_law.acts import EntitlementWay
from signatories.treaty_law.case import Case, Entitlement, Participant
from signatories.treaty_law.days import PartialDay
from signatories.treaty_law.entry_into_force import entry_into_force
from signatories.treaty_law.readings import readings
from signatories.treaty_law.status import statuses_on
from signatories.treaty_law.stretches import ForceStretch, Stretch, forces, stretches
from tests.treaty_law.building import acts, case, treaty_rule
from tests.treaty_law.test_oracle import DAYS, ORGANISATION, case_of, days, some_record

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "25"))
ONE = dt.timedelta(days=1)
FAR = [dt.date(1000, 1, 1), dt.date(1999, 6, 1), dt.date(2003, 1, 1), dt.date(2999, 12, 31)]


@st.composite
def some_day_at_most(draw: Any) -> PartialDay | None:
    """A day, its month or its year; mostly none."""
    found = draw(st.one_of(st.none(), st.none(), days))
    return _vague(PartialDay.of(found), draw(st.sampled_from([10, 10, 7, 4]))) if found else None


def _vague(known: PartialDay, length: int) -> PartialDay:
    return PartialDay(known.text[:length])


@st.composite
def some_entitlement(draw: Any) -> Entitlement:
    whom = draw(st.sampled_from([{"all_states": True}, {"members_of": ORGANISATION}, {"participant": "CCC"}]))
    return Entitlement(
        draw(st.sampled_from(EntitlementWay)),
        valid_from=draw(some_day_at_most()),
        valid_until=draw(some_day_at_most()),
        after_entry_into_force=draw(st.booleans()),
        **whom,
    )


@st.composite
def some_file(draw: Any) -> Case:
    """A wild record whose days are vague here and there, with entitlements, and participants that come and go."""
    whole = case_of(draw(some_record()))
    how_vague = draw(st.sampled_from([[10], [10, 10, 10, 10, 7], [10, 7, 4]]))

    def read(row: Any, *names: str) -> Any:
        known = {name: getattr(row, name) for name in names if getattr(row, name)}
        return replace(row, **{name: _vague(on, draw(st.sampled_from(how_vague))) for name, on in known.items()})

    people = {key: read(row, "exists_until") for key, row in whole.participants.items()}
    people["NEW"] = replace(people["NEW"], exists_from=draw(some_day_at_most()))
    people["IDLE"] = Participant("IDLE", exists_from=draw(some_day_at_most()))
    return replace(
        read(whole, "ended_on", "depositary_in_force_on"),
        opened_on=draw(some_day_at_most()),
        adopted_on=draw(some_day_at_most()),
        complete=draw(st.booleans()),
        acts=[read(act, "done_on", "takes_effect_on", "expires_on") for act in whole.acts],
        participants=people,
        memberships=[read(row, "valid_from", "valid_until") for row in whole.memberships],
        entitlements=draw(st.lists(some_entitlement(), max_size=4)),
    )


def worth_asking(file: Case, kept: list[Stretch | ForceStretch], more: list[dt.date]) -> list[dt.date]:
    """Days around every day that the file names in any reading, and around every edge of what is kept."""
    edges = {edge for stretch in kept for edge in (stretch.start, stretch.until)} - {dt.date.min, dt.date.max}
    for reading in readings(file):
        edges |= {
            on.earliest for act in reading.acts for on in (act.done_on, act.takes_effect_on, act.expires_on) if on
        }
    return sorted({edge + shift * ONE for edge in edges for shift in (-1, 0, 1)} | {*more, *FAR})


def assert_kept_as_the_rules_say(file: Case, more: list[dt.date]) -> None:
    kept, of_the_treaty = list(stretches(file)), list(forces(file))
    for on in worth_asking(file, [*kept, *of_the_treaty], more):
        assert tuple(row.row for row in kept if row.start <= on < row.until) == statuses_on(file, on), on
        told, answer = [row for row in of_the_treaty if row.start <= on < row.until], entry_into_force(file, on)
        assert [(row.in_force, row.in_force_on) for row in told] == [(answer.in_force, answer.in_force_on)], on


@settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(some_file(), st.lists(st.sampled_from(DAYS), max_size=20))
def test_what_is_kept_is_what_the_rules_say_on_every_day(file: Case, more: list[dt.date]) -> None:
    assert_kept_as_the_rules_say(file, more)


def test_every_stretch_differs_from_the_one_before() -> None:
    lines = "AAA signature 2000-01-01\nAAA ratification 2001-02-03\nBBB ratification 2001\nAAA denunciation 2010-05"
    kept = list(stretches(case(acts(lines), [treaty_rule("1", 2, delay_months=3)])))
    assert kept
    for before, after in pairwise(kept):
        if before.row.participant == after.row.participant and before.until == after.start:
            assert before.row != after.row
