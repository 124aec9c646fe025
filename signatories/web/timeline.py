"""The timeline as a drawing: acts in lanes by day, and how each count ran against what the treaty asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from django.utils.translation import gettext as _

from signatories.chart.timeline import Happening
from signatories.models import Milestone, TreatyAction
from signatories.models.directory import Directory
from signatories.treaty_law.acts import SIGNINGS, ActKind, Measure
from signatories.treaty_law.case import Threshold
from signatories.treaty_law.days import PartialDay
from signatories.treaty_law.entry_into_force import EntryIntoForce
from signatories.treaty_law.running import RunningCount
from signatories.web import words
from signatories.web.days import short

WIDTH, LEFT, RIGHT, TOP = 960, 250, 30, 26
LANE, PANEL, GAP, FOOT = 30, 64, 18, 26


@dataclass(frozen=True, slots=True)
class Dot:
    """Acts of one lane and day: where, how large, and what they are in a sentence."""

    x: float
    y: float
    radius: float
    count: int
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A row of dots with its name."""

    name: str
    y: float
    dots: list[Dot]


@dataclass(frozen=True, slots=True)
class Panel:
    """A count that ran: its steps, and the line it had to reach."""

    name: str
    top: float
    bottom: float
    steps: str
    area: str
    line_y: float
    needed: str
    have: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A year on the axis."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that the drawing needs, in its own units."""

    width: int
    height: float
    lanes: list[Lane]
    panels: list[Panel]
    ticks: list[Tick]
    in_force_x: float | None
    in_force_label: str
    title: str
    bottom: float
    left: int = LEFT
    right: int = WIDTH - RIGHT


