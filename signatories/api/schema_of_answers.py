"""The OpenAPI descriptions of the answers about a treaty, and of the tables across treaties."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema_serializer
from rest_framework import serializers

from signatories.api.answer_shapes import DayField, one_of
from signatories.api.parameters import CERTAINTIES
from signatories.api.problems import PROBLEM_TYPE
from signatories.api.schema import (
    FLAT_ROWS,
    KNOWN_ON,
    LANGUAGE,
    AnswerSchema,
    ProblemSerializer,
    example_of,
    fields_parameter,
    filter_parameters,
    paging_parameters,
    parameter,
)
from signatories.treaty_law.acts import Certainty, ExitReason, Status

AS_OF = parameter(
    "as_of", "The day the answer is about: a whole day such as 2026-09-24. Default: today in UTC.", OpenApiTypes.DATE
)
OWN = {
    "include": parameter("include", "Also those that are entitled and have done nothing.", enum=["no_action"]),
    "assume": parameter(
        "assume",
        "An act supposed to be done: PARTICIPANT:KIND:DAY, such as GBR:ratification:2026-12-01. At most 100.",
        {"type": "array", "items": {"type": "string"}},
        style="form",
        explode=True,
    ),
    "certainty": parameter("certainty", "`certain` keeps only rows that are.", enum=CERTAINTIES, default="possible"),
}


class StatusShape(serializers.Serializer[Any]):
    """What a participant is to a treaty on a day."""

    treaty = serializers.CharField(required=False, help_text="Key of the treaty.")
    treaty_title = serializers.CharField(required=False, help_text="Its title in the language asked.")
    participant = serializers.CharField(required=False, help_text="Key of the participant.")
    participant_name = serializers.CharField(required=False, help_text="Its name in the language asked.")
    status = one_of(Status, required=False, help_text="What its acts make it.")
    reason = one_of(ExitReason, required=False, allow_null=True, help_text="Why it is no longer a party.")
    suspended = serializers.BooleanField(required=False, help_text="Whether the treaty is suspended for it.")
    since = DayField(required=False, allow_null=True, help_text="First day of the unbroken time in this status.")
    signed_on = DayField(required=False, allow_null=True, help_text="Day of its last signature.")
    consented_on = DayField(required=False, allow_null=True, help_text="Day its standing consent was deposited.")
    in_force_from = DayField(required=False, allow_null=True, help_text="First day the treaty is in force for it.")
    ended_on = DayField(required=False, allow_null=True, help_text="First day it is no longer bound.")
    certainty = one_of(Certainty, required=False, help_text="`possible` where partial days allow another reading.")
    url = serializers.URLField(required=False, help_text="Address of this row.")


class MatrixRowShape(serializers.Serializer[Any]):
    """A participant's statuses."""

    participant = serializers.CharField(help_text="Key of the participant.")
    participant_name = serializers.CharField(help_text="Its name in the language asked.")
    statuses = serializers.DictField(
        child=one_of(Status, allow_null=True), help_text="Status by treaty; null where it may not act on that treaty."
    )


class TablePage(serializers.Serializer[Any]):
    """A page of computed rows."""

    as_of = serializers.DateField(help_text="The day the answer is about.")
    permalink = serializers.URLField(
        help_text="Address of this very answer, with its day and moment: the same for ever."
    )
    record_speaks_as_of = serializers.DateField(
        allow_null=True,
        help_text="Until when all the treaties asked about were compared with their depositaries; null where one never"
        " was.",
    )
    beyond_record = serializers.BooleanField(
        required=False, help_text="True where `as_of` is later than that; else absent."
    )
    count = serializers.IntegerField(help_text="How many rows there are, on all pages.")
    next = serializers.URLField(allow_null=True, help_text="Address of the next page; null on the last.")
    previous = serializers.URLField(allow_null=True, help_text="Address of the page before; null on the first.")
    known_on = serializers.DateTimeField(
        allow_null=True, help_text="Instant from which the answer has been the same: the last change it includes."
    )


@extend_schema_serializer(many=False)
class StatusesPage(TablePage):
    """A page of statuses."""

    results = StatusShape(many=True, help_text="The rows.")


@extend_schema_serializer(many=False)
class MatrixPage(TablePage):
    """A page of the matrix."""

    treaties = serializers.ListField(child=serializers.CharField(), help_text="Keys of the treaties, in order.")
    results = MatrixRowShape(many=True, help_text="The rows.")


class TreatyAnswerSchema(AnswerSchema):
    """Describes an answer about a treaty."""

    part = "answers"

    def get_override_parameters(self) -> list[Any]:
        key = OpenApiParameter("key", str, OpenApiParameter.PATH, description="Key of the treaty.")
        forms = [renderer.format for renderer in self.view.renderer_classes]
        form = parameter("format", "Form of the answer; else by `Accept`.", enum=forms)
        return [key, AS_OF, KNOWN_ON, LANGUAGE, form, *(OWN[name] for name in self.view.own_parameters)]

    def answers(self) -> dict[Any, OpenApiResponse]:
        answers: dict[Any, OpenApiResponse] = {
            (200, "application/json"): OpenApiResponse(self.view.shape(), "The answer."),
            (404, PROBLEM_TYPE): OpenApiResponse(ProblemSerializer, "No treaty has this key."),
        }
        return answers | FLAT_ROWS if len(self.view.renderer_classes) > 1 else answers

    def get_examples(self) -> list[OpenApiExample]:
        return example_of(self.path.strip("/").split("/")[-1])


class TableSchema(AnswerSchema):
    """Describes a table of computed rows."""

    part = "answers"

    def get_operation_id(self) -> str:
        return f"{super().get_operation_id()}_list"

    def get_override_parameters(self) -> list[Any]:
        own = [OWN[name] for name in self.view.own_parameters if name in OWN]
        order = parameter("ordering", "Order of rows, `-` for the opposite.", enum=self.view.orders, default="treaty")
        return [
            *filter_parameters(self.view.filters),
            *(AS_OF, KNOWN_ON, LANGUAGE),
            *paging_parameters(),
            *own,
            *([fields_parameter(self.view.fields)] if self.view.fields else []),
            *([order] if self.view.orders else []),
        ]

    def answers(self) -> dict[Any, OpenApiResponse]:
        return {(200, "application/json"): OpenApiResponse(self.view.page_shape(), "A page of rows.")} | FLAT_ROWS

    def get_examples(self) -> list[OpenApiExample]:
        return example_of(self.view.resource)
