"""The product, under a clock that is wrong by as many seconds as the file says that SOAK_CLOCK names."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

import time_machine

from convention_api.wsgi import application as product

_wrong: tuple[float, Any] = (0.0, None)


def application(environ: Any, start_response: Any) -> Any:
    """Sets the clock of this process, then answers."""
    global _wrong
    seconds = float(Path(os.environ["SOAK_CLOCK"]).read_text())
    if seconds != _wrong[0]:
        if _wrong[1]:
            _wrong[1].stop()
        travel = None
        if seconds:
            travel = time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=seconds), tick=True)
            travel.start()
        _wrong = seconds, travel
    return product(environ, start_response)
