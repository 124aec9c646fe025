"""What a cell of a package says: the same value as text and as the record keeps it, exactly, both ways.

Text is taken as it stands, to the last space. Words, keys, days and numbers are read without the white space around
them, as everywhere else. An empty cell is what the column has where nothing is known: null, nothing, or its default.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import NOT_PROVIDED, Field
from django.utils.translation import gettext as _

from signatories.exchange.faults import reason_and_remedy
from signatories.exchange.names import Names
from signatories.models.constraints import DAY_SHAPE, words
from signatories.models.fields import read_day
from signatories.models.plain_rows import instant_text
from signatories.treaty_law.days import PartialDay

SEPARATOR = ";"
HIGHEST = 32767
"""The greatest whole number that a column keeps on every database."""

Schema = dict[str, Any]


class Unreadable(ValueError):
    """A cell that does not say what its column holds: why, and what to give instead."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason} {remedy}")
        self.reason = reason
        self.remedy = remedy


def not_left_empty(field: Field[Any, Any]) -> tuple[str, str]:
    """Why a cell of the column is not left empty, and what to give."""
    return _("This column is not left empty."), _("Give it. %(help)s") % {"help": field.help_text}


class Cell:
    """Text, kept as it stands."""

    repeats = False
    """Whether a table says the same in many rows, so that reading it once is enough."""
    is_list = False
    """Whether it says several things, separated by semicolons."""

    def __init__(self, field: Field[Any, Any]) -> None:
        self.field = field

    def read(self, text: str, names: Names) -> Any:
        """The value the record keeps; raises Unreadable."""
        return self.parse(text, names) if text else self.empty()

    def parse(self, text: str, names: Names) -> Any:
        """The value of a cell that is not empty."""
        try:
            self.field.run_validators(text)
        except ValidationError as error:
            raise Unreadable(*reason_and_remedy(error.messages[0])) from None
        return text

    def empty(self) -> Any:
        """The value of an empty cell."""
        field = self.field
        if field.null:
            return None
        if field.default is not NOT_PROVIDED:
            return field.get_default()
        if field.blank:
            return ""
        raise Unreadable(*not_left_empty(field))

    def text(self, value: Any) -> str:
        """The cell that says the value."""
        return value or ""

    def texts(self, values: Iterable[Any]) -> list[str]:
        """The same of many values; of what repeats, worked out once for each value."""
        if not self.repeats:
            return [self.text(value) for value in values]
        said: dict[Any, str] = {}
        return [said[value] if value in said else said.setdefault(value, self.text(value)) for value in values]

    @property
    def schema(self) -> Schema:
        """The column in the words of a Table Schema."""
        return {"type": "string"}


class Key(Cell):
    """The key of the row itself, and of a row of the same table that it names."""

    def parse(self, text: str, names: Names) -> Any:
        return super().parse(text.strip(), names)


class Word(Cell):
    """One of a few words."""

    repeats = True

    def parse(self, text: str, names: Names) -> str:
        accepted = [value for value, _label in self.field.flatchoices]
        if text.strip() not in accepted:
            raise Unreadable(
                _("%(given)s is not known here.") % {"given": repr(text)},
                _("Give %(words)s.") % {"words": words(accepted)},
            )
        return text.strip()

    @property
    def schema(self) -> Schema:
        return {"type": "string", "constraints": {"enum": [value for value, _label in self.field.flatchoices]}}


class Day(Cell):
    """A day, a month or a year."""

    repeats = True

    def parse(self, text: str, names: Names) -> PartialDay:
        try:
            return read_day(text.strip())
        except ValidationError as error:
            raise Unreadable(*reason_and_remedy(error.messages[0])) from None

    def text(self, value: PartialDay | None) -> str:
        return value.text if value else ""

    @property
    def schema(self) -> Schema:
        return {"type": "string", "constraints": {"pattern": DAY_SHAPE.removesuffix(r"\Z") + "$"}}


