"""The environment in which the product is measured: production, behind a proxy that speaks HTTPS."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.folder import ROOT

HOST = "bench.example"


def production(database: str, **more: str) -> dict[str, str]:
    """The environment of a production process on this database."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "BENCH_FOLDER") if name in os.environ}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "DEBUG": "false",
        "SECRET_KEY": "made-up-for-a-benchmark-and-for-nothing-else-0123456789",
        "ALLOWED_HOSTS": HOST,
        "BEHIND_PROXY": "true",
        "DATABASE_URL": database,
        "RATE_LIMIT": "1000000000/minute",
        **more,
    }


def run(database: str, *command: str) -> str:
    """What a command of the product, or of the bench, prints; CalledProcessError where it fails."""
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=production(database), check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def sqlite_url(path: Path) -> str:
    """The address of a SQLite file."""
    return f"sqlite:///{path}"
