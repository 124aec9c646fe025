"""What a row names cannot be taken away from under it: every reference of the app protects, in Django and in SQL."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import ProtectedError

from signatories.models import HELD, Entitlement, TreatyAction
from tests.models import builders as make

MODELS = list(apps.get_app_config("signatories").get_models(include_auto_created=True))
REFERENCES = {
    f"{model.__name__}.{field.name}": field
    for model in MODELS
    for field in model._meta.fields
    if isinstance(field, models.ForeignKey)
}
# A link belongs to the row whose list it is: it goes with that row, and with nothing else.
OWNERS = {
    f"{field.remote_field.through.__name__}.{field.m2m_field_name()}"
    for model in MODELS
    for field in model._meta.many_to_many
}
# What a row must say besides, to name something in that column.
BESIDES: dict[models.ForeignKey, dict[str, Any]] = {
    Entitlement._meta.get_field("participant"): {"all_states": False},
    Entitlement._meta.get_field("members_of"): {"all_states": False},
} | {model._meta.get_field("closed_by"): {"known_until": make.KNOWN_FROM.replace(year=2026)} for model in HELD}

pytestmark = pytest.mark.django_db
of_rows = pytest.mark.parametrize(
    "name", [name for name in REFERENCES if not REFERENCES[name].model._meta.auto_created]
)


@pytest.mark.parametrize("name", sorted(REFERENCES.keys() - OWNERS))
def test_what_a_row_names_is_protected(name: str) -> None:
    field = REFERENCES[name]
    assert field.remote_field.on_delete is models.PROTECT, f"{name} does not protect what it names."
    named = naming(field)
    with pytest.raises(ProtectedError):
        named.delete()


@pytest.mark.parametrize("name", sorted(REFERENCES))
def test_the_database_protects_it_too(name: str) -> None:
    named = naming(REFERENCES[name])
    table, key = (connection.ops.quote_name(part) for part in (named._meta.db_table, named._meta.pk.column))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE {key} = %s", [named.pk])
        connection.check_constraints()


@of_rows
def test_a_row_that_names_nothing_is_refused_in_words(name: str) -> None:
    field = REFERENCES[name]
    row = make.unsaved(field.model, **BESIDES.get(field, {}) | {field.attname: 987654321})
    row.note = "An oddity."
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert field.name in refused.value.message_dict


def test_a_row_without_what_it_must_name_is_refused_in_words() -> None:
    with pytest.raises(ValidationError) as refused:
        TreatyAction().full_clean()
    assert {"treaty", "participant", "kind", "done_on", "source", "locator"} <= refused.value.message_dict.keys()


def naming(field: models.ForeignKey) -> Any:
    """A row that one other row names, in that column only."""
    named = make.saved(field.related_model)
    if not field.model._meta.auto_created:
        make.saved(field.model, **BESIDES.get(field, {}) | {field.name: named})
        return named
    other = next(f for f in field.model._meta.fields if isinstance(f, models.ForeignKey) and f is not field)
    field.model.objects.create(**{field.name: named, other.name: make.saved(other.related_model)})
    return named
