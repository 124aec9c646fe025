"""A State's page and an organisation's: what it is to each treaty, what it did and said, and where it belongs."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from signatories.chart import beside
from signatories.chart.extensions import computed_effects
from signatories.chart.honesty import honesties, latest_check
from signatories.chart.statuses import in_force, statuses
from signatories.models import Entitlement, Membership, Participant, TreatyAction
from signatories.models.directory import plain
from signatories.models.memberships import MembershipRole
from signatories.models.naming import spoken
from signatories.querysets import holds_on
from signatories.treaty_law.acts import Status
from signatories.web.asking import Asked
from signatories.web.footnotes import Footnotes
from signatories.web.pages import Elsewhere, Page, unknown

TREATIES_A_PAGE = 50
MOST_ON_A_PAGE = 200


class ParticipantsPage(Page):
    """Every State, or every organisation, by name."""

    template = "web/participants.html"
    is_of_organisations = False

    def content(self, asked: Asked, **named: str) -> dict[str, Any]:
        there = set(Participant.objects.filter(holds_on(asked.as_of)).values_list("key", flat=True))
        known = [
            one for one in asked.directory.participants.values() if one.is_organisation is self.is_of_organisations
        ]
        known.sort(key=lambda one: plain(one.name(asked.language)))
        return {
            "title": _("Organisations") if self.is_of_organisations else _("States"),
            "keys": [one.key for one in known if one.key in there],
            "not_there": [one.key for one in known if one.key not in there],
            "speaks_as_of": latest_check(asked.known_on),
        }


class ParticipantPage(Page):
    """A State's page."""

    template = "web/participant.html"
    is_of_organisations = False

    def content(self, asked: Asked, **named: str) -> dict[str, Any]:
        key = self._key(asked, named["key"])
        row = Participant.objects.prefetch_related("succeeds").get(key=key)
        day, moment, about = asked.as_of, asked.known_on, beside.of_participant(key)
        organisations = beside.memberships(Q(member=key), day, moment)
        concerned = self._concerned(key, [one.row.organisation_id for one in organisations], asked)
        page = Paginator(concerned, TREATIES_A_PAGE).get_page(asked.given.get("page"))
        treaties = list(page)
        what_it_is = {one.treaty: one.status for one in statuses(treaties, day, moment, [key])}
        in_force_then, told = in_force(treaties, day, moment), honesties(treaties, day, moment)
        declarations = beside.declarations(about, day, moment)[:MOST_ON_A_PAGE]
        claims = beside.claims(about | Q(organisation=key, participant=None), moment, asked.directory)
        return {
            "title": spoken(row.name_en, row.name_fr),
            "row": row,
            "page": page,
            "treaties": [
                (treaty, what_it_is.get(treaty), treaty in in_force_then, about.complete)
                for treaty, about in told.items()
            ],
            "acts": beside.acts(about, day, moment)[:MOST_ON_A_PAGE],
            "declarations": declarations,
            "effects": computed_effects([one.row for one in declarations], day, moment),
            "measures": beside.measures(about, day, moment)[:MOST_ON_A_PAGE],
            "organisations": organisations,
            "contradicted": [claim for claim in claims if claim.is_contradicted][:MOST_ON_A_PAGE],
            "footnotes": Footnotes(),
            "speaks_as_of": latest_check(moment),
            **self.more(key, asked),
        }

    def more(self, key: str, asked: Asked) -> dict[str, Any]:
        """What only some of these pages have."""
        return {}

    def _key(self, asked: Asked, code: str) -> str:
        """The participant that the address names; Elsewhere for another code or another sort, Http404 for none."""
        known = asked.directory.participant_key(code)
        if known is None:
            near = asked.directory.nearest(code, asked.directory.participants)
            told = _("The record knows no participant by the code “%(code)s”.") % {"code": code[:60]}
            raise unknown(told, near)
        is_organisation = asked.directory.participants[known].is_organisation
        if known != code or is_organisation is not self.is_of_organisations:
            page = "web-organisation" if is_organisation else "web-participant"
            raise Elsewhere(reverse(page, kwargs={"key": known}))
        return known

    @staticmethod
    def _concerned(key: str, organisations: list[str], asked: Asked) -> list[str]:
        """Treaties on which it acted, or is entitled to by its name or as a member; in key order."""
        acted = TreatyAction.objects.known_on(asked.known_on).filter(participant=key).order_by()
        entitled = Entitlement.objects.known_on(asked.known_on).filter(
            Q(participant=key) | Q(members_of__in=organisations) | Q(all_states=True)
        )
        found = set(acted.values_list("treaty", flat=True).distinct())
        return sorted(found | set(entitled.order_by().values_list("treaty", flat=True).distinct()))


class OrganisationPage(ParticipantPage):
    """An organisation's page: a participant's, with its members and what they are to each treaty."""

    is_of_organisations = True

    def more(self, key: str, asked: Asked) -> dict[str, Any]:
        told = beside.memberships(Q(organisation=key), asked.as_of, asked.known_on)
        rows = Membership.objects.known_on(asked.known_on).filter(organisation=key)
        now = set(rows.holding_on(asked.as_of).values_list("pk", flat=True))
        people = asked.directory.participants
        named = sorted(told, key=lambda one: plain(people[one.row.member_id].name(asked.language)))
        members = [one for one in named if one.row.pk in now and one.row.role == MembershipRole.MEMBER]
        return {
            "members": members,
            "other_roles": [one for one in named if one.row.pk in now and one.row.role != MembershipRole.MEMBER],
            "earlier": [one for one in named if one.row.pk not in now],
            "standing": self._standing(key, {one.row.member_id for one in members}, asked),
        }

    @staticmethod
    def _standing(key: str, members: set[str], asked: Asked) -> list[tuple[str, list[tuple[str, int]]]]:
        """Of each treaty that names the organisation: how many of its members have which status."""
        naming = Entitlement.objects.known_on(asked.known_on).filter(members_of=key).order_by("treaty")
        treaties = list(naming.values_list("treaty", flat=True).distinct()[:TREATIES_A_PAGE])
        found: dict[str, Counter[Status]] = {treaty: Counter() for treaty in treaties}
        for one in statuses(treaties, asked.as_of, asked.known_on, members):
            found[one.treaty][one.status.status] += 1
        return [
            (treaty, [(status.value, tally[status]) for status in Status if tally[status]])
            for treaty, tally in found.items()
        ]
