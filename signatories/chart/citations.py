"""The sources of facts, for many rows at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from signatories.models import Fact, HeldRow
from signatories.models.directory import Directory

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
    places: dict[Any, list[tuple[str, str]]] = {pk: [(source, locator)] for pk, source, locator in rows}
    if issubclass(model, Fact):
        for pk, source, locator in sorted(_further(model, list(places))):
            places[pk].append((source, locator))
    about = (directory or Directory()).sources(source for cited in places.values() for source, _ in cited)
    return {pk: [Cited(*about[source], locator) for source, locator in cited] for pk, cited in places.items()}


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


def _further(model: type[Fact], ids: list[Any]) -> Iterable[tuple[Any, str, str]]:
    """The places that facts cite beside their first."""
    owner = str(model._meta.get_field("also_cited").m2m_column_name())
    through: Any = model.also_cited.through
    rows = through.objects.filter(**{f"{owner}__in": ids})
    return rows.values_list(owner, "citation__source_id", "citation__locator")  # type: ignore[no-any-return]
