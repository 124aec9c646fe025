"""What changed in the record, newest first, in a line each."""

from __future__ import annotations

import datetime as dt
from typing import Any

import orjson
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from signatories.chart.honesty import latest_check
from signatories.models import Entry
from signatories.models.changes import EntryKind
from signatories.record.proofs import entries_by
from signatories.web.asking import Asked, NotReadable
from signatories.web.pages import Page
from signatories.web.words import DECLARATIONS, EVENTS, KINDS, QUESTIONS, ROLES, TABLES, VERBS, YES_NO, said

ENTRIES_A_PAGE = 50
LONGEST_PLACE = 15
DAYS = ("done_on", "made_on", "occurred_on", "adopted_on", "in_force_on", "speaks_as_of", "from", "published_on")
SAID_WHOLE = ("threshold_reached", "entry_into_force", "becomes_party", "ceases_to_be_party")
"""Events whose sentence here says all that their reason does, where they have a day."""
NAMES = ("title_en", "name_en", "title", "article")


class ChangesPage(Page):
    """The log of the record as people read it."""

    template = "web/changes.html"

    def content(self, asked: Asked, **named: str) -> dict[str, Any]:
        until = asked.known_on
        if asked.day:
            days_end = dt.datetime.combine(asked.day, dt.time.max, dt.UTC)
            until = min(until, days_end) if until else days_end
        rows: QuerySet[Entry] = entries_by(until).order_by("-index").prefetch_related("change")
        rows, about = self._narrowed(rows, asked)
        if before := asked.given.get("before"):
            rows = rows.filter(index__lt=self._place(before))
        entries = list(rows[: ENTRIES_A_PAGE + 1])
        shown = entries[:ENTRIES_A_PAGE]
        return {
            "title": _("What changed in the record"),
            "entries": [(entry, parts_of(entry, asked)) for entry in shown],
            "older": shown[-1].index if len(entries) > ENTRIES_A_PAGE else None,
            "speaks_as_of": latest_check(asked.known_on),
            **about,
        }

    @staticmethod
    def _narrowed(rows: QuerySet[Entry], asked: Asked) -> tuple[QuerySet[Entry], dict[str, str]]:
        """Only what is about the treaty or the participant, where one is named."""
        about = {}
        if code := asked.given.get("treaty"):
            about["about_treaty"] = asked.directory.treaty_key(code) or ""
            rows = rows.filter(treaty=about["about_treaty"])
        if code := asked.given.get("participant"):
            about["about_participant"] = asked.directory.participant_key(code) or ""
            rows = rows.filter(participant=about["about_participant"])
        if "" in about.values():
            raise Http404(_("The record knows no such treaty or participant."))
        return rows, about

    @staticmethod
    def _place(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_PLACE):
            raise NotReadable("before", _("“%(text)s” is not a place in the log.") % {"text": text[:40]})
        return int(text)


def parts_of(entry: Entry, asked: Asked) -> dict[str, Any]:
    """The entry in parts that a template puts in a line: the verb, who, what, which day."""
    who = entry.participant if entry.participant in asked.directory.participants else ""
    if entry.kind == EntryKind.DERIVED:
        told = {"verb": EVENTS.get(entry.what, entry.reason), "who": who, "what": "", "day": entry.happens_on}
        return {**told, "why": "" if entry.what in SAID_WHOLE and entry.happens_on else entry.reason}
    leaf = orjson.loads(entry.leaf)
    row = leaf["after"] or leaf["before"] or {}
    what = _what(entry.what, row)
    day = next((row[name] for name in DAYS if row.get(name)), None)
    return {"verb": VERBS[entry.kind], "who": who, "what": what, "day": day, "why": entry.reason}


def _what(table: str, row: dict[str, Any]) -> Any:
    """What the row is, in the reader's words as far as the vocabularies reach."""
    vocabularies = {"actions": KINDS, "declarations": DECLARATIONS}
    if table in vocabularies:
        return said(vocabularies[table], row.get("kind"))
    if table == "memberships":
        return f"{said(ROLES, row.get('role'))} ({row.get('organisation')})"
    if table == "claims":
        claimed = str(row.get("claimed"))
        return f"{said(QUESTIONS, row.get('question'))} – {YES_NO.get(claimed, claimed)}"
    name = next((str(row[name]) for name in NAMES if row.get(name)), "")
    return f"{said(TABLES, table)} – {name}" if name else said(TABLES, table)
