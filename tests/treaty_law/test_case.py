"""A treaty's file: which rule applies, in what order acts come, and at which boundary what holds for a time holds."""

from __future__ import annotations

import pytest

from signatories.treaty_law.acts import RuleScope
from signatories.treaty_law.case import Membership, Participant, Rule
from signatories.treaty_law.days import PartialDay
from signatories.treaty_law.tally import ancestors
from tests.treaty_law.building import acts, case, day, members


def later(article: str | None, alternative: str | None = None) -> Rule:
    return Rule(RuleScope.LATER_PARTY, article=article, alternative=alternative)


@pytest.mark.parametrize(
    ("rules", "first"),
    [
        ([later("8(2)"), later("8(1)"), later("8(3)")], "8(1)"),
        ([later("8(1)"), later(None)], "None"),
        ([later("8", "b"), later("8", "a")], "8a"),
        ([later("8", "a"), later("8")], "8"),
    ],
    ids=["by-article", "one-without-an-article", "by-alternative", "the-main-one"],
)
def test_of_several_rules_the_first_by_article_and_alternative(rules: list[Rule], first: str) -> None:
    for given in (rules, rules[::-1]):
        rule = case(rules=[*given, Rule(RuleScope.DENUNCIATION)]).rule_for[RuleScope.LATER_PARTY]
        assert f"{rule.article}{rule.alternative or ''}" == first


def test_acts_of_a_day_come_in_the_order_of_the_law() -> None:
    file = case(
        acts("AAA ratification 2000-01-01\nAAA signature 2000-01-01\nAAA denunciation 1999-12-31\nBBB signature 1990")
    )
    assert [act.kind for act in file.acts_of["AAA"]] == ["denunciation", "signature", "ratification"]
    assert set(file.acts_of) == {"AAA", "BBB"}


@pytest.mark.parametrize(
    ("on", "member"), [("1999-12-31", False), ("2000-01-01", True), ("2009-12-31", True), ("2010-01-01", False)]
)
def test_membership_begins_on_its_first_day_and_has_ended_on_its_last(on: str, member: bool) -> None:
    observer = Membership("BBB", "COE", "observer", PartialDay("2000-01-01"))
    rows = [*members("COE", ["AAA"], "2000-01-01", "2010-01-01"), observer, *members("EU", ["AAA", "CCC"])]
    file = case(memberships=rows)
    assert file.is_member("AAA", "COE", day(on)) is member
    assert file.members_on("COE", day(on)) == ({"AAA"} if member else set())
    assert file.is_member("AAA", "EU", day(on)) and not file.is_member("BBB", "COE", day(on))


@pytest.mark.parametrize(
    ("who", "line"), [("RUS", {"SUN"}), ("MNE", {"SCG", "YUG"}), ("YUG", set()), ("AAA", {"BBB"}), ("ZZZ", set())]
)
def test_whom_one_succeeds_and_whom_those_succeeded(who: str, line: set[str]) -> None:
    """A record in which two succeed each other is mended elsewhere; here it must not be walked for ever."""
    succeeds = {"RUS": "SUN", "MNE": "SCG", "SCG": "YUG", "AAA": "BBB", "BBB": "AAA"}
    people = {key: Participant(key, succeeds=(predecessor,)) for key, predecessor in succeeds.items()}
    assert ancestors(case(participants=people), who) == line
