"""Every trigger of the database is expected and broken once, and what is lawful passes them all.

SQLite keeps by trigger that memberships do not overlap, which on PostgreSQL an exclusion constraint does: there the
same acts are refused by the constraint.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, IntegrityError, connection, transaction

from signatories.models import HELD, Change, Citation, Entry, Membership, Moment, Node, TreatyAction
from signatories.models.guards import guards
from signatories.models.triggers import (
    expected_triggers,
    install_triggers,
    make_way,
    missing_triggers,
    remove_triggers,
    without_triggers,
)
from tests.models import builders as make

pytestmark = pytest.mark.django_db

GUARDS = {guard.name: guard for guard in guards(list(apps.get_app_config("signatories").get_models()))}
LISTS = {field.m2m_db_table(): field for model in HELD for field in model._meta.many_to_many}
LATER = make.KNOWN_FROM.replace(year=2026)
days = count(1)


def whole(begun: Change) -> Change:
    """The change, which is no longer open."""
    begun.at, begun.size, begun.root = LATER + dt.timedelta(days=next(days)), 0, "00" * 32
    begun.save(force_update=True)
    return begun


def row_of_a_whole_change(model: Any) -> Any:
    """A row that the record holds, brought by a change that is over; another change is open."""
    row = make.saved(model, brought_by=make.saved(Change))
    whole(row.brought_by)
    make.open_change()
    return row


def edit(row: Any, **columns: Any) -> None:
    type(row)._base_manager.filter(pk=row.pk).update(**columns)


def delete(row: Any) -> None:
    """Deletes the row alone, whatever names it."""
    type(row)._base_manager.filter(pk=row.pk)._raw_delete(DEFAULT_DB_ALIAS)


def breaches_of_a_held_row(model: Any) -> dict[str, Callable[[], None]]:
    return {
        "insert": lambda: make.saved(model, brought_by=whole(make.saved(Change))),
        "update": lambda: edit(row_of_a_whole_change(model), locator="another row"),
        "delete": lambda: delete(row_of_a_whole_change(model)),
    }


def breaches_of_a_list(field: Any) -> dict[str, Callable[[], None]]:
    def named() -> Any:
        return make.saved(field.related_model)

    def link_of_a_whole_change() -> Any:
        row = make.saved(field.model, brought_by=make.saved(Change), **{field.name: [named()]})
        whole(row.brought_by)
        return field.remote_field.through.objects.get(**{field.m2m_field_name(): row})

    return {
        "insert": lambda: getattr(row_of_a_whole_change(field.model), field.name).add(named()),
        "update": lambda: edit(link_of_a_whole_change(), **{field.m2m_reverse_field_name(): named()}),
        "delete": lambda: delete(link_of_a_whole_change()),
    }


def breaches_of_the_log(model: Any, column: str) -> dict[str, Callable[[], None]]:
    return {
        "insert": lambda: make.saved(model, change=whole(make.saved(Change))),
        "update": lambda: edit(make.saved(model), **{column: getattr(make.unsaved(model), column)}),
        "delete": lambda: delete(make.saved(model)),
    }


def a_node_while_no_change_is_open() -> None:
    node = make.unsaved(Node)
    for begun in Change.objects.filter(at=None):
        whole(begun)
    node.save(force_insert=True)


def second_membership() -> None:
    first = make.membership()
    make.membership(member=first.member, organisation=first.organisation, valid_from="2005-01-01")


def membership_moved_onto_another() -> None:
    first = make.membership(valid_until="2005-01-01")
    make.membership(member=first.member, organisation=first.organisation, valid_from="2005-01-01")
    edit(first, valid_until=None)


BY_TABLE: dict[str, dict[str, Callable[[], None]]] = {
    **{model._meta.db_table: breaches_of_a_held_row(model) for model in HELD},
    **{table: breaches_of_a_list(field) for table, field in LISTS.items()},
    Entry._meta.db_table: breaches_of_the_log(Entry, "leaf"),
    Moment._meta.db_table: breaches_of_the_log(Moment, "change_id"),
    Node._meta.db_table: breaches_of_the_log(Node, "hash") | {"insert": a_node_while_no_change_is_open},
    Change._meta.db_table: {
        "insert": lambda: make.saved(Change, at=LATER, size=0, root="00" * 32),
        "update": lambda: edit(whole(make.saved(Change)), reason="Another."),
        "delete": lambda: delete(whole(make.saved(Change))),
    },
    Citation._meta.db_table: {"update": lambda: edit(make.citation(), locator="another paragraph")},
}
BREACHES: dict[str, Callable[[], None]] = {
    f"{table}_guards_{event}": breach for table, events in BY_TABLE.items() for event, breach in events.items()
} | {
    "membership_does_not_overlap_on_insert": second_membership,
    "membership_does_not_overlap_on_update": membership_moved_onto_another,
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


def refusal(act: Callable[[], Any]) -> str:
    """What the database says to an act that it refuses; what was done before the act is undone with it."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        act()
    return str(refused.value)


def test_the_database_has_the_triggers_expected_and_no_others() -> None:
    assert triggers() == set(expected_triggers(connection.vendor))


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_every_trigger_has_its_breach(vendor: str) -> None:
    untested = sorted((expected_triggers(vendor).keys() | triggers()) - BREACHES.keys())
    assert not untested, f"Nothing breaks the trigger {', '.join(untested)}: add a breach to {__name__}."
    unknown = sorted(BREACHES.keys() - expected_triggers("sqlite").keys())
    assert not unknown, f"There is no trigger {', '.join(unknown)}: take its breach out of {__name__}."


