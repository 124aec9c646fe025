"""Partial days in columns and forms: kept as precise as given, ordered alike on both databases, else refused."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from signatories.models import Source, Weight
from signatories.models.fields import PartialDateField, PartialDayFormField
from signatories.treaty_law.days import FORM, PartialDay
from tests.models import builders as make

DAYS = ["1000", "1582-10-15", "1900-02-28", "2000-02-29", "2024-02-29", "2025", "2025-09", "2025-09-02", "2999-12-31"]
NOT_IN_THE_CALENDAR = [
    "2025-02-30", "2025-02-29", "1900-02-29", "2100-02-29", "2025-04-31", "2025-06-31", "2025-09-31", "2025-11-31",
    "2025-12-32", "2025-00", "2025-13", "2025-00-10", "2025-09-00",
]  # fmt: skip
NOT_DAYS = [
    "2025-9", "2025-09-2", "0999", "0999-12-31", "3000", "3000-01-01", "25-09-02", "20250902", "2025/09/02", "2025-",
    "2025-09-", "-2025", "2025-09-02T00:00", "2025-09-02Z", "today", "two", "٢٠٢٥", "2025 ", "2025\n", "2025-09\n",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("text", DAYS)
def test_a_day_comes_back_as_it_went_in(text: str) -> None:
    key = make.source(published_on=text).key
    kept = Source.objects.get(key=key).published_on
    assert (kept, kept.text) == (PartialDay(text), text)
    assert Source.objects.filter(key=key, published_on=PartialDay(text)).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("given", [None, ""])
def test_an_unknown_day_is_null(given: Any) -> None:
    key = make.source(published_on=given).key
    assert Source.objects.get(key=key, published_on=None).published_on is None


@pytest.mark.django_db
def test_a_python_date_is_a_whole_day() -> None:
    key = make.source(published_on=dt.date(2025, 9, 2)).key
    assert Source.objects.get(key=key).published_on == PartialDay("2025-09-02")


@pytest.mark.django_db
@pytest.mark.parametrize("text", NOT_IN_THE_CALENDAR + NOT_DAYS)
def test_the_database_refuses_what_is_no_day(text: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        make.source(published_on=text)


@pytest.mark.parametrize("text", NOT_IN_THE_CALENDAR + NOT_DAYS)
def test_what_is_no_day_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        PartialDateField().to_python(text)
    why = "is not in the calendar" if text in NOT_IN_THE_CALENDAR else "is not a day"
    assert refused.value.messages == [f"{text!r} {why}: give {FORM}."]


@pytest.mark.django_db
def test_the_database_knows_the_calendar_day_by_day() -> None:
    """Every day of four kinds of year, and the day after each month's last."""
    years = (1900, 2000, 2023, 2024)
    days = [f"{year}-{month:02}-{day:02}" for year in years for month in range(1, 13) for day in range(28, 32)]
    sound = Source(key="calendar", kind="other", title="A calendar")
    day_rule = next(rule for rule in Source._meta.constraints if rule.name == "source_published_on_is_a_day")
    for text in days:
        sound.published_on = text
        try:
            day_rule.validate(Source, sound)
            allowed = True
        except ValidationError:
            allowed = False
        assert allowed == _in_calendar(text), text


def _in_calendar(text: str) -> bool:
    try:
        return bool(dt.date.fromisoformat(text))
    except ValueError:
        return False


@pytest.mark.django_db
def test_days_are_ordered_by_the_earliest_they_can_be() -> None:
    ordered = ["1999-12-31", "2000", "2000-01", "2000-01-01", "2000-01-31", "2000-02", "2000-12-31", "2001"]
    for text in random.Random(225).sample(ordered, len(ordered)):
        make.source(published_on=text, publisher="An order")
    kept = Source.objects.filter(publisher="An order").order_by("published_on").values_list("published_on", flat=True)
    assert [day.text for day in kept] == ordered == [day.text for day in sorted(map(PartialDay, ordered))]


@pytest.mark.django_db
def test_keys_are_ordered_byte_by_byte() -> None:
    keys = ["a", "a-b", "a.b", "a0", "a1", "aa", "ab", "b", "b-1", "b.1", "b1", "z"]
    for key in random.Random(225).sample(keys, len(keys)):
        make.source(key=f"order.{key}")
    kept = Source.objects.filter(key__startswith="order.").order_by("key").values_list("key", flat=True)
    assert list(kept) == sorted(f"order.{key}" for key in keys)
    assert Source.objects.filter(key__gt="order.a1", key__lte="order.b").count() == 3


@pytest.mark.django_db
def test_case_counts_in_the_order_of_keys() -> None:
    for key in ("x.a", "x.B", "x.C", "x.Ab"):
        make.weight(key=key)
    kept = Weight.objects.filter(key__startswith="x.").order_by("key")
    assert [row.key for row in kept] == ["x.Ab", "x.B", "x.C", "x.a"]


@pytest.mark.parametrize(
    ("typed", "read"),
    [("2025-09", "2025-09"), (" 2025-09-02 ", "2025-09-02"), ("2025", "2025"), ("", None), ("  ", None), (None, None)],
)
def test_a_form_reads_a_day(typed: str | None, read: str | None) -> None:
    assert PartialDayFormField(required=False).clean(typed) == (read and PartialDay(read))


def test_a_form_refuses_an_impossible_day_and_asks_for_a_missing_one() -> None:
    with pytest.raises(ValidationError, match=r"'2025-13' is not in the calendar"):
        PartialDayFormField().clean("2025-13")
    with pytest.raises(ValidationError, match="required"):
        PartialDayFormField().clean("")


@pytest.mark.parametrize(
    ("initial", "typed", "changed"),
    [
        (PartialDay("2025-09"), "2025-09", False),
        (PartialDay("2025-09"), " 2025-09 ", False),
        (PartialDay("2025-09"), "2025", True),
        (None, "", False),
        (PartialDay("2025"), "", True),
    ],
)
def test_a_form_sees_whether_a_day_was_changed(initial: Any, typed: str, changed: bool) -> None:
    assert PartialDayFormField().has_changed(initial, typed) is changed


def test_the_form_of_a_column_is_the_form_of_a_day() -> None:
    form = Source._meta.get_field("published_on").formfield()
    assert isinstance(form, PartialDayFormField) and not form.required
    assert form.widget.attrs["placeholder"] == "YYYY-MM-DD"


def test_migrations_name_no_width() -> None:
    _, path, args, options = PartialDateField(null=True).deconstruct()
    assert (path, args, options) == ("signatories.models.fields.PartialDateField", [], {"null": True})
