"""Where a piece stands in the markup: its element, those around it, its links, the pictures nearby.

In: a piece's elements. Out: short names. Class words count only if training met them on many sites. What an element
says is worked out once and handed down to all pieces in it, and to its likes beside it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final
from urllib.parse import urlsplit

from articlekit.cleaner import Element, Piece
from articlekit.features.vocabulary import Bundle

TELLING_TAGS: Final = frozenset(
    "article main aside nav header footer figure figcaption blockquote ul ol dl table form button section dialog"
    " details address h1 h2 h3 h4 h5 h6 a time li label pre picture".split()
)
_SHARES: Final = (0.01, 0.25, 0.5, 0.8, 0.99)
_COUNTS: Final = (1, 2, 4, 8)
_ALL: Final = 0.9
"""The share of a piece that an inline element must cover to count as all of it."""
_MOST: Final = 0.8
"""The same for a link."""
_BOX: Final = 6
"""Steps up from a piece within which a link around its element makes a box of it."""
_HYPHENS: Final = 4
_DIGITS: Final = 5
"""Hyphens or digits with which the last part of an address is an article's."""
SOCIAL: Final = frozenset(
    "facebook twitter x instagram youtube linkedin whatsapp telegram pinterest tiktok reddit t".split()
)
_PLAIN: Final = re.compile(
    r"(?:https?://([a-z0-9.-]+)(?=[/?#]|\Z)|(?=/(?!/)))([^?#\x00-\x20\x7f-\U0010ffff]*)(?:[?#].*)?"
)
"""Addresses so plain that they need no parser: nine of ten."""
_UNLINKED: Final = ("linked0", "links0")
_LEVELS: Final = ((0, 1), (1, 2), (2, 4))
"""Of the elements above: how many levels of them count alike (`words`), and how far the next are above."""
_BOXED: Final = ("linkbox", "linked5", "links1")
_NO_WORDS: Final[frozenset[str]] = frozenset()
_NO_LEVELS: Final = (_NO_WORDS, _NO_WORDS)


