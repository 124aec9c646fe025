"""The nouns of the record under `/api/v1/`: which rows each address has, and whether they may be written there."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase, HttpResponseRedirect
from rest_framework.request import Request

from signatories.api import filters, provisions, serializers
from signatories.api.addresses import api_root
from signatories.api.claims import ClaimFilters, ClaimSerializer
from signatories.api.reading import RecordViewSet
from signatories.api.writing import WritableViewSet
from signatories.models.directory import Directory
from signatories.models.participants import ParticipantType


class ParticipantViewSet(RecordViewSet):
    """States and organisations that can act on a treaty, those of the past included.

    Each has one key: the ISO 3166-1 alpha-3 code of a State (the former code of one that no longer exists), the
    organisation's own code. Other codes in use (`GB`, `EUE`, lower case) redirect to it.
    """

    serializer_class = serializers.ParticipantSerializer
    filterset_class = filters.ParticipantFilters

    def elsewhere(self, request: Request, key: str, directory: Directory) -> HttpResponseBase:
        known = directory.participant_key(key)
        if known is None or known == key or not self.get_queryset().filter(key=known).exists():
            return super().elsewhere(request, key, directory)
        address = f"{api_root(request)}{self.serializer_class.resource}/{known}/"
        query = request.META.get("QUERY_STRING")
        return HttpResponseRedirect(f"{address}?{query}" if query else address)


class StateViewSet(ParticipantViewSet):
    """The States among the participants."""

    serializer_class = serializers.StateSerializer

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().filter(type=ParticipantType.STATE)


class OrganisationViewSet(ParticipantViewSet):
    """The organisations among the participants."""

    serializer_class = serializers.OrganisationSerializer

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().filter(type=ParticipantType.ORGANISATION)


class TreatyViewSet(RecordViewSet):
    """Treaties. One by one, each comes with what its text provides: rules, thresholds, weights and entitlements."""

    serializer_class = serializers.TreatySerializer
    detail_serializer_class = provisions.TreatyDetailSerializer
    filterset_class = filters.TreatyFilters


class SourceViewSet(WritableViewSet):
    """The documents that facts are taken from."""

    serializer_class = serializers.SourceSerializer
    filterset_class = filters.SourceFilters


class MembershipViewSet(WritableViewSet):
    """Who belonged to which organisation, as what, over half-open intervals: from `from`, no longer on `until`."""

    serializer_class = serializers.MembershipSerializer
    filterset_class = filters.MembershipFilters


class ActionViewSet(WritableViewSet):
    """What participants did on treaties: signatures, ratifications, accessions, denunciations and the rest.

    An act counts on the day it was done: of an instrument the deposit, of a notification its receipt by the depositary
    (VCLT 16, 78).
    """

    serializer_class = serializers.ActionSerializer
    filterset_class = filters.ActionFilters


class DeclarationViewSet(WritableViewSet):
    """Declarations, reservations, objections, territorial applications, authorities and other communications."""

    serializer_class = serializers.DeclarationSerializer
    filterset_class = filters.DeclarationFilters


class MeasureViewSet(WritableViewSet):
    """Laws, administrative acts and policies that give effect to a treaty or bear on its subject."""

    serializer_class = serializers.MeasureSerializer
    filterset_class = filters.MeasureFilters


class MilestoneViewSet(WritableViewSet):
    """Days in a treaty's own life. The depositary's day of entry into force is the milestone `in_force`."""

    serializer_class = serializers.MilestoneSerializer
    filterset_class = filters.MilestoneFilters


class ClaimViewSet(WritableViewSet):
    """What others say about what the record can answer, each held against the record with a reason.

    A claim is judged for the day it is about, else the day its source was published, else the day the record speaks as
    of; at both ends of a month or year. How it stands is worked out from the record of the moment asked by `known_on`.
    """

    serializer_class = ClaimSerializer
    filterset_class = ClaimFilters


class CheckViewSet(WritableViewSet):
    """When the record of a treaty was compared with what its depositary shows, and what was found."""

    serializer_class = serializers.CheckSerializer
    filterset_class = filters.CheckFilters


VIEWSETS: tuple[type[RecordViewSet], ...] = (
    TreatyViewSet,
    ParticipantViewSet,
    StateViewSet,
    OrganisationViewSet,
    MembershipViewSet,
    ActionViewSet,
    DeclarationViewSet,
    MeasureViewSet,
    MilestoneViewSet,
    SourceViewSet,
    ClaimViewSet,
    CheckViewSet,
)
