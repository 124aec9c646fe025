"""A short seed of `make fuzz`, in this process: what it takes a server for is not asked."""

from __future__ import annotations

import pytest
from django.core.handlers.wsgi import WSGIHandler

from tests.asking import in_process
from tests.fuzz import walking
from tests.fuzz.report import Report
from tests.fuzz.world import World, enlisted

REQUESTS, EACH = 700, 1


@pytest.mark.django_db
def test_nothing_hostile_is_answered_wrongly() -> None:
    ask = in_process(WSGIHandler())
    world, report = World(ask, **enlisted()), Report(ask)
    walking.walk(world, report, 1, REQUESTS, print, EACH)
    assert not report.faults, str(report)
    assert list(walking.lost(world)) == []
