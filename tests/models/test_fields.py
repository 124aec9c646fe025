"""Numbers that may say «all», lists of words, and lists of rows: in columns, in questions and in forms."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from signatories.models import Source, Threshold, TreatyAction
from signatories.models.fields import NumberOrAllField, WordListField, WordListFormField
from tests.models import builders as make

NUMBERS: dict[str, tuple[Any, Any, str]] = {
    "number": (3, 3, "3"),
    "number as text": ("3", 3, "3"),
    "number with leading zeros": ("007", 7, "7"),
    "whole decimal": (Decimal("55.00"), 55, "55"),
    "percent": ("55.50", Decimal("55.5"), "55.5"),
    "less than one": (Decimal("0.5"), Decimal("0.5"), "0.5"),
    "a millionth": (Decimal("0.0000001"), Decimal("0.0000001"), "0.0000001"),
    "a hundred": ("1E+2", 100, "100"),
    "all": ("all", "all", "all"),
}
NO_NUMBERS = [
    "0", "0.0", "-1", "-0.5", "NaN", "Infinity", "-Infinity", "sNaN", "all of them", "ALL", "three", "1;2",
    "9" * 21, "0." + "3" * 30, "1E+999999999", "1E-999999999",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("given", "kept", "text"), NUMBERS.values(), ids=NUMBERS.keys())
def test_a_number_comes_back_as_a_number(given: Any, kept: Any, text: str) -> None:
    row = make.threshold(minimum=given)
    row.full_clean()
    found = Threshold.objects.get(pk=row.pk, minimum=given)
    assert (found.minimum, type(found.minimum)) == (kept, type(kept))
    assert Threshold._meta.get_field("minimum").value_to_string(found) == text


@pytest.mark.parametrize("given", NO_NUMBERS)
def test_what_is_no_number_is_refused_in_words(given: str) -> None:
    with pytest.raises(ValidationError, match="neither a number above 0 nor «all»") as refused:
        NumberOrAllField().clean(given, None)
    assert given in refused.value.messages[0]


@pytest.mark.parametrize("given", [None, ""])
def test_no_number_is_none(given: Any) -> None:
    field = NumberOrAllField(null=True, blank=True)
    assert field.to_python(given) is None and field.get_prep_value(given) is None


WORDS: dict[str, list[str]] = {
    "none": [],
    "one": ["3(1)(b)"],
    "parts of one another": ["3", "30", "30(3)"],
    "quotes": ["«all»", "l'article", 'the "whole"', "a\\b"],
    "unicode": ["Åland", "Curaçao", "Île de Man", "Крым", "🏝"],
    "percent and underscore": ["100%", "a_b"],
    "brackets": ["[3]", "{4}", "null", "true", "1.5"],
}


@pytest.mark.django_db
@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS.keys())
def test_a_list_is_found_by_each_of_its_words_and_no_other(words: list[str]) -> None:
    row = make.action(articles=words)
    row.full_clean()
    rows = TreatyAction.objects.filter(pk=row.pk)
    assert rows.get().articles == words
    every_word = {word for list_ in WORDS.values() for word in list_} | {"", "0", "%", "_", "'", '"', "3(", "aland"}
    assert {word for word in every_word if rows.filter(articles__holds=word)} == set(words)


@pytest.mark.django_db
def test_two_words_are_asked_for_together() -> None:
    row = make.action(articles=["3", "32"], territories=["Åland"])
    rows = TreatyAction.objects.filter(pk=row.pk)
    assert rows.filter(articles__holds="3").filter(articles__holds="32", territories__holds="Åland").exists()
    assert not rows.filter(articles__holds="3").filter(articles__holds="33").exists()
    assert not rows.exclude(articles__holds="3").exists()


BAD_LISTS: list[Any] = [["3", ""], ["3;4"], [3], [None], [["3"]], {"3": 4}, "3", 3]


@pytest.mark.parametrize("given", BAD_LISTS, ids=repr)
def test_what_is_no_list_of_words_is_refused_in_words(given: Any) -> None:
    with pytest.raises(ValidationError, match="none empty and none with a semicolon"):
        WordListField().validate(given, None)


@pytest.mark.parametrize(
    ("given", "kept"),
    [("3; 32(1);", ["3", "32(1)"]), ("", []), ('["3", "4"]', '["3", "4"]'), (["3"], ["3"])],
    ids=["cell", "empty cell", "other text", "list"],
)
def test_a_cell_is_read_as_a_list(given: Any, kept: Any) -> None:
    assert WordListField().to_python(given) == kept


def test_a_form_shows_words_and_reads_them() -> None:
    form = TreatyAction._meta.get_field("articles").formfield()
    assert isinstance(form, WordListFormField) and not form.required
    assert form.prepare_value(["3", "32(1)"]) == "3; 32(1)"
    assert form.clean(" 3 ;32(1); ") == ["3", "32(1)"]
    assert form.clean("") == []
    assert not form.has_changed(["3", "32(1)"], "3;32(1)")
    assert form.has_changed(["3"], "3; 4")


@pytest.mark.django_db
def test_a_fixture_brings_back_what_was_written() -> None:
    row = make.threshold(minimum="55.5", participants=[make.participant(), make.participant()])
    text = serializers.serialize("json", [row], use_natural_primary_keys=True, use_natural_foreign_keys=True)
    (read,) = serializers.deserialize("json", text)
    read.save()
    assert (read.object.pk, read.object.minimum) == (row.pk, Decimal("55.5"))
    assert set(read.object.participants.all()) == set(row.participants.all())


@pytest.mark.django_db
def test_a_list_of_rows_keeps_what_it_names_until_it_lets_go() -> None:
    named = make.participant()
    row = make.threshold(participants=[named])
    with pytest.raises(ProtectedError):
        named.delete()
    row.participants.remove(named)
    named.delete()


@pytest.mark.django_db
def test_a_row_goes_with_its_list() -> None:
    citation = make.citation()
    make.action(also_cited=[citation]).delete()
    citation.delete()
    assert Source.objects.filter(pk=citation.source_id).exists()
