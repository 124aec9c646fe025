"""The one way a change is made: what each door does, what it refuses, and that a refusal changes nothing."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from signatories.models import (
    HELD,
    Change,
    Check,
    Citation,
    Declaration,
    Entitlement,
    Entry,
    Membership,
    Milestone,
    Moment,
    Node,
    Participant,
    Rule,
    Source,
    Threshold,
    Treaty,
    TreatyAction,
)
from signatories.models.plain_rows import plain_rows
from signatories.querysets import BeforeChange
from signatories.record.changing import Changing, NoLongerHeld, NothingChanged, change
from signatories.record.standing import NoLongerStanding
from signatories.treaty_law.days import PartialDay
from tests.models import builders as make
from tests.record.doors import Act, done, new, recorded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("named")]

TICK = dt.timedelta(microseconds=1)
LONG_AGO = dt.datetime(2001, 1, 1, tzinfo=dt.UTC)


def everything() -> dict[str, list[Any]]:
    """Every row of the record and of its log."""
    models = (*HELD, Citation, Source, Participant, Treaty, Change, Entry, Node, Moment)
    rows = {model.__name__: list(model.objects.order_by("pk").values()) for model in models}
    links = [field.remote_field.through for model in (*HELD, Participant) for field in model._meta.many_to_many]
    return rows | {link.__name__: list(link.objects.order_by("pk").values()) for link in links}


def refused(act: Act, error: type[ValidationError] = ValidationError) -> str:
    """What the door says to an act that it refuses, which then has changed nothing.

    Neither where it ends its change, nor where the change goes on without it.
    """
    said = refused_at_the_end(act, error)
    before = everything()
    with change() as record, pytest.raises(error):
        act(record)
    assert everything() == before
    return said


def refused_at_the_end(act: Act, error: type[ValidationError] = ValidationError) -> str:
    """What is said of a change that is refused when it ends, which then has changed nothing."""
    before = everything()
    with pytest.raises(error) as said, change() as record:
        act(record)
    assert everything() == before
    return " ".join(said.value.messages)


def altered(model: Any, key: str, **columns: Any) -> Any:
    """A participant or a treaty as it would be with these columns, not stored."""
    label = model.objects.get(key=key)
    for column, value in columns.items():
        setattr(label, column, value)
    return label


# Recording


def test_a_new_row_is_held_from_the_instant_of_its_change(treaty: Treaty) -> None:
    with change() as record:
        row = record.record(new(Check, treaty=treaty, known_from=LONG_AGO))
    stored = Check.objects.get(pk=row.pk)
    assert (stored.known_from, stored.known_until) == (record.change.at, None)
    assert (stored.brought_by, stored.closed_by) == (record.change, None)
    assert stored.key == "x-treaty.check.2026-01-01"


@pytest.mark.parametrize("model", HELD, ids=lambda model: model.__name__)
def test_every_kind_of_row_is_recorded_corrected_and_retracted(model: Any) -> None:
    row = done(lambda record: record.record(make.unsaved(model, known_from=LONG_AGO)))
    corrected = done(lambda record: record.correct(row, {"locator": "row 2"}, reason="It stands in row 2."))
    done(lambda record: record.retract(corrected, reason="It stands nowhere."))
    first, second = model.objects.filter(key=row.key).order_by("pk")
    assert (first.pk, second.pk) == (row.pk, corrected.pk)
    assert first.known_from < first.known_until == second.known_from < second.known_until
    assert first.closed_by == second.brought_by
    assert (first.locator, second.locator) == ("row 1", "row 2")
    assert not model.objects.held().filter(key=row.key).exists()


def test_a_row_is_recorded_with_its_lists(treaty: Treaty) -> None:
    place = make.citation()
    row = done(
        lambda record: record.record(
            new(Threshold, treaty=treaty, members_of=None), {"participants": ["XAA", "XBB"], "also_cited": [place]}
        )
    )
    assert set(row.participants.values_list("key", flat=True)) == {"XAA", "XBB"}
    assert list(row.also_cited.all()) == [place]


def test_a_row_is_refused_by_its_own_rules(treaty: Treaty) -> None:
    told = refused(lambda record: record.record(new(Check, treaty=treaty, result=" ")))
    assert told == "Say what the comparison found."
    assert "'x-none'" in refused(lambda record: record.record(new(Check, treaty_id="x-none")))


def test_an_act_is_refused_by_treaty_law(treaty: Treaty) -> None:
    act = {"treaty": treaty, "participant_id": "XAA", "kind": "ratification"}
    assert "(VCLT 14)" in refused(lambda record: record.record(new(TreatyAction, **act)))


def test_a_key_is_given_once(signature: TreatyAction) -> None:
    given = {"treaty": signature.treaty, "participant_id": "XBB", "key": signature.key}
    assert "a key is given once" in refused(lambda record: record.record(new(TreatyAction, **given)))


# Correcting


def test_a_correction_closes_the_row_and_brings_another_under_its_key(signature: TreatyAction) -> None:
    with change() as record:
        corrected = record.correct(signature, {"done_on": "2010-05-21"}, reason="The chart says the 21st.")
    before, after = TreatyAction.objects.get(pk=signature.pk), TreatyAction.objects.get(pk=corrected.pk)
    assert before.known_until == after.known_from == record.change.at
    assert before.closed_by == after.brought_by == record.change
    assert (before.done_on.text, after.done_on.text) == ("2010-05-20", "2010-05-21")
    untouched = {"id", "done_on", "known_from", "known_until", "brought_by", "closed_by"}
    for field in TreatyAction._meta.concrete_fields:
        if field.name not in untouched:
            assert getattr(before, field.attname) == getattr(after, field.attname), field.name
    assert list(TreatyAction.objects.held().filter(key=signature.key)) == [after]


def test_a_correction_keeps_the_key_whatever_it_is_told(signature: TreatyAction) -> None:
    values = {"key": "x.another.1", "known_from": LONG_AGO, "note": "In Vilnius."}
    corrected = done(lambda record: record.correct(signature, values, reason="Told so."))
    corrected.refresh_from_db()
    assert corrected.key == signature.key
    assert corrected.known_from == corrected.brought_by.at


def test_the_row_that_was_read_stays_as_it_was_read(signature: TreatyAction) -> None:
    assert signature.participant.key == "XAA"
    other = Participant.objects.get(key="XBB")
    corrected = done(lambda record: record.correct(signature, {"participant": other}, reason="It was another."))
    assert (signature.participant, signature.participant_id) == (Participant.objects.get(key="XAA"), "XAA")
    assert (corrected.participant, corrected.participant_id) == (other, "XBB")


@pytest.mark.parametrize("read", [Threshold.objects, Threshold.objects.prefetch_related("participants", "also_cited")])
def test_lists_are_carried_over(treaty: Treaty, read: Any) -> None:
    places = [make.citation(), make.citation()]
    row = done(
        lambda record: record.record(
            new(Threshold, treaty=treaty, members_of=None), {"participants": ["XAA", "XBB"], "also_cited": places}
        )
    )
    held = read.get(pk=row.pk)
    corrected = done(lambda record: record.correct(held, {"minimum": 4}, reason="It is four."))
    for stored in (Threshold.objects.get(pk=row.pk), Threshold.objects.get(pk=corrected.pk)):
        assert set(stored.participants.values_list("key", flat=True)) == {"XAA", "XBB"}
        assert set(stored.also_cited.all()) == set(places)


@pytest.mark.parametrize("others", [["XBB"], []], ids=["other", "none"])
@pytest.mark.parametrize("read", [Threshold.objects, Threshold.objects.prefetch_related("participants")])
def test_lists_are_replaced(treaty: Treaty, others: list[str], read: Any) -> None:
    row = done(lambda record: record.record(new(Threshold, treaty=treaty, members_of=None), {"participants": ["XAA"]}))
    held, lists = read.get(pk=row.pk), {"participants": others}
    corrected = done(lambda record: record.correct(held, {}, reason="It names another.", lists=lists))
    assert list(Threshold.objects.get(pk=row.pk).participants.values_list("key", flat=True)) == ["XAA"]
    assert list(Threshold.objects.get(pk=corrected.pk).participants.values_list("key", flat=True)) == others


def test_further_citations_are_replaced_and_the_others_kept(signature: TreatyAction) -> None:
    first, second = make.citation(), make.citation()
    once = done(lambda record: record.correct(signature, {}, reason="A second says so.", lists={"also_cited": [first]}))
    twice = done(lambda record: record.correct(once, {}, reason="A third as well.", lists={"also_cited": [second]}))
    assert [list(row.also_cited.all()) for row in (signature, once, twice)] == [[], [first], [second]]


def test_what_depends_on_each_other_is_corrected_in_one_change(ratification: TreatyAction) -> None:
    signature = TreatyAction.objects.get(key="x-treaty.XAA.signature.1")
    with change(reason="All a year later.") as record:
        record.correct(signature, {"done_on": "2012-05-20"}, reason="A year later.")
        record.correct(ratification, {"done_on": "2013-05-20"}, reason="A year later.")
    days = TreatyAction.objects.held().filter(treaty="x-treaty").order_by("done_on").values_list("done_on", flat=True)
    assert [day.text for day in days] == ["2012-05-20", "2013-05-20"]


def test_a_correction_has_a_reason(signature: TreatyAction) -> None:
    for reason in ("", " \n"):
        told = refused(lambda record, why=reason: record.correct(signature, {"note": "So."}, reason=why))
        assert told == "A correction has a reason: say why."


def test_a_correction_changes_something(signature: TreatyAction) -> None:
    place = make.citation()
    cited = done(lambda record: record.correct(signature, {}, reason="Also there.", lists={"also_cited": [place]}))
    same: list[tuple[dict[str, Any], dict[str, Any]]] = [
        ({}, {}),
        ({"done_on": "2010-05-20", "note": ""}, {}),
        ({"key": "x.another.1", "known_from": LONG_AGO}, {}),
        ({}, {"also_cited": [place]}),
    ]
    for values, lists in same:
        told = refused(
            lambda record, values=values, lists=lists: record.correct(cited, values, reason="For sure.", lists=lists),
            NothingChanged,
        )
        assert told.startswith("This correction changes nothing")


def test_the_order_of_further_citations_is_no_change(treaty: Treaty) -> None:
    """Links have no order of their own: rows that cite the same places say the same."""
    places = [make.citation(locator=f"page {99 - number}") for number in range(33)]
    for pair in (places[0], places[32]), (places[32], places[0]):
        row = done(lambda record, pair=pair: record.record(new(Rule, treaty=make.treaty()), {"also_cited": pair}))
        refused(lambda record, row=row: record.correct(row, {}, reason="For sure."), NothingChanged)


def test_what_is_no_longer_held_is_not_corrected(signature: TreatyAction) -> None:
    read_before = TreatyAction.objects.get(pk=signature.pk)
    corrected = done(lambda record: record.correct(signature, {"note": "In Vilnius."}, reason="Told so."))
    told = refused(lambda record: record.correct(read_before, {"note": "In Riga."}, reason="Told so."), NoLongerHeld)
    assert told.startswith(f"{signature.key} is no longer held as it was read")
    refused(lambda record: record.retract(read_before, reason="Told so."), NoLongerHeld)
    done(lambda record: record.retract(corrected, reason="It never was."))
    refused(lambda record: record.correct(corrected, {"note": "In Riga."}, reason="Told so."), NoLongerHeld)
    refused(lambda record: record.retract(corrected, reason="It never was."), NoLongerHeld)


def test_a_correction_is_refused_by_the_rows_own_rules(signature: TreatyAction) -> None:
    told = refused(lambda record: record.correct(signature, {"kind": "handshake"}, reason="They shook hands."))
    assert "handshake" in told
    told = refused(lambda record: record.correct(signature, {"done_on": "1999-12-31"}, reason="Before the opening."))
    assert "2000-01-01" in told


# Retracting


def test_a_retraction_closes_the_row_for_good(signature: TreatyAction) -> None:
    with change() as record:
        record.retract(signature, reason="It never was.")
    stored = TreatyAction.objects.get(pk=signature.pk)
    assert (stored.known_until, stored.closed_by) == (record.change.at, record.change)
    again = recorded(TreatyAction, treaty=signature.treaty, participant_id="XAA", done_on="2010-05-20")
    assert (signature.key, again.key) == ("x-treaty.XAA.signature.1", "x-treaty.XAA.signature.2")


def test_a_retraction_has_a_reason(signature: TreatyAction) -> None:
    assert refused(lambda record: record.retract(signature, reason="")) == "A retraction has a reason: say why."


def test_what_another_row_refers_to_is_not_retracted(treaty: Treaty) -> None:
    given = {"treaty": treaty, "participant_id": "XAA"}
    made = recorded(Declaration, **given)
    # The row that is named has been corrected since: it is named all the same.
    corrected = done(lambda record: record.correct(made, {"articles": ["3"]}, reason="It concerns Article 3."))
    objection = recorded(Declaration, treaty=treaty, participant_id="XBB", kind="objection", refers_to=made)
    told = refused(lambda record: record.retract(corrected, reason="It never was."))
    assert told == f"{objection.key} names this row in refers_to: correct or retract it first."
    with change() as record:
        record.retract(objection, reason="Nothing was objected to.")
        record.retract(corrected, reason="It never was.")
    assert not Declaration.objects.held().filter(treaty=treaty).exists()


# What a change leaves standing


def test_no_ground_is_taken_from_under_an_act(ratification: TreatyAction) -> None:
    signature = TreatyAction.objects.get(key="x-treaty.XAA.signature.1")
    opened, sign = Milestone.objects.get(treaty="x-treaty"), Entitlement.objects.get(treaty="x-treaty", way="sign")
    grounds: dict[str, Act] = {
        "a signature retracted": lambda record: record.retract(signature, reason="It never was."),
        "a signature moved": lambda record: record.correct(signature, {"done_on": "2012-01-01"}, reason="Later."),
        "a signature of another": lambda record: record.correct(signature, {"participant_id": "XBB"}, reason="His."),
        "an opening moved": lambda record: record.correct(opened, {"occurred_on": "2015-01-01"}, reason="Later."),
        "an entitlement retracted": lambda record: record.retract(sign, reason="Not open to all."),
        "an entitlement ended": lambda record: record.correct(sign, {"valid_until": "2005-01-01"}, reason="Ended."),
    }
    for what, act in grounds.items():
        told = refused_at_the_end(act, NoLongerStanding)
        assert told.startswith("x-treaty.XAA."), what


def test_no_membership_is_taken_from_under_an_act(treaty: Treaty) -> None:
    sign = Entitlement.objects.get(treaty=treaty, way="sign")
    member = recorded(Membership, member_id="XAA", organisation_id="XORG", valid_from="1990-01-01")
    circle = {"all_states": False, "members_of_id": "XORG"}
    done(lambda record: record.correct(sign, circle, reason="Open to members only."))
    recorded(TreatyAction, treaty=treaty, participant_id="XAA", done_on="2010-05-20")
    assert "x-treaty.XAA.signature.1" in refused_at_the_end(
        lambda record: record.retract(member, reason="It never was.")
    )
    done(lambda record: record.correct(member, {"valid_until": "2011-01-01"}, reason="It left afterwards."))


def test_no_name_or_title_is_altered_from_under_an_act(treaty: Treaty) -> None:
    """Participants and treaties say in place whose acts are lawful: when one exists, whom it succeeds, what is held."""
    done(lambda record: record.keep(Participant.objects.get(key="XBB"), {"succeeds": ["XAA"]}))
    recorded(TreatyAction, treaty=treaty, participant_id="XAA", done_on="2010-05-20")
    recorded(TreatyAction, treaty=treaty, participant_id="XBB", kind="succession_to_signature", done_on="2010-06-20")
    ended = altered(Participant, "XAA", valid_until=PartialDay("2010-01-01"))
    heir_of_none = Participant.objects.get(key="XBB")
    assert "x-treaty.XAA.signature.1" in refused_at_the_end(lambda record: record.keep(ended), NoLongerStanding)
    told = refused_at_the_end(lambda record: record.keep(heir_of_none, {"succeeds": []}), NoLongerStanding)
    assert "x-treaty.XBB.succession_to_signature.1" in told
    done(lambda record: record.keep(altered(Participant, "XAA", valid_until=PartialDay("2011-01-01"))))


def test_what_is_held_of_a_treaty_called_complete_is_lawful(treaty: Treaty) -> None:
    done(lambda record: record.keep(altered(Treaty, treaty.key, complete=False, scope_note="Ratifications only.")))
    recorded(TreatyAction, treaty=treaty, participant_id="XAA", kind="ratification", done_on="2010-05-20")
    whole = altered(Treaty, treaty.key, complete=True, scope_note="")
    assert "(VCLT 14)" in refused_at_the_end(lambda record: record.keep(whole), NoLongerStanding)


@pytest.mark.parametrize("with_its_ground", [True, False])
def test_what_goes_with_its_ground_goes(ratification: TreatyAction, with_its_ground: bool) -> None:
    signature = TreatyAction.objects.get(key="x-treaty.XAA.signature.1")
    rows = [signature, ratification] if with_its_ground else [ratification]
    with change() as record:
        for row in rows:
            record.retract(row, reason="It never was.")
    assert TreatyAction.objects.held().filter(treaty="x-treaty").count() == 2 - len(rows)


# Names, titles and sources


def test_a_label_is_changed_in_place() -> None:
    state = Participant.objects.get(key="XAA")
    state.name_en = "Xanadu"
    done(lambda record: record.keep(state, {"succeeds": ["XBB"]}))
    stored = Participant.objects.get(key="XAA")
    assert (stored.name_en, [row.key for row in stored.succeeds.all()]) == ("Xanadu", ["XBB"])


def test_a_label_is_refused_by_its_own_rules() -> None:
    def without_a_name(record: Changing) -> None:
        state = Participant.objects.get(key="XAA")
        state.name_en = " "
        record.keep(state)

    assert refused(without_a_name) == "Give the participant's name in English."
    again = Participant(key="XAA", type="state", name_en="Another", name_fr="Un autre")
    assert "already exists" in refused(lambda record: record.keep(again))


def test_what_nothing_names_is_dropped() -> None:
    state = Participant.objects.get(key="XBB")
    done(lambda record: record.drop(state, reason="Recorded in error."))
    assert not Participant.objects.filter(key="XBB").exists()


def test_what_something_names_or_named_is_not_dropped(signature: TreatyAction) -> None:
    def drop(record: Changing) -> None:
        record.drop(Participant.objects.get(key="XAA"), reason="Recorded in error.")

    assert refused(drop) == f"It is named by {signature.key}: what names it comes first."
    done(lambda record: record.retract(signature, reason="It never was."))
    refused(drop)


def test_dropping_has_a_reason() -> None:
    state = Participant.objects.get(key="XBB")
    assert refused(lambda record: record.drop(state, reason=" ")) == "A removal has a reason: say why."


# Changes


def nothing(record: Changing) -> None:
    """Not a thing."""


def a_label_kept_as_it_is(record: Changing) -> None:
    record.keep(Participant.objects.get(key="XAA"))


def a_label_changed_and_changed_back(record: Changing) -> None:
    state = Participant.objects.get(key="XAA")
    for name in ("Xanadu", "XAA"):
        state.name_en = name
        record.keep(state)


def a_label_made_and_dropped(record: Changing) -> None:
    state = Participant(key="XCC", type="state", name_en="Cimmeria", name_fr="Cimmérie")
    record.drop(record.keep(state), reason="On second thoughts.")


@pytest.mark.parametrize(
    "act", [nothing, a_label_kept_as_it_is, a_label_changed_and_changed_back, a_label_made_and_dropped]
)
def test_a_change_that_does_nothing_leaves_no_trace(act: Act) -> None:
    before = everything()
    done(act, reason="For nothing.")
    assert everything() == before


def test_what_is_raised_inside_undoes_all_of_it(treaty: Treaty) -> None:
    before = everything()
    with pytest.raises(RuntimeError), change() as record:
        record.record(new(Check, treaty=treaty))
        record.keep(Source(key="x-another", kind="news", title="News"))
        raise RuntimeError
    assert everything() == before


def test_a_refusal_leaves_the_rest_of_its_change(treaty: Treaty, signature: TreatyAction) -> None:
    """Many rows may be tried in one change, and those in order recorded."""
    with change() as record:
        with pytest.raises(ValidationError):
            record.correct(signature, {"kind": "handshake"}, reason="They shook hands.")
        with pytest.raises(ValidationError):
            record.drop(Participant.objects.get(key="XAA"), reason="Recorded in error.")
        kept = record.record(new(Check, treaty=treaty))
    assert list(TreatyAction.objects.held().filter(treaty=treaty)) == [signature]
    assert [entry.row_key for entry in record.change.entries.all()] == [kept.key]


def test_a_change_says_who_did_it_and_why(treaty: Treaty, admin_user: Any) -> None:
    with change(by=admin_user, reason=" Read in the chart. ") as record:
        record.record(new(Check, treaty=treaty))
    stored = Change.objects.get(pk=record.change.pk)
    assert (stored.by, stored.reason, stored.restores) == (admin_user, "Read in the chart.", False)


def test_changes_are_numbered_without_gaps(treaty: Treaty) -> None:
    first = recorded(Check, treaty=treaty).brought_by.number
    done(nothing)
    with pytest.raises(ValidationError):
        recorded(Check, treaty=treaty, result="")
    assert recorded(Check, treaty=treaty, speaks_as_of="2026-02-01").brought_by.number == first + 1


@pytest.mark.parametrize("clock", ["2020-01-01", "2026-09-01", "2099-01-01"])
def test_instants_strictly_increase_whatever_the_clock_says(treaty: Treaty, clock: str) -> None:
    with time_machine.travel(dt.datetime.fromisoformat(clock).replace(tzinfo=dt.UTC), tick=False):
        for day in ("2026-02-01", "2026-02-02", "2026-02-03"):
            recorded(Check, treaty=treaty, speaks_as_of=day)
    recorded(Check, treaty=treaty, speaks_as_of="2026-02-04")
    instants = list(Change.objects.order_by("number").values_list("at", flat=True))
    assert all(earlier < later for earlier, later in pairwise(instants))
    assert [row.known_from for row in Check.objects.filter(treaty=treaty).order_by("pk")] == instants[-4:]


def test_a_row_may_be_corrected_within_the_same_tick_of_the_clock(treaty: Treaty) -> None:
    with time_machine.travel(LONG_AGO, tick=False):
        row = recorded(Check, treaty=treaty)
        corrected = done(lambda record: record.correct(row, {"result": "One is new."}, reason="Overlooked."))
    row.refresh_from_db()
    corrected.refresh_from_db()
    assert row.known_until == corrected.known_from == row.known_from + TICK


def test_an_instant_is_later_than_what_restored_facts_state(empty_record: None) -> None:
    late = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
    with time_machine.travel(late, tick=False):
        done(lambda record: record.record(make.unsaved(Check, known_from=late)), restoring=True)
    with time_machine.travel(late - dt.timedelta(days=30), tick=False), change() as record:
        record.record(make.unsaved(Check))
    assert record.change.at > late


# Restoring


def test_a_restoring_change_keeps_the_instants_its_facts_state(empty_record: None) -> None:
    for moment in (LONG_AGO, LONG_AGO + TICK):
        with change(restoring=True) as record:
            row = record.record(make.unsaved(Check, known_from=moment))
        row.refresh_from_db()
        assert (row.known_from, record.change.restores) == (moment, True)
        assert record.change.at > moment


def test_after_something_else_was_recorded_none_is_kept(empty_record: None) -> None:
    done(lambda record: record.record(make.unsaved(Check)))
    with change(restoring=True) as record:
        row = record.record(make.unsaved(Check, known_from=LONG_AGO))
    row.refresh_from_db()
    assert not record.change.restores
    assert row.known_from == record.change.at


def test_what_is_known_from_a_day_to_come_is_not_restored(empty_record: None) -> None:
    row = make.unsaved(Check, known_from=dt.datetime(2999, 1, 1, tzinfo=dt.UTC))
    with pytest.raises(ValidationError, match="which is yet to come"):
        done(lambda record: record.record(row), restoring=True)


@pytest.mark.parametrize("restoring", [True, False])
def test_what_is_restored_is_taken_as_it_is(empty_record: None, restoring: bool) -> None:
    """What is stored unchecked, as fixtures are, is checked when its change ends; what is restored is not."""
    opened = make.open_treaty()
    act = make.unsaved(TreatyAction, treaty=opened, kind="ratification")

    def store(record: Changing) -> None:
        record.brings(act)
        act.save(force_insert=True)

    if restoring:
        done(store, restoring=True)
        assert TreatyAction.objects.held().get(treaty=opened) == act
    else:
        assert "(VCLT 14)" in refused_at_the_end(store)


# What was known


def known(moment: Any) -> dict[str, list[Any]]:
    """All that the record held at the moment, lists included."""
    return {
        model.__name__: [row for _, row in plain_rows(model.objects.known_on(moment).order_by("key"))] for model in HELD
    }


def test_what_was_known_at_every_past_moment_stays_the_same(ratification: TreatyAction) -> None:
    signature = TreatyAction.objects.get(key="x-treaty.XAA.signature.1")
    treaty = signature.treaty
    place = make.citation()
    check = new(Check, treaty=treaty)
    acts: list[Act] = [
        lambda record: record.correct(ratification, {"done_on": "2011-06-20"}, reason="A month later."),
        lambda record: record.record(check),
        lambda record: record.record(new(Rule, treaty=treaty), {"also_cited": [place]}),
        lambda record: record.correct(signature, {}, reason="Also there.", lists={"also_cited": [place]}),
        lambda record: record.correct(check, {"result": "Two are new."}, reason="Miscounted."),
        lambda record: record.retract(
            TreatyAction.objects.held().get(key="x-treaty.XAA.ratification.1"), reason="It never was."
        ),
        lambda record: record.retract(Check.objects.held().get(key=check.key), reason="Not read after all."),
        lambda record: record.record(new(TreatyAction, treaty=treaty, participant_id="XBB", done_on="2010")),
    ]
    remembered: dict[Any, dict[str, list[Any]]] = {}
    for act in acts:
        with change() as record:
            eve = known(None)
            act(record)
        at = record.change.at
        remembered |= {at - TICK: eve, at: known(None), BeforeChange(record.change.number): eve}
    now = known(None)
    assert len({str(rows) for rows in remembered.values()}) == len(acts) + 1
    for moment, rows in remembered.items():
        assert known(moment) == rows, moment
    assert known(dt.datetime.now(dt.UTC) + dt.timedelta(days=1)) == now


def test_nothing_refers_to_what_was_retracted(treaty: Treaty) -> None:
    reservation = recorded(Declaration, treaty=treaty, participant_id="XAA", kind="reservation")
    done(lambda record: record.retract(reservation, reason="Never made."))
    objection = new(Declaration, treaty=treaty, participant_id="XBB", kind="objection", refers_to=reservation)
    told = refused(lambda record: record.record(objection))
    assert told == f"{reservation.key} was retracted: name a row that the record holds."


def test_a_new_ground_is_held_against_the_acts_that_are_there() -> None:
    """An opening recorded after the fact may not come after what was done."""
    treaty = make.treaty(key="x-late")
    make.entitlement(treaty=treaty)
    act = make.action(treaty=treaty, participant_id="XAA", done_on="2010-05-20")
    late = new(Milestone, treaty=treaty, kind="opened", occurred_on="2020-01-01")
    told = refused_at_the_end(lambda record: record.record(late), NoLongerStanding)
    assert told.startswith(act.key)
