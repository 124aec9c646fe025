"""What the OpenAPI document says of writing: the rows that are sent, and every answer to them."""

from __future__ import annotations

from functools import cache
from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema_field
from rest_framework import serializers

from signatories.api.problems import PROBLEM_TYPE
from signatories.api.schema import LANGUAGE, ONLY_JSON, ProblemSerializer, RecordSchema
from signatories.exchange.given import TABLE_NAMED
from signatories.exchange.tables import Column

HEADERS = {
    "Idempotency-Key": "A word of the sender's choice, such as a UUID: the request sent again under it is answered"
    " again and not carried out twice. Kept for seven days.",
    "If-Match": "The ETag of the row as it was read; only its first part, the row's last change, is compared.",
}
REFUSALS = {
    400: "The body is not JSON, or not of the form described here; a parameter is unknown.",
    401: "Nobody is signed in: give a token, or a session with its CSRF token.",
    403: "The one who asks has not the right to it.",
    404: "Nothing has this key.",
    409: "The row was retracted already; or the Idempotency-Key was used for another request.",
    412: "The row was changed since: read it again.",
    413: "The body is too large.",
    415: "The body is not application/json.",
    422: "A rule is against it; each thing that is wrong is named, with a pointer to the value.",
    428: "If-Match is missing.",
}
OF_A_ROW_THAT_IS_THERE = {404, 412, 428}
SUMMARIES = {
    "create": "Record a row of {}",
    "bulk": "Record many rows of {}",
    "correct": "Correct a row of {}",
    "retract": "Retract a row of {}",
}


class ReasonSerializer(serializers.Serializer[Any]):
    """Why a row is retracted."""

    reason = serializers.CharField(help_text="Why, in a sentence; it stands in the log.")


class WritingSchema(RecordSchema):
    """Describes a noun that may be read and written."""

    @property
    def _writes(self) -> bool:
        return self.method == "POST"

    @property
    def _is_of_a_row(self) -> bool:
        """Whether a row that is there is written, rather than a new one."""
        return self.view.action in ("correct", "retract")

    def get_operation_id(self) -> str:
        return f"{self.serializer.resource}_{self.view.action}" if self._writes else super().get_operation_id()

    def get_summary(self) -> str:
        return SUMMARIES[self.view.action].format(self.serializer.resource) if self._writes else super().get_summary()

    def get_override_parameters(self) -> list[Any]:
        if not self._writes:
            return super().get_override_parameters()
        made = [LANGUAGE, ONLY_JSON, _header("Idempotency-Key")]
        if self._is_of_a_row:
            key = OpenApiParameter("key", str, OpenApiParameter.PATH, description="Key of the row.")
            made = [key, *made, _header("If-Match", required=True)]
        return made

    def get_request_serializer(self) -> Any:
        if self.view.action == "retract":
            return ReasonSerializer
        sent = sent_rows(self.serializer, corrects=self.view.action == "correct")
        return sent(many=True) if self.view.action == "bulk" else sent()

    def get_response_serializers(self) -> Any:
        if not self._writes:
            return super().get_response_serializers()
        said = self.serializer(many=True) if self.view.action == "bulk" else self.serializer()
        done = "It was done." if self._is_of_a_row else "The record holds the very same already."
        carried_out = {(200, "application/json"): OpenApiResponse(said, done)}
        if not self._is_of_a_row:
            carried_out[201, "application/json"] = OpenApiResponse(said, "Recorded.")
        return carried_out | {
            (status, PROBLEM_TYPE): OpenApiResponse(ProblemSerializer, why)
            for status, why in REFUSALS.items()
            if self._is_of_a_row or status not in OF_A_ROW_THAT_IS_THERE
        }

    def get_examples(self) -> list[Any]:
        return [] if self._writes else super().get_examples()


@cache
def sent_rows(serializer: Any, *, corrects: bool) -> type[serializers.Serializer[Any]]:
    """The shape of a row that is sent: the columns of the data package; of a correction, those that change."""
    noun = serializer.__name__.removesuffix("Serializer")
    columns = [column for column in TABLE_NAMED[serializer.model.table].columns if column.name != "known_from"]
    fields = {column.name: _field(column, corrects) for column in columns if not (corrects and column.name == "key")}
    if corrects:
        fields["reason"] = serializers.CharField(help_text="Why, in a sentence; it stands in the log.")
    doc = f"{'A correction' if corrects else 'A new row'} of {serializer.model.table}, as it is sent."
    name = f"{noun}{'Correction' if corrects else 'Sent'}Serializer"
    return type(name, (serializers.Serializer,), fields | {"__doc__": doc})


def _field(column: Column, is_optional: bool) -> Any:
    """What a column takes in JSON."""
    field = column.field
    is_required = not (is_optional or field.null or field.blank or field.has_default())
    may_be_null = field.null or field.blank or field.has_default()
    about: dict[str, Any] = {"help_text": str(field.help_text), "required": is_required, "allow_null": may_be_null}
    schema = dict(column.cell.schema)
    constraints = schema.get("constraints", {})
    if column.cell.is_list:
        return serializers.ListField(child=serializers.CharField(), **about)
    if schema["type"] == "boolean":
        return serializers.BooleanField(**about)
    if "enum" in constraints and may_be_null:
        constraints = {"enum": [*constraints["enum"], None]}
    sort = schema["type"] if schema["type"] in ("integer", "number") else "string"
    return _shaped({"type": sort, **constraints})(**about)


def _shaped(schema: dict[str, Any]) -> type[serializers.Field[Any, Any, Any, Any]]:
    """A field with this JSON Schema."""
    return extend_schema_field(schema)(type("Shaped", (serializers.Field,), {}))


def _header(name: str, required: bool = False) -> OpenApiParameter:
    return OpenApiParameter(name, str, OpenApiParameter.HEADER, description=HEADERS[name], required=required)
