"""The OpenAPI document: every parameter, field, answer and error with prose, from the same classes that answer."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema_serializer
from rest_framework import serializers

from signatories.api.columns import MomentColumn
from signatories.api.lists import DEFAULT_LIMIT, MOST_ROWS
from signatories.api.parameters import CERTAINTIES, LANGUAGES
from signatories.api.problems import PROBLEM_TYPE
from signatories.chart.asking import MOMENT_FORM
from signatories.models import Participant

EXAMPLES = Path(__file__).with_name("examples.json")


class ErrorSerializer(serializers.Serializer[Any]):
    """One thing that was wrong."""

    parameter = serializers.CharField(required=False, help_text="The parameter it concerns.")
    pointer = serializers.CharField(required=False, help_text="JSON pointer to the value it concerns.")
    detail = serializers.CharField(help_text="What was wrong, in a sentence.")
    accepted = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="What would be accepted, where it can be listed."
    )


class ProblemSerializer(serializers.Serializer[Any]):
    """What was wrong with a request (RFC 9457)."""

    type = serializers.CharField(help_text="URI that names the sort of problem.")
    title = serializers.CharField(help_text="The sort of problem in a few words.")
    status = serializers.IntegerField(help_text="The HTTP status.")
    detail = serializers.CharField(help_text="What was wrong and what to do, in a sentence.")
    errors: Any = ErrorSerializer(many=True, required=False, help_text="Each thing that was wrong.")


def parameter(name: str, description: str, schema: Any = OpenApiTypes.STR, **more: Any) -> OpenApiParameter:
    """A query parameter."""
    return OpenApiParameter(name, schema, OpenApiParameter.QUERY, description=description, **more)


LANGUAGE = parameter("lang", "Language of names and titles; else by `Accept-Language`.", enum=LANGUAGES)
KNOWN_ON = parameter("known_on", f"What the record held then: {MOMENT_FORM}. Not later than now. Default: now.")


ONLY_JSON = parameter("format", "Only JSON is offered here.", enum=["json"])
UNREADABLE: dict[Any, OpenApiResponse] = {
    (400, PROBLEM_TYPE): OpenApiResponse(ProblemSerializer, "A parameter could not be read; each is named.")
}
FLAT_ROWS: dict[Any, OpenApiResponse] = {
    (200, "text/csv"): OpenApiResponse(OpenApiTypes.STR, "The rows flat, header first.")
}


def fields_parameter(names: Iterable[str]) -> OpenApiParameter:
    """The parameter that chooses among these fields."""
    schema = {"type": "array", "items": {"type": "string", "enum": list(names)}, "minItems": 1}
    return parameter("fields", "Only these fields, separated by commas.", schema, style="form", explode=False)


def filter_parameters(filters: Mapping[str, Any]) -> list[OpenApiParameter]:
    """A parameter for each filter of a list."""
    return [
        parameter(
            name,
            f"{filter_.label} Takes {filter_.accepts}.",
            {"type": "array", "items": filter_.schema},
            style="form",
            explode=True,
        )
        for name, filter_ in filters.items()
    ]


def paging_parameters() -> list[OpenApiParameter]:
    """The parameters that say which rows of a list come, and in which form."""
    return [
        parameter("cursor", "Place of a page, as `next` and `previous` give it."),
        parameter("format", "Form of the answer; else by `Accept`.", enum=["json", "csv"]),
        parameter(
            "limit",
            f"Rows a page. CSV gives all rows where no limit is given. Default {DEFAULT_LIMIT}.",
            {"type": "integer", "minimum": 1, "maximum": MOST_ROWS},
        ),
    ]


class RecordSchema(AutoSchema):
    """Describes the lists and details of the record."""

    view: Any

    @property
    def serializer(self) -> Any:
        """What the view says its rows with."""
        detail = self.view.detail_serializer_class if self._is_detail else None
        return detail or self.view.serializer_class

    @property
    def _is_detail(self) -> bool:
        return getattr(self.view, "action", "") == "retrieve"

    def get_operation_id(self) -> str:
        """What a generated client calls it, such as `actions_list`, `actions_retrieve`, `treaties_status`."""
        name = super().get_operation_id().replace(".", "_")
        return name if self._is_detail else name.removesuffix("_retrieve")

    def get_tags(self) -> list[str]:
        return [self.serializer.resource]

    def get_summary(self) -> str:
        return f"One row of {self.serializer.resource}" if self._is_detail else f"List of {self.serializer.resource}"

    def get_override_parameters(self) -> list[Any]:
        if self._is_detail:
            key = OpenApiParameter("key", str, OpenApiParameter.PATH, description="Key of the row.")
            return [key, fields_parameter(self.serializer().fields), KNOWN_ON, LANGUAGE, ONLY_JSON]
        return self._list_parameters()

    def _list_parameters(self) -> list[OpenApiParameter]:
        made = filter_parameters(self.view.filterset_class.base_filters)
        offered = self.view.question_class.accepted(self.serializer(), self.view.filterset_class)
        return made + [about for about in self._common_parameters() if about.name in offered]

    def _common_parameters(self) -> list[OpenApiParameter]:
        return [
            fields_parameter(self.serializer().fields),
            KNOWN_ON,
            LANGUAGE,
            parameter("as_of", "Only rows that hold on this whole day; for `member_of`, the day of membership."),
            parameter(
                "certainty",
                "Of days known to the month or year: `possible` keeps rows whose day may fit, `certain` those whose day"
                " must.",
                enum=CERTAINTIES,
                default="possible",
            ),
            parameter(
                "since",
                f"Only what was entered from this cursor on, or after this moment: {MOMENT_FORM}.",
            ),
            *paging_parameters(),
            parameter(
                "ordering",
                "Order of rows, `-` for the opposite; rows alike in it are ordered by key, unknown come last.",
                enum=list(self.view.question_class.orders(self.serializer())),
                default=self.view.question_class.default_order,
            ),
        ]

    def get_response_serializers(self) -> Any:
        if not self._is_detail:
            page = page_of(self.serializer, self.view.question_class)
            return {(200, "application/json"): OpenApiResponse(page(), "A page of rows.")} | FLAT_ROWS | UNREADABLE
        answers: dict[Any, OpenApiResponse] = {
            (200, "application/json"): OpenApiResponse(self.serializer(), "The row."),
            (404, PROBLEM_TYPE): OpenApiResponse(ProblemSerializer, "Nothing has this key."),
        }
        if self.serializer.model is Participant:
            answers[302] = OpenApiResponse(None, "Another code of a participant: the row's own address follows.")
        return answers | UNREADABLE

    def get_examples(self) -> list[OpenApiExample]:
        row = examples().get(self.serializer.resource)
        if row is None:
            return []
        moment = {"known_on": row.get("known_from", "2026-10-01T00:00:00Z")}
        value = row if self._is_detail else {"count": 1, "next": None, "previous": None, **moment, "results": [row]}
        return [OpenApiExample(row["key"], value=value, media_type="application/json", status_codes=["200"])]


class AnswerSchema(RecordSchema):
    """Describes an address with an answer of its own: its view has a `summary`, its schema the `part` it belongs to."""

    part: str

    def get_tags(self) -> list[str]:
        return [self.part]

    def get_summary(self) -> str:
        return str(self.view.summary)

    def get_response_serializers(self) -> Any:
        return self.answers() | UNREADABLE

    def answers(self) -> dict[Any, OpenApiResponse]:
        """The answers by status and form, but for the one that a parameter could not be read."""
        raise NotImplementedError

    def get_examples(self) -> list[OpenApiExample]:
        return []


@cache
def examples() -> dict[str, Any]:
    """A row of the shipped record for each resource, as the API says it."""
    return json.loads(EXAMPLES.read_text()) if EXAMPLES.exists() else {}


@cache
def page_of(serializer: Any, question: Any) -> Any:
    """The body of a page of such rows."""
    fields = {
        "count": serializers.IntegerField(help_text="How many rows there are, on all pages."),
        "next": serializers.URLField(allow_null=True, help_text="Address of the next page; null on the last."),
        "previous": serializers.URLField(allow_null=True, help_text="Address of the page before; null on the first."),
        "known_on": MomentColumn(
            help_text="Instant from which the answer has been the same: the last change it includes.", required=False
        ),
        "as_of": serializers.DateField(required=False, help_text="The day asked about, where it was given."),
        **question.said_beside_its_page(),
        "results": serializer(many=True, help_text="The rows."),
    }
    name = f"{serializer.__name__.removesuffix('Serializer')}Page"
    return extend_schema_serializer(many=False)(type(name, (serializers.Serializer,), fields | {"__doc__": "A page."}))


def example_of(name: str) -> list[OpenApiExample]:
    """The example of an answer or a table, as the API says it of the shipped record."""
    return [OpenApiExample(name, value=examples()[name], media_type="application/json", status_codes=["200"])]
