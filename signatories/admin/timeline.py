"""A treaty's timeline on its page in the admin: what happened, in words, with the count towards entry into force."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from signatories.admin.addresses import row_page
from signatories.admin.computed import case_of
from signatories.admin.rights import may_see
from signatories.admin.wording import name_and_what
from signatories.chart.timeline import Happening, happenings
from signatories.keeping.notes import today
from signatories.models import Declaration, Milestone, Treaty, TreatyAction
from signatories.models.milestones import MilestoneKind
from signatories.models.naming import spoken
from signatories.treaty_law.acts import Measure, RuleScope
from signatories.treaty_law.case import Threshold
from signatories.treaty_law.days import PartialDay
from signatories.treaty_law.entry_into_force import EntryIntoForce
from signatories.treaty_law.missing import MissingInThreshold
from signatories.treaty_law.running import RunningCount

ALL_OPEN = 25
"""Up to so many lines every year is open; of more only the newest."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened: the day, who, what, where its row is, and what it made of the count."""

    day: PartialDay
    who: str
    what: str
    address: str = ""
    detail: str = ""
    mark: str = ""
    warns: bool = False
    counts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Year:
    """The lines of one year, and whether they are shown at once."""

    year: str
    lines: list[Line]
    is_open: bool

    @property
    def marks(self) -> list[str]:
        """What of it is worth knowing before it is opened."""
        return [line.mark for line in self.lines if line.mark]


def timeline(treaty: Treaty, request: HttpRequest) -> list[Year]:
    """Every year in which something happened, in order; of each kind of row only if the one who asks may see it."""
    case = case_of(treaty)
    found = happenings(
        case,
        today(),
        acts=_seen(TreatyAction, treaty, request, "participant"),
        declarations=_seen(Declaration, treaty, request, "participant"),
        milestones=_seen(Milestone, treaty, request),
    )
    several = sum(1 for rule in case.rules if rule.applies_to == RuleScope.TREATY) > 1
    lines = [_line(happening, several) for happening in found]
    years = [(year, list(told)) for year, told in groupby(lines, key=lambda line: line.day.text[:4])]
    newest = years[-1][0] if years else ""
    return [Year(year, told, len(lines) <= ALL_OPEN or year == newest) for year, told in years]


def _seen(model: Any, treaty: Treaty, request: HttpRequest, *related: str) -> list[Any]:
    """The rows of the treaty that the record holds; none where the one who asks may not see them."""
    if not may_see(request, model):
        return []
    return list(model.objects.held().for_treaty(treaty.key).select_related(*related))


def _line(happening: Happening, several: bool) -> Line:
    row = happening.row
    if happening.force:
        return _computed(happening.day, happening.force)
    if isinstance(row, Milestone):
        return _milestone(row)
    if isinstance(row, Declaration):
        return _declaration(row, happening)
    told = tuple(_count_in_words(count, several) for count in happening.counts)
    mark = _("threshold reached") if happening.is_reached else ""
    if row is None:
        return Line(happening.day, "", _("The count changes"), mark=mark, counts=told)
    return replace(_act(row), mark=mark, counts=told)


def _count_in_words(count: RunningCount, several: bool) -> str:
    """«3 of 5 consents, 1 of 3 members of COE», after the name of the alternative where there are several."""
    parts = []
    if count.consents_needed is not None:
        numbers = {"have": count.consents, "need": count.consents_needed}
        said = ngettext("%(have)d of %(need)d consent", "%(have)d of %(need)d consents", count.consents_needed)
        parts.append(said % numbers)
    parts += map(_threshold_in_words, count.condition.thresholds, count.thresholds)
    told = ", ".join(filter(None, parts))
    if not several:
        return told
    return name_and_what(count.condition.alternative or _("main"), told)


def _threshold_in_words(threshold: Threshold, found: MissingInThreshold) -> str:
    numbers = {"have": found.have, "need": found.minimum, "organisation": threshold.members_of}
    if threshold.measure is Measure.WEIGHT_PERCENT:
        return _("%(have)s of %(need)s percent by weight") % numbers
    if threshold.members_of:
        return _("%(have)s of %(need)s members of %(organisation)s") % numbers
    return _("%(have)s of %(need)s of those named") % numbers if threshold.participants else ""


def _act(row: TreatyAction) -> Line:
    return Line(
        day=row.done_on,
        who=str(row.participant),
        what=row.get_kind_display(),
        address=row_page(row),
        detail=_("takes effect on %(day)s") % {"day": row.takes_effect_on} if row.takes_effect_on else "",
    )


def _declaration(row: Declaration, happening: Happening) -> Line:
    kind = row.get_kind_display()
    return Line(
        day=happening.day,
        who=str(row.participant),
        what=_("%(declaration)s withdrawn") % {"declaration": kind} if happening.withdrawn else kind,
        address=row_page(row),
        detail=Truncator(spoken(row.summary_en, row.summary_fr)).chars(120),
    )


def _milestone(row: Milestone) -> Line:
    stated = row.kind == MilestoneKind.IN_FORCE
    return Line(
        day=row.occurred_on,
        who=row.body,
        what=row.title,
        address=row_page(row),
        detail=row.place,
        mark=_("in force, as the depositary states it") if stated else "",
    )


def _computed(day: PartialDay, force: EntryIntoForce) -> Line:
    """The day that the facts held give, whether it has come or not; a warning where the depositary's is another."""
    article = force.condition.rule.article
    return Line(
        day=day,
        who="",
        what=_("Enters into force by Article %(article)s") % {"article": article}
        if article
        else _("Enters into force"),
        detail=_("the depositary states another day") if force.agrees_with_depositary is False else "",
        mark=_("in force, as the facts held make it"),
        warns=force.agrees_with_depositary is False,
    )
