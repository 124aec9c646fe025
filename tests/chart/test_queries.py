"""Every answer costs the same number of queries for a treaty of a few acts and of many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from signatories.chart.force import Assumption, force_answer, projection
from signatories.chart.status_chart import status_chart
from signatories.chart.statuses import matrix, statuses
from signatories.models import Treaty
from signatories.models.directory import Directory
from signatories.treaty_law.acts import ActKind
from tests.models import builders as make

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 1, 1)
ASSUMED = [Assumption("GBR", ActKind.ACCESSION, ON)]
ANSWERS: dict[str, Callable[[str], Any]] = {
    "chart": lambda treaty: status_chart(treaty, ON, directory=Directory(), with_no_action=True),
    "force": lambda treaty: force_answer(treaty, ON),
    "projection": lambda treaty: projection(treaty, ASSUMED, ON),
    "statuses": lambda treaty: list(statuses([treaty, "cets-225"], ON)),
    "matrix": lambda treaty: matrix([treaty, "cets-225"], ON),
}
AT_MOST = 22


AT_MOST_AS_KEPT = 12


def queries(answer: Callable[[str], Any], treaty: str) -> int:
    """How many queries the answer takes."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer(treaty)
    return len(captured)


@pytest.mark.parametrize("name", ANSWERS)
def test_a_fixed_number_of_queries(name: str) -> None:
    treaty: Treaty = make.open_treaty("2000-01-01")
    make.rule(treaty=treaty)
    make.threshold(treaty=treaty)
    act = make.action(treaty=treaty)
    act.also_cited.add(make.citation())
    few = queries(ANSWERS[name], treaty.key)
    for _ in range(30):
        act = make.action(treaty=treaty)
        act.also_cited.add(make.citation())
        make.action(treaty=treaty, participant=act.participant, kind="ratification", done_on="2012-01-01")
        make.declaration(treaty=treaty, participant=act.participant)
        make.threshold(treaty=treaty).participants.add(act.participant)
    assert queries(ANSWERS[name], treaty.key) == few
    assert few <= (AT_MOST_AS_KEPT if name == "chart" else AT_MOST)
