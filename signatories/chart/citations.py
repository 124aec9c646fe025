"""The sources of facts, for many rows at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from signatories.models import Fact, HeldRow
from signatories.models.directory import Directory
from signatories.models.plain_rows import further_citations

Row = TypeVar("Row", bound=HeldRow)


class Cited(NamedTuple):
    """A source and the place in it."""

    key: str
    title: str
    publisher: str | None
    published_on: str | None
    url: str | None
    locator: str


def citations(
    model: type[HeldRow], rows: Iterable[tuple[Any, str, str]], directory: Directory | None = None
) -> dict[Any, list[Cited]]:
    """For each row, given as its id, first source and locator: its citations, the first one first.

    Two queries; one where the directory knows the sources already.
    """
    cited = places(model, rows)
    about = (directory or Directory()).sources(source for one in cited.values() for source, _ in one)
    return {pk: [Cited(*about[source], locator) for source, locator in one] for pk, one in cited.items()}


def places(model: type[HeldRow], rows: Iterable[tuple[Any, str, str]]) -> dict[Any, list[tuple[str, str]]]:
    """The same without what the sources are: their keys and the places in them. One query."""
    found: dict[Any, list[tuple[str, str]]] = {pk: [(source, locator)] for pk, source, locator in rows}
    if issubclass(model, Fact):
        for pk, further in further_citations(model, list(found)).items():
            found[pk] += further
    return found


@dataclass(frozen=True, slots=True)
class CitedRow(Generic[Row]):
    """A stored row with the places it is taken from, the first one first."""

    row: Row
    sources: tuple[Cited, ...]


def cited(model: type[Row], rows: Iterable[Row]) -> list[CitedRow[Row]]:
    """Rows of one model, in their order, with their citations. Two queries beside the rows' own."""
    rows = list(rows)
    found = citations(model, [(row.pk, row.source_id, row.locator) for row in rows])
    return [CitedRow(row, tuple(found[row.pk])) for row in rows]
