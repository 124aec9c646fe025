"""Documents of one form, whatever form is accepted: feeds, the calendar, the data package."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from signatories.api.parameters import Asked, Reader, language_of
from signatories.api.rendering import JSONRenderer
from signatories.api.schema import KNOWN_ON, LANGUAGE, AnswerSchema, filter_parameters


class OneFormView(APIView):
    """An address with one form of answer; `Accept` is not asked, and what is wrong is a problem document."""

    http_method_names = ["get", "head", "options"]

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[BaseRenderer, str]:
        return JSONRenderer(), JSONRenderer.media_type


class DocumentSchema(AnswerSchema):
    """Describes a document made from what filters leave."""

    part = "changes"

    def get_override_parameters(self) -> list[Any]:
        return [*filter_parameters(self.view.filters), KNOWN_ON, LANGUAGE, *self.view.own_parameters]

    def answers(self) -> dict[Any, OpenApiResponse]:
        return {(200, self.view.media_type.split(";")[0]): OpenApiResponse(self.view.form, self.view.summary)}


class DocumentView(OneFormView):
    """A document made from what filters leave."""

    schema = DocumentSchema()
    summary: ClassVar[str]
    media_type: ClassVar[str]
    form: ClassVar[Any] = OpenApiTypes.STR
    filters: ClassVar[dict[str, Any]]
    own_parameters: ClassVar[list[Any]] = []

    def get(self, request: Request) -> HttpResponse:
        names = [about.name for about in self.own_parameters]
        reader = Reader(request.query_params, ["known_on", "lang", *names, *self.filters])
        asked = Asked(known_on=reader.moment("known_on"), language=language_of(reader))
        document = self.document(request, asked, reader)
        return HttpResponse(document, content_type=self.media_type, headers={"Content-Language": asked.language})

    def document(self, request: Request, asked: Asked, reader: Reader) -> bytes:
        """The document; the reader finishes once everything has been read."""
        raise NotImplementedError
