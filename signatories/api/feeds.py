"""The latest entries of the log as feeds: Atom (RFC 4287) and JSON Feed 1.1, with the filters of `changes/`."""

from __future__ import annotations

from typing import Any

import orjson
from django.db.models import QuerySet
from django.utils.feedgenerator import Atom1Feed
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request

from signatories.api.addresses import api_root
from signatories.api.changes import ChangeFilters
from signatories.api.documents import DocumentView
from signatories.api.keyset import instant
from signatories.api.parameters import Asked, Reader
from signatories.chart.telling import told
from signatories.record.proofs import entries_by

SHOWN = 100
TITLE = "Convention API: changes of the record"


class FeedView(DocumentView):
    """A feed of the log."""

    filters = dict(ChangeFilters.base_filters)

    def document(self, request: Request, asked: Asked, reader: Reader) -> bytes:
        rows: QuerySet[Any] = entries_by(asked.known_on)
        data = {name: request.query_params.getlist(name) for name in request.query_params}
        rows = ChangeFilters(data, rows, asked).apply(reader)
        reader.finish()
        leaves = rows.order_by("-index").values_list("leaf", flat=True)[:SHOWN]
        return self.feed(request, asked, [orjson.loads(leaf) for leaf in leaves])

    def feed(self, request: Request, asked: Asked, entries: list[dict[str, Any]]) -> bytes:
        """The entries, newest first, in the feed's form."""
        raise NotImplementedError


def _address(request: Request, entry: dict[str, Any]) -> str:
    """Where the entry is found for ever."""
    return f"{api_root(request)}changes/?key={entry['key']}"


class AtomView(FeedView):
    """The newest hundred changes as an Atom feed; filtered as `changes/` is."""

    summary = "Changes as Atom"
    media_type = "application/atom+xml"

    def feed(self, request: Request, asked: Asked, entries: list[dict[str, Any]]) -> bytes:
        here = request.build_absolute_uri()
        feed = Atom1Feed(
            title=TITLE,
            link=f"{api_root(request)}changes/",
            description=None,
            feed_url=here,
            feed_guid=here,
            language=asked.language,
            author_name="Convention API",
        )
        for entry in entries:
            feed.add_item(
                title=told(entry, asked.directory, asked.language),
                link=_address(request, entry),
                description=entry["reason"] or told(entry, asked.directory, asked.language),
                unique_id=_address(request, entry),
                updateddate=instant(entry["at"]),
                categories=[entry["kind"], entry["what"]],
            )
        return feed.writeString("utf-8").encode()


class JSONFeedView(FeedView):
    """The newest hundred changes as a JSON Feed (version 1.1); filtered as `changes/` is."""

    summary = "Changes as JSON Feed"
    media_type = "application/feed+json"
    form = OpenApiTypes.OBJECT

    def feed(self, request: Request, asked: Asked, entries: list[dict[str, Any]]) -> bytes:
        return orjson.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": TITLE,
                "home_page_url": f"{api_root(request)}changes/",
                "feed_url": request.build_absolute_uri(),
                "language": asked.language,
                "items": [
                    {
                        "id": _address(request, entry),
                        "url": _address(request, entry),
                        "title": told(entry, asked.directory, asked.language),
                        "content_text": entry["reason"] or told(entry, asked.directory, asked.language),
                        "date_published": entry["at"],
                        "tags": [entry["kind"], entry["what"]],
                    }
                    for entry in entries
                ],
            }
        )
