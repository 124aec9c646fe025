"""Errors as RFC 9457 problem documents: sentences that say what was given, what is accepted and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import orjson
from corsheaders.middleware import CorsMiddleware
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from rest_framework import exceptions

PROBLEM_TYPE = "application/problem+json"


@dataclass
class Wrong:
    """One thing that is wrong with a request: which parameter, in a sentence, and what would be accepted."""

    parameter: str
    detail: str
    accepted: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The entry of a problem's `errors`."""
        return {"parameter": self.parameter, "detail": self.detail} | (
            {"accepted": self.accepted} if self.accepted else {}
        )


@dataclass
class WrongValue:
    """One thing that is wrong with a body: where, as a JSON pointer, and what to do, in a sentence."""

    pointer: str
    detail: str

    def as_dict(self) -> dict[str, Any]:
        """The entry of a problem's `errors`."""
        return {"pointer": self.pointer, "detail": self.detail}


class Refused(exceptions.APIException):
    """A request to write that is refused, and changed nothing: the status, why, and each thing that is wrong."""

    def __init__(self, status: int, detail: str, wrongs: Iterable[WrongValue] = ()) -> None:
        super().__init__(detail)
        self.status_code = status
        self.wrongs = list(wrongs)


class BadParameters(exceptions.APIException):
    """A request whose parameters cannot be read: 400, naming each."""

    status_code = 400

    def __init__(self, *wrongs: Wrong) -> None:
        super().__init__(" ".join(wrong.detail for wrong in wrongs))
        self.wrongs = wrongs


def problem(status: int, detail: str, errors: list[dict[str, Any]] | None = None) -> HttpResponse:
    """The problem document as a response."""
    title = HTTPStatus(status).phrase
    body: dict[str, Any] = {
        "type": "urn:convention-api:problem:" + title.lower().replace(" ", "-"),
        "title": title,
        "status": status,
        "detail": detail,
    }
    if errors:
        body["errors"] = errors
    return HttpResponse(orjson.dumps(body), status=status, content_type=PROBLEM_TYPE)


def problem_response(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """DRF's exception handler: every error it knows as a problem document; others go on to Django."""
    if isinstance(error, BadParameters | Refused):
        return problem(error.status_code, str(error.detail), [wrong.as_dict() for wrong in error.wrongs])
    if isinstance(error, Http404):
        return problem(404, str(error) or "There is nothing at this address.")
    if isinstance(error, PermissionDenied):
        return problem(403, "You may not do this.")
    if not isinstance(error, exceptions.APIException):
        return None
    response = problem(error.status_code, _sentence(error))
    for header in ("auth_header", "wait"):
        if value := getattr(error, header, None):
            response["WWW-Authenticate" if header == "auth_header" else "Retry-After"] = str(value)
    return response


def _sentence(error: exceptions.APIException) -> str:
    if isinstance(error, exceptions.MethodNotAllowed):
        return "This method is not offered here: the header Allow lists those that are."
    if isinstance(error, exceptions.NotAcceptable):
        return "Only application/json and text/csv are offered: change the Accept header, or give format=json."
    return str(error.detail)


DETAILS = {
    400: "The request could not be read.",
    403: "You may not do this.",
    404: "There is nothing at this address: the resources are listed at /api/v1/.",
    500: "Something went wrong on our side. It has been logged, and nothing was changed.",
    503: "The record cannot be read at the moment: try again in a few seconds.",
}


KEPT_OF_A_REFUSAL = ("Retry-After", "RateLimit", "RateLimit-Policy", "Cache-Control")


class ProblemsUnderAPI:
    """Middleware: what is refused under /api/ before the API is asked is a problem document too.

    That is a page of Django's own, in development as in production, or a plain sentence (signatories.limits). Pages of
    any origin may read it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._cors = CorsMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        status = response.status_code
        if status < 400 or not request.path.startswith("/api/"):
            return response
        form = response.get("Content-Type", "")
        if form == PROBLEM_TYPE:
            return self._cors.add_response_headers(request, response)
        if form.startswith("text/plain") and isinstance(response, HttpResponse):
            told = problem(status, response.content.decode())
        elif form.startswith("text/html") and status in DETAILS:
            told = problem(status, DETAILS[status])
        else:
            return response
        for name in KEPT_OF_A_REFUSAL:
            if name in response:
                told[name] = response[name]
        return self._cors.add_response_headers(request, told)
