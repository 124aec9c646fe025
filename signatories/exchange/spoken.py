"""What a participant is called by people: its names in English and French, in whatever order and with which articles.

«Netherlands, the Kingdom of the» and «Kingdom of the Netherlands» have the same words. The names of the record come
first, then those that ISO 3166 and CLDR give (`country_names.json`), which also tell what a name might mean beside the
participants of the record. Sheets are read so; packages and the API name participants by their codes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path

from django.utils.translation import get_language

from signatories.exchange.names import Names
from signatories.models import Source
from signatories.models.directory import plain

COUNTRY_NAMES = Path(__file__).with_name("country_names.json")
MOST_SUGGESTED = 3
MOST_LOOKED_UP = 300
"""So many unknown names are compared with all others: enough to see what is wrong, few enough to wait for."""
SMALL_WORDS = frozenset("a and d de des du et l la le les of the".split())
Spoken = frozenset[str]


def words_of(name: str) -> Spoken:
    """The words of a name that tell it apart, whatever their order, case and accents.

    >>> words_of("Netherlands, the Kingdom of the") == words_of("Kingdom of the NETHERLANDS")
    True
    >>> words_of("U.K.") == words_of("uk")
    True
    """
    return frozenset(re.findall(r"\w+", plain(name).replace(".", ""))) - SMALL_WORDS


class SpokenNames(Names):
    """Names that also know a participant by what people call it."""

    def __init__(self) -> None:
        super().__init__()
        self._looked_up = 0

    def meant(self, table: str, code: str) -> list[str]:
        """The keys that the name may mean, of which some may be no participants of the record."""
        found = super().meant(table, code)
        spoken = words_of(code)
        if found or table != "participants" or not spoken:
            return found
        keys = self._recorded.get(spoken) or _known_to_all().get(spoken) or set()
        return sorted(keys) if len(keys) > 1 else [key for key in keys if key in self._directory.participants]

    def nearest(self, table: str, code: str) -> list[str]:
        """Up to three things that may be meant: sources with these words in their titles; participants with their
        names, those that have the same words and more, or fewer, before what is only spelt alike.
        """
        if table == "treaties":
            return super().nearest(table, code)
        self._looked_up += 1
        if self._looked_up > MOST_LOOKED_UP:
            return []
        if table == "sources":
            titled = Source.objects.filter(title__icontains=code).order_by("title")[:MOST_SUGGESTED]
            return [str(source) for source in titled] or super().nearest(table, code)
        said = words_of(code)
        alike = [name for name, words in self._names.items() if said and (said < words or (words and said > words))]
        found = alike or self._directory.nearest(code, self._names)
        keys = list(dict.fromkeys(self._called[name] for name in found))[:MOST_SUGGESTED]
        spoken = get_language() or "en"
        return [f"{self._directory.participants[key].name(spoken)} ({key})" for key in keys]

    @cached_property
    def _called(self) -> Mapping[str, str]:
        """The participants of the record by their keys and everything they are called."""
        participants = self._directory.participants
        called = {name: key for key, one in participants.items() for name in (key, *one.names.values())}
        return called | {name: key for key, names in country_names().items() if key in participants for name in names}

    @cached_property
    def _names(self) -> Mapping[str, Spoken]:
        return {name: words_of(name) for name in self._called}

    @cached_property
    def _recorded(self) -> Mapping[Spoken, set[str]]:
        """The participants of the record by the words of each name, with and without the code behind it."""
        named = self._directory.participants.items()
        names = ((key, name) for key, one in named for name in one.names.values())
        return _by_words((key, said) for key, name in names for said in (name, f"{name} {key}"))


@cache
def country_names() -> dict[str, list[str]]:
    """What each State is called, by its ISO 3166-1 alpha-3 code."""
    names: dict[str, list[str]] = json.loads(COUNTRY_NAMES.read_text())
    return names


@cache
def _known_to_all() -> Mapping[Spoken, set[str]]:
    return _by_words((key, name) for key, names in country_names().items() for name in names)


def _by_words(names: Iterable[tuple[str, str]]) -> Mapping[Spoken, set[str]]:
    found: dict[Spoken, set[str]] = {}
    for key, name in names:
        found.setdefault(words_of(name), set()).add(key)
    return found
