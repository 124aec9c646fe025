"""An administrator's way to help: a lost second factor is removed, a wait after failed logins is lifted."""

from __future__ import annotations

from typing import Any

from axes.helpers import get_cool_off
from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from signatories.entrance.models import FailedLogin, SecondFactor
from signatories.entrance.second_factor import remove

# The library's own pages would show keys and codes.
admin.site.unregister([TOTPDevice, StaticDevice])


class OnlyRemoved(admin.ModelAdmin):
    """Rows that come about by themselves: seen, and removed one by one."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_actions(self, request: HttpRequest) -> Any:
        """Without the removal of many at once, which would not look at whose they are."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions


@admin.register(SecondFactor)
class SecondFactorAdmin(OnlyRemoved):
    fields = list_display = ("of", "enrolled", "last_used")
    list_select_related = ("user",)
    search_fields = ("user__username",)
    search_help_text = _("A user.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[SecondFactor]:
        return super().get_queryset(request).filter(confirmed=True)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not of a superuser, for who is none."""
        touches = obj is None or not obj.user.is_superuser or request.user.is_superuser  # type: ignore[union-attr]
        return bool(touches) and super().has_delete_permission(request, obj)

    def delete_model(self, request: HttpRequest, obj: SecondFactor) -> None:
        remove(obj.user)

    @admin.display(description=_("user"), ordering="user__username")
    def of(self, device: SecondFactor) -> str:
        """Whose it is."""
        return str(device.user)

    @admin.display(description=_("enrolled"), ordering="created_at")
    def enrolled(self, device: SecondFactor) -> Any:
        """Since when."""
        return device.created_at

    @admin.display(description=_("last used"), ordering="last_used_at")
    def last_used(self, device: SecondFactor) -> Any:
        """When a code of it was last accepted."""
        return device.last_used_at


@admin.register(FailedLogin)
class FailedLoginAdmin(OnlyRemoved):
    fields = list_display = ("name", "address", "times", "last", "locks")
    search_fields = ("username", "ip_address")
    search_help_text = _("A name that was tried, or an address.")

    @admin.display(description=_("name that was tried"), ordering="username")
    def name(self, failed: FailedLogin) -> str:
        """As it was typed; there need not be such a user."""
        return failed.username or ""

    @admin.display(description=_("from the address"), ordering="ip_address")
    def address(self, failed: FailedLogin) -> str:
        """Where from."""
        return failed.ip_address or ""

    @admin.display(description=_("times"), ordering="failures_since_start")
    def times(self, failed: FailedLogin) -> int:
        """How often, since the last success or wait."""
        return failed.failures_since_start

    @admin.display(description=_("last time"), ordering="attempt_time")
    def last(self, failed: FailedLogin) -> Any:
        """When last."""
        return failed.attempt_time

    @admin.display(description=_("locked"), boolean=True)
    def locks(self, failed: FailedLogin) -> bool:
        """Whether logins by this name from there are refused at present."""
        is_recent = failed.attempt_time + get_cool_off() > timezone.now()
        return is_recent and failed.failures_since_start >= settings.AXES_FAILURE_LIMIT
