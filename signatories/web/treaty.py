"""A treaty's page: whether it is in force and why, its chart, map and timeline, what is missing, and all beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from signatories.chart import beside
from signatories.chart.citations import CitedRow
from signatories.chart.extensions import computed_effects
from signatories.chart.honesty import Honesty
from signatories.chart.status_chart import ChartRow, status_chart
from signatories.chart.timeline import Happening, happenings
from signatories.models import Treaty
from signatories.models.case_files import read_case
from signatories.models.directory import plain
from signatories.models.naming import spoken
from signatories.treaty_law.acts import Position, Status
from signatories.treaty_law.case import Case
from signatories.treaty_law.entry_into_force import EntryIntoForce, entry_into_force
from signatories.treaty_law.missing import Supplier
from signatories.web.asking import Asked
from signatories.web.footnotes import Footnotes
from signatories.web.pages import Elsewhere, Page, unknown
from signatories.web.sentences import Teller
from signatories.web.timeline import Draughtsman, counted
from signatories.web.words import FLAG_NAMES, FLAGS
from signatories.web.worldmap import world_map

MOST_ON_A_PAGE = 200
"""So many declarations, measures or claims are shown; the API has all."""


def treaty_asked(asked: Asked, key: str, page: str = "web-treaty") -> Treaty:
    """The treaty that the address names; Elsewhere for another spelling, Http404 with a sentence for an unknown one."""
    known = asked.directory.treaty_key(key)
    if known is None:
        near = asked.directory.nearest(key, asked.directory.treaties)
        told = _("The record holds no treaty under the key “%(key)s”.") % {"key": key[:60]}
        raise unknown(told, near)
    if known != key:
        raise Elsewhere(reverse(page, kwargs={"key": known}))
    return Treaty.objects.get(key=known)


class TreatyPage(Page):
    """The best page about a treaty's status that we know how to make."""

    template = "web/treaty.html"

    def content(self, asked: Asked, **named: str) -> dict[str, Any]:
        treaty = treaty_asked(asked, named["key"])
        case = read_case(treaty.key, asked.known_on)
        chart = status_chart(
            treaty.key,
            asked.as_of,
            known_on=asked.known_on,
            directory=asked.directory,
            language=asked.language,
            with_no_action=True,
            with_acts=True,
            case=case,
        )
        rows = [row for group in chart.groups for row in group.rows]
        about = beside.of_treaty(treaty.key)
        day, moment = asked.as_of, asked.known_on
        force = entry_into_force(case, day)
        acts, milestones = beside.acts(about, day, moment), beside.milestones(about, day, moment)
        told = happenings(case, day, acts=[one.row for one in acts], milestones=[one.row for one in milestones])
        claims = beside.claims(about, moment, asked.directory)
        declarations = by_name(beside.declarations(about, day, moment), asked)
        teller = Teller(chart.honesty, case, force, asked.directory, asked.language)
        flags, has_ends = used_flags(rows), any(row.status.ended_on for row in rows)
        return {
            "treaty": treaty,
            "title": spoken(treaty.title_en, treaty.title_fr),
            "about": chart.honesty,
            "chart": chart,
            "case": case,
            "force": force,
            "answer": teller.told(),
            "required": teller.required(),
            "missing": teller.missing(),
            "suppliers": suppliers(force, asked) if chart.honesty.complete else [],
            "groups": [(group, [row for row in group.rows if has_acted(row)]) for group in chart.groups],
            "idle": [row for row in rows if not has_acted(row)],
            "flags": flags,
            "has_ends": has_ends,
            "columns": 5 + has_ends + bool(flags),
            "map": world_map(rows),
            "drawing": Draughtsman(told, force, day, asked.directory, asked.language).drawing(),
            "happenings": with_words(told, asked),
            "declarations": declarations,
            "effects": computed_effects([one.row for one in declarations], day, moment, case=case),
            "measures": by_name(beside.measures(about, day, moment), asked),
            "contradicted": [claim for claim in claims if claim.is_contradicted][:MOST_ON_A_PAGE],
            "claim_count": len(claims),
            "footnotes": Footnotes(),
            "days": slid_over(case, chart.honesty, force, asked),
        }


def has_acted(row: ChartRow) -> bool:
    """Whether the participant has a line of its own in the chart."""
    return row.status.status is not Status.NO_ACTION


def suppliers(force: EntryIntoForce, asked: Asked) -> list[tuple[str, list[Supplier]]]:
    """Who could supply what is missing, by where they stand and then by name."""
    people = asked.directory.participants
    found = sorted(force.missing.could_supply, key=lambda one: plain(people[one.participant].name(asked.language)))
    by_position = [(position.value, [one for one in found if one.position is position]) for position in Position]
    return [(position, those) for position, those in by_position if those]


def by_name(rows: list[CitedRow[Any]], asked: Asked) -> list[CitedRow[Any]]:
    """As many rows as are shown, by the name of whose they are, each one's in their own order."""
    people = asked.directory.participants
    return sorted(rows, key=lambda one: plain(people[one.row.participant_id].name(asked.language)))[:MOST_ON_A_PAGE]


def used_flags(rows: Iterable[ChartRow]) -> list[tuple[str, Any, Any]]:
    """The sorts of declaration that anybody made: name in the data, letter, words."""
    rows = list(rows)
    return [(name, FLAGS[name], FLAG_NAMES[name]) for name in FLAGS if any(row.flags[name] for row in rows)]


def with_words(told: Iterable[Happening], asked: Asked) -> list[tuple[Happening, list[str]]]:
    """What happened, newest first, each with what the counts came to."""
    return [
        (one, [counted(count, asked.directory, asked.language) for count in one.counts]) for one in reversed(list(told))
    ]


def slid_over(case: Case, about: Honesty, force: EntryIntoForce, asked: Asked) -> tuple[str, str]:
    """The first and the last day that the day control slides over: from the opening to the last that is known ahead."""
    ahead = (force.in_force_on, force.ended_on)
    last = [asked.as_of, about.record_speaks_as_of, *(day and day.earliest for day in ahead)]
    begun = case.opened_on or min((act.done_on for act in case.acts), default=None)
    first = min(asked.as_of, begun.earliest if begun else asked.as_of)
    return first.isoformat(), max(day for day in last if day).isoformat()
