"""Three treaties that the repository has never seen come in as one package, and answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from signatories.exchange.importing import import_package
from tests.exchange.packing import NEWS, cited, pack

pytestmark = pytest.mark.django_db

# Shaped like Istanbul: ten consents, eight by members; three months, first of the next.
HARBOUR = {f"Q{n:02}": f"2014-{3 + n // 10:02}-{1 + n % 10:02}" for n in range(13)}
# Shaped like Rome: sixty, of which ten on one day cross the line together; sixty days, first of the next month.
COURT = {f"R{n:02}": "2001-12-21" if n < 56 else "2002-04-11" for n in range(66)} | {"R66": "2002-07-01"}
# Shaped like Paris: heads and weights; thirty days; the organisation not additional to its members.
CLIMATE = {f"P{n}": ("2016-10-04" if n < 4 else "2016-10-05", "12.2") for n in range(5)} | {"QUN": ("2016-10-03", "40")}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    states = sorted({*HARBOUR, *COURT, *CLIMATE} - {"QUN"})
    common = {"rounding": "first_of_next_month", "verified": "true"}
    return pack(
        tmp_path / "three-treaties",
        sources=[NEWS],
        participants=[
            *({"participant": key, "type": "state", "name_en": key, "name_fr": key} for key in states),
            *({"participant": key, "type": "organisation", "name_en": key, "name_fr": key} for key in ("QCO", "QUN")),
        ],
        treaties=[
            {"treaty": "q-harbour", "grouped_by": "QCO"} | _titles("Harbour"),
            {"treaty": "q-court"} | _titles("Court"),
            {"treaty": "q-climate"} | _titles("Climate"),
        ],
        memberships=[
            *(cited(member=key, organisation="QCO", role="member") for key in list(HARBOUR)[3:]),
            *(cited(member=key, organisation="QUN", role="member") for key in ("P0", "P1")),
        ],
        entitlements=[
            cited(treaty="q-harbour", way="sign", all_states="true"),
            cited(treaty="q-court", way="sign", all_states="true"),
            cited(treaty="q-climate", way="sign", all_states="true"),
            cited(treaty="q-climate", way="sign", participant="QUN"),
        ],
        rules=[
            cited(treaty="q-harbour", applies_to="treaty", article="75(3)", consents_required="10", delay_months="3",
                  later_from="trigger", **common),
            cited(treaty="q-harbour", applies_to="later_party", article="75(4)", delay_months="3", later_from="trigger",
                  **common),
            cited(treaty="q-court", applies_to="treaty", article="126", consents_required="60", delay_days="60",
                  later_from="entry_into_force", **common),
            cited(treaty="q-court", applies_to="later_party", article="126(2)", delay_days="60",
                  later_from="entry_into_force", **common),
            cited(treaty="q-climate", applies_to="treaty", article="21", consents_required="5", delay_days="30",
                  organisations_count="not_additional", verified="true"),
        ],
        thresholds=[
            cited(treaty="q-harbour", members_of="QCO", measure="count", minimum="8"),
            cited(treaty="q-climate", measure="weight_percent", minimum="55", denominator="100"),
        ],
        weights=[cited(treaty="q-climate", participant=key, weight=weight) for key, (_, weight) in CLIMATE.items()],
        actions=[
            *_acts("q-harbour", HARBOUR),
            *_acts("q-court", COURT),
            *_acts("q-climate", {key: day for key, (day, _) in CLIMATE.items()}),
        ],
        milestones=[
            cited(treaty=treaty, kind="opened", occurred_on="2000-01-01", title="Opened for signature")
            for treaty in ("q-harbour", "q-court", "q-climate")
        ],
    )  # fmt: skip


def _titles(name: str) -> dict[str, str]:
    return {"title_en": f"{name} Convention", "title_fr": f"Convention {name}"}


def _acts(treaty: str, days: dict[str, str]) -> list[dict[str, Any]]:
    """A signature and a ratification of each; the later of them first, as no order is asked of a package."""
    return [
        cited(treaty=treaty, participant=key, kind=kind, done_on=done)
        for key, day in days.items()
        for kind, done in (("ratification", day), ("signature", "2000-06-01"))
    ]


@pytest.fixture
def get(package: Path, client: Any) -> Callable[..., Any]:
    """What the API says, once the package is in."""
    import_package(package)
    return lambda path, **asked: client.get(f"/api/v1/{path}", asked).json()


def test_members_and_months(get: Callable[..., Any]) -> None:
    """Three non-members among the first ten: the eighth member, on the eleventh deposit, completes it."""
    force = get("treaties/q-harbour/entry-into-force/", as_of="2014-04-01")
    assert (force["triggered_on"], force["triggered_by"], force["in_force_on"]) == ("2014-04-01", ["Q10"], "2014-08-01")
    assert get("treaties/q-harbour/entry-into-force/", as_of="2014-03-10")["missing"]["thresholds"] == [
        {"threshold": "members", "have": 7, "minimum": 8, "missing": 1}
    ]
    chart = get("treaties/q-harbour/status/", as_of="2014-08-01")
    assert chart["counts"]["party"] == 13
    assert [group["group"] for group in chart["groups"]][:2] == ["members", "non_members"]


def test_a_tie_and_days(get: Callable[..., Any]) -> None:
    force = get("treaties/q-court/entry-into-force/", as_of="2002-07-01")
    assert force["triggered_by"] == [f"R{n}" for n in range(56, 66)]
    assert (force["triggered_on"], force["in_force_on"], force["in_force"]) == ("2002-04-11", "2002-07-01", True)
    (status,) = get("statuses/", treaty="q-court", participant="R66", as_of="2003-01-01")["results"]
    assert (status["status"], status["in_force_from"]) == ("party", "2002-09-01")


def test_weights(get: Callable[..., Any]) -> None:
    before = get("treaties/q-climate/entry-into-force/", as_of="2016-10-04")
    assert (before["triggered_on"], before["missing"]["consents"]) == (None, 1)
    force = get("treaties/q-climate/entry-into-force/", as_of="2016-10-05")
    assert (force["triggered_on"], force["in_force_on"]) == ("2016-10-05", "2016-11-04")


def test_it_is_told_in_the_log(get: Callable[..., Any]) -> None:
    derived = get("changes/", kind="derived", treaty="q-court", what="threshold_reached")["results"]
    assert [entry["happens_on"] for entry in derived] == ["2002-04-11"]
