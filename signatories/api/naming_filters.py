"""Filters by what a row names: participants, organisations and members, treaties, sources, words in their names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat, Left

from signatories.api.filter_kinds import NAMED, TOLD, ChoiceFilter, NotAccepted, TextFilter, WordsFilter, any_of
from signatories.api.searching import loosely
from signatories.models import Membership
from signatories.models.directory import Directory
from signatories.models.memberships import MembershipRole
from signatories.models.participants import ParticipantType

MOST_SOUGHT, LONGEST_SOUGHT = 20, 100
EARLIEST, LATEST = "-01-01", "~~~~~~"
MOST_NAMED = 100


class NamingFilter(WordsFilter):
    """Rows by the key of what they name; a key the record does not know is refused with the nearest it does."""

    noun: str
    leaves_few = True

    def find(self, directory: Directory, word: str) -> str | None:
        """The key that the word means; None where it means nothing here."""
        raise NotImplementedError

    def known(self, directory: Directory) -> Iterable[str]:
        """The keys there are."""
        raise NotImplementedError

    def read(self, word: str) -> str:
        directory = self.asked.directory
        key = self.find(directory, word)
        if key is None:
            near = directory.nearest(word, self.known(directory))
            hint = f" Did you mean {' or '.join(near)}?" if near else ""
            raise NotAccepted(f"The record knows no {self.noun} {word[:60]!r}.{hint}", near)
        return key


class ParticipantFilter(NamingFilter):
    """Participants by any of their codes."""

    noun = "participant by the code"
    accepts = "a participant's key or code"

    def find(self, directory: Directory, word: str) -> str | None:
        return directory.participant_key(word)

    def known(self, directory: Directory) -> Iterable[str]:
        return directory.participants


class LinkedParticipantFilter(ParticipantFilter):
    """Rows linked with one of the participants, each once however many of them it is linked with."""

    def condition(self, values: list[str]) -> Q:
        return _linked(self.parent.queryset.model, str(self.field_name), values)


class NamedTypeFilter(ChoiceFilter):
    """Rows by the type of the participant they name, whose keys the directory knows."""

    def condition(self, values: list[str]) -> Q:
        known = self.asked.directory.participants.items()
        organisations = Q(**{f"{self.field_name}__in": [key for key, one in known if one.is_organisation]})
        states = ~organisations & Q(**{f"{self.field_name}__isnull": False})
        kinds = {ParticipantType.ORGANISATION: organisations, ParticipantType.STATE: states}
        return any_of(kinds[ParticipantType(value)] for value in values)


class OrganisationFilter(ParticipantFilter):
    """Organisations by any of their codes."""

    accepts = "an organisation's key or code"

    def read(self, word: str) -> str:
        key = super().read(word)
        if not self.asked.directory.participants[key].is_organisation:
            known = [key for key, one in self.asked.directory.participants.items() if one.is_organisation]
            raise NotAccepted(f"{key} is a State and has no members: give an organisation.", sorted(known))
        return key


class TreatyFilter(NamingFilter):
    """Treaties by key."""

    noun = "treaty by the key"
    accepts = "a treaty's key"

    def find(self, directory: Directory, word: str) -> str | None:
        return directory.treaty_key(word)

    def known(self, directory: Directory) -> Iterable[str]:
        return directory.treaties


class SourceFilter(NamingFilter):
    """Facts that cite one of the sources, first or further."""

    noun = "source by the key"
    accepts = "a source's key"

    def find(self, directory: Directory, word: str) -> str | None:
        return directory.source_key(word)

    def known(self, directory: Directory) -> Iterable[str]:
        return directory.source_keys

    def condition(self, values: list[str]) -> Q:
        return Q(source__in=values) | _cites(self, source__in=values)


class LocatorFilter(TextFilter):
    """Facts that cite one of the places, first or further."""

    leaves_few = True

    def condition(self, values: list[str]) -> Q:
        return Q(locator__in=values) | _cites(self, locator__in=values)


class MemberOfFilter(OrganisationFilter):
    """Participants that were members of the organisation, in the role `member`, on the row's own day.

    `day` is the row's dated field; without one it is the day asked by `as_of`.
    """

    leaves_few = False

    def __init__(self, *args: Any, day: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day

    def condition(self, values: list[str]) -> Q:
        memberships = Membership.objects.filter(
            member=OuterRef(self.field_name), organisation__in=values, role=MembershipRole.MEMBER
        ).known_on(self.asked.known_on)
        if self.day is None:
            return Q(Exists(memberships.holding_on(self.asked.as_of)))
        early, late = (LATEST, EARLIEST) if self.asked.certain else (EARLIEST, LATEST)
        held = memberships.alias(begins=_filled("valid_from", early), ends=_filled("valid_until", late)).filter(
            Q(valid_from=None) | Q(begins__lte=_filled(OuterRef(self.day), late)),
            Q(valid_until=None) | Q(ends__gt=_filled(OuterRef(self.day), early)),
        )
        return Q(Exists(held), **{f"{self.day}__isnull": False})


class SearchFilter(WordsFilter):
    """Rows in which every word stands: in a participant's name, a treaty's title, or the row's own texts."""

    splits = False
    accepts = f"up to {MOST_SOUGHT} words of up to {LONGEST_SOUGHT} letters"

    def __init__(
        self, *args: Any, texts: list[str], participants: list[str], treaties: list[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.texts, self.participants, self.treaties = texts, participants, treaties

    def words(self, values: list[str]) -> list[str]:
        sought = list(dict.fromkeys(word for text in super().words(values) for word in text.split()))
        if len(sought) > MOST_SOUGHT or any(len(word) > LONGEST_SOUGHT for word in sought):
            raise NotAccepted(f"This is too much to search for: give {self.accepts}.")
        return sought

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        for word in self.words(value):
            named = self._is_named(word)
            qs = qs.filter(named if self.part == NAMED else named | self._is_told(word))
        if self.part == TOLD:
            qs = qs.filter(any_of(~Q(**{text: ""}) for text in self.texts))
        return qs

    def _is_told(self, word: str) -> Q:
        return any_of(Q(**{f"{text}__regex": loosely(word)}) & ~Q(**{text: ""}) for text in self.texts)

    def _is_named(self, word: str) -> Q:
        named = self.asked.directory.participants_named(word) if self.participants else []
        titled = self.asked.directory.treaties_named(word) if self.treaties else []
        places = [_linked(self.parent.queryset.model, field, named) for field in self.participants if named]
        places += [Q(**{f"{field}__in": titled}) for field in self.treaties if titled]
        return any_of(places)


def _linked(model: Any, name: str, keys: list[str]) -> Q:
    """Rows that name one of the keys in the field; through a table of links where a row may name several."""
    field = model._meta.get_field(name)
    if not field.many_to_many:
        return Q(**{f"{name}__in": keys})
    links = field.remote_field.through.objects.filter(**{f"{field.m2m_reverse_name()}__in": keys})
    return Q(pk__in=links.values(field.m2m_column_name()))


def _cites(filter_: WordsFilter, **place: Any) -> Q:
    """Rows that cite the place further.

    Few are named one by one, so that an index serves them beside those that cite it first.
    """
    through = filter_.parent.queryset.model.also_cited.through
    own = next(field.attname for field in through._meta.fields if field.name not in ("id", "citation"))
    citing = through.objects.filter(**{f"citation__{name}": value for name, value in place.items()}).values(own)
    few = [pk for (pk,) in citing.values_list(own)[: MOST_NAMED + 1]]
    return Q(pk__in=few if len(few) <= MOST_NAMED else citing)


def _filled(day: Any, rest: str) -> Left:
    """A stored day as text of ten characters: the first it can be, or one that sorts after the last it can be."""
    return Left(Concat(day, Value(rest), output_field=TextField()), 10)
