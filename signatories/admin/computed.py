"""What treaty law makes of a treaty's facts, shown where they are kept: computed, never entered."""

from __future__ import annotations

import datetime as dt

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from signatories.chart.force import force_answer


def computed_force(treaty: str, on: dt.date) -> SafeString:
    """Its entry into force as of the day, beside the depositary's day, with its steps; a warning where they differ."""
    answer = force_answer(treaty, on)
    return render_to_string("admin/signatories/computed_force.html", {"force": answer.force, "honesty": answer.honesty})
