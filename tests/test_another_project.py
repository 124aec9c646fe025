"""What is shipped is whole: another project that installs it asks the record in its own tests, as README says."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SETTINGS = """
SECRET_KEY = "of another project"
USE_TZ = True
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "signatories"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
"""


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


def test_another_project_asks_in_its_own_tests(installed: Path, tmp_path: Path) -> None:
    told = (ROOT / "README.md").read_text().partition("## The record in another project's tests")[2]
    shown = re.search(r"```python\n(.*?)```", told, re.DOTALL)
    assert shown
    (tmp_path / "their_settings.py").write_text(SETTINGS)
    (tmp_path / "test_ours.py").write_text(shown[1])
    ended = subprocess.run(
        [sys.executable, "-m", "django", "test", "--settings", "their_settings"],
        cwd=tmp_path,
        env={"PYTHONPATH": f"{installed.parent}:{tmp_path}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert re.search(r"Ran [1-9] tests? in .*\n\nOK", ended.stderr), ended.stderr
