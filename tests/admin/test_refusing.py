"""What Django's admin would fail at is refused."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.admin.conftest import address
from tests.models import builders as make


@pytest.mark.parametrize("page", ["change", "delete"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_field_of_no_name_is_not_asked_for(admin_client: Client, page: str, method: str) -> None:
    where = address(make.source(), page)
    assert getattr(admin_client, method)(f"{where}?_to_field=").status_code == 400
    assert admin_client.post(where, {"_to_field": ""}).status_code == 400
    assert admin_client.get(f"{where}?_to_field=key").status_code == 200


@pytest.mark.parametrize("page", ["read-again", "change", "delete", "history"])
def test_no_row_has_a_key_with_a_nul(admin_client: Client, page: str) -> None:
    for method in (admin_client.get, admin_client.post):
        assert method(f"/admin/signatories/treaty/a%00b/{page}/").status_code == 404
