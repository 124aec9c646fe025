"""What is answered when nothing else can be: a problem document under /api/, a plain page elsewhere."""

from __future__ import annotations

import logging
import sys
import time

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from signatories.api.problems import DETAILS, problem
from signatories.keeping.failures import failure_of
from signatories.keeping.pauses import first_line
from signatories.web.pages import failed

SAFE = ("GET", "HEAD", "OPTIONS")
TOLD_WHOLE_EVERY = 60
"""Seconds: so often the log says of a kind of failure where in the code it was met; between, a line suffices."""

logger = logging.getLogger(__name__)
_told_whole: dict[type, float] = {}


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler of errors that nobody else took: 500, or what the database's failure means. It asks no database.

    Django calls it while the error is being handled, which is how it learns which one it was.
    """
    writing = request.method not in SAFE
    error = sys.exc_info()[1]
    failure = failure_of(error, writing=writing)
    status = failure.status if failure else 500
    sentence = (failure.to_writers if writing else failure.to_readers) if failure else None
    if request.path.startswith("/api/"):
        with translation.override("en"):
            answer = problem(status, str(sentence or DETAILS[status]))
    else:
        answer = failed(request, status, sentence)
    if failure and error:
        answer["Retry-After"] = str(failure.seconds)
        _tell(error)
        answer._has_been_logged = True  # type: ignore[attr-defined]  # Else Django does, with a traceback each.
    answer["Cache-Control"] = "no-store"
    return answer


def _tell(error: BaseException) -> None:
    """Logs that the database failed: in a line, the first of its kind in a while with the traceback."""
    cause, present = error.__cause__ or error, time.monotonic()
    is_first = present - _told_whole.get(type(cause), -TOLD_WHOLE_EVERY) >= TOLD_WHOLE_EVERY
    if is_first:
        _told_whole[type(cause)] = present
    logger.error("The database failed, %s: %s", type(cause).__name__, first_line(error), exc_info=is_first)
