"""What counts only together: a length in a container, a cue in a short line, a place with a likeness.

In: what the other modules found of one piece. Out: names of pairs and triples. A random field weighs each name by
itself; what is true only of a combination needs a name of its own. Most combinations come again and again, so those
of a few values are remembered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Final

from articlekit.cleaner import Piece
from articlekit.features.line import Line
from articlekit.features.page import Place, Spot

_SAID: Final = ("body+", "body-", "topic")
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


def place_features(place: Place, line: Line) -> list[str]:
    """Name a place in the page's prose, and the combinations of it and a line."""
    before, after, since, until = place
    return [*_between(before, after, line.size), *_beside(since, until, line.size, line.end)]


@cache
def _between(before: int, after: int, size: str) -> tuple[str, ...]:
    """Name how much prose stands before and after."""
    return (
        f"before{before}",
        f"after{after}",
        f"&c{before}/{after}",
        f"&d<{before}{size}",
        f"&e>{after}{size}",
    )


@cache
def _beside(since: int, until: int, size: str, end: str) -> tuple[str, ...]:
    """Name how far the nearest prose before and after stands."""
    close = f"{min(since, _CLOSE)}{min(until, _CLOSE)}"
    return (f"since{since}", f"until{until}", f"&a{close}{size}", f"&b{close}{size}{end}")


@lru_cache(_REMEMBERED)
def run_features(ahead: int, behind: int, size: str, place: Place, topic: str) -> tuple[str, ...]:
    """Name the rows of prose right after and before a piece, and the first together with length and topic."""
    close = min(place.since, _CLOSE)
    return (f"ahead{ahead}", f"behind{behind}", f"&u{ahead}{size}{close}", f"&v{ahead}{topic}{size}")


def cross_spot(spot: Spot) -> list[str]:
    """Name the combinations that hold for all pieces of an element."""
    return [f"&k{spot.main}{spot.tag}", f"&z{spot.kin}", f"&n{spot.main}{spot.article}"]


def cross_piece(spot: Spot, line: Line, place: Place, side: str, linked: str) -> list[str]:
    """Name the combinations of a line's length, end and links, its place, and the containers around it."""
    tag, main, size = spot.tag, spot.main, line.size
    return [
        *_sized(tag, main, size, linked),
        *_contained((tag, main, spot.article, spot.mass), size, side),
        f"&l{main}{size}{line.end}",
        f"&m{main}{place.after}{tag}",
    ]


@lru_cache(_REMEMBERED)
def _sized(tag: str, main: str, size: str, linked: str) -> tuple[str, ...]:
    return (f"&i{tag}{size}{linked}", f"&j{main}{size}{linked}")


@lru_cache(_REMEMBERED)
def _contained(spot: tuple[str, str, str, str], size: str, side: str) -> tuple[str, ...]:
    tag, main, article, mass = spot
    return (f"&o{main}{mass}{size}", f"&p{side}{size}{tag}", f"&q{side}{main}{article}{size}")


def cross_said(spot: Spot, size: str, said: Sequence[str]) -> list[str]:
    """Name what the page says of a piece together with its container and length, or its tag."""
    tag, end = spot.tag, spot.main + size
    return [f"&r{name}{end}" if name.startswith(_SAID) else name + tag for name in said]


def cross_pictures(piece: Piece, line: Line, pictures: Iterable[str]) -> Iterator[str]:
    """Name a piece's length and tag together with the pictures beside it."""
    tag = piece.element.tag if piece.element is not None else ""
    for name in pictures:
        if "/" not in name:
            yield f"&s{name}{line.size}"
            yield f"&t{name}{tag}"


def cross_gaps(gaps: Iterable[tuple[str, str]], lines: Iterable[Line]) -> list[tuple[str, ...]]:
    """Name the blank lines before and after each line of plain text, by themselves and together with its length."""
    return [
        (before, after, f"&h{before}{line.size}", f"&h{after}{line.size}")
        for (before, after), line in zip(gaps, lines, strict=True)
    ]


def share_linked(linked: int, size: int) -> str:
    """How much of a piece is a link: none, some, all."""
    return "@" if 2 * linked > size else "~" if linked else ""
