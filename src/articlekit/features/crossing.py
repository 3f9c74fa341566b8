"""What counts only together: a length in a container, a cue in a short line, a place with a likeness.

In: what the other modules found of one piece. Out: names of pairs and triples. A random field weighs each name by
itself; what is true only of a combination needs a name of its own. Most combinations come again and again, so those
of a few values are remembered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Final

from articlekit.cleaner import Piece
from articlekit.features.line import Line
from articlekit.features.page import Place, SpotKey
from articlekit.features.vocabulary import Bundle

_SAID: Final = ("body+", "body-")
"""Beginnings of what the page says that counts by container and length; the rest counts by tag."""
_CLOSE: Final = 3
"""Gaps beyond this all count the same."""
_REMEMBERED: Final = 4096
"""Combinations; tags make them many."""


def cross_line(line: Line) -> list[str]:
    """Name the combinations that hold for a line by itself."""
    names = [f"&f{line.start}{line.end}{line.size}"]
    if line.themes:
        names += [f"&g{theme}{line.size}" for theme in line.themes]
    return names


def place_features(place: Place, line: Line) -> tuple[Bundle, Bundle]:
    """Name a place in the page's prose, and the combinations of it and a line."""
    before, after, since, until = place
    return _between(before, after, line.size), _beside(since, until, line.size, line.end)


@cache
def _between(before: int, after: int, size: str) -> Bundle:
    """Name how much prose stands before and after."""
    return (
        f"before{before}",
        f"after{after}",
        f"&c{before}/{after}",
        f"&d<{before}{size}",
        f"&e>{after}{size}",
    )


@cache
def _beside(since: int, until: int, size: str, end: str) -> Bundle:
    """Name how far the nearest prose before and after stands."""
    close = f"{min(since, _CLOSE)}{min(until, _CLOSE)}"
    return (f"since{since}", f"until{until}", f"&a{close}{size}", f"&b{close}{size}{end}")


@lru_cache(_REMEMBERED)
def run_features(ahead: int, behind: int, size: str, place: Place, topic: str) -> Bundle:
    """Name the rows of prose right after and before a piece, and the first together with length and topic."""
    close = min(place.since, _CLOSE)
    return (f"ahead{ahead}", f"behind{behind}", f"&u{ahead}{size}{close}", f"&v{ahead}{topic}{size}")


def cross_spot(spot: SpotKey) -> list[str]:
    """Name the combinations that hold for all pieces of an element."""
    return [f"&k{spot.main}{spot.tag}", f"&n{spot.main}{spot.article}"]


@lru_cache(_REMEMBERED)
def cross_sized(spot: SpotKey, size: str, side: str, linked: str) -> Bundle:
    """Name the combinations of a line's length, links and side of the headline, and the containers around it."""
    tag, main, article = spot
    return (
        f"&i{tag}{size}{linked}",
        f"&j{main}{size}{linked}",
        f"&p{side}{size}{tag}",
        f"&x{main}{article}{size}",
    )


@lru_cache(_REMEMBERED)
def cross_said(tag: str, main: str, size: str, said: Bundle) -> Bundle:
    """Name what the page says of a piece together with its container and length, or its tag."""
    end = main + size
    return tuple([f"&r{name}{end}" if name.startswith(_SAID) else name + tag for name in said])


@lru_cache(_REMEMBERED)
def cross_topic(tag: str, main: str, size: str, topic: str) -> Bundle:
    """Name how much of the story's words a piece shares, by itself and together with its container and length."""
    return (topic, f"&r{topic}{main}{size}")


def cross_pictures(piece: Piece, line: Line, pictures: Iterable[str]) -> Iterator[str]:
    """Name a piece's length and tag together with the pictures beside it."""
    tag = piece.element.tag if piece.element is not None else ""
    for name in pictures:
        if "/" not in name:
            yield f"&s{name}{line.size}"
            yield f"&t{name}{tag}"


def cross_gaps(gaps: Iterable[Bundle], lines: Iterable[Line]) -> list[Bundle]:
    """Name the blank lines before and after each line of plain text, by themselves and together with its length."""
    return [
        (before, after, f"&h{before}{line.size}", f"&h{after}{line.size}")
        for (before, after), line in zip(gaps, lines, strict=True)
    ]


def share_linked(linked: int, size: int) -> str:
    """How much of a piece is a link: none, some, all."""
    return "@" if 2 * linked > size else "~" if linked else ""
