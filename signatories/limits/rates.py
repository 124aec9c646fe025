"""How often may be asked, and where it is counted: in the process, or in the cache server that `CACHE_URL` names.

Counted in fixed windows, each of which begins with a first request: the cheapest to count, and simple to say. At most
twice the rate passes where two windows meet.
"""

from __future__ import annotations

import logging
import math
import time
from functools import cache
from threading import Lock
from typing import NamedTuple, Protocol

from cachetools import LRUCache
from django.conf import settings
from limits import parse_many
from limits.storage import RedisStorage

from signatories.keeping.pauses import Pause, first_line
from signatories.keeping.store import SHARED

MOST_COUNTED = 20_000
"""So many askers are counted in a process, in about 8 MB; who asked longest ago is forgotten first."""

logger = logging.getLogger(__name__)


class Rate(NamedTuple):
    """So many requests in so many seconds."""

    amount: int
    seconds: int

    def __str__(self) -> str:
        return f"{self.amount} requests in {self.seconds} seconds"


def rates_of(text: str) -> tuple[Rate, ...]:
    """What a setting such as `600/minute; 5000/hour` says; none where it is empty. ValueError where it says nothing."""
    return tuple(Rate(item.amount, item.get_expiry()) for item in parse_many(text)) if text else ()


class Counts(Protocol):
    """How much was asked under a name since its window began."""

    def add(self, name: str, rate: Rate, amount: int) -> int:
        """Counts so much more, and gives the sum."""

    def seconds_left(self, name: str, rate: Rate) -> int:
        """How long the window still lasts, at least 1."""


class OwnCounts:
    """Those of this process alone, in bounded memory."""

    def __init__(self, most: int = MOST_COUNTED) -> None:
        self._windows: LRUCache[tuple[str, Rate], list[float]] = LRUCache(most)
        self._lock = Lock()

    def add(self, name: str, rate: Rate, amount: int) -> int:
        present = time.monotonic()
        with self._lock:
            window = self._windows.get((name, rate))
            if window is None or window[1] <= present:
                window = self._windows[name, rate] = [0, present + rate.seconds]
            window[0] += amount
            return int(window[0])

    def seconds_left(self, name: str, rate: Rate) -> int:
        with self._lock:
            window = self._windows.get((name, rate))
        return max(1, math.ceil(window[1] - time.monotonic())) if window else 1


class SharedCounts:
    """Those of all processes; while the cache server does not answer, those of this one."""

    def __init__(self, server: RedisStorage) -> None:
        self._server, self._own, self._pause = server, OwnCounts(), Pause()

    def add(self, name: str, rate: Rate, amount: int) -> int:
        if self._pause.lasts():
            return self._own.add(name, rate, amount)
        try:
            counted = self._server.incr(f"{name} {rate.amount}/{rate.seconds}", rate.seconds, amount)
        except Exception as error:  # whatever its client raises, it can be counted without it
            if self._pause.begin():
                logger.warning("The cache server does not count, so each process does: %s", first_line(error))
            return self._own.add(name, rate, amount)
        if self._pause.end():
            logger.info("The cache server counts again.")
        return counted

    def seconds_left(self, name: str, rate: Rate) -> int:
        if not self._pause.lasts():
            try:
                ends = self._server.get_expiry(f"{name} {rate.amount}/{rate.seconds}")
                return max(1, math.ceil(ends - time.time()))
            except Exception as error:
                logger.debug("The cache server does not tell: %s", first_line(error))
        return self._own.seconds_left(name, rate)


@cache
def counts() -> Counts:
    """Where this process counts."""
    shared = settings.CACHES.get(SHARED)
    if shared is None or not shared["BACKEND"].endswith(".RedisCache"):
        return OwnCounts()
    addresses = shared["LOCATION"]
    server = addresses if isinstance(addresses, str) else addresses[0]
    return SharedCounts(RedisStorage(server, key_prefix=f"{shared['KEY_PREFIX']}:asked", **shared["OPTIONS"]))
