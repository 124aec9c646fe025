"""The tables of a package: one a model, its columns in the published order, and what each column's cells say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models

from signatories.exchange import cells, named_cells
from signatories.models import HELD, LABELS, Fact, HeldRow, Source
from signatories.models.fields import NumberOrAllField, PartialDateField, WordListField

OF_A_FACT = ("source", "locator", "confidence", "known_from")
GIVEN_BY_THE_RECORD = ("key", "known_from")
"""Columns of a held row that nobody alters: the record gives them to a new one."""
KINDS: tuple[tuple[type[models.Field[Any, Any]], type[cells.Cell]], ...] = (
    (PartialDateField, cells.Day),
    (NumberOrAllField, cells.NumberOrAll),
    (WordListField, cells.WordList),
    (models.BooleanField, cells.Truth),
    (models.DecimalField, cells.Number),
    (models.PositiveSmallIntegerField, cells.Number),
    (models.DateTimeField, cells.Instant),
)


@dataclass(frozen=True)
class Column:
    """One column: its public name, the model's attribute, and what its cells say."""

    name: str
    attribute: str
    cell: cells.Cell

    @property
    def field(self) -> Any:
        """The model's field."""
        return self.cell.field


@dataclass(frozen=True)
class Table:
    """One table of the package: a model's rows, a row a line."""

    model: Any

    @property
    def name(self) -> str:
        """Its name, as in the API."""
        return str(self.model.table)

    @property
    def file(self) -> str:
        """Its file in a package."""
        return f"{self.name}.csv"

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Its columns in order: the row's key first, and of a fact its source, confidence and moment last."""
        key, *others = self.model.columns.items()
        common = [(name, name) for name in OF_A_FACT] if issubclass(self.model, Fact) else []
        first = Column(key[0], key[1], cells.Key(self.model._meta.get_field(key[1])))
        return (first, *(Column(name, attribute, self._cell(attribute)) for name, attribute in [*others, *common]))

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each column stands, by name."""
        return {column.name: place for place, column in enumerate(self.columns)}

    @property
    def identity(self) -> str:
        """The column with the row's key."""
        return self.columns[0].name

    def _cell(self, attribute: str) -> cells.Cell:
        field = self.model._meta.get_field(attribute)
        if issubclass(self.model, Fact) and attribute == "source":
            return named_cells.Sources(field, Source.table)
        if issubclass(self.model, Fact) and attribute == "locator":
            return cells.Places(field)
        if field.related_model in LABELS:
            named = named_cells.NamedList if field.many_to_many else named_cells.Named
            return named(field, field.related_model.table)
        if field.related_model and issubclass(field.related_model, HeldRow):
            return cells.Key(field)
        kind = next((kind for sort, kind in KINDS if isinstance(field, sort)), None)
        return kind(field) if kind else (cells.Word if field.choices else cells.Cell)(field)


TABLES: tuple[Table, ...] = tuple(Table(model) for model in (*LABELS, *HELD))
"""In the order of the data package: what a row names comes before it."""
