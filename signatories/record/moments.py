"""When the record last changed."""

from __future__ import annotations

import datetime as dt

from django.db.models import Max, Q

from signatories.models import FACTS


def last_change(by: dt.datetime | None = None) -> dt.datetime | None:
    """The instant of the last change up to `by` (None: up to now), since when the record has been the same.

    None for a record that held nothing by then. One query, whatever the record's size.
    """
    changes = [
        model.objects.order_by().values("confidence").annotate(at=Max(edge, filter=_up_to(edge, by))).values_list("at")
        for model in FACTS
        for edge in ("known_from", "known_until")
    ]
    first, *others = changes
    return max((at for (at,) in first.union(*others, all=True) if at), default=None)


def _up_to(edge: str, by: dt.datetime | None) -> Q:
    return Q(**{f"{edge}__lte": by}) if by else Q(**{f"{edge}__isnull": False})
