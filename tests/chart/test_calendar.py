"""Days ahead: read from what is kept, they are those that the rules give, on each day around each of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from signatories.chart import calendar
from signatories.chart.calendar import Upcoming, upcoming
from signatories.models.directory import Directory
from signatories.record.periods import keep_periods
from tests.models import builders as make

pytestmark = pytest.mark.django_db
A_DAY = dt.timedelta(days=1)
OURS = ["x-falling", "x-stated"]


@pytest.fixture
def two_that_end() -> None:
    """One by its number, one in a month that is stated."""
    falling, stated = make.open_treaty(key="x-falling"), make.open_treaty(key="x-stated")
    for treaty in (falling, stated):
        make.rule(treaty=treaty, consents_required=2, delay_months=1, rounding="none", later_from="trigger",
                  ends_below=2 if treaty is falling else None)  # fmt: skip
        make.rule(treaty=treaty, applies_to="denunciation", delay_months=3)
        for day in ("2020-01-10", "2020-02"):
            act = make.action(treaty=treaty, kind="accession", done_on=day)
        make.action(
            treaty=treaty, participant=act.participant, kind="denunciation", done_on="2021-05-05", scope="whole"
        )
    make.milestone(treaty=stated, kind="ended", occurred_on="2022-03")
    keep_periods(OURS)


def asked(day: dt.date, **which: Any) -> list[Upcoming]:
    return upcoming(Directory(), day, **which)


@pytest.mark.usefixtures("two_that_end")
def test_what_is_kept_tells_the_days_that_the_rules_give(monkeypatch: pytest.MonkeyPatch) -> None:
    around = [dt.date(2020, 1, 9) + n * A_DAY for n in (*range(70), *range(480, 580), *range(780, 820))]
    kept = [asked(day, treaties=OURS) for day in around]
    ends = [(str(day), one.treaty) for day, found in zip(around, kept, strict=True) for one in found
            if one.name.endswith(".ends")]  # fmt: skip
    assert ends == [("2021-08-05", "x-falling"), *((f"2022-03-{day:02}", "x-stated") for day in range(1, 32))]
    monkeypatch.setattr(calendar, "is_as_now", lambda moment: False)
    assert [asked(day, treaties=OURS) for day in around] == kept
    assert any(one.name.endswith("ceases-to-bind") for found in kept for one in found)
