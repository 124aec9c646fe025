"""Keys for rows that come without one: the first that are free, one row or a thousand at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from signatories.models.facts import HeldRow


def give_keys(rows: Sequence[HeldRow], spoken_for: Container[str] = ()) -> None:
    """Gives each row of one model the first free key of its stem that is not spoken for.

    Asks for whole keys, a few queries for all rows: what begins with a stem, SQLite would seek in the whole table.
    """
    waiting: defaultdict[str, list[HeldRow]] = defaultdict(list)
    for row in rows:
        waiting[row.key_stem].append(row)
    candidates = {stem: alike[0].keys_to_try() for stem, alike in waiting.items()}
    model: Any = type(rows[0]) if rows else None
    tried = 1
    while waiting:
        found = {stem: list(islice(candidates[stem], len(alike) + tried)) for stem, alike in waiting.items()}
        asked = [key for keys in found.values() for key in keys]
        taken = set(model.objects.filter(key__in=asked).values_list("key", flat=True))
        for stem, keys in found.items():
            for key in keys:
                if waiting[stem] and key not in taken and key not in spoken_for:
                    waiting[stem].pop(0).key = key
            if not waiting[stem]:
                del waiting[stem]
        tried *= 4
