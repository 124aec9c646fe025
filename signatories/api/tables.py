"""Statuses across treaties, as a list and as a table.

These rows are computed, not stored, so they are filtered and paged here in
Python; parameters, cursors and errors mean what they mean on every list.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from signatories.api.addresses import api_root, permalink
from signatories.api.filter_kinds import WordsFilter
from signatories.api.keyset import Cursor, NotACursor, fingerprint
from signatories.api.lists import DEFAULT_LIMIT, MOST_ROWS
from signatories.api.parameters import CERTAINTIES, Asked, Reader, known_fields, language_of
from signatories.api.rendering import CSVRenderer, JSONRenderer, csv_response
from signatories.api.schema_of_answers import MatrixPage, StatusesPage, TableSchema
from signatories.api.status_filters import DAYS, STATUS, WHICH, RowFilters
from signatories.chart.statuses import TreatyStatus, matrix, statuses
from signatories.keeping.notes import note_reaching, now, unless_now
from signatories.record.moments import last_change
from signatories.treaty_law.acts import Certainty, Status
from signatories.treaty_law.days import PartialDay

MOST_CELLS = 20_000
COMMON = ["as_of", "cursor", "format", "known_on", "lang", "limit"]
FREE_IN_A_CURSOR = {"as_of", "cursor", "fields", "format", "known_on", "lang", "limit"}


class TableView(APIView):
    """Computed rows in a total order, each with an identity of its own."""

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
        rows = self.rows(reader)
        response = self._csv(rows, limit) if self._is_csv(request) else Response(self._page(request, rows, limit))
        response["Content-Language"] = self.asked.language
        return response

    def rows(self, reader: Reader) -> list[dict[str, Any]]:
        """Every row in order; the reader finishes before anything is worked out."""
        raise NotImplementedError

    def identity(self, row: Mapping[str, Any]) -> str:
        """What a cursor names the row by."""
        raise NotImplementedError

    def said(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The rows of a page as they go out."""
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

    def _csv(self, rows: list[dict[str, Any]], limit: int | None) -> HttpResponseBase:
        start, _ = self._bounds(rows, len(rows))
        end = start + limit if limit else None
        return csv_response(self.resource, self.header(), self.said(rows[start:end]))

    def _page(self, request: Request, rows: list[dict[str, Any]], limit: int | None) -> dict[str, Any]:
        known_on = last_change(self.asked.known_on)
        start, end = self._bounds(rows, min(limit or DEFAULT_LIMIT, self.most_rows()))
        shown = rows[start:end]
        next_at = shown[-1] if shown and end < len(rows) else None
        previous_at = shown[0] if shown and start > 0 else None
        return {
            **self.about(),
            "as_of": self.asked.as_of,
            "permalink": permalink(request, self.asked.as_of, known_on),
            "count": len(rows),
            "next": next_at and self._link(request, next_at, known_on, backwards=False),
            "previous": previous_at and self._link(request, previous_at, known_on, backwards=True),
            "known_on": known_on,
            "results": self.said(shown),
        }

    def _bounds(self, rows: list[dict[str, Any]], size: int) -> tuple[int, int]:
        """Where the page begins and ends among all rows."""
        if self.cursor is None:
            return 0, size
        places = {self.identity(row): place for place, row in enumerate(rows)}
        place = places.get(self.cursor.key, len(rows))
        return (max(0, place - size), place) if self.cursor.backwards else (place + 1, place + 1 + size)

    def _link(self, request: Request, row: Any, known_on: dt.datetime | None, *, backwards: bool) -> str:
        moment = self.asked.known_on or known_on or now()
        cursor = Cursor(self.asked.as_of.isoformat(), self.identity(row), backwards, moment)
        kept = [(name, value) for name, values in request.query_params.lists() if name != "cursor" for value in values]
        query = urlencode([*kept, ("cursor", cursor.to_text(self._owner(self.reader)))])
        return f"{request.build_absolute_uri(request.path)}?{query}"


STATUS_FIELDS = [
    *("treaty", "treaty_title", "participant", "participant_name", "status", "reason", "suspended"),
    *("since", "signed_on", "consented_on", "in_force_from", "ended_on", "certainty", "url"),
]
STATUS_ORDERS = [f"{sign}{name}" for name in ("treaty", "participant", *DAYS) for sign in ("", "-")]


