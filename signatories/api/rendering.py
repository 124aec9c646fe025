"""JSON and CSV as bytes, and the choice between them."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import orjson
from django.http import StreamingHttpResponse
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from signatories.api.problems import BadParameters, Wrong
from signatories.exchange.formulas import guarded


class JSONRenderer(BaseRenderer):
    """JSON by orjson: UTF-8, days and instants in ISO form."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return b"" if data is None else orjson.dumps(data, default=str, option=orjson.OPT_UTC_Z)


class CSVRenderer(BaseRenderer):
    """Marks that CSV is offered; lists stream it themselves."""

    media_type = "text/csv"
    format = "csv"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return "".join(csv_lines(list(data), [data])).encode()


class JSONOrCSVNegotiation(DefaultContentNegotiation):
    """The `format` parameter, then the Accept header; an unknown format is a 400 that names what is offered."""

    def filter_renderers(self, renderers: Iterable[BaseRenderer], format: str) -> list[BaseRenderer]:
        renderers = list(renderers)
        chosen = [renderer for renderer in renderers if renderer.format == format]
        if not chosen:
            offered = [renderer.format for renderer in renderers]
            raise BadParameters(
                Wrong("format", f"{format!r} is not a format offered here: give {' or '.join(offered)}.", offered)
            )
        return chosen

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        formats, accept = request.query_params.getlist("format"), request.headers.get("Accept", "*/*")
        if len(formats) > 1 or "" in formats:
            raise BadParameters(Wrong("format", "format is empty or given more than once: give one word, once."))
        if not formats and ("text/html" in accept or not accept.strip()):
            return renderers[0], renderers[0].media_type
        return super().select_renderer(request, renderers, format_suffix)


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, value: str) -> str:
        return value


def csv_lines(header: list[str], rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """CSV lines of flat rows, header first; lists become cells separated by semicolons, unknown an empty cell."""
    writer = csv.writer(_Echo())
    yield writer.writerow(header)
    for row in rows:
        yield writer.writerow([cell(row.get(name)) for name in header])


def csv_response(name: str, header: list[str], rows: Iterable[dict[str, Any]]) -> StreamingHttpResponse:
    """The rows as a CSV file of that name, streamed."""
    return StreamingHttpResponse(
        csv_lines(header, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def cell(value: Any) -> str:
    """The value as a cell that no spreadsheet takes for a formula.

    >>> cell("=1+1")
    "'=1+1"
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, dict):
        value = orjson.dumps(value).decode()
    if isinstance(value, list | tuple):
        value = ";".join(str(item) for item in value)
    if isinstance(value, int | float):
        return str(value)
    return guarded(str(value))
