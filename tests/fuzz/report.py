"""What was asked and what came back, counted and told."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.asking import Answer, Ask, Asked
from tests.fuzz.judging import SECONDS, faults, is_of_the_server

SHOWN = 3
"""So many requests are shown of each fault at an address."""


@dataclass
class Report:
    """Asks, judges and counts. What took too long is asked again: the machine may have been busy."""

    ask: Ask
    told: Callable[[str], None] = print
    statuses: dict[str, Counter[str]] = field(default_factory=dict)
    slowest: list[tuple[float, int, Asked]] = field(default_factory=list)
    faults: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    asked: int = 0
    slow_once: int = 0

    def judged(self, asked: Asked) -> Answer:
        """The answer, once it was counted and judged."""
        answer = self.ask(asked)
        wrong = faults(asked, answer)
        if "slow" in wrong:
            wrong = self.slow_twice(wrong, self.ask(asked))
        self.count(asked, answer, wrong)
        return answer

    def slow_twice(self, wrong: list[str], again: Answer) -> list[str]:
        """What is wrong with an answer that took too long, now that it was asked for again."""
        if again.seconds > SECONDS:
            return wrong
        self.slow_once += 1
        return [fault for fault in wrong if fault != "slow"]

    def count(self, asked: Asked, answer: Answer, wrong: list[str]) -> None:
        """Notes an answer and what is wrong with it."""
        self.asked += 1
        word = "server" if is_of_the_server(answer) else str(answer.status)
        self.statuses.setdefault(asked.route, Counter())[word] += 1
        heapq.heappush(self.slowest, (answer.seconds, self.asked, asked))
        if len(self.slowest) > 10:
            heapq.heappop(self.slowest)
        for fault in wrong:
            if (asked.route, fault) not in self.faults:
                self.told(f"FAULT at /{asked.route}: {fault}: {asked}")
            shown = self.faults.setdefault((asked.route, fault), [])
            if len(shown) < SHOWN:
                shown.append(f"{asked}\n      -> {answer.status} in {answer.seconds:.2f} s {answer.body[:300]!r}")

    @property
    def total(self) -> Counter[str]:
        """How often each status came."""
        return sum(self.statuses.values(), Counter())

    def __str__(self) -> str:
        lines = ["", "Requests by address and status (server: refused by the server itself, as no HTTP):"]
        lines += [f"  /{route:60} {_counts(counted)}" for route, counted in sorted(self.statuses.items())]
        lines += [f"  {'in all':61} {_counts(self.total)}", "", "The slowest:"]
        lines += [f"  {seconds:.2f} s  {asked}" for seconds, _, asked in sorted(self.slowest, reverse=True)]
        for (route, fault), shown in self.faults.items():
            lines += ["", f"FAULT at /{route}: {fault}", *(f"  {each}" for each in shown)]
        return "\n".join(lines)


def _counts(counted: Counter[str]) -> str:
    return ", ".join(f"{status}: {times}" for status, times in sorted(counted.items()))
