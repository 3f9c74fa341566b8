"""What the page says of itself, held against what stands on it.

In: the page's claims and a piece. Out: short names for how well they match: the headline, the description, the
article body, authors, dates, keywords, captions. No knowledge of language is needed, and a wrong or missing claim
only leaves a name out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from typing import Final

from articlekit.claims import MOST_COMPARED, PageClaims
from articlekit.cleaner import Document, Element, Piece
from articlekit.features.line import KEY, Line, fold

_NUMBER: Final = re.compile(r"\d+")
_WORD: Final = re.compile(r"\w+")
_ISO_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TOPIC: Final = re.compile(r"[^\W\d_]{4,}")
_LONGEST_NAME: Final = 300
"""Characters. A longer piece is no headline, byline or tag."""
_SHORTEST_NAME: Final = 12
_LIKENESS: Final = (0.3, 0.5, 0.75, 0.95)
_TOPICAL: Final = (0.01, 0.15, 0.3, 0.45, 0.6, 0.8)
_FEWEST_LETTERS: Final = 4
_SHORTEST_DESCRIPTION: Final = 30
_SHORTEST_CAPTION: Final = 15
"""Letters of a claim beyond which a piece that begins with it, or holds it, is meant."""
_FEWEST_WORDS: Final = 3
"""Words of four letters and more, below which likeness is chance."""
_NEIGHBOURS: Final = (1, 2, 3)
_TWIN: Final = 0.5
_REACH: Final = 12
"""Lines around a line in which it may be said again: a second headline, a repeated caption."""
_LONGEST_BODY: Final = 200_000
"""Characters; the longest of 1,013 pages had 51,000."""
_MOST_BODIES: Final = 3
_APART: Final = "\n"
"""Between claims that are searched as one; no folded text holds it."""


def likeness(some: Set[str], other: Set[str]) -> float:
    """Dice coefficient of two sets of words, 0 to 1."""
    return 2 * len(some & other) / (len(some) + len(other)) if some and other else 0.0


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))


def topic_words(text: str) -> frozenset[str]:
    """The words of a text that may be its topic: four letters and more.

    >>> sorted(topic_words("Rain again, in 2024"))
    ['again', 'rain']

    """
    if text.isascii():  # four times as fast
        words = text.encode().translate(_LETTERS).decode().split()
        return frozenset([word for word in words if len(word) >= _FEWEST_LETTERS])
    return frozenset(_TOPIC.findall(text.lower()))


_LETTERS: Final = bytes(sign if chr(sign).isalpha() else ord(" ") for sign in bytes(range(128)).lower()).ljust(256)


class Witness:
    """The claims of one page, prepared for comparison."""

    def __init__(self, document: Document, claims: PageClaims) -> None:
        def said(field: str) -> tuple[str, ...]:
            return claims.values(field)[:MOST_COMPARED]

        headlines = said("headline")
        self.headlines = [_words(text) for text in headlines]
        self.headline_words = frozenset[str]().union(*self.headlines)
        self.headline_keys = _APART.join(map(fold, headlines))
        descriptions = [key for text in said("standfirst") if len(key := fold(text)) > _FEWEST_LETTERS]
        self.descriptions = _joined(descriptions)
        self.long_descriptions = tuple(key for key in descriptions if len(key) > _SHORTEST_DESCRIPTION)
        self.body = " ".join(fold(text[:_LONGEST_BODY]) for text in said("article_body")[:_MOST_BODIES])
        self.names = _keys(said("authors"))
        self.topics = _keys(said("tags"))
        self.sections = _keys(said("sections"))
        self.site = _keys(said("site_name"))
        self.days = _days([*said("published"), *said("modified")])
        captions = _keys(image.caption for image in claims.images[:MOST_COMPARED] if image.caption)
        self.captions = _joined(captions)
        self.long_captions = tuple(key for key in captions if len(key) > _SHORTEST_CAPTION)
        self.alts = _keys(alt for picture in document.pictures if (alt := picture.element.attributes.get("alt")))

    def anchor(self, pieces: Sequence[Piece]) -> int | None:
        """Where the headline stands.

        It is the `<h1>` most like what is claimed, else a line like it, else the first `<h1>`.
        """
        headings = [i for i, piece in enumerate(pieces) if _is_main_heading(piece.element)]
        alike = {i: self._headline_likeness(pieces[i].text) for i in headings}
        best = max(headings, key=lambda i: alike[i], default=None)
        if not self.headlines or (best is not None and alike[best] >= _TWIN):
            return best
        lines = (i for i, piece in enumerate(pieces) if _SHORTEST_NAME < len(piece.text) <= _LONGEST_NAME)
        return next((i for i in lines if self._headline_likeness(pieces[i].text) >= _LIKENESS[2]), best)

    def _headline_likeness(self, text: str) -> float:
        words = _words(text)
        if words.isdisjoint(self.headline_words):
            return 0.0
        return max([likeness(words, claim) for claim in self.headlines])

    def features(self, text: str, line: Line) -> list[str]:
        """Name the claims that a line matches."""
        key = line.key
        names: list[str] = []
        if not key:
            return names
        if self.body and len(key) >= _FEWEST_LETTERS:
            names.append("body+" if key[:KEY] in self.body else "body-")
        if len(key) > 2 * _FEWEST_LETTERS:
            names += self._text_features(key)
        if len(text) <= _LONGEST_NAME:
            names += self._headline_features(text, key)
            names += self._name_features(key)
            if self.days and self._is_claimed_day(text):
                names.append("claimed-day")
        return names

    def _text_features(self, key: str) -> list[str]:
        names = []
        start = key[:KEY]
        if self.descriptions:
            if f"{_APART}{start}" in self.descriptions or start.startswith(self.long_descriptions):
                names.append("description")
            elif start in self.descriptions:
                names.append("description~")
        if self.captions and (start in self.captions or any(map(key.__contains__, self.long_captions))):
            names.append("claimed-caption")
        if key in self.alts:
            names.append("alt")
        return names

    def _headline_features(self, text: str, key: str) -> list[str]:
        if not self.headlines:
            return []
        names = [f"headline{bisect_right(_LIKENESS, self._headline_likeness(text))}"]
        if len(key) > 2 * _FEWEST_LETTERS and key in self.headline_keys:
            names.append("headline~")
        return names

    def _name_features(self, key: str) -> list[str]:
        names = []
        holds = key.__contains__
        if any(map(holds, self.names)):
            names.append("author=" if key in self.names else "author")
        if key in self.topics:
            names.append("topic")
        if key in self.sections:
            names.append("section")
        if any(map(holds, self.site)):
            names.append("site=" if key in self.site else "site")
        return names

    def _is_claimed_day(self, text: str) -> bool:
        numbers = {int(n) for n in _NUMBER.findall(text) if len(n) <= _FEWEST_LETTERS}
        return bool(numbers) and any(day <= numbers for day in self.days)


def _is_main_heading(element: Element | None) -> bool:
    if element is None:
        return False
    return element.tag == "h1" or (element.parent is not None and element.parent.tag == "h1")


def _joined(keys: Iterable[str]) -> str:
    """Keys as one text, each at the beginning of a line."""
    return "".join(f"{_APART}{key}" for key in keys)


def _keys(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(key for text in texts if len(key := fold(text)) >= _FEWEST_LETTERS)


def _days(texts: Sequence[str]) -> list[frozenset[int]]:
    """Year and day of the month of each date; months have many spellings."""
    found = (match for text in texts if (match := _ISO_DAY.search(text)))
    return [frozenset((int(match[1]), int(match[3]))) for match in found]


class Topic:
    """The words that the page's prose keeps coming back to, and what is said twice; of pieces in or near a window."""

    def __init__(self, pieces: Sequence[Piece], prose: Sequence[int], window: range) -> None:
        self.prose = prose
        self.window = window
        near = range(max(0, window.start - _REACH), min(len(pieces), window.stop + _REACH))
        self.words = {i: topic_words(piece.text) for i, piece in enumerate(pieces) if prose[i] or i in near}
        counts = Counter[str]()
        for i, words in self.words.items():
            if prose[i]:
                counts.update(words)
        self.once = frozenset(counts)
        self.again = frozenset([word for word, count in counts.items() if count > 1])

    def feature(self, i: int) -> str:
        """Name how much of a piece's words the rest of the prose uses too."""
        words = self.words[i]
        if not words:
            return "topic-"
        shared = words & (self.again if self.prose[i] else self.once)
        return f"topic{bisect_right(_TOPICAL, len(shared) / len(words))}"

    def twins(self) -> dict[int, list[str]]:
        """Name, piece by piece of the window, the neighbours that share most words with it."""
        found: dict[int, list[str]] = {}
        for i in range(self.window.start - _NEIGHBOURS[-1], self.window.stop):
            words = self.words.get(i)
            if not words:
                continue
            for step in _NEIGHBOURS:
                near = _twin_likeness(words, self.words.get(i + step))
                if near >= _TWIN:
                    kind = "same" if near == 1 else "alike"
                    if len(words) >= _FEWEST_WORDS:
                        found.setdefault(i, []).append(f"twin+{step}/{kind}")
                    if len(self.words[i + step]) >= _FEWEST_WORDS:
                        found.setdefault(i + step, []).append(f"twin-{step}/{kind}")
        return {i: names for i, names in found.items() if i in self.window}

    def echo(self, i: int) -> str:
        """Name how much a line shares with the line most like it, a little before or after."""
        words = self.words[i]
        best = 0.0
        if len(words) >= _FEWEST_WORDS:
            around = (self.words.get(at) for at in range(i - _REACH, i + _REACH + 1) if at != i)
            best = max([likeness(words, other) for other in around if other], default=0.0)
        return f"echo{bisect_right(_LIKENESS, best)}"


def _twin_likeness(words: frozenset[str], other: frozenset[str] | None) -> float:
    """Likeness of two sets of words, 0 where their sizes alone rule out twins."""
    if not other:
        return 0.0
    size, its = len(words), len(other)
    if size + its > 4 * min(size, its):
        return 0.0
    return likeness(words, other)
