"""The footnotes of a page: each source once, numbered as it is first cited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from signatories.chart.citations import Cited


@dataclass(frozen=True, slots=True)
class Reference:
    """A footnote's number where it is cited, and the places in the source that are meant."""

    number: int
    source: Cited
    places: str


@dataclass
class Footnotes:
    """Sources by their key, in the order of their numbers."""

    sources: dict[str, Cited] = field(default_factory=dict)

    def refer(self, places: Iterable[Cited]) -> list[Reference]:
        """The footnotes that these places lead to, each source once, by number."""
        by_source: dict[str, list[Cited]] = {}
        for place in places:
            self.sources.setdefault(place.key, place)
            by_source.setdefault(place.key, []).append(place)
        order = list(self.sources)
        found = [
            Reference(order.index(key) + 1, cited[0], "; ".join(place.locator for place in cited))
            for key, cited in by_source.items()
        ]
        return sorted(found, key=lambda reference: reference.number)

    @property
    def numbered(self) -> list[tuple[int, Cited]]:
        """Every footnote with its number."""
        return list(enumerate(self.sources.values(), start=1))
