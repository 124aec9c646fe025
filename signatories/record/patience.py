"""How long an answer may take: its statements are stopped by the database, and what is worked out stops by itself.

Only processes that serve have such bounds (`bound_connections`): commands, migrations and imports take the time they
need.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from contextvars import ContextVar, Token
from typing import Any

from django.conf import settings
from django.db import OperationalError
from django.db.backends.signals import connection_created

STEPS_BETWEEN_LOOKS = 100_000
"""After so many steps of its virtual machine, about a millisecond, SQLite asks whether to go on."""
NEARLY = 0.9
IDLE_SECONDS = 60
"""So long may a transaction wait for a reader that takes no more bytes."""
TOO_LATE, LOCKED = ("57014", "SQLITE_INTERRUPT"), ("55P03", "SQLITE_BUSY")

_ends: ContextVar[float] = ContextVar("ends", default=math.inf)


class TookTooLong(OperationalError):
    """An answer that was given up, with the sentence that says so."""


class answering_within:  # noqa: N801 - it is read as the beginning of a sentence
    """What is read and worked out inside raises TookTooLong once so many seconds have passed."""

    __slots__ = ("_seconds", "_token")

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __enter__(self) -> None:
        self._token: Token[float] = _ends.set(time.monotonic() + self._seconds)

    def __exit__(self, *_: object) -> None:
        _ends.reset(self._token)


def still_in_time() -> None:
    """Raises TookTooLong where the answer in the making has had its time; to be asked once a treaty, or oftener."""
    if _is_late():
        raise _too_late()


def bound_connections() -> None:
    """From now on, whatever this process asks over a new connection has its bounds."""
    connection_created.connect(_bound, dispatch_uid=__name__)


def _bound(connection: Any, **_: Any) -> None:
    """Sets the bounds of a new connection: for its whole session, so that each transaction begins with them.

    On PostgreSQL each piece of a stream is a statement of its own, and has the time of one.
    """
    if connection.vendor == "postgresql":
        milliseconds = settings.ANSWER_SECONDS * 1000
        bounds = {
            "statement_timeout": milliseconds,
            "lock_timeout": milliseconds // 2,
            "idle_in_transaction_session_timeout": IDLE_SECONDS * 1000,
        }
        with connection.cursor() as cursor:
            cursor.execute("; ".join(f"SET {name} = {most}" for name, most in bounds.items()))
    elif connection.vendor == "sqlite":
        connection.connection.set_progress_handler(_is_late, STEPS_BETWEEN_LOOKS)
    if _in_time not in connection.execute_wrappers:
        connection.execute_wrappers.append(_in_time)


def _is_late() -> bool:
    return time.monotonic() > _ends.get()


def _in_time(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    """Carries out a statement of an answer that still has time; says in our words why the database stopped it."""
    still_in_time()
    began = time.monotonic()
    try:
        return execute(sql, params, many, context)
    except OperationalError as error:
        cause = error.__cause__
        why = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None)
        # What somebody else stopped sooner, such as a replica in favour of replay, is no question of time.
        if why in TOO_LATE and (_is_late() or time.monotonic() - began > settings.ANSWER_SECONDS * NEARLY):
            raise _too_late() from error
        if why in LOCKED:
            raise TookTooLong(
                "Another change is under way, and this waited for it in vain: nothing was done. Try again."
            ) from error
        raise


def _too_late() -> TookTooLong:
    return TookTooLong(
        f"This would take longer than the {settings.ANSWER_SECONDS} seconds that an answer may: ask about fewer"
        " treaties at once, or with fewer conditions."
    )