class StatusesView(TableView):
    """What every participant is to every treaty on a day: one row each, computed by the rules of treaty law.

    Those that are entitled and have done nothing come only with `status=no_action`. Rows are ordered by treaty and then
    participant unless `ordering` says otherwise; unknown days come last.
    """

    resource = "statuses"
    summary = "Statuses across treaties"
    page_shape = StatusesPage
    orders = STATUS_ORDERS
    fields = STATUS_FIELDS
    filters = STATUS
    own_parameters: ClassVar[list[str]] = ["certainty", "fields", "ordering"]

    def rows(self, reader: Reader) -> list[dict[str, Any]]:
        ordering = reader.word("ordering", self.orders, "treaty")
        self.names = known_fields(reader, self.fields)
        reader.finish()
        wanted = self.asked_filters.values
        treaties = wanted.get("treaty", list(self.asked.directory.treaties))
        found = map(self._row, statuses(set(treaties), self.asked.as_of, self.asked.known_on))
        rows = [
            row for row in found if row["status"] != Status.NO_ACTION or Status.NO_ACTION in wanted.get("status", ())
        ]
        if self.asked.certain:
            rows = [row for row in rows if row["certainty"] == Certainty.CERTAIN]
        return _ordered(self.asked_filters.keep(rows), ordering)

    def identity(self, row: Mapping[str, Any]) -> str:
        return f"{row['treaty']} {row['participant']}"

    def header(self) -> list[str]:
        return self.names

    def said(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        directory, language, root = self.asked.directory, self.asked.language, api_root(self.request)
        said = [
            {name: str(value) if isinstance(value, PartialDay) else value for name, value in row.items()}
            | {
                "treaty_title": directory.treaties[row["treaty"]].name(language),
                "participant_name": directory.participants[row["participant"]].name(language),
                "url": f"{root}statuses/?treaty={row['treaty']}&participant={row['participant']}",
            }
            for row in rows
        ]
        return [{name: row[name] for name in self.names} for row in said]

    def _row(self, found: TreatyStatus) -> dict[str, Any]:
        row, kinds = found.status, self.asked.directory.participants
        return {
            "treaty": found.treaty,
            "participant": row.participant,
            "participant_type": "organisation" if kinds[row.participant].is_organisation else "state",
            "status": row.status.value,
            "reason": row.reason.value if row.reason else None,
            "suspended": row.suspended,
            "since": row.since,
            "signed_on": row.signed_on,
            "consented_on": row.consent.done_on if row.consent else None,
            "in_force_from": row.in_force_from,
            "ended_on": row.ended_on,
            "certainty": row.certainty.value,
        }


def _ordered(rows: list[dict[str, Any]], ordering: str) -> list[dict[str, Any]]:
    """The rows in the order asked, alike ones by treaty and participant, unknown values last either way."""
    column, descending = ordering.lstrip("-"), ordering.startswith("-")
    rows = sorted(rows, key=lambda row: (row["treaty"], row["participant"]), reverse=descending)
    known = [row for row in rows if row[column] is not None]
    unknown = [row for row in rows if row[column] is None]
    return sorted(known, key=lambda row: row[column], reverse=descending) + unknown


class MatrixView(TableView):
    """Participants by treaties: the status of each on a day; null where a participant may not act on a treaty."""

    resource = "matrix"
    summary = "Participants by treaties"
    page_shape = MatrixPage
    filters = {name: WHICH[name] for name in ("treaty", "participant", "participant_type", "member_of")}

    def rows(self, reader: Reader) -> list[dict[str, Any]]:
        reader.finish()
        wanted = self.asked_filters.values
        self.treaties = sorted(set(wanted.get("treaty", self.asked.directory.treaties)))
        found = matrix(self.treaties, self.asked.as_of, self.asked.known_on)
        asked_for = {key: dict.fromkeys(self.treaties) for key in wanted.get("participant", ())}
        kinds = self.asked.directory.participants
        rows = [
            {
                "participant": key,
                "participant_type": "organisation" if kinds[key].is_organisation else "state",
                "statuses": line,
            }
            for key, line in sorted({**asked_for, **found}.items())
        ]
        self.asked_filters.tests.pop("treaty", None)
        return self.asked_filters.keep(rows)

    def identity(self, row: Mapping[str, Any]) -> str:
        return str(row["participant"])

    def most_rows(self) -> int:
        return max(1, MOST_CELLS // max(1, len(self.treaties)))

    def about(self) -> dict[str, Any]:
        return {"treaties": self.treaties}

    def header(self) -> list[str]:
        return ["participant", "participant_name", *self.treaties]

    def said(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        directory, language = self.asked.directory, self.asked.language
        named = [(row, directory.participants[row["participant"]].name(language)) for row in rows]
        if self._is_csv(self.request):
            return [
                {"participant": row["participant"], "participant_name": name, **row["statuses"]} for row, name in named
            ]
        return [
            {"participant": row["participant"], "participant_name": name, "statuses": row["statuses"]}
            for row, name in named
        ]
