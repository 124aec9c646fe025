"""Every address costs the same few queries for one row and for a hundred. A new address joins here by itself."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.plugin import DjangoDbBlocker

from signatories import models
from signatories.api.views import VIEWSETS
from signatories.record.periods import every_treaty, keep_periods
from tests.api import generated
from tests.api.routes import LISTS, LOG, ROUTES
from tests.models import builders as make

# A list: the rows, their count, the last change, further citations, sources, names of participants and of treaties.
AT_MOST = 10
# Each looks at the record's version before it is made and while it is.
# A treaty alone shows four kinds of provision, each with its citations and sources, and has its last change asked;
# entry into force, projections and claims read a treaty's whole file, statuses, charts and days ahead what is kept of
# them.
AT_MOST_OF = {
    "treaties/{key}/": 19,
    "treaties/{key}/status/": 15,
    "statuses/": 10,
    "matrix/": 11,
    "claims/": 24,
    "claims/{key}/": 24,
    "calendar.ics": 26,
    "export/": 45,
}
AT_MOST_COMPUTED = 20
MANY = 100
STORED = {f"{view.serializer_class.resource}/{rest}" for view in VIEWSETS for rest in ("", "{key}/")} | {""}
OF_A_TREATY = {
    models.Rule: {"applies_to": "accession"},
    models.Threshold: {"minimum": 3},
    models.Weight: {"weight": 1},
    models.Entitlement: {"way": "negotiated", "all_states": False},
    models.Membership: {"organisation_id": "QOA", "role": "member", "member_id": "QCC"},
    models.TreatyAction: {"kind": "signature", "done_on": "2024-09-05"},
    models.Declaration: {"kind": "declaration", "made_on": "2024-09-05", "summary_en": "Says so."},
    models.ImplementingMeasure: {"relation": "related", "kind": "policy", "stage": "adopted", "title": "Plan"},
    models.Milestone: {"kind": "other", "occurred_on": "2024", "title": "Spoken of"},
    models.Check: {"speaks_as_of": "2024-09-05", "result": "Nothing new."},
    models.Claim: {"question": "signed_on", "claimed": "2024"},
}
FORMS = [(route, form) for route in ROUTES for form in ("json", "csv") if form == "json" or route in LISTS]


def grow(numbers: range) -> None:
    """So many more participants, treaties and sources; and as many facts of each kind, each citing three places."""
    people = models.Participant.objects.bulk_create(
        models.Participant(key=f"QZ{n:03}", type="state", name_en=f"State {n}", name_fr=f"État {n}") for n in numbers
    )
    links = models.Participant.succeeds.through
    links.objects.bulk_create(links(from_participant_id=one.key, to_participant_id="QDA") for one in people)
    models.Treaty.objects.bulk_create(
        models.Treaty(key=f"q-grown-{n}", title_en=f"Treaty {n}", title_fr=f"Traité {n}") for n in numbers
    )
    sources = models.Source.objects.bulk_create(
        models.Source(key=f"q-grown-{n}", kind="news", title=f"News {n}") for n in numbers
    )
    places = models.Citation.objects.bulk_create(models.Citation(source=one, locator="row 1") for one in sources)
    for model, given in OF_A_TREATY.items():
        _grow(model, given, people, places)
    keep_periods(every_treaty())


def _grow(model: Any, given: dict[str, Any], people: list[Any], places: list[Any]) -> None:
    names = {field.name for field in model._meta.fields}
    about = {"source_id": "q-chart", "locator": "row 9", "known_from": generated.MOMENTS[0]} | given
    about["brought_by"] = make.open_change()
    about |= {"treaty_id": "cets-225"} if "treaty" in names else {}
    own = [field.attname for field in model._meta.fields if field.name in ("participant", "member", "alternative")]
    stored = model.objects.bulk_create(
        model(**about | dict.fromkeys(own, one.key), key=f"q-grown.{model.table}.{one.key}") for one in people
    )
    if issubclass(model, models.Fact):
        _cite(model, stored, places)
    if model is models.Threshold:
        for row in stored[:10]:
            row.participants.set(people[:10])


def _cite(model: Any, stored: list[Any], places: list[Any]) -> None:
    cites = model.also_cited.through
    owner = model._meta.get_field("also_cited").m2m_column_name()
    cites.objects.bulk_create(
        cites(**{owner: row.pk}, citation=places[(n + step) % len(places)])
        for n, row in enumerate(stored)
        for step in {0, len(places) // 2}
    )


def test_every_kind_of_row_grows() -> None:
    assert set(OF_A_TREATY) == set(models.HELD)


@pytest.fixture(scope="module")
def before(generated_record: None, django_db_blocker: DjangoDbBlocker) -> dict[tuple[str, str], list[int]]:
    """What each address cost before the record grew a hundredfold, as it has when this is handed out."""
    with django_db_blocker.unblock():
        grow(range(1))
        costs = {(route, form): costs_of(route, form) for route, form in FORMS}
        grow(range(1, MANY + 1))
    return costs


@pytest.mark.django_db
@pytest.mark.parametrize(("route", "form"), FORMS)
def test_as_many_queries_for_one_row_as_for_a_hundred(before: dict[Any, list[int]], route: str, form: str) -> None:
    small, large = before[route, form], costs_of(route, form)
    assert len({*small, *large}) == 1, f"{small} queries by the size of the page, {large} on a larger record."
    assert large[0] <= AT_MOST_OF.get(route, AT_MOST if route in STORED else AT_MOST_COMPUTED)


def costs_of(route: str, form: str) -> list[int]:
    """How many queries an address costs: of a list, for a page of one row and for one of a hundred or more."""
    address = f"/api/v1/{LOG.get(route, route).format(key=key_for(route))}"
    sizes = [{"limit": 1}, {"limit": 1000}] if route in LISTS else [{}]
    return [cost(address, size | ({"format": form} if form == "csv" else {})) for size in sizes]


def key_for(route: str) -> str:
    """A row of the noun: the treaty that grows, else the first."""
    noun = route.split("/")[0]
    if noun == "treaties" or "{key}" not in route:
        return "cets-225"
    return str(Client().get(f"/api/v1/{noun}/?limit=1").json()["results"][0]["key"])


def cost(address: str, parameters: dict[str, Any]) -> int:
    """How many queries an answer costs, read to its end."""
    with CaptureQueriesContext(connection) as queries:
        response = Client().get(address, parameters)
        body = response.getvalue()
    assert response.status_code == 200, body[:500]
    return len(queries)
