"""Words sought in texts, whatever their case and accents, on both databases alike."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from signatories.models.directory import plain

LETTERS = [*range(0x41, 0x530), *range(0x1E00, 0x2000)]


def loosely(word: str) -> str:
    """A regular expression for the word whatever its case and accents, as both databases read it.

    >>> bool(re.search(loosely("TURKIYE"), "Republic of Türkiye"))
    True
    """
    return "".join(_forms().get(plain(letter)) or re.escape(letter) for letter in word)


@cache
def _forms() -> dict[str, str]:
    """For each letter without case and accents, the class of all its forms."""
    forms: defaultdict[str, str] = defaultdict(str)
    for letter in filter(str.isalpha, map(chr, LETTERS)):
        forms[plain(letter)] += letter
    return {letter: f"[{forms}]" for letter, forms in forms.items()}
