"""The days ahead as a calendar to subscribe to (RFC 5545)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any, ClassVar

from icalendar import Calendar, Event
from rest_framework.request import Request

from signatories.api.addresses import api_root
from signatories.api.documents import DocumentView
from signatories.api.parameters import Asked, Reader
from signatories.api.schema_of_answers import AS_OF
from signatories.api.status_filters import WHICH, RowFilters
from signatories.chart.calendar import Upcoming, upcoming
from signatories.record.moments import last_change

BEFORE_ALL = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)


class CalendarView(DocumentView):
    """The days that the record says are coming, as a calendar: entries into force, ends of notice, expiries.

    From `as_of` (today) on; of a treaty or a participant where one is named. A day known to the month lasts the month.
    """

    summary = "Days ahead as a calendar"
    media_type = "text/calendar; charset=utf-8"
    filters = {name: WHICH[name] for name in ("treaty", "participant")}
    own_parameters: ClassVar[list[Any]] = [AS_OF]

    def document(self, request: Request, asked: Asked, reader: Reader) -> bytes:
        asked = replace(asked, day=reader.day("as_of"))
        wanted = RowFilters(self.filters, asked, reader).values
        reader.finish()
        found = upcoming(
            asked.directory,
            asked.as_of,
            asked.known_on,
            treaties=wanted.get("treaty", ()),
            participants=wanted.get("participant", ()),
            language=asked.language,
        )
        calendar = Calendar()
        calendar.add("prodid", "-//Convention API//calendar//EN")
        calendar.add("version", "2.0")
        calendar.add("x-wr-calname", "Convention API: days ahead")
        changed = last_change(asked.known_on) or BEFORE_ALL
        for one in found:
            calendar.add_component(_event(one, changed, request))
        return bytes(calendar.to_ical())


def _event(one: Upcoming, changed: dt.datetime, request: Request) -> Event:
    """The day as an event that lasts all of it, or all of the month or year it is known to."""
    event = Event()
    event.add("uid", f"{one.name}@{request.get_host()}")
    event.add("dtstamp", changed)
    event.add("dtstart", one.on.earliest)
    event.add("dtend", one.on.latest + dt.timedelta(days=1))
    event.add("summary", one.summary)
    event.add("transp", "TRANSPARENT")
    if one.treaty:
        event.add("url", f"{api_root(request)}treaties/{one.treaty}/")
    return event
