"""What every test may ask for: a database that holds the shipped record, and clients."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection
from django.test import TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker

from signatories.management.commands.seed import FIXTURES
from signatories.models.triggers import without_triggers
from tests.databases import Databases, bring_back
from tests.replicas import pair as pairs
from tests.replicas.pair import Pair

ROOT = Path(__file__).parent.parent
# How long an example takes says how busy the machine is.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")
# What asks the database nothing, or nothing that the other tests of the same pages and rows do not ask on both.
RUN_ONCE = [
    *("signatories", "tests/authorization", "tests/bench", "tests/browser", "tests/examples", "tests/treaty_law"),
    *("tests/test_another_project.py", "tests/test_headers.py", "tests/test_house.py"),
    *("tests/test_messages.py", "tests/test_settings.py"),
    *("tests/admin/test_french.py", "tests/admin/test_roles.py", "tests/admin/test_treaty_page.py"),
    *("tests/admin/test_computed_force.py", "tests/admin/test_history.py", "tests/admin/test_officers_way.py"),
    *("tests/web/test_cost.py", "tests/web/test_oracle.py", "tests/web/test_treaty_page.py"),
    *("tests/api/test_schema.py", "tests/keeping/test_valkey.py", "tests/webhooks/test_addresses.py"),
    *("tests/limits", "tests/supply_chain"),
    *("tests/operations/test_service.py", "tests/operations/test_deploy.py", "tests/operations/test_logs.py"),
]


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """On the second database, what says nothing of it is not even read, unless it is named."""
    once = connection.vendor == "postgresql" and any(collection_path == ROOT / path for path in RUN_ONCE)
    return once or None


def pytest_collection_finish() -> None:
    """What is there by now stays: the garbage collector, a tenth of all the time, need not look at it again."""
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The test database with the shipped record loaded once: every test finds it so, in whatever order they are run.

    What a test changes is rolled back; where it commits, a copy comes back. Yields that copy's name.
    """
    made = Databases(tmp_path_factory.mktemp("shipped"))
    with django_db_blocker.unblock():
        call_command("loaddata", *FIXTURES, verbosity=0)
        copy = made.copy("shipped")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: bring_back(copy))
        yield copy
    with django_db_blocker.unblock():
        made.drop(*made.named)


@pytest.fixture(scope="session")
def shipped(django_db_setup: str) -> str:
    """The name of a database with the shipped record, to make others from."""
    return django_db_setup


@pytest.fixture
def databases(tmp_path: Path, shipped: str, db: None) -> Iterator[Databases]:
    """Makes databases for the test, and takes them away."""
    made = Databases(tmp_path)
    yield made
    made.drop(*made.named)


@pytest.fixture(scope="session")
def pair() -> Iterator[Pair]:
    """A primary that holds the shipped record, and its replica."""
    with pairs.pair() as both:
        yield both


@pytest.fixture
def empty_record(db: None) -> None:
    """No row of the record; what the session loaded comes back after the test."""
    with without_triggers(DEFAULT_DB_ALIAS):
        for model in reversed(list(apps.get_app_config("signatories").get_models(include_auto_created=True))):
            model._base_manager.all()._raw_delete(DEFAULT_DB_ALIAS)
