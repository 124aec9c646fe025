"""What the product is made of: every part has an accepted licence and is listed; what is behind is told."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from signatories import __version__
from supply_chain import behind, licences
from supply_chain.behind import Version
from supply_chain.pins import RUNTIME, pins

DAY = dt.date(2026, 11, 25)


def test_every_part_has_a_licence_that_was_accepted() -> None:
    assert licences.refusals() == []


@pytest.mark.parametrize(
    ("expression", "enough"),
    [("MIT", True), ("GPL-3.0-only", False), ("GPL-3.0-only OR MIT", True), ("MIT AND (BSD-3-Clause OR X11)", False)],
)
def test_an_expression_is_satisfied_by_what_it_asks_for(expression: str, enough: bool) -> None:
    assert licences.satisfied(expression, {"MIT"}) is enough


def test_what_cannot_be_told_of_a_licence_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(licences, "pins", lambda _: {"pytest": "0", "no-such-package": "1"})
    first, second = licences.refusals()
    assert "is installed and 0 is pinned" in first and "no-such-package is not installed" in second


def test_the_list_names_every_pin_with_its_hashes_and_licence() -> None:
    from supply_chain import sbom  # Its judge imports jsonschema, which takes a second: here, when it is due.

    said: dict[str, Any] = json.loads(sbom.sbom())
    assert "serialNumber" not in said and "timestamp" not in said["metadata"], "the same pins make the same bytes"
    assert {part["name"]: part["version"] for part in said["components"]} == pins(RUNTIME)
    assert all(part["externalReferences"][0]["hashes"] and part["licenses"] for part in said["components"])
    assert said["metadata"]["component"]["version"] == __version__
    needs = {one["ref"].partition("@")[0]: one["dependsOn"] for one in said["dependencies"]}
    django = f"pkg:pypi/django@{pins(RUNTIME)['django']}"
    assert django in needs["pkg:pypi/convention-api"]
    assert any(need.startswith("pkg:pypi/sqlparse@") for need in needs["pkg:pypi/django"])


def test_what_is_behind_is_told_with_what_holds_it_back(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pinned = {name: Version(version, DAY) for name, version in pins(behind.EVERYTHING).items()}
    newest = pinned | {"django": Version("9.0", DAY - dt.timedelta(9)), "pytest": Version("99.1", None)}

    def resolved(requirements: Path, *options: str) -> dict[str, Version]:
        assert ("--no-deps" in options) == (requirements.name != "wishes.in")
        return {"names.in": newest, "wishes.in": newest | {"django": pinned["django"]}}.get(requirements.name, pinned)

    monkeypatch.setattr(behind, "_resolved", resolved)
    first, second = behind.behind()
    assert first.said(DAY).split() == [
        *("django", "runtime", pins(RUNTIME)["django"], f"({DAY})", "9.0", "(2026-11-16)", "9", "days"),
        *("held", "back:", pins(RUNTIME)["django"], "is", "the", "newest", "allowed"),
    ]
    assert (second.name, second.runs, second.allowed) == ("pytest", False, "99.1")
    assert behind.main() == 0
    assert "2 of" in capsys.readouterr().out


def test_where_no_index_answers_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("UV_OFFLINE", "1")
    monkeypatch.setenv("UV_NO_CACHE", "1")
    assert behind.main() == 0
    assert capsys.readouterr().out.startswith("What is behind could not be asked: ")
