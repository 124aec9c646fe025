"""Our own client: for each address of the resolver, whatever can be asked there, drawn by Hypothesis.

What depends on what was answered before is drawn as a number, so that the same seed asks the same of the same answers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote_from_bytes

import orjson
from hypothesis import strategies as st

from tests.actors import NOBODY
from tests.addresses import Address
from tests.asking import Asked
from tests.fuzz.hostile import BODIES, HUGE, JSON, MEDIA_TYPES, STRINGS, cursors, headers, sheets, texts
from tests.fuzz.world import World

METHODS = [b"GET", b"POST", b"HEAD", b"OPTIONS", b"PUT", b"PATCH", b"DELETE", b"TRACE", b"get", b"PROPFIND", b"X" * 20]
WRITERS = ["token editor", "token publisher", "token superuser", "session publisher", "session superuser"]
IN_THE_ADMIN = [name for name in WRITERS if name.startswith("session")]
OF_THE_ADMIN = (
    "q o p e all term next app_label model_name field_name _popup _to_field _changelist_filters _facets"
    " key__exact treaty__key__exact pk__in source__isnull key__regex"
).split()
FORMS = b"application/x-www-form-urlencoded"
MOST_IN_A_LINE = 3900
"""Bytes of an address that a server's own limit lets through."""

TEXTS = ("note", "summary", "summary_en", "title", "result", "claimed")
"""What a correction alters: the first of these columns that there is."""

Draw = Callable[[st.SearchStrategy[Any]], Any]


@st.composite
def requests(draw: Draw, world: World, address: Address) -> Asked:
    """Any request to the address."""
    offered = [method.upper().encode() for method in world.operations(address)]
    method = draw(st.sampled_from([*offered * 8, b"GET", b"GET", b"POST", b"POST", *METHODS]))
    is_admin = address.route.startswith("admin/")
    asking = [NOBODY, *WRITERS * 5] if method == b"POST" else [NOBODY] * 9 + WRITERS
    who = draw(st.sampled_from([NOBODY, *WRITERS, *IN_THE_ADMIN * 9] if is_admin else asking))
    if address.name == "logout":
        who = NOBODY
    own = draw(headers()) if draw(st.integers(0, 2)) == 0 else ()
    query = b"" if method == b"POST" and draw(st.integers(0, 4)) else _query(draw, world, address)
    target = (_path(draw, world, address) + query)[: MOST_IN_A_LINE + draw(st.integers(0, 1)) * 600]
    credentials = [(name.encode(), value.encode()) for name, value in world.actors[who].items()]
    body: bytes = b""
    if method not in (b"GET", b"HEAD", b"get"):
        media_type, body = _body(draw, world, address, target, who)
        credentials.append((b"Content-Type", media_type))
        if address.route.endswith(("correct/", "retract/")) and draw(st.integers(0, 9)):
            credentials.append((b"If-Match", b"*"))
    given = {name.lower() for name, _ in own}
    kept = [(name, value) for name, value in credentials if name.lower() not in given]
    return Asked(method, target, (*kept, *own), body, address.route)


def _pick(draw: Draw, among: list[Any]) -> Any:
    return among[draw(st.integers(0, 2**16)) % len(among)]


def _path(draw: Draw, world: World, address: Address) -> bytes:
    path = address.route.encode()
    for name in address.takes:
        known = [world.pks.get(address.noun, "1")] if path.startswith(b"admin/") else world.keys(address.noun)
        word = draw(texts()) if draw(st.integers(0, 4)) == 4 else str(_pick(draw, known)).encode()
        path = path.replace(b"{%s}" % name.encode(), _quoted(word), 1)
    return b"/" + path


def _query(draw: Draw, world: World, address: Address) -> bytes:
    offered = [
        each["name"] for each in world.operations(address).get("get", {}).get("parameters", []) if each["in"] == "query"
    ]
    names = st.sampled_from(offered or (OF_THE_ADMIN if address.route.startswith("admin/") else world.names))
    pairs = []
    for _ in range(draw(st.sampled_from([0, 1, 1, 2, 2, 3, 5]))):
        name = draw(texts()) if draw(st.integers(0, 14)) == 0 else draw(names).encode()
        pairs.append((name, draw(_values(world, address, name.decode("utf-8", "replace")))))
    many = draw(st.sampled_from([""] * 40 + ["same", "other", "raw"]))
    if many and pairs:
        pairs = {"same": pairs * 900, "other": [(b"f%d" % n, b"1") for n in range(1200)], "raw": pairs}[many]
    quoted = (
        (lambda word: word.replace(b" ", b"+").replace(b"\r", b"").replace(b"\n", b"")) if many == "raw" else _quoted
    )
    return b"?" + b"&".join(quoted(name) + b"=" + quoted(value) for name, value in pairs) if pairs else b""


def _values(world: World, address: Address, name: str) -> st.SearchStrategy[bytes]:
    if name == "cursor" or name == "since":
        return cursors(tuple(world.cursors))
    schemas = [
        each["schema"]
        for each in world.operations(address).get("get", {}).get("parameters", [])
        if each["name"] == name
    ]
    words = [word for schema in schemas for word in schema.get("enum", schema.get("items", {}).get("enum", []))]
    return texts(tuple(words or world.real(address.noun, name)))


