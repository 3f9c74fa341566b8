"""What the labeller looks at: a Document's pieces, each as a list of short names of what is true of it.

In: a Document, its claims, and the vocabulary that training chose. Out: for every piece the names that the model has
weights for. Each module tells one kind: `line` the text by itself, `markup` the elements around it, `page` its place
and its like on the page, `witness` what the page says of itself, `neighbours` what stands around it, `crossing` what
counts only together, `galley` what the whole of a plain text tells. Here they are put together. Whatever pieces have in
common is worked out once: what a line says for all that read the same, what an element says for all that are alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from articlekit.claims import PageClaims
from articlekit.cleaner import Document, Element, Piece
from articlekit.features.crossing import (
    cross_gaps,
    cross_line,
    cross_pictures,
    cross_piece,
    cross_said,
    cross_spot,
    place_features,
    run_features,
    share_linked,
)
from articlekit.features.galley import galley_features
from articlekit.features.line import Line, length_of_line, read_line
from articlekit.features.markup import Markup
from articlekit.features.neighbours import (
    add_cues,
    bonds,
    gaps,
    pictures,
    shape_features,
    shape_of_line,
    shape_of_piece,
)
from articlekit.features.page import Layout, Place, Spot, linked_of, places, side_features, side_of, spot_of
from articlekit.features.vocabulary import Vocabulary
from articlekit.features.witness import Topic, Witness
from articlekit.features.words import word_features

__all__ = ["Description", "Vocabulary", "describe"]


@dataclass(frozen=True, slots=True)
class Description:
    """What is true of the pieces from just above the story to a little below it: a row of names for each.

    `window` is the range of pieces described; what stands farther from the story is the site's, not the article's.
    """

    window: range
    rows: list[list[str]]


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
    if plain:
        rows = _text_rows(view, topic)
    else:
        said = {text: witness.features(text, line) for text, line in lines.items()}
        rows = _html_rows(view, Markup(vocabulary.names, urlsplit(document.url or "").hostname), said)
    for i, names in topic.twins().items():
        rows[i - window.start].extend(names)
    add_cues(rows, view.lines)
    return Description(window, rows)


def _read(text: str, vocabulary: Vocabulary, *, plain: bool) -> Line:
    """Read a line, with all names that hold for each piece that reads so."""
    line = read_line(text, vocabulary)
    line.names.extend(word_features(text, vocabulary.telling, plain=plain))
    line.names.extend(cross_line(line))
    return line


def _common(view: _View) -> Iterator[list[str]]:
    """Name what HTML and plain text both tell of each piece."""
    layout = view.layout
    parts = zip(view.window, view.pieces, view.lines, view.places, view.topics, strict=True)
    for i, piece, line, place, topic in parts:
        runs = run_features(layout.ahead[i], layout.behind[i], line.size, place, topic)
        names = [*line.names, *place_features(place, line), *runs, topic]
        if layout.repeats[piece.text] > 1:
            names.append("again-from-top" if layout.first.get(piece.text, i) < i else "again")
        if layout.lines[piece.run] > len(piece.text):
            names.append(f"part{length_of_line(layout.lines[piece.run])}")
        if piece.element is not None and layout.elements[piece.element] > layout.lines[piece.run]:
            names.append(f"whole{length_of_line(layout.elements[piece.element])}")
        yield names


def _text_rows(view: _View, topic: Topic) -> list[list[str]]:
    """Describe pieces of plain text: by the blank lines between them too, and by what is said again."""
    shapes = [shape_of_line(piece.text, line) for piece, line in zip(view.pieces, view.lines, strict=True)]
    around = shape_features(shapes)
    between = cross_gaps(gaps(view.pieces), view.lines)
    parts = zip(_common(view), around, between, view.window, strict=True)
    rows = [[*common, *shape, *gap, topic.echo(i)] for common, shape, gap, i in parts]
    words = [topic.words[i] for i in view.window]
    for row, names in zip(rows, galley_features(view.pieces, view.lines, words), strict=True):
        row.extend(names)
    return rows


def _html_rows(view: _View, markup: Markup, said: dict[str, list[str]]) -> list[list[str]]:
    """Describe pieces of HTML: by elements, links and pictures too, and by what the page says of itself."""
    shapes = [shape_of_piece(piece, line) for piece, line in zip(view.pieces, view.lines, strict=True)]
    around = shape_features(shapes)
    bound = bonds(view.document.pieces, view.window)
    parts = zip(_common(view), _elements(view, markup, said), around, bound, strict=True)
    rows = [[*common, *element, *shape, *bond] for common, element, shape, bond in parts]
    for at, beside in pictures(view.document, view.window).items():
        rows[at].extend(beside)
        rows[at].extend(cross_pictures(view.pieces[at], view.lines[at], beside))
    return rows


def _elements(view: _View, markup: Markup, said: dict[str, list[str]]) -> Iterator[list[str]]:
    """Name what elements and links tell of each piece, and what the page says of it."""
    layout = view.layout
    spots: dict[Element, Spot] = {}
    around = zip(view.lines, view.places, view.topics, strict=True)
    for i, piece, (line, place, topic) in zip(view.window, view.pieces, around, strict=True):
        assert piece.element is not None
        element = layout.alike(piece.element)
        spot = spots.get(element)
        if spot is None:
            spot = spots[element] = _spot(layout, markup, element)
        linked = linked_of(piece)
        side = side_of(layout, i)
        claimed = said[piece.text]
        yield [
            *spot.names,
            *markup.word_features(piece, element),
            *markup.inline_features(piece, linked),
            *side_features(side, spot.steps),
            *claimed,
            *cross_said(spot, line.size, [topic, *claimed]),
            *cross_piece(spot, line, place, side, share_linked(linked, len(piece.text))),
        ]


def _spot(layout: Layout, markup: Markup, element: Element) -> Spot:
    """Tell where an element stands, with all names that hold for each of its pieces."""
    spot = spot_of(layout, element)
    spot.names.extend(markup.element_features(element))
    spot.names.extend(cross_spot(spot))
    return spot
