"""Which participant, treaty or source a cell means: one of the record, or one that the package itself brings."""

from __future__ import annotations

from functools import cached_property

from signatories.models import Participant
from signatories.models.directory import Directory
from signatories.models.participants import OTHER_CODES


class Names:
    """The keys that may be named, and those of the package that were refused and so are nothing to stand on."""

    def __init__(self) -> None:
        self._directory = Directory()
        self._brought: dict[str, dict[str, str]] = {"participants": {}, "treaties": {}, "sources": {}}
        self.refused: set[tuple[str, str]] = set()

    def bring(self, table: str, key: str, alpha2: str = "") -> None:
        """Notes that the package brings a participant, a treaty or a source with this key."""
        brought = self._brought[table]
        brought[_look(table, key)] = key
        if table == "participants":
            codes = [alpha2, *(code for code, meant in OTHER_CODES.items() if meant == key)]
            for code in filter(None, codes):
                brought.setdefault(code.upper(), key)

    def key(self, table: str, code: str) -> str | None:
        """The key that the code means; None where there is none, or more than one."""
        meant = self.meant(table, code)
        return meant[0] if len(meant) == 1 else None

    def meant(self, table: str, code: str) -> list[str]:
        """The keys that the code may mean: one, or none."""
        look, brought = _look(table, code), self._brought[table]
        if brought.get(look) == look:
            return [look]
        known = {
            "participants": self._directory.participant_key,
            "treaties": self._directory.treaty_key,
            "sources": self._directory.source_key,
        }[table](code)
        found = known or brought.get(look)
        return [found] if found else []

    def nearest(self, table: str, code: str) -> list[str]:
        """Up to three known keys that look like the code, in words to choose from."""
        return self._directory.nearest(code, {*self._known[table], *self._brought[table].values()})

    @cached_property
    def _known(self) -> dict[str, list[str]]:
        directory = self._directory
        return {
            "participants": list(directory.participants),
            "treaties": list(directory.treaties),
            "sources": list(directory.source_keys),
        }

    @cached_property
    def participants(self) -> dict[str, Participant]:
        """Every participant stored by now, for rules that ask what sort one is."""
        return {participant.key: participant for participant in Participant.objects.all()}


def _look(table: str, code: str) -> str:
    """A key in the one case that keys of the table have."""
    return code.upper() if table == "participants" else code.lower()
