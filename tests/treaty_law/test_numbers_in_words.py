"""Numbers in the steps of an explanation: one of a thing is said otherwise than several."""

from __future__ import annotations

import pytest

from signatories.treaty_law.entry_into_force import entry_into_force
from tests.treaty_law.building import acts, case, day, treaty_rule


@pytest.mark.parametrize(
    ("consents", "months", "said"),
    [
        (1, 1, ["Here: 1 consent to be bound; delay: 1 month.", "Not reached by 1999-01-01: 1 consent is missing."]),
        (
            2,
            3,
            ["Here: 2 consents to be bound; delay: 3 months.", "Not reached by 1999-01-01: 2 consents are missing."],
        ),
    ],
    ids=["one", "several"],
)
def test_one_and_several(consents: int, months: int, said: list[str]) -> None:
    file = case(acts("AAA ratification 2000-01-01"), [treaty_rule("1", consents, delay_months=months)])
    text = " ".join(step.text for step in entry_into_force(file, day("1999-01-01")).steps)
    for sentence in said:
        assert sentence in text
