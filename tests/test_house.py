"""The house's own rules: rules are data."""

from __future__ import annotations

import ast
import json
from pathlib import Path

ROOT = Path(__file__).parent.parent
CODE = [path for path in (ROOT / "signatories").rglob("*.py") if "migrations" not in path.parts]


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
