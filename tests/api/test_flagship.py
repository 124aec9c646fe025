"""Who signed the AI Convention: the questions a newcomer asks first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

SIGNED_ON = {
    "2024-09-05": "AND EU GBR GEO ISL ISR MDA NOR SMR USA",
    "2024-11-05": "MNE",
    "2025-02-11": "CAN JPN",
    "2025-02-27": "LIE",
    "2025-03-27": "CHE",
    "2025-05-15": "UKR",
    "2025-09-02": "URY",
    "2025-12-09": "BIH",
    "2026-01-27": "ARM",
    "2026-05-08": "MKD",
    "2026-06-15": "ALB",
}

Get = Callable[..., Any]


def test_every_signature_on_its_day(rows: Callable[..., list[dict[str, Any]]]) -> None:
    found = {row["participant"]: row["done_on"] for row in rows("actions", treaty="cets-225", kind="signature")}
    assert found == {participant: day for day, keys in SIGNED_ON.items() for participant in keys.split()}


@pytest.mark.parametrize(
    ("parameters", "count"),
    [
        pytest.param({}, 21, id="all"),
        pytest.param({"member_of": "COE"}, 15, id="members-of-the-council"),
        pytest.param({"participant_type": "organisation"}, 1, id="the-union-alone"),
        pytest.param({"done_on_after": "2025-01-01", "done_on_before": "2025-12-31"}, 7, id="in-2025-by-days"),
        pytest.param({"done_on": "2025"}, 7, id="in-2025"),
        pytest.param({"done_on": "2025-02"}, 3, id="in-february-2025"),
        pytest.param({"done_on_before": "2024-09-04"}, 0, id="the-day-before-opening"),
        pytest.param({"done_on": "2024-09-05"}, 10, id="on-the-opening-day"),
        pytest.param({"participant": "gb,EUE"}, 2, id="by-other-codes"),
        pytest.param({"participant": ["GBR", "EU"]}, 2, id="repeated"),
        pytest.param({"search": "royaume"}, 1, id="by-a-french-name"),
        pytest.param({"search": "TURKIYE"}, 0, id="one-who-has-not-signed"),
    ],
)
def test_counts_of_signatures(get: Get, parameters: dict[str, Any], count: int) -> None:
    assert get("actions/", treaty="cets-225", kind="signature", **parameters)["count"] == count


@pytest.mark.parametrize(
    ("organisation", "as_of", "count"),
    [
        ("COE", "2024-09-05", 46),
        ("COE", "2022-03-15", 47),
        ("COE", "2022-03-16", 46),
        ("EU", "2024-09-05", 27),
        ("EU", "2020-01-31", 28),
        ("EU", "2020-02-01", 27),
    ],
)
def test_members_on_a_day(get: Get, organisation: str, as_of: str, count: int) -> None:
    body = get("memberships/", organisation=organisation, role="member", as_of=as_of)
    assert (body["count"], body["as_of"]) == (count, as_of)
    assert get("participants/", member_of=organisation, as_of=as_of)["count"] == count


def test_an_action_in_full(get: Get) -> None:
    row = get("actions/cets-225.EU.approval.1/")
    assert row["url"].endswith("/api/v1/actions/cets-225.EU.approval.1/")
    sources = row.pop("sources")
    assert sources[0].keys() == {"key", "title", "publisher", "published_on", "url", "locator"}
    del row["url"], row["note"]
    assert row == {
        "key": "cets-225.EU.approval.1",
        "treaty": "cets-225",
        "treaty_title": (
            "Council of Europe Framework Convention on Artificial Intelligence and Human Rights, Democracy and the Rule"
            " of Law"
        ),
        "participant": "EU",
        "participant_name": "European Union",
        "kind": "approval",
        "done_on": "2026-05-15",
        "takes_effect_on": None,
        "expires_on": None,
        "scope": None,
        "territories": [],
        "articles": [],
        "refers_to": None,
        "confidence": "high",
        "known_from": row["known_from"],
    }


def test_a_treaty_shows_what_its_text_provides(get: Get) -> None:
    treaty = get("treaties/cets-225/")
    rule = next(rule for rule in treaty["rules"] if rule["applies_to"] == "treaty")
    assert (rule["article"], rule["consents_required"], rule["delay_months"]) == ("30(3)", 5, 3)
    assert [(row["key"], row["minimum"], row["members_of"]) for row in treaty["thresholds"]] == [
        ("cets-225.threshold.members", 3, "COE")
    ]
    assert treaty["weights"] == []
    assert {row["url"] for row in treaty["entitlements"]} == {treaty["url"]}


def test_names_in_french(get: Get, client: Any) -> None:
    assert get("participants/GBR/", lang="fr")["name"] == "Royaume-Uni"
    answer = client.get("/api/v1/actions/cets-225.GBR.signature.1/", headers={"accept-language": "fr"})
    assert answer.json()["participant_name"] == "Royaume-Uni"
    assert answer["Content-Language"] == "fr"


@pytest.mark.parametrize("code", ["GB", "gb", "gbr", "Gbr"])
def test_other_codes_redirect_to_the_key(client: Any, db: None, code: str) -> None:
    response = client.get(f"/api/v1/states/{code}/?lang=fr")
    assert response.status_code == 302
    assert response["Location"] == "http://testserver/api/v1/states/GBR/?lang=fr"


def test_the_code_of_the_union(client: Any, db: None) -> None:
    assert client.get("/api/v1/participants/EUE/")["Location"].endswith("/participants/EU/")
    assert client.get("/api/v1/states/EUE/").status_code == 404
