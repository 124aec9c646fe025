"""Days as the sources give them: what a day, a month or a year can be, and what is no day at all."""

from __future__ import annotations

import pytest

from signatories.treaty_law.days import NotInTheCalendar, PartialDay, add_months
from tests.treaty_law.building import day


@pytest.mark.parametrize(
    ("text", "precision", "earliest", "latest"),
    [
        ("2025-09-02", "day", "2025-09-02", "2025-09-02"),
        ("2025-09", "month", "2025-09-01", "2025-09-30"),
        ("2024-02", "month", "2024-02-01", "2024-02-29"),
        ("2025-12", "month", "2025-12-01", "2025-12-31"),
        ("2025", "year", "2025-01-01", "2025-12-31"),
    ],
)
def test_what_it_can_be(text: str, precision: str, earliest: str, latest: str) -> None:
    known = PartialDay.parse(text)
    assert (str(known), known.precision, known.is_whole) == (text, precision, precision == "day")
    assert (known.earliest, known.latest) == (day(earliest), day(latest))


@pytest.mark.parametrize("text", ["0999-12-31", "3000", "2025-9", "2025-09-2", "2025-09-02 ", "today", ""])
def test_what_has_not_the_form_of_a_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a day: give a day such as") as refused:
        PartialDay.parse(text)
    assert not isinstance(refused.value, NotInTheCalendar)


@pytest.mark.parametrize("text", ["2025-02-29", "2025-13", "2025-00", "2025-09-31", "2025-09-00"])
def test_what_the_calendar_does_not_have_is_refused(text: str) -> None:
    with pytest.raises(NotInTheCalendar, match="is not in the calendar"):
        PartialDay.parse(text)


def test_the_vaguer_comes_first_among_those_that_may_begin_on_the_same_day() -> None:
    texts = ["2025-01-01", "2025-01", "2025", "2024-12-31", "2025-01-02"]
    ordered = sorted(map(PartialDay, texts))
    assert [known.text for known in ordered] == ["2024-12-31", "2025", "2025-01", "2025-01-01", "2025-01-02"]
    assert not PartialDay("2025") < PartialDay("2025")


@pytest.mark.parametrize(
    ("text", "may", "must"),
    [
        ("2025-08", False, False),
        ("2025-08-31", False, False),
        ("2025-09-01", True, True),
        ("2025-09-30", True, True),
        ("2025-10-01", False, False),
        ("2025-10", False, False),
        ("2025-09", True, True),
        ("2025", True, False),
    ],
)
def test_whether_it_falls_in_september(text: str, may: bool, must: bool) -> None:
    first, last = day("2025-09-01"), day("2025-09-30")
    assert PartialDay(text).may_fall_within(first, last) is may
    assert PartialDay(text).must_fall_within(first, last) is must


def test_what_must_fall_within_a_time_neither_begins_before_nor_ends_after_it() -> None:
    month = PartialDay("2025-09")
    assert not month.must_fall_within(day("2025-09-02"), day("2025-09-30"))
    assert not month.must_fall_within(day("2025-09-01"), day("2025-09-29"))
    assert month.may_fall_within(day("2025-09-30"), day("2025-12-31"))
    assert month.may_fall_within(day("2025-01-01"), day("2025-09-01"))


@pytest.mark.parametrize(
    ("since", "months", "reached"),
    [
        ("2025-11-30", 1, "2025-12-30"),
        ("2025-12-30", 1, "2026-01-30"),
        ("2025-12-31", 2, "2026-02-28"),
        ("2025-01-31", 0, "2025-01-31"),
        ("2025-01-01", 11, "2025-12-01"),
        ("2025-01-01", 12, "2026-01-01"),
    ],
)
def test_months_are_those_of_the_calendar(since: str, months: int, reached: str) -> None:
    assert add_months(day(since), months) == day(reached)
