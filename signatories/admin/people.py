"""Users and groups. Who is no superuser makes none, and does not touch one: an administrator's rights end there."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from signatories.admin.base import RemovedOneByOne
from signatories.models.roles import ROLES

# What gives a user rights beside those of the roles.
BEYOND_ROLES = {"is_superuser", "user_permissions"}

admin.site.unregister([User, Group])


def _is_superuser(request: HttpRequest) -> bool:
    return bool(request.user.is_superuser)  # type: ignore[union-attr]


def _may_touch(request: HttpRequest, user: User | None) -> bool:
    return user is None or not user.is_superuser or _is_superuser(request)


@admin.register(User)
class PeopleAdmin(RemovedOneByOne, UserAdmin):
    """Users: an administrator gives them roles; a password's digest is shown to nobody who may only look."""

    list_display = ("username", "first_name", "last_name", "roles", "is_staff", "is_active", "last_login")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return [
            (name, {**options, "fields": [field for field in options["fields"] if field != "password"]})
            for name, options in fieldsets
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        given = super().get_readonly_fields(request, obj)
        return given if _is_superuser(request) else (*given, *sorted(BEYOND_ROLES))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not over a superuser, for who is none."""
        return _may_touch(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not over a superuser, for who is none."""
        return _may_touch(request, obj) and super().has_delete_permission(request, obj)

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        """The groups the user is in."""
        return ", ".join(sorted(group.name for group in user.groups.all()))


@admin.register(Group)
class RolesAdmin(RemovedOneByOne, GroupAdmin):
    """Groups: the product's own roles stay as they are; others may be made beside them."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not over a role, which the next `migrate` would put right again."""
        return (obj is None or obj.name not in ROLES) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not over a role."""
        return (obj is None or obj.name not in ROLES) and super().has_delete_permission(request, obj)
