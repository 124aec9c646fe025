"""Two hundred pages of made-up treaties, read, against the second reading of the law (tests/treaty_law/oracle.py)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from itertools import product
from random import Random
from typing import Any

import pytest

from signatories.web.days import written
from tests.models import builders as make
from tests.treaty_law import oracle
from tests.web.reading import Element

pytestmark = pytest.mark.django_db
FIRST = dt.date(2001, 1, 1)
DAYS = [FIRST + dt.timedelta(days=number) for number in range(300)]
STATES = ["QWA", "QWB", "QWC", "QWD", "QWE"]
ORGANISATION, CONFERENCE = "QWO", "QWX"
EVERYONE = [*STATES, ORGANISATION]
TREATIES, DAYS_EACH = 20, 10
NUMBERS = ["none", "one", "two", "three", "four", "five"]


def some_acts(dice: Random) -> list[dict[str, Any]]:
    """What each did, one lawful thing after another: signed, consented, took it back or left."""
    acts = []
    for who in EVERYONE:
        day = dice.randrange(0, 120)
        ways = [["accession"], ["signature"], ["signature", "ratification"], ["signature", "withdrawal_of_signature"]]
        ways += [["signature", "ratification", "withdrawal_of_consent"], ["accession", "denunciation"], []]
        for kind in dice.choice(ways + 2 * [["signature", "ratification"]]):
            act = {"key": f"{who}.{kind}", "who": who, "kind": kind, "done": DAYS[day]}
            acts.append(act | {"effect": None, "expires": None, "scope": None, "refers": None})
            day += dice.randrange(0, 60)
    return acts


def some_record(dice: Random, memberships: list[tuple[Any, ...]]) -> dict[str, Any]:
    """A treaty's record as the oracle reads it."""
    threshold = {"key": "members", "members_of": ORGANISATION, "participants": [], "on": "act", "measure": "count"}
    clause = {"months": dice.randrange(0, 3), "days": dice.randrange(0, 20), "rounding": "none"}
    condition = clause | {
        "name": None, "consents": dice.randrange(1, 5), "organisations": dice.choice(["yes", "yes", "no"]), "kinds": [],
        "not_before": None, "fixed_day": None,
        "thresholds": [threshold | {"minimum": dice.randrange(1, 3)}] if dice.random() < 0.6 else [],
    }  # fmt: skip
    return {
        "acts": some_acts(dice), "organisations": {ORGANISATION}, "extinct": {}, "succeeds": {}, "weights": {},
        "memberships": memberships, "conditions": [condition],
        "later": {"months": 1, "days": 0, "rounding": "first_of_next_month", "family": "trigger"},
        "leaving": {"months": 0, "days": dice.randrange(1, 30), "rounding": "none", "locked": 0},
        "ended": None, "ends_below": None, "stated": None,
    }  # fmt: skip


def store(record: dict[str, Any]) -> str:
    """The same record in the database; the treaty's key."""
    treaty = make.treaty()
    make.milestone(treaty=treaty, kind="opened", occurred_on=FIRST.isoformat())
    for way, who in product(("sign", "accede"), ({"participant_id": ORGANISATION}, {"members_of_id": CONFERENCE})):
        make.entitlement(treaty=treaty, way=way, all_states=False, **who)
    (condition,) = record["conditions"]
    make.rule(treaty=treaty, consents_required=condition["consents"], organisations_count=condition["organisations"],
              delay_months=condition["months"], delay_days=condition["days"])  # fmt: skip
    for row in condition["thresholds"]:
        make.threshold(treaty=treaty, members_of_id=ORGANISATION, minimum=row["minimum"])
    make.rule(treaty=treaty, applies_to="later_party", article="30(4)", consents_required=None, delay_months=1,
              rounding="first_of_next_month", later_from="trigger")  # fmt: skip
    make.rule(treaty=treaty, applies_to="denunciation", article="35", consents_required=None,
              delay_days=record["leaving"]["days"], earliest_after_months=0)  # fmt: skip
    for act in record["acts"]:
        make.action(treaty=treaty, participant_id=act["who"], kind=act["kind"], done_on=act["done"].isoformat())
    return str(treaty.key)


def test_pages_and_a_second_slow_reading_say_the_same(page: Callable[..., Element]) -> None:
    dice = Random(225)
    for key in STATES:
        make.participant(key=key, name_en=f"State {key}", name_fr=f"État {key}")
    make.organisation(key=ORGANISATION, name_en="Union", name_fr="Union")
    make.organisation(key=CONFERENCE, name_en="Conference", name_fr="Conférence")
    for key in STATES:
        make.membership(member_id=key, organisation_id=CONFERENCE, valid_from=FIRST.isoformat())
    memberships = [(key, ORGANISATION, DAYS[dice.randrange(0, 100)], None) for key in STATES[:3]]
    for member, _organisation, since, _until in memberships:
        make.membership(member_id=member, organisation_id=ORGANISATION, valid_from=since.isoformat())
    told: Counter[str] = Counter()
    for _treaty in range(TREATIES):
        record = some_record(dice, memberships)
        key, outcomes = store(record), oracle.treaty_days(record, DAYS)
        known = {who: oracle.walk_participant(record, who, outcomes, DAYS) for who in EVERYONE}
        for day in dice.sample(DAYS, DAYS_EACH):
            read = page(f"/treaties/{key}/", as_of=day.isoformat())
            check_statuses(read, {who: known[who][day]["status"] for who in EVERYONE})
            told[check_answer(read, record, outcomes, day)] += 1
    assert sum(told.values()) == TREATIES * DAYS_EACH
    assert all(told[state] > 10 for state in ("in_force", "coming", "not_in_force")), told


def check_statuses(read: Element, known: dict[str, str]) -> None:
    rows = [row.attributes for row in read.one("section", id="chart").all("tr") if "data-participant" in row.attributes]
    said = {row["data-participant"]: row["data-status"] for row in rows}
    for link in (link for details in read.all("details", cls="idle") for link in details.all("a")):
        said[link.attributes["href"].split("/")[2]] = "no_action"
    assert said == known


def check_answer(read: Element, record: dict[str, Any], outcomes: list[dict[str, Any]], day: dt.date) -> str:
    """The verdict of the page, which must be the oracle's, in its sentence too."""
    verdict, known = read.one("section", cls="verdict"), oracle.known_force(record, outcomes, day)
    sentence = verdict.one("p", cls="answer").text
    state = next(word for word in verdict.attributes["class"].split() if word != "verdict")
    official = known["official"]
    if official is None:
        assert state == "not_in_force"
        have = outcomes[0]["numbers"][day]
        assert f"; {NUMBERS[have]} ha{'s' if have < 2 else 've'} been deposited" in sentence
    else:
        assert state == ("in_force" if official <= day else "coming")
        assert written(official) in sentence and written(known["trigger"]) in sentence
        assert sorted(f"State {who}" if who in STATES else "Union" for who in known["by"]) == sorted(
            sentence.partition("with the consent of ")[2].rstrip(".").split(", ")
        )
    return state
