"""A writer who never gives up and never writes twice: each row under a key of its own, until it is acknowledged."""

from __future__ import annotations

import threading
import time
from http.client import HTTPException
from typing import Any

from tests.serving import Answer, Product

MEASURE = {
    **{"treaty": "cets-225", "participant": "NOR", "relation": "related", "kind": "policy", "stage": "announced"},
    **{"source": ["enoch-2024"], "locator": ["an example"]},
}
OURS = "measures/?participant=NOR&kind=policy&limit=1000&fields=title"


def measure(title: str, **more: Any) -> dict[str, Any]:
    """A row as it is sent."""
    return MEASURE | {"title": title} | more


def titles(product: Product) -> list[str]:
    """What the rows are called that the record holds."""
    return [row["title"] for row in product.get(OURS, known=True).json["results"]]


class Writer(threading.Thread):
    """Records one row after another until it is stopped; what was acknowledged is in its journal."""

    def __init__(self, product: Product, name: str) -> None:
        super().__init__(name=name)
        self.product, self.over = product, threading.Event()
        self.gives_up = threading.Event()
        self.acknowledged: list[str] = []
        self.refused: list[Answer] = []
        self.lost = 0
        """Requests that were answered by nobody."""

    def run(self) -> None:
        number = 0
        while not self.over.is_set():
            number += 1
            title = f"{self.name} {number}"
            while not self._recorded(title) and not self.gives_up.is_set():
                time.sleep(0.05)

    def stop(self, within: float = 10) -> None:
        """Once the row under way is acknowledged; it gives up where that takes too long."""
        self.over.set()
        self.join(within)
        self.gives_up.set()
        self.join()

    def _recorded(self, title: str) -> bool:
        try:
            answer = self.product.post("measures/", measure(title), Idempotency_Key=title.replace(" ", "-"))
        except (OSError, HTTPException):
            self.lost += 1
            return False
        if answer.status == 201:
            self.acknowledged.append(title)
            return True
        self.refused.append(answer)
        return False
