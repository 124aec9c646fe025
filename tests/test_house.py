"""The house's own rules: rules are data, and what is shipped is whole."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

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


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package as another project would have it installed."""
    folder = tmp_path_factory.mktemp("package")
    build = "from hatchling.build import build_wheel; import sys; print(build_wheel(sys.argv[1]))"
    built = subprocess.run(
        [sys.executable, "-c", build, str(folder)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    with zipfile.ZipFile(folder / built.stdout.split()[-1]) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site" / "signatories"


def test_the_package_is_whole(installed: Path) -> None:
    here = ROOT / "signatories"
    shipped = [path.relative_to(here) for path in here.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert [path for path in shipped if not (installed / path).exists()] == []
    assert {path.name for path in (ROOT / "fixtures").iterdir()} == {p.name for p in (installed / "fixtures").iterdir()}


def test_another_project_loads_the_fixtures_by_name(installed: Path) -> None:
    asks = (
        "import django; from django.conf import settings;"
        "settings.configure(USE_TZ=True,"
        " INSTALLED_APPS=['django.contrib.auth', 'django.contrib.contenttypes', 'signatories'],"
        " DATABASES={'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': ':memory:'}});"
        "django.setup(); from django.core.management import call_command;"
        "call_command('migrate', verbosity=0); call_command('loaddata', 'reference', 'cets-225', verbosity=0);"
        "from signatories.models import TreatyAction;"
        "print(TreatyAction.objects.for_treaty('cets-225').filter(kind='signature').count())"
    )
    environment = {"PYTHONPATH": str(installed.parent)}
    answer = subprocess.run(
        [sys.executable, "-c", asks], cwd=installed, env=environment, capture_output=True, text=True, check=False
    )
    assert answer.stdout.strip() == "21", answer.stderr
