"""Names, and what is known of each treaty, are read once of each version of the record, and never told of another."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from signatories.models import Check, Participant, Source
from tests.record.doors import done, recorded

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/actions/?treaty=cets-225&participant={}&fields=participant_name,sources"


def asked(client: Client, code: str) -> tuple[str, int]:
    """The name of the participant in the answer, and how many queries read names or sources for it."""
    with CaptureQueriesContext(connection) as queries:
        row = client.get(ADDRESS.format(code)).json()["results"][0]
    tables = [f'FROM "{Participant._meta.db_table}"', 'FROM "signatories_source"']
    return row["participant_name"], sum(any(table in query["sql"] for table in tables) for query in queries)


def test_names_are_read_once_of_each_version(client: Client) -> None:
    asked(client, "GBR")
    assert asked(client, "gb") == ("United Kingdom", 0)
    assert asked(client, "NOR")[1] == 0


def test_a_new_name_is_said_at_once(client: Client) -> None:
    asked(client, "GBR")
    renamed = Participant.objects.get(key="GBR")
    renamed.name_en = "The Kingdom, United"
    done(lambda record: record.keep(renamed))
    assert asked(client, "GBR")[0] == "The Kingdom, United"
    assert asked(client, "gb") == ("The Kingdom, United", 0)


CHART = "/api/v1/treaties/cets-225/status/?as_of=2026-09-{:02}"


def test_what_is_known_of_a_treaty_is_read_once_for_the_charts_of_all_days(client: Client) -> None:
    client.get(CHART.format(1))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(CHART.format(2)).json()["complete"]
    tables = [f'FROM "signatories_{name}"' for name in ("treaty", "check", "moment")]
    assert not [query["sql"] for query in queries if any(table in query["sql"] for table in tables)]


def test_a_new_check_is_said_at_once(client: Client) -> None:
    before = client.get(CHART.format(1)).json()
    source = Source.objects.values_list("key", flat=True)[0]
    recorded(Check, treaty_id="cets-225", speaks_as_of="2027-01-01", result="Nothing new.", source_id=source)
    after = client.get(CHART.format(1)).json()
    assert (before["record_speaks_as_of"] < "2027-01-01") and after["record_speaks_as_of"] == "2027-01-01"
    then = client.get(f"{CHART.format(1)}&known_on={before['known_on']}").json()
    assert then["record_speaks_as_of"] == before["record_speaks_as_of"]
