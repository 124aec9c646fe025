"""From the day something happened to the day it takes effect: delay, rounding, fixed days.

One function serves the treaty itself, later parties, territories and
denunciations alike, because their clauses differ in numbers only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from signatories.treaty_law.acts import Rounding
from signatories.treaty_law.case import Rule
from signatories.treaty_law.days import add_months
from signatories.treaty_law.legal_rule import legal_rule


@legal_rule("VCLT 24(1)")
def day_reached(rule: Rule, happened_on: dt.date) -> dt.date:
    """Months are counted first (clamped to the month's end), then days, then the day is rounded as the clause says."""
    problem = rounding_problem(rule.rounding, rule.delay_months)
    if problem:
        raise ValueError(problem)
    if rule.fixed_day and happened_on <= rule.fixed_day:
        return fixed_day_without_delay(rule.fixed_day)
    counted = add_months(happened_on, rule.delay_months) + dt.timedelta(days=rule.delay_days)
    rounded = ROUNDINGS[rule.rounding](counted)
    return max(rounded, rule.not_before) if rule.not_before else rounded


@legal_rule("VCLT 24(1)")
def fixed_day_without_delay(fixed_day: dt.date) -> dt.date:
    """Where the conditions are met on or before the day the treaty fixes, it is that day without delay."""
    return fixed_day


def rounding_problem(rounding: Rounding, delay_months: int) -> str | None:
    """What is wrong with a rounding, as a sentence, or None: the first of the month reached needs months to count."""
    if rounding is Rounding.FIRST_OF_MONTH and delay_months == 0:
        return (
            "first_of_month with a delay of 0 months would lie before the day it is counted from: "
            "give the months of the delay, or use first_of_next_month."
        )
    return None


def delay_words(rule: Rule) -> str:
    """The delay and rounding in words: ``3 months, then the first day of the month after the month reached``."""
    parts = [so_many(rule.delay_months, "month")] if rule.delay_months else []
    parts += [so_many(rule.delay_days, "day")] if rule.delay_days else []
    words = " and ".join(parts) or "no delay"
    if rule.rounding is not Rounding.NONE:
        words += f", then {rule.rounding.means[0].lower()}{rule.rounding.means[1:].rstrip('.')}"
    return words + (f", not before {rule.not_before}" if rule.not_before else "")


def so_many(number: int | str, noun: str) -> str:
    """``1 month``, ``3 months``, ``all consents``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _next_month(day: dt.date) -> dt.date:
    return add_months(day.replace(day=1), 1)


ROUNDINGS: Mapping[Rounding, Callable[[dt.date], dt.date]] = {
    Rounding.NONE: lambda day: day,
    Rounding.FIRST_OF_MONTH: lambda day: day.replace(day=1),
    Rounding.FIRST_OF_NEXT_MONTH: _next_month,
    Rounding.FIRST_OF_NEXT_YEAR: lambda day: dt.date(day.year + 1, 1, 1),
}
