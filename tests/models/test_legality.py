"""An act that treaty law does not allow is refused in words, with the article; what the depositary tells is kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from signatories.models import Declaration, Entitlement, Membership, Rule, Threshold, Treaty, TreatyAction
from tests.models import builders as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def treaty() -> Treaty:
    """Open since 2000 to every State's signature and accession."""
    return make.open_treaty()


def ratification(treaty: Treaty, **given: Any) -> TreatyAction:
    """One that is not stored yet."""
    return make.unsaved(TreatyAction, **{"treaty": treaty, "kind": "ratification", "done_on": "2010-05-20"} | given)


def refusals(row: Any) -> dict[str, list[str]]:
    """What `full_clean()` refuses, by column."""
    try:
        row.full_clean()
    except ValidationError as error:
        return error.message_dict
    return {}


def test_a_ratification_without_a_signature_is_refused_with_the_article(treaty: Treaty) -> None:
    act = ratification(treaty)
    ((column, (sentence,)),) = refusals(act).items()
    assert column == "kind"
    assert sentence.startswith(f"{act.participant_id}, ratification on 2010-05-20: no signature of it stands")
    assert "(VCLT 14)" in sentence and "Record the signature first" in sentence


@pytest.mark.parametrize(
    ("signed_on", "refused"),
    [("2010-05-19", False), ("2010-05-20", False), ("2010-05-21", True), ("2010-05", False), ("2010-06", True)],
    ids=["the day before", "the same day", "the day after", "some day of the month", "the month after"],
)
def test_a_ratification_follows_a_signature(treaty: Treaty, signed_on: str, refused: bool) -> None:
    signed = make.action(treaty=treaty, done_on=signed_on)
    assert bool(refusals(ratification(treaty, participant=signed.participant))) is refused


def test_the_signature_is_that_of_the_same_state_on_the_same_treaty(treaty: Treaty) -> None:
    signed = make.action(treaty=treaty)
    make.action(participant=make.participant(), treaty=treaty)
    assert refusals(ratification(make.open_treaty(), participant=signed.participant))
    assert refusals(ratification(treaty, participant=make.participant()))


def test_a_stored_act_is_not_refused_for_itself(treaty: Treaty) -> None:
    signed = make.action(treaty=treaty)
    assert refusals(signed) == {}
    signed.note = "In Vilnius."
    assert refusals(signed) == {}
    assert refusals(make.unsaved(TreatyAction, treaty=treaty, participant=signed.participant)).keys() == {"kind"}


def test_a_signature_that_is_no_longer_held_does_not_count(treaty: Treaty) -> None:
    signed = make.action(treaty=treaty, known_until=make.KNOWN_FROM.replace(year=2026))
    assert refusals(ratification(treaty, participant=signed.participant))


ODDITIES: dict[str, tuple[dict[str, Any], dict[str, Any], bool]] = {
    "noted, from the depositary": ({"note": "So the chart has it."}, {"kind": "depositary"}, True),
    "not noted": ({"note": ""}, {"kind": "depositary"}, False),
    "noted, from a newspaper": ({"note": "So it was reported."}, {"kind": "news"}, False),
}


@pytest.mark.parametrize(("given", "source", "kept"), ODDITIES.values(), ids=ODDITIES.keys())
def test_an_oddity_that_the_depositary_tells_is_kept(
    treaty: Treaty, given: dict[str, Any], source: dict[str, Any], kept: bool
) -> None:
    assert (refusals(ratification(treaty, source=make.source(**source), **given)) == {}) is kept


def test_nothing_is_done_before_the_opening(treaty: Treaty) -> None:
    early = make.unsaved(TreatyAction, treaty=treaty, done_on="1999-12-31")
    assert "done_on" in refusals(early)
    assert "the treaty was opened on 2000-01-01" in refusals(early)["done_on"][0]


def test_what_is_referred_to_concerns_the_same_treaty(treaty: Treaty) -> None:
    other = make.action()
    row = make.unsaved(TreatyAction, treaty=treaty, refers_to=other)
    assert refusals(row) == {"refers_to": [f"{other.key} concerns another treaty: choose an act on this one."]}


def test_what_a_declaration_refers_to_concerns_the_same_treaty_and_what_it_amends_its_maker() -> None:
    made = make.declaration()
    other = make.declaration(treaty=made.treaty)
    for column in ("refers_to", "amends"):
        row = make.unsaved(Declaration, **{column: made})
        assert "concerns another treaty" in refusals(row)[column][0]
    same = {"treaty": made.treaty, "participant": made.participant}
    assert refusals(make.unsaved(Declaration, **same, amends=made, refers_to=other)) == {}
    assert "was made by another" in refusals(make.unsaved(Declaration, **same, amends=other))["amends"][0]


def test_only_an_organisation_has_members() -> None:
    state = make.participant(name_en="Norway")
    for column, row in (
        ("organisation", make.unsaved(Membership, organisation=state)),
        ("members_of", make.unsaved(Entitlement, all_states=False, members_of=state)),
        ("members_of", make.unsaved(Threshold, members_of=state)),
    ):
        assert refusals(row) == {column: [f"{state} is a State: choose an organisation."]}


def test_a_rule_counts_kinds_of_act() -> None:
    (sentence,) = refusals(make.unsaved(Rule, counted_kinds=["ratification", "handshake"]))["counted_kinds"]
    assert sentence.startswith("Not kinds of act: handshake. Accepted: acceptance, accession,")
