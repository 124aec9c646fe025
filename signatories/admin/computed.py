"""What treaty law makes of a treaty's facts, shown where they are kept: computed, never entered."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from signatories.chart.force import force_answer
from signatories.models.case_files import read_case
from signatories.treaty_law.case import Case


def case_of(treaty: Any) -> Case:
    """The treaty's file as held now, read once for all that its page makes of it."""
    if not hasattr(treaty, "case"):
        treaty.case = read_case(treaty.key)
    found: Case = treaty.case
    return found


def computed_force(treaty: Any, on: dt.date) -> SafeString:
    """Its entry into force as of the day, beside the depositary's day, with its steps; a warning where they differ."""
    answer = force_answer(treaty.key, on, case=case_of(treaty))
    return render_to_string("admin/signatories/computed_force.html", {"force": answer.force, "honesty": answer.honesty})
