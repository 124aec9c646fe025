"""When a treaty enters into force for one that consents: by which clause, from when, and if the record can tell."""

from __future__ import annotations

import pytest

from signatories.treaty_law.acts import LaterFrom, RuleScope, Status
from signatories.treaty_law.case import Rule
from signatories.treaty_law.entry_into_force import entry_into_force
from signatories.treaty_law.status import status_on
from tests.treaty_law.building import acts, case, day, later_rule, treaty_rule
from tests.treaty_law.test_participants import istanbul

C, P = Status.CONTRACTING, Status.PARTY


def test_a_stated_effect_wins_over_the_computed_one() -> None:
    file = istanbul("NLD ratification 2015-11-18 -> 2016-04-01")
    assert [status_on(file, "NLD", day(on)).status for on in ("2016-03-31", "2016-04-01")] == [C, P]


@pytest.mark.parametrize(
    ("stated", "computed"),
    [("2016-03-02", "2016-03-01"), ("2016-04", "2016-03-01"), ("2016-03-01", None), ("2016-03", None), ("2016", None)],
)
def test_a_stated_effect_that_is_not_the_computed_one_is_told(stated: str, computed: str | None) -> None:
    file = istanbul(f"NLD ratification 2015-11-18 -> {stated}")
    disputed = {
        found.act.participant: str(found.computed_on)
        for found in entry_into_force(file, day("2015-11-18")).disputed_effects
    }
    assert disputed == ({"NLD": computed} if computed else {})
    assert not entry_into_force(file, day("2015-11-17")).disputed_effects


def test_nobody_is_bound_before_the_treaty_is() -> None:
    file = istanbul("NLD ratification 2014-05-01 -> 2014-06-01")
    assert [status_on(file, "NLD", day(on)).status for on in ("2014-07-31", "2014-08-01")] == [C, P]


def test_only_of_consents_that_state_a_day_is_one_told_and_in_the_order_of_their_keys() -> None:
    file = istanbul(
        "NLD ratification 2015-11-18 -> 2016-04-01\nBEL ratification 2016-03-14 -> 2016-04-01\n"
        "CYP ratification 2017-11-10\nBEL denunciation 2018-01-01 -> 2019-01-01"
    )
    told = [
        [found.act.participant for found in entry_into_force(file, day(on)).disputed_effects]
        for on in ("2016-03-14", "2020-01-01")
    ]
    assert told == [["BEL", "NLD"], ["BEL", "NLD"]]


def test_while_nothing_can_be_computed_no_stated_effect_is_disputed() -> None:
    file = case(acts("AAA ratification 2000-01-01 -> 2000-02-01"), [treaty_rule("7", 2)])
    assert entry_into_force(file, day("2001-01-01")).disputed_effects == ()


@pytest.mark.parametrize(("complete", "status"), [(False, P), (True, C)])
def test_where_the_record_cannot_tell_when_the_treaty_entered_into_force_a_stated_day_is_believed(
    complete: bool, status: Status
) -> None:
    file = case(acts("CHE accession 1990-01-01 -> 1990-02-01"), [treaty_rule("1", 20)], complete=complete)
    assert status_on(file, "CHE", day("1990-02-01")).status is status


@pytest.mark.parametrize(("kind", "bound"), [("accession", "2001-03-02"), ("ratification", "2001-01-31")])
def test_accessions_may_have_a_clause_of_their_own(kind: str, bound: str) -> None:
    accessions = Rule(RuleScope.ACCESSION, article="9", delay_days=60, later_from=LaterFrom.TRIGGER)
    rules = [treaty_rule("7", 1), later_rule("8", delay_days=30), accessions]
    row = status_on(case(acts(f"AAA ratification 2000-01-01\nBBB {kind} 2001-01-01"), rules), "BBB", day("2001-01-01"))
    assert str(row.in_force_from) == bound


@pytest.mark.parametrize(
    ("family", "bound"),
    [
        (LaterFrom.TRIGGER, "2000-02-01 2000-02-01 2000-03-03"),
        (LaterFrom.ENTRY_INTO_FORCE, "2000-02-01 2000-03-02 2000-03-03"),
    ],
)
def test_where_a_treaty_enters_into_force_on_the_day_of_its_trigger(family: LaterFrom, bound: str) -> None:
    """Whoever brought it into force is bound at once by the one family of clauses, after a delay by the other."""
    rules = [treaty_rule("66(2)", 2), later_rule("66(3)", delay_days=30, later_from=family)]
    file = case(acts("AAA ratification 2000-01-01\nBBB ratification 2000-02-01\nCCC ratification 2000-02-02"), rules)
    assert (
        " ".join(str(status_on(file, key, day("2001-01-01")).in_force_from) for key in ("AAA", "BBB", "CCC")) == bound
    )


@pytest.mark.parametrize(("stated", "bound"), [("2000-01-31", "2000-03-02"), ("2000-02-01", "2000-02-01")])
def test_a_trigger_after_the_depositarys_day_brought_nothing_into_force(stated: str, bound: str) -> None:
    """Then all have a day of their own, as the depositary counted consents that the record lacks."""
    rules = [treaty_rule("1", 2), later_rule("2", delay_days=30, later_from=LaterFrom.TRIGGER)]
    file = case(acts("AAA ratification 2000-01-01\nBBB ratification 2000-02-01"), rules, in_force_on=stated)
    assert str(status_on(file, "BBB", day("2001-01-01")).in_force_from) == bound
