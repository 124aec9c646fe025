"""Territories named later are bound from the day that the treaty's own rule for them gives, and only where it does."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from signatories.chart.extensions import computed_effects
from signatories.models import Declaration, Treaty
from tests.models import builders as make

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 1, 1)


@pytest.fixture
def treaty() -> Treaty:
    """In force for one party since 1 June 2001; territories follow on the first of the month after three months."""
    treaty = make.open_treaty(key="x-extended")
    make.rule(treaty=treaty, consents_required=1, delay_months=1, rounding="first_of_next_month", later_from="trigger")
    make.rule(treaty=treaty, applies_to="territory", delay_months=3, rounding="first_of_next_month")
    make.action(treaty=treaty, participant_id="NOR", kind="accession", done_on="2001-04-10")
    return treaty


def effect(treaty: Treaty, made_on: str, **more: Any) -> str | None:
    row = make.saved(
        Declaration,
        **{"treaty": treaty, "participant_id": "NOR", "kind": "territorial_application", "made_on": made_on} | more,
    )
    row.refresh_from_db()
    found = computed_effects([row], ON)
    return str(found[row.pk]) if found else None


@pytest.mark.parametrize(
    ("made_on", "takes_effect_on"),
    [
        pytest.param("2004-02-11", "2004-06-01", id="by its own delay"),
        pytest.param("2001-04-10", "2001-06-01", id="with the consent, on the day its maker is bound"),
        pytest.param("2004-02", "2004-06-01", id="the same for each day of the month"),
        pytest.param("2004", None, id="not known well enough"),
    ],
)
def test_the_day_is_the_rules(treaty: Treaty, made_on: str, takes_effect_on: str | None) -> None:
    assert effect(treaty, made_on) == takes_effect_on


def test_a_stated_day_is_not_computed(treaty: Treaty) -> None:
    assert effect(treaty, "2004-02-11", takes_effect_on="2004-05-01") is None


def test_other_declarations_have_none(treaty: Treaty) -> None:
    assert effect(treaty, "2004-02-11", kind="declaration") is None


def test_who_is_no_party_binds_no_territory(treaty: Treaty) -> None:
    assert effect(treaty, "2004-02-11", participant_id="MEX") is None


def test_who_left_is_bound_no_more(treaty: Treaty) -> None:
    make.rule(treaty=treaty, applies_to="denunciation", delay_months=3)
    make.action(treaty=treaty, participant_id="NOR", kind="denunciation", done_on="2003-05-05", scope="whole")
    assert effect(treaty, "2004-02-11") is None
    assert effect(treaty, "2003-05-06") is None, "by 1 September its maker was no party any more"
    assert effect(treaty, "2003-02-11") == "2003-06-01"


def test_without_a_rule_for_territories_there_is_none() -> None:
    treaty = make.open_treaty(key="x-extended")
    make.rule(treaty=treaty, consents_required=1, delay_months=1, later_from="trigger")
    make.action(treaty=treaty, participant_id="NOR", kind="accession", done_on="2001-04-10")
    assert effect(treaty, "2004-02-11") is None
