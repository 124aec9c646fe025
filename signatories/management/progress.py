"""How far a long command has come, on one line of a terminal; nothing where the output goes elsewhere."""

from __future__ import annotations

import time
from typing import Any

EVERY = 0.1
WIDTH = 30


class Bar:
    """Tells what is being done, and how much of it was."""

    def __init__(self, out: Any) -> None:
        self._out = out
        self._shows = out.isatty()
        self._told_at = 0.0
        self._doing = ""

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def tell(self, doing: str, done: int, of: int) -> None:
        """Shows that so much of it was done; where nobody knows how much there is (0), only how much was."""
        now = time.monotonic()
        if not self._shows or (doing == self._doing and now - self._told_at < EVERY):
            return
        self._doing, self._told_at = doing, now
        full = WIDTH * done // of if of else 0
        bar = f"[{'#' * full}{'.' * (WIDTH - full)}] {100 * done // of:3} %" if of else f"{done or ''} ...".lstrip()
        self._write(f"{doing:14} {bar}")

    def clear(self) -> None:
        """Takes the line away."""
        if self._doing:
            self._write("")
            self._doing = ""

    def _write(self, text: str) -> None:
        self._out.write(f"\r{text:{WIDTH + 24}}\r{text}", ending="")
        self._out.flush()
