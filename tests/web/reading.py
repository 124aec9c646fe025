"""A page as a reader's program reads it: a tree of its elements, made with the standard library alone.

Reading fails where elements are not closed as they were opened, so every page that is read is well formed too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

EMPTY = {"meta", "link", "input", "br", "hr", "img"}


@dataclass
class Element:
    """An element with its attributes, its children, and the text between them."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text inside, its white space made single."""
        return " ".join("".join(self._texts()).split())

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        """Every element inside with the tag and attributes, in order; `cls` asks for one of its classes."""
        return [one for one in self._inside() if one._is(tag, attributes)]

    def one(self, tag: str = "", **attributes: str) -> Element:
        """The only such element inside."""
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} of {tag} {attributes}"
        return found[0]

    def _is(self, tag: str, attributes: dict[str, str]) -> bool:
        classes = self.attributes.get("class", "").split()
        return (not tag or self.tag == tag) and all(
            value in classes if name == "cls" else self.attributes.get(name.replace("_", "-")) == value
            for name, value in attributes.items()
        )

    def _inside(self) -> Iterator[Element]:
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child._inside()

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in ("title", "desc"):
                yield from child._texts()
                yield " " if child.tag in ("p", "li", "td", "th", "dt", "dd", "h1", "h2", "h3") else ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in EMPTY:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag} {self.open[-1].attributes}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(page: str) -> Element:
    """The page's tree."""
    reader = _Reader()
    reader.feed(page)
    assert len(reader.open) == 1, f"<{reader.open[-1].tag}> is never closed"
    return reader.open[0]
