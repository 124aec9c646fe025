"""The log: one line for whatever a change did, canonical, in order, hashed into the root that the change states."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from signatories.exchange.tables import TABLES
from signatories.models import (
    HELD,
    LABELS,
    Change,
    Check,
    Declaration,
    Entry,
    Node,
    Participant,
    Source,
    Threshold,
    Treaty,
    TreatyAction,
    Weight,
)
from signatories.models.changes import log_size
from signatories.record.changing import change
from signatories.record.log import Event
from signatories.record.merkle import peaks
from tests.models import builders as make
from tests.record.doors import done, new, recorded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("named")]

MEMBERS = {"key", "at", "kind", "what", "row", "before", "after", "reason", "happens_on"}
COLUMNS = {table.name: list(table.places) for table in TABLES}
SHOWN_BY_THEIR_TREATY = {"entitlements", "rules", "thresholds", "weights"}


def leaves(begun: Change | None = None) -> list[dict[str, Any]]:
    """What the entries say, of one change or of all; what follows from a change is left to another test."""
    entries = begun.entries.all() if begun else Entry.objects.all()
    return [json.loads(entry.leaf) for entry in entries.exclude(kind="derived")]


def the_leaf(begun: Change) -> dict[str, Any]:
    (said,) = leaves(begun)
    return said


def tree_root(said: Sequence[str]) -> str:
    """The root over these leaves, as RFC 9162, 2.1.1 defines it."""

    def root(hashes: list[bytes]) -> bytes:
        if len(hashes) == 1:
            return hashes[0]
        left = 1 << (len(hashes) - 1).bit_length() - 1
        return hashlib.sha256(b"\x01" + root(hashes[:left]) + root(hashes[left:])).digest()

    hashed = [hashlib.sha256(b"\x00" + leaf.encode()).digest() for leaf in said]
    return (root(hashed) if hashed else hashlib.sha256().digest()).hex()


def stand_for_themselves() -> None:
    """Checks all that each entry, and each change, says of itself."""
    told: list[str] = []
    for begun in Change.objects.filter(at__isnull=False).order_by("number"):
        for number, entry in enumerate(begun.entries.order_by("index"), start=1):
            said = json.loads(entry.leaf)
            assert said.keys() == MEMBERS
            # Canonical JSON, for keys and values such as these.
            assert entry.leaf == json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            assert bytes(entry.leaf_hash) == hashlib.sha256(b"\x00" + entry.leaf.encode()).digest()
            assert (entry.index, entry.key) == (len(told), f"{begun.number}.{number}")
            assert said["at"] == begun.at.isoformat().replace("+00:00", "Z")
            columns = {name: getattr(entry, name) for name in ("key", "kind", "what", "row")}
            assert columns | {"reason": entry.reason or None} == {name: said[name] for name in (*columns, "reason")}
            assert said["happens_on"] == (entry.happens_on and str(entry.happens_on))
            told.append(entry.leaf)
        assert (begun.size, begun.root) == (len(told), tree_root(told))
    assert log_size() == len(told)
    assert Node.objects.count() == sum((1 << level) - 1 for level, _ in peaks(len(told)))


def test_all_that_was_loaded_is_in_the_log(empty_record: None, load: Callable[..., None]) -> None:
    load("reference", "cets-225", "cets-185", "claims")
    stand_for_themselves()
    loaded = leaves(Change.objects.get())
    assert {said["kind"] for said in loaded} == {"recorded"}
    for model in (*LABELS, *HELD):
        told = [identity(said) for said in loaded if said["what"] == model.table]
        assert sorted(told) == sorted(model.objects.values_list("key", flat=True)), model.table


def identity(said: dict[str, Any]) -> str:
    row = said["after"] or said["before"]
    return str(row[COLUMNS[said["what"]][0]])


def test_an_entry_in_full(treaty: Treaty) -> None:
    with change() as record:
        first = record.record(new(TreatyAction, treaty=treaty, participant_id="XAA", done_on="2010-05"))
    at = record.change.at.isoformat().replace("+00:00", "Z")
    row = {
        "key": "x-treaty.XAA.signature.1",
        "treaty": "x-treaty",
        "participant": "XAA",
        "kind": "signature",
        "done_on": "2010-05",
        "takes_effect_on": None,
        "expires_on": None,
        "scope": None,
        "territories": [],
        "articles": [],
        "refers_to": None,
        "note": None,
        "source": ["x-chart"],
        "locator": ["row 1"],
        "confidence": "high",
        "known_from": at,
    }
    said = {
        "key": f"{record.change.number}.1",
        "at": at,
        "kind": "recorded",
        "what": "actions",
        "row": "/api/v1/actions/x-treaty.XAA.signature.1/",
        "before": None,
        "after": row,
        "reason": None,
        "happens_on": None,
    }
    assert the_leaf(record.change) == said

    place = make.citation(source=Source.objects.get(key="x-chart"), locator="note 2")
    with change(reason="Read again.") as record:
        values = {"done_on": "2010-05-20", "territories": ["Åland", "Elsewhere"]}
        second = record.correct(first, values, reason="The day is told.", lists={"also_cited": [place]})
    corrected_at = record.change.at.isoformat().replace("+00:00", "Z")
    corrected = row | values | {"known_from": corrected_at, "source": ["x-chart"] * 2, "locator": ["row 1", "note 2"]}
    assert the_leaf(record.change) == said | {
        "key": f"{record.change.number}.1",
        "at": corrected_at,
        "kind": "corrected",
        "before": row,
        "after": corrected,
        "reason": "The day is told.",
    }

    with change() as record:
        record.retract(second, reason="It never was.")
    assert the_leaf(record.change) == said | {
        "key": f"{record.change.number}.1",
        "at": record.change.at.isoformat().replace("+00:00", "Z"),
        "kind": "retracted",
        "before": corrected,
        "after": None,
        "reason": "It never was.",
    }
    stand_for_themselves()


@pytest.mark.parametrize("model", HELD, ids=lambda model: model.__name__)
def test_before_and_after_hold_the_data_packages_columns_only(model: Any) -> None:
    row, changes = make.unsaved(model), []
    with change() as record:
        changes.append(record.change)
        record.record(row)
    with change() as record:
        changes.append(record.change)
        corrected = record.correct(row, {"locator": "row 2"}, reason="It stands in row 2.")
    with change() as record:
        changes.append(record.change)
        record.retract(corrected, reason="It stands nowhere.")
    told = [the_leaf(begun) for begun in changes]
    assert [said["kind"] for said in told] == ["recorded", "corrected", "retracted"]
    assert [said["what"] for said in told] == [model.table] * 3
    for side in [said[side] for said in told for side in ("before", "after") if said[side]]:
        assert side.keys() == {*COLUMNS[model.table]}
    path = (
        f"treaties/{told[0]['after']['treaty']}" if model.table in SHOWN_BY_THEIR_TREATY else f"{model.table}/{row.key}"
    )
    assert {said["row"] for said in told} == {f"/api/v1/{path}/"}
    assert (told[0]["after"], told[1]["after"]) == (told[1]["before"], told[2]["before"])


def test_values_are_in_jsons_own_types(treaty: Treaty) -> None:
    with change() as record:
        record.record(new(Weight, treaty=treaty, participant_id="XAA", weight="12.50"))
        record.record(new(Weight, treaty=treaty, participant_id="XBB", weight="3"))
        threshold = new(Threshold, treaty=treaty, members_of=None, minimum="all")
        record.record(threshold, {"participants": ["XBB", "XAA"]})
    counted, *weights = sorted((said["after"] for said in leaves(record.change)), key=lambda row: row["key"])
    assert [row["weight"] for row in weights] == [12.5, 3]
    assert (counted["minimum"], counted["participants"], counted["members_of"]) == ("all", ["XAA", "XBB"], None)


def test_words_of_any_script_are_kept_as_they_are(treaty: Treaty) -> None:
    result = 'Said «été» \\ "so"\n\ttwice, 条約 \U0001f58b \u2028 \x1f\x7f.'
    row = recorded(Check, treaty=treaty, result=result)
    assert the_leaf(row.brought_by)["after"]["result"] == result
    stand_for_themselves()


def test_an_entry_says_what_it_concerns(treaty: Treaty) -> None:
    concerns = {
        recorded(Check, treaty=treaty): ("x-treaty", ""),
        recorded(Weight, treaty=treaty, participant_id="XAA"): ("x-treaty", "XAA"),
        done(lambda record: record.record(make.unsaved(HELD[0], member_id="XAA", organisation_id="XORG"))): ("", "XAA"),
    }
    for row, concerned in concerns.items():
        entry = Entry.objects.get(change=row.brought_by, kind="recorded")
        assert (entry.row_key, entry.treaty, entry.participant) == (row.key, *concerned)


def test_the_reason_of_a_change_holds_where_none_is_given(treaty: Treaty) -> None:
    row = recorded(Check, treaty=treaty)
    with change(reason="Read again.") as record:
        record.correct(row, {"result": "One is new."}, reason="Overlooked.")
        record.record(new(Check, treaty=treaty, speaks_as_of="2026-02-01"))
    assert {said["kind"]: said["reason"] for said in leaves(record.change)} == {
        "corrected": "Overlooked.",
        "recorded": "Read again.",
    }


def test_the_order_is_labels_then_rows_by_table_then_what_follows(
    treaty: Treaty, signature: TreatyAction, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, gone = (recorded(Declaration, treaty=treaty, participant_id=key) for key in ("XAA", "XBB"))
    event = Event("threshold_reached", "/api/v1/treaties/x-treaty/", "x-treaty", "So.", "2027-01-01", "x-treaty", "XAA")
    monkeypatch.setattr("signatories.record.changing.followers", [lambda begun: [event]])
    with change() as record:
        record.record(new(Check, treaty=treaty, speaks_as_of="2026-02-01"))
        record.retract(gone, reason="It never was.")
        record.record(new(Declaration, treaty=treaty, participant_id="XAA"))
        record.correct(made, {"summary_en": "Otherwise."}, reason="Misread.")
        record.record(new(TreatyAction, treaty=treaty, participant_id="XBB"))
        record.correct(signature, {"note": "In Vilnius."}, reason="Told so.")
        record.keep(Treaty(key="x-b", title_en="B", title_fr="B"))
        record.keep(Source(key="x-news", kind="news", title="News"))
        record.keep(Treaty(key="x-a", title_en="A", title_fr="A"))
    told = [(entry.kind, entry.what, entry.row_key) for entry in record.change.entries.order_by("index")]
    assert told == [
        ("recorded", "treaties", "x-a"),
        ("recorded", "treaties", "x-b"),
        ("recorded", "sources", "x-news"),
        ("recorded", "actions", "x-treaty.XBB.signature.1"),
        ("corrected", "actions", "x-treaty.XAA.signature.1"),
        ("recorded", "declarations", "x-treaty.XAA.declaration.2"),
        ("corrected", "declarations", "x-treaty.XAA.declaration.1"),
        ("retracted", "declarations", "x-treaty.XBB.declaration.1"),
        ("recorded", "checks", "x-treaty.check.2026-02-01"),
        ("derived", "threshold_reached", "x-treaty"),
    ]
    derived = record.change.entries.get(kind="derived")
    said = json.loads(derived.leaf)
    assert (said["before"], said["after"], said["happens_on"]) == (None, None, "2027-01-01")
    assert (said["row"], said["reason"]) == ("/api/v1/treaties/x-treaty/", "So.")
    assert (derived.treaty, derived.participant) == ("x-treaty", "XAA")
    stand_for_themselves()


def test_a_label_is_logged_once_a_change_from_what_it_was_to_what_it_is() -> None:
    with change() as record:
        for name in ("Xanadu", "Xanadu the Second"):
            state = Participant.objects.get(key="XAA")
            state.name_en = name
            record.keep(state, reason="It took another name.")
        record.keep(Participant.objects.get(key="XAA"), {"succeeds": ["XBB"]})
    said = the_leaf(record.change)
    assert said["before"].keys() == said["after"].keys() == {*COLUMNS["participants"]}
    assert {name: value for name, value in said["after"].items() if value != said["before"][name]} == {
        "name_en": "Xanadu the Second",
        "succeeds": ["XBB"],
    }
    assert (said["kind"], said["what"], said["row"]) == ("corrected", "participants", "/api/v1/participants/XAA/")
    assert said["reason"] == "It took another name."


def test_a_label_that_was_dropped_is_logged_with_what_it_was() -> None:
    with change() as record:
        record.drop(Participant.objects.get(key="XBB"), reason="Recorded in error.")
    said = the_leaf(record.change)
    assert (said["kind"], said["row"], said["after"]) == ("retracted", "/api/v1/participants/XBB/", None)
    assert said["before"]["participant"] == "XBB"
    assert said["reason"] == "Recorded in error."


@pytest.mark.parametrize("model", LABELS, ids=lambda model: model.__name__)
def test_labels_are_logged_by_their_columns(model: Any) -> None:
    with change() as record:
        record.keep(make.unsaved(model))
    assert the_leaf(record.change)["after"].keys() == {*COLUMNS[model.table]}


def test_the_log_grows_from_change_to_change(treaty: Treaty) -> None:
    """Each begins where the one before ended, and the earlier log stays the beginning of the later one."""
    for step in range(9):
        with change() as record:
            for place in range(step):
                record.record(new(Check, treaty=treaty, speaks_as_of=f"2026-0{step}-1{place}"))
    stand_for_themselves()


def test_what_a_row_was_is_what_the_entry_before_made_it(ratification: TreatyAction) -> None:
    for note in ("In Vilnius.", "In Riga."):
        held = TreatyAction.objects.held().get(key=ratification.key)
        done(lambda record, held=held, note=note: record.correct(held, {"note": note}, reason="Told so."))
    held = TreatyAction.objects.held().get(key=ratification.key)
    done(lambda record: record.retract(held, reason="It never was."))
    now: dict[tuple[str, str], Any] = {}
    for said in leaves():
        row = said["what"], identity(said)
        assert said["before"] == now.get(row), said["key"]
        now[row] = said["after"]
    assert now["actions", ratification.key] is None


def log() -> list[Any]:
    """All there is of it."""
    return [list(model.objects.order_by("pk").values()) for model in (Change, Entry, Node)]


def test_loading_again_adds_nothing(load: Callable[..., None]) -> None:
    before = log()
    load("reference", "cets-225", "cets-185", "claims")
    load("claims")
    assert log() == before


def test_loading_again_after_corrections_and_retractions_adds_nothing(load: Callable[..., None]) -> None:
    """What the record once held under a key is told in its log: a fixture does not bring it back."""
    acts = TreatyAction.objects.held().filter(treaty="cets-225")
    signed, gone = acts.get(participant="GBR"), acts.get(participant="NOR")
    cited = TreatyAction.objects.held().exclude(also_cited=None).first() or signed
    label = Participant.objects.get(key="FRA")
    label.note = "A note of ours."
    with change() as record:
        record.correct(signed, {"note": "In Vilnius."}, reason="Told so.")
        record.retract(gone, reason="For the sake of a test.")
        if cited != signed:
            record.correct(cited, {}, reason="For the sake of a test.", lists={"also_cited": []})
        record.keep(label)
    before = log()
    load("reference", "cets-225", "cets-185", "claims")
    load("cets-225")
    assert log() == before
    assert acts.get(participant="GBR").note == "In Vilnius."
    assert not acts.filter(participant="NOR").exists()
    assert Participant.objects.get(key="FRA").note == "A note of ours."


def test_a_load_that_brings_something_logs_that_alone(empty_record: None, load: Callable[..., None]) -> None:
    load("reference")
    size = log_size()
    load("reference", "cets-225")
    second = Change.objects.get(number=2)
    assert second.reason == "Loaded from fixtures: reference, cets-225."
    assert {said["kind"] for said in leaves(second)} == {"recorded"}
    assert Entry.objects.filter(index__lt=size).exclude(change=1).count() == 0
    keys = [(said["what"], identity(said)) for said in leaves()]
    assert len(keys) == len(set(keys))
    stand_for_themselves()
