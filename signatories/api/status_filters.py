"""Filters of computed rows: the same kinds as on stored lists, applied to rows in Python."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Q

from signatories.api.day_filters import DayFilter
from signatories.api.filter_kinds import BooleanFilter, ChoiceFilter, NotAccepted, WordsFilter
from signatories.api.naming_filters import OrganisationFilter, ParticipantFilter, SearchFilter, TreatyFilter
from signatories.api.parameters import Asked, Reader
from signatories.models import Membership
from signatories.models.memberships import MembershipRole
from signatories.models.participants import ParticipantType
from signatories.treaty_law.acts import ExitReason, Status
from signatories.treaty_law.days import PartialDay

FIRST_DAY, LAST_DAY = PartialDay("1000").earliest, PartialDay("2999").latest
DAYS = {
    "since": "First day of the unbroken time in this status.",
    "signed_on": "Day of the last signature.",
    "consented_on": "Day the standing consent was deposited.",
    "in_force_from": "First day the treaty is in force for the participant.",
    "ended_on": "First day the participant is no longer bound.",
}

WHICH: dict[str, WordsFilter] = {
    "treaty": TreatyFilter("treaty", label="Keys of treaties."),
    "participant": ParticipantFilter("participant", label="Keys or codes of participants."),
    "participant_type": ChoiceFilter(
        "participant_type", choices=[kind.value for kind in ParticipantType], label="States or organisations."
    ),
    "member_of": OrganisationFilter("participant", label="Participants that are members of it on `as_of`."),
    "search": SearchFilter(
        texts=[], participants=["participant"], treaties=["treaty"],
        label="Words that must all stand in names and titles, whatever their case and accents.",
    ),
}  # fmt: skip
STATUS: dict[str, WordsFilter] = WHICH | {
    "status": ChoiceFilter("status", choices=[word.value for word in Status], label="Statuses on `as_of`."),
    "reason": ChoiceFilter("reason", choices=[word.value for word in ExitReason], label="Why no longer a party."),
    "suspended": BooleanFilter("suspended", label="Whether the treaty's operation is suspended for it."),
    **{
        f"{name}{suffix}": DayFilter(
            name, side=side, label=f"{label} Rows on which it may fall {side or 'on'} this day."
        )
        for name, label in DAYS.items()
        for suffix, side in {"": "on", "_after": "after", "_before": "before"}.items()
    },
}

Keeps = Callable[[Mapping[str, Any]], bool]


class RowFilters:
    """The filters that a request names, read once and then asked of each row."""

    leave_few = False
    """No day kept has an index of its own, which a filter beside it would have to keep the database from."""

    def __init__(self, offered: Mapping[str, WordsFilter], asked: Asked, reader: Reader) -> None:
        self.asked = asked
        self.values: dict[str, list[Any]] = {}
        self.tests: dict[str, Keeps] = {}
        self.conditions: dict[str, Q] = {}
        self.filters: dict[str, WordsFilter] = {}
        for name in offered:
            if name in reader.parameters:
                self._read(name, copy.copy(offered[name]), reader)

    def keep(self, rows: Iterable[Mapping[str, Any]]) -> list[Any]:
        """The rows that pass every filter, in their order."""
        return [row for row in rows if all(test(row) for test in self.tests.values())]

    @property
    def condition(self) -> Q:
        """The same of stored rows."""
        return Q(*self.conditions.values())

    def _read(self, name: str, kind: WordsFilter, reader: Reader) -> None:
        kind.parent = self  # type: ignore[assignment]
        try:
            self.values[name] = [kind.read(word) for word in kind.words(reader.parameters.getlist(name))]
        except NotAccepted as refusal:
            reader.wrong(name, str(refusal.message), refusal.accepted)
        else:
            self.tests[name], self.conditions[name] = self._both(kind, str(kind.field_name), self.values[name])

    def _both(self, kind: WordsFilter, column: str, values: list[Any]) -> tuple[Keeps, Q]:
        """The filter as it is asked of a row worked out, and of stored ones."""
        if isinstance(kind, DayFilter):
            return lambda row: any(self._falls(row[column], day, kind.side) for day in values), kind.condition(values)
        if isinstance(kind, SearchFilter):
            return self._searched(" ".join(values).split())
        kept = self._members(values) if isinstance(kind, OrganisationFilter) else set(values)
        if column == "participant_type":
            return lambda row: row[column] in kept, self._of_type(kept)
        return lambda row: row[column] in kept, Q(**{f"{column}__in": sorted(kept)})

    def _falls(self, day: PartialDay | None, asked: PartialDay, side: str) -> bool:
        if day is None:
            return False
        first = FIRST_DAY if side == "before" else asked.earliest
        last = LAST_DAY if side == "after" else asked.latest
        return day.must_fall_within(first, last) if self.asked.certain else day.may_fall_within(first, last)

    def _searched(self, words: list[str]) -> tuple[Keeps, Q]:
        directory = self.asked.directory
        found = [(set(directory.participants_named(word)), set(directory.treaties_named(word))) for word in words]
        return (
            lambda row: all(row["participant"] in people or row["treaty"] in titles for people, titles in found),
            Q(*(Q(participant__in=sorted(people)) | Q(treaty__in=sorted(titles)) for people, titles in found)),
        )

    def _of_type(self, types: set[str]) -> Q:
        """Participants of the types; told by those they are not where these are fewer."""
        people = self.asked.directory.participants.values()
        organisations = sorted(one.key for one in people if one.is_organisation)
        wanted = Q(participant__in=organisations) if ParticipantType.ORGANISATION in types else Q(pk__in=[])
        return wanted | ~Q(participant__in=organisations) if ParticipantType.STATE in types else wanted

    def _members(self, organisations: list[str]) -> set[str]:
        memberships = Membership.objects.known_on(self.asked.known_on).holding_on(self.asked.as_of)
        members = memberships.filter(organisation__in=organisations, role=MembershipRole.MEMBER)
        return set(members.values_list("member", flat=True))
