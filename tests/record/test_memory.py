"""Whatever is recorded, corrected and retracted afterwards, a past moment's answers stay what they were, to the byte.

FUZZ_EXAMPLES sets how many histories are made up; a few by default.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from signatories.models import (
    Check,
    Declaration,
    Entitlement,
    Entry,
    Membership,
    Milestone,
    Participant,
    Rule,
    Source,
    Treaty,
    TreatyAction,
)
from signatories.record.changing import Changing, change
from signatories.record.moments import last_change
from signatories.record.periods import every_treaty, untrue_periods
from tests.record.doors import new

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "5"))
ADDRESSES = {
    "actions/": {"treaty": "x-treaty", "limit": "1000"},
    "actions/x-treaty.XAA.signature.1/": {},
    "declarations/": {"format": "csv", "treaty": "x-treaty"},
    "treaties/x-treaty/status/": {"as_of": "2026-01-01"},
    "statuses/": {"as_of": "2026-01-01", "treaty": "x-treaty", "ordering": "-since"},
    "matrix/": {"as_of": "2003-06-01", "treaty": "x-treaty"},
    "treaties/x-treaty/entry-into-force/": {"as_of": "2026-01-01"},
}
Told = dict[tuple[dt.datetime | None, str], tuple[int, bytes]]
STATES = ["XAA", "XBB", "XCC"]
DAYS = ["2001-05-20", "2002-06", "2003", "2024-12-31"]

states, days = st.sampled_from(STATES), st.sampled_from(DAYS)
kinds = st.sampled_from(["signature", "ratification", "accession", "denunciation"])
numbers = st.integers(0, 99)
rows = st.one_of(
    st.builds(dict, model=st.just(TreatyAction), participant_id=states, kind=kinds, done_on=days),
    st.builds(dict, model=st.just(Declaration), participant_id=states, made_on=days),
    st.builds(dict, model=st.just(Membership), member_id=states, organisation_id=st.just("XORG"), valid_from=days),
    st.builds(dict, model=st.just(Check), speaks_as_of=st.dates(dt.date(2020, 1, 1)).map(str)),
)
corrections = st.one_of(
    st.builds(dict, locator=st.sampled_from(["row 2", "row 3"]), confidence=st.sampled_from(["high", "low"])),
    st.builds(dict, done_on=days),
    st.builds(dict, made_on=days, summary_en=st.sampled_from(["Will apply it.", "Will not."])),
    st.builds(dict, valid_until=days),
    st.builds(dict, consents_required=st.integers(1, 3)),
    st.builds(dict, occurred_on=st.sampled_from(["2000-01-01", "2001-05-20", "2005-01-01"])),
)


def begin() -> None:
    """A treaty that three States may sign or accede to; its rule asks for two consents."""
    with change() as record:
        record.keep(Source(key="x-chart", kind="official", title="Chart"))
        for key in [*STATES, "XORG"]:
            type_ = "organisation" if key == "XORG" else "state"
            record.keep(Participant(key=key, type=type_, name_en=f"Name {key}", name_fr=f"Nom {key}"))
        names = {"title_en": "A Convention", "title_fr": "Une convention"}
        treaty = record.keep(Treaty(key="x-treaty", grouped_by_id="XORG", **names))
        record.record(new(Milestone, treaty=treaty, kind="opened", occurred_on="2000-01-01"))
        for way, state in [(way, state) for way in ("sign", "accede") for state in STATES]:
            record.record(new(Entitlement, treaty=treaty, way=way, all_states=False, participant_id=state))
        record.record(new(Rule, treaty=treaty, consents_required=2, delay_months=3))
        record.record(new(TreatyAction, treaty=treaty, participant_id="XAA", done_on="2001-05-20"))


def answer(path: str, moment: dt.datetime | None) -> tuple[int, bytes]:
    """What the record answers about the moment."""
    response = Client().get(f"/api/v1/{path}", ADDRESSES[path] | ({"known_on": moment.isoformat()} if moment else {}))
    assert response.status_code in (200, 404), response.getvalue()
    return response.status_code, response.getvalue()


def answers(moment: dt.datetime | None) -> Told:
    return {(moment, path): answer(path, moment) for path in ADDRESSES}


class History(RuleBasedStateMachine):
    """A record that has begun, to which one thing after another happens; after each, its answers are written down."""

    told_at_first: Told

    def __init__(self) -> None:
        super().__init__()
        self.told = dict(self.told_at_first)
        self.undone = transaction.atomic()
        self.undone.__enter__()

    @rule(row=rows)
    def record_a_row(self, row: dict[str, Any]) -> None:
        columns = {name: value for name, value in row.items() if name != "model"}
        about = {} if row["model"] is Membership else {"treaty_id": "x-treaty"}
        self.attempt(lambda record: record.record(new(row["model"], **about, **columns)))

    @precondition(lambda self: self.held())
    @rule(which=numbers, values=corrections)
    def correct_a_row(self, which: int, values: dict[str, Any]) -> None:
        rows = [row for row in self.held() if all(hasattr(row, name) for name in values)]
        row = rows[which % len(rows)] if rows else None
        if row:
            self.attempt(lambda record: record.correct(row, values, reason="Misread."))

    @precondition(lambda self: self.held())
    @rule(which=numbers)
    def retract_a_row(self, which: int) -> None:
        row = self.held()[which % len(self.held())]
        self.attempt(lambda record: record.retract(row, reason="It never was."))

    def held(self) -> list[Any]:
        """What may be corrected or retracted, oldest first."""
        models: list[Any] = [TreatyAction, Declaration, Milestone, Rule, Check]
        found = [row for model in models for row in model.objects.held().filter(treaty="x-treaty")]
        found += Membership.objects.held().filter(organisation="XORG")
        return sorted(found, key=lambda row: (row.known_from, row.key))

    def attempt(self, act: Callable[[Changing], Any]) -> None:
        """One change; what a rule refuses does not happen, and leaves every answer as it was."""
        before, entries = last_change(), Entry.objects.count()
        try:
            with change() as record:
                act(record)
        except ValidationError:
            assert (last_change(), Entry.objects.count()) == (before, entries)
        else:
            assert last_change() == record.change.at
            assert not list(untrue_periods(every_treaty()))
            self.listen()

    def listen(self) -> None:
        """Writes down what the record answers about this moment."""
        self.told |= answers(last_change())

    def teardown(self) -> None:
        try:
            for (moment, path), told in self.told.items():
                assert answer(path, moment) == told, f"{path} at {moment}"
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)


def test_what_was_answered_about_a_moment_is_answered_for_ever() -> None:
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    few = settings(max_examples=EXAMPLES, stateful_step_count=5, deadline=None, suppress_health_check=checks)
    begin()
    History.told_at_first = answers(last_change())
    run_state_machine_as_test(History, settings=few)  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("path", ADDRESSES)
def test_the_answers_do_tell_moments_apart(path: str) -> None:
    """Each address answers something else after a change that concerns it: silence would prove nothing."""
    begin()
    (signature,) = TreatyAction.objects.held().filter(treaty="x-treaty")
    before = last_change()
    with change() as record:
        record.correct(signature, {"done_on": "2002-06"}, reason="Misread.")
        record.record(new(Declaration, treaty_id="x-treaty", participant_id="XBB", made_on="2003"))
        record.record(new(TreatyAction, treaty_id="x-treaty", participant_id="XCC", kind="accession", done_on="2003"))
    assert answer(path, before) != answer(path, last_change())