@pytest.mark.parametrize("name", BREACHES)
def test_the_database_refuses_in_a_sentence(name: str) -> None:
    said = refusal(BREACHES[name])
    if name in GUARDS:
        assert f"{name}: {GUARDS[name].sentence}" in said
        assert GUARDS[name].sentence.endswith(".")
    else:
        assert "membership_does_not_overlap" in said


HELD_BY = "signatories_treatyaction_guards_update"
REWRITTEN: dict[str, Callable[[Any], dict[str, Any]]] = {
    "its key": lambda row: {"key": "x.another.1"},
    "what it was known from": lambda row: {"known_from": LATER},
    "the change that brought it, to an open one": lambda row: {"brought_by": make.open_change()},
    "as it is closed": lambda row: {"known_until": LATER, "closed_by": make.open_change(), "note": "Alas."},
    "an empty column as it is closed": lambda row: {
        "known_until": LATER,
        "closed_by": make.open_change(),
        "expires_on": "2030",
    },
    "closed by a change that is over": lambda row: {"known_until": LATER, "closed_by": row.brought_by},
}


@pytest.mark.parametrize("how", REWRITTEN)
def test_what_is_held_is_not_rewritten(how: str) -> None:
    row = row_of_a_whole_change(TreatyAction)
    assert HELD_BY in refusal(lambda: edit(row, **REWRITTEN[how](row)))


@pytest.mark.parametrize(
    "columns",
    [{"known_until": None, "closed_by": None}, {"known_until": LATER.replace(month=2)}, {"note": "Alas."}],
    ids=["held again", "closed at another instant", "rewritten"],
)
def test_what_was_closed_stays_as_it_is(columns: dict[str, Any]) -> None:
    row = row_of_a_whole_change(TreatyAction)
    closing = make.saved(Change)
    edit(row, known_until=LATER, closed_by=closing)
    whole(closing)
    make.open_change()
    assert HELD_BY in refusal(lambda: edit(row, **columns))
    assert HELD_BY in refusal(lambda: edit(row, **columns | {"closed_by": make.open_change()}))


@pytest.mark.parametrize("model", HELD, ids=lambda model: model.__name__)
def test_a_change_that_is_open_brings_edits_and_takes_back(model: Any) -> None:
    row = make.saved(model)
    edit(row, locator="another row")
    row.refresh_from_db()
    assert row.locator == "another row"
    row.delete()
    assert not model.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("field", LISTS.values(), ids=LISTS)
def test_a_change_that_is_open_fills_its_rows_lists(field: Any) -> None:
    first, second = (make.saved(field.related_model) for _ in range(2))
    row = make.saved(field.model, **{field.name: [first]})
    links = field.remote_field.through.objects.filter(**{field.m2m_field_name(): row})
    links.update(**{field.m2m_reverse_field_name(): second})
    assert list(getattr(row, field.name).all()) == [second]
    getattr(row, field.name).clear()
    assert not links.exists()


@pytest.mark.parametrize("model", HELD, ids=lambda model: model.__name__)
def test_a_change_that_is_open_closes_what_is_held_and_dates_it_at_its_end(model: Any) -> None:
    row = row_of_a_whole_change(model)
    for moment in (LATER, LATER.replace(month=2)):
        edit(row, known_until=moment, closed_by=make.open_change())
        row.refresh_from_db()
        assert row.known_until == moment


def test_a_change_that_is_open_may_be_given_up() -> None:
    begun = make.saved(Change)
    begun.delete()
    assert not Change.objects.filter(number=begun.number).exists()


def test_a_citation_that_nothing_names_may_go() -> None:
    make.citation().delete()


@pytest.mark.parametrize("model", [Entry, Moment], ids=lambda model: model.__name__)
def test_ignoring_conflicts_ignores_no_guard(model: Any) -> None:
    row = make.unsaved(model, change=whole(make.saved(Change)))
    said = refusal(lambda: model.objects.bulk_create([row], ignore_conflicts=True))
    assert f"{model._meta.db_table}_guards_insert" in said


def test_what_was_lost_is_found_and_put_right() -> None:
    expected = list(expected_triggers(connection.vendor))
    remove_triggers(using=connection.alias)
    assert triggers() == set()
    assert missing_triggers(connection) == expected
    install_triggers(using=connection.alias)
    assert missing_triggers(connection) == []


def test_one_that_was_lost_is_named() -> None:
    name, table = "signatories_entry_guards_delete", Entry._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{f' ON {table}' if connection.vendor == 'postgresql' else ''}")
    assert missing_triggers(connection) == [name]


def test_they_stand_again_after_a_database_was_emptied_even_when_that_failed() -> None:
    with pytest.raises(RuntimeError), without_triggers(connection.alias):
        assert triggers() == set()
        raise RuntimeError
    assert missing_triggers(connection) == []


def test_memberships_are_still_apart_beside_the_guards() -> None:
    assert {name for name in expected_triggers("sqlite") if name not in GUARDS} == {
        f"{constraint.name}_on_{event}"
        for constraint in Membership._meta.constraints
        if constraint.name == "membership_does_not_overlap"
        for event in ("insert", "update")
    }


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Only SQLite's triggers stand in the way of a migration.")
def test_they_make_way_for_a_migration_and_are_back_after_it_and_anothers_stay() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE anothers (id INTEGER)")
        cursor.execute("CREATE TRIGGER anothers_own AFTER INSERT ON anothers BEGIN SELECT 1; END")
    make_way(using=connection.alias, plan=["a migration"])
    assert triggers() == {"anothers_own"}
    install_triggers(using=connection.alias)
    assert triggers() == {*expected_triggers("sqlite"), "anothers_own"}
