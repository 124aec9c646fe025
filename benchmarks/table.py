"""What must be shown, what was measured, and whether it holds."""

from __future__ import annotations

import operator
from dataclasses import dataclass, field
from typing import Any

from benchmarks.measuring import Measured, throughput_ratio, work_ratio

HEAD = ["what", "where", "asked", "measured", ""]


@dataclass(frozen=True)
class Line:
    """One line of what must be shown."""

    what: str
    where: str
    """Database and size."""
    measured: float
    bound: float
    at_least: bool
    unit: str = "×"
    beside: str = ""
    """What else was measured of it."""

    @property
    def holds(self) -> bool:
        """Whether the bound is kept."""
        return bool((operator.ge if self.at_least else operator.le)(self.measured, self.bound))

    def cells(self) -> list[str]:
        """The line as cells of a table."""
        asked = f"{'≥' if self.at_least else '≤'} {amount(self.bound, self.unit)}"
        return [
            self.what,
            self.where,
            asked,
            amount(self.measured, self.unit) + self.beside,
            "holds" if self.holds else "**misses**",
        ]


@dataclass
class Findings:
    """All that a run found."""

    lines: list[Line] = field(default_factory=list)
    details: dict[str, list[list[str]]] = field(default_factory=dict)
    """Further tables by title, each with its head first."""
    left_out: list[str] = field(default_factory=list)

    def add(
        self, what: str, where: str, measured: float, bound: float, *, at_least: bool, unit: str = "×", beside: str = ""
    ) -> None:
        """Notes a line, and shows it at once."""
        line = Line(what, where, measured, bound, at_least, unit, beside)
        self.lines.append(line)
        print("  " + " | ".join(line.cells()).replace("**", ""), flush=True)

    def compare(self, what: str, where: str, ours: Measured, theirs: Measured, bound: float) -> None:
        """Notes how much more is answered of ours; beside it how much less work of a core that takes."""
        by_work = f" (by CPU {amount(work_ratio(ours, theirs), '×')})"
        self.add(what, where, throughput_ratio(ours, theirs), bound, at_least=True, beside=by_work)

    def detail(self, title: str, head: list[str], rows: list[list[str]]) -> None:
        """Notes a further table."""
        self.details[title] = [head, *rows]

    def subjects(self, title: str, found: dict[str, Measured]) -> None:
        """Notes what was seen of each subject."""
        head = ["subject", "requests a second", "p50, ms", "p99, ms", "CPU a request, ms", "memory, MB", "client busy"]
        rows = [
            [
                name,
                f"{measured.seen.rate:,.0f}" if measured.seen.rate >= 10 else f"{measured.seen.rate:.1f}",
                f"{measured.milliseconds(0.5):.1f}",
                f"{measured.milliseconds(0.99):.1f}",
                f"{measured.cpu:.2f}",
                f"{measured.memory:.0f}",
                f"{measured.client:.0%}",
            ]
            for name, measured in found.items()
        ]
        self.detail(title, head, rows)


def amount(value: float, unit: str) -> str:
    """A number with its unit."""
    if unit == "×":
        return f"{value:.2f} ×" if value < 100 else f"{value:,.0f} ×"
    return f"{value:,.2f} {unit}" if value < 10 else f"{value:,.0f} {unit}"


def markdown(rows: list[list[Any]]) -> str:
    """A table of Markdown, its head first."""
    head, *others = rows
    lines = [head, ["---"] * len(head), *others]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)
