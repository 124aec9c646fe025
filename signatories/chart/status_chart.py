"""The chart of signatures and ratifications of a treaty on a day, in the depositary's groups."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.db.models import QuerySet

from signatories.chart.citations import Cited, citations
from signatories.chart.honesty import Coverage, Honesty
from signatories.chart.statuses import known_statuses
from signatories.models import Declaration, ForcePeriod, StatusPeriod, TreatyAction
from signatories.models.case_files import read_case
from signatories.models.directory import Directory, plain
from signatories.models.memberships import members_on
from signatories.models.status_periods import KINDS, STATUS_COLUMNS, status_of
from signatories.querysets import declared_on, kept_on
from signatories.record.moments import is_as_now
from signatories.treaty_law.acts import SIGNINGS, ActKind, DeclarationKind, Status
from signatories.treaty_law.case import Case
from signatories.treaty_law.days import PartialDay
from signatories.treaty_law.entry_into_force import shown_force
from signatories.treaty_law.status import Counts, StatusOn, counts

MAKE_A_SIGNATORY = SIGNINGS | {ActKind.SUCCESSION_TO_SIGNATURE}
FLAGS = {
    DeclarationKind.RESERVATION: "reservations",
    DeclarationKind.DECLARATION: "declarations",
    DeclarationKind.OBJECTION: "objections",
    DeclarationKind.TERRITORIAL_APPLICATION: "territorial",
    DeclarationKind.DESIGNATION_OF_AUTHORITY: "authorities",
    DeclarationKind.COMMUNICATION: "communications",
}


class ChartAct(NamedTuple):
    """An act done by the day, with its own sources."""

    key: str
    kind: ActKind
    done_on: PartialDay
    sources: tuple[Cited, ...]


class ChartRow(NamedTuple):
    """A participant's line: its name, what it is on the day, its declarations in effect by sort, and its acts' sources.

    The acts themselves come only where they are asked for.
    """

    name: str
    status: StatusOn
    flags: Mapping[str, int]
    sources: tuple[Cited, ...]
    """The sources of all its acts, each place once."""
    acts: tuple[ChartAct, ...] = ()

    @property
    def signature(self) -> ChartAct | None:
        """The act that made it a signatory on the day the status tells."""
        made = (act for act in self.acts if act.done_on == self.status.signed_on and act.kind in MAKE_A_SIGNATORY)
        return next(made, None)

    @property
    def consent(self) -> ChartAct | None:
        """The consent that the status tells, if it was deposited by the day."""
        consent = self.status.consent
        return next((act for act in self.acts if consent and act.key == consent.key), None)


@dataclass(frozen=True, slots=True)
class ChartGroup:
    """One part of the chart: `members`, `non_members` or `organisations`; or `states` and `organisations`."""

    group: str
    organisation: str | None
    rows: tuple[ChartRow, ...]


class ForceShown(NamedTuple):
    """Whether the treaty is in force on the day, and since when."""

    in_force: bool
    in_force_on: PartialDay | None


@dataclass(frozen=True, slots=True)
class StatusChart:
    """The whole chart. `counts` is None where the record of the treaty is incomplete."""

    honesty: Honesty
    force: ForceShown
    counts: Counts | None
    groups: tuple[ChartGroup, ...]


def status_chart(
    treaty: str,
    on: dt.date,
    *,
    known_on: dt.datetime | None = None,
    directory: Directory,
    language: str = "en",
    with_no_action: bool = False,
    with_acts: bool = False,
    case: Case | None = None,
    coverage: Coverage | None = None,
) -> StatusChart:
    """The chart of the treaty on that day, as known at that moment (None: now); Treaty.DoesNotExist for an unknown one.

    Rows are in the order of names in the language; those that did nothing come only where asked for. The treaty's file
    and its coverage are read unless they are given.
    """
    about = (coverage or Coverage(known_on, [treaty])).honesty(treaty, on)
    as_kept = case is None and is_as_now(known_on)
    everyone, force = _as_kept(treaty, on) if as_kept else _worked_out(case or read_case(treaty, known_on), on)
    shown = [row for row in everyone if with_no_action or row.status is not Status.NO_ACTION]
    flags = _flags(treaty, on, known_on)
    done = TreatyAction.objects.known_on(known_on).for_treaty(treaty).filter(done_on__lte=on.isoformat())
    acts = _acts(done, directory) if with_acts else {}
    sources = _sources_of(acts) if with_acts else _sources(done, directory)
    none = dict.fromkeys(FLAGS.values(), 0)
    rows = [
        ChartRow(
            name=directory.participants[row.participant].name(language),
            status=row,
            flags={**none, **flags.get(row.participant, {})},
            sources=sources.get(row.participant, ()),
            acts=acts.get(row.participant, ()),
        )
        for row in shown
    ]
    grouped_by = directory.treaties[treaty].grouped_by
    members = members_on(grouped_by, on, known_on) if grouped_by else ()
    return StatusChart(
        honesty=about,
        force=force,
        counts=counts(everyone) if about.complete else None,
        groups=_groups(sorted(rows, key=lambda row: _place(row.name)), grouped_by, members, directory),
    )


@lru_cache(maxsize=2**12)
def _place(name: str) -> str:
    """Where a name stands among others; worked out once, as each chart asks it of the same hundreds."""
    return plain(name)


def _as_kept(treaty: str, on: dt.date) -> tuple[tuple[StatusOn, ...], ForceShown]:
    """What everyone is to the treaty, and whether it is in force, as it is kept of what the record holds now."""
    rows = StatusPeriod.objects.filter(kept_on(on), treaty=treaty).order_by("participant")
    force = ForcePeriod.objects.filter(kept_on(on), treaty=treaty).values_list("in_force", "in_force_on")
    everyone = tuple(map(status_of, rows.values_list(*STATUS_COLUMNS)))
    return everyone, ForceShown(*(force.first() or (False, None)))


def _worked_out(case: Case, on: dt.date) -> tuple[tuple[StatusOn, ...], ForceShown]:
    """The same by the rules, of what the file says."""
    return known_statuses(case, on), ForceShown(*shown_force(case, on))


def _groups(
    rows: Iterable[ChartRow], grouped_by: str | None, members: Collection[str], directory: Directory
) -> tuple[ChartGroup, ...]:
    """The rows in the depositary's groups."""
    names = ["members", "non_members", "organisations"] if grouped_by else ["states", "organisations"]
    found: defaultdict[str, list[ChartRow]] = defaultdict(list)
    for row in rows:
        key = row.status.participant
        if directory.participants[key].is_organisation:
            found["organisations"].append(row)
        elif grouped_by:
            found["members" if key in members else "non_members"].append(row)
        else:
            found["states"].append(row)
    return tuple(
        ChartGroup(name, None if name in ("organisations", "states") else grouped_by, tuple(found[name]))
        for name in names
    )


