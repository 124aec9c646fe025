"""Names are read once for all answers of one version of the record, and never told of another."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from signatories.models import Participant
from tests.record.doors import done

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
