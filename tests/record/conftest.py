"""An empty record, and ways to load and dump one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS

MODELS = list(apps.get_app_config("signatories").get_models())


@pytest.fixture
def empty_record(db: None) -> None:
    """No row of the record; what the session loaded comes back after the test."""
    for model in reversed(list(apps.get_app_config("signatories").get_models(include_auto_created=True))):
        model._base_manager.all()._raw_delete(DEFAULT_DB_ALIAS)


@pytest.fixture
def load() -> Callable[..., None]:
    """Loads fixtures by name, in one command."""
    return lambda *names: call_command("loaddata", *names, verbosity=0)


@pytest.fixture
def dump() -> Callable[..., list[dict[str, Any]]]:
    """Every row of the record, by model and key; with the database's own ids if asked."""

    def rows(ids: bool = False) -> list[dict[str, Any]]:
        found = serializers.serialize(
            "python",
            (row for model in MODELS for row in model.objects.all()),
            use_natural_primary_keys=not ids,
            use_natural_foreign_keys=not ids,
        )
        for row in found:
            row["fields"] |= {name: sorted(value) for name, value in row["fields"].items() if _is_rows(row, name)}
        return found

    def _is_rows(row: dict[str, Any], name: str) -> bool:
        return apps.get_model(row["model"])._meta.get_field(name).many_to_many

    return rows
