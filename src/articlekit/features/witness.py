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
from articlekit.cleaner import Document, Piece

_NOISE: Final = re.compile(r"[\W_]+")
_NUMBER: Final = re.compile(r"\d+")
_ISO_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TOPIC: Final = re.compile(r"[^\W\d_]{4,}")
_KEY: Final = 60
"""Letters of a long text that stand for it in comparisons."""
_LONGEST_NAME: Final = 300
"""Characters. A longer piece is no headline, byline or tag."""
_LIKENESS: Final = (0.3, 0.5, 0.75, 0.95)
_TOPICAL: Final = (0.01, 0.15, 0.3, 0.45, 0.6, 0.8)
_FEWEST_LETTERS: Final = 4


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
            words = frozenset(re.findall(r"\w+", text.lower()))
            best = max(likeness(words, claim) for claim in self.headlines)
            yield f"headline{bisect_right(_LIKENESS, best)}"
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

    def feature(self, i: int) -> str:
        """Name how much of a piece's words the rest of the prose uses too."""
        words = self.words[i]
        if not words:
            return "topic-"
        own = 1 if self.prose[i] else 0
        counts = self.counts
        shared = sum(counts.get(word, 0) > own for word in words)
        return f"topic{bisect_right(_TOPICAL, shared / len(words))}"
