"""Treaties whose days of entry into force are known: each is data here, none is named in the code.

Depositors whose names do not matter for the day are ``S01``, ``S02``, ….
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest

from signatories.treaty_law.acts import EntitlementWay, Measure, OrganisationsCount, Rounding
from signatories.treaty_law.case import Act, Case, Entitlement, Threshold
from signatories.treaty_law.entry_into_force import entry_into_force
from tests.treaty_law.building import act, case, day, deposits, members, treaty_rule


def others(number: int, done_on: str) -> tuple[Act, ...]:
    return tuple(act(f"S{place:02} ratification {done_on}") for place in range(1, number + 1))


@dataclass(frozen=True)
class Known:
    """A treaty, the day that brought it into force, by whom, and the day it was in force."""

    name: str
    file: Case
    triggered_on: str
    triggered_by: str
    in_force_on: str
    later: tuple[str, ...] = field(default=())


def known(
    name: str, clause: tuple[Any, ...], acts: tuple[Act, ...], last: str, by: str, in_force: str, **more: Any
) -> Any:
    article, consents, *rest = clause
    fields = rest[0] if rest else {}
    file = case(
        (*acts, *deposits("ratification", **dict.fromkeys(by.split(), last))),
        [treaty_rule(article, consents, **fields)],
        **more,
    )
    return pytest.param(Known(name, file, last, by, in_force), id=name)


NEXT_MONTH = {"delay_months": 3, "rounding": Rounding.FIRST_OF_NEXT_MONTH}
COE = members("COE", "ALB HRV EST HUN LTU DNK AND TUR PRT MNE ITA BIH SRB AUT ESP SWE FRA NOR DEU".split())
EU_STATES = "AUT BEL BGR CYP CZE DEU".split()


def days(number: int) -> dict[str, Any]:
    return {"delay_days": number}


TREATIES = [
    known(
        "budapest-lithuania-is-the-fifth",
        ("36(3)", 5, NEXT_MONTH),
        deposits("ratification", ALB="2002-06-20", HRV="2002-10-17", EST="2003-05-12", HUN="2003-12-04"),
        "2004-03-18",
        "LTU",
        "2004-07-01",
        memberships=COE,
        thresholds=[Threshold("cets-185.threshold.members", members_of="COE", minimum=3)],
    ),
    known(
        "istanbul-andorra-is-the-tenth",
        ("75(3)", 10, NEXT_MONTH),
        deposits(
            "ratification",
            TUR="2012-03-14",
            ALB="2013-02-04",
            PRT="2013-02-05",
            MNE="2013-04-22",
            ITA="2013-09-10",
            BIH="2013-11-07",
            AUT="2013-11-14",
            SRB="2013-11-21",
            ESP="2014-04-10",
            DNK="2014-04-23",
        ),
        "2014-04-22",
        "AND",
        "2014-08-01",
        memberships=COE,
        thresholds=[Threshold("cets-210.threshold.members", members_of="COE", minimum=8)],
    ),
    known(
        "rome-statute-ten-states-cross-the-line-together",
        ("126(1)", 60, {"delay_days": 60, "rounding": Rounding.FIRST_OF_NEXT_MONTH}),
        others(56, "2001-12-01"),
        "2002-04-11",
        "BGR BIH COD IRL JOR KHM MNG NER ROU SVK",
        "2002-07-01",
    ),
    known(
        "cedaw-st-vincent-is-the-twentieth",
        ("27(1)", 20, days(30)),
        others(19, "1981-06-01"),
        "1981-08-04",
        "VCT",
        "1981-09-03",
    ),
    known(
        "vclt-togo-is-the-thirty-fifth",
        ("84(1)", 35, days(30)),
        others(34, "1979-06-01"),
        "1979-12-28",
        "TGO",
        "1980-01-27",
    ),
    known(
        "iccpr-czechoslovakia-is-the-thirty-fifth",
        ("49(1)", 35, {"delay_months": 3}),
        others(34, "1975-10-01"),
        "1975-12-23",
        "CSK",
        "1976-03-23",
    ),
    known(
        "icescr-jamaica-is-the-thirty-fifth",
        ("27(1)", 35, {"delay_months": 3}),
        others(34, "1975-09-01"),
        "1975-10-03",
        "JAM",
        "1976-01-03",
    ),
    known(
        "cerd-poland-is-the-twenty-seventh",
        ("19(1)", 27, days(30)),
        others(26, "1968-11-01"),
        "1968-12-05",
        "POL",
        "1969-01-04",
    ),
    known(
        "cat-denmark-is-the-twentieth",
        ("27(1)", 20, days(30)),
        others(19, "1987-05-01"),
        "1987-05-27",
        "DNK",
        "1987-06-26",
    ),
    known(
        "crpd-ecuador-is-the-twentieth",
        ("45(1)", 20, days(30)),
        others(19, "2008-04-01"),
        "2008-04-03",
        "ECU",
        "2008-05-03",
    ),
    known(
        "refugee-convention-australia-is-the-sixth",
        ("43(1)", 6, days(90)),
        others(5, "1953-12-01"),
        "1954-01-22",
        "AUS",
        "1954-04-22",
    ),
    known(
        "biodiversity-mongolia-is-the-thirtieth",
        ("36(1)", 30, days(90)),
        others(29, "1993-09-01"),
        "1993-09-30",
        "MNG",
        "1993-12-29",
    ),
    known(
        "tobacco-convention-peru-is-the-fortieth-in-a-leap-year",
        ("36(1)", 40, days(90)),
        others(39, "2004-11-01"),
        "2004-11-30",
        "PER",
        "2005-02-28",
    ),
    known(
        "nuclear-ban-honduras-is-the-fiftieth",
        ("15(1)", 50, days(90)),
        others(49, "2020-10-01"),
        "2020-10-24",
        "HND",
        "2021-01-22",
    ),
    known(
        "echr-luxembourg-is-the-tenth-and-there-is-no-delay",
        ("66(2)", 10),
        deposits(
            "ratification",
            GBR="1951-03-08",
            NOR="1952-01-15",
            SWE="1952-02-04",
            DEU="1952-12-05",
            SAA="1953-01-14",
            IRL="1953-02-25",
            GRC="1953-03-28",
            DNK="1953-04-13",
            ISL="1953-06-29",
        ),
        "1953-09-03",
        "LUX",
        "1953-09-03",
    ),
    known(
        "geneva-1949-yugoslavia-is-the-second-six-months-later",
        ("58", 2, {"delay_months": 6}),
        deposits("ratification", CHE="1950-03-31"),
        "1950-04-21",
        "YUG",
        "1950-10-21",
    ),
    known(
        "geneva-protocols-libya-is-the-second-six-months-later",
        ("95(1)", 2, {"delay_months": 6}),
        deposits("ratification", GHA="1978-02-28"),
        "1978-06-07",
        "LBY",
        "1978-12-07",
    ),
    known(
        "unclos-guyana-is-the-sixtieth-twelve-months-later",
        ("308(1)", 60, {"delay_months": 12}),
        others(59, "1993-10-12"),
        "1993-11-16",
        "GUY",
        "1994-11-16",
    ),
    known(
        "worst-forms-of-child-labour-twelve-months-after-malawi",
        ("10(2)", 2, {"delay_months": 12}),
        deposits("ratification", SYC="1999-09-28"),
        "1999-11-19",
        "MWI",
        "2000-11-19",
    ),
    known(
        "sale-of-goods-first-of-month-after-twelve-months",
        ("99(1)", 10, {"delay_months": 12, "rounding": Rounding.FIRST_OF_NEXT_MONTH}),
        others(8, "1986-01-01"),
        "1986-12-11",
        "CHN ITA USA",
        "1988-01-01",
    ),
    known(
        "mine-ban-first-day-of-the-sixth-month",
        ("17(1)", 40, {"delay_months": 6, "rounding": Rounding.FIRST_OF_MONTH}),
        others(39, "1998-09-01"),
        "1998-09-16",
        "BFA",
        "1999-03-01",
    ),
    known(
        "cluster-munitions-two-are-the-thirtieth",
        ("17(1)", 30, {"delay_months": 6, "rounding": Rounding.FIRST_OF_MONTH}),
        others(28, "2010-01-01"),
        "2010-02-16",
        "BFA MDA",
        "2010-08-01",
    ),
    known(
        "chemical-weapons-180-days-and-not-before-1995",
        ("XXI(1)", 65, {"delay_days": 180, "not_before": day("1995-01-13")}),
        others(64, "1996-10-01"),
        "1996-10-31",
        "HUN",
        "1997-04-29",
    ),
    known(
        "data-protection-germany-is-the-fifth-member",
        ("22(2)", 5, NEXT_MONTH),
        deposits("ratification", SWE="1982-09-29", FRA="1983-03-24", ESP="1984-01-31", NOR="1984-02-20"),
        "1985-06-19",
        "DEU",
        "1985-10-01",
        memberships=COE,
        thresholds=[Threshold("ets-108.threshold.members", members_of="COE", minimum=5)],
    ),
    known(
        "suppression-of-terrorism-three-months-after-the-date-of-deposit",
        ("11(2)", 3, {"delay_months": 3, "delay_days": 1}),
        deposits("ratification", AUT="1977-08-11", SWE="1977-09-15"),
        "1978-05-03",
        "DEU",
        "1978-08-04",
    ),
    known(
        "lisbon-all-had-to-ratify-after-the-fixed-day",
        ("6(2)", "all", {"fixed_day": day("2009-01-01"), "rounding": Rounding.FIRST_OF_NEXT_MONTH}),
        deposits("ratification", **dict.fromkeys([key for key in EU_STATES if key != "CZE"], "2008-09-01")),
        "2009-11-13",
        "CZE",
        "2009-12-01",
        entitlements=[Entitlement(EntitlementWay.SIGN, participant=key) for key in EU_STATES],
    ),
    known(
        "maastricht-germany-ratified-last",
        ("R(2)", "all", {"fixed_day": day("1993-01-01"), "rounding": Rounding.FIRST_OF_NEXT_MONTH}),
        deposits("ratification", BEL="1992-12-10"),
        "1993-10-13",
        "DEU",
        "1993-11-01",
        entitlements=[Entitlement(EntitlementWay.SIGN, participant=key) for key in ("BEL", "DEU")],
    ),
    known(
        "nice-first-day-of-the-second-month",
        ("12(2)", "all", {"delay_months": 2, "rounding": Rounding.FIRST_OF_MONTH}),
        deposits("ratification", BEL="2002-08-26"),
        "2002-12-18",
        "IRL",
        "2003-02-01",
        entitlements=[Entitlement(EntitlementWay.SIGN, participant=key) for key in ("BEL", "IRL")],
    ),
    known(
        "montreal-protocol-fixed-day-without-delay",
        ("16(1)", 11, {"fixed_day": day("1989-01-01"), "delay_days": 90}),
        others(10, "1988-11-01"),
        "1988-12-16",
        "DEU GBR",
        "1989-01-01",
    ),
    known(
        "kyoto-russia-brings-the-weight",
        ("25(1)", 55, days(90)),
        others(120, "2003-01-01"),
        "2004-11-18",
        "RUS",
        "2005-02-16",
        weights={"RUS": "17.4", "S01": "44.2", "S02": "0.1", "USA": "36.1"},
        thresholds=[
            Threshold(
                "kyoto.threshold.emissions",
                measure=Measure.WEIGHT_PERCENT,
                minimum=55,
                participants=frozenset({"RUS", "S01", "S02", "USA"}),
            )
        ],
    ),
]


@pytest.mark.parametrize("treaty", TREATIES)
class TestKnownTreaties:
    def test_day_before_the_trigger_nothing_is_known(self, treaty: Known) -> None:
        answer = entry_into_force(treaty.file, day(treaty.triggered_on) - dt.timedelta(days=1))
        assert (answer.triggered_on, answer.in_force_on, answer.in_force) == (None, None, False)

    @pytest.mark.parametrize("later", [0, 1])
    def test_from_the_trigger_on_the_day_is_known(self, treaty: Known, later: int) -> None:
        answer = entry_into_force(treaty.file, day(treaty.triggered_on) + dt.timedelta(days=later))
        assert str(answer.triggered_on) == treaty.triggered_on
        assert answer.triggered_by == tuple(treaty.triggered_by.split())
        assert str(answer.in_force_on) == treaty.in_force_on

    @pytest.mark.parametrize(("shift", "in_force"), [(0, True), (1, True)])
    def test_in_force_from_its_day_on(self, treaty: Known, shift: int, in_force: bool) -> None:
        answer = entry_into_force(treaty.file, day(treaty.in_force_on) + dt.timedelta(days=shift))
        assert answer.in_force is in_force

    def test_not_in_force_the_day_before(self, treaty: Known) -> None:
        assert not entry_into_force(treaty.file, day(treaty.in_force_on) - dt.timedelta(days=1)).in_force


PARIS_TIE = {"AUT": "0.21", "BOL": "0.14", "CAN": "1.95", "DEU": "2.56", "FRA": "1.34", "HUN": "0.15", "MLT": "0.01",
    "NPL": "0.07", "PRT": "0.18", "SVK": "0.12"}  # fmt: skip
PARIS_BEFORE = {"CHN": "20.09", "USA": "17.89", "IND": "4.10", "BRA": "2.48", "S01": "7.33"}


def paris() -> Case:
    """Five with their weight, 58 without, and the ten of 5 October 2016; the Union's own weight adds nothing."""
    weights = PARIS_TIE | PARIS_BEFORE | {"EU": "12.10", "RUS": "7.53", "JPN": "3.79"}
    first = deposits("ratification", CHN="2016-09-03", USA="2016-09-03", IND="2016-10-02", BRA="2016-09-21")
    tie = deposits("ratification", **dict.fromkeys([*PARIS_TIE, "EU"], "2016-10-05"))
    rule = treaty_rule("21(1)", 55, delay_days=30, organisations_count=OrganisationsCount.NOT_ADDITIONAL)
    emissions = Threshold(
        "paris.threshold.emissions", measure=Measure.WEIGHT_PERCENT, minimum=55, denominator=Decimal(100)
    )
    return case([*first, *others(59, "2016-09-21"), *tie], [rule], weights=weights, thresholds=[emissions])


def test_paris_ten_states_bring_the_emissions_and_the_union_adds_nothing() -> None:
    answer = entry_into_force(paris(), day("2016-10-05"))
    assert answer.triggered_by == tuple(sorted(PARIS_TIE))
    assert str(answer.in_force_on) == "2016-11-04"
    assert "EU" not in {counted.participant for counted in answer.counted}


def test_paris_the_day_before_only_emissions_are_missing() -> None:
    answer = entry_into_force(paris(), day("2016-10-04"))
    assert (answer.missing.consents, str(answer.missing.thresholds[0].missing)) == (0, "3.11")
    assert answer.triggered_on is None
