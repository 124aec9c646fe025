"""Every page of every noun opens, at a cost that does not grow with its rows. A new noun joins by being registered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client

from signatories import models
from tests.admin.conftest import HELD, MODELS, address, messages_of, posted
from tests.models import builders as make

each_noun = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)


def twenty(model: Any, **given: Any) -> list[Any]:
    return [make.saved(model, **given) for _ in range(20)]


def test_every_noun_is_kept_in_the_admin() -> None:
    through = {field.remote_field.through for model in MODELS for field in model._meta.many_to_many}
    kept_by_the_program = {
        *(models.AnsweredRequest, models.Node, models.Moment),
        *(models.StatusPeriod, models.ForcePeriod, models.RulesApplied),
    }
    nouns = set(apps.get_app_config("signatories").get_models()) - through - kept_by_the_program
    assert nouns <= set(admin.site._registry)


@each_noun
def test_a_list_costs_the_same_for_one_row_and_for_twenty(model: Any, queries: Callable[..., int]) -> None:
    first, *others = [str(row.pk) for row in twenty(model)]
    list_address = address(model, "changelist")
    for further in ({}, {"_facets": "True"}, {"q": "a"}):
        one = queries(list_address, pk__in=first, **further)
        assert queries(list_address, pk__in=",".join([first, *others]), **further) == one


@each_noun
def test_an_empty_form_opens(model: Any, queries: Callable[..., int]) -> None:
    before = queries(address(model, "add"))
    twenty(model)
    assert queries(address(model, "add")) == before


@each_noun
def test_a_row_opens(model: Any, queries: Callable[..., int]) -> None:
    row = make.saved(model)
    before = queries(address(row))
    twenty(model)
    assert queries(address(row)) == before


@pytest.mark.parametrize("model", [model for model in MODELS if model is not models.Citation])
def test_a_row_saved_as_it_is_records_nothing(model: Any, admin_client: Client) -> None:
    row, before = make.saved(model), models.Change.objects.count()
    response = admin_client.post(address(row), posted(admin_client.get(address(row))))
    assert response.status_code == 302, response.context["errors"]
    if hasattr(model, "table"):
        assert "nothing was recorded" in messages_of(response)
        assert (models.Change.objects.count(), model.objects.filter(pk=row.pk).count()) == (before, 1)


@pytest.mark.parametrize("fact", HELD, ids=lambda model: model._meta.model_name)
def test_a_fact_is_not_deleted(fact: Any, admin_client: Client) -> None:
    row = make.saved(fact)
    assert admin_client.post(address(row, "delete"), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    admin_client.post(address(fact, "changelist"), chosen)
    assert fact.objects.filter(pk=row.pk).exists()


def test_what_facts_refer_to_is_not_deleted(admin_client: Client) -> None:
    action = make.action()
    for row in (action.treaty, action.participant, action.source):
        page = admin_client.get(address(row, "delete"))
        assert page.context["protected"], row
        assert action.key in page.content.decode()
        admin_client.post(address(row, "delete"), {"post": "yes"})
        assert type(row).objects.filter(pk=row.pk).exists()


def test_the_site_says_what_it_is(admin_client: Client) -> None:
    page = admin_client.get("/admin/").content.decode()
    assert "Convention API: treaty record" in page
    assert "What the record holds" in page
