"""What a run found, as the page docs/benchmarks.md."""

from __future__ import annotations

import datetime as dt
import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path

from benchmarks import flat
from benchmarks.folder import ROOT
from benchmarks.postgresql import SETTINGS
from benchmarks.serving import GUNICORN
from benchmarks.table import HEAD, Findings, markdown

PAGE = ROOT / "docs" / "benchmarks.md"
ABOUT = ROOT / "benchmarks" / "about.md"
LIBRARIES = ("Django", "djangorestframework", "django-filter", "gunicorn", "orjson", "psycopg")


def write(findings: Findings) -> None:
    """Writes the page."""
    parts = [
        "# Benchmarks",
        "This page is written by `make bench`; what it says of the method stands in `benchmarks/about.md`.",
        machine(),
        "## What must be shown",
        markdown([HEAD, *(line.cells() for line in findings.lines)]),
        *(f"* {left_out}" for left_out in findings.left_out),
        ABOUT.read_text().strip(),
        "## In detail",
        *(f"### {title}\n\n{markdown(rows)}" for title, rows in findings.details.items()),
    ]
    PAGE.write_text("\n\n".join(parts) + "\n")


def machine() -> str:
    """Which machine, when, and with what."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    settings = ", ".join(f"{name} = {value}" for name, value in SETTINGS.items())
    datasette = "not installed" if flat.datasette() is None else flat.datasette_version()
    return "\n".join(
        [
            f"* **When:** {dt.date.today()}",
            f"* **Machine:** {processor()}, {os.cpu_count()} cores, {memory()} of memory, {platform.platform()}",
            f"* **Others on it:** the load was {os.getloadavg()[2]:.1f} in the last quarter of an hour; the bench"
            " itself makes about 2",
            f"* **Software:** Python {platform.python_version()}, {libraries}, SQLite {sqlite3.sqlite_version},"
            f" Datasette {datasette}",
            f"* **Server:** gunicorn {' '.join(GUNICORN[:6])}",
            f"* **PostgreSQL:** {settings}",
        ]
    )


def processor() -> str:
    """The processor's name, where the system tells it."""
    about = Path("/proc/cpuinfo")
    names = [line for line in about.read_text().splitlines() if "model name" in line] if about.exists() else []
    return names[0].partition(":")[2].strip() if names else platform.processor() or platform.machine()


def memory() -> str:
    """How much memory the machine has."""
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.0f} GB"
