"""Kinds of column that the record needs and Django does not have: keys, partial days, numbers that may say «all»."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from signatories.models.constraints import FORM_OF_A_DAY
from signatories.treaty_law.days import NotInTheCalendar, PartialDay

# What `PartialDay.parse` says, in the reader's language.
NOT_A_DAY = _("%(given)s is not a day: give %(form)s.")
NOT_IN_THE_CALENDAR = _("%(given)s is not in the calendar: give %(form)s.")


class _BinaryTextField(models.CharField):
    """Text compared byte by byte, so that both databases keep it in one order."""

    def db_parameters(self, connection: Any) -> dict[str, Any]:
        return super().db_parameters(connection) | {"collation": {"postgresql": "C"}.get(connection.vendor)}


_kept_day = lru_cache(maxsize=2**16)(PartialDay)
"""The day that a stored text says; a record says the same few thousand again and again."""


class KeyField(_BinaryTextField):
    """The readable name by which a row is known outside: given once, never changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 120)
        super().__init__(*args, **kwargs)


def read_day(text: str) -> PartialDay:
    """The day, month or year that the text says; a ValidationError says so where it says none."""
    try:
        return PartialDay.parse(text)
    except ValueError as error:
        refused: Any = NOT_IN_THE_CALENDAR if isinstance(error, NotInTheCalendar) else NOT_A_DAY
        raise ValidationError(refused, "invalid", {"given": repr(text), "form": FORM_OF_A_DAY}) from None


class PartialDateField(_BinaryTextField):
    """A day as precise as its source, kept as `2025-09-02`, `2025-09` or `2025`; in Python a PartialDay, or None.

    Order of text is order of days, by the earliest a partial one can be.
    """

    description = "Day, month or year"
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> PartialDay | None:
        return _kept_day(value) if value else None

    def to_python(self, value: Any) -> PartialDay | None:
        if value is None or value == "" or isinstance(value, PartialDay):
            return value or None
        return read_day(str(value))

    def get_prep_value(self, value: Any) -> str | None:
        return str(value) if value else None

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj) or "")

    def run_validators(self, value: Any) -> None:
        """Nothing more to check: `to_python` has read it."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": PartialDayFormField, **kwargs})


class PartialDayFormField(forms.CharField):
    """A text box for a day, a month or a year."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"placeholder": _("YYYY-MM-DD"), "size": 12}))
        super().__init__(**{name: value for name, value in kwargs.items() if name != "empty_value"})

    def to_python(self, value: Any) -> Any:
        return PartialDateField().to_python(value.strip() if isinstance(value, str) else value)

    def run_validators(self, value: Any) -> None:
        """Nothing more to check: `to_python` has read it."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(initial or "") != str(data or "").strip()


class NumberOrAllField(models.CharField):
    """A number, or the word `all`; in Python an int, a Decimal, `"all"` or None."""

    description = "A number, or «all»"
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 20
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> int | Decimal | str | None:
        try:
            return self.to_python(value)
        except ValidationError:
            return value

    def to_python(self, value: Any) -> int | Decimal | str | None:
        if value is None or value == "":
            return None
        if value == "all":
            return "all"
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or number <= 0 or not self._fits(number):
            raise ValidationError(
                _("%(given)s is neither a number above 0 nor «all»: give all, or up to %(digits)s digits."),
                code="invalid",
                params={"given": repr(str(value)), "digits": self.max_length},
            )
        return int(number) if number == number.to_integral_value() else number.normalize()

    def get_prep_value(self, value: Any) -> str | None:
        number = self.to_python(value)
        if number is None:
            return None
        return f"{number:f}" if isinstance(number, Decimal) else str(number)

    def _fits(self, number: Decimal) -> bool:
        """Whether the column has room for it, written without an exponent."""
        width = self.max_length or 0
        return abs(number.adjusted()) < width and len(f"{number.normalize():f}") <= width

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def run_validators(self, value: Any) -> None:
        """Nothing more to check: `to_python` has read it."""


class NamedRowsField(models.ManyToManyField):
    """A list of other rows, each kept from deletion while it is named: Django's own list would drop it unasked.

    To the database, and to migrations, an ordinary list.
    """

    def contribute_to_class(self, cls: Any, name: str, *args: Any, **kwargs: Any) -> None:
        super().contribute_to_class(cls, name, *args, **kwargs)
        links: Any = self.remote_field.through
        if links:
            *_, named = links._meta.fields
            named.remote_field.on_delete = models.PROTECT

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.ManyToManyField", args, kwargs


class WordListField(models.JSONField):
    """A list of words, such as articles or territories; empty when none is given.

    A word holds no semicolon: that is what separates words in a cell of the data package.
    """

    description = "List of words"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["default"], kwargs["blank"] = list, True
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["default"], kwargs["blank"]
        return name, path, args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Most lists are empty, and need no reading."""
        return [] if value == "[]" else super().from_db_value(value, expression, connection)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and not value.startswith("["):
            return [word.strip() for word in value.split(";") if word.strip()]
        return super().to_python(value)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if not isinstance(value, list) or not all(isinstance(word, str) and word and ";" not in word for word in value):
            raise ValidationError(_("Give a list of words, none empty and none with a semicolon."), code="invalid")

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(self, **{"form_class": WordListFormField, **kwargs})


class WordListFormField(forms.CharField):
    """A text box for words separated by semicolons."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        return [word.strip() for word in (value or "").split(";") if word.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "; ".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


@models.DateTimeField.register_lookup
@PartialDateField.register_lookup
@KeyField.register_lookup
class Unindexed(models.Transform):
    """The day, instant or key itself, kept from SQLite's eyes when it looks for an index, also one of known days alone.

    SQLite takes any range for a narrow one, or any for a wide one: it would read half the table by days rather than the
    rows of one participant, or the whole list in its order for the few rows of a day. PostgreSQL knows how days are
    spread.
    """

    lookup_name = "unindexed"

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, Any]:
        column, parameters = compiler.compile(self.lhs)
        return f"COALESCE({column}, NULL)", parameters

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **__: Any) -> tuple[str, Any]:
        return compiler.compile(self.lhs)  # type: ignore[no-any-return]


@WordListField.register_lookup
class Holds(models.Lookup):
    """Rows whose list holds this word."""

    lookup_name = "holds"

    def get_prep_lookup(self) -> str:
        return str(self.rhs)

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, column_params = self.process_lhs(compiler, connection)
        return f"EXISTS (SELECT 1 FROM json_each({column}) WHERE value = %s)", [*column_params, self.rhs]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, column_params = self.process_lhs(compiler, connection)
        return f"{column} @> to_jsonb(%s::text)", [*column_params, self.rhs]
