"""The printed page says what the code does."""

from __future__ import annotations

from pathlib import Path

import pytest

from signatories.treaty_law.acts import ActKind, Status
from signatories.treaty_law.law_page import page
from signatories.treaty_law.transitions import STARTS, transition, transitions

PAGE = Path(__file__).resolve().parents[2] / "docs" / "treaty-law.md"


def test_the_page_is_the_one_the_code_prints() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), (
        "print it anew: python -m signatories.treaty_law.law_page > docs/treaty-law.md"
    )


def test_every_act_and_every_status_is_there() -> None:
    rows = list(transitions())
    assert {kind for kind, _, _ in rows} == set(ActKind)
    assert {start.split(" ")[0] for start in STARTS} == {status.value for status in Status}


@pytest.mark.parametrize(
    ("kind", "start", "result"),
    [
        (ActKind.RATIFICATION, "signatory", "contracting, then party"),
        (ActKind.RATIFICATION, "no_action", "–"),
        (ActKind.DENUNCIATION, "party", "party, then former_party"),
        (ActKind.WITHDRAWAL_OF_CONSENT, "contracting (had signed)", "signatory"),
        (ActKind.WITHDRAWAL_OF_CONSENT, "contracting (acceded)", "no_action"),
        (ActKind.REVOCATION, "party (has given notice)", "party"),
        (ActKind.SIGNATURE, "former_party", "signatory"),
    ],
)
def test_some_of_its_cells(kind: ActKind, start: str, result: str) -> None:
    assert transition(kind, start) == result
