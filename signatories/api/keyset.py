"""Pages that begin after a row, not at an offset: the millionth costs what the first does.

An order is one column and, where rows are alike in it, their key; unknown
values come last either way. The cursor holds the place of a row in that order,
the moment the first page was read at, and what list it belongs to.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson
from django.db.models import Q, QuerySet


@dataclass(frozen=True)
class Order:
    """An order of rows: a public name, the stored column it stands for, whether it may be unknown, how it is read."""

    name: str
    column: str
    nullable: bool = False
    read: Callable[[str], Any] = str

    @property
    def descending(self) -> bool:
        """Whether the greatest comes first."""
        return self.name.startswith("-")

    def stretches(
        self, rows: QuerySet[Any], place: tuple[Any, str] | None = None, *, backwards: bool = False
    ) -> list[QuerySet[Any]]:
        """The rows past the place (a value and a key), nearest first, to be read one stretch after the other.

        Unknown values are a stretch of their own after the known ones, so that an index gives each in its order.
        """
        if self.column == "key":
            return [self._by_key(rows, place and place[1], backwards)]
        if not self.nullable:
            return [self._by_value(rows, place, backwards)]
        known, unknown = (rows.filter(**{f"{self.column}__isnull": unknown}) for unknown in (False, True))
        if place is None:
            return [self._by_value(known, None, backwards), self._by_key(unknown, None, backwards)]
        value, key = place
        if value is None:
            last = [self._by_key(unknown, key, backwards)]
            return [*last, self._by_value(known, None, backwards)] if backwards else last
        first = [self._by_value(known, place, backwards)]
        return first if backwards else [*first, self._by_key(unknown, None, backwards)]

    def _by_key(self, rows: QuerySet[Any], key: str | None, backwards: bool) -> QuerySet[Any]:
        """The rows past the key, alike but for it."""
        past, sign = self._way(backwards)
        return (rows if key is None else rows.filter(**{f"key__{past}": key})).order_by(f"{sign}key")

    def _by_value(self, rows: QuerySet[Any], place: tuple[Any, str] | None, backwards: bool) -> QuerySet[Any]:
        """The rows past the place by a value that all of them have.

        The value is asked for twice, so that PostgreSQL begins at it in an index and SQLite does too.
        """
        past, sign = self._way(backwards)
        if place is not None:
            value, key = place
            beyond = Q(**{f"{self.column}__{past}": value}) | Q(**{f"key__{past}": key})
            rows = rows.filter(beyond, **{f"{self.column}__{past}e": value})
        return rows.order_by(f"{sign}{self.column}", f"{sign}key")

    def _way(self, backwards: bool) -> tuple[str, str]:
        """How a later row compares, and the sign of the order."""
        return ("lt", "-") if self.descending != backwards else ("gt", "")


NO_CURSOR = "This is not a cursor: take it from `next` or `previous` of a page."


class NotACursor(ValueError):
    """A cursor that no page of this list gave."""


@dataclass(frozen=True)
class Cursor:
    """The place of a row in an order, as a page gave it."""

    value: Any
    key: str
    backwards: bool
    known_on: dt.datetime

    def to_text(self, belongs_to: str) -> str:
        """The cursor as an opaque word for an address."""
        parts = [self.value, self.key, self.backwards, self.known_on, belongs_to]
        return base64.urlsafe_b64encode(orjson.dumps(parts, default=str)).decode().rstrip("=")

    @classmethod
    def from_text(cls, text: str, belongs_to: str, read: Callable[[str], Any] = str) -> Cursor:
        """The cursor read back, its value by `read`; NotACursor where it is none, or belongs to another list."""
        try:
            padded = text.encode("ascii") + b"=" * (-len(text) % 4)
            value, key, backwards, known_on, owner = orjson.loads(
                base64.b64decode(padded, altchars=b"-_", validate=True)
            )
            if owner != belongs_to:
                raise NotACursor(
                    "This cursor belongs to another list, filter or order: follow it with what it came with."
                )
            if not (isinstance(value, str | None) and isinstance(key, str) and isinstance(backwards, bool)):
                raise ValueError(text)
            if "\x00" in key:
                raise ValueError(text)
            return cls(None if value is None else read(value), key, backwards, instant(known_on))
        except NotACursor:
            raise
        except (binascii.Error, ValueError, TypeError, UnicodeError, OverflowError):
            raise NotACursor(NO_CURSOR) from None


def instant(text: str) -> dt.datetime:
    """The instant, in UTC."""
    return dt.datetime.fromisoformat(text).astimezone(dt.UTC)


def fingerprint(*parts: Any) -> str:
    """A short word for what a cursor belongs to."""
    return hashlib.sha256(orjson.dumps(parts, default=str)).hexdigest()[:16]
