"""The log's hash tree: its root, and the proofs that let a reader check the log without trusting who keeps it."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from signatories.api.parameters import Reader
from signatories.api.problems import BadParameters, Wrong
from signatories.api.schema import KNOWN_ON, ONLY_JSON, AnswerSchema, parameter
from signatories.record.proofs import NotInTheLog, consistency, inclusion, log_head

MOST = 10**9 - 1


class LogShape(serializers.Serializer[Any]):
    """The log as it stands."""

    size = serializers.IntegerField(help_text="How many entries it has.")
    root: Any = serializers.CharField(help_text="Root of its tree, in lowercase hexadecimal.")
    at = serializers.DateTimeField(allow_null=True, help_text="Instant of its last change.")


class InclusionShape(serializers.Serializer[Any]):
    """That an entry is in the log."""

    entry = serializers.CharField(help_text="Key of the entry.")
    index = serializers.IntegerField(help_text="Its place in the log, from 0.")
    size = serializers.IntegerField(help_text="Size of the log that the proof is for.")
    leaf = serializers.CharField(help_text="The entry in canonical JSON (RFC 8785): the leaf that is hashed.")
    hashes = serializers.ListField(child=serializers.CharField(), help_text="The path from the leaf to the root.")
    root: Any = serializers.CharField(help_text="Root of the log of that size.")


class ConsistencyShape(serializers.Serializer[Any]):
    """That the log only grew."""

    def get_fields(self) -> dict[str, Any]:
        return {
            "from": serializers.IntegerField(source="earlier", help_text="The earlier size."),
            "to": serializers.IntegerField(source="later", help_text="The later size."),
            "from_root": serializers.CharField(source="earlier_root", help_text="Root of the log of the earlier size."),
            "to_root": serializers.CharField(source="later_root", help_text="Root of the log of the later size."),
            "hashes": serializers.ListField(child=serializers.CharField(), help_text="The proof (RFC 9162, 2.1.4)."),
        }


def _size(name: str, description: str, **more: Any) -> OpenApiParameter:
    return parameter(name, description, {"type": "integer", "minimum": 0, "maximum": MOST}, **more)


class LogSchema(AnswerSchema):
    """Describes the log's addresses."""

    part = "log"

    def get_override_parameters(self) -> list[Any]:
        return [*self.view.own_parameters, ONLY_JSON]

    def answers(self) -> dict[Any, OpenApiResponse]:
        return {(200, "application/json"): OpenApiResponse(self.view.shape(), "The answer.")}


class LogAnswer(APIView):
    """One question about the log."""

    schema = LogSchema()
    summary: ClassVar[str]
    shape: ClassVar[type[Any]]
    own_parameters: ClassVar[list[OpenApiParameter]]
    http_method_names = ["get", "head", "options"]

    def get(self, request: Request) -> Response:
        reader = Reader(request.query_params, ["format", *(about.name for about in self.own_parameters)])
        try:
            return Response(self.shape(self.answer(reader)).data)
        except NotInTheLog as refusal:
            raise BadParameters(Wrong(refusal.parameter, str(refusal))) from None

    def answer(self, reader: Reader) -> Any:
        """The answer; the reader finishes before anything is asked of the log."""
        raise NotImplementedError


class LogView(LogAnswer):
    """The append-only log of changes: its size, the root of its hash tree, and when it last grew.

    Keep the root, and ask for consistency later: then nothing that was in the log can have been altered unseen. Leaves
    are the entries of `changes/` in canonical JSON (RFC 8785), hashed as in RFC 9162.
    """

    summary = "The log"
    shape = LogShape
    own_parameters: ClassVar[list[OpenApiParameter]] = [KNOWN_ON]

    def answer(self, reader: Reader) -> Any:
        moment = reader.moment("known_on")
        reader.finish()
        return log_head(moment)


class InclusionView(LogAnswer):
    """The proof that an entry is in the log (RFC 9162, 2.1.3): its leaf, and the hashes that lead to the root."""

    summary = "Proof of an entry"
    shape = InclusionShape
    own_parameters: ClassVar[list[OpenApiParameter]] = [
        parameter("entry", "Key of the entry, as `changes/` gives it.", required=True),
        _size("size", "Size of the log to prove it in. Default: today's."),
    ]

    def answer(self, reader: Reader) -> Any:
        entry, size = reader.one("entry"), reader.number("size", None, 1, MOST)
        if not entry or "\x00" in entry:
            reader.wrong("entry", "Name the entry: entry= its key, as changes/ gives it.")
        reader.finish()
        return inclusion(entry or "", size)


class ConsistencyView(LogAnswer):
    """The proof that the log of one size is the beginning of the log of a later size (RFC 9162, 2.1.4)."""

    summary = "Proof of growth"
    shape = ConsistencyShape
    own_parameters: ClassVar[list[OpenApiParameter]] = [
        _size("from", "The earlier size.", required=True),
        _size("to", "The later size. Default: today's."),
    ]

    def answer(self, reader: Reader) -> Any:
        earlier, later = reader.number("from", None, 0, MOST), reader.number("to", None, 0, MOST)
        if earlier is None:
            reader.wrong("from", "Give the earlier size of the log: from= a whole number.")
        reader.finish()
        return consistency(earlier or 0, later)
