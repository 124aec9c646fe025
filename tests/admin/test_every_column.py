"""Whatever the record publishes of a row can be entered in the admin."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.test import RequestFactory

from signatories.exchange.tables import TABLES, Table


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_has_its_box(table: Table, admin_user: Any) -> None:
    request = RequestFactory().get("/")
    request.user = admin_user
    boxes = flatten_fieldsets(admin.site.get_model_admin(table.model).get_fieldsets(request, None))
    given_by_the_program = {"known_from"} if table.model._meta.pk.name == "key" else {"known_from", "key"}
    assert {column.field.name for column in table.columns} - given_by_the_program <= set(boxes)
