"""When the record last changed: what two askers must agree on to have been told the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from signatories.models import HELD, Change, Check, Membership, Moment, Participant
from signatories.record.changing import change
from signatories.record.moments import is_as_now, last_change, moments_unlike_the_facts
from tests.models import builders as make

pytestmark = pytest.mark.django_db

TICK = dt.timedelta(microseconds=1)
EARLY, MIDDLE, LATE = (dt.datetime(2026, month, 1, 12, tzinfo=dt.UTC) for month in (1, 2, 3))
LAST_CHECK = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)


@pytest.fixture
def three_changes(empty_record: None) -> None:
    """A row recorded early and retracted late; another recorded in between."""
    with time_machine.travel(EARLY, tick=False), change() as record:
        check = record.record(make.unsaved(Check))
    with time_machine.travel(MIDDLE, tick=False), change() as record:
        record.record(make.unsaved(Membership))
    with time_machine.travel(LATE, tick=False), change() as record:
        record.retract(check, reason="Read in another treaty's chart.")


@pytest.mark.parametrize(
    ("by", "changed"),
    [
        (EARLY - TICK, None),
        (EARLY, EARLY),
        (EARLY + TICK, EARLY),
        (MIDDLE - TICK, EARLY),
        (MIDDLE, MIDDLE),
        (LATE - TICK, MIDDLE),
        (LATE, LATE),
        (LATE + dt.timedelta(days=9), LATE),
        (None, LATE),
    ],
)
def test_the_last_change_up_to_a_moment(
    three_changes: None, by: dt.datetime | None, changed: dt.datetime | None
) -> None:
    assert last_change(by) == changed
    assert moments_unlike_the_facts() == []


def test_an_empty_record_never_changed(empty_record: None) -> None:
    assert last_change() is last_change(LATE) is None


@pytest.mark.parametrize("model", HELD, ids=lambda model: model.__name__)
def test_recording_correcting_and_retracting_any_row_is_a_change(model: Any) -> None:
    moments = [last_change()]

    def done(act: Callable[[Any], Any]) -> Any:
        with change() as record:
            row = act(record)
        assert last_change() == record.change.at
        moments.append(last_change())
        return row

    row = done(lambda record: record.record(make.unsaved(model)))
    corrected = done(lambda record: record.correct(row, {"locator": "row 2"}, reason="It stands in row 2."))
    done(lambda record: record.retract(corrected, reason="It stands nowhere."))
    assert moments == sorted({moment for moment in moments if moment})
    assert moments_unlike_the_facts() == []


def test_a_name_that_changes_is_a_change() -> None:
    with change() as record:
        record.keep(Participant(key="XAA", type="state", name_en="Xanadu", name_fr="Xanadou"))
    assert last_change() == record.change.at > LAST_CHECK


def test_nothing_done_is_no_change() -> None:
    with change():
        pass
    make.check(brought_by=make.open_change())
    assert last_change() == LAST_CHECK


@pytest.mark.parametrize("by", [None, LATE])
def test_one_query_whatever_there_is(by: dt.datetime | None) -> None:
    with CaptureQueriesContext(connection) as queries:
        last_change(by)
    assert len(queries) == 1


def test_the_shipped_record_last_changed_with_its_last_check() -> None:
    assert last_change() == LAST_CHECK


def test_what_is_restored_changed_when_it_says(empty_record: None, load: Callable[..., None]) -> None:
    """Loading is no moment of the record: its facts were known before, each from the instant it states."""
    load("reference", "cets-225")
    (restoring,) = Change.objects.all()
    assert restoring.restores and restoring.at > LAST_CHECK == last_change()
    load("cets-185", "claims")
    assert last_change() == LAST_CHECK
    stated = {known for model in HELD for known in model.objects.values_list("known_from", flat=True)}
    assert set(Moment.objects.values_list("at", flat=True)) == stated
    assert moments_unlike_the_facts() == []


def test_what_is_restored_after_something_was_recorded_changes_the_record_then(
    empty_record: None, load: Callable[..., None]
) -> None:
    with change() as record:
        record.record(make.unsaved(Membership))
    load("reference")
    loading = Change.objects.latest("number")
    assert not loading.restores
    assert last_change() == loading.at
    assert list(Moment.objects.values_list("at", flat=True)) == [record.change.at, loading.at]


@pytest.mark.parametrize(
    ("moment", "is_now"), [(None, True), (LATE, True), (LATE + TICK, True), (LATE - TICK, False), (EARLY, False)]
)
def test_a_moment_after_the_last_change_is_as_good_as_now(
    three_changes: None, moment: dt.datetime | None, is_now: bool
) -> None:
    assert is_as_now(moment) is is_now


def test_a_record_without_a_change_is_always_as_it_was(empty_record: None) -> None:
    assert is_as_now(EARLY)
