"""How many rows a question has: counted once of each version of the record, whatever page of them is asked for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from signatories.keeping.notes import noted_version
from signatories.keeping.store import store


@dataclass(frozen=True, slots=True)
class Count:
    """So many rows."""

    size: ClassVar[int] = 500
    number: int


def kept_count(rows: QuerySet[Any]) -> int:
    """How many rows there are in the version of the record that the answer in the making is of, kept for the next."""
    version = noted_version()
    if version is None:
        return rows.count()
    try:
        question = rows.order_by().query.sql_with_params()
    except EmptyResultSet:
        return 0
    name = f"{version.name}-count-{hashlib.blake2b(repr(question).encode(), digest_size=20).hexdigest()}"
    kept = store().get(name)
    if kept is None:
        kept = Count(rows.count())
        store().keep(name, kept)
    return kept.number
