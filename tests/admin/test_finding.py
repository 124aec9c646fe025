"""Finding a row: boxes to choose in, search by any name, filters, and days to drill into."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from signatories.models import Citation, Participant, Source, Treaty, TreatyAction
from tests.admin.conftest import address
from tests.models import builders as make

ACTIONS = address(TreatyAction, "changelist")


def choices(client: Client, model: str, field: str, term: str) -> list[str]:
    """What the box for a column offers for what is typed."""
    where = {"app_label": "signatories", "model_name": model, "field_name": field, "term": term}
    response = client.get("/admin/autocomplete/", where)
    assert response.status_code == 200
    return [choice["id"] for choice in response.json()["results"]]


def listed(client: Client, where: str, **parameters: Any) -> list[Any]:
    response = client.get(where, parameters)
    assert response.status_code == 200, response.headers
    return list(response.context["cl"].queryset)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("gb", "GBR"),
        ("GBR", "GBR"),
        ("Royaume", "GBR"),
        ("united kingdom", "GBR"),
        ("Türkiye", "TUR"),
        ("turkiye", "TUR"),
        ("EUE", "EU"),
        ("conseil de l'europe", "COE"),
    ],
)
def test_a_participant_is_chosen_by_any_of_its_names(admin_client: Client, typed: str, found: str) -> None:
    offered = choices(admin_client, "treatyaction", "participant", typed)
    assert found in offered
    assert len(offered) < 10


@pytest.mark.parametrize("typed", ["cets-225", "AI Convention", "intelligence artificielle", "INTELLIGENCE"])
def test_a_treaty_is_chosen_by_key_and_titles(admin_client: Client, typed: str) -> None:
    assert "cets-225" in choices(admin_client, "treatyaction", "treaty", typed)


def test_a_source_is_chosen_by_key_and_title(admin_client: Client) -> None:
    source = make.source(title="Réponse du dépositaire")
    for typed in (source.key, "dépositaire", '"du dépositaire"'):
        assert source.key in choices(admin_client, "treatyaction", "source", typed)


def test_an_act_no_longer_held_is_not_offered(admin_client: Client) -> None:
    row = make.action()
    assert choices(admin_client, "treatyaction", "refers_to", row.key) == [str(row.pk)]
    TreatyAction.objects.filter(pk=row.pk).update(known_until=timezone.now(), closed_by=make.open_change())
    assert choices(admin_client, "treatyaction", "refers_to", row.key) == []


@pytest.mark.parametrize(
    ("typed", "participants"),
    [
        ("royaume-uni ai convention", {"GBR"}),
        ("approval", {"EU"}),
        ("cets-225 gb", {"GBR"}),
        ("suisse", {"CHE"}),
        ("suisse approval", set()),
    ],
)
def test_an_act_is_found_by_who_and_what(admin_client: Client, typed: str, participants: set[str]) -> None:
    assert {row.participant_id for row in listed(admin_client, ACTIONS, q=typed)} == participants


def test_filters_beside_the_acts_narrow_them(admin_client: Client) -> None:
    everything = listed(admin_client, ACTIONS)
    source = everything[0].source_id
    narrowed: dict[str, Any] = {
        "treaty__exact": ("cets-185", lambda row: row.treaty_id == "cets-185"),
        "participant__exact": ("EU", lambda row: row.participant_id == "EU"),
        "kind__exact": ("ratification", lambda row: row.kind == "ratification"),
        "source__exact": (source, lambda row: row.source_id == source),
        "confidence__exact": ("medium", lambda row: row.confidence == "medium"),
    }
    for parameter, (value, belongs) in narrowed.items():
        expected = [row for row in everything if belongs(row)]
        assert 0 < len(expected) < len(everything), parameter
        assert listed(admin_client, ACTIONS, **{parameter: value}) == expected


def test_what_is_chosen_in_a_filter_is_shown_there(admin_client: Client) -> None:
    page = admin_client.get(ACTIONS, {"participant__exact": "EU", "kind__exact": "signature"}).content.decode()
    assert '<option value="EU" selected>European Union (EU)</option>' in page
    assert 'data-without="?kind__exact=signature"' in page


def drill(client: Client, where: str = ACTIONS, **parameters: Any) -> tuple[str | None, list[str]]:
    """The way back and the choices of the links above a list."""
    shown = client.get(where, parameters).context["day_drill_down"]
    return shown["back"] and shown["back"]["title"], [choice["title"] for choice in shown["choices"]]


def test_days_are_drilled_into_by_year_month_and_day(admin_client: Client) -> None:
    treaty = make.open_treaty()
    for day in ("2024-09-05", "2025-02-11", "2025-02-27", "2025-09", "2026"):
        make.action(treaty=treaty, done_on=day)
    of_treaty = {"treaty__exact": treaty.key}
    assert drill(admin_client, **of_treaty) == (None, ["2024", "2025", "2026"])
    year = of_treaty | {"done_on__startswith": "2025"}
    assert drill(admin_client, **year) == ("All dates", ["February 2025", "September 2025"])
    month = of_treaty | {"done_on__startswith": "2025-02"}
    assert drill(admin_client, **month) == ("2025", ["February 11", "February 27"])
    day = of_treaty | {"done_on__startswith": "2025-02-11"}
    assert drill(admin_client, **day) == ("February 2025", ["February 11"])
    for asked, number in ((year, 3), (month, 2), (day, 1)):
        assert len(listed(admin_client, ACTIONS, **asked)) == number
    assert [str(row.done_on) for row in listed(admin_client, ACTIONS, **of_treaty, done_on__startswith="2026")] == [
        "2026"
    ]


def test_links_into_days_keep_the_other_filters(admin_client: Client) -> None:
    page = admin_client.get(ACTIONS, {"treaty__exact": "cets-225", "kind__exact": "signature"})
    links = {choice["title"]: choice["link"] for choice in page.context["day_drill_down"]["choices"]}
    assert list(links) == ["2024", "2025", "2026"]
    assert len(admin_client.get(ACTIONS + links["2025"]).context["cl"].queryset) == 7


@pytest.mark.parametrize("nonsense", ["x", "2025-13", "2025-02-31", "20250"])
def test_a_day_that_is_none_finds_nothing_and_breaks_nothing(admin_client: Client, nonsense: str) -> None:
    assert listed(admin_client, ACTIONS, done_on__startswith=nonsense) == []


@pytest.mark.parametrize("model", [Participant, Treaty, Source, Citation])
def test_what_facts_refer_to_has_a_search_box(admin_client: Client, model: Any) -> None:
    assert 'id="searchbar"' in admin_client.get(address(model, "changelist")).content.decode()
