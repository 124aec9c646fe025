"""From a day to the day reached: months before days before rounding, on the awkward ends of months."""

from __future__ import annotations

from typing import Any

import pytest

from signatories.treaty_law.acts import Rounding, RuleScope
from signatories.treaty_law.case import Rule
from signatories.treaty_law.delay import day_reached, delay_words, rounding_problem
from signatories.treaty_law.entry_into_force import entry_into_force
from tests.treaty_law.building import case, day, treaty_rule

NEXT, FIRST, YEAR = Rounding.FIRST_OF_NEXT_MONTH, Rounding.FIRST_OF_MONTH, Rounding.FIRST_OF_NEXT_YEAR


@pytest.mark.parametrize(
    ("months", "days", "rounding", "happened", "reached"),
    [
        pytest.param(3, 0, NEXT, "2026-09-24", "2027-01-01", id="three-months-then-first-of-next"),
        pytest.param(3, 0, NEXT, "2026-11-23", "2027-03-01", id="november-23-reaches-march"),
        pytest.param(3, 0, NEXT, "2026-11-28", "2027-03-01", id="november-28"),
        pytest.param(3, 0, NEXT, "2026-11-30", "2027-03-01", id="november-30-is-clamped-to-february-28"),
        pytest.param(3, 0, NEXT, "2026-12-01", "2027-04-01", id="a-first-reaches-a-first-and-goes-on-to-the-next"),
        pytest.param(3, 0, NEXT, "2027-01-31", "2027-05-01", id="january-31-is-clamped-to-april-30"),
        pytest.param(1, 0, NEXT, "2024-01-31", "2024-03-01", id="one-month-rule-in-a-leap-year"),
        pytest.param(1, 0, Rounding.NONE, "2024-01-31", "2024-02-29", id="one-month-after-january-31-in-a-leap-year"),
        pytest.param(3, 1, Rounding.NONE, "2026-11-30", "2027-03-01", id="months-are-clamped-before-the-day-is-added"),
        pytest.param(6, 0, FIRST, "1998-09-16", "1999-03-01", id="sixth-month-after-the-month-in-which"),
        pytest.param(6, 0, FIRST, "1998-09-30", "1999-03-01", id="sixth-month-from-the-last-day"),
        pytest.param(6, 0, FIRST, "1998-10-01", "1999-04-01", id="sixth-month-from-the-first-day"),
        pytest.param(12, 0, Rounding.NONE, "2024-02-29", "2025-02-28", id="twelve-months-from-a-leap-day"),
        pytest.param(12, 0, Rounding.NONE, "1993-11-16", "1994-11-16", id="twelve-months"),
        pytest.param(0, 60, NEXT, "2002-04-11", "2002-07-01", id="first-of-the-month-after-the-sixtieth-day"),
        pytest.param(0, 60, NEXT, "2002-07-01", "2002-09-01", id="the-sixtieth-day-falls-in-august"),
        pytest.param(0, 90, Rounding.NONE, "2004-11-30", "2005-02-28", id="ninety-days"),
        pytest.param(0, 0, YEAR, "2000-12-31", "2001-01-01", id="year-end-from-the-last-day"),
        pytest.param(0, 0, YEAR, "2001-01-01", "2002-01-01", id="year-end-from-the-first-day"),
        pytest.param(6, 0, YEAR, "2000-07-01", "2002-01-01", id="six-months-reach-the-next-year-then-its-end"),
    ],
)
def test_day_reached(months: int, days: int, rounding: Rounding, happened: str, reached: str) -> None:
    rule = Rule(RuleScope.TREATY, delay_months=months, delay_days=days, rounding=rounding)
    assert day_reached(rule, day(happened)) == day(reached)


@pytest.mark.parametrize(
    ("happened", "reached"),
    [("1988-12-31", "1989-01-01"), ("1989-01-01", "1989-01-01"), ("1989-01-02", "1989-04-02")],
    ids=["before-the-fixed-day", "on-the-fixed-day", "after-it-with-delay"],
)
def test_a_fixed_day_is_without_delay(happened: str, reached: str) -> None:
    rule = Rule(RuleScope.TREATY, delay_days=90, fixed_day=day("1989-01-01"))
    assert day_reached(rule, day(happened)) == day(reached)


@pytest.mark.parametrize(("happened", "reached"), [("1994-07-16", "1995-01-13"), ("1994-07-18", "1995-01-14")])
def test_never_before_the_day_the_treaty_sets(happened: str, reached: str) -> None:
    rule = Rule(RuleScope.TREATY, delay_days=180, not_before=day("1995-01-13"))
    assert day_reached(rule, day(happened)) == day(reached)


def test_the_first_of_the_month_reached_needs_months() -> None:
    with pytest.raises(ValueError, match="give the months of the delay, or use first_of_next_month"):
        day_reached(Rule(RuleScope.TREATY, rounding=FIRST), day("2000-01-15"))
    assert rounding_problem(FIRST, 1) is None
    assert rounding_problem(NEXT, 0) is None


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "no delay"),
        ({"delay_days": 90}, "90 days"),
        ({"delay_months": 3, "delay_days": 1}, "3 months and 1 day"),
        (
            {"delay_months": 3, "rounding": NEXT},
            "3 months, then the first day of the month after the month reached",
        ),
        ({"delay_days": 180, "not_before": day("1995-01-13")}, "180 days, not before 1995-01-13"),
    ],
    ids=["echr", "refugee-convention", "suppression-of-terrorism", "istanbul", "chemical-weapons"],
)
def test_a_clause_in_words(fields: dict[str, Any], words: str) -> None:
    assert delay_words(Rule(RuleScope.TREATY, **fields)) == words


def test_a_fixed_day_needs_no_instrument_where_the_treaty_asks_for_none() -> None:
    file = case(rules=[treaty_rule("1", fixed_day=day("2005-01-01"))], adopted_on="2004-01-01")
    assert [entry_into_force(file, day(on)).in_force for on in ("2004-12-31", "2005-01-01")] == [False, True]
    assert entry_into_force(file, day("2003-12-31")).in_force_on is None


def test_a_fixed_day_is_known_from_the_adoption_on() -> None:
    rules = [treaty_rule("1", fixed_day=day("2005-01-01"))]
    adopted = case(rules=rules, adopted_on="2004-01-01")
    assert str(entry_into_force(adopted, day("2004-01-01")).in_force_on) == "2005-01-01"
    of_unknown_age = case(rules=rules)
    known = [str(entry_into_force(of_unknown_age, day(on)).in_force_on) for on in ("2004-12-31", "2005-01-01")]
    assert known == ["None", "2005-01-01"]
