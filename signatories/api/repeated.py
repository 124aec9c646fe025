"""A request to write that is sent again: answered again, carried out once."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from signatories.api.problems import Refused
from signatories.keeping.notes import now
from signatories.models import AnsweredRequest
from signatories.models.requests import IDEMPOTENCY_KEY_SHAPE
from signatories.record.changing import nothing_else_changing

KEPT_FOR = dt.timedelta(days=7)
HEADERS = ("ETag", "Location")


def answered_once(request: Request, body: bytes, carry_out: Callable[[], HttpResponse]) -> HttpResponse:
    """Carries the request out while no other change runs; under an `Idempotency-Key` that was used, answers as then.

    What `carry_out` raises undoes all it did, and nothing is kept. Refused with 409 where the key was used for another
    request, with 400 where it is none. Answers are kept for seven days.
    """
    key = request.headers.get("Idempotency-Key")
    if key is not None and not re.match(IDEMPOTENCY_KEY_SHAPE, key):
        raise Refused(400, "Idempotency-Key is not 1 to 200 visible ASCII characters: give such as a UUID.")
    with nothing_else_changing():
        if key is None:
            return carry_out()
        asked = f"{request.method} {request.get_full_path()}\n".encode() + body
        fingerprint = hashlib.sha256(asked).hexdigest()
        officer: Any = request.user
        before = AnsweredRequest.objects.filter(by=officer.pk, key=key).first()
        if before is not None:
            return _again(before, fingerprint)
        answer = carry_out()
        AnsweredRequest.objects.filter(at__lt=now() - KEPT_FOR).delete()
        AnsweredRequest.objects.create(
            by=officer,
            key=key,
            fingerprint=fingerprint,
            status=answer.status_code,
            headers={name: answer[name] for name in HEADERS if name in answer},
            body=answer.content,
        )
        return answer


def _again(before: AnsweredRequest, fingerprint: str) -> HttpResponse:
    if before.fingerprint != fingerprint:
        raise Refused(409, f"The Idempotency-Key {before.key!r} was used for another request: take a new one.")
    answer = HttpResponse(bytes(before.body), status=before.status, content_type="application/json")
    for name, value in {**before.headers, "Idempotent-Replayed": "true"}.items():
        answer[name] = value
    return answer
