"""What is known before anything hostile is asked: the served document, who asks, rows and cursors of the record."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.contrib import admin
from django.contrib.auth.models import Group, User

from tests.actors import NOBODY, Headers, everybody
from tests.addresses import Address
from tests.asking import Answer, Ask, Asked

JSON_DOCUMENT = b"application/vnd.oai.openapi+json"
ROOT = "/api/v1/"


def enlisted() -> dict[str, Any]:
    """Makes who asks and what may be spoiled, on the database of this process: as JSON, to be handed on."""
    actors = everybody()
    User.objects.create_user("spoiled", email="spoiled@example.org")
    Group.objects.create(name="spoiled")
    firsts = {model: model._default_manager.order_by("-pk").first() for model in admin.site._registry}
    return {
        "actors": actors,
        "pks": {f"{m._meta.app_label}/{m._meta.model_name}": str(row.pk) if row else "1" for m, row in firsts.items()},
    }


@dataclass
class World:
    """The product as it is asked, and what to make questions from. `acknowledged` is what it said that it wrote."""

    ask: Ask
    actors: dict[str, Headers]
    pks: dict[str, str]
    acknowledged: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    _real: dict[tuple[str, str], list[Any]] = field(default_factory=dict)

    def get(self, target: str, who: str = NOBODY, **headers: str) -> Answer:
        """The answer to a plain question."""
        told = {**self.actors[who], **headers}
        return self.ask(Asked(b"GET", target.encode(), tuple((n.encode(), v.encode()) for n, v in told.items())))

    def json(self, target: str) -> Any:
        """The body of the answer to a plain question; an AssertionError where it is none."""
        answer = self.get(target)
        assert answer.status == 200, (target, answer.status, answer.body[:300])
        return json.loads(answer.body)

    @cached_property
    def document(self) -> dict[str, Any]:
        """The served OpenAPI document."""
        answer = self.get("/api/schema/", Accept=JSON_DOCUMENT.decode())
        assert answer.status == 200, answer.body[:300]
        return dict(json.loads(answer.body))

    def operations(self, address: Address) -> dict[str, Any]:
        """What the document says of an address, by method."""
        return dict(self.document["paths"].get(f"/{address.route}", {}))

    def body_of(self, address: Address) -> dict[str, Any]:
        """The schema of what is posted to an address."""
        content = self.operations(address).get("post", {}).get("requestBody", {}).get("content", {})
        return dict(content.get("application/json", {}).get("schema", {}))

    def columns(self, schema: dict[str, Any]) -> list[str]:
        """The names of an object's members."""
        name = schema.get("$ref", "").rpartition("/")[2]
        return list((self.document["components"]["schemas"][name] if name else schema).get("properties", {}))

    @cached_property
    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """Rows of each list of the record."""
        named = self.json(ROOT)
        bodies = {name: self.json(f"{ROOT}{name}/?limit=40") for name in named if f"{ROOT}{name}/" in self.lists}
        return {name: body["results"] for name, body in bodies.items()}

    @cached_property
    def lists(self) -> set[str]:
        """The paths whose answers come in pages."""
        taking = {path: [each["name"] for each in of.get("get", {}).get("parameters", [])] for path, of in self._paths}
        return {path for path, names in taking.items() if "cursor" in names}

    @cached_property
    def cursors(self) -> list[str]:
        """A cursor of each list, in several orders."""
        found = []
        for path in sorted(self.lists):
            for order in ("", "&ordering=-key", "&ordering=known_from", "&ordering=-done_on"):
                answer = self.get(f"{path}?limit=1{order}")
                after = json.loads(answer.body).get("next") if answer.status == 200 else None
                found += parse_qs(urlsplit(after or "").query).get("cursor", [])
        return found

    @cached_property
    def names(self) -> list[str]:
        """The names of all parameters that the document knows."""
        operations = [one for _, of in self._paths for one in of.values()]
        return sorted({each["name"] for one in operations for each in one.get("parameters", [])})

    @property
    def _paths(self) -> list[tuple[str, dict[str, Any]]]:
        return list(self.document["paths"].items())

    def keys(self, noun: str) -> list[str]:
        """Keys of rows of a noun, those written since as well."""
        noun = noun if noun in self.rows else "treaties"
        return [row["key"] for row in self.rows[noun]] + [row["key"] for of, row in self.acknowledged if of == noun]

    def real(self, noun: str, name: str) -> list[Any]:
        """Real values for a parameter: what rows of the noun, or of any, say under its name."""
        if (noun, name) not in self._real:
            self._real[noun, name] = self._said(noun, name)
        return self._real[noun, name]

    def _said(self, noun: str, name: str) -> list[Any]:
        plain = re.sub(r"_(after|before)$", "", name)
        rows = self.rows.get(noun) or [row for some in self.rows.values() for row in some[:5]]
        return sorted({str(row[plain]) for row in rows if isinstance(row.get(plain), str | int)})[:30]

    def form(self, target: str, who: str) -> list[tuple[str, str]]:
        """What a page's largest form would send; nothing where it has none."""
        answer = self.get(target, who)
        reader = _Forms()
        reader.feed(answer.body.decode("utf-8", "replace") if answer.status == 200 else "")
        return max(reader.forms, key=len, default=[])


class _Forms(HTMLParser):
    """The forms of a page that are posted: names and values as they stand."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[list[tuple[str, str]]] = []
        self._in = self._select = ""
        self._is_posted = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._is_posted = given.get("method", "").lower() == "post"
            self.forms += [[]] if self._is_posted else []
        elif not self._is_posted or not self.forms:
            return
        elif tag in ("input", "textarea") and given.get("name"):
            is_off = given.get("type") in ("checkbox", "radio") and "checked" not in given
            if not is_off and given.get("type") != "file":
                self.forms[-1].append((given["name"], given.get("value", "")))
            self._in = "textarea" if tag == "textarea" else ""
        elif tag == "select":
            self._select = given.get("name", "")
        elif tag == "option" and self._select and "selected" in given:
            self.forms[-1].append((self._select, given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        self._is_posted = self._is_posted and tag != "form"
        self._in = "" if tag == "textarea" else self._in

    def handle_data(self, data: str) -> None:
        if self._in and self.forms and self.forms[-1]:
            name, value = self.forms[-1][-1]
            self.forms[-1][-1] = (name, value + data.lstrip("\n"))
