"""What is read from what is kept is, byte for byte, what the rules give when they are asked anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from signatories.api.statuses import STATUS_ORDERS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("generated_record")]
WHERE_IT_IS_ASKED = [
    "signatories.api.tables.is_as_now",
    "signatories.chart.status_chart.is_as_now",
    "signatories.chart.statuses.is_as_now",
    "signatories.chart.calendar.is_as_now",
    "signatories.chart.overview.is_as_now",
]
PAGES = [
    "/",
    "/embed/cets-225/",
    "/compare/",
    "/participants/GBR/",
    "/participants/QAA/",
    "/organisations/COE/",
    "/organisations/QOA/",
]
DAYS = ["1992-11-30", "2001-05-15", "2001-05-31", "2002-01-31", "2010-06-15", "2026-09-24"]
QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    *(("statuses/", {"as_of": day, "status": "party,no_action,invited,signatory"}) for day in DAYS),
    *(("statuses/", {"as_of": "2026-09-24", "ordering": ordering, "limit": 7}) for ordering in STATUS_ORDERS),
    *(("matrix/", {"as_of": day, "limit": 7}) for day in DAYS),
    *(("treaties/cets-225/status/", {"as_of": day, "include": "no_action"}) for day in DAYS),
    *(("treaties/q-first/status/", {"as_of": day, "format": "csv"}) for day in DAYS),
    *(("treaties/q-second/status/", {"as_of": day}) for day in DAYS),
    ("statuses/", {"certainty": "certain", "since_after": "2001-05"}),
    ("statuses/", {"signed_on": ["2001-05", "2010"], "as_of": "2010-06-20"}),
    ("statuses/", {"member_of": "QOA,COE", "as_of": "2004-01-01", "ordering": "-since", "status": "no_action,party"}),
    ("statuses/", {"search": "land artificial"}),
    ("statuses/", {"participant_type": "state", "treaty": "q-first,cets-225", "status": "no_action,signatory"}),
    ("statuses/", {"participant_type": "organisation", "status": "no_action,contracting"}),
    ("statuses/", {"suspended": "false", "reason": "denounced"}),
    ("statuses/", {"format": "csv", "limit": 5, "status": "no_action"}),
    ("matrix/", {"treaty": "q-first", "participant": "QAA,GBR,QDB", "as_of": "2001-05-31"}),
    ("matrix/", {"member_of": "COE", "participant_type": "state", "limit": 3}),
    ("matrix/", {"format": "csv"}),
    *(("calendar.ics", {"as_of": day}) for day in [*DAYS, "2027-01-01"]),
    ("calendar.ics", {"as_of": "2001-05-15", "treaty": "q-first", "participant": "QAA,QBB"}),
]  # fmt: skip


@pytest.fixture
def anew(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From then on nothing that is kept is read."""

    def forget() -> None:
        for name in WHERE_IT_IS_ASKED:
            monkeypatch.setattr(name, lambda moment: False)

    return forget


def told(address: str, asked: dict[str, Any]) -> list[bytes]:
    """The answer, and where it is a page those that follow it, then back again."""
    response = Client().get(f"/api/v1/{address}", asked)
    bodies = [response.getvalue()]
    for way in ("next", "previous"):
        while response["Content-Type"] == "application/json" and (link := response.json().get(way)):
            response = Client().get(link)
            bodies.append(response.getvalue())
    assert response.status_code == 200, bodies
    return bodies


@pytest.mark.parametrize(("address", "asked"), QUESTIONS, ids=lambda part: str(part))
def test_what_is_kept_says_what_the_rules_say(anew: Callable[[], None], address: str, asked: dict[str, Any]) -> None:
    kept = told(address, asked)
    anew()
    assert told(address, asked) == kept


@pytest.mark.parametrize("day", ["2001-05-31", "2026-09-24"])
@pytest.mark.parametrize("address", PAGES)
def test_pages_of_what_is_kept_say_what_the_rules_say(anew: Callable[[], None], address: str, day: str) -> None:
    kept = Client().get(address, {"as_of": day})
    assert kept.status_code == 200
    anew()
    assert Client().get(address, {"as_of": day}).content == kept.content
