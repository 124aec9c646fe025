"""One list, from a request's parameters to a page of rows.

Every list of the API is read here, so that parameters, pages, CSV and errors
mean the same everywhere; a view says only which rows, filters and fields.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import islice
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import Case, QuerySet, When
from django.http import QueryDict

from signatories.api.columns import DayColumn, MomentColumn, Speaker
from signatories.api.day_filters import DayFilter
from signatories.api.filter_kinds import NAMED, TOLD, WHOLE
from signatories.api.filters import RecordFilterSet
from signatories.api.keyset import NO_CURSOR, Cursor, NotACursor, Order, fingerprint, instant
from signatories.api.nearest import Stretch, are_sorted, are_walked, end_of_walk
from signatories.api.parameters import CERTAINTIES, Asked, Reader, known_fields, language_of
from signatories.api.rendering import in_columns
from signatories.api.rows import RowReader
from signatories.api.serializers import RecordSerializer
from signatories.keeping.counts import kept_count
from signatories.keeping.notes import note_reaching, present
from signatories.keeping.once import once, unless_now
from signatories.models import HeldRow, Participant
from signatories.models.directory import plain
from signatories.querysets import declared_on, holds_on
from signatories.record.moments import last_change
from signatories.treaty_law.days import PartialDay

COMMON = ["cursor", "fields", "format", "known_on", "lang", "limit", "ordering"]
DEFAULT_LIMIT, MOST_ROWS, CHUNK = 100, 1000, 2000


@cache
def orders_of(serializer: RecordSerializer) -> dict[str, Order]:
    """The orders a list offers, by name: every day and instant of its rows, `key` and, where there is one, `name`."""
    columns: dict[str, tuple[Any, ...]] = {"key": ("key",)}
    for name, field in serializer.fields.items():
        if isinstance(field, DayColumn | MomentColumn):
            read = PartialDay.parse if isinstance(field, DayColumn) else instant
            columns[name] = (field.paths[0], field.allow_null, read)
    if serializer.model is Participant:
        columns["name"] = ("name",)
    return {f"{sign}{name}": Order(f"{sign}{name}", *column) for name, column in columns.items() for sign in ("", "-")}


class ListQuestion:
    """What one request asks of a list: which rows, which moment, which page, said how."""

    own_parameters: ClassVar[tuple[str, ...]] = ()
    default_order: ClassVar[str] = "key"

    def __init__(
        self,
        parameters: QueryDict,
        *,
        rows: QuerySet[Any],
        serializer: RecordSerializer,
        filters: type[RecordFilterSet],
        address: str,
        root: str,
    ) -> None:
        self.parameters, self.serializer, self.address, self.root = parameters, serializer, address, root
        self.has_days = has_interval(serializer.model)
        reader = Reader(parameters, self.accepted(serializer, filters))
        self.limit = reader.number("limit", None, 1, MOST_ROWS)
        self.names = known_fields(reader, list(serializer.fields))
        self.order = self._order(reader)
        self.language = language_of(reader)
        self.cursor = self._cursor(reader)
        self.asked = self._asked(reader)
        self.rows = self._rows(rows)
        data = {name: parameters.getlist(name) for name in parameters}
        self.filters, self.reader = filters(data, self.rows, self.asked), reader
        self.rows = self.filters.apply(reader)
        reader.finish()

    @classmethod
    def orders(cls, serializer: RecordSerializer) -> dict[str, Order]:
        """The orders this list offers, by name."""
        return orders_of(serializer)

    @classmethod
    def accepted(cls, serializer: RecordSerializer, filters: type[RecordFilterSet]) -> list[str]:
        """The parameters this list takes."""
        accepted = [*COMMON, *cls.own_parameters, *filters.base_filters]
        if any(isinstance(kind, DayFilter) for kind in filters.base_filters.values()):
            accepted.append("certainty")
        if has_interval(serializer.model):
            accepted.append("as_of")
        return accepted

    def _order(self, reader: Reader) -> Order:
        orders = self.orders(self.serializer)
        return orders[reader.word("ordering", list(orders), self.default_order)]

    @cached_property
    def _owner(self) -> str:
        """What a cursor of this question belongs to: everything that decides which rows, in which order."""
        free = {"cursor", "limit", "fields", "format", "known_on", "lang"}
        question = sorted((name, sorted(values)) for name, values in self.parameters.lists() if name not in free)
        by_language = self.language if self.order.column == "name" else ""
        return fingerprint(self.serializer.resource, question, by_language)

    def _cursor(self, reader: Reader) -> Cursor | None:
        text = reader.one("cursor")
        if text is None:
            return None
        try:
            cursor = Cursor.from_text(text, self._owner, self.order.read)
            if cursor.value is None and not self.order.nullable:
                raise NotACursor(NO_CURSOR)
        except NotACursor as error:
            reader.wrong("cursor", str(error))
            return None
        note_reaching(cursor.known_on)
        return cursor

    def _asked(self, reader: Reader) -> Asked:
        known_on = reader.moment("known_on")
        if self.cursor and self.cursor.known_on > present():
            reader.wrong("cursor", "This cursor lies in the future: take it from `next` or `previous` of a page.")
        return Asked(
            day=reader.day("as_of") if self.has_days else None,
            known_on=unless_now(self.cursor.known_on) if self.cursor else known_on,
            certain=reader.word("certainty", CERTAINTIES, "possible") == "certain",
            language=self.language,
        )

    def _rows(self, rows: Any) -> QuerySet[Any]:
        if issubclass(rows.model, HeldRow):
            moment = self.asked.known_on
            rows = rows.known_on(moment) if moment else rows.filter(known_until__unindexed=None)
        if self.ranks is not None:
            rows = rows.annotate(name=Case(*[When(key=key, then=rank) for key, rank in self.ranks.items()], default=0))
        if self.asked.as_of_given:
            rows = rows.filter((holds_on if hasattr(rows.model, "valid_from") else declared_on)(self.asked.as_of))
        return rows

    @cached_property
    def ranks(self) -> dict[str, int] | None:
        """Each participant's place in the order of names in the language asked; None where that order is not asked.

        Databases disagree on where accented letters go, so the order is made here.
        """
        if self.order.column != "name":
            return None
        named = [(plain(one.name(self.language)), key) for key, one in self.asked.directory.participants.items()]
        return {key: rank for rank, (_, key) in enumerate(sorted(named))}

    @cached_property
    def speaker(self) -> Speaker:
        """How this question's rows are said."""
        return Speaker(self.asked.directory, self.language, self.root, self.asked.known_on)

    def page(self) -> dict[str, Any]:
        """The page asked for, as the list's body."""
        known_on, count = self.last_change(), kept_count(self.rows)
        limit, backwards = self.limit or DEFAULT_LIMIT, self._backwards
        reader = self._reader()
        values = self._nearest(count, reader.values, limit + 1) if count else []
        more, values = len(values) > limit, values[:limit]
        if backwards:
            values.reverse()
        has_next, has_previous = (True, more) if backwards else (more, self.cursor is not None)
        body: dict[str, Any] = {
            "count": count,
            "next": self._link(values[-1], known_on, backwards=False) if has_next and values else None,
            "previous": self._link(values[0], known_on, backwards=True) if has_previous and values else None,
            "known_on": known_on,
        }
        if self.asked.as_of_given:
            body["as_of"] = self.asked.as_of
        return body | self.about(values, has_next) | {"results": reader.say(values)}

    def last_change(self) -> dt.datetime | None:
        """The instant from which the rows have been the same."""
        return last_change(self.asked.known_on) if self.asked.known_on else once(last_change)

    def about(self, values: list[Any], has_next: bool) -> dict[str, Any]:
        """What a list's body says further of its page."""
        return {}

    @staticmethod
    def said_beside_its_page() -> dict[str, Any]:
        """The fields of that, for the OpenAPI document."""
        return {}

    def _reader(self) -> RowReader:
        """Reads each row's place in the order first, then what is asked of it."""
        return RowReader(self.serializer, self.speaker, self.names, "key", self.order.column)

    @property
    def _backwards(self) -> bool:
        """Whether the cursor asks for the rows before it."""
        return bool(self.cursor and self.cursor.backwards)

    def _nearest(self, count: int, select: Callable[[QuerySet[Any]], QuerySet[Any]], most: int) -> list[Any]:
        """What is selected of up to so many rows on the cursor's side of its place, nearest first.

        Rows with certain words are first sought by what they name, in an index; texts, which have none, are then read
        no further than the page goes.
        """
        if self.order.column != "key" or "search" not in self.filters.filters:
            return list(self._values(self._on_the_way(count, most), select, most))
        falls = self._falls
        found = {values[0]: values for values in self._values(self._on_the_way(count, most, NAMED), select, most)}
        told = self._on_the_way(count, most, TOLD)
        if len(found) == most:
            last = next(reversed(found))
            told = (Stretch(one.rows.filter(**{"key__gte" if falls else "key__lte": last})) for one in told)
        found |= {values[0]: values for values in self._values(told, select, most)}
        return [found[key] for key in sorted(found, reverse=falls)[:most]]

    def _on_the_way(self, count: int, most: int, part: str = WHOLE) -> Iterator[Stretch]:
        """The rows as a page reads them, one part after the other: along the list for a while, then those beyond."""
        rows = self.rows if part == WHOLE else self.filters.apply(self.reader, part=part)
        if are_walked(self.filters, self.order, count):
            (ahead,) = self._stretches(self.rows.model.objects.all())
            begins = "" if self.cursor else f"{self.serializer.resource} {self.order.name}"
            walked, end = self.filters.apply(self.reader, walked=True, part=part), end_of_walk(ahead, most, begins)
            if end is None:
                yield Stretch(walked)
                return
            falls = self._falls
            yield Stretch(walked.filter(**{"key__gte" if falls else "key__lte": end}))
            rows = rows.filter(**{"key__lt" if falls else "key__gt": end})
        yield Stretch(rows, are_sorted(self.filters, self.asked, self.order))

    @property
    def _falls(self) -> bool:
        """Whether the page is read from greater keys to lesser."""
        return self.order.descending != self._backwards

    def _values(
        self, among: Iterable[Stretch], select: Callable[[QuerySet[Any]], QuerySet[Any]], most: int | None
    ) -> Iterator[Any]:
        """What is selected of up to so many rows (None: of all) on the cursor's side of its place, nearest first."""
        for stretch in (Stretch(rows, one.is_sorted) for one in among for rows in self._stretches(one.rows)):
            if most is None:
                yield from select(stretch.rows).iterator(CHUNK)
                continue
            found = list(select(stretch.first(most)))
            yield from found
            most -= len(found)
            if not most:
                return

    def _stretches(self, rows: QuerySet[Any]) -> list[QuerySet[Any]]:
        """The rows on the cursor's side of its place, nearest first."""
        return self.order.stretches(rows, self._place(), backwards=self._backwards)

    def _place(self) -> tuple[Any, str] | None:
        """The cursor's place in the order."""
        if self.cursor is None:
            return None
        ranks = self.ranks
        return self.cursor.value if ranks is None else ranks.get(self.cursor.key, len(ranks)), self.cursor.key

    def _link(self, values: Any, known_on: dt.datetime | None, *, backwards: bool) -> str:
        key, value = values[0], values[self.order.column != "key"]
        moment = self.asked.known_on or known_on or present()
        cursor = Cursor(None if value is None else str(value), key, backwards, moment).to_text(self._owner)
        kept = [(name, value) for name, values in self.parameters.lists() if name != "cursor" for value in values]
        return f"{self.address}?{urlencode([*kept, ('cursor', cursor)])}"

    @property
    def csv_header(self) -> list[str]:
        """The columns of the list as CSV: the fields asked for, sources as the columns of the data package."""
        return self._reader().flat_names

    def csv_rows(self) -> Iterator[Iterable[Sequence[str]]]:
        """All rows as cells, or as many as `limit` says, read in chunks; before a cursor, all of the page at once."""
        reader = self._reader()
        remaining = self._values([Stretch(self.rows)], reader.stored, self.limit)
        if self._backwards:
            remaining = reversed(list(remaining))
        while chunk := list(islice(remaining, CHUNK)):
            yield in_columns(reader.say_flat(chunk))


def has_interval(model: Any) -> bool:
    """Whether rows hold over an interval of days, so that `as_of` means something."""
    return hasattr(model, "valid_from") or hasattr(model, "until")
