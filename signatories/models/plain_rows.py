"""Stored rows as the data package says them, in JSON's own types: what the log holds and a package is made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db.models import Model, QuerySet

from signatories.models.facts import Fact, HeldRow
from signatories.models.reading_columns import StoredColumn
from signatories.treaty_law.days import PartialDay

CHUNK = 1000
PlainRow = dict[str, Any]


def plain_rows(rows: QuerySet[Any]) -> Iterator[tuple[Any, PlainRow]]:
    """Each row's database id with its public columns, in the queryset's order, read in chunks.

    Days are text as precise as known, foreign things their keys, lists arrays, unknown null. A fact has `source` and
    `locator` as lists, `confidence` and `known_from` beside its own columns.
    """
    for pk, row in stored_rows(rows):
        yield pk, {name: plain_value(value) for name, value in row.items()}


def stored_rows(rows: QuerySet[Any]) -> Iterator[tuple[Any, dict[str, Any]]]:
    """The same with the values as the record keeps them: days partial days, decimals exact."""
    for ids, columns in stored_columns(rows):
        for pk, *values in zip(ids, *columns.values(), strict=True):
            yield pk, dict(zip(columns, values, strict=True))


def stored_columns(rows: QuerySet[Any]) -> Iterator[tuple[Sequence[Any], dict[str, Sequence[Any]]]]:
    """The same column by column: some rows' database ids, with the values of each column; some more; and so on."""
    model: Any = rows.model
    single = {name: path for name, attribute in model.columns.items() if (path := _path(model, attribute))}
    if issubclass(model, Fact):
        single |= {"source": "source_id", "locator": "locator", "confidence": "confidence", "known_from": "known_from"}
    linked = {name: attribute for name, attribute in model.columns.items() if name not in single}
    stored = {name: StoredColumn(model, path) for name, path in single.items()}
    found = rows.values_list("pk", *(column.expression for column in stored.values())).iterator(CHUNK)
    while chunk := list(islice(found, CHUNK)):
        ids, *by_column = zip(*chunk, strict=True)
        columns = {name: column.read(values) for (name, column), values in zip(stored.items(), by_column, strict=True)}
        for name, attribute in linked.items():
            links = _links(model, attribute, ids)
            columns[name] = [links.get(pk, []) for pk in ids]
        if issubclass(model, Fact):
            further = further_citations(model, ids)
            for part, name in enumerate(("source", "locator")):
                columns[name] = [
                    [first, *(place[part] for place in further.get(pk, ()))]
                    for pk, first in zip(ids, columns[name], strict=True)
                ]
        yield ids, columns


def plain_row(row: Model) -> PlainRow:
    """The stored row alone."""
    return next(plain for _, plain in plain_rows(type(row)._default_manager.filter(pk=row.pk)))


def plain_value(value: Any) -> Any:
    """The value in JSON's types; empty text is unknown, so null."""
    if value is None or value == "":
        return None
    if isinstance(value, PartialDay):
        return value.text
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, dt.datetime):
        return instant_text(value)
    return value


@lru_cache(maxsize=2**12)
def instant_text(moment: dt.datetime) -> str:
    """The instant as answers give it: `2026-10-01T00:00:00Z`."""
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def _path(model: Any, attribute: str) -> str | None:
    """Where a column's value is read from; None for a list of other rows."""
    field = model._meta.get_field(attribute)
    if field.many_to_many:
        return None
    if field.many_to_one and issubclass(field.related_model, HeldRow):
        return f"{field.name}__key"
    return str(field.attname)


def _links(model: Any, attribute: str, ids: Sequence[Any]) -> dict[Any, list[str]]:
    """The keys each row names in a list of other rows."""
    field = model._meta.get_field(attribute)
    owner, linked = field.m2m_column_name(), field.m2m_reverse_name()
    through = field.remote_field.through.objects
    rows = through.filter(**{f"{field.m2m_field_name()}__among": ids}).order_by(linked)
    found: dict[Any, list[str]] = {}
    for pk, key in rows.values_list(owner, linked):
        found.setdefault(pk, []).append(key)
    return found


def further_citations(model: type[Fact], ids: Sequence[Any]) -> dict[Any, list[tuple[str, str]]]:
    """The places each row cites beside its first, by source and place, so that rows alike are said alike."""
    field: Any = model._meta.get_field("also_cited")
    owner = str(field.m2m_column_name())
    through: Any = model.also_cited.through
    rows = through.objects.filter(**{f"{field.m2m_field_name()}__among": ids})
    found: dict[Any, list[tuple[str, str]]] = {}
    for pk, source, locator in rows.values_list(owner, "citation__source_id", "citation__locator"):
        found.setdefault(pk, []).append((source, locator))
    return {pk: sorted(places) for pk, places in found.items()}