class Truth(Cell):
    """`true` or `false`."""

    repeats = True

    def parse(self, text: str, names: Names) -> bool:
        said = text.strip().lower()
        if said not in ("true", "false"):
            raise Unreadable(
                _("%(given)s is neither true nor false.") % {"given": repr(text)}, _("Give true or false.")
            )
        return said == "true"

    def text(self, value: bool) -> str:
        return "true" if value else "false"

    @property
    def schema(self) -> Schema:
        return {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]}


class Number(Cell):
    """A whole number from 0, or where the column has decimals, a number as precise as it keeps."""

    repeats = True

    def parse(self, text: str, names: Names) -> Any:
        try:
            return self.field.clean(self._number(text.strip()), None)
        except ValidationError as error:
            raise Unreadable(*reason_and_remedy(error.messages[0])) from None

    def _number(self, text: str) -> Any:
        decimals = getattr(self.field, "decimal_places", 0)
        try:
            number = Decimal(text) if text.isascii() and "_" not in text else Decimal("NaN")
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or not (decimals or text.isdigit()):
            example = "12.5" if decimals else "12"
            raise Unreadable(
                _("%(given)s is not a number.") % {"given": repr(text)},
                _("Give one such as %(value)s.") % {"value": example},
            )
        if not decimals and number > HIGHEST:
            raise Unreadable(
                _("%(given)s is too great a number.") % {"given": repr(text)},
                _("Give one up to %(value)s.") % {"value": HIGHEST},
            )
        return number if decimals else int(text)

    def text(self, value: Any) -> str:
        if value is None:
            return ""
        return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)

    @property
    def schema(self) -> Schema:
        return {"type": "number" if getattr(self.field, "decimal_places", 0) else "integer"}


class NumberOrAll(Cell):
    """A number, or `all`."""

    repeats = True

    def parse(self, text: str, names: Names) -> Any:
        try:
            return self.field.to_python(text.strip())
        except ValidationError as error:
            raise Unreadable(*reason_and_remedy(error.messages[0])) from None

    def text(self, value: Any) -> str:
        if value is None:
            return ""
        return f"{value:f}" if isinstance(value, Decimal) else str(value)

    @property
    def schema(self) -> Schema:
        return {"type": "string", "constraints": {"pattern": r"^(all|[0-9]+(\.[0-9]+)?)$"}}


class Instant(Cell):
    """An instant in UTC; without a zone, UTC is meant."""

    repeats = True

    def empty(self) -> None:
        return None

    def parse(self, text: str, names: Names) -> dt.datetime:
        try:
            moment = dt.datetime.fromisoformat(text.strip())
            moment = moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)
        except (ValueError, OverflowError):
            example = _("Give one such as %(value)s.") % {"value": "2026-10-01T00:00:00Z"}
            raise Unreadable(_("%(given)s is not an instant.") % {"given": repr(text)}, example) from None
        if moment > dt.datetime.now(dt.UTC):
            raise Unreadable(
                _("%(given)s is yet to come.") % {"given": repr(text)}, _("Give an instant up to now, or none.")
            )
        return moment

    def text(self, value: dt.datetime | None) -> str:
        return instant_text(value) if value else ""

    @property
    def schema(self) -> Schema:
        return {"type": "datetime", "format": "any"}


class WordList(Cell):
    """Words separated by semicolons; none of them holds one."""

    repeats = True
    is_list = True

    def empty(self) -> list[str]:
        return []

    def parse(self, text: str, names: Names) -> list[str]:
        return [word for part in text.split(SEPARATOR) if (word := part.strip())]

    def text(self, value: list[str]) -> str:
        return SEPARATOR.join(value)

    def texts(self, values: Iterable[list[str]]) -> list[str]:
        return list(map(SEPARATOR.join, values))


class Places(WordList):
    """The places in the sources: as many as there are sources, so an empty one is told."""

    def empty(self) -> list[str]:
        raise Unreadable(*not_left_empty(self.field))

    def parse(self, text: str, names: Names) -> list[str]:
        places = [place.strip() for place in text.split(SEPARATOR)]
        for place in places:
            super(WordList, self).parse(place, names)
        return places
