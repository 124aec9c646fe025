"""The text of an entry that is hashed: canonical JSON (RFC 8785).

Where a value has no fractions, and its objects no names but ASCII ones, plain JSON with sorted names is canonical; that
is what nearly every entry is, and orjson writes it many times as fast as the library that knows the whole standard.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import orjson
import rfc8785

PLAIN = (
    orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER | orjson.OPT_PASSTHROUGH_SUBCLASS | orjson.OPT_PASSTHROUGH_DATETIME
)


def canonical(said: Mapping[str, Any]) -> str:
    """What is said, in canonical JSON; ValueError where that has no form for it."""
    said = dict(said)
    if _is_plain(said):
        with suppress(orjson.JSONEncodeError):
            return orjson.dumps(said, option=PLAIN).decode()
    return rfc8785.dumps(said).decode()


def _is_plain(value: Any) -> bool:
    """Whether the value is one that both libraries write alike."""
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is dict:
        return all(type(name) is str and name.isascii() for name in value) and all(map(_is_plain, value.values()))
    return all(map(_is_plain, value)) if kind is list else kind is int and -(2**53) < value < 2**53
