"""API tokens: made here and shown once, listed, revoked. Nothing of one is altered, and nobody sees its digest."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from signatories.tokens.models import APIToken, default_expiry, objection


class APITokenForm(forms.ModelForm):
    """A token that its user may have: of staff, and limited to roles the user has."""

    class Meta:
        model = APIToken
        fields = ["user", "name", "roles", "expiry"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "expiry" in self.fields:
            self.fields["expiry"].initial = default_expiry

    def clean_expiry(self) -> Any:
        """An expiry that is still to come."""
        if self.cleaned_data["expiry"] <= timezone.now():
            raise ValidationError(_("That is over already: choose a later day."))
        return self.cleaned_data["expiry"]

    def clean(self) -> dict[str, Any]:
        """Refuses a role the user does not have."""
        super().clean()
        given = self.cleaned_data
        if given.get("user") and (refusal := objection(given["user"], given.get("roles") or [])):
            self.add_error("roles", refusal)
        return given


@admin.register(APIToken)
class APITokenAdmin(admin.ModelAdmin):
    form = APITokenForm
    fields = ("user", "name", "roles", "expiry")
    list_display = ("name", "user", "limited_to", "created", "expiry", "accepted")
    list_select_related = ("user",)
    list_filter = ("roles", "created", "expiry")
    search_fields = ("name", "user__username")
    search_help_text = _("Words of a name, or a user.")
    filter_horizontal = ("roles",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[APIToken]:
        return super().get_queryset(request).prefetch_related("roles")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("user", "name", "limited_to", "created", "expiry", "accepted") if obj else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("limited_to", "created", "accepted") if obj else ()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Its user is of staff; a superuser only where a superuser asks."""
        if db_field.name == "user":
            staff = get_user_model().objects.filter(is_active=True, is_staff=True).order_by("username")
            by_superuser = request.user.is_superuser  # type: ignore[union-attr]
            kwargs["queryset"] = staff if by_superuser else staff.exclude(is_superuser=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: APIToken, form: Any, change: bool) -> None:
        words = obj.take_words()
        super().save_model(request, obj, form, change)
        said = _("The token «{name}» of {user} is {words}. It is shown this once: hand it over now.")
        shown = format_html("<code>{}</code>", words)
        self.message_user(request, format_html(str(said), name=obj.name, user=obj.user, words=shown), messages.WARNING)

    @admin.display(description=_("limited to"))
    def limited_to(self, token: APIToken) -> str:
        """The roles whose rights it is limited to."""
        return ", ".join(sorted(role.name for role in token.roles.all())) or gettext("what its user may do")

    @admin.display(description=_("accepted"), boolean=True)
    def accepted(self, token: APIToken) -> bool:
        """Whether it would let its user in now."""
        return not token.is_expired and token.user.is_active and token.user.is_staff
