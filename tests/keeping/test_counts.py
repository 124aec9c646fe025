"""A list's count is counted once of each version of the record and kept, whichever page, order or form is asked."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from signatories.keeping.counts import kept_count
from signatories.models import Source, TreatyAction
from tests.models import builders as make
from tests.record.doors import done

pytestmark = pytest.mark.django_db

LIST = "/api/v1/actions/?treaty=cets-225"


def asked(client: Client, address: str) -> tuple[dict[str, Any], int]:
    """The answer, and how many times the database was asked to count for it."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address).json()
    return answer, sum("COUNT(" in query["sql"].upper() for query in queries)


def test_every_page_order_and_choice_of_fields_shares_one_count(client: Client) -> None:
    first, counted = asked(client, f"{LIST}&limit=5")
    assert counted == 1
    for address in (first["next"], f"{LIST}&ordering=-done_on", f"{LIST}&fields=key&limit=1", f"{LIST}&lang=fr"):
        assert (asked(client, address)[0]["count"], asked(client, address)[1]) == (first["count"], 0)


def test_another_question_is_counted_by_itself(client: Client) -> None:
    everything, _ = asked(client, "/api/v1/actions/")
    some, counted = asked(client, LIST)
    assert counted == 1
    assert some["count"] < everything["count"]
    held_before, counted = asked(client, f"{LIST}&known_on=2024-06-01")
    assert counted == 1
    assert held_before["count"] < some["count"]


def test_a_change_is_counted(client: Client) -> None:
    before, _ = asked(client, "/api/v1/sources/?limit=1")
    done(lambda record: record.keep(make.unsaved(Source, key="one-more")))
    after, counted = asked(client, "/api/v1/sources/?limit=1")
    assert (after["count"], counted) == (before["count"] + 1, 1)


def test_a_question_that_no_row_can_answer_is_not_asked(client: Client) -> None:
    assert asked(client, "/api/v1/actions/?search=nothingofthesort")[0]["count"] == 0
    assert kept_count(TreatyAction.objects.none()) == 0


def test_outside_an_answer_it_is_counted_each_time() -> None:
    with CaptureQueriesContext(connection) as queries:
        assert kept_count(Source.objects.all()) == kept_count(Source.objects.all()) == Source.objects.count()
    assert len(queries) == 3
