# ruff: noqa: E501
"""What no one sends by mistake: strings, cursors, headers and bodies, as Hypothesis draws them.

A canary is a word whose coming back in a certain form betrays that it was not taken for mere text.
"""

from __future__ import annotations

import base64
import gzip
import io
import re
import zipfile
from functools import cache
from typing import Any

import orjson
from hypothesis import strategies as st

SUM, PRODUCT, TAG, HEADER, HOST = b"158380002", b"554330007", b"<xss9173>", "x-injected", b"evil9173.example"

STRINGS: list[bytes] = [
    *(b"", b" ", b"\0", b"a\0b", b"%", b"%%", b"%s%n%x", b"_", b"*", b",", b",,", b";", b"\\", b"'", b'"', b"`", b"-", b"."),
    *(b"\xed\xa0\x80", b"\xed\xb0\x80x", b"\xc0\xaf", b"\xe0\x80\xaf", b"\xf0\x82\x82\xac", b"\xff\xfe", b"\xf4\x90\x80\x80"),
    *(word.encode() for word in ("\u202e", "é", "e\u0301", "ﬁ", "İ", "ß", "١٢", "²", "𝟙", "😀", "\ufeff", "\u2028", "\x7f", "\x1b[2J")),
    *(b"{{ 79190001|add:79190001 }}", b"{{79190001*7}}", b"${79190001*7}", b"{% debug %}", b"{0.__class__}", b"#{79190001*7}"),
    *(b"' OR 1=1--", b"1;DROP TABLE x", b"') UNION SELECT 1,2--", b"1 AND pg_sleep(3)", b"$$", b"\\x00", b"x'--", b"/*", b"::int"),
    *(b"../../../../etc/passwd", b"..\\..\\..\\", b"....//", b"/etc/passwd", b"%2e%2e%2f", b"file:///etc/passwd", b"CON", b"~root"),
    *(b"x\r\nX-Injected: yes", b"\nX-Injected: yes", b"\r\n\r\n", TAG, b"\"><xss9173>", b"javascript:xss9173", b"=1+1", b"@SUM(1)"),
    *(b"0", b"-0", b"-1", b"1.5", b"1e9", b"1e999999", b"9" * 400, b"-" + b"9" * 400, b"0x10", b"1_000", b"NaN", b"Infinity", b"+1"),
    *(b"2147483648", b"9223372036854775808", b"18446744073709551616", b"1000", b"1001", b"999999999", b"0.1e-400", b"true", b"null"),
    *(b"0000-01-01", b"0001-01-01", b"9999-12-31", b"10000-01-01", b"2025-02-30", b"2025-13", b"2025-W01-1", b"20250101", b"2025-1-1"),
    *(b"9999", b"0001", b"0000", b"9999-12", b"0001-01", b"2024-02-29", b"2025-02-29", b"+2025-01-01", b"-2025-01-01", b"2025-001"),
    *(b"0001-01-01T00:00:00+23:59", b"9999-12-31T23:59:59-23:59", b"2025-01-01T24:00:00Z", b"2025-01-01T00:00:60Z", b"T", b"24:00"),
    *(b"2025-01-01T00:00:00.123456789Z", b"2025-01-01T00:00:00+99:99", b"2025-01-01t00", b"2025-01-01 00:00", b"0001-01-01T00:00"),
    *(b"cets-225", b"cets-185", b"GBR", b"gb", b"EU", b"FRA", b"COE", b"CSK", b"GBR:ratification:2026-12-01", b"EU:signature:", b":::"),
    *(b"NOR:ratification:9999-12-31", b"NOR:ratification:0001-01-01", b"GBR:denunciation:2026-12-01", b"XXX:signature:2026-12-01"),
    *(b"json", b"csv", b"xml", b"key", b"-key", b"--key", b"known_from", b"done_on", b"en", b"fr", b"xx", b"en-us;q=0", b"possible"),
    *(b"a" * 1000, b"x" * 3000, b"a " * 500, b"(" * 300, b"," * 1000, b"x," * 400, "é".encode() * 300, b"a.b.c.d.e.f.1", b"(a+)+$"),
]  # fmt: skip


@cache
def texts(real: tuple[Any, ...] = ()) -> st.SearchStrategy[bytes]:
    """Bytes to stand for one value, more often than not among these real ones where there are some."""
    words = [str(word).encode() for word in real]
    made = st.sampled_from(STRINGS)
    any_text = st.text(max_size=30).map(lambda text: text.encode("utf-8", "surrogatepass"))
    hostile = st.one_of(made, made, any_text, st.binary(max_size=20), st.tuples(made, made).map(b"".join))
    if not words:
        return hostile
    known = st.sampled_from(words)
    several = st.lists(known, min_size=2, max_size=5).map(b",".join)
    return st.one_of(known, known, known, several, st.tuples(known, made).map(b"".join), hostile)


