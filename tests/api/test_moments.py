"""Days and moments asked about: `as_of` keeps the rows that hold on the day, `known_on` the record as it was then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from signatories.api.views import VIEWSETS
from signatories.models import HELD as ALL_HELD
from signatories.models import HeldRow
from signatories.treaty_law.days import PartialDay
from tests.api.plain_filters import Row, holds

Get = Callable[..., Any]
Rows = Callable[..., list[Row]]
DAYS = """
    1917-12-31 1918-01-01 1992-11-30 1992-12-01 1992-12-31 1993-01-01 2001-01-01 2001-05-14 2001-05-15 2003-08-01
    2004-06-30 2004-07-31 2004-08-01 2010-05-31 2010-06-01 2010-06-14 2010-06-15 2010-06-30 2010-12-31 2011-01-01
    2012-06-30 2012-07-01 2030-12-31 2031-01-01 2999-12-31
""".split()
WITH_INTERVALS = ["memberships", "participants", "states", "organisations"]
HELD = [view.serializer_class for view in VIEWSETS if issubclass(view.serializer_class.model, HeldRow)]

pytestmark = pytest.mark.usefixtures("generated_record")


def keys(rows: list[Row]) -> list[str]:
    return [row["key"] for row in rows]


@pytest.mark.parametrize("resource", WITH_INTERVALS)
def test_rows_that_may_hold_on_a_day(rows: Rows, resource: str) -> None:
    full, sizes = rows(resource), set()
    for day in DAYS:
        on = PartialDay(day)
        expected = keys([row for row in full if holds(row["from"], row["until"], on, certain=False)])
        assert keys(rows(resource, as_of=day, fields="key")) == expected, day
        sizes.add(len(expected))
    assert len(sizes) > 2


def test_declarations_that_may_hold_on_a_day(rows: Rows) -> None:
    full = rows("declarations")
    for day in DAYS:
        expected = keys(
            [
                row
                for row in full
                if holds(row["takes_effect_on"] or row["made_on"], row["until"], PartialDay(day), certain=False)
            ]
        )
        assert keys(rows("declarations", as_of=day, fields="key")) == expected, day


def test_the_day_is_echoed_where_it_was_given(get: Get) -> None:
    assert get("states/", as_of="2010-06-15")["as_of"] == "2010-06-15"
    assert "as_of" not in get("states/")


@pytest.mark.parametrize("resource", ["participants", "states", "organisations"])
def test_members_on_a_day(rows: Rows, resource: str) -> None:
    memberships = rows("memberships", organisation="QOA,QOB", role="member")
    for day in DAYS:
        on = PartialDay(day)
        members = {row["member"] for row in memberships if holds(row["from"], row["until"], on, certain=False)}
        existing = keys(rows(resource, as_of=day, fields="key"))
        assert keys(rows(resource, as_of=day, member_of="QOA,QOB")) == [key for key in existing if key in members], day


@pytest.mark.parametrize("serializer", HELD, ids=lambda serializer: serializer.resource)
def test_the_record_as_it_was_known(get: Get, rows: Rows, serializer: Any) -> None:
    edges, changes = edges_of(serializer.model), sorted({edge for model in ALL_HELD for edge in edges_of(model)})
    step = dt.timedelta(microseconds=1)
    for moment in sorted({edge + nudge for edge in edges for nudge in (-step, 0 * step, step)}):
        held = serializer.model.objects.filter(known_from__lte=moment)
        expected = sorted(row.key for row in held if row.known_until is None or row.known_until > moment)
        body = get(f"{serializer.resource}/", known_on=moment.isoformat(), limit=1000, fields="key")
        assert keys(body["results"]) == expected, moment
        assert body["count"] == len(expected)
        echoed = [change for change in changes if change <= moment]
        assert body["known_on"] == (echoed[-1].isoformat().replace("+00:00", "Z") if echoed else None)


def edges_of(model: Any) -> set[dt.datetime]:
    """The instants from which rows of the model were held, or no longer."""
    rows = model.objects.values_list("known_from", "known_until")
    return {edge for edges in rows for edge in edges if edge}


def test_a_day_means_its_end_and_today_means_now(get: Get) -> None:
    assert get("actions/", known_on="2019-05-31")["count"] == 1
    assert get("actions/", known_on="2019-06-01")["count"] == 0
    assert get("actions/", known_on="2018-12-31")["known_on"] is None
    today = dt.datetime.now(dt.UTC).date()
    assert get("actions/", known_on=str(today))["count"] == get("actions/")["count"]


def test_a_row_alone_as_it_was_known(get: Get) -> None:
    path = "actions/q-no-longer-held.actions/"
    get(path, status=404)
    get(path, status=404, known_on="2018-12-31")
    assert get(path, known_on="2019-01-01")["key"] == "q-no-longer-held.actions"
    assert get(path, known_on="2019-05-31T23:59:59.999999Z")["key"] == "q-no-longer-held.actions"
    get(path, status=404, known_on="2019-06-01T00:00:00+00:00")
