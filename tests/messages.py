"""The interface's words: extracts every marked sentence into the catalog of each language, and compiles the catalogs.

    python -m tests.messages [another.po ...]

brings every `locale` folder under `signatories` up to date, with what the other catalogs have translated where the kept
one has nothing, and names what is left to be translated. It needs Babel, and neither the GNU tools nor a
database. Lines are not noted, so that a catalog changes only where a sentence does.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "signatories"
LANGUAGES = ["fr"]
KEYWORDS = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop"], None),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (1, 2)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], ((1, "c"), 2)),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], ((1, "c"), 2, 3)),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")
HEADER = "# {language} translation of Convention API. Brought up to date by `make messages`.\n#"


class Words(Catalog):
    """A catalog that tells neither when it was made nor with what, so that it changes only where words do."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """What programs need to know of it."""
        return [
            ("Language", str(self.locale)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", self.plural_forms),
        ]


def apps() -> list[Path]:
    """The folders that have catalogs of their own; a sentence is in that of the nearest folder around it."""
    return sorted(folder.parent for folder in APP.rglob("locale") if folder.is_dir())


def po_of(app: Path, language: str) -> Path:
    """Where the app's catalog for the language is."""
    return app / "locale" / language / "LC_MESSAGES" / "django.po"


def read(path: Path, language: str) -> Catalog:
    """The catalog as it is kept; an empty one where there is none."""
    if not path.exists():
        return Catalog(locale=language)
    return read_po(io.BytesIO(path.read_bytes()), locale=language, abort_invalid=True)


def marked(app: Path) -> Catalog:
    """Every marked sentence of the app's source, with the files it stands in."""
    found, others = Catalog(), [other for other in apps() if other != app and other.is_relative_to(app)]
    for path in sorted([*app.rglob("*.py"), *app.rglob("*.html")]):
        if "migrations" in path.parts or any(path.is_relative_to(other) for other in others):
            continue
        where = path.relative_to(ROOT).as_posix()
        for _line, sentence, _comments, context in _sentences(path):
            found.add(sentence, locations=[(where, 0)], context=context)
    return found


def _sentences(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    source = path.read_text()
    if path.suffix == ".html":
        source = _as_python(source)
    yield from extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"})


def _as_python(template: str) -> str:
    """The template's marked sentences as calls that can be read as Python; the rest is left out."""
    from django.utils.translation.template import templatize

    return "\n".join(line.strip() for line in templatize(template).splitlines())


def brought_up_to_date(app: Path, language: str, *others: Catalog) -> Catalog:
    """The language's catalog with every marked sentence and no other; what is new is empty, nothing is guessed."""
    catalog = Words(language, header_comment=HEADER.format(language=language), fuzzy=False)
    known = [read(po_of(app, language), language), *others]
    for message in marked(app):
        if message.id:
            found = (one for kept in known if (one := kept.get(_first(message.id), message.context)))
            string = next((one.string for one in found if one.id == message.id and _is_filled(one)), "")
            catalog.add(message.id, string, sorted(set(message.locations)), context=message.context)
    return catalog


def _first(identity: str | tuple[str, ...] | list[str]) -> str:
    return identity if isinstance(identity, str) else identity[0]


def shortcomings(catalog: Catalog) -> list[str]:
    """What is left to be done in a catalog: sentences without a translation, or with other placeholders."""
    return [said for message in catalog if message.id for said in _shortcomings(message)]


def _is_filled(message: Message) -> bool:
    """Whether it has a translation, in every form there is one of."""
    return bool(message.string) and all(message.string) and not message.fuzzy


def _shortcomings(message: Message) -> Iterator[str]:
    asked = [message.id] if isinstance(message.id, str) else list(message.id)
    given = [message.string] if isinstance(message.string, str) else list(message.string)
    if not _is_filled(message):
        yield f"not translated: {asked[0]!r}"
    elif len(given) != (1 if isinstance(message.id, str) else 2):
        yield f"not as many forms as the language has: {asked[0]!r}"
    elif any(_placeholders(form) != _placeholders(asked[-1]) for form in given[-1:]) or any(
        not _placeholders(form) <= _placeholders(asked[-1]) for form in given
    ):
        yield f"other placeholders than the English: {asked[0]!r}"


def _placeholders(sentence: str) -> set[str]:
    return {"".join(found) for found in PLACEHOLDER.findall(sentence)}


def as_po(catalog: Catalog) -> bytes:
    """The catalog as it is kept, the same bytes for the same words."""
    written = io.BytesIO()
    write_po(written, catalog, width=120, sort_output=True, include_lineno=False)
    return written.getvalue()


def as_mo(po: bytes, language: str) -> bytes:
    """The catalog as programs read it."""
    catalog, written = Words(locale=language), io.BytesIO()
    for message in read_po(io.BytesIO(po), locale=language, abort_invalid=True):
        if message.id:
            catalog.add(message.id, message.string, context=message.context)
    write_mo(written, catalog)
    return written.getvalue()


def main(*others: str) -> int:
    """Brings every catalog up to date, and tells what is left to be translated."""
    left = 0
    for app, language in product(apps(), LANGUAGES):
        catalog = brought_up_to_date(app, language, *(read(Path(other), language) for other in others))
        po, path = as_po(catalog), po_of(app, language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(po)
        path.with_suffix(".mo").write_bytes(as_mo(po, language))
        lacking = shortcomings(catalog)
        print(*lacking, f"{path.relative_to(ROOT)}: {len(catalog)} sentences, {len(lacking)} to be seen to.", sep="\n")
        left += len(lacking)
    return 1 if left else 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    sys.exit(main(*sys.argv[1:]))
