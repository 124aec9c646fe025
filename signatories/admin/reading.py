"""Reading the depositary again, on a treaty's page: a warning when it is time to, and a button: nothing more is new."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from signatories.admin.addresses import row_page
from signatories.keeping.notes import today
from signatories.models import Check, Treaty
from signatories.record.checks import WHAT_WAS_NEW, AlreadyRead, has_news, is_due, latest_check, read_again


class ReadAgain(admin.ModelAdmin):
    """Treaties with the day they were last compared with the depositary's record, and a way to say: nothing more."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.read_again_view)
        return [path("<path:object_id>/read-again/", view, name="signatories_treaty_read_again"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the day of each treaty's latest check."""
        latest = Check.objects.held().filter(treaty=OuterRef("pk")).order_by("-speaks_as_of").values("speaks_as_of")
        return super().get_queryset(request).annotate(checked_on=Subquery(latest[:1]))

    @admin.display(description=_("checked"), ordering="checked_on")
    def checked(self, treaty: Any) -> SafeString | str:
        """The day it was last compared with the depositary's record, with a mark where it is time to read again."""
        day = str(treaty.checked_on) if treaty.checked_on else gettext("never")
        if not is_due(treaty.checked_on, today()):
            return day
        return format_html('<span class="due">{} <span class="mark">{}</span></span>', day, gettext("read again"))

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        treaty = context["original"]
        if treaty and not context["is_popup"]:
            latest = latest_check(treaty.key)
            context["reading"] = {
                "latest": latest,
                "due": is_due(latest.speaks_as_of if latest else None, today()),
                "days": (today() - latest.speaks_as_of.earliest).days if latest else None,
                "may_enter": self._may_enter(request),
                "has_news": bool(latest and has_news(latest)),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def read_again_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Enters that the treaty was read again today and nothing was new; only by POST."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self._may_enter(request):
            raise PermissionDenied
        treaty = self.get_object(request, unquote(object_id))
        if treaty is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        self._read_again(request, treaty)
        return HttpResponseRedirect(row_page(treaty))

    def _read_again(self, request: HttpRequest, treaty: Treaty) -> None:
        try:
            check = read_again(treaty.key, on=today(), by=request.user)
        except ValidationError as refusal:
            level = messages.WARNING if isinstance(refusal, AlreadyRead) else messages.ERROR
            why = " ".join(refusal.messages)
            self.message_user(request, _("Nothing was recorded: %(why)s") % {"why": why}, level)
        else:
            self.log_change(request, treaty, check.result)
            said = _("Recorded: %(treaty)s was read again, nothing new. The record speaks as of %(day)s.")
            if check.result == WHAT_WAS_NEW:
                said = _(
                    "Recorded: %(treaty)s was read again, what was new is recorded. The record speaks as of %(day)s."
                )
            self.message_user(request, said % {"treaty": treaty, "day": check.speaks_as_of}, messages.SUCCESS)

    def _may_enter(self, request: HttpRequest) -> bool:
        """Who may enter a check may enter this one."""
        return self.admin_site.get_model_admin(Check).has_add_permission(request)
