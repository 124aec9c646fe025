"""The text that is hashed is canonical whichever library wrote it."""

from __future__ import annotations

from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from signatories.record.canonical import canonical

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53) + 1, 2**53 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.sampled_from(["\x7f", "\u2028", '"\\/', "\x00\x1f\b\t", 1e21, 1e-7, 100.0, -0.0, 1.5]),
)
names = st.one_of(
    st.sampled_from(["key", "at", "b", "a"]), st.text(st.characters(exclude_categories=["Cs"]), max_size=3)
)
said = st.dictionaries(names, st.one_of(scalars, st.lists(scalars, max_size=3), st.dictionaries(names, scalars)))


@settings(max_examples=150, deadline=None)
@given(said)
def test_it_is_what_the_library_of_the_whole_standard_writes(value: dict[str, Any]) -> None:
    assert canonical(value) == rfc8785.dumps(value).decode()


@pytest.mark.parametrize("value", [2**53, -(2**53), float("nan"), {1: "a"}, "\ud800"])
def test_what_has_no_canonical_form_is_refused(value: Any) -> None:
    with pytest.raises(ValueError):
        canonical({"value": value})
