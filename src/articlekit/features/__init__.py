"""What the labeller looks at: a Document's pieces, each as a list of short names of what is true of it.

In: a Document, its claims, and the vocabulary that training chose. Out: for every piece the names that the model has
weights for. Each module tells one kind: `line` the text by itself, `markup` the elements around it, `page` its place and
its like on the page, `witness` what the page says of itself. Here they are put together, and each piece learns what its
neighbours look like.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from operator import add
from typing import Final
from urllib.parse import urlsplit

from articlekit.claims import PageClaims
from articlekit.cleaner import Document, Piece
from articlekit.features.crossing import cross
from articlekit.features.line import length_of, length_of_line, line_features, read_line
from articlekit.features.markup import Markup
from articlekit.features.page import Layout, layout_features, steps_between
from articlekit.features.witness import Topic, Witness
from articlekit.features.words import word_features
from articlekit.lexicon import Cue

_ENDINGS: Final = {**dict.fromkeys('.!?…”"。', "."), ":": ":"}
_NEAR: Final = (-2, -1, 1, 2)
_PICTURE_REACH: Final = 3
"""Pieces from a picture within which text may belong to it."""
_SIDES: Final = ((-3, "---"), (-2, "--"), (-1, "-"), (1, "+"), (2, "++"), (3, "+++"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What training met on many sites: words of class names and addresses, short lines, first and last words, telling words."""

    names: frozenset[str] = frozenset()
    lines: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    telling: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Description:
    """What is true of the pieces from just above the story to a little below it: a row of names for each.

    `window` is the range of pieces described; what stands farther from the story is the site's, not the article's.
    """

    window: range
    rows: list[list[str]]


def describe(document: Document, claims: PageClaims, vocabulary: Vocabulary) -> Description:
    """Name what is true of each piece around the story, in reading order."""
    pieces = document.pieces
    witness = Witness(document, claims)
    layout = Layout(document, witness.anchor(pieces))
    topic = Topic(pieces, layout.prose)
    markup = Markup(vocabulary.names, urlsplit(document.url or "").hostname) if document.tree is not None else None
    window = layout.window
    places = islice(layout_features(layout), window.start, window.stop)
    lines = [read_line(pieces[i].text) for i in window]
    shapes = [_shape(pieces[i], cues) for i, (_, cues) in zip(window, lines, strict=True)]
    themes = [_themes(cues, len(tokens)) for tokens, cues in lines]
    around = _gaps(pieces) if markup is None else list(map(add, _bonds(pieces), _pictures(document)))
    rows = []
    for at, (i, place, (tokens, cues)) in enumerate(zip(window, places, lines, strict=True)):
        piece = pieces[i]
        row = list(line_features(piece.text, tokens, cues))
        row += _line_place(layout, piece)
        row += _vocabulary_features(tokens, vocabulary)
        row += word_features(piece.text, vocabulary.telling, plain=markup is None)
        row += place.names
        row += topic.twins(i)
        topical = topic.feature(i)
        row.append(topical)
        said: list[str] = []
        if markup is None:
            row.append(topic.echo(i))
        else:
            said = list(witness.features(piece))
            row += markup.features(piece)
            row += said
        row += _neighbours(shapes, at)
        row += _neighbour_cues(themes, at)
        row += around[i]
        row += cross(piece, place, [topical, *said], themes[at], around[i])
        rows.append(row)
    return Description(window, rows)


def _line_place(layout: Layout, piece: Piece) -> Iterator[str]:
    """Name the whole line that a carved piece is part of, and what else its element holds."""
    line = layout.lines[piece.run]
    if line > len(piece.text):
        yield f"part{length_of_line(line)}"
    if piece.element is not None and (whole := layout.elements[piece.element]) > line:
        yield f"whole{length_of_line(whole)}"


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


def _shape(piece: Piece, cues: Sequence[Cue]) -> str:
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


def _themes(cues: Sequence[Cue], count: int) -> tuple[str, ...]:
    """The themes that a line opens with, or is nothing but."""
    found = {f"={cue.theme}" if cue.end == count else f"^{cue.theme}" for cue in cues if not cue.start}
    return tuple(sorted(found))


def _neighbour_cues(themes: Sequence[Sequence[str]], i: int) -> Iterator[str]:
    for step in _NEAR:
        at = i + step
        if 0 <= at < len(themes):
            for theme in themes[at]:
                yield f"cue{step:+}{theme}"


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
    inner = ["run" if a.run == b.run else steps_between(a.element, b.element) for a, b in pairwise(pieces)]
    bonds = ["edge", *inner, "edge"]
    return [[f"bond-{bonds[i]}", f"bond+{bonds[i + 1]}"] for i in range(len(pieces))]


def _pictures(document: Document) -> list[list[str]]:
    """HTML: the pictures right before and after each piece, and how closely they are bound to it."""
    found: list[list[str]] = [[] for _ in document.pieces]
    for picture in document.pictures:
        if picture.element.tag == "svg":
            continue
        for distance in range(_PICTURE_REACH):
            for i, sign in ((picture.before + distance, "-"), (picture.before - 1 - distance, "+")):
                if 0 <= i < len(found):
                    steps = steps_between(picture.element, document.pieces[i].element)
                    found[i].append(f"pic{sign}{distance}")
                    found[i].append(f"pic{sign}{distance}/{steps}")
    return [list(dict.fromkeys(names)) for names in found]
