"""Statements made comparable: text without markup, and its words.

In goes text as attributes and scripts hold it (entities, tags, any white space), out comes what a reader would see, or
the words that two statements must share to be the same one.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import Final

_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|<!--.*?-->", re.DOTALL)
_WORD: Final = re.compile(r"\w+")
_URL: Final = re.compile(r"(?:https?:)?//\S+$|www\.\S+$", re.IGNORECASE)
_UNSEEN: Final = "\u00ad\u200b\u200c\u200d\u2060\ufeff"


def plain(text: str) -> str:
    r"""Strip entities (escaped twice, too), tags and invisible characters; fold white space.

    >>> plain(" Fish &amp;amp; <em>chips</em>\n today ")
    'Fish & chips today'
    """
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = _TAG.sub("", text)
    if text.isprintable() and "  " not in text:  # all white space but a space, and what is not seen, is not printable
        return text.strip()
    if not text.isascii():
        for character in _UNSEEN:  # quick searches; `str.translate` takes a hundred times longer on an article's text
            text = text.replace(character, "")
    return " ".join(text.split())


@lru_cache(maxsize=256)  # a page's title and names are compared again and again
def words(text: str) -> tuple[str, ...]:
    """Split a text into its words, in lower case.

    >>> words("Ukraine: «Wir» bleiben")
    ('ukraine', 'wir', 'bleiben')
    """
    return tuple(_WORD.findall(text.casefold()))


def says_the_same(one: str, other: str) -> bool:
    """Whether two statements have the same words, or the longer begins or ends with the shorter's (four at least).

    >>> says_the_same("Rain stops play at last", "Rain stops play at last | The Gazette")
    True
    >>> says_the_same("Rain", "Rain stops play")
    False
    """
    return same_words(words(one), words(other))


def same_words(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two statements, given as their words, say the same."""
    if one == other:
        return bool(one)
    a, b = (one, other) if len(one) < len(other) else (other, one)
    return len(a) >= _ENOUGH_WORDS and a in (b[: len(a)], b[-len(a) :])


_ENOUGH_WORDS: Final = 4
"""Fewer words in common may be a topic that two articles share."""


def is_url(text: str) -> bool:
    """Whether a text is nothing but a web address.

    >>> is_url("https://example.org/jane"), is_url("Jane Doe")
    (True, False)
    """
    return _URL.match(text) is not None


def pixels(text: str) -> int | None:
    """Read a length in pixels; None if it is in another unit, or absurd.

    >>> pixels("1200px"), pixels("100%")
    (1200, None)
    """
    found = _PIXELS.match(text.strip())
    return int(found[1]) if found else None


_PIXELS: Final = re.compile(r"(\d{1,5})(?:\.\d+)?\s*(?:px)?$", re.ASCII)