class Draughtsman:
    """Draws one treaty's happenings from the first to the day asked, or to the day of entry into force after it."""

    def __init__(
        self,
        happenings: Sequence[Happening],
        force: EntryIntoForce,
        on: dt.date,
        directory: Directory,
        language: str,
    ) -> None:
        self.happenings = [
            one for one in happenings if one.row is None or isinstance(one.row, TreatyAction | Milestone)
        ]
        self.force, self.directory, self.language = force, directory, language
        starts = [one.day.earliest for one in self.happenings if not isinstance(one.row, Milestone)] or [on]
        starts += [one.day.earliest for one in self.happenings if _opens(one)]
        self.first = min(starts) - dt.timedelta(days=30)
        in_force = force.in_force_on.earliest if force.in_force_on else on
        self.last = max(on, in_force) + dt.timedelta(days=20)

    def drawing(self) -> Drawing | None:
        """The drawing; None where nothing was done yet."""
        if not any(isinstance(one.row, TreatyAction) for one in self.happenings):
            return None
        lanes = list(self._lanes())
        top = TOP + LANE * len(lanes) + GAP
        panels = list(self._panels(top))
        bottom = panels[-1].bottom if panels else top - GAP
        in_force = self.force.in_force_on
        return Drawing(
            width=WIDTH,
            height=bottom + FOOT,
            lanes=lanes,
            panels=panels,
            ticks=list(self._ticks()),
            in_force_x=self._x(in_force.earliest) if in_force else None,
            in_force_label=_("in force %(day)s") % {"day": short(in_force)} if in_force else "",
            title=_("Timeline from %(first)s to %(last)s") % {"first": short(self.first), "last": short(self.last)},
            bottom=bottom,
        )

    def _x(self, day: dt.date) -> float:
        whole = (self.last - self.first).days
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (day - self.first).days / whole, 1)

    def _lanes(self) -> Iterator[Lane]:
        names = {"signed": _("Signatures"), "consented": _("Consents to be bound"), "other": _("Other acts")}
        acts = [one.row for one in self.happenings if isinstance(one.row, TreatyAction)]
        by_sort = {sort: [row for row in acts if _sort(row) == sort] for sort in names}
        for number, (sort, rows) in enumerate((sort, rows) for sort, rows in by_sort.items() if rows):
            y = TOP + LANE * number + LANE / 2
            yield Lane(names[sort], y, list(self._dots(rows, sort, y)))

    def _dots(self, acts: Iterable[TreatyAction], sort: str, y: float) -> Iterator[Dot]:
        by_day: dict[PartialDay, list[TreatyAction]] = {}
        for row in acts:
            by_day.setdefault(row.done_on, []).append(row)
        for day, rows in by_day.items():
            told = "; ".join(f"{self._name(row)}, {words.said(words.KINDS, row.kind)}" for row in rows)
            radius = round(min(11, 4 + 2.24 * sqrt(len(rows) - 1)), 1)
            yield Dot(self._x(day.earliest), y, radius, len(rows), sort, f"{short(day)}: {told}")

    def _panels(self, top: float) -> Iterator[Panel]:
        for number, (name, have, needed) in enumerate(self._counts_that_ran()):
            yield self._panel(name, top + number * (PANEL + GAP), have, needed)

    def _counts_that_ran(self) -> Iterator[tuple[str, list[tuple[dt.date, float]], float]]:
        """Of the alternative told: what is counted, how much there was from which day on, and how much it takes."""
        condition = self.force.condition
        counts = [count for one in self.happenings for count in one.counts]
        counts = [count for count in counts if count.condition.alternative == condition.rule.alternative]
        needed = counts[-1].consents_needed if counts else condition.rule.consents_required
        if isinstance(needed, int):
            yield _("Consents counted"), [(count.day, count.consents) for count in counts], needed
        for place, threshold in enumerate(condition.thresholds):
            have = [(count.day, float(count.thresholds[place].have)) for count in counts]
            yield self._counted_by(threshold), have, float(self.force.missing.thresholds[place].minimum)

    def _panel(self, name: str, top: float, have: Sequence[tuple[dt.date, float]], needed: float) -> Panel:
        bottom, highest = top + PANEL, max([needed, *(number for _day, number in have)]) * 1.15 or 1

        def y(number: float) -> float:
            return round(bottom - PANEL * number / highest, 1)

        steps = f"M{LEFT} {bottom}"
        for day, number in have:
            steps += f"H{self._x(day)}V{y(number)}"
        steps += f"H{WIDTH - RIGHT}"
        last = have[-1][1] if have else 0
        return Panel(
            name=name,
            top=top,
            bottom=bottom,
            steps=steps,
            area=f"{steps}V{bottom}Z",
            line_y=y(needed),
            needed=_("asked for: %(number)s") % {"number": f"{needed:g}"},
            have=_("there: %(number)s") % {"number": f"{last:g}"},
        )

    def _ticks(self) -> Iterator[Tick]:
        years = self.last.year - self.first.year
        step = next(size for size in (1, 2, 5, 10, 20, 50, 100, 1000) if years / size <= 12)
        for year in range(self.first.year, self.last.year + 1):
            if year % step == 0 and dt.date(year, 1, 1) >= self.first:
                yield Tick(self._x(dt.date(year, 1, 1)), str(year))

    def _name(self, row: TreatyAction) -> str:
        return self.directory.participants[row.participant_id].name(self.language)

    def _counted_by(self, threshold: Threshold) -> str:
        """What a threshold counts."""
        if threshold.measure is Measure.WEIGHT_PERCENT:
            return _("Percent by weight")
        if threshold.members_of:
            organisation = self.directory.participants[threshold.members_of].name(self.language)
            return _("by members of the %(organisation)s") % {"organisation": organisation}
        return _("Those named") if threshold.participants else _("Consents counted")


def counted(count: RunningCount, directory: Directory, language: str) -> str:
    """What a count came to: «3 of 5 consents to be bound; 1 of 3 by members of the Council of Europe»."""
    parts = []
    if count.consents_needed is not None:
        told = {"have": count.consents, "need": count.consents_needed}
        parts.append(_("%(have)s of %(need)s consents to be bound") % told)
    for threshold, found in zip(count.condition.thresholds, count.thresholds, strict=True):
        numbers = {"have": found.have, "need": found.minimum}
        if threshold.measure is Measure.WEIGHT_PERCENT:
            parts.append(_("%(have)s of %(need)s percent by weight") % numbers)
        elif threshold.members_of:
            name = directory.participants[threshold.members_of].name(language)
            parts.append(
                _("%(have)s of %(need)s by members of the %(organisation)s") % {**numbers, "organisation": name}
            )
        elif threshold.participants:
            parts.append(_("%(have)s of %(need)s by those named") % numbers)
        else:
            parts.append(_("%(have)s of %(need)s consents to be bound") % numbers)
    return "; ".join(parts)


def _sort(row: TreatyAction) -> str:
    kind = ActKind(row.kind)
    if kind.is_consent:
        return "consented"
    return "signed" if kind in SIGNINGS or kind is ActKind.SUCCESSION_TO_SIGNATURE else "other"


def _opens(one: Happening) -> bool:
    return isinstance(one.row, Milestone) and one.row.kind == "opened"
