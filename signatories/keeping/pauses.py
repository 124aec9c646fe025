"""How long a server that failed is left alone, as this process has found it."""

from __future__ import annotations

import time

FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0


class Pause:
    """How long a server that failed is left alone: twice as long after each failure."""

    def __init__(self) -> None:
        self._seconds = 0.0
        self._until = 0.0

    def lasts(self) -> bool:
        """Whether it is not to be asked yet."""
        return time.monotonic() < self._until

    def begin(self) -> bool:
        """It failed; says whether it was well before."""
        was_well = not self._seconds
        self._seconds = min(self._seconds * 2, LONGEST_WAIT) or FIRST_WAIT
        self._until = time.monotonic() + self._seconds
        return was_well

    def end(self) -> bool:
        """It answers; says whether it had failed before."""
        had_failed, self._seconds = bool(self._seconds), 0.0
        return had_failed


def first_line(error: BaseException) -> str:
    """What a server's client says of its failure, without the advice that follows."""
    return str(error).strip().partition("\n")[0]
