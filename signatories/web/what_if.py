"""What if: a form that supposes acts, and what would follow from them. Nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from signatories.chart.force import Assumption, UnlawfulAssumption, force_answer, projection
from signatories.models.case_files import read_case
from signatories.treaty_law.acts import CONSENTS, ActKind
from signatories.treaty_law.case import Case
from signatories.treaty_law.status import statuses_on
from signatories.web.asking import Asked, NotReadable, read_day
from signatories.web.pages import Page
from signatories.web.sentences import Teller
from signatories.web.treaty import suppliers, treaty_asked
from signatories.web.words import KINDS

MOST_ASSUMPTIONS = 100
SIGN_AND_RATIFY = "consent"
"""The form's own kind: a ratification, after a signature of the same day where there is none yet."""
OFFERED = (ActKind.SIGNATURE, *(kind for kind in ActKind if kind in CONSENTS and kind is not ActKind.SUCCESSION))


class WhatIfPage(Page):
    """A treaty's entry into force as if the acts chosen had been done."""

    template = "web/what_if.html"

    def get(self, request: HttpRequest, **named: str) -> HttpResponseBase:
        self.lists = {name: request.GET.getlist(name) for name in ("assume", "who")}
        return super().get(request, **named)

    def content(self, asked: Asked, **named: str) -> dict[str, Any]:
        treaty = treaty_asked(asked, named["key"], "web-what-if")
        case = read_case(treaty.key, asked.known_on)
        now = force_answer(treaty.key, asked.as_of, asked.known_on, case)
        assumed = self._assumed(asked, case)
        content: dict[str, Any] = {
            "treaty": treaty,
            "title": _("What if? %(treaty)s") % {"treaty": treaty.called},
            "about": now.honesty,
            "force": now.force,
            "answer": Teller(now.honesty, case, now.force, asked.directory, asked.language).told(),
            "suppliers": suppliers(now.force, asked) if now.honesty.complete else [],
            "offered": [(kind.value, KINDS[kind.value]) for kind in OFFERED],
            "assumed": [(one, f"{one.participant}:{one.kind}:{one.done_on}") for one in assumed],
            "refusal": None,
        }
        return content | (self._supposed(asked, treaty.key, case, assumed) if assumed else {})

    @staticmethod
    def _supposed(asked: Asked, treaty: str, case: Case, assumed: list[Assumption]) -> dict[str, Any]:
        """What would follow, or why the law does not allow it."""
        asked.as_of = on = asked.day or max(one.done_on for one in assumed)
        try:
            found = projection(treaty, assumed, on, asked.known_on)
        except UnlawfulAssumption as refusal:
            return {"refusal": str(refusal)}
        teller = Teller(found.honesty, case, found.force, asked.directory, asked.language)
        return {"about": found.honesty, "then": teller.told(), "then_missing": teller.missing(), "found": found}

    def _assumed(self, asked: Asked, case: Case) -> list[Assumption]:
        """What the address supposes already, and what the form adds, each once."""
        found = [self._read(word, asked) for value in self.lists["assume"] for word in value.split(",") if word.strip()]
        found += self._added(asked, case)
        found = list(dict.fromkeys(found))
        if len(found) > MOST_ASSUMPTIONS:
            raise NotReadable("assume", _("At most %(most)s acts can be supposed.") % {"most": MOST_ASSUMPTIONS})
        return found

    def _added(self, asked: Asked, case: Case) -> Iterator[Assumption]:
        if not self.lists["who"]:
            return
        day = read_day("on", asked.given.get("on", asked.as_of.isoformat()))
        kind = asked.given.get("kind", SIGN_AND_RATIFY)
        signed = {row.participant for row in statuses_on(case, day) if row.signed_on}
        for code in self.lists["who"]:
            who = self._participant(code, asked)
            if kind == SIGN_AND_RATIFY:
                if who not in signed:
                    yield Assumption(who, ActKind.SIGNATURE, day)
                yield Assumption(who, ActKind.RATIFICATION, day)
            else:
                yield Assumption(who, self._kind(kind), day)

    def _read(self, word: str, asked: Asked) -> Assumption:
        """One assumption as the API writes it: GBR:ratification:2026-12-01."""
        who, _first, rest = word.strip().partition(":")
        kind, _second, day = rest.partition(":")
        return Assumption(self._participant(who, asked), self._kind(kind), read_day("assume", day))

    @staticmethod
    def _participant(code: str, asked: Asked) -> str:
        known = asked.directory.participant_key(code.strip())
        if known is None:
            told = _("The record knows no participant by the code “%(code)s”.")
            raise NotReadable("assume", told % {"code": code[:60]})
        return known

    @staticmethod
    def _kind(word: str) -> ActKind:
        try:
            return ActKind(word)
        except ValueError:
            told = _("“%(kind)s” is not a kind of act: give one such as ratification.")
            raise NotReadable("assume", told % {"kind": word[:60]}) from None
