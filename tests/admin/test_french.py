"""The admin in French: every page, whole; and what is recorded from there, the same as from anywhere."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection, models, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from signatories.models import Entry, Source, Treaty, TreatyAction
from signatories.models.directory import Directory
from signatories.record.changing import change
from signatories.treaty_law.days import PartialDay
from tests.admin.conftest import address
from tests.admin.walking import row_of

FRENCH = {"accept-language": "fr-CH, fr;q=0.9, en;q=0.8"}
# Words that no French sentence has, and hardly an English one is without.
ENGLISH = re.compile(
    r"(?<![\w/-])(?:the|of|is|are|it|its|to|by|was|were|and|for|with|what|which|this|that|not|be)(?![\w/-])"
)
GBR_SIGNED = "cets-225.GBR.signature.1"

pytestmark = pytest.mark.django_db


class Texts(HTMLParser):
    """The texts of a page, and what its boxes and buttons say; what is marked as being in another language left out."""

    SAID = ("title", "alt", "placeholder", "aria-label", "value")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._left_out: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if self._left_out or (tag != "html" and given.get("lang")) or tag in ("script", "style"):
            if tag not in ("input", "br", "link", "meta", "img", "hr"):
                self._left_out.append(tag)
            return
        self.found += [text for name in self.SAID if (text := given.get(name))]

    def handle_endtag(self, tag: str) -> None:
        if self._left_out and self._left_out[-1] == tag:
            self._left_out.pop()

    def handle_data(self, data: str) -> None:
        if not self._left_out and data.strip():
            self.found.append(" ".join(data.split()))


def data() -> list[str]:
    """Every text of two words or more that the database holds, whose language is its own; the longest first."""
    said = set()
    with connection.cursor() as cursor:
        for model in admin.site._registry:
            texts = (models.CharField, models.TextField, models.JSONField)
            columns = [field.column for field in model._meta.concrete_fields if isinstance(field, texts)]
            if columns:
                names = map(connection.ops.quote_name, [*columns, model._meta.db_table])
                *quoted, table = names
                cursor.execute(f"SELECT {', '.join(quoted)} FROM {table}")
                said |= {" ".join(str(value).split()) for row in cursor.fetchall() for value in row if value}
    return sorted((text for text in said if " " in text), key=len, reverse=True)


def beside(record: list[str], text: str) -> str:
    """The text without what the record holds of it."""
    for held in record:
        if held in text:
            text = text.replace(held, "")
        elif text.endswith("…") and held.startswith(text[-40:-1].split(" ", 1)[-1]):
            return ""
    return text


def pages() -> Iterator[str]:
    """Each page of each noun, of a row that says something; and those that only some nouns have."""
    for model, kept in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        row = model._default_manager.order_by("pk").first() or row_of(model)
        yield reverse(f"{name}_changelist") + "?_facets=True"
        yield from (reverse(f"{name}_{page}", args=[row.pk]) for page in ("change", "history"))
        if type(kept).has_add_permission is admin.ModelAdmin.has_add_permission or "token" in name:
            yield reverse(f"{name}_add")
    signed = TreatyAction.objects.held().get(key=GBR_SIGNED)
    with change(reason="x") as record:
        record.correct(signed, {"note": "x"}, reason="x")
    yield from (
        address(signed),
        address(signed, "history"),
        address(TreatyAction.objects.held().get(key=GBR_SIGNED), "retract"),
    )
    yield address(TreatyAction, "changelist") + "?held=ever"
    for treaty in Treaty.objects.all():
        yield address(treaty)
    yield from (reverse("admin:index"), reverse("admin:password_change"), reverse("admin:second_factor"))


def test_no_page_says_anything_in_english(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *_, **__: None)
    where = [*pages(), reverse("admin:login")]
    record, left = data(), dict[str, set[str]]()
    for each in where:
        client = Client() if each == reverse("admin:login") else admin_client
        page = client.get(each, headers=FRENCH).content.decode()
        assert '<html lang="fr"' in page, each
        said = [text for text in Texts(page).found if text.count(" ") > 1 and ENGLISH.search(text)]
        english = {text for text in said if ENGLISH.search(beside(record, text))}
        if english:
            left[each] = english
    assert left == {}


def test_a_refusal_is_said_in_french_and_the_law_as_it_stands(admin_client: Client) -> None:
    sent = {
        "treaty": "cets-225",
        "participant": "FRA",
        "kind": "ratification",
        "done_on": "2026-13",
        "confidence": "high",
    }
    page = admin_client.post(address(TreatyAction, "add"), sent, headers=FRENCH)
    told = {name: list(errors) for name, errors in page.context["adminform"].form.errors.items()}
    assert told["done_on"] == [
        "'2026-13' n’existe pas au calendrier\N{NO-BREAK SPACE}: indiquer un jour tel que 2025-09-02, un mois tel que"
        " 2025-09 ou une année telle que 2025, entre 1000 et 2999."
    ]
    assert told["source"][0].startswith("Tout fait nomme sa source")
    cited = {"done_on": "2026-10-05", "source": Source.objects.first().pk, "locator": "ligne 1"}
    page = admin_client.post(address(TreatyAction, "add"), sent | cited, headers=FRENCH)
    assert "no signature of it stands on that day" in page.context["adminform"].form.errors["kind"][0]


def test_a_language_is_chosen_for_the_admin_alone(client: Client) -> None:
    assert "Français" in client.get(reverse("admin:login")).content.decode()
    chosen = client.post(reverse("set_language"), {"language": "fr", "next": reverse("admin:login")})
    assert (chosen["Location"], chosen.cookies["django_language"]["path"]) == (reverse("admin:login"), "/admin/")
    page = client.get(reverse("admin:login"), headers={"accept-language": "en"}).content.decode()
    assert "Connexion" in page and "English" in page and "Français" not in page


def leaves() -> list[dict[str, Any]]:
    """What four ratifications and a correction enter in the log, without its instants; then all is undone."""
    with transaction.atomic():
        start = Entry.objects.count()
        names = Directory().participants
        with change(reason="x") as record:
            for key in ("GBR", "NOR", "CHE", "ISL"):
                act = TreatyAction(
                    treaty_id="cets-225", participant_id=key, kind="ratification", locator=names[key].name("en")
                )
                act.source, act.done_on = Source.objects.order_by("pk")[0], PartialDay("2026-11-02")
                record.record(act)
            record.correct(TreatyAction.objects.held().get(key=GBR_SIGNED), {"note": "x"}, reason="x")
            record.keep(Treaty(key="x-1", title_en="One", title_fr="Un"))
        entered = [json.loads(leaf) for leaf in Entry.objects.order_by("index").values_list("leaf", flat=True)[start:]]
        transaction.set_rollback(True)
    for leaf in entered:
        leaf["at"] = ""
        (leaf.get("after") or {}).pop("known_from", None)
    return entered


def test_the_log_is_the_same_whatever_is_spoken() -> None:
    with override("en"):
        english = leaves()
    with override("fr"):
        french = leaves()
    assert french == english
    assert {leaf["kind"] for leaf in english} == {"recorded", "corrected", "derived"}


class TestTheAPI:
    """Sentences are English whatever language is asked for; names are not."""

    def test_the_document(self) -> None:
        kept = (Path(__file__).parents[2] / "docs" / "openapi.yaml").read_text()
        for where in ("/api/schema/", "/api/schema/?lang=fr"):
            assert Client().get(where, headers=FRENCH).content.decode() == kept

    def test_the_package(self) -> None:
        def descriptor(**headers: Any) -> Any:
            answer = Client().get("/api/v1/export/", headers=headers)
            package = zipfile.ZipFile(io.BytesIO(b"".join(answer)))  # type: ignore[arg-type]
            return json.loads(package.read("datapackage.json"))["resources"]

        assert descriptor(**FRENCH) == descriptor()

    def test_a_rule_that_is_broken(self, admin_client: Client) -> None:
        sent = {"treaty": "cets-225", "participant": "MEX", "kind": "signature", "done_on": "2026-13", "scope": "whole",
                "source": ["enoch-2024"], "locator": ["x"]}  # fmt: skip
        told = [
            admin_client.post("/api/v1/actions/", sent | given, content_type="application/json", headers=headers).json()
            for given in ({}, {"done_on": "2026-10-05"})
            for headers in ({}, FRENCH)
        ]
        assert told[0] == told[1] and "is not in the calendar. Give a day" in told[0]["errors"][0]["detail"]
        assert told[2] == told[3] and "Only a denunciation has a scope" in told[2]["errors"][0]["detail"]

    def test_names(self) -> None:
        answer = Client().get("/api/v1/states/GBR/", headers=FRENCH)
        assert (answer.json()["name"], answer["Content-Language"]) == ("Royaume-Uni", "fr")
