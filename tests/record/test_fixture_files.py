"""The fixture files read well in a diff: rows sorted, columns in one order, nothing said that goes without saying."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings

from signatories.models import FACTS, HELD, Source

NAMES = sorted(path.stem for path in Path(settings.FIXTURE_DIRS[0]).glob("*.json"))
FOLDER = Path(settings.FIXTURE_DIRS[0])
ORDER = ["source", "citation", "participant", "treaty", *(model._meta.model_name for model in HELD)]
every = pytest.mark.parametrize("name", NAMES)


def rows(name: str) -> list[dict[str, Any]]:
    return json.loads((FOLDER / f"{name}.json").read_text())


def model_name(row: dict[str, Any]) -> str:
    return row["model"].removeprefix("signatories.")


def key(row: dict[str, Any]) -> str:
    fields = row["fields"]
    return row.get("pk") or fields.get("key") or f"{fields['source']} {fields['locator']}"


@every
def test_rows_are_sorted_by_model_and_key(name: str) -> None:
    places = [(ORDER.index(model_name(row)), key(row)) for row in rows(name)]
    assert places == sorted(places)
    assert len(places) == len(set(places))


@every
def test_rows_are_named_by_words(name: str) -> None:
    """No database id stands in a fixture: what has a key is named by it."""
    for row in rows(name):
        assert not isinstance(row.get("pk"), int), key(row)
        for column, value in row["fields"].items():
            field = apps.get_model(row["model"])._meta.get_field(column)
            if field.is_relation:
                assert not isinstance(value, int), f"{key(row)}, {column}"


@every
def test_every_fact_says_since_when_it_was_known(name: str) -> None:
    facts = {model._meta.model_name for model in FACTS}
    for row in rows(name):
        if model_name(row) in facts:
            assert {"key", "source", "locator", "known_from"} <= row["fields"].keys(), key(row)


@every
def test_nothing_is_said_that_goes_without_saying(name: str) -> None:
    for row in rows(name):
        for column, value in row["fields"].items():
            assert value not in ("", None, []), f"{key(row)} says that {column} is empty."


@every
def test_a_file_ends_with_a_line_and_keeps_its_letters(name: str) -> None:
    text = (FOLDER / f"{name}.json").read_text()
    assert text.endswith("]\n") and "\\u" not in text


def test_a_source_stands_in_one_file() -> None:
    keys = [key(row) for name in NAMES for row in rows(name) if model_name(row) == "source"]
    assert len(keys) == len(set(keys))


@pytest.mark.django_db
def test_every_source_is_told_of_in_the_list_of_sources() -> None:
    text = (FOLDER / "SOURCES.md").read_text()
    untold = [source for source in Source.objects.values_list("key", flat=True) if source not in text]
    assert not untold, f"fixtures/SOURCES.md does not name {', '.join(untold)}."
