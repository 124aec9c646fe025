"""The kinds of filter that lists offer, as django-filter filters that say what they accept.

A repeated parameter, or one with commas, means *or*; each filter reads all its words at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from signatories.api.parameters import Asked

if TYPE_CHECKING:
    from signatories.api.filters import RecordFilterSet

MOST_WORDS, MOST_CONDITIONS = 1000, 100
WHOLE, NAMED, TOLD = "whole", "named", "told"
"""All rows in which words are found; those that name them all by what they are about; those with texts to look in."""


class NotAccepted(ValidationError):
    """A word a filter cannot read, with the words it can, where they can be listed."""

    def __init__(self, message: str, accepted: list[str] | None = None) -> None:
        super().__init__(message)
        self.accepted = accepted or []


class WordsField(forms.Field):
    """All the words given to a parameter, without reading them yet."""


class WordsFilter(django_filters.Filter):
    """Keeps rows that match one of the words; what a word means is for the kinds below."""

    field_class = WordsField
    parent: RecordFilterSet
    splits = True
    leaves_few = False
    """Whether an index finds its rows, and they are few even where the list is long."""
    walked = False
    """Whether the list is walked in its order, so that a day leads to no index of its own."""
    part = WHOLE
    """Which of its rows are asked for, where they are found in two ways."""
    most = MOST_WORDS
    schema: dict[str, Any] = {"type": "string"}
    accepts = "words"

    @property
    def asked(self) -> Asked:
        """The question the list answers."""
        return self.parent.asked

    def words(self, values: list[str]) -> list[str]:
        """The words of all occurrences; a NotAccepted where there is none, or where there are too many."""
        words = [word.strip() for value in values for word in (value.split(",") if self.splits else [value])]
        if not all(words):
            raise NotAccepted(f"An empty value was given: give {self.accepts}, or leave the parameter out.")
        if len(words) > self.most:
            raise NotAccepted(f"{len(words)} values were given: give at most {self.most}.")
        if any("\x00" in word for word in words):
            raise NotAccepted("A value holds a NUL character, which no text of the record does.")
        return words

    def read(self, word: str) -> Any:
        """The word as a value; NotAccepted with a sentence where it cannot be read."""
        return word

    def condition(self, values: list[Any]) -> Q:
        """The rows that match one of the values."""
        return Q(**{f"{self.field_name}__in": values})

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        return qs.filter(self.condition([self.read(word) for word in self.words(value)]))


class TextFilter(WordsFilter):
    """Exact text. A text that itself holds commas matches whole as well."""

    accepts = "a text"

    def condition(self, values: list[Any]) -> Q:
        """The rows with one of the texts; that none is empty is said for SQLite, which has an index of those alone."""
        return super().condition(values) & ~Q(**{str(self.field_name): ""})

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        return qs.filter(self.condition([*self.words(value), *value]))


class KeyFilter(WordsFilter):
    """Rows by their key."""

    accepts = "a key"
    leaves_few = True


class ChoiceFilter(WordsFilter):
    """One of the words of a vocabulary."""

    accepts = "one of the words listed"

    def __init__(self, *args: Any, choices: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        self.schema = {"type": "string", "enum": choices}

    def read(self, word: str) -> str:
        if word not in self.choices:
            raise NotAccepted(f"{word[:60]!r} is not known here: give {', '.join(self.choices)}.", self.choices)
        return word


class ListFilter(TextFilter):
    """Rows whose list holds one of the words. A word that itself holds commas matches whole as well."""

    accepts = "a word of the list"
    most = MOST_CONDITIONS

    def condition(self, values: list[str]) -> Q:
        holds = any_of(Q(**{f"{self.field_name}__holds": value}) for value in values)
        return holds & ~Q(**{str(self.field_name): []})


class BooleanFilter(WordsFilter):
    """True or false."""

    accepts = "true or false"
    schema = {"type": "boolean"}

    def read(self, word: str) -> bool:
        if word.lower() not in ("true", "false"):
            raise NotAccepted(f"{word[:60]!r} is neither true nor false.", ["true", "false"])
        return word.lower() == "true"


def any_of(conditions: Any) -> Q:
    """One of the conditions holds; none at all never holds."""
    result = Q(pk__in=[])
    for condition in conditions:
        result |= condition
    return result
