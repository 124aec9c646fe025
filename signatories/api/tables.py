"""Statuses across treaties, as a list and as a table.

They are facts' consequences, not facts: read as they are kept beside the record, or worked out where a past moment is
asked. Parameters, cursors and errors mean what they mean on every list.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from signatories.api.addresses import permalink
from signatories.api.filter_kinds import WordsFilter
from signatories.api.keyset import Cursor, NotACursor, fingerprint
from signatories.api.lists import DEFAULT_LIMIT, MOST_ROWS
from signatories.api.parameters import CERTAINTIES, Asked, Reader, language_of
from signatories.api.rendering import CSVRenderer, JSONRenderer, csv_response, in_rows
from signatories.api.schema_of_answers import TableSchema
from signatories.api.status_filters import RowFilters
from signatories.api.table_rows import CHUNK, Row, TableRows
from signatories.chart.honesty import Coverage
from signatories.keeping.notes import note_reaching, present
from signatories.keeping.once import once, unless_now
from signatories.record.moments import is_as_now, last_change

COMMON = ["as_of", "cursor", "format", "known_on", "lang", "limit"]
FREE_IN_A_CURSOR = {"as_of", "cursor", "fields", "format", "known_on", "lang", "limit"}


class TableView(APIView):
    """Rows in a total order, each with an identity of its own, that follow from the record."""

    schema = TableSchema()
    resource: ClassVar[str]
    summary: ClassVar[str]
    page_shape: ClassVar[type[Any]]
    orders: ClassVar[list[str]] = []
    fields: ClassVar[list[str]] = []
    filters: ClassVar[Mapping[str, WordsFilter]]
    own_parameters: ClassVar[list[str]] = []
    renderer_classes = [JSONRenderer, CSVRenderer]
    http_method_names = ["get", "head", "options"]

    def get(self, request: Request) -> HttpResponseBase:
        self.reader = reader = Reader(request.query_params, [*COMMON, *self.own_parameters, *self.filters])
        self.cursor = self._cursor(reader)
        self.asked = self._asked(reader)
        self.asked_filters = RowFilters(self.filters, self.asked, reader)
        limit = reader.number("limit", None, 1, MOST_ROWS)
        self.prepare(reader)
        reader.finish()
        rows = self.kept() if is_as_now(self.asked.known_on) else self.computed()
        response = self._csv(rows, limit) if self._is_csv(request) else Response(self._page(request, rows, limit))
        response["Content-Language"] = self.asked.language
        return response

    def prepare(self, reader: Reader) -> None:
        """Reads the parameters that only this table has."""

    def kept(self) -> TableRows:
        """The rows as they are kept beside the record, of what it holds now."""
        raise NotImplementedError

    def computed(self) -> TableRows:
        """The same rows worked out, of what the record held at a moment past."""
        raise NotImplementedError

    def identity(self, row: Mapping[str, Any]) -> str:
        """What a cursor names the row by."""
        raise NotImplementedError

    def said(self, rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
        """The rows as they go out."""
        raise NotImplementedError

    def header(self) -> list[str]:
        """The columns as CSV."""
        raise NotImplementedError

    def most_rows(self) -> int:
        """How many rows a page may have at the most."""
        return MOST_ROWS

    def about(self) -> dict[str, Any]:
        """What the body says beside its page."""
        return {}

    @staticmethod
    def _is_csv(request: Request) -> bool:
        return bool(request.accepted_renderer.format == "csv")

    def _owner(self, reader: Reader) -> str:
        question = sorted((name, sorted(v)) for name, v in reader.parameters.lists() if name not in FREE_IN_A_CURSOR)
        return fingerprint(self.resource, question)

    def _cursor(self, reader: Reader) -> Cursor | None:
        text = reader.one("cursor")
        try:
            cursor = Cursor.from_text(text, self._owner(reader)) if text else None
            if cursor:
                dt.date.fromisoformat(cursor.value)
                note_reaching(cursor.known_on)
            return cursor
        except (NotACursor, TypeError, ValueError):
            reader.wrong("cursor", "This is not a cursor of this list: take it from `next` or `previous` of a page.")
            return None

    def _asked(self, reader: Reader) -> Asked:
        """The question; a cursor keeps the first page's day and moment."""
        day, moment = reader.day("as_of"), reader.moment("known_on")
        certain = "certainty" in self.own_parameters and reader.word("certainty", CERTAINTIES, "possible") == "certain"
        return Asked(
            day=dt.date.fromisoformat(self.cursor.value) if self.cursor else day,
            known_on=unless_now(self.cursor.known_on) if self.cursor else moment,
            certain=certain,
            language=language_of(reader),
        )

    @property
    def _backwards(self) -> bool:
        """Whether the cursor asks for the rows before it."""
        return bool(self.cursor and self.cursor.backwards)

    def _csv(self, rows: TableRows, limit: int | None) -> HttpResponseBase:
        found = rows.nearest(self.cursor, limit)
        in_order = reversed(list(found)) if self._backwards else found
        header, said = self.header(), iter(self.said(in_order))
        pieces = iter(lambda: list(islice(said, CHUNK)), [])
        return csv_response(self.resource, header, (in_rows(header, some) for some in pieces))

    def _page(self, request: Request, rows: TableRows, limit: int | None) -> dict[str, Any]:
        known_on = last_change(self.asked.known_on)
        size = min(limit or DEFAULT_LIMIT, self.most_rows())
        found = list(rows.nearest(self.cursor, size + 1))
        more, shown = len(found) > size, found[:size]
        if self._backwards:
            shown.reverse()
        has_next, has_previous = (True, more) if self._backwards else (more, self.cursor is not None)
        return {
            **self.about(),
            "as_of": self.asked.as_of,
            "permalink": permalink(request, self.asked.as_of, known_on),
            **self._honesty(),
            "count": rows.count(),
            "next": self._link(request, shown[-1], known_on, backwards=False) if shown and has_next else None,
            "previous": self._link(request, shown[0], known_on, backwards=True) if shown and has_previous else None,
            "known_on": known_on,
            "results": list(self.said(shown)),
        }

    def _honesty(self) -> dict[str, Any]:
        """Until when all treaties asked about were compared with their depositaries, and whether the day is later."""
        coverage = Coverage(self.asked.known_on) if self.asked.known_on else once(Coverage)
        speaks = coverage.speaks_as_of(self.asked_filters.values.get("treaty", self.asked.directory.treaties))
        is_beyond = speaks is not None and self.asked.as_of > speaks
        return {"record_speaks_as_of": speaks} | ({"beyond_record": True} if is_beyond else {})

    def _link(self, request: Request, row: Any, known_on: dt.datetime | None, *, backwards: bool) -> str:
        moment = self.asked.known_on or known_on or present()
        cursor = Cursor(self.asked.as_of.isoformat(), self.identity(row), backwards, moment)
        kept = [(name, value) for name, values in request.query_params.lists() if name != "cursor" for value in values]
        query = urlencode([*kept, ("cursor", cursor.to_text(self._owner(self.reader)))])
        return f"{request.build_absolute_uri(request.path)}?{query}"
