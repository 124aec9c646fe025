"""Who there is in the made-up record: States, a few of them dissolved, organisations, and who belonged to what."""

from __future__ import annotations

import datetime as dt
from random import Random

from benchmarks.record.plain import Row, Rows, fact, no_rows

STATES, DISSOLVED = 197, 5
GROUPING, UNION = "OCE", "OEU"
SIGNING = (UNION, "OAB", "OAC")
"""The organisations that may act on treaties, so that two hundred may at a time."""
OTHERS = ("OAD", "OAE", "OAF", "OAG")
SPLIT_ON = dt.date(1993, 1, 1)
GAZETTES = 40
KNOWN_FROM = "2016-01-01T00:00:00Z"
YEARBOOK = "yearbook-of-members"


class World:
    """The participants of the made-up record."""

    def __init__(self, seed: int) -> None:
        random = Random(f"{seed} world")
        codes = [a + b + c for a in "BDFGHJKLMNPRSTVZ" for b in "AEIOU" for c in "BDGKLMNRSTV"]
        keys = random.sample(codes, STATES + DISSOLVED)
        self.states, self.dissolved = sorted(keys[:STATES]), sorted(keys[STATES:])
        self.successor_of = dict(zip(self.dissolved, random.sample(self.states, DISSOLVED), strict=True))
        self.predecessor_of = {new: old for old, new in self.successor_of.items()}
        old = [key for key in self.states if key not in self.predecessor_of]
        self.founders = sorted(random.sample(old, 10))
        """Members of the grouping organisation from its first day on."""
        self.names = {key: self._name(key, random) for key in (*self.states, *self.dissolved)}
        self.names |= {key: (f"Organisation {key}", f"Organisation {key} (é)") for key in (GROUPING, *SIGNING, *OTHERS)}
        self._random = random

    def rows(self) -> Rows:
        """Their rows, with the sources that are of no treaty."""
        rows = no_rows()
        rows["sources"] = [_source(YEARBOOK, "reference", "Yearbook of members", "2024-12-31")]
        rows["sources"] += [
            _source(f"gazette-{n:02}", "official", f"Gazette of {self.names[self.states[n]][0]}", "2024")
            for n in range(1, GAZETTES + 1)
        ]
        pairs = [a + b for a in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" for b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
        alpha2 = dict(zip(self.states, self._random.sample(pairs, STATES), strict=True))
        rows["participants"] = [self._participant(key, "state", alpha2.get(key, "")) for key in self.dissolved]
        rows["participants"] += [self._participant(key, "state", alpha2[key]) for key in self.states]
        rows["participants"] += [self._participant(key, "organisation", "") for key in (GROUPING, *SIGNING, *OTHERS)]
        rows["memberships"] = list(self._memberships())
        return rows

    def _participant(self, key: str, kind: str, alpha2: str) -> Row:
        name_en, name_fr = self.names[key]
        return {
            "participant": key,
            "type": kind,
            "name_en": name_en,
            "name_fr": name_fr,
            "iso_alpha2": alpha2,
            "from": str(SPLIT_ON) if key in self.predecessor_of else None,
            "until": str(SPLIT_ON) if key in self.successor_of else None,
            "succeeds": [self.predecessor_of[key]] if key in self.predecessor_of else [],
            "note": "Dissolved; its successor is beside it." if key in self.successor_of else "",
        }

    def _memberships(self) -> list[Row]:
        """Members of each organisation: some left, some came back as observers, and there are observers."""
        random, found = self._random, []
        for organisation in (GROUPING, *SIGNING, *OTHERS):
            founders = self.founders if organisation == GROUPING else []
            young = [key for key in self.states if key not in founders and key not in self.predecessor_of]
            joined = random.sample(young, random.randint(25, 60))
            for place, key in enumerate([*founders, *joined]):
                since = dt.date(1949, 5, 5) if key in founders else _some_day(random, 1950, 2005)
                until = None if key in founders or place % 9 else since + dt.timedelta(days=random.randint(900, 6000))
                role = "observer" if key not in founders and place % 7 == 3 else "member"
                found.append(_membership(organisation, key, role, since, until))
                if until and place % 2:
                    found.append(_membership(organisation, key, "candidate", until, None))
        return found

    @staticmethod
    def _name(key: str, random: Random) -> tuple[str, str]:
        stem = key.title() + random.choice(["a", "e", "o"]) + random.choice("lmnrst")
        ending, french = random.choice([("ia", "ie"), ("land", "lande"), ("stan", "stan"), ("onia", "onie")])
        return stem + ending, stem.replace("e", "é") + french


def _source(key: str, kind: str, title: str, published_on: str) -> Row:
    return {"key": key, "kind": kind, "title": title, "publisher": "A made-up press", "published_on": published_on,
            "url": f"https://bench.example/{key}", "language": "en"}  # fmt: skip


def _membership(organisation: str, member: str, role: str, since: dt.date, until: dt.date | None) -> Row:
    return fact(
        YEARBOOK,
        f"{organisation}, {member}",
        KNOWN_FROM,
        key=f"{organisation}.{member}.{role}.1",
        member=member,
        organisation=organisation,
        role=role,
        **{"from": str(since), "until": str(until) if until else None},
        note="",
    )


def _some_day(random: Random, first: int, last: int) -> dt.date:
    return dt.date(first, 1, 1) + dt.timedelta(days=random.randrange((last - first + 1) * 365))
