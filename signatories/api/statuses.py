"""What every participant is to every treaty on a day, as a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from signatories.api.addresses import api_root
from signatories.api.parameters import Reader, known_fields
from signatories.api.schema_of_answers import StatusesPage
from signatories.api.status_filters import DAYS, STATUS
from signatories.api.table_rows import ComputedRows, KeptStatuses, Row, TableOrder, TableRows
from signatories.api.tables import TableView
from signatories.chart.statuses import TreatyStatus, statuses
from signatories.models import StatusPeriod
from signatories.querysets import kept_on
from signatories.treaty_law.acts import Certainty, Status, Word
from signatories.treaty_law.days import PartialDay

STATUS_FIELDS = [
    *("treaty", "treaty_title", "participant", "participant_name", "status", "reason", "suspended"),
    *("since", "signed_on", "consented_on", "in_force_from", "ended_on", "certainty", "url"),
]
# The columns of what is kept that a row is made of.
KEPT = (
    *("treaty", "participant", "status", "reason", "suspended", "since"),
    *("signed_on", "consented_on", "in_force_from", "ended_on", "certainty"),
)
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

    def prepare(self, reader: Reader) -> None:
        self.ordering = reader.word("ordering", self.orders, "treaty")
        self.names = known_fields(reader, self.fields)
        self.with_no_action = Status.NO_ACTION in self.asked_filters.values.get("status", ())

    def kept(self) -> TableRows:
        rows = StatusPeriod.objects.filter(kept_on(self.asked.as_of), self.asked_filters.condition)
        if not self.with_no_action:
            rows = rows.exclude(status=Status.NO_ACTION.value)
        if self.asked.certain:
            rows = rows.filter(certainty=Certainty.CERTAIN.value)
        return KeptStatuses(rows, order_of(self.ordering), KEPT, self._row)

    def computed(self) -> TableRows:
        treaties = self.asked_filters.values.get("treaty", list(self.asked.directory.treaties))
        found = statuses(set(treaties), self.asked.as_of, self.asked.known_on)
        rows = map(self._row, ((one.treaty, *(_column(one, name) for name in KEPT[1:])) for one in found))
        kept = [row for row in rows if self.with_no_action or row["status"] != Status.NO_ACTION]
        if self.asked.certain:
            kept = [row for row in kept if row["certainty"] == Certainty.CERTAIN]
        return ComputedRows(_ordered(self.asked_filters.keep(kept), self.ordering), self.identity)

    def identity(self, row: Mapping[str, Any]) -> str:
        return f"{row['treaty']} {row['participant']}"

    def header(self) -> list[str]:
        return self.names

    def said(self, rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
        directory, language, root = self.asked.directory, self.asked.language, api_root(self.request)
        for row in rows:
            said = {name: str(value) if isinstance(value, PartialDay) else value for name, value in row.items()}
            said["treaty_title"] = directory.treaties[row["treaty"]].name(language)
            said["participant_name"] = directory.participants[row["participant"]].name(language)
            said["url"] = f"{root}statuses/?treaty={row['treaty']}&participant={row['participant']}"
            yield {name: said[name] for name in self.names}

    def _row(self, values: Iterable[Any]) -> Row:
        row = dict(zip(KEPT, values, strict=True))
        return row | {"participant_type": self.asked.directory.participants[row["participant"]].participant_type}


def order_of(ordering: str) -> TableOrder:
    """The order of that name; rows that are alike in it by treaty and participant."""
    name = ordering.lstrip("-")
    pair = ("participant", "treaty") if name == "participant" else ("treaty", "participant")
    return TableOrder(pair if name in pair else (name, *pair), ordering.startswith("-"), name not in pair)


def _column(found: TreatyStatus, name: str) -> Any:
    """What the column of what is kept would hold of a status that was worked out."""
    row = found.status
    if name == "consented_on":
        return row.consent.done_on if row.consent else None
    value = getattr(row, name)
    return value.value if isinstance(value, Word) else value


def _ordered(rows: list[dict[str, Any]], ordering: str) -> list[dict[str, Any]]:
    """The rows in the order asked, alike ones by treaty and participant, unknown values last either way."""
    column, descending = ordering.lstrip("-"), ordering.startswith("-")
    rows = sorted(rows, key=lambda row: (row["treaty"], row["participant"]), reverse=descending)
    known = [row for row in rows if row[column] is not None]
    unknown = [row for row in rows if row[column] is None]
    return sorted(known, key=lambda row: row[column], reverse=descending) + unknown
