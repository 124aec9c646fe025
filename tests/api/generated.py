"""A made-up record beside the shipped one, in which every filter of every list has something to tell apart.

Days of every precision and unknown ones, words with commas and accents, facts with several sources, organisations and
a dissolved State, lists, and in every table a row the record no longer holds, which must never show.
"""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any

from signatories import models
from signatories.record.periods import every_treaty, keep_periods
from tests.models import builders as make

MOMENTS = [dt.datetime(2020, 1, 1, tzinfo=dt.UTC), dt.datetime(2021, 6, 15, 12, 30, 5, 250000, tzinfo=dt.UTC)]
NO_LONGER_HELD = {
    "known_from": dt.datetime(2019, 1, 1, tzinfo=dt.UTC),
    "known_until": dt.datetime(2019, 6, 1, tzinfo=dt.UTC),
}
TODAY = dt.date(2026, 11, 1)

SOURCES = [
    {"key": "q-chart", "kind": "depositary", "title": "Chart, as shown", "publisher": "Órgano, the", "author": "A. Bé",
     "published_on": "2020", "retrieved_on": "2021-03", "speaks_as_of": "2020-12-31", "url": "https://q.example/1",
     "language": "en", "note": "Read twice, on one day."},
    {"key": "q-news", "kind": "news", "title": "News", "published_on": "2021-03", "retrieved_on": "2021-03-04",
     "speaks_as_of": "2021", "language": "fr"},
    {"key": "q-text", "kind": "treaty_text", "title": "Texte", "published_on": "2021-03-04", "retrieved_on": "2022",
     "speaks_as_of": "2021-02"},
]  # fmt: skip
PARTICIPANTS = [
    {"key": "QDA", "type": "state", "name_en": "Old Ålandia", "name_fr": "Ancienne Ålandie", "iso_alpha2": "QM",
     "valid_from": "1918", "valid_until": "1993-01-01"},
    {"key": "QDB", "type": "state", "name_en": "Old Borduria", "name_fr": "Vieille Bordurie", "valid_until": "1992-12"},
    {"key": "QAA", "type": "state", "name_en": "Ålandia", "name_fr": "Ålandie", "iso_alpha2": "QM",
     "valid_from": "1993-01-01", "succeeds": ["QDA", "QDB"]},
    {"key": "QBB", "type": "state", "name_en": "Borduria", "name_fr": "Bordurie", "valid_from": "1993-01",
     "succeeds": ["QDB"], "note": "Second of its name, so to say."},
    {"key": "QCC", "type": "state", "name_en": "Syldavia", "name_fr": "Syldavie", "valid_until": "2030"},
    {"key": "QOA", "type": "organisation", "name_en": "Órgano", "name_fr": "Organe", "valid_from": "1949-05",
     "valid_until": "2040-05-05", "note": "One, of two."},
    {"key": "QOB", "type": "organisation", "name_en": "Board", "name_fr": "Conseil", "iso_alpha2": "QO",
     "valid_from": "1957", "valid_until": "2035", "succeeds": ["QOA"]},
]  # fmt: skip
TREATIES = [
    {"key": "q-first", "series": "QTS", "number": "1", "title_en": "Convention on Things", "grouped_by_id": "QOA",
     "title_fr": "Convention sur les choses", "short_title_en": "Things, the", "short_title_fr": "Les choses",
     "depositary": "Órgano", "text_url": "https://q.example/first"},
    {"key": "q-second", "number": "2", "title_en": "Second Protocol", "title_fr": "Deuxième Protocole",
     "amends_id": "q-first", "complete": False, "scope_note": "Holds one act, no more."},
]  # fmt: skip
FACTS: dict[Any, list[dict[str, Any]]] = {
    models.Membership: [
        {"member_id": "QAA", "organisation_id": "QOA", "role": "member", "valid_from": "2001-05-15", "note": "A, b."},
        {"member_id": "QBB", "organisation_id": "QOA", "role": "member", "valid_from": "2001-05",
         "valid_until": "2010"},
        {"member_id": "QCC", "organisation_id": "QOA", "role": "member", "valid_from": "2001",
         "valid_until": "2010-06"},
        {"member_id": "QDA", "organisation_id": "QOA", "role": "member", "valid_until": "2010-06-15"},
        {"member_id": "QCC", "organisation_id": "QOB", "role": "observer", "valid_from": "2003-02"},
        {"member_id": "QOA", "organisation_id": "QOB", "role": "member", "valid_from": "2010-06-15"},
    ],
    models.TreatyAction: [
        {"treaty_id": "q-first", "participant_id": who, "kind": kind, "done_on": day, **more}
        for who, kind, day, more in [
            ("QAA", "signature", "2001-05-15", {"takes_effect_on": "2001-05-15"}),
            ("QAA", "ratification", "2001-05-14", {"takes_effect_on": "2002-01", "note": "Said, twice: Été."}),
            ("QBB", "signature", "2001-05", {"articles": ["1", "2(3)"], "territories": ["North, the"]}),
            ("QBB", "denunciation", "2010-01-01", {"scope": "territories", "territories": ["North, the", "South"]}),
            ("QCC", "invitation_to_accede", "2001", {"expires_on": "2002"}),
            ("QCC", "invitation_to_accede", "2010-06", {"expires_on": "2011-06", "articles": ["1"]}),
            ("QDA", "signature", "2010-06-15", {"takes_effect_on": "2011"}),
            ("QDB", "denunciation", "2010-06-14", {"scope": "whole"}),
            ("QOA", "signature", "2010", {}),
            ("QCC", "invitation_to_accede", "2011-02-03", {"expires_on": "2012-02-03"}),
        ]
    ],
    models.Declaration: [
        {"treaty_id": treaty, "participant_id": who, "kind": kind, "made_on": day, "summary_en": said, **more}
        for treaty, who, kind, day, said, more in [
            ("q-first", "QAA", "reservation", "2001-05-15", "Excludes, in part, Été.", {"articles": ["9", "9(1)"]}),
            ("q-first", "QBB", "declaration", "2001-05", "Applies it.", {"summary_fr": "L’applique, là.",
             "until": "2004-07", "withdrawn_on": "2004"}),
            ("q-second", "QCC", "communication", "2003", "Tells something.", {"territories": ["South"],
             "takes_effect_on": "2003-08", "until": "2009"}),
            ("q-second", "QOA", "declaration", "2010-06-15", "Second word.", {"takes_effect_on": "2010-07-01",
             "until": "2012-07-01", "withdrawn_on": "2012-06"}),
            ("q-second", "QOA", "declaration", "2011-06-15", "Third.", {"takes_effect_on": "2012",
             "until": "2013-06-01", "withdrawn_on": "2013-06-01"}),
        ]
    ],
    models.ImplementingMeasure: [
        {"participant_id": who, "treaty_id": treaty, "title": title, **more}
        for who, treaty, title, more in [
            ("QAA", "q-first", "Act, the", {"relation": "gives_effect", "kind": "legislative", "stage": "repealed",
             "adopted_on": "2001-05-15", "in_force_on": "2001-06", "repealed_on": "2009", "articles": ["1"],
             "summary": "Bans, mostly.", "url": "https://q.example/act?a=1,2"}),
            ("QBB", "q-first", "Order", {"relation": "related", "kind": "administrative", "stage": "repealed",
             "adopted_on": "2001-05", "in_force_on": "2002", "repealed_on": "2009-08", "articles": ["1", "4"]}),
            ("QCC", "q-second", "Plan", {"relation": "related", "kind": "policy", "stage": "repealed",
             "adopted_on": "2010", "in_force_on": "2010-02-02", "repealed_on": "2010-09-09"}),
            ("QOA", "q-second", "Idea", {"relation": "related", "kind": "other", "stage": "announced"}),
        ]
    ],
    models.Milestone: [
        {"treaty_id": "q-first", "kind": "adopted", "occurred_on": "2000-02-29", "place": "Klow, old town",
         "body": "Assembly", "title": "Adopted, at last"},
        {"treaty_id": "q-first", "kind": "opened", "occurred_on": "2000-06", "place": "Klow", "title": "Opened"},
        {"treaty_id": "q-second", "kind": "other", "occurred_on": "2000", "body": "Council, the", "title": "Spoken of"},
    ],
    models.Check: [
        {"treaty_id": "q-first", "speaks_as_of": "2020-02-29", "result": "Alike, row by row."},
        {"treaty_id": "q-second", "speaks_as_of": "2021-12-31", "result": "Nothing new."},
    ],
}  # fmt: skip
CLAIMS: list[dict[str, Any]] = [
    {"question": "signature_count", "treaty_id": "q-first", "claimed": "3", "about_on": "2010-06"},
    {"question": "is_signatory", "treaty_id": "q-first", "participant_id": "QAA", "claimed": "true",
     "about_on": "2001-05-15"},
    {"question": "signed_on", "treaty_id": "q-first", "participant_id": "QBB", "claimed": "2001-05",
     "decision": "May, the month", "decision_reason": "Été, as others say."},
    {"question": "signed_on", "treaty_id": "q-first", "participant_id": "QBB", "claimed": "2001-05-03",
     "about_on": "2001-05", "decision": "2001-05", "decision_reason": "No more is known."},
    {"question": "member_count", "organisation_id": "QOA", "claimed": "9", "about_on": "2005"},
    {"question": "is_member", "organisation_id": "QOA", "participant_id": "QCC", "claimed": "false",
     "about_on": "2011-02-03"},
    {"question": "is_party", "treaty_id": "q-second", "participant_id": "QOA", "claimed": "true", "about_on": "2010"},
    {"question": "other", "treaty_id": "q-second", "claimed": "Signed, on a Sunday"},
]  # fmt: skip
REFERRING = [(models.TreatyAction, 3, {"refers_to": 2}), (models.Declaration, 4, {"refers_to": 3, "amends": 3})]


