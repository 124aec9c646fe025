"""Where generated databases and results are kept between runs."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def folder() -> Path:
    """The folder that BENCH_FOLDER names, else one among the system's temporary files."""
    named = os.environ.get("BENCH_FOLDER")
    place = Path(named) if named else Path(tempfile.gettempdir()) / "convention-api-bench"
    place.mkdir(parents=True, exist_ok=True)
    return place
