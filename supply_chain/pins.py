"""The pinned requirements: their names and versions, and what was accepted of them."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
RUNTIME = ROOT / "requirements.txt"
EVERYTHING = ROOT / "requirements-dev.txt"
"""What building and testing need, and what the product needs to run."""
PIN = re.compile(r"^([a-z0-9-]+)(?:\[[^]]*\])?==([^\s;]+)", re.MULTILINE)


@dataclass(frozen=True)
class Accepted:
    """A known hole that may stay until a day."""

    id: str
    until: dt.date
    reason: str


def pins(path: Path) -> dict[str, str]:
    """The version of each package."""
    return dict(PIN.findall(path.read_text()))


def accepted() -> dict[str, Any]:
    """`accepted.toml`."""
    return tomllib.loads((Path(__file__).parent / "accepted.toml").read_text())


def accepted_holes() -> dict[str, Accepted]:
    """The known holes that may stay, by identifier."""
    return {given["id"]: Accepted(**given) for given in accepted().get("vulnerabilities", [])}
