"""Lists and details: how rows are asked for and said, the same for every noun."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponseBase
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from signatories.api.addresses import api_root
from signatories.api.columns import Speaker
from signatories.api.filters import RecordFilterSet
from signatories.api.lists import ListQuestion
from signatories.api.parameters import Reader, known_fields, language_of
from signatories.api.rendering import CSVRenderer, JSONRenderer, csv_response
from signatories.api.rows import RowReader, serializer_of
from signatories.api.serializers import RecordSerializer
from signatories.api.versions import etag, label_version
from signatories.keeping.once import once
from signatories.models import HeldRow
from signatories.models.directory import Directory

DETAIL_PARAMETERS = ["fields", "format", "known_on", "lang"]


class RecordListViewSet(GenericViewSet[Any]):
    """One noun of the record, listed; read only."""

    serializer_class: type[RecordSerializer]
    filterset_class: type[RecordFilterSet]
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
            serializer=serializer_of(self.serializer_class),
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
        serializer = serializer_of(self.detail_serializer_class or self.serializer_class)
        reader = Reader(request.query_params, DETAIL_PARAMETERS)
        language, moment = language_of(reader), reader.moment("known_on")
        names = known_fields(reader, list(serializer.fields))
        reader.finish()
        rows: Any = self.get_queryset().filter(key=key) if "\x00" not in key else self.get_queryset().none()
        if issubclass(rows.model, HeldRow):
            rows = rows.known_on(moment)
        speaker = Speaker(once(Directory), language, api_root(request), moment)
        is_held = issubclass(rows.model, HeldRow)
        row_reader = RowReader(serializer, speaker, names, *(["brought_by_id"] if is_held else ["key"]))
        values = list(row_reader.values(rows))
        if not values:
            return self.elsewhere(request, key, speaker.directory)
        version = values[0][0] if is_held else label_version(rows.model.table, key)
        (said,) = row_reader.say(values)
        return self._said_in(language, _tagged(Response(said), version))

    def elsewhere(self, request: Request, key: str, directory: Directory) -> HttpResponseBase:
        """The answer where nothing has this key: another address for the same thing, or 404."""
        raise Http404(f"The record holds nothing under the key {key!r} here.")


def _tagged(response: Response, version: int) -> Response:
    """The response with its `ETag`, made of the bytes it will have."""

    def tag(rendered: Any) -> None:
        rendered["ETag"] = etag(version, rendered.content)

    response.add_post_render_callback(tag)
    return response
