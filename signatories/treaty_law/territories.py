"""When a territorial application made after consenting takes effect: treaties have a rule of its own for it."""

from __future__ import annotations

import datetime as dt

from signatories.treaty_law.acts import RuleScope
from signatories.treaty_law.case import Case
from signatories.treaty_law.delay import day_reached
from signatories.treaty_law.legal_rule import legal_rule


@legal_rule("VCLT 29")
def territory_effect(case: Case, made_on: dt.date, in_force_from: dt.date | None) -> dt.date | None:
    """An extension to a territory takes effect by its own delay and rounding from receipt, not before its maker is
    bound. Without a rule there is no computed effect."""
    rule = case.rule_for.get(RuleScope.TERRITORY)
    if rule is None or in_force_from is None:
        return None
    return in_force_from if made_on < in_force_from else day_reached(rule, made_on)
