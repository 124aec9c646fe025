"""The world, coloured by status: which outlines are drawn, where marks stand, and which crowded part is enlarged.

Outlines are in `static/web/world.svg`, drawn from by <use>; where each is, in `world.json`. `make map` makes both.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from signatories.chart.status_chart import ChartRow
from signatories.models.directory import plain
from signatories.treaty_law.acts import Status

SMALL = 12.0
"""What is smaller on the map, in its square units, is given a mark even where nothing was done."""
ENLARGED = 0.2
"""How much of the map's width the enlarged part shows."""
FEWEST_ENLARGED, SHARE_ENLARGED = 3, 5
"""A part is enlarged where at least so many stand in it, and one in so many of all."""
RADIUS = 4.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A State on the map."""

    key: str
    name: str
    status: str
    x: float
    y: float
    has_mark: bool
    is_small: bool


@dataclass(frozen=True, slots=True)
class Window:
    """The part that is enlarged, in the map's units."""

    x: float
    y: float
    width: float
    height: float

    @property
    def radius(self) -> float:
        """How large marks are in it."""
        return round(RADIUS * self.width / 420, 2)

    def holds(self, place: Placed) -> bool:
        """Whether the State's mark lies in it."""
        return self.x <= place.x <= self.x + self.width and self.y <= place.y <= self.y + self.height


@dataclass(frozen=True, slots=True)
class WorldMap:
    """What is drawn: States by status, and beside them the participants that no map shows."""

    width: int
    height: int
    by_status: dict[str, list[Placed]]
    window: Window | None
    beside: tuple[ChartRow, ...]

    @property
    def marks(self) -> list[Placed]:
        """Marks on the whole map: those outside the enlarged part."""
        return [place for place in self._marked if not (self.window and self.window.holds(place))]

    @property
    def enlarged_marks(self) -> list[Placed]:
        """Marks on the enlarged part."""
        return [place for place in self._marked if self.window and self.window.holds(place)]

    @property
    def small(self) -> list[Placed]:
        """States hardly seen but for their marks, by name."""
        found = [place for places in self.by_status.values() for place in places if place.is_small]
        return sorted(found, key=lambda place: plain(place.name))

    @property
    def _marked(self) -> list[Placed]:
        return [place for places in self.by_status.values() for place in places if place.has_mark]


def world_map(rows: Iterable[ChartRow]) -> WorldMap:
    """The map of a chart's rows."""
    atlas = _atlas()
    by_status: dict[str, list[Placed]] = {}
    beside = []
    for row in rows:
        place = atlas["places"].get(row.status.participant)
        if place is None:
            beside.append(row)
            continue
        status = row.status.status
        has_mark = status is not Status.NO_ACTION or place["size"] < SMALL
        x, y = place["at"]
        by_status.setdefault(status.value, []).append(
            Placed(row.status.participant, row.name, status.value, x, y, has_mark, place["size"] < SMALL)
        )
    ordered = {status.value: by_status[status.value] for status in reversed(Status) if status.value in by_status}
    shown = [place for places in ordered.values() for place in places]
    return WorldMap(atlas["width"], atlas["height"], ordered, _crowded(shown, atlas), tuple(beside))


@cache
def _atlas() -> Any:
    return json.loads(Path(__file__).with_name("world.json").read_text())


def _crowded(places: Sequence[Placed], atlas: Any) -> Window | None:
    """The window in which most of them stand; None where there is no crowd."""
    width = atlas["width"] * ENLARGED
    height = round(width * 0.8, 1)
    best = max((_around([place], width, height) for place in places), key=lambda w: _inside(w, places), default=None)
    if best is None or _inside(best, places) < max(FEWEST_ENLARGED, len(places) / SHARE_ENLARGED):
        return None
    return _around([place for place in places if best.holds(place)], width, height)


def _around(places: Sequence[Placed], width: float, height: float) -> Window:
    xs, ys = [place.x for place in places], [place.y for place in places]
    x, y = (min(xs) + max(xs) - width) / 2, (min(ys) + max(ys) - height) / 2
    return Window(round(x, 1), round(max(0.0, y), 1), width, height)


def _inside(window: Window, places: Sequence[Placed]) -> int:
    return sum(map(window.holds, places))
