"""Reading the depositary again: which treaties it is time for, and entering that nothing more is new.

The latest check of a treaty says as of when its record speaks. A check that found nothing the record does not hold is
entered whole by `read_again`: the document read last time, as it was read on the day given.
"""

from __future__ import annotations

import copy
import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from signatories.models import Check, Declaration, Source, Treaty, TreatyAction
from signatories.querysets import When
from signatories.record.changing import change
from signatories.treaty_law.days import PartialDay

READ_EVERY = dt.timedelta(days=30)
NOTHING_NEW = "Read again: nothing new."
WHAT_WAS_NEW = "Read again: what was new is recorded."
_TRAILING_DAY = re.compile(r"-\d{4}-\d{2}-\d{2}\Z")


class NeverRead(ValidationError):
    """A treaty without a check to repeat."""


class AlreadyRead(ValidationError):
    """A treaty whose record speaks as of that day already."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A treaty that it is time to read again, and the day its record speaks as of; None where it was never read."""

    treaty: Treaty
    last: dt.date | None


def latest_check(treaty: str) -> Check | None:
    """The check that says as of when the record of that treaty speaks, with its source."""
    checks = Check.objects.held().for_treaty(treaty).select_related("source")
    return checks.order_by("-speaks_as_of", "-known_from").first()


def compared_until(known_on: When = None, treaties: Collection[str] | None = None) -> dict[str, dt.date]:
    """By treaty the day its record speaks as of, as known at that moment (None: now); of these treaties, or of all.

    One that was never compared with its depositary's record is not among them. One query.
    """
    checks = Check.objects.known_on(known_on).order_by()
    if treaties is not None:
        checks = checks.filter(treaty__in=treaties)
    return {treaty: day.earliest for treaty, day in checks.values_list("treaty").annotate(Max("speaks_as_of"))}


def is_due(last: PartialDay | dt.date | None, on: dt.date) -> bool:
    """Whether a treaty whose record speaks as of `last` is to be read again: after 30 days, or if it never was."""
    last = last.earliest if isinstance(last, PartialDay) else last
    return last is None or on - last >= READ_EVERY


def to_be_read_again(on: dt.date) -> list[Unread]:
    """The treaties that are due on that day: first those never read, then the longest unread; two queries."""
    days = compared_until()
    due = [Unread(treaty, days.get(treaty.key)) for treaty in Treaty.objects.all() if is_due(days.get(treaty.key), on)]
    return sorted(due, key=lambda unread: (unread.last or dt.date.min, unread.treaty.key))


def has_news(latest: Check) -> bool:
    """Whether acts or declarations of the treaty were recorded, or corrected, since this check of it was."""
    since = {"treaty": latest.treaty_id, "known_from__gt": latest.known_from}
    return any(model.objects.held().filter(**since).exists() for model in (TreatyAction, Declaration))


def read_again(treaty: str, *, on: dt.date, by: Any = None) -> Check:
    """Enters, in one change, that the depositary was read again on that day: nothing was new, or it is recorded by now.

    The source is that of the latest check, as read on that day: a source of its own, so that what was read before
    keeps its day. Raises NeverRead, or AlreadyRead where the record speaks as of that day already.
    """
    with change(by=by) as record:
        latest = latest_check(treaty)
        if latest is None:
            sentence = _("%(treaty)s was never compared with the depositary's record: enter its first check by hand.")
            raise NeverRead(sentence % {"treaty": treaty})
        if latest.speaks_as_of.earliest >= on:
            sentence = _("%(treaty)s was already read: its record speaks as of %(day)s.")
            raise AlreadyRead(sentence % {"treaty": treaty, "day": latest.speaks_as_of})
        source = _as_read_on(latest.source, on)
        if not Source.objects.filter(key=source.key).exists():
            record.keep(source)
        return record.record(
            Check(
                treaty=latest.treaty,
                speaks_as_of=PartialDay.of(on),
                result=WHAT_WAS_NEW if has_news(latest) else NOTHING_NEW,
                source=source,
                locator=latest.locator,
                confidence=latest.confidence,
            )
        )


def _as_read_on(source: Source, on: dt.date) -> Source:
    """The same document as read on that day, under a key that tells the day."""
    again = copy.copy(source)
    again.key = f"{_TRAILING_DAY.sub('', source.key)}-{on.isoformat()}"
    again.retrieved_on = again.speaks_as_of = PartialDay.of(on)
    again._state.adding = True
    return again
