"""`changes/`: the log as a list, followed by a cursor; and the feeds and the calendar made of the same record."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
import rfc8785
from django.contrib.auth import get_user_model
from django.test import Client
from icalendar import Calendar

from signatories.models import Entry, Treaty, TreatyAction
from signatories.record.changing import change
from signatories.record.periods import keep_periods
from tests.models import builders as make

pytestmark = pytest.mark.django_db

Get = Callable[..., Any]
MEMBERS = {"key", "at", "kind", "what", "row", "before", "after", "reason", "happens_on"}
URUGUAY = "cets-225.URY.signature.1"


def correct(day: str, reason: str = "The chart was read again.", by: Any = None) -> None:
    with change(by=by) as changing:
        changing.correct(TreatyAction.objects.held().get(key=URUGUAY), {"done_on": day}, reason=reason)


def retract() -> None:
    with change() as changing:
        changing.retract(TreatyAction.objects.held().get(key=URUGUAY), reason="It was never made.")


def follow(get: Get, since: str = "0", **asked: Any) -> list[dict[str, Any]]:
    """All entries from the cursor on, page by page."""
    body = get("changes/", since=since, **asked)
    found = body["results"]
    while body["next"]:
        body = get(body["next"])
        found += body["results"]
    return found


def test_an_entry_is_the_leaf_that_is_hashed(get: Get) -> None:
    rows = follow(get, limit=1000)
    leaves = Entry.objects.filter(change__at__isnull=False).order_by("index").values_list("leaf", flat=True)
    assert [rfc8785.dumps(row).decode() for row in rows] == list(leaves)
    assert all(row.keys() == MEMBERS for row in rows)


def test_a_correction_tells_what_was_and_what_is(get: Get) -> None:
    cursor = get("changes/", limit=1, ordering="-at")["cursor"]
    correct("2025-09-03")
    (entry,) = get("changes/", since=cursor)["results"]
    assert entry["kind"] == "corrected"
    assert entry["row"] == f"/api/v1/actions/{URUGUAY}/"
    assert (entry["before"]["done_on"], entry["after"]["done_on"]) == ("2025-09-02", "2025-09-03")
    assert entry["reason"] == "The chart was read again."
    assert entry["before"]["key"] == entry["after"]["key"] == URUGUAY
    assert get(f"actions/{URUGUAY}/")["known_from"] == entry["after"]["known_from"] == entry["at"]


def test_a_retraction_tells_what_was(get: Get) -> None:
    cursor = get("changes/", limit=1, ordering="-at")["cursor"]
    retract()
    (entry,) = get("changes/", since=cursor)["results"]
    assert (entry["kind"], entry["after"], entry["reason"]) == ("retracted", None, "It was never made.")
    get(f"actions/{URUGUAY}/", status=404)


def test_a_cursor_neither_skips_nor_repeats(get: Get) -> None:
    whole = [row["key"] for row in follow(get, limit=1000)]
    assert [row["key"] for row in follow(get, limit=7)] == whole
    seen, cursor = [], "0"
    for day in ("2025-09-03", "2025-09-04", "2025-09-05"):
        body = get("changes/", since=cursor, limit=1000)
        seen += [row["key"] for row in body["results"]]
        cursor = body["cursor"]
        correct(day)
    body = get("changes/", since=cursor)
    seen += [row["key"] for row in body["results"]]
    assert seen == [row["key"] for row in follow(get, limit=1000)]
    assert get("changes/", since=body["cursor"])["results"] == []


def test_pages_begun_before_a_change_end_without_it_and_the_cursor_goes_on_from_there(get: Get) -> None:
    first = get("changes/", limit=300)
    correct("2025-09-03")
    last = get(first["next"])
    assert last["next"] is None
    assert [row["reason"] for row in get("changes/", since=last["cursor"])["results"]] == ["The chart was read again."]


def test_a_filtered_cursor_moves_on_without_a_match(get: Get) -> None:
    cursor = get("changes/", treaty="cets-185", limit=1000)["cursor"]
    correct("2025-09-03")
    body = get("changes/", treaty="cets-185", since=cursor)
    assert body["results"] == []
    assert int(body["cursor"]) == int(cursor) + 1


def test_since_takes_an_instant(get: Get) -> None:
    at = get("changes/", limit=1, ordering="-at")["results"][0]["at"]
    assert get("changes/", since=at)["results"] == []
    correct("2025-09-03")
    assert len(get("changes/", since=at)["results"]) == 1
    assert get("changes/", since="2001-01-01")["count"] == Entry.objects.filter(change__at__isnull=False).count()


def test_known_on_gives_the_log_as_it_was(get: Get) -> None:
    before = get("changes/", limit=1000)
    correct("2025-09-03")
    then = get("changes/", limit=1000, known_on=before["known_on"])
    assert then["results"] == before["results"]
    assert then["cursor"] == before["cursor"]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"treaty": "cets-225", "participant": "UY", "what": "actions"}, {URUGUAY}),
        ({"kind": "derived", "what": "entry_into_force", "happens_on_before": "2004-07"}, {"cets-185"}),
        ({"happens_on_after": "2004-07", "what": "becomes_party", "participant": "ALB"}, {"cets-185"}),
        ({"row": f"/api/v1/actions/{URUGUAY}/"}, {URUGUAY}),
        ({"search": "LTU reached"}, {"cets-185"}),
    ],
)
def test_filters(get: Get, parameters: dict[str, str], expected: set[str]) -> None:
    keys = [row["key"] for row in get("changes/", limit=1000, **parameters)["results"]]
    assert set(Entry.objects.filter(key__in=keys).values_list("row_key", flat=True)) == expected
    assert keys


@pytest.mark.parametrize("since", ["x", "-1", "9" * 40, "2026-02-30", ""])
def test_a_since_that_is_none_is_refused(get: Get, since: str) -> None:
    assert get("changes/", since=since, status=400)["errors"][0]["parameter"] == "since"


def test_who_did_it_is_told_nowhere(get: Get, client: Client) -> None:
    officer = get_user_model().objects.create_user("ottilie-officer")
    correct("2025-09-03", by=officer)
    for address in ("changes/?ordering=-at", "changes.atom", "changes.json", "log/", f"actions/{URUGUAY}/"):
        assert b"ottilie" not in client.get(f"/api/v1/{address}").content


def test_names_that_change_are_logged_and_past_answers_show_todays(get: Get) -> None:
    moment, cursor = get("actions/")["known_on"], get("changes/", limit=1, ordering="-at")["cursor"]
    treaty = Treaty.objects.get(key="cets-225")
    treaty.title_en = "A title that was mended"
    with change(reason="A misprint.") as changing:
        changing.keep(treaty)
    (entry,) = get("changes/", since=cursor)["results"]
    assert (entry["kind"], entry["what"], entry["reason"]) == ("corrected", "treaties", "A misprint.")
    assert entry["before"]["title_en"] != entry["after"]["title_en"] == "A title that was mended"
    assert get(f"actions/{URUGUAY}/", known_on=moment)["treaty_title"] == "A title that was mended"


def test_atom(client: Client, get: Get) -> None:
    correct("2025-09-03")
    response = client.get("/api/v1/changes.atom", {"treaty": "cets-225"})
    assert response["Content-Type"] == "application/atom+xml"
    atom = "{http://www.w3.org/2005/Atom}"
    newest = ElementTree.fromstring(response.content).find(f"{atom}entry")
    assert newest is not None
    assert newest.findtext(f"{atom}title") == "Corrected: Uruguay, signature, 2025-09-03 (cets-225)"
    assert newest.findtext(f"{atom}summary") == "The chart was read again."
    (row,) = get(str(newest.findtext(f"{atom}id")))["results"]
    assert row["after"]["done_on"] == "2025-09-03"


def test_json_feed(client: Client) -> None:
    response = client.get("/api/v1/changes.json", {"participant": "ALB", "kind": "derived"})
    assert response["Content-Type"] == "application/feed+json"
    feed = json.loads(response.content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["title"] for item in feed["items"]] == ["By the record, ALB becomes a party on 2004-07-01."]


@pytest.mark.parametrize("address", ["changes.atom", "changes.json", "calendar.ics"])
def test_a_feed_names_what_it_does_not_take(get: Get, address: str) -> None:
    assert get(address, status=400, fields="key")["errors"][0]["parameter"] == "fields"
    assert get(address, status=400, treaty="cets-9999")["errors"][0]["parameter"] == "treaty"


def test_the_calendar_tells_days_ahead(client: Client) -> None:
    treaty = make.open_treaty(key="x-ahead", title_en="The Ahead Convention")
    make.rule(treaty=treaty, consents_required=1, delay_months=1, rounding="none", later_from="trigger")
    who = make.participant(name_en="Someland")
    make.action(treaty=treaty, participant=who, kind="accession", done_on="2030-05-10")
    keep_periods(["x-ahead"])
    response = client.get("/api/v1/calendar.ics", {"as_of": "2030-05-20", "treaty": "x-ahead"})
    events = Calendar.from_ical(response.content.decode()).walk("VEVENT")
    told = {(str(event["SUMMARY"]), event.decoded("DTSTART").isoformat()) for event in events}
    assert told == {
        ("The Ahead Convention enters into force", "2030-06-10"),
        ("The Ahead Convention enters into force for Someland", "2030-06-10"),
    }
    past = client.get("/api/v1/calendar.ics", {"as_of": "2030-06-11", "treaty": "x-ahead"})
    assert b"VEVENT" not in past.content


def test_a_day_known_to_the_month_lasts_the_month_in_the_calendar(client: Client) -> None:
    make.membership(
        member=make.participant(name_en="Leaver"), organisation=make.organisation(key="XOC"), valid_until="2040-02"
    )
    response = client.get("/api/v1/calendar.ics", {"as_of": "2039-01-01"})
    events = Calendar.from_ical(response.content.decode()).walk("VEVENT")
    (event,) = [event for event in events if "Leaver" in event["SUMMARY"]]
    assert event["SUMMARY"] == "Leaver: ceases to be member of XOC"
    assert [event.decoded(edge).isoformat() for edge in ("DTSTART", "DTEND")] == ["2040-02-01", "2040-03-01"]
