"""Statuses across treaties: each filter, pages, the matrix, CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from signatories.api.day_filters import DayFilter
from signatories.api.naming_filters import MemberOfFilter, OrganisationFilter, SearchFilter
from signatories.api.status_filters import STATUS
from signatories.models import Treaty, TreatyAction
from signatories.record.changing import change
from signatories.treaty_law.days import PartialDay
from tests.models import builders as make

Get = Callable[..., Any]
AS_OF = "2026-09-24"
UNSEEN = {"participant_type", "member_of", "search"}


@pytest.fixture
def statuses(db: None, client: Client) -> Callable[..., dict[str, Any]]:
    """A page of `statuses/` on the day."""

    def ask(**asked: Any) -> dict[str, Any]:
        response = client.get("/api/v1/statuses/", {"as_of": AS_OF, "limit": 1000} | asked)
        assert response.status_code == 200, response.content
        return response.json()

    return ask


@pytest.fixture
def full(statuses: Get) -> list[dict[str, Any]]:
    """Every status row of the shipped record on a day, those that did nothing included."""
    told, nothing = statuses()["results"], statuses(status="no_action")["results"]
    return sorted([*told, *nothing], key=lambda row: (row["treaty"], row["participant"]))


@pytest.mark.parametrize("name", [name for name in STATUS if name not in UNSEEN])
def test_a_filter_is_a_plain_filter(statuses: Get, full: list[dict[str, Any]], name: str) -> None:
    kind = STATUS[name]
    assert not isinstance(kind, OrganisationFilter | MemberOfFilter | SearchFilter)
    values = sorted({str(row[str(kind.field_name)]) for row in full if row[str(kind.field_name)] is not None})
    for value in values[:5] or (["2001"] if isinstance(kind, DayFilter) else []):
        value = value.lower() if value in ("True", "False") else value
        expected = [
            (row["treaty"], row["participant"])
            for row in full
            if passes(kind, value, row[str(kind.field_name)])
            and (row["status"] != "no_action" or (name == "status" and value == "no_action"))
        ]
        found = statuses(**{name: value})["results"]
        assert [(row["treaty"], row["participant"]) for row in found] == expected, value


def passes(kind: Any, value: str, own: Any) -> bool:
    """Whether a plain reading keeps the row."""
    if not isinstance(kind, DayFilter):
        return str(own).lower() == value.lower()
    if own is None:
        return False
    day, asked = PartialDay.parse(own), PartialDay.parse(value)
    if kind.side == "on":
        return day.may_fall_within(asked.earliest, asked.latest)
    return day.latest >= asked.earliest if kind.side == "after" else day.earliest <= asked.latest


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"participant_type": "organisation"}, 1),
        ({"participant_type": "state"}, 20),
        ({"member_of": "COE"}, 15),
        ({"member_of": "EU"}, 0),
        ({"search": "norvege"}, 1),
        ({"search": "artificial"}, 21),
        ({"status": "signatory,contracting"}, 21),
        ({"participant": "gb,EUE", "status": "signatory"}, 1),
    ],
)
def test_other_filters(statuses: Get, asked: dict[str, str], count: int) -> None:
    assert statuses(treaty="cets-225", **asked)["count"] == count


@pytest.mark.parametrize("ordering", ["treaty", "-participant", "signed_on", "-consented_on"])
@pytest.mark.parametrize("limit", [1, 7])
def test_pages_add_up_to_the_whole(get: Get, client: Any, ordering: str, limit: int) -> None:
    whole = get("statuses/", as_of=AS_OF, ordering=ordering)["results"]
    found, previous, body = [], [], get("statuses/", as_of=AS_OF, ordering=ordering, limit=limit)
    while True:
        found += body["results"]
        assert body["count"] == len(whole)
        if body["next"] is None:
            break
        body = client.get(body["next"]).json()
    while body["previous"]:
        body = client.get(body["previous"]).json()
        previous = body["results"] + previous
    assert found == whole
    assert previous == whole[: len(previous)]
    assert len(previous) >= len(whole) - limit


def test_unknown_days_come_last_either_way(get: Get) -> None:
    for ordering in ("consented_on", "-consented_on"):
        days = [row["consented_on"] for row in get("statuses/", as_of=AS_OF, ordering=ordering)["results"]]
        known = [day for day in days if day]
        assert days == sorted(known, reverse=ordering[0] == "-") + [None] * (len(days) - len(known))


@pytest.mark.parametrize("path", ["statuses", "matrix"])
@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"colour": "red"}, "colour"),
        ({"treaty": "cets-999"}, "treaty"),
        ({"participant": "XYZ"}, "participant"),
        ({"member_of": "GBR"}, "member_of"),
        ({"as_of": "2026"}, "as_of"),
        ({"known_on": "2999-01-01"}, "known_on"),
        ({"limit": "0"}, "limit"),
        ({"cursor": "WyJ4Il0"}, "cursor"),
    ],
)
def test_bad_input_is_named(get: Get, path: str, asked: dict[str, str], named: str) -> None:
    assert [error["parameter"] for error in get(f"{path}/", status=400, **asked)["errors"]] == [named]


def test_a_cursor_belongs_to_its_question(get: Get) -> None:
    link = get("statuses/", as_of=AS_OF, limit=2)["next"]
    cursor = link.rpartition("cursor=")[2]
    assert get("statuses/", status=400, cursor=cursor, suspended="false")["errors"][0]["parameter"] == "cursor"
    assert get("matrix/", status=400, cursor=cursor)["errors"][0]["parameter"] == "cursor"


def test_the_matrix(get: Get) -> None:
    body = get("matrix/", treaty="cets-225,cets-185", participant="GBR,EU,ALB,RUS", as_of=AS_OF)
    page = ["count", "next", "previous", "known_on", "results"]
    assert list(body) == ["treaties", "as_of", "permalink", "record_speaks_as_of", *page]
    assert body["treaties"] == ["cets-185", "cets-225"]
    assert {row["participant"]: row["statuses"] for row in body["results"]} == {
        "ALB": {"cets-185": "party", "cets-225": "signatory"},
        "EU": {"cets-185": None, "cets-225": "contracting"},
        "GBR": {"cets-185": None, "cets-225": "signatory"},
        "RUS": {"cets-185": None, "cets-225": None},
    }


def test_a_page_of_the_matrix_holds_so_many_cells(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("signatories.api.matrix.MOST_CELLS", 10)
    body = get("matrix/", as_of=AS_OF)
    assert len(body["results"]) == 10 // Treaty.objects.count()
    assert body["next"]


@pytest.mark.parametrize(
    ("path", "columns", "rows"),
    [
        ("statuses/?treaty=cets-225", ["treaty", "treaty_title", "participant", "participant_name", "status"], 21),
        ("statuses/?treaty=cets-225&fields=participant,since&limit=3", ["participant", "since"], 3),
        ("matrix/", ["participant", "participant_name", "cets-185", "cets-225"], 58),
        ("treaties/cets-225/status/?x=", ["treaty", "as_of", "group", "participant", "name", "status"], 21),
    ],
)
def test_tables_as_csv(client: Any, db: None, path: str, columns: list[str], rows: int) -> None:
    response = client.get(f"/api/v1/{path.removesuffix('?x=')}{'&' if '?' in path and 'x=' not in path else '?'}"
                          f"format=csv&as_of={AS_OF}")  # fmt: skip
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    header, *lines = csv.reader(io.StringIO(b"".join(response.streaming_content).decode()))
    assert header[: len(columns)] == columns
    assert len(lines) == rows


@pytest.mark.parametrize("asked", [{"ordering": "-since"}, {"ordering": "participant", "participant_type": "state"}])
def test_pages_stay_of_their_moment_whatever_is_recorded_meanwhile(
    get: Get, client: Any, asked: dict[str, str]
) -> None:
    whole = get("statuses/", as_of=AS_OF, **asked)["results"]
    body = get("statuses/", as_of=AS_OF, limit=5, **asked)
    found, moment = body["results"], body["known_on"]
    with change() as record:
        given = {"treaty_id": "cets-225", "source_id": "coe-chart-225-transcript-a", "brought_by": None}
        record.record(make.unsaved(TreatyAction, participant_id="FRA", done_on="2026-09-20", **given))
    assert get("statuses/", as_of=AS_OF, **asked)["results"] != whole
    while body["next"]:
        body = client.get(body["next"]).json()
        assert (body["known_on"], body["count"]) == (moment, len(whole))
        found += body["results"]
    assert found == whole


@pytest.mark.parametrize("resource", ["statuses", "matrix"])
@pytest.mark.parametrize(
    ("asked", "speaks", "beyond"),
    [
        ({"treaty": "cets-225", "as_of": "2026-10-01"}, "2026-10-01", None),
        ({"treaty": "cets-225", "as_of": "2026-10-02"}, "2026-10-01", True),
        ({"treaty": "cets-185", "as_of": "2026-10-02"}, None, None),
        ({"as_of": "2026-10-02"}, None, None),
    ],
    ids=["on-the-day-of-the-check", "later", "never-compared", "one-never-compared"],
)
def test_a_table_says_until_when_its_treaties_were_compared(
    get: Get, resource: str, asked: dict[str, str], speaks: str | None, beyond: bool | None
) -> None:
    body = get(f"{resource}/", **asked)
    assert body["record_speaks_as_of"] == speaks
    assert body.get("beyond_record") is beyond
