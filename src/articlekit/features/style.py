"""How a piece is dressed, held against how the story's paragraphs on this page are.

In: the pieces and the pictures among them, and the page's layout. Out: for each piece of a window a tuple of names. No
class word needs to be known: a page dresses its paragraphs alike, and what is dressed otherwise between them is
something else. Captions without a frame give themselves away so: all that wear their dress follow a picture.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from typing import Final, NamedTuple

from articlekit.cleaner import Document, Element, Piece
from articlekit.features.line import Line, fold
from articlekit.features.page import Layout

_ALL: Final = 0.9
"""The share of a piece that an inline element must cover to be part of its dress."""
_SECOND: Final = 0.2
"""The share of the commonest dress's prose from which on another is the story's too."""
_SHARES: Final = (0.01, 0.35, 0.7, 0.99)
_COUNTS: Final = (2, 4)
_REACH: Final = 2
"""Pieces from a picture within which its alternative text may be printed."""
_SHORTEST_ALT: Final = 8
_START: Final = 40
"""Letters that two texts must begin with to say the same, if they are so long."""

Dress = tuple[str, str, str]
"""Tag and class of an element, and of what is inline all over it."""


class _Worn(NamedTuple):
    """What is said of a dress: its prose against the story's, its tag, how often a picture stands before and after."""

    kind: str
    tag: str
    behind: str
    before: str


def style_features(
    document: Document, layout: Layout, window: range, lines: Sequence[Line]
) -> Iterator[tuple[str, ...]]:
    """Name how each piece of a window is dressed, by the page's own measure."""
    dresses = [*_dresses(document.pieces[window.start : window.stop])]
    after = {picture.before for picture in document.pictures if picture.element.tag != "svg"}
    worn = _weigh(dresses, layout, window, after)
    alts = _alts(document, window)
    for i, dress, line in zip(window, dresses, lines, strict=True):
        names = _names(worn[dress], line.size, line.end, i in after, i + 1 in after)
        yield (*names, "near-alt") if i in alts and _is_alt(line.key, alts[i]) else names


@lru_cache(4096)
def _names(worn: _Worn, size: str, end: str, behind: bool, before: bool) -> tuple[str, ...]:
    kind = worn.kind
    return (
        f"dress{kind}",
        f"dress{kind}{worn.tag}",
        f"dresspic{worn.behind}",
        f"dresspic+{worn.before}",
        f"dresspic{kind}{worn.behind}",
        f"dress&{kind}{size}{behind:d}{before:d}",
        f"dress&{kind}{size}{end}",
        f"dresspic&{worn.behind}{size}",
    )


def _weigh(dresses: Sequence[Dress], layout: Layout, window: range, after: Set[int]) -> dict[Dress, _Worn]:
    """Count how much prose wears each dress, and how often pictures stand before and after it."""
    prose = Counter[Dress]()
    behind = Counter[Dress]()
    before = Counter[Dress]()
    for i, dress in zip(window, dresses, strict=True):
        if layout.prose[i] and layout.is_inside(i):
            prose[dress] += layout.prose[i]
        if i in after:
            behind[dress] += 1
        if i + 1 in after:
            before[dress] += 1
    main, most = prose.most_common(1)[0] if prose else (None, 1)
    worn = {}
    for dress, count in Counter(dresses).items():
        kind = "=" if dress == main else "~" if prose[dress] >= _SECOND * most else "-" if prose[dress] else "!"
        tag = "" if main is None else "t" if dress[0] == main[0] else "d"
        many = bisect_right(_COUNTS, count)
        worn[dress] = _Worn(
            kind,
            tag + "i" if dress[2] else tag,
            f"{bisect_right(_SHARES, behind[dress] / count)}{many}",
            f"{bisect_right(_SHARES, before[dress] / count)}{many}",
        )
    return worn


def _dresses(pieces: Sequence[Piece]) -> Iterator[Dress]:
    known: dict[Element, Dress] = {}
    for piece in pieces:
        element = piece.element
        assert element is not None
        plain = known.get(element)
        if plain is None:
            plain = known[element] = (element.tag, element.attributes.get("class") or "", "")
        most = _ALL * len(piece.text)
        if piece.inlines and (over := [mark.element for mark in piece.inlines if mark.end - mark.start >= most]):
            inline = " ".join([f"{each.tag}.{each.attributes.get('class') or ''}" for each in over])
            yield (plain[0], plain[1], inline)
        else:
            yield plain


def _alts(document: Document, window: range) -> dict[int, list[str]]:
    """The alternative texts of the pictures near each piece."""
    found: dict[int, list[str]] = {}
    for picture in document.pictures:
        if picture.before in window and (alt := picture.element.attributes.get("alt")):
            key = fold(alt)
            if len(key) >= _SHORTEST_ALT:
                for i in range(picture.before - 1, picture.before + _REACH + 1):
                    found.setdefault(i, []).append(key)
    return found


def _is_alt(key: str, alts: Sequence[str]) -> bool:
    """Whether a text and an alternative text begin alike."""
    sizes = [min(len(key), len(alt), _START) for alt in alts]
    return len(key) >= _SHORTEST_ALT and any(key[:n] == alt[:n] for n, alt in zip(sizes, alts, strict=True))
