"""`python -m supply_chain.audit`: known holes in the pinned requirements, as pip-audit finds them.

It asks PyPI, else OSV, at another address where OSV_URL names a mirror of it. Where neither gives the data (a machine
without a network, an index that has only packages) it says in one line that it could not ask, and does not fail: what
cannot be known here is asked where it can be.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from supply_chain.pins import EVERYTHING, Accepted, accepted_holes, pins

SERVICES = {"pypi": "PyPI", "osv": "OSV"}
KNOWN_TO_ALL = "django"
"""A service that has never heard of it has not the data."""
SECONDS = 3
SECONDS_FOR_ONE, SECONDS_FOR_ALL = 30, 300

Audited = list[dict[str, Any]]


def main() -> int:
    """The exit code: 1 where a hole is known that was not accepted, or was only until a day that is past."""
    service = next((service for service in SERVICES if _has_the_data(service)), None)
    audited = _audit(EVERYTHING, service, SECONDS_FOR_ALL) if service else None
    if audited is None:
        print("pip-audit: known holes could not be asked about: neither PyPI nor OSV gives their data here.")
        return 0
    today = dt.datetime.now(dt.UTC).date()
    found = [*holes(audited)]
    failures = [*refused(found, accepted_holes(), today)]
    print(*failures, sep="\n", end="\n" if failures else "")
    unknown = [one["name"] for one in audited if "skip_reason" in one]
    left_out = f"; not known there: {', '.join(unknown)}" if unknown else ""
    where = SERVICES[str(service)]
    print(f"pip-audit: {len(audited)} packages asked about at {where}, {len(failures)} at fault{left_out}.")
    return 1 if failures else 0


def holes(audited: Audited) -> Iterator[tuple[str, set[str], str]]:
    """Each known hole: its identifier, all its names, and a sentence."""
    for package in audited:
        for hole in package.get("vulns", []):
            mended = ", ".join(hole["fix_versions"]) or "no version yet"
            sentence = f"{package['name']} {package['version']} has {hole['id']}; mended in {mended}."
            yield hole["id"], {hole["id"], *hole.get("aliases", [])}, sentence


def refused(found: list[tuple[str, set[str], str]], may_stay: dict[str, Accepted], today: dt.date) -> Iterator[str]:
    """A sentence for each hole that may not stay, and for each that was accepted and is gone."""
    for _, names, sentence in found:
        known = [may_stay[name] for name in names if name in may_stay]
        if not known:
            yield f"{sentence} Take that version (make requirements), or accept it in supply_chain/accepted.toml."
        elif known[0].until < today:
            yield f"{sentence} It was accepted until {known[0].until}, because: {known[0].reason}"
    present = {name for _, names, _ in found for name in names}
    for hole in may_stay.values():
        if hole.id not in present:
            yield f"{hole.id} is accepted and is not found any more: take it out of supply_chain/accepted.toml."


def _has_the_data(service: str) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        one = Path(folder) / "requirements.txt"
        one.write_text(f"{KNOWN_TO_ALL}=={pins(EVERYTHING)[KNOWN_TO_ALL]}\n")
        audited = _audit(one, service, SECONDS_FOR_ONE)
    return bool(audited) and not any("skip_reason" in package for package in audited or [])


def _audit(requirements: Path, service: str, seconds: int) -> Audited | None:
    """What pip-audit says of each package; None where it could not ask."""
    asked = ["--requirement", str(requirements), "--no-deps", "--disable-pip", "--format", "json"]
    asked += ["--progress-spinner", "off", "--timeout", str(SECONDS), "--vulnerability-service", service]
    asked += ["--osv-url", os.environ["OSV_URL"]] if os.environ.get("OSV_URL") else []
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pip_audit", *asked], capture_output=True, text=True, timeout=seconds, check=False
        )
        return list(json.loads(done.stdout)["dependencies"])
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        return None


if __name__ == "__main__":
    sys.exit(main())
