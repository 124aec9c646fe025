"""Participants by treaties: what each is to each, as a table to be read across."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from signatories.chart.honesty import honesties, latest_check
from signatories.chart.statuses import matrix
from signatories.models import Membership
from signatories.models.directory import plain
from signatories.models.memberships import MembershipRole
from signatories.treaty_law.acts import Status
from signatories.web.asking import Asked, NotReadable
from signatories.web.pages import Page

MOST_TREATIES = 12


class ComparePage(Page):
    """The matrix of the treaties chosen; the first few where none is."""

    template = "web/compare.html"

    def get(self, request: HttpRequest, **named: str) -> HttpResponseBase:
        self.codes = [word.strip() for value in request.GET.getlist("treaty") for word in value.split(",")]
        return super().get(request, **named)

    def content(self, asked: Asked, **named: str) -> dict[str, Any]:
        known = sorted(asked.directory.treaties)
        chosen = self._chosen(asked) or known[:MOST_TREATIES]
        members_of = self._organisation(asked)
        members = self._members(members_of, asked) if members_of else None
        table = matrix(chosen, asked.as_of, asked.known_on)
        people = asked.directory.participants
        rows = [
            (plain(people[key].name(asked.language)), key, [(treaty, line[treaty]) for treaty in chosen])
            for key, line in table.items()
            if members is None or key in members
        ]
        about = honesties(chosen, asked.as_of, asked.known_on)
        organisations = Membership.objects.known_on(asked.known_on).filter(role=MembershipRole.MEMBER).order_by()
        return {
            "title": _("Compare treaties"),
            "known": known,
            "chosen": chosen,
            "data": [("treaty", ",".join(chosen)), *([("member_of", members_of)] if members_of else [])],
            "rows": sorted(rows),
            "incomplete": [one.treaty for one in about.values() if not one.complete],
            "statuses": [status.value for status in Status],
            "organisations": sorted(organisations.values_list("organisation", flat=True).distinct()),
            "members_of": members_of,
            "most": MOST_TREATIES,
            "speaks_as_of": latest_check(asked.known_on),
        }

    def _chosen(self, asked: Asked) -> list[str]:
        found = {code: asked.directory.treaty_key(code) for code in self.codes if code}
        for code, key in found.items():
            if key is None:
                told = _("The record holds no treaty under the key “%(key)s”.")
                raise NotReadable("treaty", told % {"key": code[:60]})
        chosen = sorted({key for key in found.values() if key})
        if len(chosen) > MOST_TREATIES:
            raise NotReadable("treaty", _("At most %(most)s treaties stand side by side.") % {"most": MOST_TREATIES})
        return chosen

    @staticmethod
    def _organisation(asked: Asked) -> str:
        code = asked.given.get("member_of", "")
        key = asked.directory.participant_key(code) if code else ""
        if key is None or (key and not asked.directory.participants[key].is_organisation):
            told = _("The record knows no organisation by the code “%(code)s”.")
            raise NotReadable("member_of", told % {"code": code[:60]})
        return key

    @staticmethod
    def _members(organisation: str, asked: Asked) -> set[str]:
        rows = Membership.objects.known_on(asked.known_on).holding_on(asked.as_of)
        return set(rows.filter(organisation=organisation, role=MembershipRole.MEMBER).values_list("member", flat=True))
