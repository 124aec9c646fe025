"""Packages taken in and compared with what the record held."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import DEFAULT_DB_ALIAS

from signatories.exchange.faults import BadPackage, Fault
from signatories.exchange.importing import import_package
from signatories.models.triggers import without_triggers

MODELS = list(apps.get_app_config("signatories").get_models(include_auto_created=True))
Everything = Callable[[], list[tuple[Any, ...]]]


@pytest.fixture
def everything(db: None) -> Everything:
    """Every row there is, the log and the database's own ids included."""
    return lambda: [(model, *row) for model in MODELS for row in model._base_manager.order_by("pk").values_list()]


@pytest.fixture
def emptied(db: None) -> Callable[[], None]:
    """Empties the record, for as long as the test lasts."""

    def empty() -> None:
        with without_triggers(DEFAULT_DB_ALIAS):
            for model in reversed(list(apps.get_app_config("signatories").get_models(include_auto_created=True))):
                model._base_manager.all()._raw_delete(DEFAULT_DB_ALIAS)

    return empty


@pytest.fixture
def faults(everything: Everything) -> Callable[..., list[Fault]]:
    """What is wrong with a package, which then changed nothing."""

    def found(path: Path, **options: Any) -> list[Fault]:
        before = everything()
        with pytest.raises(BadPackage) as bad:
            import_package(path, **options)
        assert everything() == before
        return bad.value.faults

    return found
