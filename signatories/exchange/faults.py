"""What is wrong with a package: every bad row, where it stands, why, and what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

MOST = 1000
"""So many faults are kept to be told; of those beyond, only how many there are."""

SHOWN = 60
_BETWEEN_SENTENCES = re.compile(r"(?<=[.)]) (?=[A-ZÀ-Ý])")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: the file, its line (None where no one line is), the column and value, why, a remedy."""

    file: str
    line: int | None
    column: str
    value: str
    reason: str
    remedy: str
    is_malformed: bool = False
    """Whether what was given has not the form of a row, so that no rule was asked about it."""

    def __str__(self) -> str:
        line = f", line {self.line}" if self.line else ""
        column = f", {self.column}" if self.column else ""
        shown = self.value if len(self.value) <= SHOWN else f"{self.value[:SHOWN]}…"
        value = f" {shown!r}" if self.value and repr(shown) not in self.reason else ""
        return f"{self.file}{line}{column}{value}: {self.reason} {self.remedy}".rstrip()


class Faults:
    """The faults found so far: the first thousand, and how many there are in all."""

    def __init__(self) -> None:
        self.kept: list[Fault] = []
        self.count = 0

    def add(self, fault: Fault) -> None:
        """Notes a fault."""
        self.count += 1
        if len(self.kept) < MOST:
            self.kept.append(fault)

    def __bool__(self) -> bool:
        return self.count > 0


class BadPackage(Exception):
    """A package that is not imported: its faults in the order of tables and lines, the first thousand of `count`."""

    def __init__(self, name: str, faults: list[Fault], count: int) -> None:
        super().__init__(f"{name} was not imported and nothing was changed: {count} fault{'s' if count > 1 else ''}.")
        self.faults = faults
        self.count = count
        self.outcomes: Mapping[tuple[str, int], Any] = {}
        """What each row that could be judged would have become, by table and line, where that was asked for."""


def reason_and_remedy(sentence: str) -> tuple[str, str]:
    """A rule's sentence in its two parts: what is wrong, and what to do.

    >>> reason_and_remedy("Only a denunciation has a scope: leave it empty.")
    ('Only a denunciation has a scope.', 'Leave it empty.')
    """
    *said, last = _BETWEEN_SENTENCES.split(sentence.strip())
    if said:
        return " ".join(said), last
    reason, colon, remedy = sentence.rpartition(": ")
    if colon and remedy[:1].islower():
        return f"{reason.rstrip()}.", remedy[:1].upper() + remedy[1:]
    return sentence, _("Correct this row.")
