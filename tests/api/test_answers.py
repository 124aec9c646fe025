"""The answers about the AI Convention, as the contract promises them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from rest_framework import serializers

from signatories.api.answer_shapes import (
    ChartRowShape,
    CitedShape,
    ConsentShape,
    FlagsShape,
    LineShape,
    PeriodShape,
)
from signatories.chart.status_chart import status_chart
from signatories.models.directory import Directory

Get = Callable[..., Any]
FLAGSHIP = "treaties/cets-225"
FOUR = ["CHE:ratification:2026-12-15", "NOR:ratification:2026-12-15", "GBR:ratification:2026-12-15"]
FOUR += ["ISL:ratification:2027-01-31"]


def by_status(body: dict[str, Any]) -> dict[str, int]:
    """The counts that are not zero."""
    return {name: number for name, number in body["counts"].items() if number}


def test_the_chart_in_september_2026(get: Get) -> None:
    chart = get(f"{FLAGSHIP}/status/", as_of="2026-09-24")
    assert {name: chart[name] for name in ("treaty", "as_of", "record_speaks_as_of", "complete", "in_force")} == {
        "treaty": "cets-225",
        "as_of": "2026-09-24",
        "record_speaks_as_of": "2026-10-01",
        "complete": True,
        "in_force": False,
    }
    assert chart["in_force_on"] is None
    assert "beyond_record" not in chart
    assert "scope_note" not in chart
    assert by_status(chart) == {"no_action": 37, "signatory": 20, "contracting": 1, "signatures": 21, "consents": 1}
    assert [(group["group"], group["organisation"], len(group["rows"])) for group in chart["groups"]] == [
        ("members", "COE", 15),
        ("non_members", "COE", 5),
        ("organisations", None, 1),
    ]


def test_a_line_of_the_chart_in_full(get: Get) -> None:
    members, _, organisations = get(f"{FLAGSHIP}/status/", as_of="2026-09-24")["groups"]
    (british,) = [row for row in members["rows"] if row["participant"] == "GBR"]
    assert british.pop("sources")
    assert british == {
        "participant": "GBR",
        "name": "United Kingdom",
        "status": "signatory",
        "reason": None,
        "suspended": False,
        "signed_on": "2024-09-05",
        "consent": None,
        "in_force_from": None,
        "ended_on": None,
        "periods": [],
        "certainty": "certain",
        "flags": dict.fromkeys(
            ["reservations", "declarations", "objections", "territorial", "authorities", "communications"], 0
        ),
    }
    (union,) = organisations["rows"]
    assert (union["status"], union["flags"]["declarations"]) == ("contracting", 2)
    assert union["consent"] == {
        "key": "cets-225.EU.approval.1",
        "kind": "approval",
        "done_on": "2026-05-15",
        "takes_effect_on": None,
    }


@pytest.mark.parametrize(
    ("as_of", "counts"),
    [
        ("1990-01-01", {}),
        ("2024-05-16", {}),
        ("2024-09-04", {}),
        ("2024-09-05", {"signatory": 10, "no_action": 48, "signatures": 10}),
        ("2026-05-14", {"signatory": 20, "no_action": 38, "signatures": 20}),
        ("2026-05-15", {"signatory": 19, "contracting": 1, "no_action": 38, "signatures": 20, "consents": 1}),
    ],
)
def test_counts_on_a_day(get: Get, as_of: str, counts: dict[str, int]) -> None:
    assert by_status(get(f"{FLAGSHIP}/status/", as_of=as_of)) == counts


def test_rows_in_name_order_and_those_that_did_nothing(get: Get) -> None:
    chart = get(f"{FLAGSHIP}/status/", as_of="2026-09-24", include="no_action", lang="fr")
    names = [row["name"] for row in chart["groups"][0]["rows"]]
    assert len(names) == 46
    assert names.index("Autriche") < names.index("Danemark") < names.index("Estonie") < names.index("Türkiye")
    assert sum(len(group["rows"]) for group in chart["groups"]) == 58


def test_entry_into_force_in_september_2026(get: Get) -> None:
    body = get(f"{FLAGSHIP}/entry-into-force/", as_of="2026-09-24")
    nothing = ["in_force_on", "computed_in_force_on", "depositary_in_force_on", "agrees_with_depositary"]
    assert {name: body[name] for name in nothing} == dict.fromkeys(nothing)
    assert (body["in_force"], body["triggered_on"], body["triggered_by"]) == (False, None, [])
    condition = body["condition"]
    assert condition.pop("text")
    assert condition == {
        "alternative": None,
        "article": "30(3)",
        "consents_required": 5,
        "thresholds": [
            {
                "threshold": "members",
                "members_of": "COE",
                "participants": [],
                "measure": "count",
                "minimum": 3,
                "denominator": None,
            }
        ],
        "delay": {"months": 3, "days": 0},
        "rounding": "first_of_next_month",
        "verified": True,
    }
    assert body["counted"] == [
        {
            "key": "cets-225.EU.approval.1",
            "participant": "EU",
            "kind": "approval",
            "done_on": "2026-05-15",
            "counts_in": [],
        }
    ]
    assert body["earliest_possible"] == {"if_completed_on": "2026-09-24", "in_force_on": "2027-01-01"}
    assert all(step["text"] for step in body["steps"])


def test_what_is_missing_and_who_could_supply_it(get: Get) -> None:
    missing = get(f"{FLAGSHIP}/entry-into-force/", as_of="2026-09-24")["missing"]
    assert missing["consents"] == 4
    assert missing["thresholds"] == [{"threshold": "members", "have": 0, "minimum": 3, "missing": 3}]
    suppliers = {row["participant"]: row for row in missing["could_supply"]}
    assert list(suppliers) == sorted(suppliers)
    positions = [row["position"] for row in suppliers.values()]
    assert (positions.count("signatory"), positions.count("entitled")) == (20, 37)
    assert suppliers["ALB"].items() >= {"position": "signatory", "counts_in": ["members"], "through": None}.items()
    assert suppliers["AUT"].items() >= {"position": "entitled", "counts_in": ["members"], "through": "EU"}.items()
    assert suppliers["CAN"]["counts_in"] == []


@pytest.mark.parametrize(
    ("completed_on", "in_force_on"),
    [("2026-11-22", "2027-03-01"), ("2026-11-30", "2027-03-01"), ("2026-12-01", "2027-04-01")],
)
def test_the_earliest_day_possible(get: Get, completed_on: str, in_force_on: str) -> None:
    body = get(f"{FLAGSHIP}/entry-into-force/", as_of=completed_on)
    assert body["earliest_possible"] == {"if_completed_on": completed_on, "in_force_on": in_force_on}


def test_four_ratifications_would_bring_it_into_force(get: Get) -> None:
    body = get(f"{FLAGSHIP}/projection/", assume=FOUR)
    assert (body["as_of"], body["triggered_on"], body["triggered_by"]) == ("2027-01-31", "2027-01-31", ["ISL"])
    assert (body["in_force"], body["in_force_on"]) == (False, "2027-05-01")
    assert [f"{one['participant']}:{one['kind']}:{one['done_on']}" for one in body["assumed"]] == FOUR
    assert body["counts"]["contracting"] == 5
    assert body["missing"] == {
        "consents": 0,
        "thresholds": [{"threshold": "members", "have": 4, "minimum": 3, "missing": 0}],
        "could_supply": [],
    }
    assert body["earliest_possible"] is None


@pytest.mark.parametrize("left_out", FOUR)
def test_without_any_one_of_the_four_one_is_missing(get: Get, left_out: str) -> None:
    body = get(f"{FLAGSHIP}/projection/", assume=[one for one in FOUR if one != left_out])
    assert (body["triggered_on"], body["in_force_on"], body["missing"]["consents"]) == (None, None, 1)


def test_a_projection_stores_nothing(get: Get) -> None:
    before = get(f"{FLAGSHIP}/status/", as_of="2027-12-31")
    get(f"{FLAGSHIP}/projection/", assume=FOUR, as_of="2027-12-31")
    assert get(f"{FLAGSHIP}/status/", as_of="2027-12-31") == before


@pytest.mark.parametrize(
    ("assume", "told"),
    [
        ("GBR", "not an assumption"),
        ("GBR:ratification:2026", "whole day"),
        ("GBR:ratification:2026-02-30", "whole day"),
        ("GBR:blessing:2026-12-01", "kind of act"),
        ("XYZ:ratification:2026-12-01", "no participant"),
        ("GBR:signature:2026-12-01", "VCLT"),
        ("FRA:ratification:2026-12-01", "VCLT 14"),
        ("BRA:signature:2026-12-01", "no participant"),
        ("GBR:accession:2026-12-01", "not allowed"),
    ],
)
def test_an_impossible_assumption_is_refused(get: Get, assume: str, told: str) -> None:
    errors = get(f"{FLAGSHIP}/projection/", status=400, assume=assume)["errors"]
    assert {error["parameter"] for error in errors} == {"assume"}
    assert told in errors[0]["detail"]


def test_at_most_a_hundred_assumptions(get: Get) -> None:
    errors = get(f"{FLAGSHIP}/projection/", status=400, assume=["GBR:ratification:2026-12-01"] * 101)["errors"]
    assert "100" in errors[0]["detail"]


def test_an_incomplete_record_says_only_what_it_can_know(get: Get, client: Any) -> None:
    chart = get("treaties/cets-185/status/", as_of="2004-07-01", include="no_action")
    assert (chart["complete"], chart["counts"], chart["in_force"]) == (False, None, True)
    assert chart["scope_note"]
    assert [row["status"] for group in chart["groups"] for row in group["rows"]] == ["party"] * 5
    force = get("treaties/cets-185/entry-into-force/", as_of="2004-03-17")
    assert (force["missing"]["consents"], force["missing"]["could_supply"]) == (1, None)
    nothing = client.get("/api/v1/statuses/?treaty=cets-185&status=no_action&as_of=2005-01-01").json()
    assert nothing["count"] == 0


@pytest.mark.parametrize(
    ("as_of", "triggered_by", "in_force", "agrees"),
    [
        ("2004-03-17", [], False, None),
        ("2004-03-18", ["LTU"], False, True),
        ("2004-06-30", ["LTU"], False, True),
        ("2004-07-01", ["LTU"], True, True),
    ],
)
def test_budapest_by_its_fifth(get: Get, as_of: str, triggered_by: list[str], in_force: bool, agrees: Any) -> None:
    body = get("treaties/cets-185/entry-into-force/", as_of=as_of)
    assert (body["triggered_by"], body["in_force"], body["agrees_with_depositary"]) == (triggered_by, in_force, agrees)
    assert body["in_force_on"] == ("2004-07-01" if triggered_by else None)


def test_an_answer_beyond_the_record_says_so(get: Get) -> None:
    assert "beyond_record" not in get(f"{FLAGSHIP}/status/", as_of="2026-10-01")
    assert get(f"{FLAGSHIP}/status/", as_of="2026-10-02")["beyond_record"] is True


@time_machine.travel("2026-11-23T23:59:59Z", tick=False)
def test_today_is_the_day_in_utc(get: Get) -> None:
    assert get(f"{FLAGSHIP}/status/")["as_of"] == "2026-11-23"
    assert get("statuses/")["as_of"] == "2026-11-23"


@pytest.mark.parametrize(
    "path",
    [
        f"{FLAGSHIP}/status/?include=no_action",
        f"{FLAGSHIP}/entry-into-force/",
        f"{FLAGSHIP}/projection/?assume=GBR:ratification:2027-12-01",
        "statuses/?participant=EU",
        "matrix/?participant=EU,GBR",
    ],
)
def test_a_permalink_gives_the_same_later(client: Any, db: None, path: str) -> None:
    body = client.get(f"/api/v1/{path}").json()
    link = urlsplit(body["permalink"])
    with time_machine.travel(dt.datetime(2031, 1, 1, tzinfo=dt.UTC)):
        later = client.get(f"{link.path}?{link.query}").json()
    assert later == body


def test_what_was_not_yet_known_is_not_said(get: Get) -> None:
    known_then = get(f"{FLAGSHIP}/status/", as_of="2026-09-24", known_on="2024-09-04")
    assert known_then["counts"]["signatures"] == 0
    assert known_then["known_on"] == "2024-09-04T00:00:00Z"
    assert known_then["record_speaks_as_of"] is None


@pytest.mark.parametrize("answer", ["status", "entry-into-force", "projection"])
def test_an_unknown_treaty_or_parameter(get: Get, answer: str) -> None:
    assert get(f"treaties/cets-999/{answer}/", status=404)["status"] == 404
    assert get(f"{FLAGSHIP}/{answer}/", status=400, day="2026-01-01")["errors"][0]["parameter"] == "day"
    assert get(f"{FLAGSHIP}/{answer}/", status=400, as_of="2026-09")["errors"][0]["parameter"] == "as_of"


@pytest.mark.parametrize("treaty", ["cets-225", "cets-185"])
def test_lines_are_said_as_the_framework_would_say_them(db: None, treaty: str) -> None:
    chart = status_chart(treaty, dt.date(2026, 9, 24), directory=Directory(), with_no_action=True)
    lines = [line for group in chart.groups for line in group.rows]
    parts: list[tuple[type[LineShape], list[Any]]] = [
        (ChartRowShape, lines),
        (ConsentShape, [line.status.consent for line in lines if line.status.consent]),
        (PeriodShape, [period for line in lines for period in line.status.periods]),
        (FlagsShape, [line.flags for line in lines]),
        (CitedShape, [cited for line in lines for cited in line.sources]),
    ]
    for shape, values in parts:
        said = shape()
        assert [said.to_representation(one) for one in values] == [
            serializers.Serializer.to_representation(said, one) for one in values
        ]
        assert values or (shape, treaty) == (PeriodShape, "cets-225")
