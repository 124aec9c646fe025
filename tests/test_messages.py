"""The translations are whole: every marked sentence is there and translated, and what is marked is all there is."""

from __future__ import annotations

import ast
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import override

from signatories.models import ForcePeriod, RulesApplied, StatusPeriod
from signatories.models.constraints import FORM_OF_A_DAY
from signatories.models.fields import read_day
from signatories.models.naming import COLUMNS, NOUNS
from signatories.models.vocabulary import LABELS, LABELS_IN
from signatories.treaty_law.days import FORM, PartialDay
from tests.messages import APP, KEYWORDS, LANGUAGES, as_mo, as_po, brought_up_to_date, po_of, read, shortcomings
from tests.messages import apps as catalogs

# What the program keeps for itself and no page shows: its columns speak to programmers alone.
UNSEEN = (ForcePeriod, RulesApplied, StatusPeriod)
MODELS = [
    model for app in ("signatories", "tokens") for model in apps.get_app_config(app).get_models() if model not in UNSEEN
]
OURS = [kept for model, kept in admin.site._registry.items() if model in MODELS or model._meta.app_label == "entrance"]
TEMPLATES = sorted(path for folder in (APP, APP / "entrance") for path in folder.glob("templates/admin/**/*.html"))
NOT_SAID = re.compile(
    r"{#.*?#}|{%\s*blocktranslate.*?{%\s*endblocktranslate\s*%}|{%\s*comment.*?{%\s*endcomment\s*%}"
    r"|{%\s*block bodyclass.*?{%\s*endblock\s*%}|{%.*?%}|{{.*?}}|<script.*?</script>|<!--.*?-->",
    re.DOTALL,
)
SAID_BY_AN_ATTRIBUTE = re.compile(r'\b(?:value|title|alt|placeholder|aria-label)="([^"]*)"')
KEPT = [(app, language) for app in catalogs() for language in LANGUAGES]
each_catalog = pytest.mark.parametrize(("app", "language"), KEPT, ids=lambda part: getattr(part, "name", part))


@each_catalog
def test_the_catalog_is_what_the_source_asks_for(app: Path, language: str) -> None:
    assert as_po(brought_up_to_date(app, language)) == po_of(app, language).read_bytes(), "run make messages"


@each_catalog
def test_every_sentence_is_translated_with_its_placeholders(app: Path, language: str) -> None:
    assert shortcomings(read(po_of(app, language), language)) == []


@each_catalog
def test_what_programs_read_is_made_of_the_catalog(app: Path, language: str) -> None:
    po = po_of(app, language)
    assert as_mo(po.read_bytes(), language) == po.with_suffix(".mo").read_bytes(), "run make messages"


def test_no_sentence_is_marked_where_it_is_not_found() -> None:
    """What is marked inside an f-string is in no catalog: Python 3.11 reads one as a single word."""
    lost = [
        f"{path.relative_to(APP)}:{call.lineno}"
        for path in APP.rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text()))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS
    ]
    assert lost == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(APP).as_posix())
def test_a_template_says_nothing_that_is_not_marked(path: Any) -> None:
    said = NOT_SAID.sub("", path.read_text())
    texts = {unescape(text).strip() for text in (*re.split(r"<[^>]*>", said), *SAID_BY_AN_ATTRIBUTE.findall(said))}
    assert {text for text in texts if re.search(r"[^\W\d_]{2}", text)} <= {"yes", "publish_together", "UTC"}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_what_a_model_says_is_marked(model: Any) -> None:
    """Its names, and those of its columns, their help, their choices, and the sentences of its rules."""
    options = model._meta
    fields = [field for field in (*options.fields, *options.many_to_many) if not field.primary_key or field.help_text]
    said = {"noun": options.verbose_name, "nouns": options.verbose_name_plural}
    said |= {f"{field.name}": field.verbose_name for field in fields}
    said |= {f"help of {field.name}": field.help_text for field in fields if field.help_text}
    said |= {f"{field.name}={value}": label for field in fields for value, label in field.choices or ()}
    said |= {rule.name: rule.violation_error_message for rule in options.constraints}
    unmarked = {name: text for name, text in said.items() if not isinstance(text, Promise)}
    assert unmarked == {}, "name its columns in signatories/models/naming.py, its words in vocabulary.py; mark the rest"


@pytest.mark.parametrize("kept", OURS, ids=lambda kept: kept.opts.model_name)
def test_what_an_admin_class_says_is_marked(kept: Any) -> None:
    """Its headings, the descriptions of its columns and actions, and what may be searched for."""
    said = {"search": kept.search_help_text or FORM_OF_A_DAY}
    for heading, about in kept.fieldsets or ():
        said |= {f"heading {heading}": heading} if heading else {}
        said |= {f"about {heading}": about["description"]} if "description" in about else {}
    shown = [*kept.list_display, *kept.readonly_fields, *(kept.actions or ())]
    for named in shown:
        made = named if callable(named) else getattr(kept, named, None)
        if made is not None:
            said[str(named)] = getattr(made, "short_description", None)
    assert {name: text for name, text in said.items() if not isinstance(text, Promise)} == {}


def test_english_names_are_those_of_the_columns_and_words() -> None:
    """The tables are for translators: in English they say what Django would say by itself."""
    with override("en"):
        assert {name: str(text) for name, text in COLUMNS.items()} == {name: name.replace("_", " ") for name in COLUMNS}
        labels = {value: str(text) for words in (LABELS, *LABELS_IN.values()) for value, text in words.items()}
        assert labels == {value: value.replace("_", " ").capitalize() for value in labels}
        split = {name: re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower() for name in NOUNS}
        assert {name: str(one).lower() for name, (one, _) in NOUNS.items()} == split | {"APIToken": "api token"}


@pytest.mark.parametrize("text", ["soon", "2025-13", "2025-02-30"])
def test_a_day_that_is_none_is_refused_in_english_as_the_law_does(text: str) -> None:
    with override("en"):
        assert str(FORM_OF_A_DAY) == FORM
        with pytest.raises(ValueError) as by_law:
            PartialDay.parse(text)
        with pytest.raises(ValidationError) as by_column:
            read_day(text)
        assert by_column.value.messages == [str(by_law.value)]
    with override("fr"), pytest.raises(ValidationError, match="indiquer un jour tel que 2025-09-02"):
        read_day(text)


def test_a_sentence_that_catalogs_share_is_said_alike() -> None:
    """Django joins them, so that one of two would be lost."""
    said: dict[tuple[Any, ...], Any] = {}
    for app, language in KEPT:
        for message in read(po_of(app, language), language):
            if message.id:
                assert said.setdefault((language, message.context, message.id), message.string) == message.string, (
                    message.id
                )
