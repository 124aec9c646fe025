"""The integrator's examples, run as their first lines say: by clients made from the document that the API serves."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import ROOT, environment, serving

EXAMPLES = ROOT / "examples"


def ran(*command: str | Path, at: Path, **more: str) -> str:
    """What it prints; it must end well."""
    ended = subprocess.run(
        list(map(str, command)), cwd=at, env=os.environ | more, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, f"{command} ended with {ended.returncode}:\n{ended.stdout}\n{ended.stderr}"
    return ended.stdout


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, shipped: str) -> Iterator[str]:
    """The shipped record, served as in production."""
    file = shutil.copyfile(shipped, tmp_path_factory.mktemp("served") / "record.sqlite3")
    with serving(environment(f"sqlite:///{file}")) as product:
        yield f"http://127.0.0.1:{product.port}"


def test_who_has_not_ratified_what_they_signed(address: str, tmp_path: Path) -> None:
    generator = Path(sys.executable).with_name("openapi-python-client")
    ran(
        *(generator, "generate", "--url", f"{address}/api/schema/", "--meta", "none"),
        *("--output-path", tmp_path / "convention_client"),
        at=tmp_path,
        PATH=f"{generator.parent}{os.pathsep}{os.environ['PATH']}",
    )
    program = [sys.executable, EXAMPLES / "who_has_not_ratified.py", address]
    table = ran(*program, "cets-225", at=tmp_path, PYTHONPATH=str(tmp_path))
    assert "2025-09-02  URY  Uruguay" in table
    assert "20 in all" in table
    assert "European Union" not in table
    there = os.environ | {"PYTHONPATH": str(tmp_path)}
    refused = subprocess.run([*program, "cets-999"], env=there, capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert "no treaty under the key 'cets-999'" in refused.stderr


def test_changes_are_mirrored_once(address: str, tmp_path: Path) -> None:
    npm = shutil.which("npm")
    if not npm:
        pytest.skip("node and npm are not installed: the TypeScript example is not run.")
    for name in ("package.json", "mirror_changes.mts"):
        shutil.copy(EXAMPLES / name, tmp_path)
    installed = subprocess.run(
        [npm, "install", "--silent", "--no-audit", "--no-fund", "--no-package-lock", "--fetch-retries=0"],
        cwd=tmp_path,
        check=False,
    )
    if installed.returncode:
        pytest.skip("npm could not install what the TypeScript example is compiled with.")
    bin_ = tmp_path / "node_modules" / ".bin"
    ran(bin_ / "openapi-typescript", f"{address}/api/schema/", "--output", "convention.d.ts", at=tmp_path)
    ran(npm, "run", "build", at=tmp_path)
    mirror = ["node", "built/mirror_changes.mjs", address, "changes.ndjson"]
    ran(*mirror, at=tmp_path)
    changes = [json.loads(line) for line in (tmp_path / "changes.ndjson").read_text().splitlines()]
    assert [change["key"] for change in changes] == [f"1.{number + 1}" for number in range(len(changes))]
    assert len(changes) > 300
    assert ran(*mirror, at=tmp_path) == "0 changes more in changes.ndjson.\n"


def test_signatures_are_drawn(address: str, tmp_path: Path) -> None:
    drawn = ran(sys.executable, EXAMPLES / "signatures_over_time.py", address, "cets-185", "s.svg", at=tmp_path)
    assert drawn == "5 signatures and 5 consents drawn in s.svg.\n"
    assert "<svg" in (tmp_path / "s.svg").read_text()
