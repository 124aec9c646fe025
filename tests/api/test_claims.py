"""The list of claims: a row in full, how each stands at a moment, and the filters by what is worked out."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from signatories.models import Claim
from tests.api.test_pages import pages
from tests.models import builders as make

pytestmark = pytest.mark.django_db

Get = Callable[..., Any]
SEED = "enoch-2024.member_count.1"
VERDICTS = ["agrees", "contradicts", "open", "not_comparable"]


@pytest.fixture
def beyond() -> Claim:
    """A claim about a day that the record does not speak for, beside the shipped ones."""
    claim: Claim = make.claim(treaty_id="cets-225", about_on="2030", claimed="40")
    return claim


def test_a_claim_in_full(get: Get) -> None:
    row = get(f"claims/{SEED}/")
    (source,) = row.pop("sources")
    assert (source["key"], source["published_on"], source["locator"]) == (row["source"], "2024-09", row["locator"])
    assert row.pop("decision_reason").startswith("The Russian Federation ceased to be a member")
    assert row == {
        "key": SEED,
        "url": f"http://testserver/api/v1/claims/{SEED}/",
        "source": "enoch-2024",
        "locator": "paragraph on the Council of Europe, its 47 members",
        "question": "member_count",
        "treaty": None,
        "treaty_title": None,
        "organisation": "COE",
        "organisation_name": "Council of Europe",
        "participant": None,
        "participant_name": None,
        "claimed": "47",
        "about_on": None,
        "recorded": "46",
        "assessment": "contradicts",
        "reason": "Throughout 2024-09, the Council of Europe had 46 members, not 47."
        " It had 47 until 2022-03-16, when the Russian Federation ceased to be a member.",
        "decision": "46",
        "known_from": "2026-10-01T00:00:00Z",
    }


def test_each_way_of_standing_is_a_filter_and_they_make_the_whole(get: Get, beyond: Claim) -> None:
    whole = get("claims/", limit=1000)
    found = {verdict: get("claims/", assessment=verdict, limit=1000)["results"] for verdict in VERDICTS}
    assert all(found.values())
    assert {row["assessment"] for row in found["open"]} == {"open"}
    assert [row["key"] for row in found["open"]] == [beyond.key]
    assert sorted(row["key"] for rows in found.values() for row in rows) == [row["key"] for row in whole["results"]]
    two = get("claims/", assessment="open,agrees", limit=1000)
    assert two["count"] == len(found["open"]) + len(found["agrees"])


def test_what_is_worked_out_narrows_with_what_is_stored(get: Get) -> None:
    asked = {"assessment": "contradicts", "source": "teleo-codex-2026-04-06"}
    assert get("claims/", **asked)["count"] == 4
    assert [row["key"] for row in get("claims/", **asked, question="in_force_on")["results"]] == [
        "teleo-codex-2026-04-06.in_force_on.1"
    ]
    assert {row["key"] for row in get("claims/", recorded="46,57")["results"]} == {
        SEED,
        "enoch-2024.negotiating_state_count.1",
    }


def test_a_word_that_is_no_assessment(get: Get) -> None:
    (error,) = get("claims/", status=400, assessment="wrong")["errors"]
    assert (error["parameter"], error["accepted"]) == ("assessment", VERDICTS)


def test_pages_of_what_is_filtered_add_up(get: Get) -> None:
    whole = get("claims/", assessment="contradicts", limit=1000)
    walked = list(pages(get, "claims/", assessment="contradicts", limit=3))
    assert [row for body in walked for row in body["results"]] == whole["results"]
    assert {body["count"] for body in walked} == {whole["count"]}


def test_the_same_as_csv(client: Client, get: Get) -> None:
    response: Any = client.get("/api/v1/claims/", {"assessment": "contradicts", "format": "csv"})
    rows = list(csv.DictReader(io.StringIO(response.getvalue().decode(), newline="")))
    said = [(row["key"], row["source"], row["recorded"] or None, row["reason"]) for row in rows]
    whole = get("claims/", assessment="contradicts", limit=1000)["results"]
    assert said == [(row["key"], row["source"], row["recorded"], row["reason"]) for row in whole]


def test_a_claim_is_held_against_the_record_of_the_moment(get: Get) -> None:
    claim = make.claim(treaty_id="cets-225", claimed="21")
    path = f"claims/{claim.key}/"
    assert get(path)["assessment"] == "agrees"
    known = get("actions/", treaty="cets-225", kind="signature", known_on="2025-06-01")["count"]
    earlier = get(path, known_on="2025-06-01")
    assert (earlier["assessment"], earlier["recorded"]) == ("contradicts", str(known))
    assert known < 21
    assert get("claims/", assessment="contradicts", known_on="2025-06-01", key=claim.key)["count"] == 1
    get(path, status=404, known_on="2024-12-31")


def test_nothing_is_worked_out_for_fields_that_are_not_asked(client: Client) -> None:
    def queries(fields: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/api/v1/claims/", {"fields": fields}).status_code == 200
        return len(captured)

    assert queries("key,claimed") < queries("key,recorded") == queries("key,recorded,assessment,reason")
