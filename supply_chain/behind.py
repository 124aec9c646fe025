"""`python -m supply_chain.behind`: which pinned packages have a newer version, since when, and what holds them back.

uv is asked three times: for what is pinned, for the newest of each by itself, and for the newest that all constraints
together allow; always for the Python that the pins are made for. It only tells: the exit code is 0.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

from supply_chain.pins import EVERYTHING, ROOT, RUNTIME, pins

PYTHON = "3.11"
SECONDS = 120


@dataclass(frozen=True)
class Version:
    """A version, and the day it was published."""

    number: str
    on: dt.date | None


@dataclass(frozen=True)
class Behind:
    """A package of which there is a newer version than the pinned."""

    name: str
    pinned: Version
    newest: Version
    allowed: str
    """The newest that the constraints allow."""
    runs: bool
    """Whether the product needs it to run."""

    def said(self, today: dt.date) -> str:
        """A line."""
        since = f"{(today - self.newest.on).days} days" if self.newest.on else "?"
        held = "" if self.allowed == self.newest.number else f"held back: {self.allowed} is the newest allowed"
        use = "runtime" if self.runs else "development"
        columns = (self.name, use, _dated(self.pinned), _dated(self.newest), since, held)
        return "{:28}{:13}{:24}{:24}{:>10}  {}".format(*columns).rstrip()


def main() -> int:
    """Prints them."""
    try:
        found = behind()
    except (OSError, subprocess.SubprocessError) as error:
        why = (getattr(error, "stderr", "") or str(error)).strip().splitlines()
        print(f"What is behind could not be asked: {why[0] if why else 'no reason given'}")
        return 0
    today = dt.datetime.now(dt.UTC).date()
    for one in found:
        print(one.said(today))
    print(f"{len(found)} of {len(pins(EVERYTHING))} packages have a newer version for Python {PYTHON}.")
    return 0


def behind() -> list[Behind]:
    """Those that are, those that the product needs to run first."""
    with tempfile.TemporaryDirectory() as folder:
        names, wishes = Path(folder) / "names.in", Path(folder) / "wishes.in"
        names.write_text("\n".join(pins(EVERYTHING)))
        asked = [RUNTIME.with_suffix(".in"), EVERYTHING.with_suffix(".in")]
        lines = (line for path in asked for line in path.read_text().splitlines())
        wishes.write_text("\n".join(line for line in lines if not line.startswith("-r ")))
        pinned, newest = _resolved(EVERYTHING, "--no-deps"), _resolved(names, "--no-deps")
        allowed = _resolved(wishes)
    runtime = pins(RUNTIME)
    found = [
        Behind(name, version, newest[name], allowed.get(name, version).number, name in runtime)
        for name, version in pinned.items()
        if name in newest and newest[name].number != version.number
    ]
    return sorted(found, key=lambda one: (not one.runs, one.name))


def _resolved(requirements: Path, *options: str) -> dict[str, Version]:
    """What uv makes of these requirements now, by name."""
    asked = ["--quiet", "--no-header", "--python-version", PYTHON, "--format", "pylock.toml", *options]
    done = subprocess.run(
        [str(Path(sys.executable).parent / "uv"), "pip", "compile", *asked, str(requirements)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    return {one["name"]: Version(one["version"], _published(one)) for one in tomllib.loads(done.stdout)["packages"]}


def _published(package: dict[str, object]) -> dt.date | None:
    files = [package.get("sdist"), *(package.get("wheels") or [])]  # type: ignore[misc]
    days = [file["upload-time"].date() for file in files if isinstance(file, dict) and "upload-time" in file]
    return min(days, default=None)


def _dated(version: Version) -> str:
    return f"{version.number} ({version.on})" if version.on else version.number


if __name__ == "__main__":
    sys.exit(main())
