"""Words of the law as choices for columns."""

from __future__ import annotations

from enum import StrEnum


def choices_of(vocabulary: type[StrEnum]) -> list[tuple[str, str]]:
    """Value and label of each word, for a model field: `formal_confirmation` reads «Formal confirmation»."""
    return [(word.value, word.value.replace("_", " ").capitalize()) for word in vocabulary]


def longest(vocabulary: type[StrEnum]) -> int:
    """The width of a column that holds any of the words, with room for longer ones to come."""
    return max(40, *(len(word.value) for word in vocabulary))
