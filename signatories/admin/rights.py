"""What the one who asks may do with rows of a kind: the rights of the roles, as `models/roles.py` gives them."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.http import HttpRequest

from signatories.models.roles import permission_for


def may(request: HttpRequest, act: str, model: type[Model]) -> bool:
    """Whether the one who asks has the right to `add`, `change`, `delete` or `view` rows, or another of their own."""
    user: Any = request.user
    return bool(user.has_perm(permission_for(model, act)))


def may_see(request: HttpRequest, model: type[Model]) -> bool:
    """Whether the one who asks may see rows of the model: who may change them may."""
    return may(request, "view", model) or may(request, "change", model)
