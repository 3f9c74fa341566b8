"""Keep a document within what the parser can bear, before it is parsed.

In: an HTML document in UTF-8. Out: the same, or less of it. Lexbor follows the HTML Standard, and the standard is
quadratic in places: every attribute of a tag is compared with those before it, every `<p>` looks through all open
elements, every new block opens again what formatting elements (`<b>`, `<font>`) were left open, every `<option>` looks
through its `<select>`. So one page of 200 kB can take seconds, or gigabytes. Here such floods are thinned out: only
markup is dropped, never text, but for what lies behind the bounds of size.

The common page pays for two searches of one byte. The bounds lie far above what 1,000 real pages hold; the times
and sizes beside them are what the worst document within them costs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, NamedTuple

from articlekit.compiled import core

MAX_CHARACTERS: Final = 5_000_000
"""What is read of one document; the largest of 1,000 real pages had 1.8 million."""
MAX_TAGS: Final = 20_000
"""Tags that open an element; the most seen were 5,100. All of them nested are parsed in 0.8 s."""
MAX_ATTRIBUTES: Final = 200
"""Attributes of one tag; the most seen were 32."""
MAX_LINES: Final = 16_000
"""Lines of plain text, empty ones too."""

_HARMLESS: Final = 1_500
"""Tags, closing ones too. Fewer cannot open more than 600,000 elements or take 0.1 s, whatever they are."""
_LONG_TAG: Final = 1_000
"""Characters. Shorter tags cannot hold so many attributes that it would take 1 ms."""
_MAX_REOPENED: Final = 400_000
"""Elements that formatting left open may make: 0.2 s, 100 MB."""
_MAX_OPTIONS: Final = 3_000
"""`<option>` tags: 40 ms."""

_FORMATTING: Final = b"b|big|code|em|font|i|s|small|strike|strong|tt|u"
_FORMATTING_NAMES: Final = frozenset(_FORMATTING.split(b"|"))
_RISKY_NAME: Final = re.compile(rb"<([bcefiostuBCEFIOSTU][a-zA-Z]*)[\s/>]")
_OPENING: Final = re.compile(rb"<(?!/)")
_REST_OF_TAG: Final = rb"""(?:[^>"']++|"[^"]*+"|'[^']*+')*+"""
_FORMATTING_TAG: Final = re.compile(rb"<(/?)(?:%s)(?=[\s/>])" % _FORMATTING, re.IGNORECASE)
_MARKERS: Final = frozenset(b"applet caption marquee object td template th".split())
_MARKING_NAME: Final = re.compile(rb"<(/?)([abcefimostuABCEFIMOSTU][a-zA-Z]*)[\s/>]")
_OPTION_TAG: Final = re.compile(rb"</?option(?=[\s/>])%s>" % _REST_OF_TAG, re.IGNORECASE)
_SELECTED_TAG: Final = re.compile(rb"</?selectedcontent(?=[\s/>])%s>" % _REST_OF_TAG, re.IGNORECASE)
_ATTRIBUTE: Final = rb"""(?:[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+)"""
_FLOODED_TAG: Final = re.compile(rb"<[a-zA-Z][^\s/>]*+%s{%d}" % (_ATTRIBUTE, MAX_ATTRIBUTES))
_ATTRIBUTES: Final = re.compile(rb"%s*+" % _ATTRIBUTE)
_RAW_MARK: Final = re.compile(rb"<(?:!--|(?P<closing>/)?(?:script|style|textarea|title)\b)", re.IGNORECASE)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def bound(html: bytes) -> tuple[bytes, bool]:
    """Cut and thin out a document as far as it must be; returns it, and whether anything was dropped.

    >>> bound(b"<p>Rain</p>")
    (b'<p>Rain</p>', False)

    """
    kept = _thin_attributes(_cut_characters(html))
    tags = _count_tags(kept)
    if tags > _HARMLESS:
        kept = _thin_markup(kept, min(tags, 2 * MAX_TAGS))
    if tags > MAX_TAGS:
        kept = _cut_tags(kept)
    return kept, kept != html


def bound_text(text: str) -> tuple[str, bool]:
    """Cut plain text to the bounds of size, between two lines; returns it, and whether anything was cut off.

    Half characters are replaced, one by one, so that offsets stay.
    """
    lines = text[:MAX_CHARACTERS].splitlines(keepends=True)
    kept = without_surrogates("".join(lines[:MAX_LINES]))
    return kept, len(kept) < len(text)


def without_surrogates(text: str) -> str:
    """Replace halves of a character, which no encoding can hold, as decoding would have."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


def _cut_characters(html: bytes) -> bytes:
    return html.decode()[:MAX_CHARACTERS].encode() if len(html) > MAX_CHARACTERS else html


def _cut_tags(html: bytes) -> bytes:
    first_beyond = next(islice(_OPENING.finditer(html), MAX_TAGS, None), None)
    return html[: first_beyond.start()] if first_beyond else html


def _thin_attributes(html: bytes) -> bytes:
    """Drop what a tag has too many of; only long stretches without `<` are looked at."""
    parts: list[bytes] = []
    done = checked = 0
    raw = False
    for at in _long_stretches(html):
        if at >= done and (flooded := _FLOODED_TAG.match(html, at)):
            raw, checked = _is_raw(html, checked, at, raw), at
            if not raw:
                parts.append(html[done : flooded.end()])
                rest = _ATTRIBUTES.match(html, flooded.end())
                done = rest.end() if rest else flooded.end()
    return b"".join([*parts, html[done:]]) if parts else html


def _count_tags(html: bytes) -> int:
    compiled = core()
    return compiled.count_tags(html) if compiled is not None else html.count(b"<")


def _long_stretches(html: bytes) -> Iterable[int]:
    """Find where a `<` stands that no other follows so soon that it cannot be a long tag's."""
    compiled = core()
    if compiled is not None:
        found: list[int] = compiled.long_stretches(html, _LONG_TAG)
        return found
    return _long_stretches_in_python(html)


def _long_stretches_in_python(html: bytes) -> Iterator[int]:
    at = html.find(b"<")
    while at >= 0:
        following = html.rfind(b"<", at + 1, at + _LONG_TAG)
        if following > 0:
            at = following
        else:
            yield at
            at = html.find(b"<", at + _LONG_TAG)


def _is_raw(html: bytes, start: int, end: int, before: bool) -> bool:
    """Whether the end is in a script, style sheet or comment, where `<` opens no tag; `before` tells of the start."""
    last = None
    for mark in _RAW_MARK.finditer(html, start, end):
        last = mark
    comment_end = html.rfind(b"-->", start, end)
    if last is not None and last.start() > comment_end:
        return not last["closing"]
    return before and comment_end < 0


class _Risks(NamedTuple):
    """How many tags of a document may multiply, and how many formatting elements wait at most to be opened again."""

    options: int
    selected: int
    waiting: int


def _thin_markup(html: bytes, tags: int) -> bytes:
    """Drop the attributes of formatting that may multiply, and the tags inside huge `<select>` lists."""
    risks = _count_risks(html)
    if risks.options > _MAX_OPTIONS:
        html = _OPTION_TAG.sub(b" ", html)
    if risks.selected:
        html = _SELECTED_TAG.sub(b" ", html)
    if risks.waiting * tags > _MAX_REOPENED:
        html = _FORMATTING_TAG.sub(rb"<\1span", html)
    return html


def _count_risks(html: bytes) -> _Risks:
    compiled = core()
    if compiled is not None:
        return _Risks(*compiled.count_risks(html))
    return _count_risks_in_python(html)


def _count_risks_in_python(html: bytes) -> _Risks:
    names = Counter(map(bytes.lower, _RISKY_NAME.findall(html)))
    formatting = sum(names[name] for name in _FORMATTING_NAMES)
    return _Risks(names[b"option"], names[b"selectedcontent"], _count_waiting(html) if formatting else 0)


def _count_waiting(html: bytes) -> int:
    """Count the most formatting elements that wait to be opened again at any one place.

    Those outside of a cell or an object are not reached by end tags inside of it.
    """
    levels: list[Counter[bytes]] = [Counter()]
    most = waiting = 0
    for closing, tag in _MARKING_NAME.findall(html):
        name = tag.lower()
        if name in _FORMATTING_NAMES:
            step = 1 if not closing else -1 if levels[-1][name] else 0
            levels[-1][name] += step
            waiting += step
            most = max(most, waiting)
        elif name in _MARKERS:
            if not closing:
                levels.append(Counter())
            elif len(levels) > 1:
                waiting -= levels.pop().total()
    return most
