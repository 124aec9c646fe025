"""What pages of a list need to know of it, such as how many rows it has: found once of each version of the record."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from signatories.keeping.notes import noted_version
from signatories.keeping.store import store


@dataclass(frozen=True, slots=True)
class Small:
    """A number or a word: what takes next to no room."""

    size: ClassVar[int] = 500
    value: Any


def kept_count(rows: QuerySet[Any]) -> int:
    """How many rows there are in the version of the record that the answer in the making is of, kept for the next."""
    try:
        question = rows.order_by().query.sql_with_params()
    except EmptyResultSet:
        return 0
    number: int = kept(f"count-{hashlib.blake2b(repr(question).encode(), digest_size=20).hexdigest()}", rows.count)
    return number


def kept(name: str, make: Callable[[], Any]) -> Any:
    """What `make` makes of the version of the record that the answer in the making is of, kept for the next answer."""
    version = noted_version()
    if version is None:
        return make()
    found = store().get(f"{version.name}-{name}")
    if found is None:
        found = Small(make())
        store().keep(f"{version.name}-{name}", found)
    return found.value
