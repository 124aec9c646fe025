"""Writing to the record: new rows, many at once, corrections and retractions, each request one change or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from rest_framework.authentication import BaseAuthentication
from rest_framework.decorators import action
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from signatories.api import bodies
from signatories.api.addresses import api_root
from signatories.api.authentication import WRITERS
from signatories.api.columns import Speaker
from signatories.api.parameters import Reader, language_of
from signatories.api.permissions import MayWrite, require_columns
from signatories.api.problems import Refused, WrongValue
from signatories.api.reading import RecordViewSet
from signatories.api.rendering import JSONRenderer
from signatories.api.repeated import answered_once
from signatories.api.rows import RowReader, serializer_of
from signatories.api.schema_of_writing import WritingSchema
from signatories.api.versions import etag, last_change_of, refuse_unless_matching
from signatories.exchange.faults import BadPackage
from signatories.exchange.given import TABLE_NAMED, Given, GivenRows, give
from signatories.exchange.plan import ADDED, LEFT_ALONE
from signatories.exchange.tables import GIVEN_BY_THE_RECORD, Table
from signatories.models import HeldRow
from signatories.models.directory import Directory
from signatories.models.refusals import refusals
from signatories.record.changing import change


class WritableViewSet(RecordViewSet):
    """One noun of the record that staff may also write: with a session, or with a token.

    Every request is one change, all of it or nothing. One that is sent again under the same `Idempotency-Key` is
    answered again and not carried out twice.
    """

    schema = WritingSchema()
    http_method_names = ["get", "head", "options", "post"]
    rights = {"create": "add", "bulk": "add", "correct": "change", "retract": "delete"}

    def get_authenticators(self) -> list[BaseAuthentication]:
        """Who is asking matters to writing only; reading is open to all and the same for all."""
        return [writer() for writer in WRITERS] if self._writes else []

    def get_permissions(self) -> list[BasePermission]:
        return [MayWrite()] if self._writes else []

    @property
    def _writes(self) -> bool:
        return self.request is not None and self.request.method == "POST"

    @property
    def model(self) -> Any:
        """The model whose rows are written."""
        return self.serializer_class.model

    @property
    def right(self) -> str:
        """The right on the model that what is asked takes: add, change, or delete, which is to retract."""
        return self.rights[self.action or ""]

    def create(self, request: Request) -> HttpResponse:
        """Records a row: 201, or 200 where the record holds the very same already."""
        body = bodies.raw(request)

        def record() -> HttpResponse:
            given = [Given(1, bodies.row(body))]
            (key,), is_new = self._recorded(request, given)
            return self._answer(request, key, 201 if is_new else 200)

        return answered_once(request, body, record)

    @action(detail=False, methods=["post"])
    def bulk(self, request: Request) -> HttpResponse:
        """Records up to 1,000 rows, all or none; those that are held alike already are left alone."""
        body = bodies.raw(request)

        def record() -> HttpResponse:
            keys, is_new = self._recorded(request, bodies.rows(body), in_array=True)
            return _json(self._said(request, keys), 201 if is_new else 200)

        return answered_once(request, body, record)

    @action(detail=True, methods=["post"])
    def correct(self, request: Request, key: str) -> HttpResponse:
        """Corrects the row in the columns given, for the `reason` given; what it said before stays in its history."""
        body = bodies.raw(request)

        def correct() -> HttpResponse:
            held = self._held(key)
            refuse_unless_matching(request, held)
            values = bodies.row(body)
            reason = _reason(values)
            fixed = [name for name in GIVEN_BY_THE_RECORD if name in values]
            if wrongs := [WrongValue(bodies.pointer(name), "A correction leaves this as it is.") for name in fixed]:
                raise Refused(400, f"Nothing was corrected: {wrongs[0].pointer[1:]} cannot be given here.", wrongs)
            require_columns(request, self.model, values)
            given = GivenRows(self._table, [Given(1, {"key": key} | values)], ["key", *values])
            outcome = self._given(request, given, reason)[self._table.name, 1]
            if outcome.what == LEFT_ALONE:
                raise Refused(422, "This correction changes nothing: alter a column, or leave the row as it is.")
            return self._answer(request, key, 200)

        return answered_once(request, body, correct)

    @action(detail=True, methods=["post"])
    def retract(self, request: Request, key: str) -> HttpResponse:
        """Retracts the row, for the `reason` given: the record no longer holds it, and remembers that it did."""
        body = bodies.raw(request)

        def retract() -> HttpResponse:
            held = self._held(key)
            refuse_unless_matching(request, held)
            values = bodies.row(body)
            reason = _reason(values)
            if values:
                wrongs = [WrongValue(bodies.pointer(name), "A retraction takes a reason only.") for name in values]
                raise Refused(400, "Nothing was retracted: give a reason and nothing else.", wrongs)
            answer = self._answer(request, key, 200)
            try:
                with change(by=request.user, reason=reason) as changing:
                    (changing.retract if isinstance(held, HeldRow) else changing.drop)(held, reason=reason)
            except ValidationError as error:
                wrongs = [WrongValue(bodies.pointer(name), sentence) for name, sentence in refusals(error)]
                raise Refused(422, f"Nothing was retracted. {wrongs[0].detail}", wrongs) from None
            del answer["ETag"]
            return answer

        return answered_once(request, body, retract)

    @property
    def _table(self) -> Table:
        return TABLE_NAMED[self.model.table]

    def _recorded(self, request: Request, given: Sequence[Given], in_array: bool = False) -> tuple[list[str], bool]:
        """The keys of the rows in the record, in order, and whether any of them is new."""
        require_columns(request, self.model, {name for row in given for name in row.values if row.values[name]})
        rows = GivenRows(self._table, given)
        outcomes = self._given(request, rows, in_array=in_array, may_correct=False)
        ordered = [outcomes[self._table.name, row.number] for row in given]
        return [outcome.key for outcome in ordered], any(outcome.what == ADDED for outcome in ordered)

    def _given(self, request: Request, rows: GivenRows, reason: str = "", *, in_array: bool = False, **how: Any) -> Any:
        try:
            return give([rows], by=request.user, reason=reason, **how)
        except BadPackage as bad:
            raise bodies.refused(bad, in_array=in_array) from None

    def _held(self, key: str) -> Any:
        """The row under the key; 404 where there never was one, 409 where it was retracted."""
        rows: Any = self.get_queryset().filter(key=key) if "\x00" not in key else self.get_queryset().none()
        held = rows.held() if issubclass(self.model, HeldRow) else rows
        if (row := held.first()) is not None:
            return row
        if rows.exists():
            raise Refused(409, f"{key} was retracted already: record it anew, under a key of its own, if it stands.")
        raise Http404(f"The record holds nothing under the key {key!r} here.")

    def _said(self, request: Request, keys: Sequence[str]) -> list[dict[str, Any]]:
        """The held rows with these keys, in this order."""
        reader = Reader(request.query_params, ["format", "lang"])
        language = language_of(reader)
        reader.finish()
        rows: Any = self.get_queryset().filter(key__in=keys)
        serializer = serializer_of(self.serializer_class)
        row_reader = RowReader(serializer, Speaker(Directory(), language, api_root(request), None), serializer.fields)
        values = list(row_reader.values(rows.held() if issubclass(self.model, HeldRow) else rows))
        said = {row["key"]: row for row in row_reader.say(values)}
        return [said[key] for key in keys]

    def _answer(self, request: Request, key: str, status: int) -> HttpResponse:
        """The row, its address and its version."""
        (row,) = self._said(request, [key])
        answer = _json(row, status)
        answer["Location"] = row.get("api_url") or row["url"]
        answer["ETag"] = etag(last_change_of(self._held(key)), answer.content)
        return answer


def _reason(values: dict[str, Any]) -> str:
    """Takes the reason from the body; Refused where there is none."""
    reason = values.pop("reason", None)
    if not isinstance(reason, str) or not reason.strip():
        raise Refused(422, "No reason is given: say why.", [WrongValue("/reason", "Say why, in a sentence.")])
    return reason


def _json(said: Any, status: int) -> HttpResponse:
    return HttpResponse(JSONRenderer().render(said), status=status, content_type="application/json")
