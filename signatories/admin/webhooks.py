"""Webhooks: who is told of changes, and what became of each delivery."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext, override
from django.utils.translation import gettext_lazy as _

from signatories.admin.base import KeyedAdmin, RecordAdmin
from signatories.admin.filters import ChosenFilter
from signatories.admin.only_read import OnlyRead
from signatories.admin.rights import may
from signatories.models import Delivery, Entry, Webhook
from signatories.models.changes import EntryKind
from signatories.models.vocabulary import choices_of
from signatories.models.webhooks import DeliveryState
from signatories.webhooks import steering
from signatories.webhooks.addresses import Refused, destination_of

NOTHING_YET = _("nothing yet")


class WebhookForm(forms.ModelForm):
    """A webhook's form: kinds to tick, and an address that nothing could be sent to is refused at once."""

    kinds = forms.MultipleChoiceField(
        label=_("Kinds"),
        choices=choices_of(EntryKind),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only entries of these kinds. None ticked: of every kind."),
    )

    def clean_address(self) -> str:
        """What only a look-up of its name can tell is found out when it is sent to."""
        try:
            destination_of(self.cleaned_data["address"])
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return str(self.cleaned_data["address"])


@admin.register(Webhook)
class WebhookAdmin(KeyedAdmin):
    form = WebhookForm
    list_display = ("key", "shortened_address", "doing", "last_outcome", "still_to_send", "note")
    list_filter = ("active",)
    search_fields = ("key", "address", "note")
    search_help_text = _("Words of a key, an address or a note.")
    autocomplete_fields = ("treaties", "participants")
    readonly_fields = ("secret", "doing", "last_outcome", "still_to_send", "position", "created_by", "created_at")
    actions = ("send_a_test", "pause", "resume", "change_the_secret")
    show_full_result_count = False
    fieldsets = (
        (None, {"fields": ["key", "address", "note"]}),
        (
            _("What it is told"),
            {
                "description": _("Everything, or only entries that match each of these that is given."),
                "fields": ["treaties", "participants", "kinds"],
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With what the list says of each webhook, in a number of queries that does not grow."""
        tried = Delivery.objects.filter(webhook=OuterRef("pk"), last_attempt_at__isnull=False)
        last = Subquery(tried.order_by("-last_attempt_at").values("last_outcome")[:1])
        undone = Prefetch("deliveries", Delivery.objects.undone().order_by("pk"), to_attr="undone")
        newest = Subquery(Entry.objects.order_by("-index").values("index")[:1])
        return super().get_queryset(request).annotate(last_said=last, newest=newest).prefetch_related(undone)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """The secret is shown to those who may change the webhook, so that it is never lost and seldom seen."""
        fieldsets = [*(self.fieldsets or ())]
        if obj is None:
            return fieldsets
        given: list[Any] = ["doing", "last_outcome", "still_to_send", "position", ("created_by", "created_at")]
        fieldsets.append((_("How it goes"), {"fields": given}))
        if self.has_change_permission(request, obj):
            fieldsets.append((_("For the receiver"), {"fields": ["secret"]}))
        return fieldsets

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        """On to the webhook's page, where its secret is."""
        if "_addanother" not in request.POST and "_popup" not in request.POST:
            posted: Any = request.POST.copy()
            posted["_continue"] = "1"
            request.POST = posted
        return super().response_add(request, obj, post_url_continue)

    @admin.display(description=_("address"), ordering="address")
    def shortened_address(self, row: Webhook) -> str:
        """The address, cut where it is long."""
        return Truncator(row.address).chars(60)

    @admin.display(description=_("state"))
    def doing(self, row: Any) -> str:
        """Whether it is sent to; and if not, why."""
        if row.active:
            tried = row.undone and row.undone[0].attempts
            return gettext("Trying again") if tried else gettext("Sending")
        if any(delivery.state == DeliveryState.GIVEN_UP for delivery in row.undone):
            return gettext("Stopped: its delivery was given up. Resume it when the receiver is mended.")
        return gettext("Paused")

    @admin.display(description=_("last outcome"))
    def last_outcome(self, row: Any) -> str:
        """What became of the last attempt to send it anything."""
        return row.last_said or str(NOTHING_YET)

    @admin.display(description=_("still to send"))
    def still_to_send(self, row: Any) -> str:
        """The entries of deliveries not yet taken, and how much of the log it has not looked at."""
        waiting = sum(len(delivery.indexes) for delivery in row.undone)
        ahead = 0 if row.newest is None else max(0, row.newest + 1 - row.position)
        said = ngettext("%(count)d entry", "%(count)d entries", waiting) % {"count": waiting}
        return (
            gettext("%(entries)s, and %(ahead)d of the log to look at") % {"entries": said, "ahead": ahead}
            if ahead
            else said
        )

    @admin.action(description=_("Send a test"), permissions=["change"])
    def send_a_test(self, request: HttpRequest, queryset: QuerySet[Webhook]) -> None:
        for webhook in queryset:
            steering.send_test(webhook, timezone.now())
        self._said(
            request, queryset, _("A test is on its way to %(webhooks)s: see its deliveries for what becomes of it.")
        )

    @admin.action(description=_("Pause"), permissions=["change"])
    def pause(self, request: HttpRequest, queryset: QuerySet[Webhook]) -> None:
        steering.pause(queryset)
        self._said(request, queryset, _("Nothing more is sent to %(webhooks)s; what comes is kept for later."))

    @admin.action(description=_("Resume"), permissions=["change"])
    def resume(self, request: HttpRequest, queryset: QuerySet[Webhook]) -> None:
        steering.resume(queryset, timezone.now())
        self._said(request, queryset, _("%(webhooks)s: sending goes on where it was."))

    @admin.action(description=_("Change the secret"), permissions=["change"])
    def change_the_secret(self, request: HttpRequest, queryset: QuerySet[Webhook]) -> None:
        steering.change_secrets(queryset)
        self._said(request, queryset, _("The new secret is on the page of %(webhooks)s: hand it to the receiver now."))

    def _said(self, request: HttpRequest, queryset: Iterable[Webhook], sentence: Any) -> None:
        """Tells what was done, to which webhooks, and leaves it in their history, which is in English for everybody."""
        with override("en"):
            for webhook in queryset:
                self.log_change(request, webhook, sentence % {"webhooks": webhook})
        self.message_user(request, sentence % {"webhooks": ", ".join(map(str, queryset))}, messages.SUCCESS)


@admin.register(Delivery)
class DeliveryAdmin(OnlyRead, RecordAdmin):
    list_display = (
        "key", "webhook", "contents", "state", "attempts", "last_status", "last_outcome", "last_attempt_at",
        "next_attempt_at",
    )  # fmt: skip
    list_select_related = ("webhook",)
    list_filter = ("state", ("webhook", ChosenFilter), "last_status", "is_test", "created_at")
    search_fields = ("key", "webhook__key", "last_outcome")
    search_help_text = _("A message's id, a webhook, words of an outcome.")
    actions = ("send_again",)
    fieldsets = (
        (None, {"fields": ["key", "webhook", "contents", "indexes", "is_test", "created_at"]}),
        (
            _("What became of it"),
            {
                "fields": [
                    ("state", "attempts"),
                    ("last_attempt_at", "last_status"),
                    "last_outcome",
                    ("next_attempt_at", "taken_until"),
                ]
            },
        ),
    )

    def has_send_permission(self, request: HttpRequest) -> bool:
        """Who may change a webhook may have its deliveries sent again."""
        return may(request, "change", Webhook)

    @admin.action(description=_("Send again now"), permissions=["send"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        chosen = list(queryset.select_related("webhook"))
        steering.send_again(chosen, timezone.now())
        self.message_user(request, _("To be sent again now: %(count)d.") % {"count": len(chosen)}, messages.SUCCESS)
        paused = Webhook.objects.filter(active=False, pk__in={delivery.webhook_id for delivery in chosen})
        if names := ", ".join(map(str, paused)):
            said = _("Paused, so sent when it is resumed: %(names)s.") % {"names": names}
            self.message_user(request, said, messages.WARNING)
