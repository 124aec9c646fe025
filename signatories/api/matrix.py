"""Participants by treaties: the status of each on a day, as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from signatories.api.parameters import Reader
from signatories.api.schema_of_answers import MatrixPage
from signatories.api.status_filters import WHICH
from signatories.api.table_rows import ComputedRows, KeptMatrix, Row, TableRows
from signatories.api.tables import TableView
from signatories.chart.statuses import matrix

MOST_CELLS = 20_000


class MatrixView(TableView):
    """Participants by treaties: the status of each on a day; null where a participant may not act on a treaty."""

    resource = "matrix"
    summary = "Participants by treaties"
    page_shape = MatrixPage
    filters = {name: WHICH[name] for name in ("treaty", "participant", "participant_type", "member_of")}

    def prepare(self, reader: Reader) -> None:
        wanted = self.asked_filters.values
        self.treaties = sorted(set(wanted.get("treaty", self.asked.directory.treaties)))
        self.asked_for = set(wanted.get("participant", ()))

    def kept(self) -> TableRows:
        people = self._kept_by_filters(self._row(key, {}) for key in sorted(self.asked.directory.participants))
        among = [row["participant"] for row in people]
        is_narrowed = "treaty" in self.asked_filters.values
        return KeptMatrix(self.treaties, self.asked.as_of, self.asked_for, among, is_narrowed, self._row)

    def computed(self) -> TableRows:
        found = matrix(self.treaties, self.asked.as_of, self.asked.known_on)
        nothing = {key: dict.fromkeys(self.treaties) for key in self.asked_for}
        rows = (self._row(key, line) for key, line in sorted({**nothing, **found}.items()))
        return ComputedRows(self._kept_by_filters(rows), self.identity)

    def _kept_by_filters(self, rows: Iterable[Row]) -> list[Row]:
        """The lines that pass every filter but that of treaties, which chooses columns."""
        self.asked_filters.tests.pop("treaty", None)
        return self.asked_filters.keep(rows)

    def _row(self, participant: str, line: dict[str, str | None]) -> Row:
        kind = self.asked.directory.participants[participant].participant_type
        return {"participant": participant, "participant_type": kind, "statuses": line}

    def identity(self, row: Mapping[str, Any]) -> str:
        return str(row["participant"])

    def most_rows(self) -> int:
        return max(1, MOST_CELLS // max(1, len(self.treaties)))

    def about(self) -> dict[str, Any]:
        return {"treaties": self.treaties}

    def header(self) -> list[str]:
        return ["participant", "participant_name", *self.treaties]

    def said(self, rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
        directory, language, is_csv = self.asked.directory, self.asked.language, self._is_csv(self.request)
        for row in rows:
            name = directory.participants[row["participant"]].name(language)
            cells = row["statuses"] if is_csv else {"statuses": row["statuses"]}
            yield {"participant": row["participant"], "participant_name": name, **cells}
