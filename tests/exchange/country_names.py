"""Makes `signatories/exchange/country_names.json`: what each State is called, by ISO 3166 and Unicode's CLDR.

python -m tests.exchange.country_names > signatories/exchange/country_names.json
"""

from __future__ import annotations

import gettext
import json
from collections.abc import Iterator

import pycountry
from babel import Locale

LANGUAGES = ("en", "fr")

# In use in documents of treaties, and neither ISO nor CLDR (as Babel has it) gives them.
FURTHER = {
    "CIV": ["Ivory Coast"],
    "CPV": ["Cape Verde"],
    "GBR": ["Great Britain", "U.K.", "Grande-Bretagne"],
    "MKD": ["The former Yugoslav Republic of Macedonia", "L'ex-République yougoslave de Macédoine"],
    "SWZ": ["Swaziland"],
    "TUR": ["Turkey", "Republic of Turkey", "République de Turquie"],
    "USA": ["U.S.", "U.S.A.", "États-Unis d'Amérique"],
    "VAT": ["Vatican"],
}


def country_names() -> dict[str, list[str]]:
    """The names of each State and territory with an ISO alpha-3 code."""
    french = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=["fr"])
    locales = [Locale(language) for language in LANGUAGES]

    def names(country: pycountry.db.Country) -> Iterator[str]:
        for sort in ("name", "common_name", "official_name"):
            if name := getattr(country, sort, ""):
                yield name
                yield french.gettext(name)
        yield from (locale.territories[country.alpha_2] for locale in locales)
        yield from FURTHER.get(country.alpha_3, ())

    countries = sorted(pycountry.countries, key=lambda one: one.alpha_3)
    return {country.alpha_3: sorted(set(names(country))) for country in countries}


def text() -> str:
    """The file: a country a line."""
    lines = (f"{json.dumps(code)}: {json.dumps(names, ensure_ascii=False)}" for code, names in country_names().items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    print(text(), end="")
