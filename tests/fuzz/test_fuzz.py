"""A short seed of `make fuzz`, in this process: what takes a server is not asked, nor how long an answer takes."""

from __future__ import annotations

import pytest
from django.core.handlers.wsgi import WSGIHandler

from tests.asking import in_process
from tests.fuzz import walking
from tests.fuzz.report import Report
from tests.fuzz.world import World, enlisted

SEED, REQUESTS, EACH = 1, 300, 2


# Django draws tokens and boundaries at random while it is asked; the requests themselves follow from the seed.
@pytest.mark.filterwarnings("ignore:Do not use the .random. module:hypothesis.errors.HypothesisDeprecationWarning")
@pytest.mark.django_db
def test_nothing_hostile_is_answered_wrongly() -> None:
    ask = in_process(WSGIHandler())
    world, report = World(ask, **enlisted()), Report(ask)
    walking.walk(world, report, SEED, REQUESTS, print, EACH)
    assert report.asked == REQUESTS
    assert {fault for _, fault in report.faults} <= {"slow"}, str(report)
    assert list(walking.lost(world)) == []
