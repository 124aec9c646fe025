"""Every trigger of the database is expected, and is broken once.

SQLite keeps by trigger what PostgreSQL keeps by an exclusion constraint, so PostgreSQL has none: there the same acts
are refused by the constraint.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from signatories.models import Membership
from signatories.models.triggers import expected_triggers, install_triggers, missing_triggers
from tests.models import builders as make

pytestmark = pytest.mark.django_db


def _second_membership() -> None:
    first = make.membership()
    make.membership(member=first.member, organisation=first.organisation, valid_from="2005-01-01")


def _membership_moved_onto_another() -> None:
    first = make.membership(valid_until="2005-01-01")
    make.membership(member=first.member, organisation=first.organisation, valid_from="2005-01-01")
    Membership.objects.filter(pk=first.pk).update(valid_until=None)


BREACHES: dict[str, Callable[[], None]] = {
    "membership_does_not_overlap_on_insert": _second_membership,
    "membership_does_not_overlap_on_update": _membership_moved_onto_another,
}


def triggers() -> set[str]:
    """The names of the database's triggers."""
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(query[connection.vendor])
        return {name for (name,) in cursor.fetchall()}


def test_the_database_has_the_triggers_expected_and_no_others() -> None:
    assert triggers() == set(expected_triggers(connection.vendor))


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_every_trigger_has_its_breach(vendor: str) -> None:
    untested = sorted((expected_triggers(vendor).keys() | triggers()) - BREACHES.keys())
    assert not untested, f"Nothing breaks the trigger {', '.join(untested)}: add a breach to {__name__}."


@pytest.mark.parametrize("name", BREACHES)
def test_the_database_refuses(name: str) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        BREACHES[name]()
    assert "membership_does_not_overlap" in str(refused.value)


def test_what_was_lost_is_found_and_put_right() -> None:
    expected = list(expected_triggers(connection.vendor))
    with connection.cursor() as cursor:
        for name in expected:
            cursor.execute(f"DROP TRIGGER {name}")
    assert missing_triggers(connection) == expected
    install_triggers(using=connection.alias)
    assert missing_triggers(connection) == []
