"""After a change of very many rows the database knows how its tables have grown, so that it chooses the right index."""

from __future__ import annotations

import pytest
from django.db import connection

from signatories.models import Source
from signatories.record import statistics
from signatories.record.changing import Changing
from tests.models import builders as make
from tests.record.doors import done

pytestmark = pytest.mark.django_db
TOLD = {
    "sqlite": "SELECT count(*) FROM sqlite_stat1 WHERE tbl = %s",
    "postgresql": "SELECT count(*) FROM pg_stats WHERE tablename = %s AND attname = 'key'",
}


def knows_of_sources() -> bool:
    """Whether the planner knows how the sources' keys are spread."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'")
            if cursor.fetchone() == (0,):
                return False
        cursor.execute(TOLD[connection.vendor], [Source._meta.db_table])
        return bool(cursor.fetchone()[0])


def one_more(record: Changing) -> None:
    record.keep(make.unsaved(Source, key="one-more"))


def test_a_change_of_few_rows_tells_nothing() -> None:
    before = knows_of_sources()
    done(one_more)
    assert knows_of_sources() == before


def test_a_change_of_very_many_rows_tells_of_every_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistics, "MANY", 1)
    done(one_more)
    assert knows_of_sources()
