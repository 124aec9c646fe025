"""The whole record as a data package, streamed."""

from __future__ import annotations

from typing import Any

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework.request import Request

from signatories.api.documents import OneFormView
from signatories.api.parameters import Reader
from signatories.api.schema import KNOWN_ON, AnswerSchema
from signatories.exchange.writing import Held, zip_chunks
from signatories.keeping.notes import today

ZIP = "application/zip"


class ExportSchema(AnswerSchema):
    """Describes the export."""

    part = "export"

    def get_override_parameters(self) -> list[Any]:
        return [KNOWN_ON]

    def answers(self) -> dict[Any, OpenApiResponse]:
        return {(200, ZIP): OpenApiResponse(OpenApiTypes.BINARY, "The package, a .zip file.")}


class ExportView(OneFormView):
    """The whole record as a data package: a .zip file of CSV tables, described by its `datapackage.json`.

    It follows the Frictionless Data Package standard: the schema of each table, checksums, the licence of the data, the
    moment it is of, and the root of the log then. `manage.py import_record` takes it in.
    """

    schema = ExportSchema()
    summary = "The record as a data package"

    def get(self, request: Request) -> StreamingHttpResponse:
        reader = Reader(request.query_params, ["known_on"])
        moment = reader.moment("known_on")
        reader.finish()
        held = Held.on(moment)
        day = held.moment.date() if held.moment else today()
        response = StreamingHttpResponse(zip_chunks(held), content_type=ZIP)
        response["Content-Disposition"] = f'attachment; filename="convention-record-{day}.zip"'
        return response
