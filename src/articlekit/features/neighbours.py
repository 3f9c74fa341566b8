"""What a piece sees of those around it: their shapes, their cues, the gaps and bonds between, the pictures beside.

In: the pieces of a window, as they were read. Out: for each the names of what stands around it. A random field sees
only the neighbour's role; here is what tells that a caption ends and a credit begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

from articlekit.cleaner import Document, Piece
from articlekit.features.line import Line
from articlekit.features.page import steps_between
from articlekit.features.vocabulary import Bundle

_ENDINGS: Final = {**dict.fromkeys('.!?…”"。', "."), ":": ":"}
_SIDES: Final = (("---", -3), ("--", -2), ("-", -1), ("+", 1), ("++", 2), ("+++", 3))
_SIGHT: Final = 3
"""Pieces to each side whose shape counts."""
_NEAR: Final = (-2, -1, 1, 2)
"""Pieces whose cues and labels count."""
_PICTURE_REACH: Final = 3
"""Pieces from a picture within which text may belong to it."""
_REMEMBERED: Final = 4096
"""Shapes and pairs of them; tags make them many."""
_EDGE: Final = "edge"


def shape_of_line(text: str, line: Line) -> str:
    """A line of plain text as its neighbours see it."""
    return f"{line.size}{_ENDINGS.get(text[-1], '')}{'*' if line.cued else ''}"


def shape_of_piece(piece: Piece, line: Line, linked: int) -> str:
    """A piece of HTML as its neighbours see it; `linked` characters of it are a link's."""
    tag = piece.element.tag if piece.element is not None else ""
    return f"{tag}{line.size}@" if 2 * linked > len(piece.text) else f"{tag}{line.size}"


def shape_features(shapes: Sequence[str]) -> list[Bundle]:
    """Name the shapes around each piece, and the pairs that it is in; beyond the first and the last is the edge."""
    edges = (_EDGE,) * _SIGHT
    sides = zip(_SIDES, zip(*map(_seen, (*edges, *shapes, *edges)), strict=True), strict=True)
    shifted = [names[_SIGHT + step : _SIGHT + step + len(shapes)] for (_, step), names in sides]
    pairs = [_pair(one, other) for one, other in pairwise((_EDGE, *shapes, _EDGE))]
    return [
        (*seen, behind[1], ahead[0])
        for seen, behind, ahead in zip(zip(*shifted, strict=True), pairs, pairs[1:], strict=False)
    ]


@lru_cache(_REMEMBERED)
def _seen(shape: str) -> tuple[str, ...]:
    """The names of a shape for those who see it three, two, one before them, one, two, three after them."""
    return tuple([f"{sign}{shape}" for sign, _ in _SIDES])


@lru_cache(_REMEMBERED)
def _pair(one: str, other: str) -> tuple[str, str]:
    """The names of two neighbours' shapes, for the first and for the second of them."""
    return f"{one}&+{other}", f"-{one}&{other}"


def tell_neighbours(sign: str, told: Sequence[Iterable[str]]) -> list[Bundle]:
    """Name for each line what the two before and after it tell, such as the cues or labels that they open with.

    >>> tell_neighbours("cue", [["^promo"], [], []])
    [(), ('cue-1^promo',), ('cue-2^promo',)]

    """
    rows: list[list[str]] = [[] for _ in told]
    for i, openings in enumerate(told):
        for opening in openings:
            for step in _NEAR:
                if 0 <= i - step < len(rows):
                    rows[i - step].append(f"{sign}{step:+}{opening}")
    return [*map(tuple, rows)]


def gaps(pieces: Sequence[Piece]) -> list[tuple[str, str]]:
    """Plain text: whether more than the usual blank lines stand before and after each piece."""
    found = [piece.gap for piece in pieces[1:]]
    least, most = min(found, default=0), max(found, default=0)
    between = ["same" if a.run == b.run else _gap(b.gap, least, most) for a, b in pairwise(pieces)]
    return [(f"gap-{before}", f"gap+{after}") for before, after in pairwise([_EDGE, *between, _EDGE])]


def _gap(gap: int, least: int, most: int) -> str:
    return "even" if least == most else "wide" if gap > least else "close"


def bonds(pieces: Sequence[Piece], window: range) -> list[Bundle]:
    """HTML: how closely each piece of a window is bound to those before and after it by the elements around."""
    edges = range(window.start - 1, window.stop)
    between = [_bond(pieces[i], pieces[i + 1]) if 0 <= i < len(pieces) - 1 else _EDGE for i in edges]
    return [_bound(before, after) for before, after in pairwise(between)]


@cache
def _bound(before: str, after: str) -> Bundle:
    return (f"bond-{before}", f"bond+{after}")


def _bond(one: Piece, other: Piece) -> str:
    return "run" if one.run == other.run else steps_between(one.element, other.element)


def pictures(document: Document, window: range) -> dict[int, list[str]]:
    """HTML: the pictures right before and after pieces, by place in the window, and how closely they are bound."""
    found: dict[int, dict[str, None]] = {}
    for picture in document.pictures:
        if picture.element.tag == "svg":
            continue
        for i, side in _beside(picture.before):
            if i in window:
                steps = steps_between(picture.element, document.pieces[i].element)
                names = found.setdefault(i - window.start, {})
                names[side] = names[f"{side}/{steps}"] = None
    return {i: list(names) for i, names in found.items()}


def _beside(before: int) -> Iterable[tuple[int, str]]:
    """The pieces near a picture that stands before one, and on which side and how far the picture is for each."""
    for distance in range(_PICTURE_REACH):
        yield before + distance, f"pic-{distance}"
        yield before - 1 - distance, f"pic+{distance}"
