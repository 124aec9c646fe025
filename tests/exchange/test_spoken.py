"""Participants as people call them: by any code or name, however it is turned about; never by a guess."""

from __future__ import annotations

from typing import Any

import pytest

from signatories.exchange.cells import Unreadable
from signatories.exchange.named_cells import Named
from signatories.exchange.names import Names
from signatories.exchange.spoken import COUNTRY_NAMES, SpokenNames
from signatories.models import Participant, TreatyAction
from tests.exchange.country_names import text
from tests.models import builders as make

CELL = Named(TreatyAction._meta.get_field("participant"), "participants")

NAMES = {
    "GBR": [
        "gbr", "GB", "United Kingdom", "the UK", "U.K.", "Great Britain", "Royaume-Uni", "United Kingdom (GBR)",
        "United Kingdom of Great Britain and Northern Ireland",
    ],
    "TUR": ["Türkiye", "Turkiye", "Turkey", "TURKEY", "Republic of Türkiye", "Turquie", "Türkiye (Republic of)"],
    "MDA": ["Moldova", "Republic of Moldova", "Moldova, Republic of", "Moldova (the Republic of)", "Moldavie"],
    "NLD": [
        "Netherlands", "the Netherlands", "Netherlands, the Kingdom of the", "Kingdom of the Netherlands",
        "Netherlands (Kingdom of the)", "Pays-Bas", "Royaume des Pays-Bas", "Les Pays-Bas",
    ],
    "RUS": ["Russia", "Russian Federation", "Federation, Russian", "Fédération de Russie", "Russie"],
    "USA": ["USA", "US", "U.S.A.", "United States", "United States of America", "Etats-Unis d’Amérique"],
    "CZE": ["Czechia", "Czech Republic", "the Czech Republic", "République tchèque"],
    "SVK": ["Slovakia", "Slovak Republic"],
    "CSK": ["Czechoslovakia", "Tchécoslovaquie"],
    "MKD": ["North Macedonia", "The former Yugoslav Republic of Macedonia", "Republic of North Macedonia"],
    "BIH": ["Bosnia & Herzegovina", "Bosnia-Herzegovina", "Bosnie-Herzégovine"],
    "VAT": ["Holy See", "the Holy See", "Saint-Siège", "Holy See (Vatican City State)"],
    "EU": ["EU", "EUE", "eue", "European Union", "the European Union", "Union européenne", "L'Union européenne"],
    "COE": ["CoE", "Council of Europe", "Conseil de l’Europe"],
}  # fmt: skip


def read(said: str, names: Names | None = None) -> Any:
    return CELL.read(said, names or SpokenNames())


@pytest.mark.django_db
def test_every_way_to_call_a_participant_means_it() -> None:
    names = SpokenNames()
    assert {key: [said for said in spoken if read(said, names) != key] for key, spoken in NAMES.items()} == {
        key: [] for key in NAMES
    }
    for key, name_en, name_fr in Participant.objects.values_list("key", "name_en", "name_fr"):
        assert (read(name_en.upper(), names), read(name_fr, names)) == (key, key)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "suggested"),
    [
        ("Turkye", "Türkiye (TUR)"),
        ("Macedonia", "North Macedonia (MKD)"),
        ("United Kingdom of Great Britain", "United Kingdom (GBR)"),
        ("Federal Republic of Austria", "Austria (AUT)"),
        ("Germny", "Germany (DEU)"),
    ],
)
def test_a_name_that_means_nobody_is_told_with_the_nearest(said: str, suggested: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(said)
    assert repr(said) in refused.value.reason and suggested in refused.value.remedy


@pytest.mark.django_db
@pytest.mark.parametrize("said", ["Kenya", "the", "of the", "…", "GBRR"])
def test_nobody_is_guessed(said: str) -> None:
    """Also not where the name is that of a State, which the record does not have."""
    with pytest.raises(Unreadable) as refused:
        read(said)
    assert "There is no" in refused.value.reason


@pytest.mark.django_db
def test_a_name_that_two_have_is_told_with_both() -> None:
    """A State of the past may have been called as one of today is."""
    make.participant(key="XAA", name_en="Serbia", name_fr="Serbie", valid_until="2003-02-04")
    with pytest.raises(Unreadable) as refused:
        read("Serbia")
    assert "may mean SRB or XAA" in refused.value.reason
    assert read("Serbia (XAA)") == "XAA"
    assert read("RS") == "SRB"


@pytest.mark.django_db
def test_packages_name_participants_by_their_codes_alone() -> None:
    assert read("gb", Names()) == "GBR"
    with pytest.raises(Unreadable):
        read("United Kingdom", Names())


def test_the_list_of_names_is_what_iso_and_cldr_give() -> None:
    assert COUNTRY_NAMES.read_text() == text()


@pytest.mark.django_db
def test_a_source_is_never_guessed_by_its_title_but_those_that_have_the_words_are_named() -> None:
    source = make.source(title="Gazette of Ruritania, No. 12")
    with pytest.raises(Unreadable) as refused:
        Named(TreatyAction._meta.get_field("source"), "sources").parse("gazette of RURITANIA", SpokenNames())
    assert f"such as {source}, or add it" in str(refused.value.remedy)
