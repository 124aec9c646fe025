"""`manage.py check_record` finds what was broken behind the program's back, each with its row and a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import UniqueConstraint

from signatories.models import TreatyAction, Weight
from signatories.models.triggers import expected_triggers, remove_triggers
from signatories.record.checking import NOUNS
from signatories.record.periods import keep_periods
from tests.models import builders as make
from tests.models.breaches import Twin, breaches

CONSTRAINTS = {rule.name: (model, rule) for model in NOUNS for rule in model._meta.constraints}

pytestmark = pytest.mark.django_db


def check_record() -> tuple[str, str]:
    """What the command prints, and what it says when it fails (else nothing)."""
    printed, errors = StringIO(), StringIO()
    try:
        call_command("check_record", stdout=printed, stderr=errors)
    except CommandError as error:
        return errors.getvalue(), str(error)
    return printed.getvalue(), ""


@contextmanager
def unguarded() -> Iterator[None]:
    """The database without its rules, until the test's transaction is rolled back."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        remove_triggers(connection.alias)
        for name, (model, rule) in CONSTRAINTS.items():
            if isinstance(rule, UniqueConstraint):
                cursor.execute(f"DROP INDEX {name}")
            elif connection.vendor == "postgresql":
                cursor.execute(f"ALTER TABLE {model._meta.db_table} DROP CONSTRAINT {name}")
        try:
            yield
        finally:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA ignore_check_constraints = OFF")


def test_the_shipped_record_is_in_order() -> None:
    printed, failure = check_record()
    rows = sum(
        (model.objects.held() if hasattr(model, "known_until") else model.objects.all()).count() for model in NOUNS
    )
    assert not failure, printed
    assert printed == f"{rows} rows checked, every rule holds.\n"


def test_an_empty_record_is_in_order(empty_record: None) -> None:
    assert check_record() == ("0 rows checked, every rule holds.\n", "")


def test_every_constraint_that_was_got_round_is_reported(empty_record: None) -> None:
    with unguarded():
        broken = {name: stored(breach) for name, breach in breaches().items() if name in CONSTRAINTS}
        printed, failure = check_record()
    lines = printed.splitlines()
    for name, row in broken.items():
        sentence = str(CONSTRAINTS[name][1].get_violation_error_message())
        about = [line.removesuffix(sentence) for line in lines if line.endswith(sentence)]
        assert any(all(word in line for word in names(name, row)) for line in about), f"{name}, {row}: {about}"
    assert f"rules broken: {len(lines)}. Each is above, with its row." in failure


def stored(breach: Any) -> Any:
    """The row that breaks the rule, as it comes back from a database that does not mind."""
    row = breach.valid()
    row.save(force_insert=True)
    if isinstance(breach, Twin):
        row = breach.second(row)
        row.save(force_insert=True)
        return row
    values = breach.values(row)
    type(row).objects.filter(pk=row.pk).update(**values)
    return type(row).objects.get(pk=values.get(row._meta.pk.name, row.pk))


def names(name: str, row: Any) -> list[str]:
    """By what a report names the row; what was to be unique is named by its values."""
    model, rule = CONSTRAINTS[name]
    if not isinstance(rule, UniqueConstraint):
        return [str(row)]
    columns = [model._meta.get_field(expression.name).attname for expression in rule.expressions]
    return [str(getattr(row, column)) for column in columns]


def test_an_act_that_the_law_does_not_allow_is_reported() -> None:
    treaty = make.open_treaty()
    act = make.unsaved(TreatyAction, treaty=treaty, kind="ratification", key="x.unlawful.1")
    TreatyAction.objects.bulk_create([act])
    keep_periods([treaty.key])
    printed, failure = check_record()
    (line,) = printed.splitlines()
    assert line.startswith(
        f"actions x.unlawful.1, kind: {act.participant_id}, ratification on 2010-05-20: no signature"
    )
    assert "(VCLT 14)" in line and "rules broken: 1." in failure


def test_a_row_that_its_model_refuses_is_reported() -> None:
    state = make.participant(name_en="Norway")
    membership = make.membership(organisation=state)
    printed, failure = check_record()
    assert f"memberships {membership}, organisation: {state} is a State: choose an organisation.\n" in printed
    assert failure


def test_a_withdrawal_recorded_before_that_was_refused_is_reported_with_what_to_do() -> None:
    declaration = make.declaration(withdrawn_on="2020-01-15")
    printed, failure = check_record()
    assert f"declarations {declaration}, until: It was withdrawn, so give the day from which it no" in printed
    assert failure


@pytest.mark.parametrize("column", ["source", "participant"])
def test_a_row_that_names_what_is_not_there_is_reported(column: str) -> None:
    with transaction.atomic():
        weight = make.weight()
        Weight.objects.filter(pk=weight.pk).update(**{column: "XNONE"})
        printed, failure = check_record()
        assert f"weights {weight}, {column}: There is no XNONE: name one that is there, or record it.\n" in printed
        assert failure
        transaction.set_rollback(True)


def test_the_law_is_asked_only_of_rows_in_order() -> None:
    act = make.unsaved(TreatyAction, kind="ratification", key="x.unlawful.1")
    TreatyAction.objects.bulk_create([act])
    make.membership(organisation=make.participant())
    printed, _ = check_record()
    assert printed.endswith(
        "actions of every treaty: Mend the rows above and check again: treaty law reads no others.\n"
    )
    assert "VCLT 14" not in printed


def test_a_trigger_that_was_lost_is_reported() -> None:
    expected = expected_triggers(connection.vendor)
    remove_triggers(connection.alias)
    printed, failure = check_record()
    lost = [line.split()[1].rstrip(":") for line in printed.splitlines() if "This trigger is missing" in line]
    assert failure and lost == list(expected)
