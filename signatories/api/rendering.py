"""JSON and CSV as bytes, and the choice between them."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

import orjson
from django.http import StreamingHttpResponse
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from signatories.api.problems import BadParameters, Wrong
from signatories.exchange.formulas import guarded
from signatories.models.plain_rows import instant_text


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
        return "".join(csv_lines(list(data), [in_rows(list(data), [data])])).encode()


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


def csv_lines(header: list[str], rows: Iterable[Iterable[Sequence[str]]]) -> Iterator[str]:
    """CSV, header first; rows of cells come, and are written, some at a time."""
    for some in chain([[header]], rows):
        text = io.StringIO(newline="")
        csv.writer(text).writerows(some)
        yield text.getvalue()


def in_rows(header: list[str], rows: Iterable[dict[str, Any]]) -> Iterable[Sequence[str]]:
    """Flat rows as cells in the order of the header; a list is a cell with semicolons, unknown an empty one."""
    return [[cell(row.get(name)) for name in header] for row in rows]


def in_columns(columns: Iterable[Iterable[Any]]) -> Iterable[Sequence[str]]:
    """The same from the values column by column; most of them are plain words, to be taken as they stand."""
    cells = (
        [
            value if type(value) is str and value[:1].isalnum() else "" if value is None else cell(value)
            for value in values
        ]
        for values in columns
    )
    return zip(*cells, strict=True)


def csv_response(name: str, header: list[str], rows: Iterable[Iterable[Sequence[str]]]) -> StreamingHttpResponse:
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
    if isinstance(value, list | tuple):
        value = ";".join(map(str, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return instant_text(value)
    if isinstance(value, dict):
        value = orjson.dumps(value).decode()
    if isinstance(value, int | float):
        return str(value)
    return guarded(str(value))
