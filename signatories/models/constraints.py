"""The sentences and shapes of the database's own rules.

Each function gives one named constraint that holds on SQLite and PostgreSQL
alike and says, in a sentence for a person, what was wrong and what to do.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS
from django.db.models import BaseConstraint, CheckConstraint, F, Q
from django.db.models.functions import Left, Length
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

KEY_SHAPE = r"^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*\Z"
PARTICIPANT_SHAPE = r"^[A-Z][A-Z0-9]+\Z"
SLUG_SHAPE = r"^[a-z0-9]+([.-][a-z0-9]+)*\Z"

_LONG_MONTHS = r"(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
_SHORT_MONTHS = r"(0[469]|11)-(0[1-9]|[12][0-9]|30)"
_FEBRUARY = r"02-(0[1-9]|1[0-9]|2[0-8])"
_LEAP_YEAR = r"([12][0-9](0[48]|[2468][048]|[13579][26])|(1200|1600|2000|2400|2800))"
DAY_SHAPE = rf"^([12][0-9]{{3}}(-(0[1-9]|1[0-2]|{_LONG_MONTHS}|{_SHORT_MONTHS}|{_FEBRUARY}))?|{_LEAP_YEAR}-02-29)\Z"


FORM_OF_A_DAY = _("a day such as 2025-09-02, a month such as 2025-09 or a year such as 2025, between 1000 and 2999")
"""What treaty law accepts as a day, in the reader's language."""

said = lazy(lambda sentence, **values: sentence % values, str)
"""A sentence with its values filled in, in whichever language is spoken when it is read."""


def says(name: str, condition: Q, message: StrOrPromise) -> CheckConstraint:
    """A row for which the condition is false is refused with the message."""
    return CheckConstraint(condition=condition, name=name, violation_error_message=message)


def words(values: Iterable[str]) -> str:
    """`a, b or c`."""
    *most, last = values
    return _("%(words)s or %(last)s") % {"words": ", ".join(most), "last": last} if most else last


words_said = lazy(words, str)
"""The same for a sentence that is read later."""


def one_of(noun: str, field: str, vocabulary: type[StrEnum], *, blank: bool = False) -> CheckConstraint:
    """The field holds a word of the vocabulary, or nothing where `blank`."""
    values = [word.value for word in vocabulary]
    return says(
        f"{noun}_{field}_is_known",
        Q(**{f"{field}__in": [*values, *([""] if blank else [])]}),
        said(
            _("%(field)s must be %(words)s, or left empty.") if blank else _("%(field)s must be %(words)s."),
            field=field,
            words=words_said(values),
        ),
    )


def is_day(noun: str, field: str) -> CheckConstraint:
    """The field holds a day, month or year of the calendar, or nothing."""
    return says(
        f"{noun}_{field}_is_a_day",
        Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__regex": DAY_SHAPE}),
        said(_("%(field)s must be %(form)s."), field=field, form=FORM_OF_A_DAY),
    )


def is_whole_day(noun: str, field: str) -> CheckConstraint:
    """The field, where given, is known to the day."""
    return says(
        f"{noun}_{field}_is_a_whole_day",
        Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__regex": r"^.{10}\Z"}),
        said(
            _("%(field)s must be a whole day such as 2025-09-02: nothing can be computed from a month or a year here."),
            field=field,
        ),
    )


def not_before(
    noun: str, field: str, earlier: str, *, unless: Q | None = None, message: StrOrPromise
) -> CheckConstraint:
    """`field` does not certainly precede `earlier`; a month that holds the earlier day does not precede it."""
    later_enough = (
        Q(**{f"{field}__isnull": True})
        | Q(**{f"{earlier}__isnull": True})
        | Q(**{f"{field}__gte": F(earlier)})
        | Q(**{field: Left(earlier, Length(field))})
    )
    return says(f"{noun}_{field}_not_before_{earlier}", later_enough | unless if unless else later_enough, message)


def well_formed(noun: str, field: str, shape: str, message: StrOrPromise) -> CheckConstraint:
    """The field has the shape, a regular expression."""
    return says(f"{noun}_{field}_is_well_formed", Q(**{f"{field}__regex": shape}), message)


def not_blank(noun: str, field: str, message: StrOrPromise) -> CheckConstraint:
    """The field holds more than white space."""
    return says(f"{noun}_{field}_is_given", Q(**{f"{field}__regex": r"[^ \t\n\r]"}), message)


