"""The days and moments that questions name in words, read the same way whoever asks: the API and the pages."""

from __future__ import annotations

import datetime as dt

from signatories.treaty_law.days import PartialDay

MOMENT_FORM = "an instant such as 2026-09-12T08:00:00Z, or a day such as 2026-09-12, which means its end in UTC"


def whole_day(text: str) -> dt.date | None:
    """The day, if the text is one whole day of the calendar."""
    try:
        day = PartialDay.parse(text)
    except ValueError:
        return None
    return day.earliest if day.is_whole else None


def instants(text: str) -> tuple[dt.datetime, dt.datetime]:
    """The first and the last instant the text means, the same where it is an instant; a ValueError says what is wrong.

    A day lasts from midnight to a microsecond before the next one, in UTC.
    """
    if len(text) == 10:
        day = PartialDay.parse(text).earliest
        return dt.datetime.combine(day, dt.time.min, dt.UTC), dt.datetime.combine(day, dt.time.max, dt.UTC)
    try:
        if "T" not in text:
            raise ValueError(text)
        moment = dt.datetime.fromisoformat(text.replace(" ", "+"))
        moment = moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"{text[:60]!r} is not a moment: give {MOMENT_FORM}.") from None
    return moment, moment