def record() -> None:
    """Stores all of it, each row a little differently cited."""
    for given in SOURCES:
        models.Source.objects.create(**given)
    citations = [
        models.Citation.objects.create(source_id=source, locator=place)
        for source, place in [("q-news", "page 2, foot"), ("q-text", "Article 1")]
    ]
    for given in PARTICIPANTS:
        succeeds = given.get("succeeds", [])
        row = models.Participant.objects.create(**{name: given[name] for name in given if name != "succeeds"})
        row.succeeds.set(succeeds)
    for given in TREATIES:
        models.Treaty.objects.create(**given)
    numbers = count()
    for model, rows in (FACTS | {models.Claim: CLAIMS}).items():
        stored = [held(model, citations, next(numbers), given) for given in rows]
        for referring, place, links in REFERRING:
            if referring is model:
                linked = {f"{name}_id": stored[target].pk for name, target in links.items()}
                model.objects.filter(pk=stored[place].pk).update(**linked)
        held(model, citations, 0, rows[-1] | NO_LONGER_HELD | {"key": f"q-no-longer-held.{model.table}"})
    for moment in [*MOMENTS, *NO_LONGER_HELD.values()]:
        models.Moment.objects.get_or_create(at=moment, defaults={"change": make.open_change()})
    keep_periods(every_treaty())


def held(model: Any, citations: list[models.Citation], number: int, given: dict[str, Any]) -> Any:
    """One stored row, its citation and moment varied by its number."""
    about = {
        "source_id": ("q-chart", "q-news")[number % 2],
        "locator": ("row 1", "row 2, left", "row 3")[number % 3],
        "known_from": MOMENTS[number % 2],
    }
    if issubclass(model, models.Fact):
        about["confidence"] = ("high", "medium", "low")[number % 3]
    row = make.unsaved(model, **about | given)
    row.save(force_insert=True)
    if issubclass(model, models.Fact):
        row.also_cited.set(citations[: number % 3])
    return row
