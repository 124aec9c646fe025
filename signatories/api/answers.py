"""The answers about a treaty: its chart, its entry into force, and what would happen if."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, ClassVar

from django.http import Http404, HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from signatories.api.addresses import permalink
from signatories.api.answer_shapes import AnswerShape, StatusChartShape
from signatories.api.force_shapes import ForceShape, ProjectionShape
from signatories.api.parameters import Asked, Reader, language_of
from signatories.api.problems import BadParameters, Wrong
from signatories.api.rendering import CSVRenderer, JSONRenderer, csv_response, in_rows
from signatories.api.schema_of_answers import TreatyAnswerSchema
from signatories.chart.asking import whole_day
from signatories.chart.force import Assumption, UnlawfulAssumption, force_answer, projection
from signatories.chart.honesty import Coverage
from signatories.chart.status_chart import status_chart
from signatories.keeping.once import once
from signatories.treaty_law.acts import ActKind

COMMON = ["as_of", "format", "known_on", "lang"]
MOST_ASSUMPTIONS = 100


class AnswerView(APIView):
    """One question about one treaty."""

    schema = TreatyAnswerSchema()
    summary: ClassVar[str]
    shape: ClassVar[type[AnswerShape]]
    own_parameters: ClassVar[list[str]] = []
    http_method_names = ["get", "head", "options"]

    def get(self, request: Request, key: str) -> HttpResponseBase:
        reader = Reader(request.query_params, [*COMMON, *self.own_parameters])
        asked = Asked(
            day=reader.day("as_of"),
            known_on=reader.moment("known_on"),
            language=language_of(reader),
        )
        if key not in asked.directory.treaties:
            raise Http404(f"The record holds no treaty under the key {key!r}: /api/v1/treaties/ lists them.")
        response = self.answer(request, key, asked, reader)
        response["Content-Language"] = asked.language
        return response

    def answer(self, request: Request, key: str, asked: Asked, reader: Reader) -> HttpResponseBase:
        """The answer; the reader finishes once everything has been read."""
        raise NotImplementedError

    def said(self, request: Request, answer: Any) -> Response:
        """The answer in its shape, with the address that gives it for ever."""
        link = permalink(request, answer.honesty.as_of, answer.honesty.known_on)
        return Response(shape_of(self.shape).say(answer, link))


@cache
def shape_of(kind: type[AnswerShape]) -> AnswerShape:
    """The shape of that kind: what an answer looks like never changes, so its fields are made once."""
    return kind()


class StatusChartView(AnswerView):
    """The chart of signatures and ratifications of a treaty on any day, in the depositary's groups.

    Each participant has the status its acts make it on `as_of`, with the days that say so and their sources. Those that
    are entitled and have done nothing come with `include=no_action`. As CSV, one line a participant.
    """

    summary = "Chart of signatures and ratifications"
    shape = StatusChartShape
    own_parameters: ClassVar[list[str]] = ["include"]
    renderer_classes = [JSONRenderer, CSVRenderer]

    def answer(self, request: Request, key: str, asked: Asked, reader: Reader) -> HttpResponseBase:
        include = reader.word("include", ["no_action"], "")
        reader.finish()
        chart = status_chart(
            key,
            asked.as_of,
            known_on=asked.known_on,
            directory=asked.directory,
            language=asked.language,
            with_no_action=include == "no_action",
            coverage=None if asked.known_on else once(Coverage),
        )
        response = self.said(request, chart)
        if request.accepted_renderer.format != "csv":
            return response
        lines = in_rows(CHART_COLUMNS, flat_rows(response.data))
        return csv_response(f"{key}-status-{asked.as_of}", CHART_COLUMNS, [lines])


CHART_COLUMNS = [
    *("treaty", "as_of", "group", "participant", "name", "status", "reason", "suspended", "signed_on"),
    *("consent", "consent_kind", "consented_on", "in_force_from", "ended_on", "certainty"),
    *("reservations", "declarations", "objections", "territorial", "authorities", "communications"),
    *("source", "locator"),
]


def flat_rows(chart: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The chart's lines, each with its group, flat."""
    for group in chart["groups"]:
        for row in group["rows"]:
            consent = row["consent"] or {}
            yield {
                **{name: chart[name] for name in ("treaty", "as_of")},
                **row,
                **row["flags"],
                "group": group["group"],
                "consent": consent.get("key"),
                "consent_kind": consent.get("kind"),
                "consented_on": consent.get("done_on"),
                "source": [source["key"] for source in row["sources"]],
                "locator": [source["locator"] for source in row["sources"]],
            }


class ForceView(AnswerView):
    """When and why a treaty entered into force; and while it has not, what is missing and who could supply it.

    Acts count by the day they were deposited. The depositary's own day stands beside the computed one, and wins; where
    they differ, `agrees_with_depositary` is false. `steps` gives the reasoning with its articles.
    """

    summary = "Entry into force"
    shape = ForceShape

    def answer(self, request: Request, key: str, asked: Asked, reader: Reader) -> HttpResponseBase:
        reader.finish()
        return self.said(request, force_answer(key, asked.as_of, asked.known_on))


class ProjectionView(AnswerView):
    """What if: the treaty's entry into force as if certain acts had been done. Nothing is stored.

    Each `assume` is a participant, a kind of act and a day: `GBR:ratification:2026-12-01`. `as_of` defaults to the last
    assumed day. What the law does not allow is refused with the rule.
    """

    summary = "What if"
    shape = ProjectionShape
    own_parameters: ClassVar[list[str]] = ["assume"]

    def answer(self, request: Request, key: str, asked: Asked, reader: Reader) -> HttpResponseBase:
        assumptions = self._assumptions(asked, reader)
        reader.finish()
        on = asked.day or max((assumption.done_on for assumption in assumptions), default=None) or asked.as_of
        try:
            found = projection(key, assumptions, on, asked.known_on)
        except UnlawfulAssumption as refusal:
            one = refusal.assumption
            told = f"{one.participant}:{one.kind}:{one.done_on} is not allowed: {refusal}"
            raise BadParameters(Wrong("assume", told)) from None
        return self.said(request, found)

    @staticmethod
    def _assumptions(asked: Asked, reader: Reader) -> list[Assumption]:
        words = [word.strip() for value in reader.parameters.getlist("assume") for word in value.split(",")]
        if len(words) > MOST_ASSUMPTIONS:
            reader.wrong("assume", f"{len(words)} assumptions were given: give at most {MOST_ASSUMPTIONS}.")
            return []
        return [assumption for word in words if (assumption := _assumption(word, asked, reader))]


def _assumption(word: str, asked: Asked, reader: Reader) -> Assumption | None:
    """One assumption read; what is wrong with it is noted."""
    parts = word.split(":")
    if len(parts) != 3:
        form = "give PARTICIPANT:KIND:DAY, such as GBR:ratification:2026-12-01"
        reader.wrong("assume", f"{word[:80]!r} is not an assumption: {form}.")
        return None
    code, kind, day = parts
    participant = asked.directory.participant_key(code)
    if participant is None:
        near = asked.directory.nearest(code, asked.directory.participants)
        reader.wrong("assume", f"The record knows no participant by the code {code[:60]!r}.", near)
    if kind not in set(ActKind):
        reader.wrong("assume", f"{kind[:60]!r} is not a kind of act.", [one.value for one in ActKind])
    done_on = whole_day(day)
    if done_on is None:
        reader.wrong("assume", f"{day[:40]!r} is not a whole day: give one such as 2026-12-01.")
    if participant is None or kind not in set(ActKind) or done_on is None:
        return None
    return Assumption(participant, ActKind(kind), done_on)