class Markup:
    """What the elements of one document say, each worked out once."""

    def __init__(self, vocabulary: frozenset[str], host: str | None) -> None:
        self.vocabulary = vocabulary
        self.host = (host or "").removeprefix("www.")
        self._around: dict[Element, tuple[str, ...]] = {}
        self._words: dict[Element, tuple[frozenset[str], ...]] = {}
        self._named: dict[tuple[Element, frozenset[str]], Bundle] = {}
        self._kinds: dict[str, list[str]] = {}

    def around(self, element: Element) -> tuple[str, ...]:
        """The telling tags, from the element up."""
        known = self._around.get(element)
        if known is None:
            above = self.around(element.parent) if element.parent else ()
            own = f"in={element.tag}"
            known = (*above, own) if element.tag in TELLING_TAGS and own not in above else above
            self._around[element] = known
        return known

    def words(self, element: Element) -> tuple[frozenset[str], ...]:
        """The class words in the vocabulary of this element, of it and the one above, and of it and the three above."""
        known = self._words.get(element)
        if known is None:
            own = element.words & self.vocabulary if element.words else _NO_WORDS
            above = element.parent
            one = self.words(above) if above else _NO_LEVELS
            three = self.words(above.parent) if above and above.parent else _NO_LEVELS
            two = own | one[0]
            known = self._words[element] = (own, two, two | three[1])
        return known

    def element_features(self, element: Element, *, veiled: bool) -> list[str]:
        """Name what holds for every piece of an element; `veiled` if what is hidden is hidden from readers."""
        names = [f"tag={element.tag}", *self.around(element)]
        if veiled and element.hidden:
            names.append("hidden")
        return names

    def word_features(self, piece: Piece, element: Element) -> Bundle:
        """Name the class words of the elements around a piece, each where it is nearest."""
        covering = _NO_WORDS
        for mark in piece.inlines:
            if mark.end - mark.start >= _ALL * len(piece.text):
                covering |= mark.element.words & self.vocabulary
        known = self._named.get((element, covering))
        if known is None:
            known = self._named[element, covering] = tuple(self._name_words(element, covering))
        return known

    def _name_words(self, element: Element, covering: frozenset[str]) -> list[str]:
        """Name words of the element itself, of the one above, of the two above that, and of the four above those."""
        seen = self.words(element)[0] | covering
        names = [f"c0={word}" for word in seen]
        above = element.parent
        for rank, (width, steps) in enumerate(_LEVELS, start=1):
            if above is None:
                break
            words = self.words(above)[width]
            names += [f"c{rank}={word}" for word in words - seen]
            seen |= words
            for _ in range(steps):
                above = above.parent if above else None
        return names

    def inline_features(self, piece: Piece, linked: int) -> Bundle:
        """Name a piece's links and what else is inline; `linked` characters of it are a link's."""
        if not piece.inlines:
            return self._box_features(piece.element)
        names = []
        size = len(piece.text)
        links = 0
        for mark in piece.inlines:
            tag, length = mark.element.tag, mark.end - mark.start
            if tag == "a":
                links += 1
                if length >= _MOST * size:
                    names += self.link_kinds(mark.element)
            elif length >= _ALL * size:
                names.append(f"all={tag}")
            elif not mark.start:
                names.append(f"first={tag}")
        if not links:
            return (*names, *self._box_features(piece.element))
        names.append(f"linked{bisect_right(_SHARES, linked / size)}")
        names.append(f"links{bisect_right(_COUNTS, links)}")
        return tuple(names)

    def _box_features(self, element: Element | None) -> Bundle:
        """Name the link around an element without links of its own, if one is near."""
        if element is None or "in=a" not in self.around(element):
            return _UNLINKED
        for _ in range(_BOX + 1):
            if element is None:
                break
            if element.tag == "a":
                return (*_BOXED, *self.link_kinds(element))
            element = element.parent
        return _UNLINKED

    def link_kinds(self, element: Element) -> list[str]:
        """Name what a link's address says of where it leads."""
        href = (element.attributes.get("href") or "").strip()
        known = self._kinds.get(href)
        if known is None:
            known = self._kinds[href] = [f"href={kind}" for kind in self._link_kinds(href)]
        return known

    def _link_kinds(self, href: str) -> list[str]:
        if not href or href.startswith(("#", "javascript:")):
            return ["here"]
        if href.startswith("mailto:"):
            return ["mail"]
        parts = _split(href)
        if parts is None:
            return ["broken"]
        host, path = parts
        kinds = []
        if host and self.host and not (host.endswith(self.host) or self.host.endswith(host)):
            kinds.append("social" if not SOCIAL.isdisjoint(host.split(".")) else "away")
        kinds.append(f"deep{bisect_right(_COUNTS, path.count('/') + 1) if path else 0}")
        last = path.rpartition("/")[2]
        if last.count("-") >= _HYPHENS or last.count("_") >= _HYPHENS or sum(map(str.isdigit, last)) >= _DIGITS:
            kinds.append("article")
        if path:
            kinds += [f"/{word}" for word in sorted(self.vocabulary.intersection(path.lower().split("/")))]
        return kinds


def address_features(vocabulary: frozenset[str], host: str, href: str) -> list[str]:
    """Name what an address says of where it leads, seen from a host."""
    return [f"href={kind}" for kind in Markup(vocabulary, host)._link_kinds(href)]


def _split(href: str) -> tuple[str, str] | None:
    """Host and path of an address, None if it is broken."""
    if plain := _PLAIN.fullmatch(href):
        host, path = plain[1] or "", plain[2]
    else:
        try:
            parts = urlsplit(href)
            host, path = parts.hostname or "", parts.path
        except ValueError:
            return None
    return host.removeprefix("www."), path.strip("/")
