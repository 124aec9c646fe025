"""Whether a treaty is in force, and why, in one sentence of the reader's language: composed from the answer's data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from signatories.chart.honesty import Honesty
from signatories.models.directory import Directory
from signatories.treaty_law.acts import Certainty, Measure
from signatories.treaty_law.case import All, Case, Threshold
from signatories.treaty_law.entry_into_force import ConditionOn, EntryIntoForce
from signatories.treaty_law.missing import MissingInThreshold
from signatories.web.days import written
from signatories.web.words import number


@dataclass(frozen=True, slots=True)
class Told:
    """The answer in a word, in a sentence with its reason, and what must be said beside it."""

    word: str
    state: str
    """What of it can be shown at a glance: `in_force`, `coming`, `ended` or `not_in_force`."""
    sentence: str
    remarks: tuple[str, ...]


class Teller:
    """Says one answer about entry into force in the language and with the names asked for."""

    def __init__(self, honesty: Honesty, case: Case, force: EntryIntoForce, directory: Directory, language: str):
        self.honesty, self.case, self.force = honesty, case, force
        self.directory, self.language = directory, language

    def told(self) -> Told:
        """The whole answer."""
        word, state, sentence = self._answer()
        return Told(word, state, sentence, tuple(self._remarks()))

    def required(self) -> str:
        """What the clause asks for: «five consents to be bound, at least three of them by members of …»."""
        return ", ".join(self._required_parts(self.force.condition)) or _("nothing but its fixed day")

    def missing(self) -> str:
        """What is still missing; empty where nothing is."""
        missing = self.force.missing
        parts = [self._consents(missing.consents)] if missing.consents else []
        pairs = zip(self.force.condition.thresholds, missing.thresholds, strict=True)
        parts += [self._at_least(threshold, found.missing) for threshold, found in pairs if found.missing]
        return ", ".join(parts)

    def _answer(self) -> tuple[str, str, str]:
        force, on = self.force, self.honesty.as_of
        days = {"day": written(on), "in_force": written(force.in_force_on) if force.in_force_on else ""}
        if force.ended_on:
            said = _("On %(day)s this treaty is no longer in force: it ended on %(ended)s.")
            return _("No longer"), "ended", said % {**days, "ended": written(force.ended_on)}
        if force.in_force:
            said = _("This treaty has been in force since %(in_force)s: %(why)s.")
            return _("Yes"), "in_force", said % {**days, "why": self._why_in_force()}
        if force.in_force_on:
            said = _("On %(day)s this treaty is not yet in force. It enters into force on %(in_force)s: %(why)s.")
            return _("Not yet"), "coming", said % {**days, "why": self._why_in_force()}
        if self.case.opened_on is None or self.case.opened_on.earliest > on:
            return _("No"), "not_in_force", _("On %(day)s this treaty is not open for signature.") % days
        said = _("On %(day)s this treaty is not in force: %(asks)s; %(have)s.")
        return _("No"), "not_in_force", said % {**days, "asks": self._asks(), "have": self._have()}

    def _asks(self) -> str:
        """«Article 30(3) asks for …»."""
        condition, asked = self.force.condition, {"required": self.required()}
        if condition.by_default:
            return _("it has no clause on its entry into force, so it needs %(required)s (VCLT 24(2))") % asked
        if not condition.rule.article:
            return _("it asks for %(required)s") % asked
        return _("Article %(article)s asks for %(required)s") % {**asked, "article": condition.rule.article}

    def _why_in_force(self) -> str:
        force = self.force
        if force.triggered_on is None:
            return _("that is the day the depositary states")
        reached = {"asks": self._asks(), "day": written(force.triggered_on), "by": self._names(force.triggered_by)}
        if not force.triggered_by:
            return _("%(asks)s, which was reached on %(day)s") % reached
        return _("%(asks)s, which was reached on %(day)s with the consent of %(by)s") % reached

    def _have(self) -> str:
        """«one has been deposited, none of them by a member of …»."""
        force = self.force
        have = len(force.counted)
        parts = [
            ngettext("%(have)s has been deposited", "%(have)s have been deposited", have) % {"have": number(have)}
            if have
            else _("none has been deposited")
        ]
        pairs = zip(force.condition.thresholds, force.missing.thresholds, strict=True)
        parts += [self._had(threshold, found) for threshold, found in pairs] if have else []
        return ", ".join(filter(None, parts))

    def _had(self, threshold: Threshold, found: MissingInThreshold) -> str:
        """How much of it a threshold has; nothing of one that counts everyone, which was told already."""
        if threshold.measure is Measure.WEIGHT_PERCENT:
            return _("%(have)s %% by weight") % {"have": found.have}
        said = {"have": number(found.have)}
        if threshold.members_of:
            return _("%(have)s of them by such members") % said
        return _("%(have)s of them by those named") % said if threshold.participants else ""

    def _required_parts(self, condition: ConditionOn) -> Iterator[str]:
        needed = condition.rule.consents_required
        if condition.by_default:
            yield _("the consent of every negotiating State")
        elif needed == "all":
            yield _("the consent of all who may sign")
        elif needed is not None:
            yield self._consents(int(needed))
        for threshold in condition.thresholds:
            yield self._at_least(threshold, threshold.minimum)

    @staticmethod
    def _consents(count: int) -> str:
        said = ngettext("%(count)s consent to be bound", "%(count)s consents to be bound", count)
        return said % {"count": number(count)}

    def _at_least(self, threshold: Threshold, minimum: Decimal | int | All) -> str:
        organisation = self._names([threshold.members_of]) if threshold.members_of else ""
        said = {"minimum": number(minimum), "organisation": organisation}
        if threshold.measure is Measure.WEIGHT_PERCENT:
            return _("%(minimum)s %% by weight") % said
        if threshold.is_of_everyone and minimum != "all":
            return self._consents(ceil(minimum))
        if minimum == "all":
            return _("all members of the %(organisation)s among them") % said if organisation else _("all those named")
        if organisation:
            return _("at least %(minimum)s of them by members of the %(organisation)s") % said
        return _("at least %(minimum)s of them by those named") % said

    def _remarks(self) -> Iterator[str]:
        force = self.force
        if force.agrees_with_depositary is False:
            days = {
                "stated": written(str(force.depositary_in_force_on)),
                "computed": written(str(force.computed_in_force_on)),
            }
            yield _("The depositary states %(stated)s; the acts held here give %(computed)s.") % days
        for disputed in force.disputed_effects:
            days = {
                "participant": self._names([disputed.act.participant]),
                "stated": written(str(disputed.act.takes_effect_on)),
                "computed": written(str(disputed.computed_on)),
            }
            yield (
                _("For %(participant)s the depositary states %(stated)s; the treaty's rule gives %(computed)s.") % days
            )
        if force.certainty is Certainty.POSSIBLE:
            yield _("Days known only to the month or year leave this uncertain.")
        if len(force.alternatives) > 1:
            yield _("The treaty has several ways into force; the one told here is the first that leads there.")
        if force.earliest_possible:
            days = {
                "done": written(force.earliest_possible.if_completed_on),
                "day": written(force.earliest_possible.in_force_on),
            }
            yield _("If all that is missing were deposited on %(done)s, it would enter into force on %(day)s.") % days

    def _names(self, keys: Iterable[str]) -> str:
        people = self.directory.participants
        return ", ".join(people[key].name(self.language) if key in people else key for key in keys)
