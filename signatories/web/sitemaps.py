"""What is told to machines that look around: every page's address, and that all of them may be read."""

from __future__ import annotations

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from signatories.models import Participant, Source, Treaty
from signatories.models.participants import ParticipantType


class PagesSitemap(Sitemap):  # type: ignore[type-arg]
    """The pages that stand by themselves."""

    def items(self) -> list[str]:
        return ["web-home", "web-participants", "web-organisations", "web-sources", "web-changes", "web-compare"]

    def location(self, item: str) -> str:
        return reverse(item)


class RowsSitemap(Sitemap):  # type: ignore[type-arg]
    """A page for each row."""

    def __init__(self, page: str, rows: Any) -> None:
        self.page, self.rows = page, rows

    def items(self) -> Any:
        return self.rows.order_by("key").values_list("key", flat=True)

    def location(self, item: str) -> str:
        return reverse(self.page, kwargs={"key": item})


SITEMAPS: dict[str, Any] = {
    "pages": PagesSitemap(),
    "treaties": RowsSitemap("web-treaty", Treaty.objects.all()),
    "participants": RowsSitemap("web-participant", Participant.objects.filter(type=ParticipantType.STATE)),
    "organisations": RowsSitemap("web-organisation", Participant.objects.filter(type=ParticipantType.ORGANISATION)),
    "sources": RowsSitemap("web-source", Source.objects.all()),
}


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read but what is for staff; the data has its own addresses."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /embed/",
        f"Sitemap: {request.build_absolute_uri(reverse('web-sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
