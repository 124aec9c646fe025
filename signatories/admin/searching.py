"""Search that knows a participant or a treaty by any of its names and codes.

«gb», «Royaume-Uni» and «turkiye» find what they mean, on both databases alike: names are compared without case and
accents by the record's directory, not by the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.text import smart_split, unescape_string_literal

from signatories.models.directory import Directory


class SearchByAnyName(admin.ModelAdmin):
    """Each word searched for must be in a column of `search_fields` or name what the row does.

    `participant_columns` and `treaty_columns` are the columns that hold the key of one.
    """

    participant_columns: ClassVar[tuple[str, ...]] = ()
    treaty_columns: ClassVar[tuple[str, ...]] = ()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        directory = Directory()
        for word in _words(search_term):
            queryset = queryset.filter(self._matches(word, directory, self.get_search_fields(request)))
        return queryset, False

    def _matches(self, word: str, directory: Directory, columns: Sequence[str]) -> Q:
        found = Q()
        for column in columns:
            found |= Q(**{f"{column}__icontains": word})
        for column in self.participant_columns:
            found |= Q(**{f"{column}__in": [*directory.participants_named(word), directory.participant_key(word)]})
        for column in self.treaty_columns:
            found |= Q(**{f"{column}__in": directory.treaties_named(word)})
        return found


def _words(search_term: str) -> list[str]:
    """The words of a search, a phrase in quotes being one."""
    words = [word.strip() for word in smart_split(search_term.replace("\x00", ""))]
    return [unescape_string_literal(word) if word[0] == word[-1] in "\"'" and word[1:] else word for word in words]
