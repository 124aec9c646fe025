"""What must hold for any record: order, later deposits and later acts change nothing they should not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signatories.treaty_law.case import Act, Case
from signatories.treaty_law.days import PartialDay
from signatories.treaty_law.effect import visible_acts
from signatories.treaty_law.entry_into_force import entry_into_force
from signatories.treaty_law.objections import objections_to
from signatories.treaty_law.status import status_on, statuses_on
from tests.treaty_law.test_oracle import DAYS, EVERYONE, act_of, case_of, some_acts, some_record

quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
some_day = st.sampled_from(DAYS)


def answers(case: Case, on: dt.date) -> tuple[Any, ...]:
    return entry_into_force(case, on), statuses_on(case, on)


@quick
@given(some_record(), some_day, st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(record: dict[str, Any], on: dt.date, random: Any) -> None:
    case = case_of(record)
    rows = {name: list(getattr(case, name)) for name in ("acts", "rules", "thresholds", "weights", "memberships")}
    for shuffled in rows.values():
        random.shuffle(shuffled)
    people = dict(reversed(list(case.participants.items())))
    assert answers(replace(case, **rows, participants=people), on) == answers(case, on)


@quick
@given(some_record(), some_acts())
def test_a_consent_after_the_trigger_never_moves_it(record: dict[str, Any], more: list[dict[str, Any]]) -> None:
    case = case_of(record | {"conditions": record["conditions"][:1]})
    before = entry_into_force(case, DAYS[-1])
    if before.triggered_on is None:
        return
    later = [act_of(row | {"key": f"later-{row['key']}"}) for row in more]
    later = [act for act in later if act.done_on.earliest > before.triggered_on.earliest]
    after = entry_into_force(replace(case, acts=[*case.acts, *later]), DAYS[-1])
    assert (after.triggered_on, after.triggered_by) == (before.triggered_on, before.triggered_by)
    assert after.computed_in_force_on == before.computed_in_force_on


@quick
@given(some_record(), some_day)
def test_a_status_depends_only_on_acts_done_or_effective_by_the_day(record: dict[str, Any], on: dt.date) -> None:
    case = case_of(record)
    seen = [act for who in EVERYONE for act in visible_acts(case, who, on)]
    assert answers(replace(case, acts=seen), on) == answers(case, on)


@quick
@given(some_record(), some_day)
def test_periods_are_in_order_and_say_when_it_was_a_party(record: dict[str, Any], on: dt.date) -> None:
    case = case_of(record)
    for who in EVERYONE:
        row = status_on(case, who, on)
        ends = [period.valid_until for period in row.periods]
        assert all(until is not None for until in ends[:-1])
        assert all(
            a.valid_until <= b.valid_from for a, b in zip(row.periods, row.periods[1:], strict=False) if a.valid_until
        )
        within = [p for p in row.periods if p.valid_until is None or on < p.valid_until.earliest]
        assert bool(within) is (row.status == "party")


@quick
@given(some_record(), some_acts())
def test_objecting_never_fails_and_does_not_depend_on_order(
    record: dict[str, Any], given_acts: list[dict[str, Any]]
) -> None:
    case = case_of(record)
    backwards = replace(case, acts=list(reversed(case.acts)))
    for row in given_acts:
        act = act_of(row | {"key": "given"})
        assert objections_to(case, act) == objections_to(backwards, act)


@quick
@given(some_record(), some_day, st.lists(st.sampled_from([7, 4]), min_size=12, max_size=12))
def test_partial_days_never_fail(record: dict[str, Any], on: dt.date, lengths: list[int]) -> None:
    case = case_of(record)
    vague = [_vague(act, length) for act, length in zip(case.acts, lengths, strict=False)]
    answers(replace(case, acts=vague), on)


def _vague(act: Act, length: int) -> Act:
    return replace(act, done_on=PartialDay(act.done_on.text[:length]))


def test_before_anything_was_adopted_the_answer_is_plain() -> None:
    case = Case("nothing-yet", adopted_on=PartialDay("2000-01-01"))
    assert statuses_on(case, dt.date(1990, 1, 1)) == ()
    assert entry_into_force(case, dt.date(1990, 1, 1)).in_force_on is None
