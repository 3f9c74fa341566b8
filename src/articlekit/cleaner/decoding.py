"""Bytes → text, as a browser would read them.

A byte order mark decides; then valid UTF-8 (it is next to never so by chance, and labels are often wrong); then the
server's label, the page's own `<meta>`, and last detection.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from articlekit.errors import ExtractionError, NotHTMLError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MARKED: Final = tuple(mark for mark, _ in _MARKS)
_ESCAPE_CODED: Final = re.compile(rb"\x1b\$[@B]|\x1b\([BJ]")
_FOREIGN: Final = {
    b"%PDF-": "a PDF",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\x1f\x8b": "gzip-compressed data",
    b"\xd0\xcf\x11\xe0": "an office document",
    b"\x7fELF": "a program",
    b"OggS": "an audio file",
    b"ID3": "an audio file",
    b"\x1aE\xdf\xa3": "a video",
}
_BINARY_SHARE: Final = 0.1
"""Control characters among the first bytes, above which a document is no text."""
_CONTROL: Final = bytes(set(range(32)) - set(b"\t\n\r\f\x1b"))
_HEAD: Final = 4096
_STRIDE: Final = 8192
"""Bytes that are checked at a time: what they decode to goes unused, and is to stay in the cache."""
_USUAL: Final = "cp1252"
"""What browsers take a document for that says nothing of its charset."""
_WIDE: Final = frozenset({"utf-16", "utf-32"})
_NO_CHARSETS: Final = frozenset(
    "base64 bz2 hex idna punycode quopri raw-unicode-escape rot-13 undefined unicode-escape utf-7 uu zlib".split()
)
"""Codecs of Python that no document is in; some take quadratic time."""


def decode(body: bytes, *, charset: str | None = None) -> str:
    """Decode a document.

    Args:
        body: The document as it came.
        charset: What the server said, if anything.

    Raises:
        ExtractionError: There is nothing in it.
        NotHTMLError: It is something else than text.

    >>> decode("<p>Grüße</p>".encode("latin-1"), charset="iso-8859-1")
    '<p>Grüße</p>'

    """
    if not body or body.isspace():
        raise ExtractionError("the document is empty: there is nothing to extract")
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    _refuse_foreign(body)
    if not _ESCAPE_CODED.search(body, 0, _HEAD):
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            pass
    return _decode_by_label(body, charset)


def to_utf8(body: bytes, *, charset: str | None = None) -> bytes:
    """Give a document in UTF-8: as it came where it is, decoded and encoded again where it is not.

    Raises:
        ExtractionError: There is nothing in it.
        NotHTMLError: It is something else than text.

    """
    if body and _is_utf8(body):
        _refuse_foreign(body)
        return body
    return decode(body, charset=charset).encode()


def _is_utf8(body: bytes) -> bool:
    """Whether a document is valid UTF-8, and has no mark that must go."""
    if body.startswith(_MARKED) or _ESCAPE_CODED.search(body, 0, _HEAD):
        return False
    view = memoryview(body)
    checked = 0
    try:
        while checked < len(view):
            end = checked + _STRIDE
            checked += codecs.utf_8_decode(view[checked:end], "strict", end >= len(view))[1]
    except UnicodeDecodeError:
        return False
    return True


def _refuse_foreign(body: bytes) -> None:
    for magic, kind in _FOREIGN.items():
        if body.startswith(magic):
            raise NotHTMLError(f"this is {kind}, not HTML: convert it to HTML or text first")
    head = body[:_HEAD]
    if len(head) - len(head.translate(None, _CONTROL)) > _BINARY_SHARE * len(head) and not _looks_wide(head):
        raise NotHTMLError("this is binary data, not HTML")


def _looks_wide(head: bytes) -> bool:
    """Whether it may be UTF-16 without a mark: a zero in nearly every other byte."""
    zeros = max(head[::2].count(0), head[1::2].count(0))
    return zeros > len(head) * 2 // 5


def _decode_by_label(body: bytes, charset: str | None) -> str:
    from w3lib.encoding import (  # noqa: PLC0415 - costly, and most pages are UTF-8
        html_body_declared_encoding,
        http_content_type_encoding,
        to_unicode,
    )

    said = http_content_type_encoding(f"text/html; charset={charset}") if charset else None
    names = (said, html_body_declared_encoding(body))
    name = next((name for name in names if name and name not in _NO_CHARSETS), None) or _detect(body) or _USUAL
    return to_unicode(body, f"{name}-be" if name in _WIDE else name)


def _detect(body: bytes) -> str | None:
    """The charset that a document looks to be in, if Python knows it."""
    import cchardet  # noqa: PLC0415 - rarely needed
    from w3lib.encoding import resolve_encoding  # noqa: PLC0415

    found = cchardet.detect(body)["encoding"]
    return resolve_encoding(found) if isinstance(found, str) else None
