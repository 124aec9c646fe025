"""The acts, listed by the book: a ModelSerializer, related rows fetched with the page, stock filters."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import generics, serializers
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.renderers import JSONRenderer

from signatories.models import Source, TreatyAction


class OrNull(serializers.CharField):
    """Text; null where there is none."""

    def to_representation(self, value: Any) -> str | None:
        return str(value) if value else None


class SourceSerializer(serializers.ModelSerializer[Source]):
    """A document."""

    publisher, published_on, url = OrNull(), OrNull(), OrNull()

    class Meta:
        model = Source
        fields = ["key", "title", "publisher", "published_on", "url"]


class ActSerializer(serializers.ModelSerializer[TreatyAction]):
    """An act with the names of what it is about, and its sources."""

    url = serializers.SerializerMethodField()
    treaty_title = serializers.CharField(source="treaty.title_en")
    participant_name = serializers.CharField(source="participant.name_en")
    done_on, takes_effect_on, expires_on = OrNull(), OrNull(), OrNull()
    scope, note = OrNull(), OrNull()
    refers_to = serializers.SlugRelatedField(slug_field="key", read_only=True)
    sources = serializers.SerializerMethodField()

    class Meta:
        model = TreatyAction
        fields = [
            "key", "url", "treaty", "treaty_title", "participant", "participant_name", "kind", "done_on",
            "takes_effect_on", "expires_on", "scope", "territories", "articles", "refers_to", "note", "sources",
            "confidence", "known_from",
        ]  # fmt: skip

    def get_url(self, act: TreatyAction) -> str:
        return str(self.context["request"].build_absolute_uri(f"/api/v1/actions/{act.key}/"))

    def get_sources(self, act: TreatyAction) -> list[dict[str, Any]]:
        further = sorted(act.also_cited.all(), key=lambda cited: (cited.source_id, cited.locator))
        places = [(act.source, act.locator), *((cited.source, cited.locator) for cited in further)]
        return [{**SourceSerializer(source).data, "locator": locator} for source, locator in places]


class WordsFilter(django_filters.BaseInFilter, django_filters.CharFilter):
    """Words separated by commas."""


class ActFilters(django_filters.FilterSet):
    """By participant, kind and days."""

    participant = WordsFilter(field_name="participant", lookup_expr="in")
    treaty = WordsFilter(field_name="treaty", lookup_expr="in")
    kind = WordsFilter(field_name="kind", lookup_expr="in")
    done_on_after = django_filters.CharFilter(method="after")
    done_on_before = django_filters.CharFilter(field_name="done_on", lookup_expr="lte")

    class Meta:
        model = TreatyAction
        fields: list[str] = []

    def after(self, rows: QuerySet[TreatyAction], name: str, day: str) -> QuerySet[TreatyAction]:
        """On or after the day, or in its month or year where no more is known."""
        return rows.filter(Q(done_on__gte=day) | Q(done_on__in=[day[:4], day[:7]]))


class Pages(LimitOffsetPagination):
    """A hundred at a time, from an offset, with the count of all."""

    default_limit = 100


class Acts(generics.ListAPIView[TreatyAction]):
    """What the record holds, a hundred at a time."""

    queryset = (
        TreatyAction.objects.filter(known_until=None)
        .select_related("treaty", "participant", "source", "refers_to")
        .prefetch_related("also_cited__source")
        .order_by("key")
    )
    serializer_class = ActSerializer
    filterset_class = ActFilters
    filter_backends = [DjangoFilterBackend]
    pagination_class = Pages
    renderer_classes = [JSONRenderer]
    content_negotiation_class = DefaultContentNegotiation
