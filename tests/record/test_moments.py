"""When the record last changed: what two askers must agree on to have been told the same."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from signatories.models import FACTS
from signatories.record.moments import last_change
from tests.models import builders as make

pytestmark = pytest.mark.django_db

TICK = dt.timedelta(microseconds=1)
EARLY, MIDDLE, LATE = (dt.datetime(2026, month, 1, 12, tzinfo=dt.UTC) for month in (1, 2, 3))


@pytest.fixture
def three_changes(empty_record: None) -> None:
    """A row recorded early and no longer held since late; another recorded in between."""
    make.check(known_from=EARLY, known_until=LATE)
    make.membership(known_from=MIDDLE)


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


def test_an_empty_record_never_changed(empty_record: None) -> None:
    assert last_change() is last_change(LATE) is None


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.__name__)
@pytest.mark.parametrize("edge", ["known_from", "known_until"])
def test_every_kind_of_fact_counts(model: type, edge: str) -> None:
    row = make.saved(model)
    later = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
    # Both sides may move: what is no longer held was held before.
    model.objects.filter(pk=row.pk).update(**{edge: later})
    assert last_change() == later


@pytest.mark.parametrize("by", [None, LATE])
def test_one_query_whatever_there_is(by: dt.datetime | None) -> None:
    with CaptureQueriesContext(connection) as queries:
        last_change(by)
    assert len(queries) == 1


def test_the_shipped_record_last_changed_with_its_last_check() -> None:
    assert last_change() == dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
