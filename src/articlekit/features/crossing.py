"""What counts only together: a length in a container, a cue in a short line, a place with a likeness.

In: what the other modules found of one piece. Out: names of pairs and triples. A random field weighs each name by
itself; what is true only of a combination needs a name of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from articlekit.cleaner import Piece
from articlekit.features.line import end_of, length_of, start_of
from articlekit.features.page import Place

_SAID: Final = frozenset({"body+", "body-"})
_CLOSE: Final = 3
"""Gaps beyond this all count the same."""


def cross(
    piece: Piece, place: Place, said: Sequence[str], themes: Sequence[str], around: Iterable[str]
) -> Iterator[str]:
    """Name the combinations that hold for a piece."""
    size, end = length_of(piece.text), end_of(piece.text)
    since, until = min(place.since, _CLOSE), min(place.until, _CLOSE)
    yield f"&a{since}{until}{size}"
    yield f"&b{since}{until}{size}{end}"
    yield f"&c{place.before}/{place.after}"
    yield f"&d<{place.before}{size}"
    yield f"&e>{place.after}{size}"
    yield f"&f{start_of(piece.text)}{end}{size}"
    yield f"&u{place.ahead}{size}{since}"
    for name in said:
        if name.startswith("topic"):
            yield f"&v{place.ahead}{name}{size}"
    for theme in themes:
        yield f"&g{theme}{size}"
    element = piece.element
    if element is None:
        for gap in around:
            yield f"&h{gap}{size}"
        return
    tag, main = element.tag, place.main
    linked = _linked(piece)
    yield f"&i{tag}{size}{linked}"
    yield f"&j{main}{size}{linked}"
    yield f"&k{main}{tag}"
    yield f"&l{main}{size}{end}"
    yield f"&m{main}{place.after}{tag}"
    yield f"&z{place.kin}"
    yield f"&n{main}{place.article}"
    yield f"&o{main}{place.mass}{size}"
    yield f"&p{place.side}{size}{tag}"
    yield f"&q{place.side}{main}{place.article}{size}"
    for name in said:
        yield f"&r{name}{main}{size}" if name in _SAID or name.startswith("topic") else f"{name}{tag}"
    for name in around:
        if name.startswith("pic") and "/" not in name:
            yield f"&s{name}{size}"
            yield f"&t{name}{tag}"


def _linked(piece: Piece) -> str:
    """How much of a piece is a link: none, some, all."""
    linked = sum(mark.end - mark.start for mark in piece.inlines if mark.element.tag == "a")
    return "@" if 2 * linked > len(piece.text) else "~" if linked else ""
