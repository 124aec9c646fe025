"""What the made-up record is made of: rows by table, and the days and instants in them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

Row = dict[str, Any]
Rows = dict[str, list[Row]]

FIRST_KNOWN = dt.date(2016, 1, 1)
LAST_DAY = dt.date(2024, 12, 1)


def no_rows() -> Rows:
    """Rows by table, before there are any."""
    return defaultdict(list)


def known_after(day: dt.date | str, not_before: dt.date = FIRST_KNOWN) -> str:
    """The instant from which the record has held something of that day: the beginning of the next quarter."""
    year, month = int(str(day)[:4]), int(str(day)[5:7] or 12)
    quarter = dt.date(year + 1, 1, 1) if month > 9 else dt.date(year, (month - 1) // 3 * 3 + 4, 1)
    return f"{max(quarter, not_before)}T00:00:00Z"


def fact(source: str, locator: str, known_from: str, **columns: Any) -> Row:
    """A fact's row with one source."""
    return {**columns, "source": [source], "locator": [locator], "confidence": "high", "known_from": known_from}
