"""The computed answer on a treaty's page, beside the depositary's day."""

from __future__ import annotations

from typing import Any

import pytest

from signatories.models import Milestone, TreatyAction
from signatories.record.changing import change


def page(admin_client: Any, treaty: str) -> str:
    """The treaty's page."""
    return " ".join(admin_client.get(f"/admin/signatories/treaty/{treaty}/change/").content.decode().split())


def test_a_treaty_not_in_force_shows_what_is_missing(admin_client: Any) -> None:
    shown = page(admin_client, "cets-225")
    assert "Not in force." in shown
    assert "Missing: 4 consents; members 0 of 3." in shown
    assert "(30(3))" in shown
    assert 'class="warning"' not in shown


def test_a_computed_day_stands_beside_the_depositarys(admin_client: Any) -> None:
    shown = page(admin_client, "cets-185")
    assert "In force since 2004-07-01." in shown
    assert "Computed: 2004-07-01. The depositary's day is the same." in shown.replace("&#x27;", "'")


@pytest.mark.parametrize(("stated", "warns"), [("2004-07-01", False), ("2004-08-01", True)])
def test_a_warning_where_they_differ(admin_client: Any, stated: str, warns: bool) -> None:
    held = Milestone.objects.held().get(treaty="cets-185", kind="in_force")
    if stated != str(held.occurred_on):
        with change() as record:
            record.correct(held, {"occurred_on": stated}, reason="So it is stated.")
    shown = page(admin_client, "cets-185")
    assert ('class="warning"' in shown) is warns
    assert (f"The depositary states {stated}, the facts held here give 2004-07-01" in shown) is warns


@pytest.mark.parametrize(("stated", "differs"), [("2004-07-01", False), ("2004-07", False), ("2004-08-01", True)])
def test_a_stated_day_of_effect_stands_beside_the_computed_one(admin_client: Any, stated: str, differs: bool) -> None:
    held = TreatyAction.objects.held().get(treaty="cets-185", participant="HUN", kind="ratification")
    with change() as record:
        record.correct(held, {"takes_effect_on": stated}, reason="So it is stated.")
    sentence = f"Of {held.key} the depositary states that it takes effect on {stated}, the rule gives 2004-07-01"
    assert (sentence in page(admin_client, "cets-185")) is differs
    told = admin_client.get("/api/v1/treaties/cets-185/entry-into-force/").json()["disputed_effects"]
    row = {"key": held.key, "participant": "HUN", "takes_effect_on": stated, "computed_takes_effect_on": "2004-07-01"}
    assert told == ([row] if differs else [])
    shown = admin_client.get("/treaties/cets-185/", {"lang": "en"}).content.decode()
    assert (
        "For Hungary the depositary states 1 August 2004; the treaty&#x27;s rule gives 1 July 2004." in shown
    ) is differs
