"""The computed answer on a treaty's page, beside the depositary's day."""

from __future__ import annotations

from typing import Any

import pytest

from signatories.models import Milestone
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
