"""What a made-up treaty's text provides: who may join, when it enters into force, how it is left."""

from __future__ import annotations

from typing import Any

from benchmarks.record.plain import Rows
from benchmarks.record.world import GROUPING, SIGNING

ROUNDINGS = (
    {"delay_months": 3, "delay_days": 0, "rounding": "first_of_next_month"},
    {"delay_months": 0, "delay_days": 30, "rounding": "none"},
    {"delay_months": 3, "delay_days": 1, "rounding": "none"},
    {"delay_months": 0, "delay_days": 60, "rounding": "first_of_next_month"},
)
MORE_THAN_THERE_ARE = 250
WEIGHED = 50
"""One treaty in so many also counts weights."""


def provision_rows(rows: Rows, treaty: Any) -> None:
    """Adds the treaty's entitlements, rules, thresholds and weights."""
    rows["entitlements"] = _entitlements(treaty)
    delay = ROUNDINGS[treaty.number % len(ROUNDINGS)]
    required = 5 + treaty.number % 8 if treaty.enters_into_force else MORE_THAN_THERE_ARE
    about: dict[str, dict[str, Any]] = {
        "treaty": {"consents_required": str(required), "later_from": "trigger", "article": "30(3)"},
        "later_party": {"article": "30(4)"},
        "accession": {"article": "31(2)"},
        "denunciation": {"article": "35(2)"},
    }
    rows["rules"] = [
        treaty.fact("text", f"Article {more['article']}", key=f"{treaty.key}.rule.{applies_to}", applies_to=applies_to,
                    organisations_count="yes", verified=True, text="In our own words.", **delay, **more)
        for applies_to, more in about.items()
    ]  # fmt: skip
    if treaty.number % 2:
        rows["thresholds"] = [
            treaty.fact("text", "Article 30(3)", key=f"{treaty.key}.threshold.members", members_of=GROUPING,
                        membership_on="act", measure="count", minimum="3")
        ]  # fmt: skip
    if treaty.number % WEIGHED == 7:
        _weighed(rows, treaty)


def _entitlements(treaty: Any) -> list[dict[str, Any]]:
    circles = {"all-states": {"all_states": True}, **{key: {"participant": key} for key in SIGNING}}
    ways = {"sign": False, "accede": True}
    found = [
        treaty.fact("text", "Article 30(1)" if way == "sign" else "Article 31(1)", key=f"{treaty.key}.{way}.{name}",
                    way=way, **{"all_states": False, **circle}, after_entry_into_force=after)
        for way, after in ways.items()
        for name, circle in circles.items()
    ]  # fmt: skip
    members = {"key": f"{treaty.key}.negotiated.members-of-{GROUPING}", "way": "negotiated", "members_of": GROUPING}
    return [*found, treaty.fact("text", "preamble", **members, all_states=False, after_entry_into_force=False)]


def _weighed(rows: Rows, treaty: Any) -> None:
    """Weights of all States that exist today, and a part of their sum that must be reached."""
    weights = {key: treaty.random.randint(50, 150) for key in treaty.world.states}
    rows["weights"] = [
        treaty.fact("text", "annex", key=f"{treaty.key}.weight.{key}", participant=key, weight=str(weight))
        for key, weight in weights.items()
    ]
    rows["thresholds"].append(
        treaty.fact("text", "Article 30(3)", key=f"{treaty.key}.threshold.weight_percent", membership_on="act",
                    measure="weight_percent", minimum="3", denominator=str(sum(weights.values())))
    )  # fmt: skip
