"""Where answers are kept: in the process, bounded by their bytes; or in the cache server that `CACHE_URL` names."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import Any, Protocol

from cachetools import LRUCache
from django.conf import settings
from django.core.cache import caches

from signatories.keeping.pauses import Pause, first_line

SHARED = "shared"
A_DAY = 86_400
LARGEST = 8
"""What takes more than one part in so many of the whole store is not kept."""

logger = logging.getLogger(__name__)


class Keepable(Protocol):
    """What can be kept, and about how many bytes it takes."""

    @property
    def size(self) -> int: ...


class Store(Protocol):
    """What is kept under a name, until room is needed."""

    def get(self, name: str) -> Any:
        """What is kept; None where nothing is."""

    def keep(self, name: str, kept: Keepable) -> object:
        """Keeps it."""


class OwnMemory:
    """A store of this process alone: what was used longest ago goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: LRUCache[str, Keepable] = LRUCache(most, getsizeof=lambda kept: kept.size)
        self._lock = Lock()

    def get(self, name: str) -> Any:
        """What is kept; None where nothing is."""
        with self._lock:
            return self._kept.get(name)

    def keep(self, name: str, kept: Keepable) -> bool:
        """Keeps it unless it takes more than its part of the store; says whether it did."""
        if kept.size * LARGEST > self._most:
            return False
        with self._lock:
            self._kept[name] = kept
        return True


class CacheServer:
    """The store that all processes share, with what this process used last before it."""

    def __init__(self, own: OwnMemory) -> None:
        self._own = own
        self._pause = Pause()

    def get(self, name: str) -> Any:
        """What is kept; None where nothing is, or the server does not answer."""
        kept = self._own.get(name)
        if kept is None:
            kept = self._ask(lambda: caches[SHARED].get(name))
            if kept is not None:
                self._own.keep(name, kept)
        return kept

    def keep(self, name: str, kept: Keepable) -> None:
        """Keeps it for a day."""
        if self._own.keep(name, kept):
            self._ask(lambda: caches[SHARED].set(name, kept, A_DAY))

    def _ask(self, server: Callable[[], Any]) -> Any:
        """What the cache server says; None where it does not answer, and then for a while."""
        if self._pause.lasts():
            return None
        try:
            said = server()
        except Exception as error:  # whatever its client raises, an answer can be made without it
            if self._pause.begin():
                logger.warning("The cache server does not answer, so answers are made anew: %s", first_line(error))
            return None
        if self._pause.end():
            logger.info("The cache server answers again.")
        return said


@cache
def store() -> Store:
    """The store of this process."""
    own = OwnMemory(settings.KEPT_BYTES)
    return CacheServer(own) if SHARED in settings.CACHES else own
