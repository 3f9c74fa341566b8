"""What the page says of itself, held against what stands on it.

In: the page's claims and a piece. Out: short names for how well they match: the headline, the description, the
article body, authors, dates, keywords, captions. No knowledge of language is needed, and a wrong or missing claim
only leaves a name out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from articlekit.claims import PageClaims
from articlekit.cleaner import Document, Element, Piece

_NOISE: Final = re.compile(r"[\W_]+")
_NUMBER: Final = re.compile(r"\d+")
_ISO_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TOPIC: Final = re.compile(r"[^\W\d_]{4,}")
_KEY: Final = 60
"""Letters of a long text that stand for it in comparisons."""
_LONGEST_NAME: Final = 300
"""Characters. A longer piece is no headline, byline or tag."""
_SHORTEST_NAME: Final = 12
_LIKENESS: Final = (0.3, 0.5, 0.75, 0.95)
_TOPICAL: Final = (0.01, 0.15, 0.3, 0.45, 0.6, 0.8)
_FEWEST_LETTERS: Final = 4
_FEWEST_WORDS: Final = 3
"""Words of four letters and more, below which likeness is chance."""
_NEIGHBOURS: Final = (-3, -2, -1, 1, 2, 3)
_TWIN: Final = 0.5
_REACH: Final = 12
"""Lines around a line in which it may be said again: a second headline, a repeated caption."""


def fold(text: str) -> str:
    """A text's letters and digits alone, in lower case."""
    return _NOISE.sub("", text.lower())


def likeness(some: frozenset[str], other: frozenset[str]) -> float:
    """Dice coefficient of two sets of words, 0 to 1."""
    return 2 * len(some & other) / (len(some) + len(other)) if some and other else 0.0


class Witness:
    """The claims of one page, prepared for comparison."""

    def __init__(self, document: Document, claims: PageClaims) -> None:
        self.headlines = [frozenset(re.findall(r"\w+", text.lower())) for text in set(claims.values("headline"))]
        self.headline_keys = [fold(text) for text in set(claims.values("headline"))]
        self.descriptions = [key for text in claims.values("standfirst") if len(key := fold(text)) > _FEWEST_LETTERS]
        self.body = " ".join(fold(text) for text in set(claims.values("article_body")))
        self.names = _keys(claims.values("authors"))
        self.topics = _keys(claims.values("tags"))
        self.sections = _keys(claims.values("sections"))
        self.site = _keys(claims.values("site_name"))
        self.days = _days([*claims.values("published"), *claims.values("modified")])
        self.captions = _keys(image.caption for image in claims.images if image.caption)
        self.alts = _keys(alt for picture in document.pictures if (alt := picture.element.attributes.get("alt")))

    def anchor(self, pieces: Sequence[Piece]) -> int | None:
        """Where the headline stands: the `<h1>` most like what is claimed, else a line like it, else the first `<h1>`."""
        headings = [
            i for i, piece in enumerate(pieces) if piece.element is not None and _is_main_heading(piece.element)
        ]
        alike = {i: self._headline_likeness(pieces[i].text) for i in headings}
        best = max(headings, key=lambda i: alike[i], default=None)
        if best is not None and (alike[best] >= _TWIN or not self.headlines):
            return best
        lines = (i for i, piece in enumerate(pieces) if _SHORTEST_NAME < len(piece.text) <= _LONGEST_NAME)
        return next((i for i in lines if self._headline_likeness(pieces[i].text) >= _LIKENESS[2]), best)

    def _headline_likeness(self, text: str) -> float:
        words = frozenset(re.findall(r"\w+", text.lower()))
        return max((likeness(words, claim) for claim in self.headlines), default=0.0)

    def features(self, piece: Piece) -> Iterator[str]:
        """Name the claims that a piece matches."""
        text = piece.text
        key = fold(text[: 4 * _KEY])
        if not key:
            return
        start = key[:_KEY]
        if self.body and len(key) >= _FEWEST_LETTERS:
            yield "body+" if start in self.body else "body-"
        if len(start) > 2 * _FEWEST_LETTERS:
            if any(
                claim.startswith(start) or (len(claim) > 30 and start.startswith(claim)) for claim in self.descriptions
            ):
                yield "description"
            elif any(start in claim for claim in self.descriptions):
                yield "description~"
            if any(start in caption or (len(caption) > 15 and caption in key) for caption in self.captions):
                yield "claimed-caption"
            if key in self.alts:
                yield "alt"
        if len(text) <= _LONGEST_NAME:
            yield from self._name_features(text, key)

    def _name_features(self, text: str, key: str) -> Iterator[str]:
        if self.headlines:
            yield f"headline{bisect_right(_LIKENESS, self._headline_likeness(text))}"
            if len(key) > 2 * _FEWEST_LETTERS and any(key in claim for claim in self.headline_keys):
                yield "headline~"
        if any(name in key for name in self.names):
            yield "author=" if key in self.names else "author"
        if key in self.topics:
            yield "topic"
        if key in self.sections:
            yield "section"
        if any(name in key for name in self.site):
            yield "site=" if key in self.site else "site"
        if self.days:
            numbers = {int(n) for n in _NUMBER.findall(text) if len(n) <= _FEWEST_LETTERS}
            if any(day <= numbers for day in self.days):
                yield "claimed-day"


def _is_main_heading(element: Element) -> bool:
    return element.tag == "h1" or (element.parent is not None and element.parent.tag == "h1")


def _keys(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(key for text in texts if len(key := fold(text)) >= _FEWEST_LETTERS)


def _days(texts: Sequence[str]) -> list[frozenset[int]]:
    """Year and day of the month of each date; months have many spellings."""
    found = (match for text in texts if (match := _ISO_DAY.search(text)))
    return [frozenset((int(match[1]), int(match[3]))) for match in found]


class Topic:
    """The words that the page's prose keeps coming back to."""

    def __init__(self, pieces: Sequence[Piece], prose: Sequence[int]) -> None:
        self.words = [frozenset(_TOPIC.findall(piece.text.lower())) for piece in pieces]
        self.prose = prose
        self.counts: dict[str, int] = {}
        for words, weight in zip(self.words, prose, strict=True):
            if weight:
                for word in words:
                    self.counts[word] = self.counts.get(word, 0) + 1

    def twins(self, i: int) -> Iterator[str]:
        """Name the neighbours that a piece shares most words with."""
        words = self.words[i]
        if len(words) < _FEWEST_WORDS:
            return
        for step in _NEIGHBOURS:
            at = i + step
            if 0 <= at < len(self.words) and (near := likeness(words, self.words[at])) >= _TWIN:
                yield f"twin{step:+}/{'same' if near == 1 else 'alike'}"

    def echo(self, i: int) -> str:
        """Name how much a line shares with the line most like it, a little before or after."""
        words = self.words[i]
        around = [self.words[at] for at in range(max(0, i - _REACH), min(len(self.words), i + _REACH + 1)) if at != i]
        best = max((likeness(words, other) for other in around), default=0.0) if len(words) >= _FEWEST_WORDS else 0.0
        return f"echo{bisect_right(_LIKENESS, best)}"

    def feature(self, i: int) -> str:
        """Name how much of a piece's words the rest of the prose uses too."""
        words = self.words[i]
        if not words:
            return "topic-"
        own = 1 if self.prose[i] else 0
        counts = self.counts
        shared = sum(counts.get(word, 0) > own for word in words)
        return f"topic{bisect_right(_TOPICAL, shared / len(words))}"
