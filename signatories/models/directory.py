"""The small tables every answer needs: which codes mean which participant, what is called what.

Read once for an answer, so that rows need no joins for names and a code in a question costs no query of its own.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, lru_cache

from signatories.models.participants import OTHER_CODES, Participant, ParticipantType
from signatories.models.sources import Source
from signatories.models.treaties import Treaty

WORDS_AT_A_TIME = 20
SourceLine = tuple[str, str, str | None, str | None, str | None]
"""A source as it is cited: key, title, publisher, day of publication, address."""


@dataclass(frozen=True, slots=True)
class Named:
    """A participant or a treaty by its key, with its names by language."""

    key: str
    names: dict[str, str]
    short_names: tuple[str, ...] = ()
    is_organisation: bool = False
    grouped_by: str | None = None
    """Of a treaty, the organisation by whose members the depositary groups its chart."""

    @property
    def participant_type(self) -> str:
        """Of a participant, which it is: the word of the vocabulary."""
        return (ParticipantType.ORGANISATION if self.is_organisation else ParticipantType.STATE).value

    def name(self, language: str) -> str:
        """Its name in the language, else in English."""
        return self.names.get(language) or self.names["en"]


class Directory:
    """Participants, treaties and sources of one moment, each read when first asked for."""

    @cached_property
    def participants(self) -> dict[str, Named]:
        """Every participant by key."""
        rows = Participant.objects.values_list("key", "name_en", "name_fr", "type")
        return {
            key: Named(key, {"en": en, "fr": fr}, is_organisation=sort == ParticipantType.ORGANISATION)
            for key, en, fr, sort in rows
        }

    @cached_property
    def treaties(self) -> dict[str, Named]:
        """Every treaty by key."""
        titles = ("title_en", "title_fr", "short_title_en", "short_title_fr")
        rows = Treaty.objects.values_list("key", "grouped_by", *titles)
        return {key: Named(key, {"en": en, "fr": fr}, tuple(short), grouped_by=by) for key, by, en, fr, *short in rows}

    @cached_property
    def source_keys(self) -> set[str]:
        """The key of every source."""
        return set(Source.objects.values_list("key", flat=True))

    def sources(self, keys: Iterable[str]) -> dict[str, SourceLine]:
        """How each of these sources is cited, by key; one query where one of them was not asked for before."""
        keys = set(keys)
        if unread := keys - self._sources.keys():
            rows = Source.objects.filter(key__in=unread)
            for key, title, publisher, day, url in rows.values_list("key", "title", "publisher", "published_on", "url"):
                self._sources[key] = (key, title, publisher or None, day.text if day else None, url or None)
        return {key: self._sources[key] for key in keys}

    @cached_property
    def _sources(self) -> dict[str, SourceLine]:
        return {}

    @cached_property
    def _codes(self) -> dict[str, str]:
        """Participant keys by every code in use for them; a participant of today wins a code over one of the past."""
        rows = Participant.objects.exclude(iso_alpha2="").values_list("iso_alpha2", "valid_until", "key")
        codes = {alpha2: key for alpha2, _, key in sorted(rows, key=lambda row: row[1] is None)}
        codes |= {code: key for code, key in OTHER_CODES.items() if key in self.participants}
        return codes | {key: key for key in self.participants}

    def participant_key(self, code: str) -> str | None:
        """The key of the participant that the code means in any case: `gb`, `GBR`, `EUE`; None where none does."""
        return self._codes.get(code.upper())

    def treaty_key(self, code: str) -> str | None:
        """The key of the treaty, in whatever case it was written; None where there is none."""
        return code.lower() if code.lower() in self.treaties else None

    def source_key(self, code: str) -> str | None:
        """The key of the source, in whatever case it was written; None where there is none."""
        return code.lower() if code.lower() in self.source_keys else None

    def nearest(self, code: str, known: Iterable[str]) -> list[str]:
        """Up to three known keys that look like the code, whatever its case."""
        by_look = {plain(key): key for key in known}
        return [by_look[look] for look in get_close_matches(plain(code), by_look, n=3, cutoff=0.5)]

    @cached_property
    def participants_named(self) -> Callable[[str], list[str]]:
        """Gives the keys of participants with a word in a name, whatever its case and accents."""
        return _holding(self.participants.values())

    @cached_property
    def treaties_named(self) -> Callable[[str], list[str]]:
        """Gives the keys of treaties with a word in a title, whatever its case and accents."""
        return _holding(self.treaties.values())


def _holding(known: Iterable[Named]) -> Callable[[str], list[str]]:
    """What finds, among thousands, those that have a word in what they are called; the last words' stay found."""
    called = [(one.key, "\n".join(map(plain, (one.key, *one.names.values(), *one.short_names)))) for one in known]

    @lru_cache(maxsize=WORDS_AT_A_TIME)
    def holding(word: str) -> list[str]:
        sought = plain(word)
        return [key for key, names in called if sought in names]

    return holding


def plain(text: str) -> str:
    """The text without case and accents: `Türkiye` reads `turkiye`."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
