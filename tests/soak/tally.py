"""What the clients met, counted while they run: requests, their slowest, failures beside and during faults."""

from __future__ import annotations

import threading
import time
from collections import Counter
from contextlib import contextmanager
from typing import Any

GRACE = 10.0
"""Seconds after a fault is over in which an answer may still fail: pauses end, connections and workers come back."""
SHOWN = 20


class Tally:
    """Counts, and keeps each sentence about what was wrong."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.counted: Counter[str] = Counter()
        self.slowest: dict[str, float] = {}
        self.wrong: list[str] = []
        self.recoveries: list[tuple[str, float]] = []
        self._faults = 0
        self._excused_until = 0.0
        self._lock = threading.Lock()

    def count(self, what: str, seconds: float | None = None) -> None:
        """One more of these, and how long it took outside faults."""
        with self._lock:
            self.counted[what] += 1
            if seconds is not None and not self.excused(time.monotonic() - seconds):
                self.slowest[what] = max(self.slowest.get(what, 0.0), seconds)

    def is_wrong(self, sentence: str) -> None:
        """Notes what should not be, and says so at once of the first ones."""
        self.wrong.append(f"{time.monotonic() - self.began:6.1f} s: {sentence}")
        if len(self.wrong) <= SHOWN:
            print(f"WRONG {self.wrong[-1]}", flush=True)

    def excused(self, since: float) -> bool:
        """Whether a request that began then may have failed for a fault of ours."""
        return self._faults > 0 or since < self._excused_until

    def failed(self, kind: str, why: Any, since: float) -> None:
        """A request that was not answered as it should have been; it is wrong unless there was a fault."""
        if self.excused(since):
            self.count(f"{why} in a fault")
        else:
            self.count(f"{why} beside faults")
            self.is_wrong(f"{kind}: {why} while everything was well")

    @contextmanager
    def fault(self) -> Any:
        """A fault of ours lasts as long as what is inside."""
        self._faults += 1
        try:
            yield
        finally:
            self._excused_until = time.monotonic() + GRACE
            self._faults -= 1
