"""The made-up record into a database, quickly: rows by SQL, in one change that ends as each of the product's does.

What is left out is what the importer does for strangers' rows: reading cells, looking for a row under the same key,
`clean()`, and treaty law, which the generator keeps by itself (`manage.py check_record` holds it to that). The
database's own rules and guards are on. The product ends the change: what follows from it, the log, its root. Only a
record too large for that in good time goes without the log.

`python -m benchmarks.bulk ACTS SEED`, with DATABASE_URL naming an empty database that is migrated.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from benchmarks.record import SEED, made_up_record
from benchmarks.record.plain import Row, Rows

TOGETHER = 20_000
LOGGED_UP_TO = 500_000
"""Acts above which the log is left out: it takes most of the time, and no measure of so large a record asks for it."""


def load(acts: int, seed: int = SEED, *, logged: bool | None = None) -> int:
    """Records a made-up record in the database that Django is set up for; gives the number of its rows.

    Where it is not to be logged, the change has no entries and its root is made up: `verify_log` will say so.
    """
    from signatories.record.changing import change

    _make_room()
    if acts > LOGGED_UP_TO if logged is None else not logged:
        return _load_unlogged(acts, seed)
    with change(reason="Made up, to measure.", restoring=True) as changing:
        stored = _insert_record(acts, seed, changing.change.number, changing.stored)
        changing.is_known_to_stand = True
    return stored


def _make_room() -> None:
    """Lets SQLite keep a gigabyte of pages in memory: its indexes are written all over, and each page many times."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size = -1000000")


def _load_unlogged(acts: int, seed: int) -> int:
    import datetime as dt

    from django.db import transaction

    from signatories.models import HELD, Change, Moment
    from signatories.record.periods import every_treaty, keep_periods
    from signatories.record.statistics import tell_how_tables_have_grown

    with transaction.atomic():
        change = Change.objects.create(number=1, restores=True, reason="Made up, to measure; its log is left out.")
        stored = _insert_record(acts, seed, change.number, lambda *_: None)
        at = dt.datetime.now(dt.UTC)
        moments = {
            at for model in HELD for at in model.objects.order_by().values_list("known_from", flat=True).distinct()
        }
        Moment.objects.bulk_create(Moment(at=at, change=change) for at in sorted(moments))
        change.at, change.size, change.root = at, stored, "0" * 64
        change.save(force_update=True)
        keep_periods(every_treaty())
        tell_how_tables_have_grown(stored)
    return stored


def _insert_record(acts: int, seed: int, change: int, label_stored: Callable[[Any, None], None]) -> int:
    """Stores every row as brought by the change, and tells of each name, title and source."""
    from django.db import connection, reset_queries

    stored = 0
    tables = _tables(change)
    with connection.cursor() as cursor:
        for some in _batches(made_up_record(acts, seed)):
            for name, rows in some.items():
                table = tables[name]
                table.insert(cursor, rows)
                stored += len(rows)
                for row in () if table.is_held else rows:
                    label_stored(table.model(pk=row[table.identity]), None)
            reset_queries()
    return stored


def _batches(record: Iterable[Rows]) -> Iterator[Rows]:
    """The record's rows, many treaties at a time."""
    gathered: defaultdict[str, list[Row]] = defaultdict(list)
    for rows in record:
        for name, some in rows.items():
            gathered[name] += some
        if len(gathered["actions"]) > TOGETHER:
            yield gathered
            gathered = defaultdict(list)
    yield gathered


def _tables(change: int) -> dict[str, _Table]:
    from signatories.models import HELD, LABELS

    citations = _Citations()
    return {model.table: _Table(model, change, citations) for model in (*LABELS, *HELD)}


class _Citations:
    """The places cited beside the first, each with its id."""

    def __init__(self) -> None:
        self.ids: dict[tuple[str, str], int] = {}
        self.stored = 0

    def id_of(self, place: tuple[str, str]) -> int:
        return self.ids.setdefault(place, len(self.ids) + 1)

    def insert(self, cursor: Any) -> None:
        from signatories.models import Citation

        new = list(self.ids.items())[self.stored :]
        _insert(cursor, Citation._meta.db_table, ["id", "source_id", "locator"], ((pk, *place) for place, pk in new))
        self.stored = len(self.ids)


class _Table:
    """One table on its way in."""

    def __init__(self, model: Any, change: int, citations: _Citations) -> None:
        from signatories.models import HeldRow

        self.model, self.citations = model, citations
        self.is_held = issubclass(model, HeldRow)
        self.ids: dict[str, int] = {}
        self.identity = next(iter(model.columns))
        public = {attribute: name for name, attribute in model.columns.items()}
        fields = list(model._meta.concrete_fields)
        self.columns = [field.column for field in fields]
        self.takes = [self._taking(field, public, change) for field in fields]
        self.lists = [field for field in model._meta.many_to_many if field.name in public]
        self.public = public

    def insert(self, cursor: Any, rows: list[Row]) -> None:
        """Stores the rows with the places and other rows they name."""
        if self.is_held:
            for row in rows:
                self.ids[row["key"]] = len(self.ids) + 1
        _insert(cursor, self.model._meta.db_table, self.columns, ([take(row) for take in self.takes] for row in rows))
        for field in self.lists:
            name = self.public[field.name]
            pairs = ((self._pk(row), key) for row in rows for key in row.get(name) or ())
            _insert(cursor, field.m2m_db_table(), [field.m2m_column_name(), field.m2m_reverse_name()], pairs)
        if self.is_held:
            self._cite(cursor, rows)

    def _pk(self, row: Row) -> Any:
        return self.ids[row["key"]] if self.is_held else row[self.identity]

    def _cite(self, cursor: Any, rows: list[Row]) -> None:
        field = self.model._meta.get_field("also_cited")
        pairs = [
            (self.ids[row["key"]], self.citations.id_of(place))
            for row in rows
            for place in zip(row["source"][1:], row["locator"][1:], strict=True)
        ]
        self.citations.insert(cursor)
        _insert(cursor, field.m2m_db_table(), [field.m2m_column_name(), field.m2m_reverse_name()], pairs)

    def _taking(self, field: Any, public: dict[str, str], change: int) -> Callable[[Row], Any]:
        """What a column stores of a row."""
        from signatories.models.fields import WordListField

        name = public.get(field.name, field.name)
        if field.name == "id":
            return lambda row: self.ids[row["key"]]
        if field.name in ("source", "locator"):
            return lambda row: row[name][0]
        if field.name == "known_from":
            return lambda row: row[name].replace("T", " ").removesuffix("Z")
        if field.name in ("known_until", "closed_by"):
            return lambda row: None
        if field.name == "brought_by":
            return lambda row: change
        if isinstance(field, WordListField):
            return lambda row: json.dumps(row.get(name) or [])
        if field.many_to_one and field.related_model is self.model and self.is_held:
            return lambda row: self.ids[row[name]] if row.get(name) else None
        empty = None if field.null else field.get_default() if field.has_default() else ""
        return lambda row: empty if row.get(name) in (None, "") else row[name]


def _insert(cursor: Any, table: str, columns: list[str], rows: Iterable[Any]) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    places = ", ".join(["%s"] * len(columns))
    cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", list(rows))


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convention_api.settings")
    django.setup()
    print(load(*map(int, sys.argv[1:])))
