"""Every rule over the whole record: what `manage.py check_record` runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import CheckConstraint, Count, ForeignKey, Q, UniqueConstraint

from signatories.models import HELD, Citation, HeldRow, Participant, Source, Treaty, TreatyAction
from signatories.models.case_files import in_batches, read_cases
from signatories.models.constraints import NoOverlap
from signatories.models.legality import refusals_in
from signatories.models.refusals import refusals
from signatories.models.triggers import missing_triggers
from signatories.record.periods import every_treaty, untrue_periods

NOUNS = (Source, Citation, Participant, Treaty, *HELD)
CHUNK = 500


@dataclass(frozen=True)
class Broken:
    """A rule that a row breaks, and what to do."""

    table: str
    key: str
    sentence: str
    column: str = ""

    def __str__(self) -> str:
        return f"{self.table} {self.key}{f', {self.column}' if self.column else ''}: {self.sentence}"


def broken_rules(counted: Callable[[], object]) -> Iterator[Broken]:
    """Every rule that the record breaks; `counted` is called once for each row looked at."""
    for name in missing_triggers(connection):
        yield Broken("database", name, "This trigger is missing: run manage.py migrate, which puts it in place.")
    is_readable = True
    for model in NOUNS:
        for broken in chain(_broken_constraints(model), _dangling(model), _broken_rows(model, counted)):
            is_readable = False
            yield broken
    if is_readable:
        yield from _unlawful_acts()
        yield from _untrue_statuses()
    else:
        yield Broken(
            TreatyAction.table, "of every treaty", "Mend the rows above and check again: treaty law reads no others."
        )


def _rows(model: Any) -> Any:
    """The rows held now, each with what it names."""
    rows = model.objects.held() if issubclass(model, HeldRow) else model.objects.all()
    return rows.select_related(*(field.name for field in model._meta.fields if isinstance(field, ForeignKey)))


def _broken_constraints(model: Any) -> Iterator[Broken]:
    """Rows, held or not, that break a constraint of the database, which someone has switched off."""
    for constraint in model._meta.constraints:
        sentence = str(constraint.get_violation_error_message())
        if isinstance(constraint, CheckConstraint):
            for row in model.objects.exclude(constraint.condition).iterator(CHUNK):
                yield Broken(_table(model), str(row), sentence)
        elif isinstance(constraint, UniqueConstraint):
            expressions: Any = constraint.expressions
            columns = [expression.name for expression in expressions]
            rows = model.objects.filter(constraint.condition or Q()).order_by(*columns).values_list(*columns)
            for values in rows.annotate(times=Count("pk")).filter(times__gt=1):
                yield Broken(_table(model), " ".join(map(str, values[:-1])), sentence)


def _dangling(model: Any) -> Iterator[Broken]:
    """Rows, held or not, that name what is not there."""
    for field in model._meta.fields:
        if isinstance(field, ForeignKey):
            target: Any = field.related_model
            named = model.objects.exclude(**{field.attname: None})
            for row in named.exclude(**{f"{field.attname}__in": target.objects.values("pk")}).iterator(CHUNK):
                sentence = f"There is no {getattr(row, field.attname)}: name one that is there, or record it."
                yield Broken(_table(model), str(row), sentence, field.name)


def _broken_rows(model: Any, counted: Callable[[], object]) -> Iterator[Broken]:
    """Rows whose columns hold what they should not, or that `clean()` refuses."""
    overlaps = [constraint for constraint in model._meta.constraints if isinstance(constraint, NoOverlap)]
    for row in _rows(model).iterator(CHUNK):
        counted()
        yield from _refused(row, partial(_own_columns, row))
        if model is not TreatyAction:
            yield from _refused(row, row.clean)
        for constraint in overlaps:
            yield from _refused(row, partial(constraint.validate, model, row))


def _unlawful_acts() -> Iterator[Broken]:
    """Acts that treaty law refuses beside the other acts."""
    for batch in in_batches(list(Treaty.objects.order_by("key").values_list("key", flat=True))):
        cases = read_cases(batch)
        for row in _rows(TreatyAction).filter(treaty__in=batch).order_by("treaty", "key").iterator(CHUNK):
            for column, sentences in refusals_in(cases[row.treaty_id], row).items():
                yield from (Broken(row.table, row.key, sentence, column) for sentence in sentences)


def _untrue_statuses() -> Iterator[Broken]:
    """Treaties of which other statuses are kept than the rules give."""
    remedy = "run manage.py rebuild_periods, which keeps what they give."
    for treaty in untrue_periods(every_treaty()):
        yield Broken("statuses", treaty, f"What is kept of its statuses is not what the rules give: {remedy}")


def _own_columns(row: Any) -> None:
    """What a row's columns hold, without asking the database about what they name."""
    row.clean_fields(exclude={field.name for field in row._meta.fields if isinstance(field, ForeignKey)})


def _refused(row: Any, rule: Callable[[], None]) -> Iterator[Broken]:
    try:
        rule()
    except ValidationError as error:
        for column, sentence in refusals(error):
            yield Broken(_table(row), str(row), sentence, column)


def _table(row: Any) -> str:
    return getattr(row, "table", row._meta.model_name)
