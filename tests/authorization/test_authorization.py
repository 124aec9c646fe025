"""Who may ask what: every address as everybody by every method, held against the committed table.

An address, a role or a right that is new shows as a difference. When it is meant to be so, `make authorization` writes
the table anew: read what changed in it. That asks everything; here, what no code of ours decides is asked of a few, and
what each role may in the admin is held against the table of the walk that asks it there, `tests/admin/roles.txt`.
"""

from __future__ import annotations

import os
from difflib import unified_diff
from pathlib import Path

import pytest
from django.test import Client

from tests.addresses import every_address
from tests.authorization.walking import IN_ROLES, METHODS, UNASKED, in_roles, table

TABLE = Path(__file__).parents[2] / "docs" / "authorization.txt"
SAME = {
    "GET": {"login": "l", "-": "35", "none": "4", "reads": "+>", "edits": "+>"},
    "POST": {"login": "l", "-": "35", "asks": "+>4", "writes": "W+>"},
}
"""The signs for what a word of roles.txt says. There, what was only tried counts as written."""
IS_WRITTEN = bool(os.environ.get("REWRITE_AUTHORIZATION"))


def with_the_rest(line: str, held: list[str]) -> str:
    """A line with what was not asked as it is held.

    >>> with_the_rest("/x  +··5", ["/w  3333", "/x  +++3"])
    '/x  +++5'
    """
    old = next((each for each in held if each.partition(" ")[0] == line.partition(" ")[0]), line)
    return "".join(was if sign == UNASKED else sign for was, sign in zip(old.ljust(len(line)), line, strict=False))


@pytest.mark.django_db
def test_every_address_as_everybody_by_every_method(admin_client: Client) -> None:
    found = table(admin_client, thorough=IS_WRITTEN)
    if IS_WRITTEN:
        TABLE.write_text("\n".join(found) + "\n")
    held = TABLE.read_text().splitlines()
    found = [with_the_rest(line, held) if UNASKED in line else line for line in found]
    assert "\n".join(unified_diff(held, found, TABLE.name, "as it is", lineterm="", n=0)) == ""


class TestTheTable:
    """Whatever the product adds, these hold of it."""

    LINES = TABLE.read_text().splitlines()
    HEADS = [place for place, line in enumerate(LINES) if line.split()[:1] == ["anonymous"]]

    def cells(self, head: int) -> list[dict[str, str]]:
        """A dict for each line under a heading: the cell by who asks; the address under ''."""
        firsts, seconds = self.LINES[head], self.LINES[head + 1].ljust(len(self.LINES[head]))
        starts = [
            place for place in range(len(firsts)) if firsts[place] != " " and firsts[place - 1 : place] in ("", " ")
        ]
        names = [f"{firsts[at:].split()[0]} {seconds[at : at + 14].strip()}".strip() for at in starts]
        lines = iter(self.LINES[head + 2 :])
        rows = []
        while line := next(lines, ""):
            address, *found = line.split()
            rows.append({"": address, **dict(zip(names, found, strict=True))})
        return rows

    def test_it_is_read(self) -> None:
        assert [len(self.cells(head)[0]) > 10 for head in self.HEADS] == [True, True]

    @pytest.mark.parametrize("method", SAME)
    def test_the_admin_is_what_the_walk_through_it_finds(self, method: str) -> None:
        rows = {row[""]: row for row in self.cells(self.HEADS[0])}
        told = {
            address: in_roles()[address.name, method]
            for address in every_address()
            if (address.name, method) in in_roles()
        }
        assert len(told) > 100
        assert [
            (address.route, who, cells[name])
            for address, cells in told.items()
            for who, name in IN_ROLES.items()
            if rows[f"/{address.route}"][who][METHODS.index(method)] not in SAME[method][cells[name].partition("+")[0]]
        ] == []

    def test_nothing_is_written_by_who_was_refused(self) -> None:
        assert not [
            row[""] for head in self.HEADS for row in self.cells(head) if any("!" in c for n, c in row.items() if n)
        ]

    @pytest.mark.parametrize(
        "who",
        ["anonymous", "session outsider", "session no role", "session viewer", "session no CSRF", "session inactive"],
    )
    def test_they_write_nothing(self, who: str) -> None:
        assert not [row[""] for head in self.HEADS for row in self.cells(head) if "W" in row[who]]

    @pytest.mark.parametrize(
        "who", ["token viewer", "token limited", "token expired", "token inactive", "token demoted"]
    )
    def test_nor_do_these_tokens(self, who: str) -> None:
        assert not [row[""] for row in self.cells(self.HEADS[1]) if "W" in row[who]]

    def test_a_token_is_nobody_outside_the_api(self) -> None:
        assert not [row[""] for row in self.cells(self.HEADS[0]) if row["token superuser"] != row["anonymous"]]

    def test_reading_the_api_is_the_same_for_all(self) -> None:
        assert not [
            row[""] for row in self.cells(self.HEADS[1]) if len({cell[:3] for name, cell in row.items() if name}) > 1
        ]

    def test_whoever_may_less_may_nothing_more(self) -> None:
        """What a role writes, the next one writes."""
        roles = [f"session {role}" for role in ("viewer", "editor", "publisher", "administrator", "superuser")]
        for head in self.HEADS:
            for row in self.cells(head):
                writes = ["W" in row[role] for role in roles]
                assert writes == sorted(writes), row[""]
