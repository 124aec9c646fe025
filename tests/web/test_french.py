"""The pages' French: whole, and compiled as it is written."""

from __future__ import annotations

import ast
import gettext
import re
from pathlib import Path

import signatories.web

HERE = Path(signatories.web.__file__).parent
CATALOGUE = HERE / "locale/fr/LC_MESSAGES/django.po"
MARKED = re.compile(r'{% translate ("[^"]+")')
PLACE_OF_MESSAGE = {"_": 0, "ngettext": 0, "pgettext_lazy": 1}
PLACES = re.compile(r"%\((\w+)\)s")


def written() -> dict[tuple[str, str], list[str]]:
    """Context and message, with its translations, as the catalogue is written."""
    found = {}
    for block in CATALOGUE.read_text().split("\n\n")[1:]:
        lines = [line for line in block.split("\n") if line and not line.startswith("#")]
        said = {name: ast.literal_eval(text) for name, _, text in (line.partition(" ") for line in lines)}
        found[said.get("msgctxt", ""), said["msgid"]] = [
            text for name, text in said.items() if name.startswith("msgstr")
        ]
    return found


def test_every_message_is_translated_with_its_places() -> None:
    for (_context, message), translations in written().items():
        for text in translations:
            assert text, message
            assert set(PLACES.findall(text)) <= set(PLACES.findall(message)), text


def test_every_marked_text_is_in_the_catalogue() -> None:
    messages = {message for _context, message in written()}
    templates = " ".join(path.read_text() for path in HERE.rglob("*.html"))
    marked = {ast.literal_eval(text) for text in MARKED.findall(templates)}
    for path in HERE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in PLACE_OF_MESSAGE:
                message = node.args[PLACE_OF_MESSAGE[node.func.id]]
                assert isinstance(message, ast.Constant)
                marked.add(message.value)
    assert len(marked) > 300
    assert marked <= messages, marked - messages


def test_what_is_compiled_is_what_is_written() -> None:
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for (context, message), translations in written().items():
        if len(translations) == 2:
            assert [compiled.ngettext(message, "", number) for number in (1, 2)] == translations
        else:
            assert [compiled.pgettext(context, message) if context else compiled.gettext(message)] == translations
