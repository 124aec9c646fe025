"""The lists and details of the record. A view says which rows; how they are asked for and said is the same for all."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponseBase, HttpResponseRedirect
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from signatories.api import filters, serializers
from signatories.api.addresses import api_root
from signatories.api.claims import ClaimFilters, ClaimSerializer
from signatories.api.columns import Speaker
from signatories.api.lists import ListQuestion
from signatories.api.parameters import Reader, known_fields, language_of
from signatories.api.rendering import CSVRenderer, JSONRenderer, csv_response
from signatories.api.serializers import RecordSerializer, RowReader
from signatories.models import HeldRow
from signatories.models.directory import Directory
from signatories.models.participants import ParticipantType

DETAIL_PARAMETERS = ["fields", "format", "known_on", "lang"]


class RecordListViewSet(GenericViewSet[Any]):
    """One noun of the record, listed; read only."""

    serializer_class: type[RecordSerializer]
    filterset_class: type[filters.RecordFilterSet]
    question_class: type[ListQuestion] = ListQuestion
    renderer_classes = [JSONRenderer, CSVRenderer]
    http_method_names = ["get", "head", "options"]

    def get_renderers(self) -> list[BaseRenderer]:
        return super().get_renderers() if self.action == "list" else [JSONRenderer()]

    def get_queryset(self) -> QuerySet[Any]:
        """Every row of the noun, of every moment."""
        return self.serializer_class.model.objects.order_by()

    def list(self, request: Request) -> HttpResponseBase:
        question = self.question_class(
            request.query_params,
            rows=self.get_queryset(),
            serializer=self.serializer_class(),
            filters=self.filterset_class,
            address=request.build_absolute_uri(request.path),
            root=api_root(request),
        )
        if request.accepted_renderer.format == "csv":
            return self._said_in(
                question.asked.language,
                csv_response(self.serializer_class.resource, question.csv_header, question.csv_rows()),
            )
        return self._said_in(question.asked.language, Response(question.page()))

    @staticmethod
    def _said_in(language: str, response: HttpResponseBase) -> HttpResponseBase:
        response["Content-Language"] = language
        return response


class RecordViewSet(RecordListViewSet):
    """One noun of the record, listed and one by one; read only."""

    detail_serializer_class: type[RecordSerializer] | None = None
    lookup_field = "key"
    lookup_value_regex = "[^/]+"

    def retrieve(self, request: Request, key: str) -> HttpResponseBase:
        serializer = (self.detail_serializer_class or self.serializer_class)()
        reader = Reader(request.query_params, DETAIL_PARAMETERS)
        language, moment = language_of(reader), reader.moment("known_on")
        names = known_fields(reader, list(serializer.fields))
        reader.finish()
        rows: Any = self.get_queryset().filter(key=key) if "\x00" not in key else self.get_queryset().none()
        if issubclass(rows.model, HeldRow):
            rows = rows.known_on(moment)
        speaker = Speaker(Directory(), language, api_root(request), moment)
        row_reader = RowReader(serializer, speaker, names)
        found = row_reader.say(list(row_reader.values(rows)))
        if not found:
            return self.elsewhere(request, key, speaker.directory)
        return self._said_in(language, Response(found[0]))

    def elsewhere(self, request: Request, key: str, directory: Directory) -> HttpResponseBase:
        """The answer where nothing has this key: another address for the same thing, or 404."""
        raise Http404(f"The record holds nothing under the key {key!r} here.")


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
    detail_serializer_class = serializers.TreatyDetailSerializer
    filterset_class = filters.TreatyFilters


class SourceViewSet(RecordViewSet):
    """The documents that facts are taken from."""

    serializer_class = serializers.SourceSerializer
    filterset_class = filters.SourceFilters


class MembershipViewSet(RecordViewSet):
    """Who belonged to which organisation, as what, over half-open intervals: from `from`, no longer on `until`."""

    serializer_class = serializers.MembershipSerializer
    filterset_class = filters.MembershipFilters


class ActionViewSet(RecordViewSet):
    """What participants did on treaties: signatures, ratifications, accessions, denunciations and the rest.

    An act counts on the day it was done: of an instrument the deposit, of a notification its receipt by the depositary
    (VCLT 16, 78).
    """

    serializer_class = serializers.ActionSerializer
    filterset_class = filters.ActionFilters


class DeclarationViewSet(RecordViewSet):
    """Declarations, reservations, objections, territorial applications, authorities and other communications."""

    serializer_class = serializers.DeclarationSerializer
    filterset_class = filters.DeclarationFilters


class MeasureViewSet(RecordViewSet):
    """Laws, administrative acts and policies that give effect to a treaty or bear on its subject."""

    serializer_class = serializers.MeasureSerializer
    filterset_class = filters.MeasureFilters


class MilestoneViewSet(RecordViewSet):
    """Days in a treaty's own life. The depositary's day of entry into force is the milestone `in_force`."""

    serializer_class = serializers.MilestoneSerializer
    filterset_class = filters.MilestoneFilters


class ClaimViewSet(RecordViewSet):
    """What others say about what the record can answer, each held against the record with a reason.

    A claim is judged for the day it is about, else the day its source was published, else the day the record speaks as
    of; at both ends of a month or year. How it stands is worked out from the record of the moment asked by `known_on`.
    """

    serializer_class = ClaimSerializer
    filterset_class = ClaimFilters


class CheckViewSet(RecordViewSet):
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