def locator_rules(noun: str) -> tuple[CheckConstraint, CheckConstraint]:
    """A locator says where in the source, in words that fit a list of locators separated by semicolons."""
    return (
        not_blank(
            noun, "locator", _("Say where in the source the fact stands: a row, a paragraph, an article or a heading.")
        ),
        says(
            f"{noun}_locator_has_no_semicolon",
            ~Q(locator__contains=";"),
            _("A locator holds no semicolon, which separates locators in a list: use a comma."),
        ),
    )


def interval_rules(noun: str) -> tuple[CheckConstraint, ...]:
    """A half-open interval `valid_from`/`valid_until` of days: neither backwards nor empty."""
    return (
        is_day(noun, "valid_from"),
        is_day(noun, "valid_until"),
        not_before(noun, "valid_until", "valid_from", message=_("The interval ends before it begins.")),
        says(
            f"{noun}_interval_is_not_empty",
            Q(valid_from=None) | Q(valid_until=None) | ~Q(valid_from=F("valid_until")),
            _("An interval that ends on the day it begins is empty: `until` is the first day it no longer holds."),
        ),
    )


class NoOverlap(BaseConstraint):
    """Two rows alike in `alike` may not hold on the same day while both are held by the record.

    Days are taken at their earliest, so an interval from 2025-09-15 until 2025-09 is empty and overlaps nothing. On
    PostgreSQL an exclusion constraint; SQLite has none, so a trigger says the same (signatories.models.triggers).
    """

    def __init__(
        self, *, name: str, alike: tuple[str, ...], violation_error_message: StrOrPromise | None = None
    ) -> None:
        super().__init__(name=name, violation_error_message=violation_error_message)
        self.alike = alike

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"alike": self.alike}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NoOverlap) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash(self.name)

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = DEFAULT_DB_ALIAS) -> None:
        """A ValidationError where the instance overlaps a row held at the same time."""
        if instance.valid_from and instance.valid_until and str(instance.valid_until) < str(instance.valid_from):
            return
        attributes = [model._meta.get_field(field).attname for field in self.alike]
        others = model._default_manager.using(using).exclude(pk=instance.pk)
        others = others.filter(**{name: getattr(instance, name) for name in attributes})
        for since, until in (("valid_from", "valid_until"), ("known_from", "known_until")):
            others = others.exclude(**{f"{until}__lt": F(since)})
            if end := getattr(instance, until):
                others = others.filter(Q(**{since: None}) | Q(**{f"{since}__lt": end}))
            if begin := getattr(instance, since):
                others = others.filter(Q(**{until: None}) | Q(**{f"{until}__gt": begin}))
        if others.exists():
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        if schema_editor.connection.vendor != "postgresql":
            return None
        columns = [model._meta.get_field(field).column for field in self.alike]
        same = ", ".join(f"text_range({column}, {column}, '[]') WITH =" for column in columns)
        end = "CASE WHEN valid_until < valid_from THEN valid_from ELSE valid_until END"
        return (
            f"CONSTRAINT {self.name} EXCLUDE USING gist ({same}, text_range(valid_from, {end}) WITH &&,"
            " tstzrange(known_from, known_until) WITH &&)"
        )

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        clause = self.constraint_sql(model, schema_editor)
        return clause and f"ALTER TABLE {model._meta.db_table} ADD {clause}"

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        if schema_editor.connection.vendor != "postgresql":
            return None
        return f"ALTER TABLE {model._meta.db_table} DROP CONSTRAINT {self.name}"

    def sqlite_triggers(self, model: Any) -> dict[str, str]:
        """The same rule as SQLite triggers, by name."""
        table = model._meta.db_table
        same = " AND ".join(f"{c} = NEW.{c}" for c in (model._meta.get_field(f).column for f in self.alike))
        overlap = (
            f"SELECT 1 FROM {table} WHERE id <> NEW.id AND {same}"
            " AND (NEW.valid_until IS NULL OR NEW.valid_from IS NULL OR NEW.valid_from < NEW.valid_until)"
            " AND (valid_until IS NULL OR valid_from IS NULL OR valid_from < valid_until)"
            " AND (NEW.valid_until IS NULL OR valid_from IS NULL OR valid_from < NEW.valid_until)"
            " AND (valid_until IS NULL OR NEW.valid_from IS NULL OR valid_until > NEW.valid_from)"
            " AND (NEW.known_until IS NULL OR known_from < NEW.known_until)"
            " AND (known_until IS NULL OR known_until > NEW.known_from)"
        )
        return {
            f"{self.name}_on_{event.lower()}": (
                f"CREATE TRIGGER {self.name}_on_{event.lower()} AFTER {event} ON {table} WHEN EXISTS ({overlap})"
                f" BEGIN SELECT RAISE(ABORT, '{self.name}'); END"
            )
            for event in ("INSERT", "UPDATE")
        }
