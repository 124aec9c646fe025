"""Which line of a file each row came from, for millions of rows in little memory."""

from __future__ import annotations

from array import array

PAGE = 4096


class Lines:
    """Line numbers by database id."""

    def __init__(self) -> None:
        self._pages: dict[int, array[int]] = {}

    def note(self, pk: int, line: int) -> None:
        """The row with this id came from this line."""
        page = self._pages.get(pk // PAGE)
        if page is None:
            page = self._pages[pk // PAGE] = array("I", bytes(4 * PAGE))
        page[pk % PAGE] = line

    def line_of(self, pk: int) -> int | None:
        """The line the row came from; None for a row that came from none."""
        page = self._pages.get(pk // PAGE)
        return (page[pk % PAGE] or None) if page else None
