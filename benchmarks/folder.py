"""Where generated databases and results are kept between runs."""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def folder() -> Path:
    """The folder that BENCH_FOLDER names, else one of this checkout's own among the system's temporary files."""
    named = os.environ.get("BENCH_FOLDER")
    own = hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]
    place = Path(named) if named else Path(tempfile.gettempdir()) / f"convention-api-bench-{own}"
    place.mkdir(parents=True, exist_ok=True)
    return place


@contextmanager
def nobody_else_measuring() -> Iterator[None]:
    """Refuses to measure while another run does in the same folder: both would be wrong."""
    with (folder() / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SystemExit(
                f"Another run is measuring in {folder()}: wait for it, or name another BENCH_FOLDER."
            ) from None
        yield
