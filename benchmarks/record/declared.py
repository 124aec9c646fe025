"""What is said beside the acts of the made-up record: declarations, and measures at home."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from benchmarks.record.plain import Row

KINDS = ("declaration", "declaration", "reservation", "territorial_application", "designation_of_authority",
         "communication")  # fmt: skip
STAGES = ("adopted", "in_force", "repealed")


def declaration_rows(treaty: Any, acts: list[Row]) -> list[Row]:
    """About one for ten acts, made with one of them; some are objections to a reservation."""
    random, rows = treaty.random, []
    numbers: Counter[str] = Counter()
    reservations: list[Row] = []
    for act in acts:
        if random.random() > 0.1 or len(act["done_on"]) < 10:
            continue
        objects = reservations and random.random() < 0.1
        kind = "objection" if objects else random.choice(KINDS)
        stem = f"{treaty.key}.{act['participant']}.{kind}"
        numbers[stem] += 1
        made = dt.date.fromisoformat(act["done_on"])
        over = made + dt.timedelta(days=random.randint(300, 3000)) if random.random() < 0.1 else None
        row = treaty.fact(
            "chart", f"declarations, {act['participant']}, {numbers[stem]}", key=f"{stem}.{numbers[stem]}",
            participant=act["participant"], kind=kind, articles=random.sample(["3", "8", "9(1)", "22"], 2),
            territories=["North Isle"] if kind == "territorial_application" else [], made_on=str(made),
            takes_effect_on=str(made) if random.random() < 0.3 else None, until=str(over) if over else None,
            withdrawn_on=str(over) if over else None,
            refers_to=random.choice(reservations)["key"] if objects else None, amends=None,
            summary_en=f"A {kind.replace('_', ' ')} on how the Convention is applied.",
            summary_fr="Sur la manière d’appliquer la Convention." if random.random() < 0.5 else "",
        ) | {"known_from": act["known_from"]}  # fmt: skip
        reservations += [row] if kind == "reservation" else []
        rows.append(row)
    return rows


def measure_rows(treaty: Any, acts: list[Row]) -> list[Row]:
    """About one for twenty-five acts, of the participant that acted."""
    random, rows = treaty.random, []
    numbers: Counter[str] = Counter()
    for act in acts:
        if random.random() > 0.04:
            continue
        who = act["participant"]
        numbers[who] += 1
        year, stage = int(act["done_on"][:4]) + 1, random.choice(STAGES)
        row = treaty.fact(
            "chart", f"laws, {who}, {numbers[who]}", key=f"{treaty.key}.{who}.measure.{numbers[who]}",
            participant=who, relation=random.choice(["gives_effect", "related"]),
            kind=random.choice(["legislative", "administrative", "policy"]), stage=stage,
            title=f"Act No. {random.randint(1, 400)} of {year}", summary="Gives effect to the Convention at home.",
            adopted_on=str(year), in_force_on=f"{year}-07-01" if stage != "adopted" else None,
            repealed_on=f"{year + 6}-07" if stage == "repealed" else None, articles=["5", "6"],
            url=f"https://bench.example/laws/{treaty.number}/{who}/{numbers[who]}",
        )  # fmt: skip
        rows.append(row | {"known_from": act["known_from"]})
    return rows