def _body(draw: Draw, world: World, address: Address, target: bytes, who: str) -> tuple[bytes, bytes]:
    """A media type and a body: what is meant here, somewhat altered, and otherwise what is meant nowhere."""
    sort = draw(
        st.sampled_from(["meant"] * 16 + ["other"] * 3 + ["type"] + ["huge"] * (draw(st.integers(0, 400)) == 7))
    )
    if sort == "huge":
        return b"application/json", b"[" + b" " * HUGE
    if sort == "other":
        return draw(st.sampled_from([b"application/json"] * 6 + MEDIA_TYPES)), draw(st.sampled_from(BODIES))
    if address.route.startswith("api/"):
        media_type, body = b"application/json", _row(draw, world, address)
    elif address.route.endswith("import/"):
        media_type, body = _upload(draw)
    else:
        media_type, body = FORMS, _form(draw, world, target, who)
    return (draw(st.sampled_from(MEDIA_TYPES)) if sort == "type" else media_type), body


def _row(draw: Draw, world: World, address: Address) -> bytes:
    """What is meant at an address that is written to: rows of the record, corrections and reasons, somewhat altered."""
    schema = world.body_of(address)
    if address.route.endswith("bulk/"):
        schema, many = schema.get("items", {}), draw(st.sampled_from([1, 2, 3, 8]))
        return orjson.dumps([_new(draw, world, address, world.columns(schema)) for _ in range(many)])
    columns = world.columns(schema)
    if address.route.endswith(("correct/", "retract/")):
        row: dict[str, Any] = {"reason": "Read again."}
        if text := next((name for name in TEXTS if name in columns), None):
            row[text] = f"Read again, {draw(st.integers(0, 10**6))}."
    else:
        row = _new(draw, world, address, columns)
    body = orjson.dumps(_spoiled(draw, world, address, columns, row))
    return body[:-1] + b',"note":"twice"}' if draw(st.integers(0, 30)) == 7 else body


def _new(draw: Draw, world: World, address: Address, columns: list[str]) -> dict[str, Any]:
    """A row like one of the record, taken from another place of the same source, so that it is another."""
    like = _pick(draw, world.rows.get(address.noun) or [{}])
    row = {
        name: like[name]
        for name in columns
        if like.get(name) not in (None, "", []) and name not in ("key", "known_from")
    }
    place = draw(st.integers(0, 10**9))
    if "sources" in like and "source" in columns:
        many = like.get("sources") if address.noun != "claims" else like["sources"][:1]
        row |= {"source": [each["key"] for each in many], "locator": [f"line {place}"] * len(many)}
        row |= {name: row[name][0] for name in ("source", "locator") if address.noun == "claims"}
    if address.noun == "sources":
        row["key"] = f"fuzz-{place}"
    return _spoiled(draw, world, address, columns, row)


def _spoiled(draw: Draw, world: World, address: Address, columns: list[str], row: dict[str, Any]) -> dict[str, Any]:
    """The row with some columns altered, or one that there is not."""
    for _ in range(draw(st.sampled_from([0, 0, 0, 0, 1, 1, 2, 4]))):
        name = draw(st.sampled_from([*columns, "colour"]))
        real = [str(value) for value in world.real(address.noun, name)] or ["x"]
        row = row | {name: draw(st.one_of(JSON, st.sampled_from(real)))}
    return row


def _form(draw: Draw, world: World, target: bytes, who: str) -> bytes:
    """What the page's form would send, with boxes filled otherwise."""
    pairs = [(name.encode(), value.encode()) for name, value in world.form(target.decode("latin-1"), who)]
    pairs = [*pairs, (b"post", b"yes"), (b"reason", b"Read again.")]
    for _ in range(draw(st.sampled_from([0, 1, 1, 2, 3]))):
        name, _old = pairs[draw(st.integers(0, 2**16)) % len(pairs)]
        pairs.append((name, draw(texts())))
        pairs = [pair for pair in pairs if pair[0] != name or pair is pairs[-1] or draw(st.booleans())]
    if draw(st.integers(0, 40)) == 7:
        pairs += [(b"f%d" % number, b"1") for number in range(2000)]
    action = draw(st.sampled_from([b"", b"", b"delete_selected", b"export_admin_action", b"publish", b"\0"]))
    if action:
        pairs += [(b"action", action), (b"_selected_action", draw(texts(("1",)))), (b"index", b"0")]
    return b"&".join(_quoted(name) + b"=" + _quoted(value) for name, value in pairs)


def _upload(draw: Draw) -> tuple[bytes, bytes]:
    name = draw(
        st.sampled_from(
            [
                b"a.csv",
                b"a.xlsx",
                b"a.xlsm",
                b"a.exe",
                b"../../a.csv",
                b'a.csv\\".xlsx',
                b"\xff.csv",
                b"x" * 300 + b".csv",
            ]
        )
    )
    content = draw(st.one_of(st.sampled_from(sheets()), st.binary(max_size=60), st.sampled_from(STRINGS)))
    lines = [b'--b\r\nContent-Disposition: form-data; name="import_file"; filename="' + name + b'"', b"", content]
    return b"multipart/form-data; boundary=b", b"\r\n".join([*lines, b"--b--", b""])


def _quoted(word: bytes) -> bytes:
    return quote_from_bytes(word, safe="").encode()
