"""Bodies of requests that write: JSON rows, and what is wrong with them."""

from __future__ import annotations

from typing import Any

import orjson
from django.core.exceptions import RequestDataTooBig
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request

from signatories.api.problems import Refused, WrongValue
from signatories.exchange.faults import BadPackage, Fault
from signatories.exchange.given import Given

MOST_ROWS = 1000
"""So many rows are taken in one request."""


def raw(request: Request) -> bytes:
    """The body's bytes; Refused where they are too many, UnsupportedMediaType where they are no JSON."""
    try:
        body: bytes = request._request.body
    except RequestDataTooBig:
        raise Refused(413, "The body is too large: send fewer rows at once.") from None
    if not body:
        raise Refused(400, "The body is empty: send JSON.")
    media_type = (request.content_type or "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        sort = media_type or "of no stated type"
        raise UnsupportedMediaType(media_type, f"The body is {sort}: send application/json.")
    return body


def row(body: bytes) -> dict[str, Any]:
    """The one row that the body gives."""
    values = _parsed(body)
    if not isinstance(values, dict):
        raise Refused(400, "The body is not a JSON object: give one row, its columns by name.")
    return values


def rows(body: bytes) -> list[Given]:
    """The rows that the body gives in an array, numbered from 1."""
    values = _parsed(body)
    if not isinstance(values, list):
        raise Refused(400, "The body is not a JSON array: give an array of rows.")
    if not 1 <= len(values) <= MOST_ROWS:
        raise Refused(400, f"The array has {len(values)} rows: give 1 to {MOST_ROWS} at once.")
    for place, value in enumerate(values):
        if not isinstance(value, dict):
            wrong = WrongValue(f"/{place}", "This is no JSON object: give a row, its columns by name.")
            raise Refused(400, "Nothing was recorded: an entry of the array is no row.", [wrong])
    return [Given(number, value) for number, value in enumerate(values, start=1)]


def refused(bad: BadPackage, *, in_array: bool) -> Refused:
    """The refusal of rows with these faults: 400 where a row has not its form, 422 where a rule is against it."""
    status = 400 if any(fault.is_malformed for fault in bad.faults) else 422
    rows_of = (f"/{fault.line - 1}" if in_array and fault.line else "" for fault in bad.faults)
    wrongs = [
        WrongValue(row + pointer(fault.column), _sentence(fault))
        for row, fault in zip(rows_of, bad.faults, strict=True)
    ]
    things = "one thing is" if bad.count == 1 else f"{bad.count} things are"
    return Refused(status, f"Nothing was recorded: {things} wrong. {wrongs[0].detail}", wrongs)


def _parsed(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Refused(400, f"The body is not JSON: {error}.") from None


def pointer(column: str) -> str:
    """The JSON pointer (RFC 6901) to a row's column; to the row itself where no one column is meant."""
    return f"/{column.replace('~', '~0').replace('/', '~1')}" if column else ""


def _sentence(fault: Fault) -> str:
    value = f"{fault.value!r:.80}: " if fault.value and fault.value not in fault.reason else ""
    return f"{value}{fault.reason} {fault.remedy}"
