"""The questions of the querysets, asked of random rows, get the answers that plain Python gives.

The rows are stored once; what is random is which of them there are and the day asked about.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import cycle
from typing import Any

import pytest
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signatories.models import Declaration, Membership
from signatories.querysets import declared_on, holds_on, may_fall, must_fall
from signatories.treaty_law.days import PartialDay
from tests.models import builders as make

pytestmark = pytest.mark.django_db

# Days that meet: around the ends of a year, of a month and of a leap year's February.
DAYS = [
    *(dt.date(2023, 12, 30) + dt.timedelta(days=n) for n in range(5)),
    *(dt.date(2024, 2, 27) + dt.timedelta(days=n) for n in range(5)),
    dt.date(2024, 12, 31),
    dt.date(2025, 1, 1),
]
MOMENTS = [dt.datetime(2026, month, 1, tzinfo=dt.UTC) for month in range(1, 6)]
TICK = dt.timedelta(microseconds=1)

days = st.sampled_from(DAYS)
partial_days = st.builds(lambda day, width: PartialDay(day.isoformat()[:width]), days, st.sampled_from([4, 7, 10]))
moments = st.builds(lambda moment, ticks: moment + ticks * TICK, st.sampled_from(MOMENTS), st.sampled_from([-1, 0, 1]))
Ends = tuple[PartialDay | None, PartialDay | None]
ends_known_or_not = st.tuples(st.none() | partial_days, st.none() | partial_days)


def in_order(ends: Ends) -> bool:
    """Whether the database takes an interval of these ends."""
    begin, end = ends
    return not (begin and end) or (end != begin and (end > begin or begin.text.startswith(end.text)))


few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def store(db: None) -> Callable[[list[Any]], dict[Any, Any]]:
    """Keeps rows in place of those of the last example, and tells them by their database ids."""

    def keep(rows: list[Any]) -> dict[Any, Any]:
        model = type(rows[0])
        model.objects.filter(locator="random").delete()
        for number, row in enumerate(rows):
            row.locator, row.key = "random", f"random.{number}"
        return {row.pk: row for row in model.objects.bulk_create(rows)}

    return keep


@pytest.fixture
def declaration() -> Callable[..., Declaration]:
    """Declarations of one participant on one treaty, not stored."""
    same = {"treaty": make.treaty(), "participant": make.participant(), "source": make.source()}
    return lambda **given: make.unsaved(Declaration, **same, **given)


@pytest.fixture
def membership() -> Callable[..., Membership]:
    """Memberships of States of their own in one organisation, not stored; there are ten States."""
    states = cycle([make.participant() for _ in range(10)])
    same = {"organisation": make.organisation(), "source": make.source()}
    return lambda **given: make.unsaved(Membership, member=next(states), **same, **given)


def found(rows: dict[Any, Any], question: Q) -> set[Any]:
    """The ids of the rows that the database finds."""
    model = type(next(iter(rows.values())))
    return set(model.objects.filter(question, pk__in=rows).values_list("pk", flat=True))


@few
@given(made_on=st.lists(partial_days, min_size=1, max_size=10), first=st.none() | days, last=st.none() | days)
def test_a_day_may_fall_or_must_fall(
    store: Any, declaration: Any, made_on: list[PartialDay], first: dt.date | None, last: dt.date | None
) -> None:
    rows = store([declaration(made_on=day) for day in made_on])
    edges = (first or dt.date.min, last or dt.date.max)
    may = {pk for pk, row in rows.items() if row.made_on.may_fall_within(*edges)}
    must = {pk for pk, row in rows.items() if row.made_on.must_fall_within(*edges)}
    assert found(rows, may_fall("made_on", first=first, last=last)) == may
    assert found(rows, must_fall("made_on", first=first, last=last)) == must
    assert must <= may


@pytest.mark.parametrize("question", [may_fall, must_fall])
def test_an_unknown_day_falls_nowhere(question: Any, declaration: Any) -> None:
    row = declaration()
    row.save()
    assert not found({row.pk: row}, question("withdrawn_on"))
    assert not found({row.pk: row}, question("withdrawn_on", first=DAYS[0], last=DAYS[-1]))


@few
@given(ends=st.lists(ends_known_or_not.filter(in_order), min_size=1, max_size=10), day=days)
def test_an_interval_holds_on_a_day(store: Any, membership: Any, ends: list[Ends], day: dt.date) -> None:
    rows = store([membership(valid_from=begin, valid_until=end) for begin, end in ends])
    may_hold = {pk for pk, row in rows.items() if may_be_on(row.valid_from, row.valid_until, day)}
    assert found(rows, holds_on(day)) == may_hold
    assert set(Membership.objects.holding_on(day).filter(pk__in=rows).values_list("pk", flat=True)) == may_hold


@few
@given(
    said=st.lists(st.tuples(partial_days, st.none() | partial_days, st.none() | partial_days), min_size=1, max_size=10),
    day=days,
)
def test_a_declaration_stands_on_a_day(store: Any, declaration: Any, said: list[Any], day: dt.date) -> None:
    sound = [(made_on, effect, until if until and until >= made_on else None) for made_on, effect, until in said]
    rows = store([declaration(made_on=made, takes_effect_on=effect, until=until) for made, effect, until in sound])
    stands = {pk for pk, row in rows.items() if may_be_on(row.takes_effect_on or row.made_on, row.until, day)}
    assert found(rows, declared_on(day)) == stands


@few
@given(held=st.lists(st.tuples(moments, st.none() | moments), min_size=1, max_size=10), asked=st.none() | moments)
def test_what_was_known(store: Any, declaration: Any, held: list[Any], asked: dt.datetime | None) -> None:
    sound = [(since, until if until and until > since else None) for since, until in held]
    rows = store([declaration(known_from=since, known_until=until) for since, until in sound])
    if asked is None:
        known = {pk for pk, row in rows.items() if row.known_until is None}
    else:
        known = {
            pk
            for pk, row in rows.items()
            if row.known_from <= asked and (row.known_until is None or asked < row.known_until)
        }
    assert set(Declaration.objects.known_on(asked).filter(pk__in=rows).values_list("pk", flat=True)) == known


def may_be_on(begin: PartialDay | None, end: PartialDay | None, day: dt.date) -> bool:
    """Whether some reading of the ends has the day in the half-open interval."""
    return (begin is None or begin.earliest <= day) and (end is None or day < end.latest)


def test_a_key_names_the_row_held_or_the_last_one_held(declaration: Any) -> None:
    spans = [(MOMENTS[0], MOMENTS[1]), (MOMENTS[2], MOMENTS[3])]
    early, late = (declaration(key="x.1", known_from=since, known_until=until) for since, until in spans)
    late.save()
    early.save()
    assert Declaration.objects.get_by_natural_key("x.1") == late
    now = declaration(key="x.1", known_from=MOMENTS[3])
    now.save()
    assert Declaration.objects.get_by_natural_key("x.1") == now
    with pytest.raises(Declaration.DoesNotExist, match=r"nothing under the key x\.2"):
        Declaration.objects.get_by_natural_key("x.2")


def test_the_rows_of_a_treaty(declaration: Any) -> None:
    row, other = declaration(), make.declaration()
    row.save()
    assert list(Declaration.objects.for_treaty(row.treaty_id)) == [row] != [other]
