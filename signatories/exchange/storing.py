"""Rows on their way into the record, many at once; where the database refuses some, which and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.db.models import CheckConstraint, ForeignKey, Model, Q

from signatories.exchange.plan import Altered
from signatories.models import Citation
from signatories.models.refusals import refusals

Place = tuple[str, str]


@dataclass(slots=True)
class Entering:
    """A row with what it brings along: the keys its lists name, and the further places it cites."""

    line: int
    row: Any
    lists: dict[str, list[str]] = field(default_factory=dict)
    cited: list[Place] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)
    corrects: bool = False
    altered: Altered = field(default_factory=dict)


def store(rows: Sequence[Entering]) -> list[Entering]:
    """Stores rows of one model, in order; gives those that the database refuses by themselves."""
    if not rows:
        return []
    try:
        with transaction.atomic():
            _insert(rows)
    except (IntegrityError, DataError):
        if len(rows) == 1:
            return list(rows)
        half = len(rows) // 2
        return store(rows[:half]) + store(rows[half:])
    return []


def reasons_against(row: Model) -> Iterator[tuple[str, str]]:
    """Each sentence with which a rule of its own table refuses the row, and the attribute it concerns."""
    references = {one.name for one in row._meta.fields if isinstance(one, ForeignKey)}
    try:
        row.clean_fields(exclude=references | {"brought_by"})
    except ValidationError as error:
        yield from refusals(error)
        return
    for constraint in row._meta.constraints:
        try:
            constraint.validate(type(row), row)
        except ValidationError as error:
            yield from ((_attribute(constraint), sentence) for _, sentence in refusals(error))
    try:
        row.validate_unique(exclude=references)
    except ValidationError as error:
        yield from refusals(error)


def _insert(rows: Sequence[Entering]) -> None:
    model: Any = type(rows[0].row)
    model._default_manager.bulk_create([entering.row for entering in rows])
    for name in {name for entering in rows for name in entering.lists}:
        listed = [(entering.row.pk, key) for entering in rows for key in entering.lists.get(name, ())]
        _link(model._meta.get_field(name), listed)
    if any(entering.cited for entering in rows):
        citations = _citations({place for entering in rows for place in entering.cited})
        cited = [(entering.row.pk, citations[place]) for entering in rows for place in entering.cited]
        _link(model._meta.get_field("also_cited"), cited)


def _link(many: Any, pairs: list[tuple[Any, Any]]) -> None:
    """Stores which row names which, in order."""
    through = many.remote_field.through
    owner, named = (f"{field_name}_id" for field_name in (many.m2m_field_name(), many.m2m_reverse_field_name()))
    through.objects.bulk_create([through(**{owner: pk, named: key}) for pk, key in pairs])


def _citations(places: set[Place]) -> dict[Place, int]:
    """The id of each place in a source, made where it was never cited before."""
    found = _kept(places)
    Citation.objects.bulk_create(
        Citation(source_id=source, locator=locator) for source, locator in sorted(places - set(found))
    )
    return found | _kept(places - set(found))


def _kept(places: set[Place]) -> dict[Place, int]:
    sources, locators = ({place[part] for place in places} for part in (0, 1))
    rows = Citation.objects.filter(source__in=sources, locator__in=locators)
    return {(source, locator): pk for pk, source, locator in rows.values_list("pk", "source_id", "locator")}


def _attribute(constraint: Any) -> str:
    """The attribute that a constraint is about: of a condition the first it asks for, of a combination the last."""
    if isinstance(constraint, CheckConstraint):
        name, _ = next(_leaves(constraint.condition))  # type: ignore[arg-type]
        return name.split("__")[0]
    *_, named = getattr(constraint, "alike", None) or constraint.fields or constraint.expressions
    return str(getattr(named, "name", named))


def _leaves(condition: Q) -> Iterator[tuple[str, Any]]:
    for child in condition.children:
        if isinstance(child, Q):
            yield from _leaves(child)
        else:
            yield child  # type: ignore[misc]
