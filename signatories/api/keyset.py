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
from django.db.models import F, Q, QuerySet


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

    def sort(self, queryset: QuerySet[Any], *, backwards: bool = False) -> QuerySet[Any]:
        """The rows in this order, or in the opposite one."""
        column = F(self.column)
        descending = self.descending != backwards
        nulls: dict[str, bool] = {}
        if self.nullable:
            nulls = {"nulls_first": True} if backwards else {"nulls_last": True}
        first = column.desc(**nulls) if descending else column.asc(**nulls)
        if self.column == "key":
            return queryset.order_by(first)
        return queryset.order_by(first, F("key").desc() if descending else F("key").asc())

    def after(self, value: Any, key: str, *, backwards: bool = False) -> Q:
        """Rows that come after the place in this order, or before it."""
        descending = self.descending != backwards
        past = "lt" if descending else "gt"
        if self.column == "key":
            return Q(**{f"key__{past}": key})
        later_key = Q(**{f"key__{past}": key})
        unknown = Q(**{f"{self.column}__isnull": True})
        if value is None:
            return unknown & later_key | (~unknown if backwards else Q(pk__in=[]))
        beyond = Q(**{f"{self.column}__{past}e": value}) & (Q(**{f"{self.column}__{past}": value}) | later_key)
        return beyond | unknown if self.nullable and not backwards else beyond


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
            raise NotACursor("This is not a cursor: take it from `next` or `previous` of a page.") from None


def instant(text: str) -> dt.datetime:
    """The instant, in UTC."""
    return dt.datetime.fromisoformat(text).astimezone(dt.UTC)


def fingerprint(*parts: Any) -> str:
    """A short word for what a cursor belongs to."""
    return hashlib.sha256(orjson.dumps(parts, default=str)).hexdigest()[:16]
