"""Treaties of no fixture, entered as rows: their known days come out with no code for them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from signatories.chart.force import force_answer
from signatories.chart.statuses import known_statuses
from signatories.models import Participant, Treaty
from signatories.models.case_files import read_case
from signatories.treaty_law.status import StatusOn
from tests.models import builders as make

pytestmark = pytest.mark.django_db

ISTANBUL = {
    "TUR": "2012-03-14",
    "ALB": "2013-02-04",
    "PRT": "2013-02-05",
    "MNE": "2013-04-22",
    "ITA": "2013-09-10",
    "BIH": "2013-11-07",
    "AUT": "2013-11-14",
    "SRB": "2013-11-21",
    "ESP": "2014-04-10",
    "AND": "2014-04-22",
    "DNK": "2014-04-23",
    "FRA": "2014-07-04",
    "NLD": "2015-11-18",
}
TOGETHER_ON_ROME = ["BIH", "BGR", "KHM", "COD", "IRL", "JOR", "MNG", "NER", "ROU", "SVK"]
WEIGHED_IN_PARIS = {
    "2016-09-03": {"CHN": "20.09", "USA": "17.89"},
    "2016-09-21": {"BRA": "2.48", "MEX": "1.70", "ARG": "0.89", "UKR": "1.04", "BLR": "0.24", "NOR": "0.14"},
    "2016-10-02": {"IND": "4.10"},
    "2016-10-04": {"NZL": "0.22"},
    "2016-10-05": {"DEU": "2.56", "FRA": "1.34", "CAN": "1.95", "AUT": "0.21", "HUN": "0.15", "PRT": "0.18"},
    "2016-10-20": {"DZA": "0.50"},
}


def state(key: str) -> Participant:
    """The State with this key, made if the shipped record has none."""
    return Participant.objects.filter(key=key).first() or make.participant(key=key)


def consents(treaty: Treaty, days: dict[str, str], kind: str = "ratification") -> None:
    """One consent each on its day; signatures are of no concern here, and the law need not be asked to save them."""
    for key, day in days.items():
        make.action(treaty=treaty, participant=state(key), kind=kind, done_on=day)


def answer(treaty: Treaty, on: str) -> Any:
    """Entry into force as of that day."""
    return force_answer(treaty.key, dt.date.fromisoformat(on)).force


def everyone(treaty: Treaty, on: str) -> dict[str, StatusOn]:
    """What each participant is to the treaty on that day."""
    rows = known_statuses(read_case(treaty.key), dt.date.fromisoformat(on))
    return {row.participant: row for row in rows}


def party_from(treaty: Treaty, on: str) -> dict[str, str]:
    """Since when each participant is a party, as of that day."""
    return {key: str(row.in_force_from) for key, row in everyone(treaty, on).items() if row.in_force_from}


@pytest.fixture
def istanbul() -> Treaty:
    treaty = make.treaty(key="cets-210", grouped_by_id="COE")
    make.milestone(treaty=treaty, kind="opened", occurred_on="2011-05-11")
    make.milestone(treaty=treaty, kind="in_force", occurred_on="2014-08-01")
    make.entitlement(treaty=treaty, way="sign", members_of_id="COE", all_states=False)
    rule = {"treaty": treaty, "delay_months": 3, "rounding": "first_of_next_month", "later_from": "trigger"}
    make.rule(**rule, article="75(3)", consents_required=10)
    make.rule(**rule, article="75(4)", applies_to="later_party", consents_required=None)
    make.rule(**rule, article="80(2)", applies_to="denunciation", consents_required=None)
    make.threshold(treaty=treaty, members_of_id="COE", minimum=8)
    consents(treaty, ISTANBUL)
    make.action(treaty=treaty, participant_id="TUR", kind="denunciation", done_on="2021-03-22", scope="whole")
    return treaty


@pytest.mark.parametrize(
    ("on", "triggered_by", "in_force"),
    [
        ("2014-04-21", (), False),
        ("2014-04-22", ("AND",), False),
        ("2014-04-23", ("AND",), False),
        ("2014-07-31", ("AND",), False),
        ("2014-08-01", ("AND",), True),
    ],
)
def test_istanbul_andorra_is_the_tenth(istanbul: Treaty, on: str, triggered_by: tuple[str], in_force: bool) -> None:
    found = answer(istanbul, on)
    assert (found.triggered_by, found.in_force) == (triggered_by, in_force)
    if triggered_by:
        assert (str(found.computed_in_force_on), found.agrees_with_depositary) == ("2014-08-01", True)


def test_istanbul_later_parties_and_one_that_left(istanbul: Treaty) -> None:
    found = party_from(istanbul, "2022-01-01")
    assert {key: found[key] for key in ("AND", "DNK", "FRA", "NLD")} == {
        "AND": "2014-08-01",
        "DNK": "2014-08-01",
        "FRA": "2014-11-01",
        "NLD": "2016-03-01",
    }
    for on, status in [("2021-06-30", "party"), ("2021-07-01", "former_party"), ("2021-07-02", "former_party")]:
        assert everyone(istanbul, on)["TUR"].status == status


def test_rome_statute_ten_cross_the_line_together() -> None:
    treaty = make.open_treaty("1998-07-17", key="rome-statute")
    rule = {"treaty": treaty, "article": "126", "delay_days": 60, "rounding": "first_of_next_month"}
    make.rule(**rule, consents_required=60, later_from="entry_into_force")
    make.rule(**rule, applies_to="later_party", consents_required=None, later_from="entry_into_force")
    consents(treaty, {f"S{number:02}": "2001-12-21" for number in range(56)})
    consents(treaty, dict.fromkeys(TOGETHER_ON_ROME, "2002-04-11"))
    consents(treaty, {"AUS": "2002-07-01"})
    assert answer(treaty, "2002-04-10").missing.consents == 4
    found = answer(treaty, "2002-07-01")
    assert found.triggered_by == tuple(sorted(TOGETHER_ON_ROME))
    assert (str(found.triggered_on), str(found.in_force_on), found.in_force) == ("2002-04-11", "2002-07-01", True)
    assert party_from(treaty, "2003-01-01")["AUS"] == "2002-09-01"


def test_paris_agreement_heads_and_weights() -> None:
    treaty = make.open_treaty("2016-04-22", key="paris-agreement")
    rule = {"treaty": treaty, "article": "21", "delay_days": 30, "organisations_count": "not_additional"}
    make.rule(**rule, consents_required=55, later_from="trigger")
    make.rule(**rule, applies_to="later_party", consents_required=None, later_from="trigger")
    make.threshold(
        treaty=treaty, key="paris-agreement.threshold.emissions", members_of=None, measure="weight_percent", minimum=55,
        denominator=100,
    )  # fmt: skip
    consents(treaty, {f"P{number:02}": "2016-04-22" for number in range(45)})
    for day, weights in WEIGHED_IN_PARIS.items():
        consents(treaty, dict.fromkeys(weights, day))
        for key, weight in weights.items():
            make.weight(treaty=treaty, participant_id=key, weight=weight)
    consents(treaty, {"EU": "2016-10-05"}, "approval")
    make.weight(treaty=treaty, participant_id="EU", weight="12.08")
    (have,) = answer(treaty, "2016-10-04").missing.thresholds
    assert (have.threshold, float(have.have)) == ("emissions", pytest.approx(48.79))
    found = answer(treaty, "2016-11-04")
    assert (str(found.triggered_on), str(found.in_force_on), found.in_force) == ("2016-10-05", "2016-11-04", True)
    assert answer(treaty, "2016-11-03").in_force is False
    assert party_from(treaty, "2017-01-01")["DZA"] == "2016-11-19"
