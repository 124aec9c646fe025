"""Whether the one who asks may write: the user's rights, within those of the token's roles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rest_framework.exceptions import NotAuthenticated, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from signatories.models.constraints import words
from signatories.models.roles import GUARDED_COLUMNS, permission_for, roles_with
from signatories.tokens.models import APIToken

WHO = "Writing is for staff: send the header «Authorization: Token …» with your API token, or log in to the admin."
ACTS = {"add": "Recording", "change": "Correcting", "delete": "Retracting"}


def may(request: Request, permission: str) -> bool:
    """Whether the one who asks has the permission, such as `signatories.add_treatyaction`, at this moment.

    Ask this and not `request.user.has_perm`, which knows nothing of what the token is limited to.
    """
    user, token = request.user, request.auth
    if user is None or not (user.is_active and user.is_staff and user.has_perm(permission)):
        return False
    return not isinstance(token, APIToken) or token.covers(permission)


class MayWrite(BasePermission):
    """Lets through who has the view's `right` (add, change, delete) on the view's `model`; says what others lack."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """True, else raises: 401 where nobody is known to ask, 403 with the role that is missing."""
        if getattr(view, "action", "") is None:
            return True  # The method is not offered at this address: nothing is written, and 405 says so.
        if not request.user:
            raise NotAuthenticated(WHO)
        named = view.model._meta.verbose_name_plural
        require(request, permission_for(view.model, view.right), f"{ACTS[view.right]} {named}")
        return True


def require(request: Request, permission: str, doing: str) -> None:
    """Nothing where the one who asks has the permission, else a 403 that names the role for doing this."""
    if not may(request, permission):
        raise PermissionDenied(_lacking(request, permission, doing))


def require_columns(request: Request, model: Any, columns: Iterable[str]) -> None:
    """A 403 where a body gives columns that take a right of their own: a claim's decision is a publisher's."""
    act, guarded = GUARDED_COLUMNS.get(model._meta.label_lower, ("", ()))
    if given := [column for column in guarded if column in set(columns)]:
        require(request, permission_for(model, act), f"Giving {words(given)} of {model._meta.verbose_name_plural}")


def _lacking(request: Request, permission: str, doing: str) -> str:
    user, token = request.user, request.auth
    if not user.is_staff:
        return f"{doing} is for staff, and {user} is not: ask an administrator."
    takes = words(roles_with(permission))
    if user.has_perm(permission) and isinstance(token, APIToken):
        return f"{doing} takes the role {takes}, and this token is limited to {words(token.limits)}: use another token."
    has = ", ".join(sorted(user.groups.values_list("name", flat=True))) or "none"
    return f"{doing} takes the role {takes}, and {user} has {has}: ask an administrator."
