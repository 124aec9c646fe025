"""By which rules the statuses kept beside the record were worked out, and all of them anew once there are others.

A change keeps those it reaches. A release that reads the same acts otherwise changes nothing in the record, so what is
kept would stay as the one before read it.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection

from signatories import treaty_law
from signatories.models import RulesApplied, case_files, status_periods
from signatories.record import periods
from signatories.record.changing import nothing_else_changing


def keep_by_new_rules(using: str, **_: Any) -> None:
    """After a `migrate`: makes all anew where it was made by other rules than the code has now."""
    if using != DEFAULT_DB_ALIAS or RulesApplied._meta.db_table not in connection.introspection.table_names():
        return
    if RulesApplied.objects.filter(rules=rules()).exists():
        return
    with nothing_else_changing():
        periods.keep_periods(periods.every_treaty())
        RulesApplied.objects.all().delete()
        RulesApplied.objects.create(rules=rules())


@cache
def rules() -> str:
    """A word for the code that makes the periods: the rules, how rows are read for them, how what they give is kept."""
    law = sorted(Path(str(treaty_law.__file__)).parent.glob("*.py"))
    told = hashlib.sha256()
    for path in (*law, *(Path(str(module.__file__)) for module in (case_files, status_periods, periods))):
        told.update(path.read_bytes())
    return told.hexdigest()
