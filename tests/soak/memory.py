"""How much memory each worker takes, from its youth to its end."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from tests.serving import Product

GROWN_UP = 0.4
"""The share of a worker's time after which it should have all that it will ever need."""
LONG_ENOUGH = 60.0
MOST_GROWTH = 24 * 1024
"""KiB: what is kept (16 MiB here) fills up in this time as well."""
EVERY = 2.0


class Watcher(threading.Thread):
    """Looks at each worker until it is stopped."""

    def __init__(self, product: Product) -> None:
        super().__init__(name="watcher")
        self.product, self.over = product, threading.Event()
        self.seen: dict[int, list[tuple[float, int]]] = {}

    def run(self) -> None:
        while not self.over.wait(EVERY):
            for worker in self.product.workers():
                if size := _resident(worker):
                    self.seen.setdefault(worker, []).append((time.monotonic(), size))

    def growth(self) -> list[tuple[int, float, int, int, int]]:
        """Of each worker that lived long enough: pid, seconds, KiB at first, when grown up, and at its end."""
        told = []
        for pid, sizes in self.seen.items():
            began, lived = sizes[0][0], sizes[-1][0] - sizes[0][0]
            if lived >= LONG_ENOUGH:
                grown = next(size for at, size in sizes if at >= began + GROWN_UP * lived)
                told.append((pid, lived, sizes[0][1], grown, sizes[-1][1]))
        return told


def _resident(process: int) -> int:
    """Its resident KiB; 0 where it is gone."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)
