"""Rows read as a serializer says them, column by column, in as many queries for a hundred as for one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from itertools import chain
from typing import Any

from django.db.models import QuerySet

from signatories.api.columns import Speaker
from signatories.api.serializers import RecordSerializer, SourcesField
from signatories.models.reading_columns import StoredColumn


class RowReader:
    """Reads rows as a serializer says them: only the fields named, and further columns for the caller."""

    def __init__(self, serializer: RecordSerializer, speaker: Speaker, names: Iterable[str], *further: str) -> None:
        self.fields: dict[str, Any] = {name: serializer.fields[name] for name in names}
        self.speaker, self.model = speaker, serializer.model
        asked = [path for field in self.fields.values() for path in field.paths]
        self.paths = list(dict.fromkeys([*further, *asked]))

    def values(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The stored values of the rows, the further columns first."""
        return queryset.values_list(*self.paths)

    def say(self, values: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
        """The rows with these stored values, as the fields say them."""
        if not values:
            return []
        columns = dict(zip(self.paths, zip(*values, strict=True), strict=True))
        cells = [field.read(self.speaker, *(columns[path] for path in field.paths)) for field in self.fields.values()]
        return [dict(zip(self.fields, row, strict=True)) for row in zip(*cells, strict=True)]

    @property
    def flat_names(self) -> list[str]:
        """The columns of the rows when they are flat: of sources, the two that the data package has."""
        names = (("source", "locator") if name == "sources" else (name,) for name in self.fields)
        return list(dict.fromkeys(chain.from_iterable(names)))

    def stored(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The values of very many rows as they are stored, for `say_flat`."""
        return queryset.values_list(*(column.expression for column in self._stored))

    @cached_property
    def _stored(self) -> list[StoredColumn]:
        return [StoredColumn(self.model, path) for path in self.paths]

    def say_flat(self, values: Sequence[Sequence[Any]]) -> list[Iterable[Any]]:
        """The rows with these values, as `stored` gave them: flat, column by column in the order of `flat_names`."""
        read = (column.read(cells) for column, cells in zip(self._stored, zip(*values, strict=True), strict=True))
        columns = dict(zip(self.paths, read, strict=True))
        said: dict[str, Iterable[Any]] = {}
        for name, field in self.fields.items():
            stored = [columns[path] for path in field.paths]
            if isinstance(field, SourcesField):
                said |= field.flat(*stored)
            else:
                said[name] = field.read(self.speaker, *stored)
        return [said[name] for name in self.flat_names]


@cache
def serializer_of(kind: type[RecordSerializer]) -> RecordSerializer:
    """The serializer of that kind: what a row looks like never changes, so its fields are made once."""
    return kind()


def read_rows(serializer: RecordSerializer, queryset: QuerySet[Any], speaker: Speaker) -> list[dict[str, Any]]:
    """All rows of the queryset with all their fields, in its order."""
    reader = RowReader(serializer, speaker, serializer.fields)
    return reader.say(list(reader.values(queryset)))
