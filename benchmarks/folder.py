"""Where generated databases and results are kept between runs."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def folder() -> Path:
    """The folder that BENCH_FOLDER names, else one of this checkout's own among the system's temporary files."""
    named = os.environ.get("BENCH_FOLDER")
    own = hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]
    place = Path(named) if named else Path(tempfile.gettempdir()) / f"convention-api-bench-{own}"
    place.mkdir(parents=True, exist_ok=True)
    return place
