"""Stored columns read for very many rows: what a column says again and again is read once.

Django reads each value of each row by itself, which for days, instants and lists takes longer than the database does.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, ExpressionWrapper, F, ForeignKey, Lookup, TextField

from signatories.models.fields import PartialDateField, WordListField

READ_ONCE = (PartialDateField, WordListField, DateTimeField)


class StoredColumn:
    """A column of a model, asked for as it is stored where reading it once for all alike spares time."""

    def __init__(self, model: Any, path: str) -> None:
        self.path = path
        own = {name: field for field in model._meta.concrete_fields for name in (field.name, field.attname)}
        field = own.get(path)
        self._field: Any = field if isinstance(field, READ_ONCE) else None

    @property
    def expression(self) -> Any:
        """What to ask the database for."""
        return ExpressionWrapper(F(self.path), output_field=TextField()) if self._field else self.path

    def read(self, stored: Sequence[Any]) -> Sequence[Any]:
        """The values that the stored ones are; those that are alike are one and the same, and not to be altered."""
        if self._field is None:
            return stored
        column = self._field.cached_col
        converters = [*connection.ops.get_db_converters(column), *self._field.get_db_converters(connection)]
        read = {}
        for value in set(stored):
            known = value
            for converter in converters:
                known = converter(known, column, connection)
            read[value] = known
        return [read[value] for value in stored]


@ForeignKey.register_lookup
class Among(Lookup):
    """Rows that name one of these by its primary key: as one value to the database, however many they are."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, column_params = self.process_lhs(compiler, connection)
        return f"{column} IN (SELECT value FROM json_each(%s))", [*column_params, json.dumps(list(self.rhs))]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, column_params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", [*column_params, list(self.rhs)]
