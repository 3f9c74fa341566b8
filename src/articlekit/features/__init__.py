"""What the labeller looks at: a Document's pieces, each as a list of short names of what is true of it.

In: a Document, its claims, and the vocabulary that training chose. Out: for every piece around the story the names of
what is true of it, in bundles (`vocabulary`). Each module tells one kind: `line` the text by itself, `markup` the
elements around it, `page` its place and its like on the page, `witness` what the page says of itself, `neighbours` what
stands around it, `crossing` what counts only together, `context` what labels, links, offers and dress tell of a
few roles, `galley` what the whole of a plain text tells. Here they are put together. Whatever pieces have in common is
worked out once: what a line says for all that read the same, what an element says for all that are alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple
from urllib.parse import urlsplit

from articlekit.claims import PageClaims
from articlekit.cleaner import Document, Element, Piece
from articlekit.features.context import context_features, text_context
from articlekit.features.crossing import (
    cross_gaps,
    cross_line,
    cross_pictures,
    cross_said,
    cross_sized,
    cross_spot,
    cross_topic,
    place_features,
    run_features,
    share_linked,
)
from articlekit.features.galley import galley_features
from articlekit.features.line import Line, length_of_line, read_line
from articlekit.features.markup import Markup
from articlekit.features.neighbours import (
    bonds,
    gaps,
    pictures,
    shape_features,
    shape_of_line,
    shape_of_piece,
    tell_neighbours,
)
from articlekit.features.page import Layout, Place, Spot, linked_of, places, side_features, side_of, spot_of
from articlekit.features.vocabulary import Bundle, Row, Vocabulary, names_of
from articlekit.features.witness import Topic, Witness
from articlekit.features.words import word_features

__all__ = ["Bundle", "Description", "Row", "Vocabulary", "describe", "names_of"]


class Description(NamedTuple):
    """What is true of the pieces from just above the story to a little below it: a row of names for each.

    `window` is the range of pieces described; what stands farther from the story is the site's, not the article's.
    """

    window: range
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """A window of a document as the modules have read it, piece by piece."""

    document: Document
    layout: Layout
    window: range
    pieces: Sequence[Piece]
    lines: list[Line]
    places: list[Place]
    topics: list[str]


def describe(document: Document, claims: PageClaims, vocabulary: Vocabulary) -> Description:
    """Name what is true of each piece around the story, in reading order."""
    if not document.pieces:
        return Description(range(0), [])
    witness = Witness(document, claims)
    layout = Layout(document, witness.anchor(document.pieces))
    window = layout.window
    topic = Topic(document.pieces, layout.prose, window)
    pieces = document.pieces[window.start : window.stop]
    plain = document.tree is None
    lines = {text: _read(text, vocabulary, plain=plain) for text in dict.fromkeys([piece.text for piece in pieces])}
    view = _View(
        document=document,
        layout=layout,
        window=window,
        pieces=pieces,
        lines=[lines[piece.text] for piece in pieces],
        places=places(layout, window),
        topics=[topic.feature(i) for i in window],
    )
    rows = _text_rows(view, topic, lines) if plain else _html_rows(view, vocabulary, witness, lines)
    for i, names in topic.twins().items():
        rows[i - window.start].append(tuple(names))
    for row, told in zip(rows, tell_neighbours("cue", [line.themes for line in view.lines]), strict=True):
        row.append(told)
    return Description(window, rows)


def _read(text: str, vocabulary: Vocabulary, *, plain: bool) -> Line:
    """Read a line, with all names that hold for each piece that reads so."""
    line = read_line(text, vocabulary)
    line.names.extend(word_features(text, line.words, vocabulary.telling, plain=plain))
    line.names.extend(cross_line(line))
    return line


def _common(view: _View, lines: dict[str, Line]) -> Iterator[list[Bundle]]:
    """Name what HTML and plain text both tell of each piece."""
    layout = view.layout
    read = {text: tuple(line.names) for text, line in lines.items()}
    parts = zip(view.window, view.pieces, view.lines, view.places, view.topics, strict=True)
    for i, piece, line, place, topic in parts:
        runs = run_features(layout.ahead[i], layout.behind[i], line.size, place, topic)
        row = [read[piece.text], *place_features(place, line), runs]
        if layout.repeats[piece.text] > 1:
            row.append(("again-from-top",) if layout.first.get(piece.text, i) < i else ("again",))
        if layout.lines[piece.run] > len(piece.text):
            row.append((f"part{length_of_line(layout.lines[piece.run])}",))
        if piece.element is not None and layout.elements[piece.element] > layout.lines[piece.run]:
            row.append((f"whole{length_of_line(layout.elements[piece.element])}",))
        yield row


def _text_rows(view: _View, topic: Topic, lines: dict[str, Line]) -> list[list[Bundle]]:
    """Describe pieces of plain text: by the blank lines between them too, and by what is said again."""
    shapes = [shape_of_line(piece.text, line) for piece, line in zip(view.pieces, view.lines, strict=True)]
    around = shape_features(shapes)
    between = cross_gaps(gaps(view.pieces), view.lines)
    parts = zip(_common(view, lines), around, between, view.window, view.topics, strict=True)
    rows = [[*common, shape, gap, (shared, topic.echo(i))] for common, shape, gap, i, shared in parts]
    words = [topic.words[i] for i in view.window]
    context = text_context([piece.text for piece in view.pieces], view.lines)
    for row, names, more in zip(rows, galley_features(view.pieces, view.lines, words), context, strict=True):
        row += [tuple(names), more]
    return rows


def _html_rows(view: _View, vocabulary: Vocabulary, witness: Witness, lines: dict[str, Line]) -> list[list[Bundle]]:
    """Describe pieces of HTML: by elements, links and pictures too, and by what the page says of itself."""
    document, window = view.document, view.window
    said = {text: tuple(witness.features(text, line)) for text, line in lines.items()}
    context = context_features(document, witness.names, view.layout, (view.lines, view.places), said)
    for text, line in lines.items():
        line.names += said[text]
    links = [linked_of(piece) for piece in view.pieces]
    shapes = [shape_of_piece(*each) for each in zip(view.pieces, view.lines, links, strict=True)]
    markup = Markup(vocabulary.names, urlsplit(document.url or "").hostname)
    kinds = (
        _common(view, lines),
        _elements(view, markup, said, links),
        zip(shape_features(shapes), bonds(document.pieces, window), strict=True),
        context,
    )
    rows = [[*chain.from_iterable(row)] for row in zip(*kinds, strict=True)]
    for at, beside in pictures(document, window).items():
        rows[at].append((*beside, *cross_pictures(view.pieces[at], view.lines[at], beside)))
    return rows


def _elements(view: _View, markup: Markup, said: dict[str, Bundle], links: list[int]) -> Iterator[list[Bundle]]:
    """Name what elements and links tell of each piece, and what the page says of it."""
    layout = view.layout
    known: dict[Element, tuple[Spot, Bundle]] = {}
    around = zip(view.lines, view.topics, links, strict=True)
    for i, piece, (line, topic, linked) in zip(view.window, view.pieces, around, strict=True):
        assert piece.element is not None
        element = layout.alike(piece.element)
        if element not in known:
            known[element] = _stand(layout, markup, element)
        spot, names = known[element]
        side = side_of(layout, i)
        tag, main, _ = spot.key
        row = [
            names,
            markup.word_features(piece, element),
            markup.inline_features(piece, linked),
            side_features(side, spot.steps),
            cross_topic(tag, main, line.size, topic),
            cross_sized(spot.key, line.size, side, share_linked(linked, len(piece.text))),
        ]
        if claimed := said[piece.text]:
            row.append(cross_said(tag, main, line.size, claimed))
        yield row


def _stand(layout: Layout, markup: Markup, element: Element) -> tuple[Spot, Bundle]:
    """Tell where an element stands, and all names that hold for each of its pieces."""
    spot = spot_of(layout, element)
    return spot, (*spot.names, *markup.element_features(element, veiled=not layout.unveiled), *cross_spot(spot.key))
