"""What every test may ask for: a database that holds the shipped record, and clients."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS
from pytest_django.plugin import DjangoDbBlocker

from signatories.management.commands.seed import FIXTURES
from signatories.models.triggers import without_triggers


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database with the shipped record loaded once; each test's own changes are rolled back."""
    with django_db_blocker.unblock():
        call_command("loaddata", *FIXTURES, verbosity=0)
    yield


@pytest.fixture
def empty_record(db: None) -> None:
    """No row of the record; what the session loaded comes back after the test."""
    with without_triggers(DEFAULT_DB_ALIAS):
        for model in reversed(list(apps.get_app_config("signatories").get_models(include_auto_created=True))):
            model._base_manager.all()._raw_delete(DEFAULT_DB_ALIAS)
