"""What an import makes of a row: added, corrected, left alone; as one change, told in the log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from signatories.exchange.faults import Fault
from signatories.exchange.importing import import_package
from signatories.models import (
    Change,
    Claim,
    Declaration,
    Entry,
    Membership,
    Milestone,
    Participant,
    Source,
    TreatyAction,
)
from signatories.record.changing import change
from tests.exchange.conftest import Everything
from tests.exchange.packing import NEWS, cited, exported, pack, rows_of

pytestmark = pytest.mark.django_db

Faults = Callable[..., list[Fault]]
URUGUAY = "cets-225.URY.signature.1"
NORWAY = {"treaty": "cets-225", "participant": "NOR", "kind": "ratification", "done_on": "2026-10-20"}


def brought(path: Path, **options: Any) -> dict[str, tuple[int, int, int]]:
    """How many rows of each table were added, corrected and left alone."""
    counts = import_package(path, **options).counts
    return {table: (found["added"], found["corrected"], found["left alone"]) for table, found in counts.items()}


def held(key: str) -> TreatyAction:
    return TreatyAction.objects.held().get(key=key)


def test_a_changed_row_is_a_correction(tmp_path: Path) -> None:
    row = next(row for row in rows_of(exported(tmp_path / "whole"), "actions") if row["key"] == URUGUAY)
    before = held(URUGUAY)
    package = pack(tmp_path / "mended", actions=[row | {"done_on": "2025-09-03", "known_from": "2020-01-01T00:00:00Z"}])
    assert brought(package) == {"actions": (0, 1, 0)}
    after = held(URUGUAY)
    last = Change.objects.latest("number")
    assert (str(after.done_on), after.known_from, after.brought_by) == ("2025-09-03", last.at, last)
    before.refresh_from_db()
    assert (before.known_until, before.closed_by) == (last.at, last)
    entry = Entry.objects.get(change=last, row_key=URUGUAY)
    assert (entry.kind, entry.reason) == ("corrected", "Imported from mended.")
    assert brought(package) == {"actions": (0, 0, 1)}


def test_columns_that_are_not_there_stay_as_they_are(tmp_path: Path) -> None:
    before = held(URUGUAY)
    cited_before = sorted(before.also_cited.values_list("source", "locator"))
    rows = [{"key": URUGUAY, "note": "Told twice; once by news."}, {"key": "cets-225.GBR.signature.1", "note": ""}]
    assert brought(pack(tmp_path / "notes", actions=rows)) == {"actions": (0, 1, 1)}
    after = held(URUGUAY)
    assert (after.note, after.done_on, after.source_id) == (
        "Told twice; once by news.",
        before.done_on,
        before.source_id,
    )
    assert sorted(after.also_cited.values_list("source", "locator")) == cited_before


def test_a_reason_and_a_name_can_be_given(tmp_path: Path) -> None:
    officer = get_user_model().objects.create(username="officer")
    package = pack(tmp_path / "notes", actions=[{"key": URUGUAY, "note": "Read again."}])
    import_package(package, reason="The chart was read again.", by=officer)
    last = Change.objects.latest("number")
    assert (last.by, last.reason) == (officer, "The chart was read again.")
    assert Entry.objects.get(change=last, row_key=URUGUAY).reason == "The chart was read again."


def test_a_row_without_a_key_is_given_one_once(tmp_path: Path) -> None:
    package = pack(tmp_path / "new", sources=[NEWS], actions=[cited(**NORWAY), cited(**NORWAY)])
    assert brought(package) == {"sources": (1, 0, 0), "actions": (1, 0, 1)}
    assert str(held("cets-225.NOR.ratification.1").done_on) == "2026-10-20"
    number = Change.objects.count()
    assert brought(package) == {"sources": (0, 0, 1), "actions": (0, 0, 2)}
    assert Change.objects.count() == number


def test_a_row_without_a_key_like_one_of_another_key_is_left_alone(tmp_path: Path) -> None:
    rows = [row | {"key": "", "known_from": ""} for row in rows_of(exported(tmp_path / "whole"), "measures")]
    assert brought(pack(tmp_path / "keyless", measures=rows)) == {"measures": (0, 0, len(rows))}


def test_keys_given_pass_over_those_that_other_rows_state(tmp_path: Path) -> None:
    news = [cited(treaty="cets-225", kind="other", occurred_on=f"2025-0{month}", title="News") for month in (1, 2)]
    stated = cited(key="cets-225.other.1", treaty="cets-225", kind="other", occurred_on="2025-03", title="News")
    taken = set(Milestone.objects.filter(key__startswith="cets-225.other").values_list("key", flat=True))
    import_package(pack(tmp_path / "news", sources=[NEWS], milestones=[*news, stated | {"key": "cets-225.other.91"}]))
    added = set(Milestone.objects.filter(source="q-news").values_list("key", flat=True))
    free = [f"cets-225.other.{number}" for number in range(1, 99) if f"cets-225.other.{number}" not in taken]
    assert added == {*free[:2], "cets-225.other.91"}


def test_participants_are_recognised_by_every_code(tmp_path: Path) -> None:
    rows = [
        cited(treaty="CETS-225", participant=code, kind="communication", made_on="2026-01-02", summary_en=code)
        for code in ("GB", "gbr", "EUE", "EU")
    ]
    import_package(pack(tmp_path / "codes", sources=[NEWS], declarations=rows))
    made = Declaration.objects.filter(source="q-news").values_list("participant", "treaty")
    assert sorted(made) == [("EU", "cets-225")] * 2 + [("GBR", "cets-225")] * 2


def test_a_row_may_name_one_that_comes_later(tmp_path: Path) -> None:
    objection = {"treaty": "cets-225", "kind": "objection", "made_on": "2026-03", "summary_en": "Objects."}
    rows = [
        cited(key="q.third", participant="FRA", refers_to="q.second", **objection),
        cited(key="q.second", participant="NOR", refers_to="q.first", **objection),
        cited(key="q.first", participant="GBR", **objection | {"kind": "reservation"}),
    ]
    assert brought(pack(tmp_path / "chain", sources=[NEWS], declarations=rows))["declarations"] == (3, 0, 0)
    assert Declaration.objects.get(key="q.third").refers_to.refers_to.key == "q.first"


def test_a_row_may_take_the_place_of_one_corrected_later(tmp_path: Path) -> None:
    """Two days that change kinds; a membership that begins before the one before it ended."""
    kinds = ["adopted", "opened"]
    first, second = Milestone.objects.held().filter(treaty="cets-225", kind__in=kinds).order_by("kind")
    swapped = [{"key": first.key, "kind": "opened"}, {"key": second.key, "kind": "adopted"}]
    assert brought(pack(tmp_path / "swap", milestones=swapped)) == {"milestones": (0, 2, 0)}
    rows = [
        cited(key="q.early", member="QAA", organisation="QOO", role="observer", until="2001"),
        cited(key="q.late", member="QAA", organisation="QOO", role="member", **{"from": "2001"}),
    ]
    who = [
        {"participant": "QAA", "type": "state", "name_en": "A", "name_fr": "A"},
        {"participant": "QOO", "type": "organisation", "name_en": "O", "name_fr": "O"},
    ]
    import_package(pack(tmp_path / "members", sources=[NEWS], participants=who, memberships=rows))
    moved = [{"key": "q.late", "from": "2000"}, {"key": "q.early", "until": "2000"}]
    assert brought(pack(tmp_path / "moved", memberships=moved)) == {"memberships": (0, 2, 0)}
    spans = Membership.objects.held().filter(member="QAA").order_by("key").values_list("valid_from", "valid_until")
    assert [[str(day) for day in span] for span in spans] == [["None", "2000"], ["2000", "None"]]


def test_rows_far_apart_take_each_others_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("signatories.exchange.facts.TOGETHER", 1)
    test_a_row_may_take_the_place_of_one_corrected_later(tmp_path)


def test_names_are_changed_in_place_and_logged(tmp_path: Path) -> None:
    package = pack(
        tmp_path / "names",
        participants=[
            {
                "participant": "GBR",
                "type": "state",
                "name_en": "United Kingdom",
                "name_fr": "Royaume Uni",
                "succeeds": "",
            },
            {"participant": "QAA", "type": "state", "name_en": "A", "name_fr": "A", "succeeds": "QBB;fra"},
            {"participant": "QBB", "type": "state", "name_en": "B", "name_fr": "B", "succeeds": ""},
        ],
        treaties=[{"treaty": "cets-225", "short_title_en": "AI Convention, the"}],
        sources=[NEWS],
    )
    found = brought(package)
    assert (found["sources"], found["participants"], found["treaties"]) == ((1, 0, 0), (2, 1, 0), (0, 1, 0))
    assert Participant.objects.get(key="GBR").name_fr == "Royaume Uni"
    assert set(Participant.objects.get(key="QAA").succeeds.values_list("key", flat=True)) == {"QBB", "FRA"}
    last = Change.objects.latest("number")
    told = {(entry.what, entry.row_key): entry.kind for entry in Entry.objects.filter(change=last)}
    assert told == {
        ("participants", "GBR"): "corrected",
        ("participants", "QAA"): "recorded",
        ("participants", "QBB"): "recorded",
        ("treaties", "cets-225"): "corrected",
        ("sources", "q-news"): "recorded",
    }
    assert brought(package) == {"sources": (0, 0, 1), "participants": (0, 0, 3), "treaties": (0, 0, 1)}


def test_known_from_counts_in_an_empty_record_only(tmp_path: Path, emptied: Callable[[], None]) -> None:
    moment = "2024-02-29T12:30:00.000001Z"
    package = pack(
        tmp_path / "one",
        sources=[NEWS],
        participants=[{"participant": "QOO", "type": "organisation", "name_en": "O", "name_fr": "O"},
                      {"participant": "QAA", "type": "state", "name_en": "A", "name_fr": "A"}],
        memberships=[cited(member="QAA", organisation="QOO", role="member", known_from=moment)],
    )  # fmt: skip
    import_package(package)
    last = Change.objects.latest("number")
    assert Membership.objects.held().get(member="QAA").known_from == last.at
    emptied()
    import_package(package)
    assert Membership.objects.get().known_from == dt.datetime.fromisoformat(moment)


def test_a_dry_run_tells_what_would_be_done(tmp_path: Path, everything: Everything) -> None:
    adopted, opened = (
        Milestone.objects.held().filter(treaty="cets-225", kind__in=["adopted", "opened"]).order_by("kind")
    )
    package = pack(
        tmp_path / "some",
        sources=[NEWS, {"key": "enoch-2024", "kind": "news", "title": "Another title"}],
        actions=[cited(**NORWAY)],
        milestones=[{"key": opened.key, "place": "Vilnius, Lithuania"}, {"key": adopted.key, "place": adopted.place}],
    )
    before = everything()
    tried = brought(package, dry_run=True)
    assert everything() == before
    assert tried == {"sources": (1, 1, 0), "actions": (1, 0, 0), "milestones": (0, 1, 1)} == brought(package)


def test_claims_come_with_their_one_source(tmp_path: Path) -> None:
    claim = {
        "source": "q-news",
        "locator": "line 3",
        "question": "signature_count",
        "treaty": "cets-225",
        "claimed": "37",
    }
    package = pack(tmp_path / "claims", sources=[NEWS], claims=[claim])
    assert brought(package)["claims"] == (1, 0, 0)
    assert Claim.objects.get(source="q-news").key == "q-news.signature_count.1"
    assert brought(package)["claims"] == (0, 0, 1)


def test_of_several_sources_the_first_stays_first(tmp_path: Path) -> None:
    places = {"source": "q-news;enoch-2024; coe-huderia", "locator": "a; b ;c"}
    import_package(pack(tmp_path / "cited", sources=[NEWS], actions=[{**NORWAY, **places}]))
    row = next(row for row in rows_of(exported(tmp_path / "out"), "actions") if row["source"].startswith("q-news"))
    assert (row["source"], row["locator"]) == ("q-news;coe-huderia;enoch-2024", "a;c;b")
    assert brought(tmp_path / "cited")["actions"] == (0, 0, 1)


def test_what_was_retracted_does_not_come_back_by_itself(tmp_path: Path, faults: Faults) -> None:
    package = exported(tmp_path / "before")
    key = "cets-225.CHE.signature.1"
    with change() as changing:
        changing.retract(held(key), reason="Never made.")
    (fault,) = faults(package)
    line = next(n for n, row in enumerate(rows_of(package, "actions"), 2) if row["key"] == key)
    assert (fault.file, fault.line, fault.column, fault.value) == ("actions.csv", line, "key", key)
    assert "leave the key empty" in str(fault).lower()


def test_an_act_that_loses_its_ground_is_told(tmp_path: Path, faults: Faults) -> None:
    opened = Milestone.objects.held().get(treaty="cets-225", kind="opened")
    (fault, *_) = faults(pack(tmp_path / "later", milestones=[{"key": opened.key, "occurred_on": "2025-06-01"}]))
    assert (fault.file, fault.line) == ("actions.csv", None)
    assert "takes its ground from cets-225." in fault.reason


def test_a_table_alone_in_a_folder_of_a_zip_file(tmp_path: Path) -> None:
    import shutil

    pack(tmp_path / "in" / "record", sources=[NEWS])
    (tmp_path / "in" / "record" / "read-me.txt").write_text("Only notes.")
    archive = shutil.make_archive(str(tmp_path / "out"), "zip", tmp_path / "in")
    assert brought(Path(archive)) == {"sources": (1, 0, 0)}
    assert Source.objects.get(key="q-news").title == "News"
