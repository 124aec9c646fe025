"""How stored columns become public fields: DRF fields that also know which columns they read, and how.

Rows are built column by column from plain values, not from model instances:
a field names its stored columns (`paths`) and turns their values into public
ones (`read`). The OpenAPI document, JSON and CSV all come from these fields.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from signatories.models import Participant, Treaty
from signatories.models.directory import Directory
from signatories.models.fields import NumberOrAllField, PartialDateField, WordListField

Values = Sequence[Any]
Work = TypeVar("Work")


@dataclass(frozen=True)
class Speaker:
    """What a row needs to be said: names, a language, where the API is, and as known when (None: now)."""

    directory: Directory
    language: str
    root: str
    known_on: dt.datetime | None = None
    _worked_out: dict[Any, Any] = field(default_factory=dict)

    def worked_out(self, kind: Callable[[Speaker], Work]) -> Work:
        """What several fields of the rows need, made from the speaker once for all of them."""
        if kind not in self._worked_out:
            self._worked_out[kind] = kind(self)
        return self._worked_out[kind]  # type: ignore[no-any-return]

    def address(self, resource: str, key: str) -> str:
        """The address of a row."""
        return f"{self.root}{resource}/{key}/"


class ColumnField(serializers.Field):
    """A public field read from stored columns, one unless a kind says otherwise."""

    def __init__(self, *paths: str, **kwargs: Any) -> None:
        super().__init__(**{"read_only": True, "allow_null": True, **kwargs})
        self.paths = paths

    def read(self, speaker: Speaker, *columns: Values) -> Iterable[Any]:
        """The public value of each row, from the values of its columns."""
        return columns[0]

    def to_representation(self, value: Any) -> Any:
        return value


@extend_schema_field({"type": "string"})
class TextColumn(ColumnField):
    """Text; where there is none, null."""

    def read(self, speaker: Speaker, *columns: Values) -> Iterable[Any]:
        return [text or None for text in columns[0]]


@extend_schema_field({"type": "string", "format": "uri"})
class AddressColumn(TextColumn):
    """An address; where there is none, null."""


class ChoiceColumn(serializers.ChoiceField, TextColumn):
    """A word of a vocabulary; where there is none, null."""

    def __init__(self, path: str, **kwargs: Any) -> None:
        super().__init__(**{"read_only": True, **kwargs})
        self.paths = (path,)


@extend_schema_field({"type": "boolean"})
class BooleanColumn(ColumnField):
    """True or false."""


@extend_schema_field({"type": "integer"})
class IntegerColumn(ColumnField):
    """A whole number."""


@extend_schema_field({"type": "number"})
class NumberColumn(ColumnField):
    """A number, without a fraction where it has none."""

    def read(self, speaker: Speaker, *columns: Values) -> Iterable[Any]:
        return [plain_number(number) for number in columns[0]]


@extend_schema_field({"oneOf": [{"type": "number"}, {"type": "string", "enum": ["all"]}]})
class NumberOrAllColumn(ColumnField):
    """A number, or `all`."""

    def read(self, speaker: Speaker, *columns: Values) -> Iterable[Any]:
        return [value if value == "all" else plain_number(value) for value in columns[0]]


@extend_schema_field({"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$", "examples": ["2024-09-05", "2025-09"]})
class DayColumn(ColumnField):
    """A day, or a month or year where no more is known."""

    def read(self, speaker: Speaker, *columns: Values) -> Iterable[Any]:
        return [day and day.text for day in columns[0]]


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class WordsColumn(ColumnField):
    """A list of words."""


@extend_schema_field({"type": "string", "format": "date-time"})
class MomentColumn(ColumnField):
    """An instant in UTC."""


@extend_schema_field({"type": "string"})
class ParticipantNameColumn(ColumnField):
    """The name, in the language asked, of the participant that a key column names."""

    def read(self, speaker: Speaker, *columns: Values) -> Iterable[Any]:
        named = speaker.directory.participants
        return [key and named[key].name(speaker.language) for key in columns[0]]


@extend_schema_field({"type": "string"})
class TreatyTitleColumn(ColumnField):
    """The title, in the language asked, of the treaty that a key column names."""

    def read(self, speaker: Speaker, *columns: Values) -> Iterable[Any]:
        titled = speaker.directory.treaties
        return [key and titled[key].name(speaker.language) for key in columns[0]]


@extend_schema_field({"type": "string", "format": "uri"})
class RowAddressColumn(ColumnField):
    """The address of the row, or of the row it is shown with."""

    def __init__(self, path: str, *, resource: str, **kwargs: Any) -> None:
        super().__init__(path, allow_null=False, **kwargs)
        self.resource = resource

    def read(self, speaker: Speaker, *columns: Values) -> Iterable[Any]:
        return [speaker.address(self.resource, key) for key in columns[0]]


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class LinkedKeysColumn(ColumnField):
    """The keys of the participants a row is linked with, read for all rows at once."""

    def __init__(self, field: models.ManyToManyField[Any, Any], **kwargs: Any) -> None:
        super().__init__("pk", allow_null=False, **kwargs)
        self.through: Any = field.remote_field.through
        self.owner, self.linked = field.m2m_column_name(), field.m2m_reverse_name()

    def read(self, speaker: Speaker, *columns: Values) -> Iterable[Any]:
        links: dict[Any, list[str]] = {pk: [] for pk in columns[0]}
        rows = self.through.objects.filter(**{f"{self.owner}__in": columns[0]}).order_by(self.linked)
        for owner, key in rows.values_list(self.owner, self.linked):
            links[owner].append(key)
        return links.values()


def plain_number(number: Any) -> Any:
    """The number without a fraction where it has none; None stays None."""
    return None if number is None else int(number) if number == int(number) else float(number)


def column_fields(model: Any) -> dict[str, ColumnField]:
    """A public field for each public column of the model, each foreign key followed by the name of what it names."""
    made: dict[str, ColumnField] = {}
    for name, attribute in model.columns.items():
        field = model._meta.get_field(attribute)
        made[name] = column_field(field)
        if field.many_to_one and field.related_model is Participant:
            made[f"{name}_name"] = ParticipantNameColumn(field.attname, help_text=f"Name of `{name}`.")
        elif field.many_to_one and field.related_model is Treaty:
            made[f"{name}_title"] = TreatyTitleColumn(field.attname, help_text=f"Title of `{name}`.")
    return made


def column_field(field: Any) -> ColumnField:
    """The public field that fits a model field."""
    about = {"help_text": str(field.help_text)}
    if field.many_to_many:
        return LinkedKeysColumn(field, **about)
    if field.many_to_one:
        by_key = field.related_model._meta.pk.name == "key"
        return TextColumn(field.attname if by_key else f"{field.name}__key", allow_null=field.null, **about)
    if isinstance(field, WordListField):
        return WordsColumn(field.name, allow_null=False, **about)
    optional = field.null or (field.blank and field.name != "key")
    if field.choices:
        return ChoiceColumn(field.name, choices=field.choices, allow_null=optional, **about)
    kind = next(column for kind, column in _KINDS if isinstance(field, kind))
    return kind(field.name, allow_null=optional, **about)


_KINDS: list[tuple[type[models.Field[Any, Any]], type[ColumnField]]] = [
    (PartialDateField, DayColumn),
    (NumberOrAllField, NumberOrAllColumn),
    (models.URLField, AddressColumn),
    (models.BooleanField, BooleanColumn),
    (models.IntegerField, IntegerColumn),
    (models.DecimalField, NumberColumn),
    (models.DateTimeField, MomentColumn),
    (models.CharField, TextColumn),
    (models.TextField, TextColumn),
]
