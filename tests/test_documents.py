"""What the documents show is what the API says: every `curl` that reads, and what is printed below it."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from django.test import Client

from signatories.treaty_law.acts import CONSENTS

ROOT = Path(__file__).parents[1]
HERE = "http://127.0.0.1:8000"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def shown() -> list[tuple[str, str, str]]:
    """Each address that a page asks for, with the options before it, and what it shows as the answer."""
    found = []
    for page in PAGES:
        for block in re.findall(r"```console\n(.*?)```(?:\n```json\n(.*?)```)?", page.read_text(), re.DOTALL):
            commands = re.split(r"^\$ ", block[0], flags=re.MULTILINE)[1:]
            for command in commands:
                asked, _, answer = re.sub(r"\\\n\s*", "", command).partition("\n")
                if asked.startswith("curl") and not re.search(r"-X|\$TOKEN|[|>]|-o ", asked):
                    is_last = command is commands[-1]
                    found.append((page.name, asked, answer or (block[1] if is_last else "")))
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(("page", "asked", "answer"), shown(), ids=lambda value: value[:70])
def test_the_answer_shown_is_given(client: Client, page: str, asked: str, answer: str) -> None:
    words = shlex.split(asked)
    headers = {
        words[at + 1].split(":")[0]: words[at + 1].split(": ")[1] for at, word in enumerate(words) if word == "-H"
    }
    (address,) = [word.removeprefix(HERE) for word in words if word.startswith(HERE)]
    response = client.get(address, headers=headers, follow="-L" in words)
    assert response.status_code == (400 if '"status":400' in answer else 200), response.content
    said = squeezed(b"".join(response) if response.streaming else response.content)
    place = 0
    for part in answer.split("…"):
        place = said.find(squeezed(part.encode()), place)
        assert place >= 0, f"{page} shows {part!r}, which is not in {said[:2000]}"


def test_the_guide_names_every_kind_of_consent() -> None:
    told = (ROOT / "docs" / "api.md").read_text().partition("## Consent has many names")[2].partition("\n## ")[0]
    assert not [kind for kind in CONSENTS if f"`{kind.value}`" not in told]


def squeezed(said: bytes) -> str:
    """Without the spaces that JSON is laid out with, and served where the pages say."""
    return re.sub(r"\s+|,(?=\s*$)", "", said.decode()).replace("http://testserver", HERE)
