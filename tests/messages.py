"""The interface's words: extracts every marked sentence into the catalog of each language, and compiles the catalogs.

    python -m tests.messages

brings `signatories/locale` up to date, and names what is left to be translated. It needs Babel alone, and neither the
GNU tools nor a database. Lines are not noted, so that a catalog changes only where a sentence does.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterator
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


def po_of(language: str) -> Path:
    """Where the language's catalog is."""
    return APP / "locale" / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """The language's catalog as it is kept; an empty one where there is none."""
    path = po_of(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as stream:
        return read_po(stream, locale=language, abort_invalid=True)


def marked() -> Catalog:
    """Every marked sentence of the source, with the files it stands in."""
    found = Catalog()
    for path in sorted([*APP.rglob("*.py"), *APP.rglob("*.html")]):
        if "migrations" in path.parts:
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


def brought_up_to_date(language: str) -> Catalog:
    """The language's catalog with every marked sentence and no other; what is new is empty, nothing is guessed."""
    kept = read(language)
    catalog = Words(language, header_comment=HEADER.format(language=language), fuzzy=False)
    for message in marked():
        if message.id:
            known = kept.get(_first(message.id), message.context)
            string = known.string if known and known.id == message.id else ""
            catalog.add(message.id, string, sorted(set(message.locations)), context=message.context)
    return catalog


def _first(identity: str | tuple[str, ...] | list[str]) -> str:
    return identity if isinstance(identity, str) else identity[0]


def shortcomings(catalog: Catalog) -> list[str]:
    """What is left to be done in a catalog: sentences without a translation, or with other placeholders."""
    return [said for message in catalog if message.id for said in _shortcomings(message)]


def _shortcomings(message: Message) -> Iterator[str]:
    asked = [message.id] if isinstance(message.id, str) else list(message.id)
    given = [message.string] if isinstance(message.string, str) else list(message.string)
    if message.fuzzy or not all(given):
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


def main() -> int:
    """Brings every catalog up to date, and tells what is left to be translated."""
    left = 0
    for language in LANGUAGES:
        catalog, path = brought_up_to_date(language), po_of(language)
        po = as_po(catalog)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(po)
        path.with_suffix(".mo").write_bytes(as_mo(po, language))
        lacking = shortcomings(catalog)
        print(*lacking, f"{path.relative_to(ROOT)}: {len(catalog)} sentences, {len(lacking)} to be seen to.", sep="\n")
        left += len(lacking)
    return 1 if left else 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    sys.exit(main())
