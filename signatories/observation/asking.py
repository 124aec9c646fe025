"""Asking the database no longer than one is ready to wait, whatever has become of it.

A server that is stopped, not gone, answers a query never, and no limit of its own ends it. So it is asked in a thread,
which is left behind with its connection if it does not come back; until it does, nobody else is sent after it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import Future
from threading import Event, Lock, Thread
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections

Said = TypeVar("Said")
SECONDS = 2.0

_asking: defaultdict[str, Lock] = defaultdict(Lock)


class DoesNotAnswer(Exception):
    """The time is up, or an earlier question is still without its answer."""


def in_time(ask: Callable[[], Said], using: str = DEFAULT_DB_ALIAS, seconds: float = SECONDS) -> Said:
    """What `ask` gives or raises, asked by this thread's connection to that database; DoesNotAnswer once time is up."""
    if not _asking[using].acquire(timeout=seconds):
        raise DoesNotAnswer
    outcome: Future[Said] = Future()
    given_up = Event()
    connection: Any = connections[using]
    connection.inc_thread_sharing()
    Thread(target=_asked, args=(ask, using, outcome, given_up, connection), daemon=True).start()
    try:
        return outcome.result(timeout=seconds)
    except TimeoutError:
        given_up.set()
        del connections[using]
        raise DoesNotAnswer from None
    finally:
        if not given_up.is_set():
            connection.dec_thread_sharing()


def _asked(ask: Callable[[], Said], using: str, outcome: Future[Said], given_up: Event, connection: Any) -> None:
    connections[using] = connection
    try:
        outcome.set_result(ask())
    except BaseException as error:
        outcome.set_exception(error)
    finally:
        for mine in connections.all(initialized_only=True):
            if mine is not connection or given_up.is_set():
                mine.close()
        _asking[using].release()
