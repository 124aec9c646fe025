"""The whole record as a data package, streamed."""

from __future__ import annotations

from typing import Any

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from signatories.api.parameters import Reader
from signatories.api.problems import PROBLEM_TYPE
from signatories.api.rendering import JSONRenderer
from signatories.api.schema import KNOWN_ON, ProblemSerializer, RecordSchema
from signatories.exchange.writing import Held, zip_chunks
from signatories.keeping.notes import today

ZIP = "application/zip"


class ExportSchema(RecordSchema):
    """Describes the export."""

    def get_tags(self) -> list[str]:
        return ["export"]

    def get_summary(self) -> str:
        return "The record as a data package"

    def get_override_parameters(self) -> list[Any]:
        return [KNOWN_ON]

    def get_response_serializers(self) -> Any:
        return {
            (200, ZIP): OpenApiResponse(OpenApiTypes.BINARY, "The package, a .zip file."),
            (400, PROBLEM_TYPE): OpenApiResponse(ProblemSerializer, "A parameter could not be read; each is named."),
        }

    def get_examples(self) -> list[Any]:
        return []


class ExportView(APIView):
    """The whole record as a data package: a .zip file of CSV tables, described by its `datapackage.json`.

    It follows the Frictionless Data Package standard: the schema of each table, checksums, the licence of the data, the
    moment it is of, and the root of the log then. `manage.py import_record` takes it in.
    """

    schema = ExportSchema()
    http_method_names = ["get", "head", "options"]

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[BaseRenderer, str]:
        return JSONRenderer(), JSONRenderer.media_type

    def get(self, request: Request) -> StreamingHttpResponse:
        reader = Reader(request.query_params, ["known_on"])
        moment = reader.moment("known_on")
        reader.finish()
        held = Held.on(moment)
        day = held.moment.date() if held.moment else today()
        response = StreamingHttpResponse(zip_chunks(held), content_type=ZIP)
        response["Content-Disposition"] = f'attachment; filename="convention-record-{day}.zip"'
        return response
