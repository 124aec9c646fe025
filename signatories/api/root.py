"""The root of the API: what it offers, one line each."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiResponse
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from signatories.api.addresses import api_root
from signatories.api.calendars import CalendarView
from signatories.api.changes import ChangeViewSet
from signatories.api.exports import ExportView
from signatories.api.feeds import AtomView, JSONFeedView
from signatories.api.logs import LogView
from signatories.api.matrix import MatrixView
from signatories.api.parameters import Reader
from signatories.api.reading import RecordListViewSet
from signatories.api.schema import ONLY_JSON, AnswerSchema
from signatories.api.statuses import StatusesView
from signatories.api.views import VIEWSETS

LISTED: tuple[type[RecordListViewSet], ...] = (*VIEWSETS, ChangeViewSet)
LISTS: dict[str, type] = {
    **{view.serializer_class.resource: view for view in LISTED},
    **{view.resource: view for view in (StatusesView, MatrixView)},
    "log": LogView,
    "export": ExportView,
}
DOCUMENTS: dict[str, type] = {
    "changes.atom": AtomView,
    "changes.json": JSONFeedView,
    "calendar.ics": CalendarView,
}

RESOURCES = {
    "type": "object",
    "description": "Resources by name.",
    "additionalProperties": {
        "type": "object",
        "properties": {
            "url": {"type": "string", "format": "uri", "description": "Address of the list."},
            "description": {"type": "string", "description": "What it holds, in a line."},
        },
        "required": ["url", "description"],
    },
}


class RootSchema(AnswerSchema):
    """Describes the root."""

    part = "root"

    def get_override_parameters(self) -> list[Any]:
        return [ONLY_JSON]

    def answers(self) -> dict[Any, OpenApiResponse]:
        return {(200, "application/json"): OpenApiResponse(RESOURCES, "The resources by name.")}


class RootView(APIView):
    """What the API offers, one line each."""

    schema = RootSchema()
    summary = "The resources"
    http_method_names = ["get", "head", "options"]

    def get(self, request: Request) -> Response:
        Reader(request.query_params, ["format"]).finish()
        root = api_root(request)
        offered = {f"{name}/": view for name, view in LISTS.items()} | DOCUMENTS
        return Response(
            {path.rstrip("/"): {"url": f"{root}{path}", "description": said_of(view)} for path, view in offered.items()}
        )


def said_of(view: type) -> str:
    """The first paragraph of a view's docstring, on one line."""
    return " ".join((view.__doc__ or "").split("\n\n")[0].split())
