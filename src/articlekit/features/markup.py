"""Where a piece stands in the markup: its element, those around it, its links, the pictures nearby.

In: a piece's elements. Out: short names. Class words count only if training met them on many sites. What an element
says is worked out once and handed down to all pieces in it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from articlekit.cleaner import Element, Piece

_TELLING: Final = frozenset(
    "article main aside nav header footer figure figcaption blockquote ul ol dl table form button section dialog details"
    " address h1 h2 h3 h4 h5 h6 a time li label pre picture".split()
)
_SHARES: Final = (0.01, 0.25, 0.5, 0.8, 0.99)
_COUNTS: Final = (1, 2, 4, 8)
_NEAR: Final = (1, 2, 4, 8)
"""Steps up from the piece's element at which class words count as of the element, near, around, far."""
_SOCIAL: Final = frozenset(
    "facebook twitter x instagram youtube linkedin whatsapp telegram pinterest tiktok reddit t".split()
)


class Markup:
    """What the elements of one document say, each worked out once."""

    def __init__(self, vocabulary: frozenset[str], host: str | None) -> None:
        self.vocabulary = vocabulary
        self.host = (host or "").removeprefix("www.")
        self._around: dict[Element, tuple[str, ...]] = {}
        self._words: dict[Element, tuple[tuple[str, ...], ...]] = {}

    def around(self, element: Element) -> tuple[str, ...]:
        """The telling tags, from the element up."""
        known = self._around.get(element)
        if known is None:
            above = self.around(element.parent) if element.parent else ()
            own = f"in={element.tag}"
            known = (*above, own) if element.tag in _TELLING and own not in above else above
            self._around[element] = known
        return known

    def words(self, element: Element) -> tuple[tuple[str, ...], ...]:
        """The class words in the vocabulary of this element and those above, nearest first, as deep as counts."""
        known = self._words.get(element)
        if known is None:
            above = self.words(element.parent) if element.parent else ()
            own = tuple(sorted(element.words & self.vocabulary)) if element.words else ()
            known = (own, *above[: _NEAR[-1]])
            self._words[element] = known
        return known

    def features(self, piece: Piece) -> Iterator[str]:
        """Name where a piece stands."""
        element = piece.element
        assert element is not None
        above = element.parent
        yield f"tag={element.tag}"
        if above is not None:
            yield f"up={above.tag}"
            yield f"tags={element.tag}<{above.tag}<{above.parent.tag if above.parent else ''}"
        yield from self.around(element)
        yield from self._word_features(piece, element)
        yield from self._inline_features(piece)
        if element.hidden:
            yield "hidden"

    def _word_features(self, piece: Piece, element: Element) -> Iterator[str]:
        seen = set()
        for mark in piece.inlines:
            if mark.end - mark.start >= 0.9 * len(piece.text):
                seen.update(mark.element.words & self.vocabulary)
        for step, words in enumerate(self.words(element)):
            near = bisect_right(_NEAR, step)
            if near:
                words = [word for word in words if word not in seen]
            seen.update(words)
            if near:
                for word in words:
                    yield f"c{near}={word}"
            else:
                for word in sorted(seen):
                    yield f"c0={word}"

    def _inline_features(self, piece: Piece) -> Iterator[str]:
        size = len(piece.text)
        linked = links = 0
        for mark in piece.inlines:
            tag = mark.element.tag
            if tag == "a":
                links += 1
                linked += mark.end - mark.start
                if mark.end - mark.start >= 0.8 * size:
                    yield from (f"href={kind}" for kind in self.link_kinds(mark.element))
            elif mark.end - mark.start >= 0.9 * size:
                yield f"all={tag}"
            elif not mark.start:
                yield f"first={tag}"
        around = piece.element
        if not links:
            steps = 0
            while around is not None and around.tag != "a" and steps < 6:
                around, steps = around.parent, steps + 1
            if around is not None and around.tag == "a":
                linked, links = size, 1
                yield "linkbox"
                yield from (f"href={kind}" for kind in self.link_kinds(around))
        yield f"linked{bisect_right(_SHARES, linked / size)}"
        yield f"links{bisect_right(_COUNTS, links)}"

    def link_kinds(self, element: Element) -> list[str]:
        """What a link's address says of where it leads."""
        href = (element.attributes.get("href") or "").strip()
        if not href or href.startswith(("#", "javascript:")):
            return ["here"]
        if href.startswith("mailto:"):
            return ["mail"]
        try:
            parts = urlsplit(href)
            host = (parts.hostname or "").removeprefix("www.")
        except ValueError:
            return ["broken"]
        kinds = []
        if host and self.host and not (host.endswith(self.host) or self.host.endswith(host)):
            kinds.append("social" if not _SOCIAL.isdisjoint(host.split(".")) else "away")
        path = parts.path.strip("/")
        kinds.append(f"deep{bisect_right(_COUNTS, path.count('/') + 1) if path else 0}")
        last = path.rsplit("/", 1)[-1]
        if last.count("-") >= 4 or last.count("_") >= 4 or sum(map(str.isdigit, last)) >= 5:
            kinds.append("article")
        if path:
            kinds += [f"/{word}" for word in sorted(self.vocabulary.intersection(path.lower().split("/")))]
        return kinds
