"""What is answered when nothing else can be: a problem document under /api/, a plain page elsewhere."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from signatories.api.problems import DETAILS, problem
from signatories.keeping.failures import failure_of
from signatories.web.pages import failed

SAFE = ("GET", "HEAD", "OPTIONS")


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler of errors that nobody else took: 500, or what the database's failure means. It asks no database.

    Django calls it while the error is being handled, which is how it learns which one it was.
    """
    writing = request.method not in SAFE
    failure = failure_of(sys.exc_info()[1], writing=writing)
    status = failure.status if failure else 500
    sentence = (failure.to_writers if writing else failure.to_readers) if failure else None
    if request.path.startswith("/api/"):
        with translation.override("en"):
            answer = problem(status, str(sentence or DETAILS[status]))
    else:
        answer = failed(request, status, sentence)
    if failure:
        answer["Retry-After"] = str(failure.seconds)
    answer["Cache-Control"] = "no-store"
    return answer