def _flags(treaty: str, on: dt.date, known_on: dt.datetime | None) -> dict[str, Counter[str]]:
    """How many declarations of each sort each participant has in effect."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    rows = Declaration.objects.known_on(known_on).for_treaty(treaty).filter(declared_on(on))
    for participant, kind in rows.values_list("participant_id", "kind"):
        found[participant][FLAGS[DeclarationKind(kind)]] += 1
    return dict(found)


def _sources(done: QuerySet[TreatyAction], directory: Directory) -> dict[str, tuple[Cited, ...]]:
    """The sources of each participant's acts, by the order of the acts, each place once."""
    rows = list(done.order_by("done_on", "key").values_list("participant_id", "pk", "source_id", "locator"))
    cited = citations(TreatyAction, [(pk, source, locator) for _, pk, source, locator in rows], directory)
    found: defaultdict[str, dict[Cited, None]] = defaultdict(dict)
    for participant, pk, *_ in rows:
        found[participant].update(dict.fromkeys(cited[pk]))
    return {participant: tuple(one) for participant, one in found.items()}


def _sources_of(acts: Mapping[str, tuple[ChartAct, ...]]) -> dict[str, tuple[Cited, ...]]:
    """The same of acts that were read."""
    places_of = {participant: (place for act in done for place in act.sources) for participant, done in acts.items()}
    return {participant: tuple(dict.fromkeys(cited)) for participant, cited in places_of.items()}


def _acts(done: QuerySet[TreatyAction], directory: Directory) -> dict[str, tuple[ChartAct, ...]]:
    """Each participant's acts, each with its sources."""
    columns = ("participant_id", "pk", "source_id", "locator", "key", "kind", "done_on")
    rows = list(done.order_by("done_on", "key").values_list(*columns))
    cited = citations(TreatyAction, [(pk, source, locator) for _, pk, source, locator, *_ in rows], directory)
    found: defaultdict[str, list[ChartAct]] = defaultdict(list)
    for participant, pk, _, _, key, kind, done_on in rows:
        found[participant].append(ChartAct(key, KINDS[kind], done_on, tuple(cited[pk])))
    return {participant: tuple(done) for participant, done in found.items()}
