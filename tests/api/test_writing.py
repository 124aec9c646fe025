"""Writing over HTTP: new rows, many at once, corrections, retractions; each a change, or a refusal that says why."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from signatories.models import AnsweredRequest, Change, Entry, TreatyAction
from tests.models import builders as make

SIGNATURE = {
    "treaty": "cets-225",
    "participant": "MEX",
    "kind": "signature",
    "done_on": "2026-09-01",
    "locator": ["row Mexico"],
}


@pytest.fixture
def officer(db: None) -> User:
    return User.objects.create_superuser("officer")


@pytest.fixture
def post(officer: User, client: Client) -> Callable[..., Any]:
    """Posts JSON as an officer; headers as keywords."""
    client.force_login(officer)

    def send(path: str, body: Any, **headers: str) -> Any:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        data = body if isinstance(body, bytes) else json.dumps(body)
        return client.post(f"/api/v1/{path}", data, content_type="application/json", headers=given)

    return send


@pytest.fixture
def signature(db: None) -> dict[str, Any]:
    """A signature that the record does not hold and the law allows, as it is sent."""
    source = make.source().key
    return SIGNATURE | {"source": [source]}


def said(response: Any, status: int) -> Any:
    assert response.status_code == status, response.content.decode()[:2000]
    return response.json()


def pointers(response: Any, status: int) -> list[str]:
    return [wrong["pointer"] for wrong in said(response, status)["errors"]]


def test_a_new_row_is_recorded_and_found_at_its_address(
    post: Any, signature: Any, client: Client, officer: User
) -> None:
    response = post("actions/", signature)
    row = said(response, 201)
    assert row["key"] == "cets-225.MEX.signature.1" and row["participant_name"] == "Mexico"
    found = client.get(response["Location"])
    assert (found.json(), found["ETag"]) == (row, response["ETag"])
    assert Change.objects.latest("number").by == officer


def test_the_very_same_again_is_answered_and_not_recorded(post: Any, signature: Any) -> None:
    row = said(post("actions/", signature), 201)
    before = Entry.objects.count()
    assert said(post("actions/", signature), 200) == row
    assert said(post("actions/", signature | {"key": row["key"]}), 200) == row
    assert Entry.objects.count() == before


def test_a_withdrawn_declaration_says_from_when_on_it_no_longer_holds(post: Any, signature: Any) -> None:
    said_of_it = {"kind": "reservation", "made_on": "2026-09-01", "withdrawn_on": "2026-09-20", "summary_en": "No."}
    body = {name: signature[name] for name in ("treaty", "participant", "source", "locator")} | said_of_it
    assert pointers(post("declarations/", body), 422) == ["/until"]
    row = said(post("declarations/", body | {"until": "2026-09-20"}), 201)
    emptied = {"until": None, "reason": "Not known."}
    assert pointers(post(f"declarations/{row['key']}/correct/", emptied, if_match="*"), 422) == ["/until"]


def test_a_key_that_is_held_otherwise_is_not_recorded_over(post: Any, signature: Any) -> None:
    row = said(post("actions/", signature), 201)
    refused = post("actions/", signature | {"key": row["key"], "done_on": "2026-09-02"})
    assert pointers(refused, 422) == ["/key"]
    assert "Correct it" in refused.json()["detail"]


@pytest.mark.parametrize(
    ("change", "status", "pointer"),
    [
        ({"colour": "red"}, 400, "/colour"),
        ({"a/b~c": "red"}, 400, "/a~1b~0c"),
        ({"kind": 3}, 400, "/kind"),
        ({"source": {"key": "x"}}, 400, "/source"),
        ({"territories": [3]}, 400, "/territories"),
        ({"note": "\x00"}, 400, "/note"),
        ({"kind": "signing"}, 422, "/kind"),
        ({"done_on": "2026-02-30"}, 422, "/done_on"),
        ({"participant": "Atlantis"}, 422, "/participant"),
        ({"treaty": "cets-226x"}, 422, "/treaty"),
        ({"source": []}, 422, "/source"),
        ({"source": None, "locator": None}, 422, "/source"),
        ({"locator": ["a", "b"]}, 422, "/locator"),
        ({"kind": "ratification"}, 422, "/kind"),
        ({"done_on": "2024-01-01"}, 422, "/done_on"),
    ],
    ids=str,
)
def test_what_is_wrong_is_named_where_it_stands_and_nothing_is_changed(
    post: Any, signature: Any, change: dict[str, Any], status: int, pointer: str
) -> None:
    before = (Change.objects.count(), TreatyAction.objects.count())
    assert pointer in pointers(post("actions/", signature | change), status)
    assert (Change.objects.count(), TreatyAction.objects.count()) == before


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"x"', b"null", b'{"note": "\\ud800"}', b"NaN", b"\xff", b"[" * 5000]
)
def test_a_body_that_is_no_row_is_told_so(post: Any, body: bytes) -> None:
    assert "detail" in said(post("actions/", body), 400)


@pytest.mark.parametrize(("body", "status"), [(b"[" * 100_000, 400), (b"[" + b" " * 3_000_000, 413), (b"csrf=a", 400)])
@pytest.mark.parametrize("media_type", ["application/json", "multipart/form-data; boundary=b"])
def test_a_session_has_no_body_read_unbounded(officer: User, body: bytes, status: int, media_type: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(officer)
    browser.cookies["csrftoken"] = "a" * 32
    expected = status if status == 413 or media_type == "application/json" else 415
    for path in ("actions/", "actions/x/correct/"):
        sent = browser.post(f"/api/v1/{path}", body, content_type=media_type, headers={"X-CSRFToken": "a" * 32})
        assert sent.status_code in (expected, 404), sent.content[:300]
        assert sent["Content-Type"] == "application/problem+json"
    assert browser.post("/api/v1/actions/", body, content_type=media_type).status_code == (
        413 if status == 413 else 403
    )


def test_a_body_of_another_type_is_not_read(officer: User, client: Client) -> None:
    client.force_login(officer)
    assert said(client.post("/api/v1/actions/", {"kind": "signature"}), 415)["status"] == 415


def test_an_unknown_parameter_of_the_address_is_told(post: Any, signature: Any) -> None:
    assert said(post("actions/?colour=red", signature), 400)["errors"][0]["parameter"] == "colour"
    assert not TreatyAction.objects.filter(participant="MEX").exists()


def test_many_rows_are_recorded_as_one_change_in_the_order_given(post: Any, signature: Any) -> None:
    rows = [signature | {"participant": code, "locator": [f"row {code}"]} for code in ("MEX", "ARG", "CRI")]
    recorded = said(post("actions/bulk/", rows), 201)
    assert [row["participant"] for row in recorded] == ["MEX", "ARG", "CRI"]
    assert len(set(TreatyAction.objects.filter(participant__in=["MEX", "ARG", "CRI"]).values_list("brought_by"))) == 1
    assert said(post("actions/bulk/", rows), 200) == recorded


def test_many_rows_are_recorded_all_or_none(post: Any, signature: Any) -> None:
    rows = [signature, signature | {"participant": "ARG", "done_on": "soon"}, signature | {"participant": "XXX"}]
    assert pointers(post("actions/bulk/", rows), 422) == ["/1/done_on", "/2/participant"]
    assert not TreatyAction.objects.filter(participant="MEX").exists()


@pytest.mark.parametrize("rows", [[], [{}] * 1001, {}, [3]], ids=["none", "too many", "an object", "no row"])
def test_an_array_that_is_none_or_too_long_is_told_so(post: Any, rows: Any) -> None:
    assert "detail" in said(post("actions/bulk/", rows), 400)


def test_two_rows_alike_in_one_request_are_one(post: Any, signature: Any) -> None:
    first, second = said(post("actions/bulk/", [signature, signature]), 201)
    assert first == second


def test_a_correction_needs_the_version_that_was_read(post: Any, signature: Any, client: Client) -> None:
    response = post("actions/", signature)
    address = f"actions/{said(response, 201)['key']}/correct/"
    correction = {"done_on": "2026-09-03", "reason": "The chart says the 3rd."}
    assert said(post(address, correction), 428)["status"] == 428
    corrected = post(address, correction, if_match=response["ETag"])
    assert said(corrected, 200)["done_on"] == "2026-09-03"
    assert corrected["ETag"] != response["ETag"]
    again = correction | {"done_on": "2026-09-04"}
    assert said(post(address, again, if_match=response["ETag"]), 412)["status"] == 412
    assert said(post(address, again, if_match=f"W/{corrected['ETag']}"), 412)["status"] == 412
    assert said(post(address, again, if_match=f'"other", {corrected["ETag"]}'), 200)["done_on"] == "2026-09-04"
    assert Entry.objects.latest("index").reason == correction["reason"]


def test_if_match_compares_the_last_change_of_the_row_alone(post: Any, signature: Any, client: Client) -> None:
    address = said(post("actions/", signature), 201)["url"]
    french = client.get(address, {"lang": "fr", "fields": "key"})["ETag"]
    assert french != client.get(address)["ETag"]
    path = address.partition("/api/v1/")[2]
    corrected = post(f"{path}correct/", {"note": "Read again.", "reason": "More is known."}, if_match=french)
    assert said(corrected, 200)["note"] == "Read again."


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({"done_on": "2026-09-03"}, 422, "/reason"),
        ({"done_on": "2026-09-03", "reason": " "}, 422, "/reason"),
        ({"done_on": "soon", "reason": "x"}, 422, "/done_on"),
        ({"key": "cets-225.MEX.signature.9", "reason": "x"}, 400, "/key"),
        ({"colour": "red", "reason": "x"}, 400, "/colour"),
        ({"kind": "accession", "reason": "x"}, 422, "/participant"),
    ],
    ids=str,
)
def test_a_correction_keeps_the_rules(post: Any, signature: Any, body: Any, status: int, pointer: str) -> None:
    row = said(post("actions/", signature), 201)
    assert pointer in pointers(post(f"actions/{row['key']}/correct/", body, if_match="*"), status)
    assert TreatyAction.objects.filter(key=row["key"]).count() == 1


def test_a_correction_that_changes_nothing_is_refused(post: Any, signature: Any) -> None:
    row = said(post("actions/", signature), 201)
    body = {"done_on": "2026-09-01", "reason": "Read again."}
    assert "changes nothing" in said(post(f"actions/{row['key']}/correct/", body, if_match="*"), 422)["detail"]


def test_what_was_retracted_is_gone_and_remembered(post: Any, signature: Any, client: Client) -> None:
    response = post("actions/", signature)
    row = said(response, 201)
    address = f"actions/{row['key']}/retract/"
    assert pointers(post(address, {}, if_match=response["ETag"]), 422) == ["/reason"]
    assert said(post(address, {"reason": "Never done."}, if_match=response["ETag"]), 200) == row
    assert client.get(row["url"]).status_code == 404
    assert said(post(address, {"reason": "Never done."}, if_match=response["ETag"]), 409)["status"] == 409
    correct = post(f"actions/{row['key']}/correct/", {"note": "x", "reason": "y"}, if_match="*")
    assert said(correct, 409)["status"] == 409
    missing = post("actions/cets-225.MEX.signature.9/retract/", {"reason": "x"}, if_match="*")
    assert said(missing, 404)["status"] == 404


def test_what_another_row_rests_on_is_not_retracted(post: Any) -> None:
    key = "cets-225.GBR.signature.1"
    make_ratification = {
        "treaty": "cets-225", "participant": "GBR", "kind": "ratification", "done_on": "2026-09-02",
        "source": [make.source().key], "locator": ["row"],
    }  # fmt: skip
    said(post("actions/", make_ratification), 201)
    refused = said(post(f"actions/{key}/retract/", {"reason": "x"}, if_match="*"), 422)
    assert "signature" in refused["detail"]
    assert TreatyAction.objects.held().filter(key=key).exists()


def test_a_source_is_recorded_corrected_and_removed_while_nothing_names_it(post: Any, client: Client) -> None:
    source = {"key": "note-7", "kind": "depositary", "title": "Note", "publisher": "Depositary", "language": "en",
              "published_on": "2026-09-01", "url": "https://example.org/7"}  # fmt: skip
    response = post("sources/", source)
    said(response, 201)
    assert said(post("sources/", source), 200)["key"] == "note-7"
    assert pointers(post("sources/", source | {"title": "Other"}), 422) == ["/key"]
    corrected = post("sources/note-7/correct/", {"title": "Note 7", "reason": "In full."}, if_match=response["ETag"])
    assert said(corrected, 200)["title"] == "Note 7"
    assert post("sources/note-7/correct/", {"title": "N", "reason": "x"}, if_match=response["ETag"]).status_code == 412
    assert said(post("sources/note-7/retract/", {"reason": "Not needed."}, if_match=corrected["ETag"]), 200)
    assert client.get("/api/v1/sources/note-7/").status_code == 404


def test_the_same_request_twice_under_one_key_is_carried_out_once(post: Any, signature: Any) -> None:
    rows = [signature, signature | {"participant": "ARG"}]
    first = post("actions/bulk/", rows, idempotency_key="one")
    before = Change.objects.count()
    again = post("actions/bulk/", rows, idempotency_key="one")
    assert (again.status_code, again.content) == (201, first.content)
    assert again["Idempotent-Replayed"] == "true"
    assert Change.objects.count() == before


def test_a_key_of_another_request_is_refused(post: Any, signature: Any) -> None:
    said(post("actions/", signature, idempotency_key="one"), 201)
    other = post("actions/", signature | {"participant": "ARG"}, idempotency_key="one")
    assert said(other, 409)["status"] == 409
    assert said(post("actions/bulk/", [signature], idempotency_key="one"), 409)["status"] == 409


def test_a_refused_request_may_be_mended_under_its_key(post: Any, signature: Any) -> None:
    assert post("actions/", signature | {"kind": "signing"}, idempotency_key="one").status_code == 422
    assert not AnsweredRequest.objects.exists()
    assert post("actions/", signature, idempotency_key="one").status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 201, "a b", "é"], ids=["empty", "long", "a space", "not ASCII"])
def test_a_key_that_is_none_is_told_so(post: Any, signature: Any, key: str) -> None:
    assert post("actions/", signature, idempotency_key=key).status_code == 400


def test_a_retraction_answered_again_is_not_a_conflict(post: Any, signature: Any) -> None:
    response = post("actions/", signature)
    address = f"actions/{said(response, 201)['key']}/retract/"
    for _ in range(2):
        done = post(address, {"reason": "x"}, if_match=response["ETag"], idempotency_key="one")
        assert done.status_code == 200


@pytest.mark.parametrize("address", ["treaties/", "participants/", "statuses/", "changes/", "treaties/cets-225/"])
def test_what_is_not_written_here_says_so(post: Any, address: str) -> None:
    refused = post(address, {})
    assert refused.status_code == 405
    assert "POST" not in refused["Allow"]
