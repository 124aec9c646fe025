"""Ways to ask for pages in tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.web.reading import Element, read


@pytest.fixture
def page(db: None, client: Client) -> Callable[..., Element]:
    """Asks for a page and gives its tree; parameters as keywords, lists repeated."""

    def ask(path: str, status: int = 200, **parameters: Any) -> Element:
        response = client.get(path, parameters or None)
        assert response.status_code == status, response.content.decode()[:2000]
        return read(response.content.decode())

    return ask
