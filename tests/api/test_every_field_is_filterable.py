"""Every public field of every list has a filter of its name, or is excused here with the reason."""

from __future__ import annotations

from typing import Any

import pytest

from signatories.api.columns import DayColumn, MomentColumn
from signatories.api.views import VIEWSETS

EXCUSED = {
    "url": "made from the key",
    "api_url": "made from the key",
    "name": "a label in the language asked: name_en and name_fr are the fields, and search finds both",
    "title": "a label in the language asked: title_en and title_fr are the fields, and search finds both",
    "short_title": "a label in the language asked: short_title_en and short_title_fr are the fields",
    "summary": "a label in the language asked: summary_en and summary_fr are the fields",
    "participant_name": "a label of participant",
    "member_name": "a label of member",
    "organisation_name": "a label of organisation",
    "grouped_by_name": "a label of grouped_by",
    "treaty_title": "a label of treaty",
    "amends_title": "a label of amends",
    "reason": "a sentence made from the assessment and what is recorded, each with its filter",
    "sources": "said as two columns, source and locator, each with its filter",
}
FIELDS = [
    pytest.param(view, name, field, id=f"{view.serializer_class.resource}-{name}")
    for view in VIEWSETS
    for name, field in view.serializer_class().fields.items()
]


@pytest.mark.parametrize(("view", "name", "field"), FIELDS)
def test_a_field_has_its_filters(view: Any, name: str, field: Any) -> None:
    filters = view.filterset_class.base_filters
    assert name in filters or name in EXCUSED
    if isinstance(field, DayColumn | MomentColumn):
        assert {f"{name}_after", f"{name}_before"} <= set(filters)
    if name == "sources":
        assert {"source", "locator"} <= set(filters)


@pytest.mark.parametrize("excused", EXCUSED)
def test_nothing_is_excused_for_nothing(excused: str) -> None:
    assert any(
        excused in view.serializer_class().fields and excused not in view.filterset_class.base_filters
        for view in VIEWSETS
    )


@pytest.mark.parametrize("view", VIEWSETS, ids=lambda view: view.serializer_class.resource)
def test_the_common_names_are_offered_where_they_mean_something(view: Any) -> None:
    filters, columns = view.filterset_class.base_filters, view.serializer_class.model.columns
    assert {"key", "search"} <= set(filters)
    if {"participant", "member"} & set(columns):
        assert "participant_type" in filters
    if "participant" in columns:
        assert "member_of" in filters
