"""What an officer is told once something is recorded: which rows, and what they make of the parties and the treaty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Q
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from signatories.admin.addresses import row_page
from signatories.keeping.notes import today
from signatories.models import HELD, Change, Entry, HeldRow, Participant, StatusPeriod, Treaty, TreatyAction
from signatories.models.changes import EntryKind
from signatories.models.naming import spoken
from signatories.models.vocabulary import label_of
from signatories.querysets import kept_on
from signatories.treaty_law.acts import Status

NAMED = 3
"""So many rows, and parties, are named in a message; a change of more is read on its own page."""
RECORDED = gettext_lazy("Recorded: %(rows)s.")
DAYS = ("done_on", "made_on", "adopted_on", "occurred_on", "speaks_as_of", "valid_from")


def in_a_line(row: Any) -> str:
    """The row as one speaks of it: `Australia, Accession, 2012-11-30`; its key where it says too little for that."""
    who = [spoken(one.name_en, one.name_fr) for name in ("participant", "member") if (one := getattr(row, name, None))]
    kind = row.get_kind_display() if hasattr(row, "get_kind_display") else ""
    what = getattr(row, "title", "") or kind
    day = next((str(day) for name in DAYS if (day := getattr(row, name, None))), "")
    said = [*who, *filter(None, (str(what), day))]
    return ", ".join(said) if len(said) > 1 else str(row)


def linked(rows: Sequence[Any]) -> SafeString:
    """The first rows in a line each, with links to their pages, and how many more there are."""
    shown = [format_html('<a href="{}">{}</a>', row_page(row), in_a_line(row)) for row in rows[:NAMED]]
    more = len(rows) - len(shown)
    said = [*shown, ngettext("and %(more)d more", "and %(more)d more", more) % {"more": more}] if more else shown
    return format_html_join("; ", "{}", ([one] for one in said))


def recorded(change: Change, sentence: Any = RECORDED) -> SafeString:
    """That the rows which the change brought are recorded, by name, and what follows."""
    return with_what_follows(filled(sentence, rows=linked(list(brought_by(change)))), change)


def with_what_follows(said: Any, change: Change) -> SafeString:
    """The sentence, and after it what the change makes of the parties it is about and of their treaties."""
    return format_html_join(" ", "{}", ([one] for one in (said, *what_follows(change))))


def what_follows(change: Change) -> Iterator[SafeString]:
    """A sentence on each party whose acts the change touched, and on each treaty whose entry into force it moved."""
    touched = TreatyAction.objects.filter(Q(brought_by=change) | Q(closed_by=change)).order_by("participant", "treaty")
    pairs = list(touched.values_list("treaty", "participant").distinct())
    treaties = Treaty.objects.in_bulk({treaty for treaty, _ in pairs})
    participants = Participant.objects.in_bulk({participant for _, participant in pairs})
    for treaty, participant in pairs[:NAMED]:
        yield _status(treaties[treaty], participants[participant])
    events = Entry.objects.filter(change=change, kind=EntryKind.DERIVED, what="entry_into_force").order_by("index")
    for treaty, day in events.values_list("treaty", "happens_on"):
        yield _force(treaties.get(treaty) or Treaty.objects.get(pk=treaty), day)


def brought_by(change: Change) -> Iterator[HeldRow]:
    """The facts and claims that the change brought, by key."""
    for model in HELD:
        yield from model.objects.filter(brought_by=change).order_by("key")  # type: ignore[attr-defined]


def filled(sentence: Any, **values: Any) -> SafeString:
    """The sentence as HTML with its named places filled in."""
    return mark_safe(escape(sentence) % {name: conditional_escape(value) for name, value in values.items()})


def _status(treaty: Treaty, participant: Participant) -> SafeString:
    """What the participant is to the treaty today, by what is kept of the record as it is now."""
    kept = StatusPeriod.objects.filter(kept_on(today()), treaty=treaty.pk, participant=participant.pk)
    status = kept.first()
    said = _("%(participant)s, %(treaty)s: %(status)s.")
    if status and status.since:
        said = _("%(participant)s, %(treaty)s: %(status)s since %(since)s.")
    if status and status.status == Status.CONTRACTING and status.in_force_from:
        said = _("%(participant)s, %(treaty)s: %(status)s since %(since)s, in force for it from %(day)s.")
    return filled(
        said,
        participant=spoken(participant.name_en, participant.name_fr),
        treaty=linked_treaty(treaty),
        status=label_of(Status(status.status) if status else Status.NO_ACTION),
        since=status and status.since,
        day=status and status.in_force_from,
    )


def _force(treaty: Treaty, day: Any) -> SafeString:
    """That the treaty enters into force on another day than the record had it, or no longer does."""
    if day:
        return filled(_("%(treaty)s: enters into force on %(day)s."), treaty=linked_treaty(treaty), day=day)
    said = _("%(treaty)s: no longer enters into force, as what is held does not suffice.")
    return filled(said, treaty=linked_treaty(treaty))


def linked_treaty(treaty: Treaty) -> SafeString:
    """What the treaty is called, with a link to its page."""
    return format_html('<a href="{}">{}</a>', row_page(treaty), treaty.called)
