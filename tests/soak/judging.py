"""Each answer against the second reading of the law (tests/treaty_law/oracle.py), by the record as known then."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from tests.soak.treaties import Record
from tests.treaty_law import oracle
from tests.web.test_oracle import DAYS, EVERYONE

Acts = tuple[tuple[str, str, str, str], ...]
"""Key, participant, kind and day of each act."""


def acts_of(rows: dict[str, dict[str, Any]]) -> Acts:
    """The acts of rows as the log tells them."""
    return tuple(sorted((key, row["participant"], row["kind"], row["done_on"]) for key, row in rows.items()))


class Judge:
    """Knows the treaties, and what the oracle said of each of their states that it was asked about last."""

    def __init__(self, treaties: dict[str, Record]) -> None:
        self.treaties = treaties
        self.said = lru_cache(maxsize=64)(self._said)

    def statuses(self, treaty: str, acts: Acts, day: dt.date) -> dict[str, str]:
        """The status of everyone."""
        _, _, walked = self.said(treaty, acts)
        return {who: walked[who][day]["status"] for who in EVERYONE}

    def force(self, treaty: str, acts: Acts, day: dt.date) -> dict[str, Any]:
        """When it enters into force and why, by the words of the API."""
        record, outcomes, _ = self.said(treaty, acts)
        known = oracle.known_force(record, outcomes, day)
        said = {"triggered_on": known["trigger"], "in_force_on": known["official"]}
        said |= {"computed_in_force_on": known["computed"]}
        written = {name: value and value.isoformat() for name, value in said.items()}
        counted = {} if known["trigger"] else {"counted": outcomes[0]["numbers"][day]}
        return written | {"triggered_by": sorted(known["by"])} | counted

    def _said(self, treaty: str, acts: Acts) -> tuple[Record, Any, Any]:
        rows = [
            {"key": key, "who": who, "kind": kind, "done": dt.date.fromisoformat(done)}
            | {"effect": None, "expires": None, "scope": None, "refers": None}
            for key, who, kind, done in acts
        ]
        record = self.treaties[treaty] | {"acts": rows}
        outcomes = oracle.treaty_days(record, DAYS)
        walked = {who: oracle.walk_participant(record, who, outcomes, DAYS) for who in EVERYONE}
        return record, outcomes, walked


def in_chart(body: dict[str, Any]) -> dict[str, str]:
    """Everyone's status in a chart that lists also who has done nothing."""
    return {row["participant"]: row["status"] for group in body["groups"] for row in group["rows"]}


def in_list(body: dict[str, Any]) -> dict[str, str]:
    """Everyone's status in a list of statuses, which leaves out who has done nothing."""
    return dict.fromkeys(EVERYONE, "no_action") | {row["participant"]: row["status"] for row in body["results"]}


def of_force(body: dict[str, Any], like: dict[str, Any]) -> dict[str, Any]:
    """What an answer about entry into force says of what the oracle says."""
    said = {name: body[name] for name in like if name != "counted"}
    said["triggered_by"] = sorted(body["triggered_by"])
    return said | ({"counted": len(body["counted"])} if "counted" in like else {})
