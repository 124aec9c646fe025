"""Reading the depositary again: which treaties are due, and what one click enters."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from signatories.chart.honesty import honesty
from signatories.models import Change, Check, Declaration, Entry, Source, Treaty
from signatories.record.changing import change
from signatories.record.checks import (
    AlreadyRead,
    NeverRead,
    has_news,
    is_due,
    latest_check,
    read_again,
    to_be_read_again,
)

pytestmark = pytest.mark.django_db
LAST = dt.date(2026, 10, 1)


def treaty_read(*days: str, key: str = "x-read", source: str = "x-chart-2026-09-01", **columns: Any) -> Treaty:
    """A treaty of that key with checks of those days, in changes of their own."""
    with change() as record:
        treaty = Treaty(key=key, title_en="A Convention", title_fr="Une convention")
        record.keep(treaty)
        chart = Source(
            key=source, kind="depositary", title="A chart", url="https://example.org/", retrieved_on="2026-09"
        )
        if days and not Source.objects.filter(key=source).exists():
            record.keep(chart)
        for day in days:
            cited = {"source": chart, "locator": "the whole chart", "confidence": "medium"} | columns
            record.record(Check(treaty=treaty, speaks_as_of=day, result="One signature is new.", **cited))
    return treaty


@pytest.mark.parametrize(("days", "due"), [(29, False), (30, True), (31, True), (-1, False)])
def test_a_treaty_is_due_after_thirty_days(days: int, due: bool) -> None:
    assert is_due(LAST, LAST + dt.timedelta(days=days)) is due
    assert is_due(None, LAST)


def test_the_longest_unread_come_first() -> None:
    treaty_read("2026-09-01", "2026-01-01", key="x-old", source="x-chart-a")
    treaty_read("2026-08-01", key="x-older", source="x-chart-b")
    treaty_read("2026-11-01", key="x-fresh", source="x-chart-c")
    treaty_read(key="x-never")
    due = [unread for unread in to_be_read_again(dt.date(2026, 11, 23)) if unread.treaty.key.startswith("x-")]
    assert [(unread.treaty.key, unread.last) for unread in due] == [
        ("x-never", None),
        ("x-older", dt.date(2026, 8, 1)),
        ("x-old", dt.date(2026, 9, 1)),
    ]


def test_reading_again_enters_a_check_of_the_day_and_the_document_as_read_then(admin_user: Any) -> None:
    treaty_read("2026-09-01", "2026-10-01")
    check = read_again("x-read", on=dt.date(2026, 11, 23), by=admin_user)
    assert check.key == "x-read.check.2026-11-23"
    assert (check.result, check.locator, check.confidence) == ("Read again: nothing new.", "the whole chart", "medium")
    before, again = Source.objects.get(key="x-chart-2026-09-01"), Source.objects.get(key="x-chart-2026-11-23")
    assert check.source == again
    assert (str(again.retrieved_on), str(again.speaks_as_of)) == ("2026-11-23", "2026-11-23")
    assert (again.kind, again.title, again.url) == (before.kind, before.title, before.url)
    assert (str(before.retrieved_on), before.speaks_as_of) == ("2026-09", None)
    assert honesty("x-read", LAST, None).record_speaks_as_of == dt.date(2026, 11, 23)


def test_what_was_recorded_since_is_told_of_not_as_nothing(admin_user: Any) -> None:
    treaty = treaty_read("2026-09-01")
    latest = latest_check("x-read")
    assert latest and not has_news(latest)
    with change() as record:
        said = {"kind": "declaration", "made_on": "2026-10-01", "summary_en": "It declares.", "locator": "row 1"}
        record.record(Declaration(treaty=treaty, participant_id="GBR", source=latest.source, **said))
    assert has_news(latest)
    check = read_again("x-read", on=dt.date(2026, 11, 23), by=admin_user)
    assert check.result == "Read again: what was new is recorded." and not has_news(check)


def test_it_is_one_change(admin_user: Any) -> None:
    treaty_read("2026-10-01")
    before = Change.objects.count()
    read_again("x-read", on=dt.date(2026, 11, 23), by=admin_user)
    made = Change.objects.latest("number")
    assert (Change.objects.count(), made.by) == (before + 1, admin_user)
    assert list(Entry.objects.filter(change=made).values_list("what", "row_key")) == [
        ("sources", "x-chart-2026-11-23"),
        ("checks", "x-read.check.2026-11-23"),
    ]


def test_the_document_read_for_another_treaty_that_day_is_the_same() -> None:
    for key in ("x-one", "x-two"):
        treaty_read("2026-10-01", key=key)
        read_again(key, on=dt.date(2026, 11, 23))
    assert Check.objects.held().filter(source="x-chart-2026-11-23").count() == 2


@pytest.mark.parametrize("last", ["2026-11-23", "2026-12-01"])
def test_twice_on_one_day_records_nothing(last: str) -> None:
    treaty_read("2026-10-01", last)
    before = Change.objects.count(), Source.objects.count(), Check.objects.count()
    with pytest.raises(AlreadyRead, match=f"already read: its record speaks as of {last}"):
        read_again("x-read", on=dt.date(2026, 11, 23))
    assert (Change.objects.count(), Source.objects.count(), Check.objects.count()) == before


def test_the_first_check_is_made_by_hand() -> None:
    treaty_read()
    with pytest.raises(NeverRead, match="first check by hand"):
        read_again("x-read", on=dt.date(2026, 11, 23))


def test_a_check_retracted_does_not_count() -> None:
    treaty_read("2026-09-01", "2026-10-01")
    with change() as record:
        record.retract(Check.objects.get(key="x-read.check.2026-10-01"), reason="Another chart was read.")
    latest = latest_check("x-read")
    assert latest
    assert latest.key == "x-read.check.2026-09-01"
    assert read_again("x-read", on=LAST).key == "x-read.check.2026-10-01-2"
