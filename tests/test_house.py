"""The house's own rules: rules are data, files are short, and its plan shows it as it is."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
CODE = [path for path in (ROOT / "signatories").rglob("*.py") if "migrations" not in path.parts]
PLAN = (ROOT / "docs" / "architecture.md").read_text()
MOST_LINES = 300


def names_of_the_record() -> set[str]:
    """The keys of every participant and treaty that the fixtures hold."""
    rows = [row for path in (ROOT / "fixtures").glob("*.json") for row in json.loads(path.read_text())]
    return {row["pk"] for row in rows if row["model"] in ("signatories.participant", "signatories.treaty")}


def branches(tree: ast.AST) -> list[ast.AST]:
    """Everything a program decides by: comparisons, match patterns and the keys of look-ups in them."""
    return [node for node in ast.walk(tree) if isinstance(node, ast.Compare | ast.MatchValue | ast.IfExp)]


def test_no_branch_names_a_treaty_or_a_participant() -> None:
    names = names_of_the_record()
    assert {"cets-225", "GBR", "EU"} <= names
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {constant.value}"
        for path in CODE
        for node in branches(ast.parse(path.read_text()))
        for constant in ast.walk(node)
        if isinstance(constant, ast.Constant) and constant.value in names
    ]
    assert not found, found


def test_every_file_says_what_it_is_and_one_that_is_long_says_why() -> None:
    said = {path: ast.get_docstring(ast.parse(path.read_text())) or "" for path in CODE if path.stat().st_size}
    said |= {
        path: ast.get_docstring(ast.parse(path.read_text())) or "" for path in (ROOT / "convention_api").glob("*.py")
    }
    assert not [path for path, docstring in said.items() if not docstring]
    long = {path for path in said if len(path.read_text().splitlines()) > MOST_LINES}
    assert not [path for path in long if "Long because" not in said[path]]
    assert not [path for path in long if path.is_relative_to(ROOT / "signatories")]


def test_the_plan_names_every_room_and_no_file_that_is_not_there() -> None:
    there = {path for folder in ("signatories", "convention_api", "tests") for path in (ROOT / folder).rglob("*.py")}
    assert not set(re.findall(r"`(?:\w+/)*(\w+\.py)`", PLAN)) - {path.name for path in there}
    rooms = {path.relative_to(ROOT / "signatories").parts[0] for path in CODE if path.parent.name != "signatories"}
    assert not [room for room in rooms - {"templatetags"} if f"`signatories/{room}/" not in PLAN]
