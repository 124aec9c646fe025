"""Text that a spreadsheet would take for a formula: kept from being one when downloaded, and read back as it was."""

from __future__ import annotations

SIGNS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
MARK = "'"


def guarded(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula: with an apostrophe before it where it needs one.

    >>> guarded("=1+1")
    "'=1+1"
    """
    return f"{MARK}{text}" if _needs_a_guard(text) else text


def unguarded(cell: str) -> str:
    """The text of a cell that `guarded` made; every other as it stands.

    >>> [unguarded(guarded(text)) for text in ("=1+1", "'=1+1", "'tis", " -")]
    ['=1+1', "'=1+1", "'tis", ' -']
    """
    return cell[1:] if cell.startswith(MARK) and _needs_a_guard(cell) else cell


def _needs_a_guard(text: str) -> bool:
    """Also where only apostrophes stand before the formula, so that one more can be told from them."""
    bare = text.lstrip(MARK)
    return bare.lstrip().startswith(SIGNS) or bare.startswith(("\t", "\r", "\n"))
