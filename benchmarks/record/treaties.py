"""One treaty of the made-up record: its text's provisions, what was done and said on it, and where that is written."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from random import Random
from typing import Any

from benchmarks.record.declared import declaration_rows, measure_rows
from benchmarks.record.plain import FIRST_KNOWN, LAST_DAY, Row, Rows, fact, known_after, no_rows
from benchmarks.record.provisions import provision_rows
from benchmarks.record.stories import Step, Teller
from benchmarks.record.world import DISSOLVED, GAZETTES, GROUPING, SIGNING, SPLIT_ON, World

FIRST_WAVE = 15
COLUMNS = {"signature": "Signature", "accession": "Accession", "succession": "Succession", "denunciation": "Notes"}


def treaty_rows(world: World, number: int, quota: int, seed: int) -> Rows:
    """Every row of the treaty with this number, with exactly so many acts."""
    return _Treaty(world, number, seed).rows(quota)


class _Treaty:
    def __init__(self, world: World, number: int, seed: int) -> None:
        self.world, self.number = world, number
        self.random = random = Random(f"{seed} {number}")
        self.key = f"bts-{number:04}"
        year = random.choice([*range(1950, 1989), *range(1994, 2015)])
        self.opened = dt.date(year, 1, 1) + dt.timedelta(days=random.randrange(365))
        self.enters_into_force = number % 20 != 10
        self.is_vague = number % 8 == 3
        """Whether the days of some of its signatures are known to the month or year only."""
        self.known_from = FIRST_KNOWN if number % 3 else dt.date(2019, 7, 1)
        self.chart, self.text = f"{self.key}-chart", f"{self.key}-text"

    def rows(self, quota: int) -> Rows:
        rows = no_rows()
        rows["sources"] = self._sources()
        rows["treaties"] = [self._treaty()]
        provision_rows(rows, self)
        rows["actions"] = self._actions(quota)
        rows["declarations"] = declaration_rows(self, rows["actions"])
        rows["measures"] = measure_rows(self, rows["actions"])
        rows["milestones"] = [
            self.fact("chart", "head of the chart", key=f"{self.key}.{kind}.1", kind=kind, occurred_on=str(day),
                      place=place, body=body, title=title)
            for kind, day, place, body, title in (
                ("adopted", self.opened - dt.timedelta(days=60), "", "Assembly", "The text is adopted"),
                ("opened", self.opened, "A made-up town", "", "Opened for signature"),
            )
        ]  # fmt: skip
        rows["checks"] = [
            self.fact("chart", "all rows", key=f"{self.key}.check.2024-12-31", speaks_as_of="2024-12-31",
                      result="Compared row by row; nothing is new.") | {"known_from": "2025-01-01T00:00:00Z"}
        ]  # fmt: skip
        return rows

    def fact(self, source: str, locator: str, **columns: Any) -> Row:
        """A row about this treaty, cited from its chart or its text."""
        known_from = f"{self.known_from}T00:00:00Z"
        return fact(f"{self.key}-{source}", locator, known_from, **{"treaty": self.key, **columns})

    def _sources(self) -> list[Row]:
        common = {"publisher": "A made-up depositary", "language": "en"}
        return [
            {"key": self.chart, "kind": "depositary", "title": f"Chart of signatures and ratifications, {self.key}",
             "speaks_as_of": "2024-12-31", "url": f"https://bench.example/{self.key}/chart", **common},
            {"key": self.text, "kind": "treaty_text", "title": f"Text of {self.key}",
             "published_on": str(self.opened), "url": f"https://bench.example/{self.key}/text", **common},
        ]  # fmt: skip

    def _treaty(self) -> Row:
        subject = self.random.choice(["Rivers", "Harbours", "Letters", "Seeds", "Records", "Bridges", "Salt", "Clocks"])
        return {
            "treaty": self.key,
            "series": "BTS",
            "number": str(self.number),
            "title_en": f"Convention No. {self.number} on {subject}",
            "title_fr": f"Convention n° {self.number}, dite « {subject} »",
            "short_title_en": f"{subject} {self.number}",
            "depositary": "A made-up depositary",
            "grouped_by": GROUPING if self.number % 2 else None,
            "complete": True,
            "text_url": f"https://bench.example/{self.key}/text",
        }

    def _actions(self, quota: int) -> list[Row]:
        teller = Teller(self.random, self.opened, enters_into_force=self.enters_into_force)
        told = self._stories(teller)
        missing = quota - sum(len(steps) for _, steps in told)
        for _, steps in told:
            if missing > 0 and len(steps) == 1 and steps[0].kind == "signature" and steps[0].on < LAST_DAY:
                steps.append(Step("ratification", steps[0].on + (LAST_DAY - steps[0].on) / 2))
                missing -= 1
        rows: list[Row] = []
        for participant, steps in told:
            rows += self._acts_of(participant, steps[: quota - len(rows)])
        if len(rows) != quota:
            raise ValueError(f"{quota} acts are too many for one treaty.")
        return rows

    def _stories(self, teller: Teller) -> list[tuple[str, list[Step]]]:
        """Who does what: the first wave first, founders of the grouping organisation among it."""
        world, random = self.world, self.random
        others = [key for key in world.states if key not in world.founders and key not in world.predecessor_of]
        random.shuffle(others)
        first = [*world.founders[:6], *others[: FIRST_WAVE - 6]]
        later = [*world.founders[6:], *others[FIRST_WAVE - 6 :]]
        told = [(key, teller.first_wave()) for key in first] if self.enters_into_force else []
        told += [(key, teller.story()) for key in (later if told else [*first, *later])]
        told += [(key, teller.of_an_organisation()) for key in SIGNING]
        for old, new in world.successor_of.items():
            if self.opened < SPLIT_ON and self.enters_into_force:
                told += [(old, teller.of_a_dissolved()), (new, teller.of_its_successor())]
            elif self.opened > SPLIT_ON:
                told.append((new, teller.story()))
        begun, rest = told[:FIRST_WAVE], told[FIRST_WAVE : -2 * DISSOLVED or None]
        last = told[len(begun) + len(rest) :]
        random.shuffle(rest)
        return [*begun, *last, *rest]

    def _acts_of(self, participant: str, steps: list[Step]) -> list[Row]:
        numbers: Counter[str] = Counter()
        rows: list[Row] = []
        for step in steps:
            numbers[step.kind] += 1
            row = self._act(participant, step, f"{self.key}.{participant}.{step.kind}.{numbers[step.kind]}")
            row["refers_to"] = rows[-step.names]["key"] if step.names else None
            rows.append(row)
        if self.is_vague and len(rows) == 1 and rows[0]["kind"] == "signature" and self.random.random() < 0.1:
            rows[0]["done_on"] = self._vague(steps[0].on)
        return rows

    def _act(self, participant: str, step: Step, key: str) -> Row:
        random, name = self.random, self.world.names[participant][0]
        column = COLUMNS.get(step.kind, "Ratification")
        row = fact(
            self.chart,
            f"row {name}, column {column}",
            known_after(step.on, self.known_from),
            key=key,
            treaty=self.key,
            participant=participant,
            kind=step.kind,
            done_on=str(step.on),
            takes_effect_on=None,
            expires_on=None,
            scope="",
            territories=[],
            articles=[],
            note="",
        )
        row |= step.more
        if random.random() < 0.02:
            row["note"] = f"Entered under the name {name} had on that day."
        if random.random() < 0.02:
            row["articles"] = random.sample(["1", "2", "7(2)", "12"], 2)
        chance = random.random()
        if chance < 0.3:
            row["source"].append(self.text)
            row["locator"].append(f"annex, notification of {step.on}")
        if chance < 0.05:
            row["source"].append(f"gazette-{random.randint(1, GAZETTES):02}")
            row["locator"].append(f"{step.on.year}, page {random.randint(1, 900)}")
        row["confidence"] = "high" if chance < 0.92 else "medium" if chance < 0.98 else "low"
        return row

    def _vague(self, day: dt.date) -> str:
        """The month or the year of the day, if all of it lies after the opening."""
        if day.year > self.opened.year and self.random.random() < 0.5:
            return str(day.year)
        return str(day)[:7] if str(day)[:7] > str(self.opened)[:7] else str(day)
