"""Days as a reader reads them: written out in sentences, short in tables, as precise as they are known."""

from __future__ import annotations

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import get_language

from signatories.treaty_law.days import PartialDay

Day = PartialDay | dt.date | str
LONG = {"day": "j F Y", "month": "F Y", "year": "Y"}
SHORT = {"en": {"day": "j M Y", "month": "M Y", "year": "Y"}, "fr": {"day": "j N Y", "month": "N Y", "year": "Y"}}


def partial(day: Day) -> PartialDay:
    """The day as a partial one, whatever it comes as."""
    if isinstance(day, PartialDay):
        return day
    return PartialDay.of(day) if isinstance(day, dt.date) else PartialDay(day)


def written(day: Day) -> str:
    """«5 September 2024», «5 septembre 2024»; of a month or a year no more than is known."""
    return _formatted(partial(day), LONG)


def short(day: Day) -> str:
    """«5 Sep 2024», «5 sept. 2024»."""
    return _formatted(partial(day), SHORT[_language()])


def _formatted(day: PartialDay, forms: dict[str, str]) -> str:
    text = date_format(day.earliest, forms[day.precision])
    is_first = day.is_whole and day.earliest.day == 1
    return text.replace("1 ", "1er ", 1) if is_first and _language() == "fr" else text


def _language() -> str:
    return "fr" if (get_language() or "en").startswith("fr") else "en"
