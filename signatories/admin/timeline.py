"""A treaty's timeline: its acts, declarations and milestones by day, with the count towards entry into force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from signatories.admin.attention import change_page, may_view
from signatories.admin.computed import case_of
from signatories.models import Declaration, Milestone, Treaty, TreatyAction
from signatories.models.milestones import MilestoneKind
from signatories.models.naming import spoken
from signatories.treaty_law.acts import ActKind, Measure
from signatories.treaty_law.case import Case, Threshold
from signatories.treaty_law.days import PartialDay
from signatories.treaty_law.entry_into_force import entry_into_force
from signatories.treaty_law.missing import MissingInThreshold
from signatories.treaty_law.running import RunningCount, running_counts

ALL_OPEN = 25
"""Up to so many lines every year is open; of more only the newest."""
ORDER_OF_ACTS = {kind.value: place for place, kind in enumerate(ActKind)}
# Of one day: what happened to the treaty, then what was done, then what followed.
TO_THE_TREATY, DONE, COUNTED, FOLLOWED = range(4)


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
    key: str = ""
    place: tuple[int, int] = (DONE, 0)


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
    lines: list[Line] = []
    if may_view(request, TreatyAction):
        acts = TreatyAction.objects.held().for_treaty(treaty.key).select_related("participant")
        lines += with_counts([_act(row) for row in acts], case)
    if may_view(request, Declaration):
        declarations = Declaration.objects.held().for_treaty(treaty.key).select_related("participant")
        lines += [line for row in declarations for line in _declaration(row)]
    if may_view(request, Milestone):
        lines += [_milestone(row) for row in Milestone.objects.held().for_treaty(treaty.key)]
    lines += _computed(case)
    lines.sort(key=in_order)
    years = [(year, list(found)) for year, found in groupby(lines, key=lambda line: line.day.text[:4])]
    newest = years[-1][0] if years else ""
    return [Year(year, found, len(lines) <= ALL_OPEN or year == newest) for year, found in years]


def in_order(line: Line) -> tuple[Any, ...]:
    """By day, the vaguer first; within a day as things follow from each other."""
    return line.day, line.place, line.who, line.key


def with_counts(lines: Iterable[Line], case: Case) -> list[Line]:
    """The acts, the last of each day on which the count changed with what is reached then; where none, a line more."""
    found = {line.key: line for line in sorted(lines, key=in_order)}
    counts = running_counts(case, timezone.now().date())
    several = len({count.condition.alternative for count in counts}) > 1
    for count in counts:
        told, mark = _count_in_words(count, several), _("threshold reached") if count.is_reached else ""
        added = [key for key in found if key in count.added]
        if added:
            last = found[added[-1]]
            found[last.key] = replace(last, counts=(*last.counts, told), mark=mark or last.mark)
        else:
            key = f"count.{len(found)}"
            what = _("The count changes")
            found[key] = Line(
                PartialDay.of(count.day), "", what, mark=mark, counts=(told,), key=key, place=(COUNTED, 0)
            )
    return list(found.values())


def _count_in_words(count: RunningCount, several: bool) -> str:
    """«3 of 5 consents, 1 of 3 members of COE», after the name of the alternative where there are several."""
    parts = []
    if count.consents_needed is not None:
        numbers = {"have": count.consents, "need": count.consents_needed}
        said = ngettext("%(have)d of %(need)d consent", "%(have)d of %(need)d consents", count.consents_needed)
        parts.append(said % numbers)
    parts += map(_threshold_in_words, count.condition.thresholds, count.thresholds)
    told = ", ".join(parts)
    return f"{count.condition.alternative or _('main')}: {told}" if several else told


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
        address=change_page(row),
        detail=_("takes effect on %(day)s") % {"day": row.takes_effect_on} if row.takes_effect_on else "",
        key=row.key,
        place=(DONE, ORDER_OF_ACTS[row.kind]),
    )


def _declaration(row: Declaration) -> Iterator[Line]:
    """When it was made, and when it was withdrawn."""
    made = Line(
        day=row.made_on,
        who=str(row.participant),
        what=row.get_kind_display(),
        address=change_page(row),
        detail=Truncator(spoken(row.summary_en, row.summary_fr)).chars(120),
        key=row.key,
        place=(DONE, len(ORDER_OF_ACTS)),
    )
    yield made
    if row.withdrawn_on:
        what = _("%(declaration)s withdrawn") % {"declaration": row.get_kind_display()}
        yield replace(made, day=row.withdrawn_on, what=what, key=f"{row.key}.withdrawn")


def _milestone(row: Milestone) -> Line:
    stated = row.kind == MilestoneKind.IN_FORCE
    return Line(
        day=row.occurred_on,
        who=row.body,
        what=row.title,
        address=change_page(row),
        detail=row.place,
        mark=_("in force, as the depositary states it") if stated else "",
        key=row.key,
        place=(FOLLOWED if stated else TO_THE_TREATY, 1),
    )


def _computed(case: Case) -> Iterator[Line]:
    """The day that the facts held give, whether it has come or not; a warning where the depositary's is another."""
    force = entry_into_force(case, timezone.now().date())
    if force.computed_in_force_on is None:
        return
    article = force.condition.rule.article
    yield Line(
        day=force.computed_in_force_on,
        who="",
        what=_("Enters into force by Article %(article)s") % {"article": article}
        if article
        else _("Enters into force"),
        detail=_("the depositary states another day") if force.agrees_with_depositary is False else "",
        mark=_("in force, as the facts held make it"),
        warns=force.agrees_with_depositary is False,
        place=(FOLLOWED, 0),
    )
