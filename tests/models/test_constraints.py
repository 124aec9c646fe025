"""Every named constraint of every model is broken once: by the database, and in the words a person reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import UniqueConstraint

from tests.models.breaches import NEVER_EDITED, Breach, Edit, Twin, breaches

BREACHES = breaches()
CONSTRAINTS = {
    constraint.name: constraint
    for model in apps.get_app_config("signatories").get_models()
    for constraint in model._meta.constraints
}

pytestmark = pytest.mark.django_db
every = pytest.mark.parametrize("name", BREACHES)


def test_every_constraint_has_its_breach() -> None:
    untested = sorted(CONSTRAINTS.keys() - BREACHES.keys())
    assert not untested, f"Nothing breaks {', '.join(untested)}: add a breach to tests/models/breaches.py."
    unknown = sorted(BREACHES.keys() - CONSTRAINTS.keys())
    assert not unknown, f"No model has the constraint {', '.join(unknown)}: take its breach out of breaches.py."


def test_every_constraint_says_a_sentence_of_its_own() -> None:
    for name, constraint in CONSTRAINTS.items():
        sentence = str(constraint.get_violation_error_message())
        assert name not in sentence and sentence[-1] == ".", f"{name} says: {sentence}"


@every
def test_the_database_refuses_it(name: str) -> None:
    breach = BREACHES[name]
    row = stored(breach)
    if isinstance(breach, Twin):
        assert_refused(name, lambda: breach.second(row).save(force_insert=True))
        return
    assert_refused(name, lambda: changed(breach).save(force_insert=True))
    if not isinstance(row, NEVER_EDITED):
        assert_refused(name, lambda: type(row).objects.filter(pk=row.pk).update(**breach.values(row)))


@every
def test_a_person_is_told_what_is_wrong(name: str) -> None:
    breach = BREACHES[name]
    broken = breach.second(stored(breach)) if isinstance(breach, Twin) else changed(breach)
    with pytest.raises(ValidationError) as refused:
        CONSTRAINTS[name].validate(breach.model, broken)
    assert refused.value.messages == [str(CONSTRAINTS[name].get_violation_error_message())]
    with pytest.raises(ValidationError):
        broken.full_clean()


def stored(breach: Breach) -> Any:
    """The valid row, stored."""
    row = breach.valid()
    row.save(force_insert=True)
    return row


def changed(edit: Edit) -> Any:
    """A row that breaks the rule, not stored."""
    row = edit.valid()
    for attribute, value in edit.values(row).items():
        setattr(row, attribute, value)
    return row


def assert_refused(name: str, act: Callable[[], Any]) -> None:
    """The database refuses the act and names the constraint; of a unique index SQLite names the columns instead."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        act()
    if connection.vendor == "postgresql":
        assert refused.value.__cause__.diag.constraint_name == name
    elif isinstance(CONSTRAINTS[name], UniqueConstraint):
        assert str(refused.value).partition(": ")[2] == unique_columns(name)
    else:
        assert name in str(refused.value)


def unique_columns(name: str) -> str:
    """How SQLite names a unique index: `table.column, table.column`."""
    meta = BREACHES[name].model._meta
    columns = [meta.get_field(expression.name).column for expression in CONSTRAINTS[name].expressions]
    return ", ".join(f"{meta.db_table}.{column}" for column in columns)
