"""A file as an act of it found it is the file without that act and whatever was done later."""

from __future__ import annotations

from dataclasses import replace

import pytest

from signatories.treaty_law.before import CaseBefore
from tests.treaty_law.building import acts, case

FILE = case(
    acts("""
    AAA signature 2000-01-01
    BBB signature 2000-02-01
    AAA ratification 2000-03-01 as given
    CCC accession 2000-03-01
    DDD signature 2000-03-02
    """)
)


@pytest.mark.parametrize(("key", "left"), [("given", "AAA BBB CCC"), ("AAA.signature.2000-01-01", "")])
def test_it_holds_what_was_done_by_that_day_but_for_the_act(key: str, left: str) -> None:
    act = FILE.act_named[key]
    plain = replace(FILE, acts=[other for other in FILE.acts if other != act and other.done_on <= act.done_on])
    before = CaseBefore(FILE, act)
    assert list(before.acts) == list(plain.acts)
    assert dict(before.acts_of) == plain.acts_of
    assert (len(before.acts_of), " ".join(before.acts_of), "DDD" in before.acts_of) == (len(left.split()), left, False)
