"""When the record last changed."""

from __future__ import annotations

import datetime as dt

from signatories.models import HELD, Change, Moment


def last_change(by: dt.datetime | None = None) -> dt.datetime | None:
    """The instant of the last change up to `by` (None: up to now), since when the record has been the same.

    None for a record that held nothing by then. One query, whatever the record's size.
    """
    moments = Moment.objects.filter(at__lte=by) if by else Moment.objects
    return moments.order_by("-at").values_list("at", flat=True).first()


def is_as_now(moment: dt.datetime | None) -> bool:
    """Whether the record held at that moment what it holds now."""
    if moment is None:
        return True
    last = last_change()
    return last is None or last <= moment


def moments_unlike_the_facts() -> list[dt.datetime]:
    """Moments that no change made one, and those that are missing; in order."""
    changes = Change.objects.filter(at__isnull=False, restores=False).values_list("at", flat=True)
    expected = {at for at in changes if at}
    for model in HELD:
        restored = model.objects.filter(brought_by__restores=True, brought_by__at__isnull=False)
        expected |= set(restored.values_list("known_from", flat=True).distinct())
    return sorted(expected ^ set(Moment.objects.values_list("at", flat=True)))
