"""CSV: the same rows, flat, safe in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.http import StreamingHttpResponse
from django.test import Client

from signatories.api.rendering import cell
from signatories.api.views import VIEWSETS
from signatories.models import TreatyAction
from tests.api.conftest import RESOURCES
from tests.api.test_pages import cursor_of

Rows = Callable[..., list[dict[str, Any]]]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("generated_record")]


def download(client: Client, path: str, accept: str = "text/csv", **parameters: Any) -> list[list[str]]:
    """Header and rows of a list as CSV."""
    response = client.get(f"/api/v1/{path}", parameters, headers={"accept": accept})
    assert response.status_code == 200, response.content
    assert isinstance(response, StreamingHttpResponse)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    return list(csv.reader(io.StringIO(response.getvalue().decode(), newline="")))


def flat(row: dict[str, Any]) -> dict[str, str]:
    """A row of JSON as it should stand in CSV."""
    row = dict(row)
    if "sources" in row:
        sources = row.pop("sources")
        row |= {"source": [one["key"] for one in sources], "locator": [one["locator"] for one in sources]}
    return {name: said(value) for name, value in row.items()}


def said(value: Any) -> str:
    if isinstance(value, list):
        return ";".join(value)
    return {None: "", True: "true", False: "false"}.get(value, str(value))


@pytest.mark.parametrize("resource", RESOURCES)
def test_the_same_rows_as_in_json(client: Client, rows: Rows, resource: str) -> None:
    header, *lines = download(client, f"{resource}/")
    assert [dict(zip(header, line, strict=True)) for line in lines] == list(map(flat, rows(resource)))
    assert download(client, f"{resource}/", accept="*/*", format="csv") == [header, *lines]


@pytest.mark.parametrize("view", VIEWSETS, ids=lambda view: view.serializer_class.resource)
def test_the_columns_are_those_of_the_data_package_and_labels(client: Client, view: Any) -> None:
    serializer = view.serializer_class
    (header,) = download(client, f"{serializer.resource}/", key="nothing-such")
    facts = {"confidence"} & set(serializer().fields)
    facts |= {"source", "locator", "known_from"} if "sources" in serializer().fields else set()
    labels = {name for name in header if name.removesuffix("_name") != name or name.removesuffix("_title") != name}
    own = {"key", "url", "api_url", "name", "title", "short_title", "summary", "recorded", "assessment", "reason"}
    assert set(serializer.model.columns) | facts <= set(header)
    assert set(header) - set(serializer.model.columns) - facts - labels <= own
    assert len(header) == len(set(header))


def test_one_stream_unless_a_limit_is_given(client: Client, rows: Rows) -> None:
    everything = download(client, "memberships/", fields="key")
    assert len(everything) == 1 + len(rows("memberships"))
    assert download(client, "memberships/", fields="key", limit=3) == everything[:4]


def test_a_cursor_of_a_page_goes_on_in_csv(client: Client) -> None:
    everything = download(client, "actions/", fields="key")[1:]
    first = client.get("/api/v1/actions/?limit=3").json()
    second = client.get(first["next"]).json()
    assert download(client, "actions/", fields="key", cursor=cursor_of(first["next"]))[1:] == everything[3:]
    assert download(client, "actions/", fields="key", cursor=cursor_of(second["previous"]))[1:] == everything[:3]
    assert (
        download(client, "actions/", fields="key", limit=2, cursor=cursor_of(second["previous"]))[1:] == everything[1:3]
    )


@pytest.mark.parametrize(
    ("resource", "ordering"),
    [("participants", "name"), ("actions", "-known_from"), ("actions", "-expires_on"), ("changes", "-at")],
)
def test_in_the_order_asked_for(client: Client, resource: str, ordering: str) -> None:
    keys = [row["key"] for row in client.get(f"/api/v1/{resource}/?limit=1000&ordering={ordering}").json()["results"]]
    lines = download(client, f"{resource}/", fields="key", ordering=ordering)[1:]
    assert keys and [key for (key,) in lines] == keys


def test_only_the_fields_asked_for(client: Client) -> None:
    header, line = download(client, "actions/", fields="sources,done_on,articles", key="q-first.QBB.signature.1")
    assert header == ["done_on", "articles", "source", "locator"]
    assert line[:2] == ["2001-05", "1;2(3)"]
    assert line[2].count(";") == line[3].count(";")


def test_several_sources_stand_side_by_side(client: Client) -> None:
    header, *lines = download(client, "actions/", source="q-text", fields="sources")
    assert header == ["source", "locator"]
    assert lines and all(line[0].split(";")[-1] == "q-text" and line[1].endswith("Article 1") for line in lines)


@pytest.mark.parametrize("accept", ["text/csv", "*/*"])
def test_errors_stay_problem_documents(client: Client, accept: str) -> None:
    response = client.get("/api/v1/actions/?format=csv&limit=0", headers={"accept": accept})
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    " \t-1",
    "\u3000=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
]
HARMLESS = ["1-1", "a=b", "2025-09", "", " ", "a@b", "Österreich", 'say "x", y']


@pytest.mark.parametrize("text", FORMULAS, ids=ascii)
def test_what_a_spreadsheet_would_run_is_escaped(client: Client, text: str) -> None:
    TreatyAction.objects.filter(key="q-first.QOA.signature.1").update(note=text)
    _, line = download(client, "actions/", fields="note", key="q-first.QOA.signature.1")
    assert line == [f"'{text}"]


@pytest.mark.parametrize("text", HARMLESS, ids=ascii)
def test_what_is_harmless_is_left_alone(text: str) -> None:
    assert cell(text) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (True, "true"), (False, "false"), (-3, "-3"), (0.5, "0.5"), (["=a", "b"], "'=a;b"), ([], "")],
    ids=str,
)
def test_values_as_cells(value: Any, text: str) -> None:
    assert cell(value) == text