@cache
def cursors(real: tuple[str, ...]) -> st.SearchStrategy[bytes]:
    """Cursors of any list: true, cut, altered, and written anew from nonsense."""
    true = st.sampled_from([cursor.encode() for cursor in real] or [b"x"])
    cut = st.tuples(true, st.integers(0, 120)).map(lambda drawn: drawn[0][: drawn[1]])
    parts = st.one_of(JSON, st.lists(JSON, min_size=4, max_size=6))
    nested = st.sampled_from([b"[" * 2000, b"[" * 900 + b"]" * 900, b'{"a":' * 500, b"[" + b"9" * 1500 + b"]"])
    return st.one_of(
        true, cut, st.tuples(true, parts, st.integers(0, 4)).map(_altered), nested.map(_as_cursor), texts()
    )


def _altered(drawn: tuple[bytes, Any, int]) -> bytes:
    true, other, place = drawn
    try:
        parts = orjson.loads(base64.urlsafe_b64decode(true + b"=" * (-len(true) % 4)))
        return _as_cursor(orjson.dumps([*parts[:place], other, *parts[place + 1 :]]))
    except (ValueError, TypeError):
        return _as_cursor(true)


def _as_cursor(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")


JSON = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**64 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([word.decode("utf-8", "ignore") for word in STRINGS]),
    st.sampled_from([[], {}, [[]], [None], {"": ""}, {"key": "x"}, ["a", "b"], [1], [{"a": []}], "x" * 20_000, ["x"] * 3000]),
)  # fmt: skip
BODIES: list[bytes] = [
    *(b"{", b"[]", b"{}", b"null", b"true", b"0", b'"x"', b"\xff", b"\0", b"NaN", b'{"a": NaN}', b'{"a": Infinity}', b"[1,]"),
    *(b"[" * 100_000, b"[" * 100_000 + b"]" * 100_000, b'{"a":' * 100_000, b"[{}]", b"[null]", b"[[]]", b"[{}," * 30_000),
    *(b'{"key": "a", "key": "b"}', b'{"reason": "x", "reason": "y"}', b'{"note": "\\ud800"}', b'{"note": "\\u0000"}', b"\xef\xbb\xbf{}"),
    *(b'{"minimum": ' + b"9" * 2_000_000 + b"}", b'{"weight": 1e999999}', b'{"weight": -1e-999999}', b'{"key": ' + b"9" * 30 + b"}"),
    *(b"[" + b"{}," * 999 + b"{}]", b"[" + b"{}," * 1000 + b"{}]", b'{"__proto__": {}}', b'{"id": 1, "pk": 1}', b'{"known_from": "0001-01-01T00:00:00Z"}'),
    *(b"x=1&y=2", b"--b\r\n\r\n", b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
    *('{"reason": "Für"}'.encode("utf-16"), gzip.compress(b'{"reason": "x"}'), b" " * 100_000, b'{"reason": "' + b"x" * 1_000_000 + b'"}'),
]  # fmt: skip
HUGE = 100 * 1024 * 1024
"""Bytes of the largest bodies, which are sent sparingly."""

MEDIA_TYPES: list[bytes] = [
    *(b"application/json", b"application/json; charset=utf-16", b"application/json;charset=x\xff", b"text/plain", b"", b"json"),
    *(b"multipart/form-data", b"multipart/form-data; boundary=b", b"multipart/form-data; boundary=" + b"x" * 500, b"text/xml"),
    *(b"application/x-www-form-urlencoded", b"application/x-www-form-urlencoded; charset=nonsense", b"a/b/c", b"*/*", b"\xff/\xff"),
]  # fmt: skip
HEADERS: dict[bytes, list[bytes]] = {
    b"Accept": [b"*", b"/", b"text/csv", b"text/csv;q=x", b"*/*;q=0", b"a/b/c", b"\xff", b",,,", b"text/*", b"x" * 5000, b"text/html", b"*/*," * 900, b"application/json;a=b;q=nan", b"image/*;q=0.5;q=0.7"],
    b"Accept-Language": [b"fr", b"*", b"xx-" + b"y" * 600, b"fr;q=nan", b"en-" * 900, b"fr,en;q=0.5," * 300, b"\xff", b"fr-FR-x-a-b", b"-", b"zh-hant", b"../fr"],
    b"Accept-Encoding": [b"br", b"gzip;q=0", b"*;q=0", b"identity;q=0", b"\xff", b"gzip," * 800, b"br;q=nan", b"deflate"],
    b"If-None-Match": [b"*", b'"', b'W/"', b'"x"', b'"x",' * 900, b'W/"x", "y', b"\xff", b"x"],
    b"If-Match": [b"*", b'"', b'"0-0"', b'"999999999999999999999999-x"', b'W/"1-1"', b"\xff", b'"1-",' * 900],
    b"If-Modified-Since": [b"Thu, 01 Jan 1970 00:00:00 GMT", b"Fri, 31 Dec 9999 23:59:59 GMT", b"yesterday", b"Thu, 99 Foo 2025 99:99:99 GMT", b"Sunday, 06-Nov-94 08:49:37 GMT", b"Sun Nov  6 08:49:37 1994", b"-1", b"Mon, 01 Jan 0000 00:00:00 GMT", b"9" * 400, b"Fri, 31 Dec 99999 23:59:59 GMT"],
    b"If-Unmodified-Since": [b"Thu, 01 Jan 1970 00:00:00 GMT", b"Mon, 01 Jan 0000 00:00:00 GMT"],
    b"If-Range": [b'"x"', b"Thu, 01 Jan 1970 00:00:00 GMT"],
    b"Range": [b"bytes=0-0", b"bytes=-1", b"bytes=0-,0-," * 300, b"bytes=99999999999999999999-", b"x=1", b"bytes=1-0"],
    b"Host": [HOST, b"127.0.0.1:99999", b"127.0.0.1@" + HOST, b"", b"[::1", b"a" * 300, b"127.0.0.1\xff", b"localhost", b"127.0.0.1:x"],
    b"X-Forwarded-Host": [HOST], b"X-Forwarded-Proto": [b"https", b"javascript", b"\xff"], b"X-Forwarded-Port": [b"x", b"99999"],
    b"X-Forwarded-For": [b"\xff", b"1.2.3.4," * 900, b"' OR 1=1--", b"::1"], b"Forwarded": [b"for=_;host=" + HOST], b"X-Real-IP": [b"x"],
    b"X-HTTP-Method-Override": [b"DELETE", b"PUT", b"\xff"], b"X-Method-Override": [b"DELETE"], b"X-Original-URL": [b"/admin/"], b"X-Rewrite-URL": [b"/admin/"],
    b"Cookie": [b"sessionid=x", b"sessionid=" + b"x" * 4000, b"sessionid=\xff", b"csrftoken=\xff", b"=", b";;;", b"django_language=xx", b"django_language=../fr", b"messages=x", b"messages=[[\"__json_message\",0,25,\"x\"]]:x", b"sessionid=a; sessionid=b", b"sessionid=.eJx:x:y", b"a=b; " * 900],
    b"Authorization": [b"Token", b"Token ", b"Token x", b"Token \xff", b"Token a b", b"Bearer x", b"Basic x", b"Basic \xff", b"Basic YTpi", b"Token " + b"x" * 5000, b"token treaty_x", b"Token treaty_\xe9", b"Digest username=x"],
    b"Content-Encoding": [b"gzip", b"br", b"x"], b"Content-Length": [b"0", b"5"], b"Expect": [b"100-continue"], b"Origin": [b"null", b"https://" + HOST, b"\xff"],
    b"Referer": [b"\xff", b"https://" + HOST + b"/", b"x" * 3000], b"User-Agent": [b"", b"\xff", TAG, b"() { :; }; echo"], b"X-CSRFToken": [b"", b"x", b"\xff", b"x" * 64],
    b"Idempotency-Key": [b"", b" ", b"x" * 200, b"x" * 201, b"\xff", b"fuzz", b"a b"], b"X-Requested-With": [b"XMLHttpRequest"], b"X-Request-ID": [b"\xff", b"x" * 5000, b"a\tb", TAG],
    b"Access-Control-Request-Method": [b"DELETE", b"\xff"], b"Access-Control-Request-Headers": [b"\xff", b"x" * 3000], b"traceparent": [b"00-x"], b"Upgrade": [b"h2c", b"websocket"],
    b"X-Frame_Options": [b"x"], b"A" * 300: [b"x"], b"Proxy": [HOST], b"X-Script-Name": [b"/x"], b"Content-Disposition": [b"attachment; filename=x"],
}  # fmt: skip


@cache
def headers() -> st.SearchStrategy[tuple[tuple[bytes, bytes], ...]]:
    """A few hostile headers, most often none."""
    one = st.sampled_from(sorted(HEADERS)).flatmap(lambda name: st.tuples(st.just(name), _values(name)))
    return st.one_of(st.just(()), st.just(()), st.lists(one, min_size=1, max_size=4).map(tuple))


def _values(name: bytes) -> st.SearchStrategy[bytes]:
    """Those listed, seldom any text that may stand in a header."""
    listed = st.sampled_from(HEADERS[name])
    if name in (b"Content-Length", b"Expect"):
        return listed
    return st.one_of(listed, listed, texts().map(lambda text: re.sub(rb"[\r\n\0]", b"", text)))


@cache
def sheets() -> list[bytes]:
    """Files that are no spreadsheets, or such as nobody means."""
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 20_000_000)
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr("../../etc/passwd", b"x")
    return [
        *(b"", b"\0", b"PK\x03\x04", b"PK\x03\x04" + b"\0" * 500, bomb.getvalue(), b"key\n", b"key,key\nx,y\n", b"\xff\xfe\0k", b"a;b\n1;2"),
        *(b'"', b"key\n" + b"\n" * 50_000, b"key,reason\n" + b"x,y\n" * 20_000, b"," * 100_000, b'key\n"' + b"x" * 500_000, b"=1+1\n@x\n"),
        *(b"key,treaty,participant,kind,done_on,source,locator\n,cets-225,MEX,signature,2026-09-01,enoch-2024,row\n", b"key\ncets-225\0\n"),
    ]  # fmt: skip
