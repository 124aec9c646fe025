"""What it means for whoever asked that the database failed: which status, in which words, when to come again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Failure:
    """The status of the answer, what to say to a reader and to a writer, and after how many seconds to come again."""

    status: int
    to_readers: Promise
    to_writers: Promise
    seconds: int


NO_ROOM_TO_READ = _("The service has no room left to work in, and cannot answer this at the moment: ask again later.")

AWAY = Failure(
    503,
    _("The record cannot be read at the moment: ask again in a few seconds."),
    _(
        "The record could not be reached until this was done, so whether anything was recorded is not known: send the"
        " same again in a few seconds, with its Idempotency-Key if it has one, or look first."
    ),
    5,
)
BUSY = Failure(
    503,
    AWAY.to_readers,
    _("Others were changing the record, so nothing was changed: send the same again in a few seconds."),
    5,
)
ONLY_READ = Failure(
    503,
    AWAY.to_readers,
    _(
        "The record can be read at the moment and not written, so nothing was changed: send the same again when it can,"
        " or tell whoever runs this service."
    ),
    60,
)
FULL = Failure(
    507,
    NO_ROOM_TO_READ,
    _(
        "There is no room left to record anything, so nothing was changed. What is recorded can be read. Tell whoever"
        " runs this service, and send the same again once there is room."
    ),
    60,
)
FULL_TO_READERS = Failure(503, FULL.to_readers, FULL.to_readers, FULL.seconds)

# PostgreSQL's words for it (its manual, appendix A), by their beginnings, and SQLite's.
BY_STATE = {"53100": FULL, "25006": ONLY_READ, "40": BUSY, "55P03": BUSY}
BY_NAME = {"SQLITE_FULL": FULL, "SQLITE_READONLY": ONLY_READ, "SQLITE_BUSY": BUSY, "SQLITE_LOCKED": BUSY}
NOT_THE_DATABASE = "SQLITE_ERROR"
"""SQLite's word for a statement that is wrong by itself, as `OperationalError` too."""


def failure_of(error: BaseException | None, *, writing: bool) -> Failure | None:
    """What the error means; None where it is no failure of the database."""
    if not isinstance(error, DatabaseError | InterfaceError):
        return None
    cause: Any = error.__cause__
    state, name = getattr(cause, "sqlstate", None) or "", getattr(cause, "sqlite_errorname", "")
    known = [failure for word, failure in BY_STATE.items() if state.startswith(word)]
    known += [failure for word, failure in BY_NAME.items() if name.startswith(word)]
    if known == [FULL] and not writing:
        return FULL_TO_READERS
    if known:
        return known[0]
    is_away = isinstance(error, OperationalError | InterfaceError) and name != NOT_THE_DATABASE
    return AWAY if is_away else None
