"""JSON-LD as pages really hold it.

In goes the text of a `<script type="application/ld+json">`, out come its JSON values. A strict, fast decoder reads the
well-formed (98 of 100); only what it refuses is repaired, step by step, each step mending one thing that publishers
get wrong: wrappers around the JSON, raw control characters and bad escapes in strings, comments, stray commas, several
values in a row, unescaped quotation marks. What no step can read is left out. Nothing is raised, and time is linear in
the text's length.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from typing import Final

import msgspec

_MAX_REPAIR: Final = 1_000_000
"""Characters: what is longer is read as it is or not at all; the longest broken script seen had 30,000."""

_MAX_VALUES: Final = 200
"""Values in a row in one script, an order of magnitude above what was seen."""

_WRAPPERS: Final = re.compile(r"(?:/\*|//)? ?<!\[CDATA\[\s*+(?:\*/)?|(?:/\*|//)? ?\]\]>\s*+(?:\*/)?|<!--|-->|\ufeff")
# A string (its closing quotation mark may be missing), a comment, or commas and what they stand before. Each
# alternative takes the rest of the text where its end is missing, so that no text is scanned twice.
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*+"?|//[^\n]*|/\*.*?(?:\*/|\Z)|,[\s,;]*+(?P<end>[}\]]|\Z)?', re.DOTALL)
_ESCAPE: Final = re.compile(r'\\(?P<known>["\\/bfnrt]|u[0-9a-fA-F]{4})?')
_KEY_AND_STRING: Final = re.compile(
    r'^([ \t]*+"[\w@:]{1,60}"[ \t]*+:[ \t]*+")(.*)("[ \t]*+,?[ \t]*+\r?)$', re.MULTILINE
)
_INNER_QUOTE: Final = re.compile(r'(?<!\\)"')
_SEPARATORS: Final = {ord(","): None, ord(";"): None}
_BETWEEN_VALUES: Final = re.compile(r"[\s,;]*")
_LENIENT: Final = json.JSONDecoder(strict=False)


def read_jsonld(text: str) -> tuple[object, ...]:
    r"""Decode a script's JSON values, mending what is broken.

    >>> read_jsonld('{"headline": "A"}')
    ({'headline': 'A'},)
    >>> read_jsonld('<!-- {"a": "two\nlines",} /* done */ --> ; {"b": 1};')
    ({'a': 'two\nlines'}, {'b': 1})
    >>> read_jsonld("no JSON at all")
    ()
    """
    try:
        return (msgspec.json.decode(text),)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return _read_broken(text)


def _read_broken(text: str) -> tuple[object, ...]:
    if len(text) > _MAX_REPAIR or not ("{" in text or "[" in text):
        return ()
    for mend in _REPAIRS:
        text = mend(text)
        values, rest = _read_values(text)
        if not rest:
            return values
    return values


def _read_values(text: str) -> tuple[tuple[object, ...], str]:
    """All values in a row, and the text that could not be read."""
    values: list[object] = []
    for value, end in _scan_values(text):
        values.append(value)
        if end >= len(text):
            return tuple(values), ""
    return tuple(values), text


def _scan_values(text: str) -> Iterator[tuple[object, int]]:
    at = _skip(text, 0)
    for _ in range(_MAX_VALUES):
        try:
            value, end = _LENIENT.raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        at = _skip(text, end)
        yield value, at


def _skip(text: str, at: int) -> int:
    found = _BETWEEN_VALUES.match(text, at)
    return found.end() if found else at


def _unwrap(text: str) -> str:
    text = _WRAPPERS.sub("", text)
    if '"' not in text or text.lstrip("[{ \n\t").startswith("&quot;"):
        text = html.unescape(text)
    return text.strip()


def _drop_comments_and_commas(text: str) -> str:
    return _TOKEN.sub(_needed, text).strip()


def _needed(token: re.Match[str]) -> str:
    """Keep of a token what JSON needs: strings, and one comma before a further value."""
    kind = token[0][0]
    if kind == ",":
        return token["end"] or "," + token[0].translate(_SEPARATORS)  # line ends matter to the last repair
    return token[0] if kind == '"' else ""


def _mend_escapes(text: str) -> str:
    return _ESCAPE.sub(lambda escape: escape[0] if escape["known"] else r"\\", text)


def _escape_inner_quotes(text: str) -> str:
    """Escape quotation marks inside a string that has its line to itself."""
    return _KEY_AND_STRING.sub(lambda line: line[1] + _INNER_QUOTE.sub(r"\"", line[2]) + line[3], text)


_REPAIRS: Final[tuple[Callable[[str], str], ...]] = (
    _unwrap,
    _drop_comments_and_commas,
    _mend_escapes,
    _escape_inner_quotes,
)
