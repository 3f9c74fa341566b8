"""What the labeller looks at: a Document's pieces, each as a list of short names of what is true of it.

In: a Document, its claims, and the vocabulary that training chose. Out: for every piece the names that the model has
weights for. Each module tells one kind: `line` the text by itself, `markup` the elements around it, `page` its place and
its like on the page, `witness` what the page says of itself. Here they are put together, and each piece learns what its
neighbours look like.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from articlekit.claims import PageClaims
from articlekit.cleaner import Document, Piece
from articlekit.features.line import length_of, line_features, read_line
from articlekit.features.markup import Markup
from articlekit.features.page import Layout, layout_features
from articlekit.features.witness import Topic, Witness

_ENDINGS: Final = {**dict.fromkeys('.!?…”"。', "."), ":": ":"}
_SIDES: Final = ((-3, "---"), (-2, "--"), (-1, "-"), (1, "+"), (2, "++"), (3, "+++"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What training met on many sites: words of class names and addresses, short lines, first and last words."""

    names: frozenset[str] = frozenset()
    lines: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


def describe(document: Document, claims: PageClaims, vocabulary: Vocabulary) -> list[list[str]]:
    """Name what is true of each piece, in reading order."""
    pieces = document.pieces
    layout = Layout(document)
    topic = Topic(pieces, layout.prose)
    witness = Witness(document, claims)
    markup = Markup(vocabulary.names, urlsplit(document.url or "").hostname) if document.tree is not None else None
    rows = []
    shapes = []
    for i, (piece, place) in enumerate(zip(pieces, layout_features(layout), strict=True)):
        tokens, cues = read_line(piece.text)
        row = list(line_features(piece.text, tokens, cues))
        row += _vocabulary_features(tokens, vocabulary)
        row += place
        row.append(topic.feature(i))
        if markup is not None:
            row += markup.features(piece)
            row += witness.features(piece)
        rows.append(row)
        shapes.append(_shape(piece, cues))
    gaps = _gaps(pieces) if markup is None else _bonds(pieces)
    for i, row in enumerate(rows):
        row += _neighbours(shapes, i)
        row += gaps[i]
    return rows


def _vocabulary_features(tokens: Sequence[str], vocabulary: Vocabulary) -> Iterator[str]:
    if not tokens:
        return
    if len(tokens) <= 6 and (line := " ".join(tokens)) in vocabulary.lines:
        yield f"line={line}"
    if tokens[0] in vocabulary.words:
        yield f"first={tokens[0]}"
    if tokens[-1] in vocabulary.words:
        yield f"last={tokens[-1]}"
    if len(tokens) > 1 and (pair := f"{tokens[0]} {tokens[1]}") in vocabulary.words:
        yield f"first={pair}"


def _shape(piece: Piece, cues: Sequence[object]) -> str:
    """A piece as its neighbours see it."""
    element = piece.element
    size = length_of(piece.text)
    if element is None:
        return f"{size}{_ENDINGS.get(piece.text[-1], '')}{'*' if cues else ''}"
    linked = sum(mark.end - mark.start for mark in piece.inlines if mark.element.tag == "a")
    return f"{element.tag}{size}{'@' if 2 * linked > len(piece.text) else ''}"


def _neighbours(shapes: Sequence[str], i: int) -> Iterator[str]:
    for step, sign in _SIDES:
        at = i + step
        yield f"{sign}{shapes[at]}" if 0 <= at < len(shapes) else f"{sign}edge"
    here = shapes[i]
    if i:
        yield f"-{shapes[i - 1]}&{here}"
    if i + 1 < len(shapes):
        yield f"{here}&+{shapes[i + 1]}"


def _gaps(pieces: Sequence[Piece]) -> list[list[str]]:
    """Plain text: whether more than the usual blank lines stand before and after a piece."""
    least = min((piece.gap for piece in pieces[1:]), default=0)
    most = max((piece.gap for piece in pieces[1:]), default=0)

    def name(i: int) -> str:
        if i >= len(pieces) or not i:
            return "edge"
        return "even" if least == most else "wide" if pieces[i].gap > least else "close"

    carved = [bool(i and pieces[i].run == pieces[i - 1].run) for i in range(len(pieces))] + [False]
    return [
        [f"gap-{'same' if carved[i] else name(i)}", f"gap+{'same' if carved[i + 1] else name(i + 1)}"]
        for i in range(len(pieces))
    ]


def _bonds(pieces: Sequence[Piece]) -> list[list[str]]:
    """HTML: how closely each piece is bound to those before and after it by the elements around."""
    bonds = ["edge"] + [_bond(a, b) for a, b in zip(pieces, pieces[1:], strict=False)] + ["edge"]
    return [[f"bond-{bonds[i]}", f"bond+{bonds[i + 1]}"] for i in range(len(pieces))]


def _bond(a: Piece, b: Piece) -> str:
    if a.run == b.run:
        return "run"
    one, other = a.element, b.element
    assert one is not None
    assert other is not None
    if one is other:
        return "element"
    steps = 0
    while one is not other and steps < 6:
        if one.depth >= other.depth:
            if one.parent is None:
                break
            if one.depth == other.depth and other.parent is not None:
                other = other.parent
            one = one.parent
        elif other.parent is not None:
            other = other.parent
        steps += 1
    return str(steps)
