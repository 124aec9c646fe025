"""What is asked: lists filtered by participant, kind and days, statuses and charts of many days, each filter alone."""

from __future__ import annotations

from random import Random
from urllib.parse import urlencode

from benchmarks.record import SEED
from benchmarks.record.world import GROUPING, World

ACTS = "/api/v1/actions/"
EXPORT = "/api/v1/export/"
ALL_AS_CSV = f"{ACTS}?format=csv"
HOW_MANY = 12
DAYS = [f"2024-{place + 1:02}-15" for place in range(HOW_MANY)]
SINCE, UNTIL = "1961-03-04", "2023-11-11"


def lists(world: World) -> list[dict[str, str]]:
    """Filters of a hundred rows and more: six participants, how they came in, and two days."""
    random = Random(f"{SEED} questions")
    kinds = "signature,ratification,acceptance,approval,accession"
    return [
        {
            "participant": ",".join(sorted(random.sample(world.states, 6))),
            "kind": kinds,
            "done_on_after": SINCE,
            "done_on_before": UNTIL,
        }
        for _ in range(HOW_MANY)
    ]


def of_the_product(filters: dict[str, str]) -> str:
    """The question as the product's address, which is the naive twin's as well."""
    return f"{ACTS}?{urlencode(filters, safe=',')}"


def of_datasette(filters: dict[str, str], database: str) -> str:
    """The same question to Datasette."""
    asked = {
        "participant__in": filters["participant"],
        "kind__in": filters["kind"],
        "done_on__gte": filters["done_on_after"],
        "done_on__lte": filters["done_on_before"],
        "_shape": "objects",
        "_size": "100",
    }
    return f"/{database}/acts.json?{urlencode(asked, safe=',')}"


def statuses() -> list[str]:
    """Pages of a hundred statuses across all treaties, each on another day."""
    return [f"/api/v1/statuses/?as_of={day}" for day in DAYS]


def charts() -> list[str]:
    """The chart of one treaty with all who may act on it, each on another day."""
    return [f"/api/v1/treaties/bts-0001/status/?as_of={day}&include=no_action" for day in DAYS]


def single_filters(world: World) -> dict[str, str]:
    """Each filter of the list of acts alone, with a value that gives a full page where one can at every size."""
    who = world.states[3]
    years = ",".join(str(year) for year in range(1985, 2005))
    return {
        "none": "",
        "treaty": "bts-0001",
        "participant": who,
        "participant_type": "organisation",
        "member_of": GROUPING,
        "kind": "denunciation",
        "done_on": "1985",
        "done_on_after": "1990-01-01",
        "done_on_before": "1990-01-01",
        "takes_effect_on": years,
        "takes_effect_on_after": "1990-01-01",
        "takes_effect_on_before": "1990-01-01",
        "expires_on": years,
        "expires_on_after": "1990-01-01",
        "expires_on_before": "1990-01-01",
        "scope": "whole",
        "territories": "North Isle",
        "articles": "7(2)",
        "refers_to": f"bts-0001.{who}.denunciation.1",
        "note": f"Entered under the name {world.names[who][0]} had on that day.",
        "source": "bts-0001-chart",
        "locator": f"row {world.names[who][0]}, column Signature",
        "confidence": "low",
        "known_from": "2016-01-01T00:00:00Z",
        "known_from_after": "2020-01-01",
        "known_from_before": "2018-01-01",
        "search": world.names[who][0],
        "key": f"bts-0001.{world.founders[0]}.signature.1",
    }


def alone(name: str, value: str) -> str:
    """The list with this filter and no other."""
    return ACTS if name == "none" else f"{ACTS}?{urlencode({name: value}, safe=',')}"
