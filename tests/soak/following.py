"""The record as its log tells it: followed by its cursor, without gap or repeat, and asked how it was at any moment."""

from __future__ import annotations

import datetime as dt
import threading
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from http.client import HTTPException
from typing import Any

from tests.serving import Product

LOADED = 1
"""So many changes brought the shipped record, before the treaties that are written about."""
Told = tuple[str, str, str | None]
"""Of an act: kind of entry, key, and its day after it, None where it was retracted."""


def instant(text: str) -> dt.datetime:
    """The instant that an answer names."""
    return dt.datetime.fromisoformat(text)


class Follower(threading.Thread):
    """Asks for what comes after the last entry it was given, until it is stopped."""

    def __init__(self, product: Product, wrong: Callable[[str], None]) -> None:
        super().__init__(name="follower")
        self.product, self.wrong, self.over = product, wrong, threading.Event()
        self.cursor, self.last = 0, (0, 0)
        self.moments: list[dt.datetime] = []
        """The instant of each change, in order."""
        self.acts: dict[str, list[tuple[dt.datetime, str, dict[str, Any] | None]]] = defaultdict(list)
        """By treaty: when, which act, and what it says from then on."""
        self.told: dict[str, list[Told]] = defaultdict(list)
        """The same by key, as the writers' journals have it."""

    def run(self) -> None:
        while not self.over.is_set():
            if not self.ask():
                self.over.wait(0.2)

    def ask(self, *, known: bool = False) -> int:
        """Takes the next page; gives how many entries it had, 0 where there was no answer."""
        try:
            answer = self.product.get(f"changes/?since={self.cursor}&limit=1000", known=known)
        except (OSError, HTTPException):
            return 0
        if answer.status != 200:
            return 0
        results, cursor = answer.json["results"], int(answer.json["cursor"])
        if cursor != self.cursor + len(results):
            self.wrong(f"changes/?since={self.cursor} gave {len(results)} entries and the cursor {cursor}")
        for entry in results:
            self._take(entry)
        self.cursor = max(cursor, self.cursor)
        return len(results)

    def known_by(self, at: dt.datetime) -> bool:
        """Whether all is known here that was recorded up to that instant."""
        return bool(self.moments) and self.moments[-1] >= at

    def acts_at(self, treaty: str, at: dt.datetime | None) -> dict[str, dict[str, Any]]:
        """The acts that the record held at that instant, by key; None means all that is known here."""
        held: dict[str, dict[str, Any]] = {}
        for since, key, row in self.acts[treaty]:
            if at is not None and since > at:
                break
            held.pop(key, None)
            if row is not None:
                held[key] = row
        return held

    def moment_before(self, share: float) -> dt.datetime | None:
        """The instant of a change, from the one that brought the treaties (0) to the last (1)."""
        ours = self.moments[LOADED:]
        return ours[int(share * (len(ours) - 1))] if ours else None

    def version_at(self, at: dt.datetime) -> int:
        """How many changes there were by then."""
        return bisect_right(self.moments, at)

    def _take(self, entry: dict[str, Any]) -> None:
        change, number = map(int, entry["key"].split("."))
        expected = (self.last[0], self.last[1] + 1), (self.last[0] + 1, 1)
        if (change, number) not in expected:
            self.wrong(f"entry {entry['key']} came after {self.last[0]}.{self.last[1]}")
        at = instant(entry["at"])
        if number == 1:
            if self.moments and at <= self.moments[-1]:
                self.wrong(f"entry {entry['key']} is of {at}, and the one before of {self.moments[-1]}")
            self.moments.append(at)
        self.last = change, number
        row = entry["after"] or entry["before"]
        if entry["what"] == "actions" and row and row["treaty"].startswith("soak-"):
            self.acts[row["treaty"]].append((at, row["key"], entry["after"]))
            self.told[row["key"]].append((entry["kind"], row["key"], entry["after"] and entry["after"]["done_on"]))
