"""The made-up treaties that are written and read about: as a data package, and as the oracle reads them."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from tests.exchange.packing import pack
from tests.web.test_oracle import CONFERENCE, DAYS, EVERYONE, FIRST, ORGANISATION, STATES, some_record

SOURCE = {"source": "soak-chart", "locator": "row 1"}
HOW_MANY = 4
Record = dict[str, Any]
"""A treaty as `tests.treaty_law.oracle` takes it."""


def made_up(dice: Random) -> dict[str, Record]:
    """The treaties by their keys, without an act yet."""
    memberships = [(key, ORGANISATION, DAYS[dice.randrange(0, 100)], None) for key in STATES[:3]]
    return {f"soak-{number}": some_record(dice, memberships) | {"acts": []} for number in range(1, HOW_MANY + 1)}


def package(folder: Path, treaties: dict[str, Record]) -> Path:
    """The package that brings them into a record."""
    rules: list[Record] = []
    thresholds: list[Record] = []
    entitlements: list[Record] = []
    fact = {**SOURCE, "confidence": "high"}
    for treaty, record in treaties.items():
        numbers = (f"{treaty}.entitlement.{number}" for number in count(1))
        for way in ("sign", "accede"):
            entitlements.append({"key": next(numbers), "treaty": treaty, "way": way, "participant": ORGANISATION})
            entitlements.append({"key": next(numbers), "treaty": treaty, "way": way, "members_of": CONFERENCE})
        (condition,) = record["conditions"]
        each = {"treaty": treaty, "verified": "true", "text": "As the text says."}
        force = {"applies_to": "treaty", "article": "30(3)", "consents_required": condition["consents"]}
        force |= {"organisations_count": condition["organisations"], "rounding": "none"}
        force |= {"delay_months": condition["months"], "delay_days": condition["days"]}
        later = {"applies_to": "later_party", "article": "30(4)", "delay_months": 1, "delay_days": 0}
        later |= {"rounding": "first_of_next_month", "later_from": "trigger"}
        leaving = {"applies_to": "denunciation", "article": "35", "delay_months": 0, "earliest_after_months": 0}
        leaving |= {"delay_days": record["leaving"]["days"], "rounding": "none"}
        for number, rule in enumerate((force, later, leaving), start=1):
            rules.append({"key": f"{treaty}.rule.{number}"} | each | rule)
        for row in condition["thresholds"]:
            thresholds.append(
                {"key": f"{treaty}.threshold.members", "treaty": treaty, "members_of": ORGANISATION}
                | {"membership_on": "act", "measure": "count", "minimum": row["minimum"]}
            )
    opened = [
        {"key": f"{key}.opened", "treaty": key, "kind": "opened", "occurred_on": FIRST.isoformat(), "title": "Opened"}
        for key in treaties
    ]
    (any_record,) = list(treaties.values())[:1]
    memberships = [(key, CONFERENCE, FIRST, None) for key in EVERYONE if key in STATES] + any_record["memberships"]
    return pack(
        folder,
        sources=[{"key": "soak-chart", "kind": "official", "title": "A chart"}],
        participants=[
            {"participant": key, "type": "state" if key in STATES else "organisation", "name_en": key, "name_fr": key}
            for key in (*EVERYONE, CONFERENCE)
        ],
        treaties=[{"treaty": key, "title_en": key, "title_fr": key, "complete": "true"} for key in treaties],
        memberships=[
            {"key": f"{organisation}.{member}", "member": member, "organisation": organisation, "role": "member"}
            | {"from": since.isoformat()}
            | fact
            for member, organisation, since, _until in memberships
        ],
        entitlements=[row | fact for row in entitlements],
        rules=[row | fact for row in rules],
        thresholds=[row | fact for row in thresholds] or [],
        milestones=[row | fact for row in opened],
    )
