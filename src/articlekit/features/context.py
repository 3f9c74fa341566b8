"""All that is told of a piece by its dress, its labels, its links, its offers, and by what is beside it.

In: a document, its claimed authors and layout, its window as it was read, and what the page says of each line. Out: a
tuple of names for each piece. Here `style`, `labels`, `destinations`, `offers`, `bios` and `facts` are put together;
what a line says is worked out once for all that read the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple

from articlekit.cleaner import Document
from articlekit.features.bios import Bios
from articlekit.features.destinations import Destinations
from articlekit.features.facts import fact_features, facts_of, labels_of
from articlekit.features.labels import Labels, read_labels
from articlekit.features.line import Line
from articlekit.features.neighbours import tell_neighbours
from articlekit.features.offers import Offer, offer_features, read_offer
from articlekit.features.page import Layout, Place, side_of
from articlekit.features.style import style_features
from articlekit.features.vocabulary import Bundle

_ALT: Final = "near-alt"
_LABEL: Final = "L"


def context_features(
    document: Document,
    authors: Iterable[str],
    layout: Layout,
    read: tuple[Sequence[Line], Sequence[Place]],
    said: Mapping[str, Sequence[str]],
) -> list[list[Bundle]]:
    """Name the context of each piece of the layout's window; `read` are its lines and places, `said` what of a text."""
    lines, places = read
    window = layout.window
    pieces = document.pieces[window.start : window.stop]
    texts = [piece.text for piece in pieces]
    bios, destinations = Bios(authors), Destinations()
    known: dict[str, _Text] = {}
    for text, line in zip(texts, lines, strict=True):
        if text not in known:
            known[text] = _read(text, line, said[text], bios)
    own = [known[text] for text in texts]
    styles = [*style_features(document, layout, window, lines)]
    kinds = [tuple(destinations.features(piece)) for piece in pieces]
    facts = [
        (*text.facts, *kind, _ALT) if style[-1] == _ALT else (*text.facts, *kind)
        for text, kind, style in zip(own, kinds, styles, strict=True)
    ]
    rows = zip(
        own,
        places,
        styles,
        kinds,
        tell_neighbours(_LABEL, [text.labels.openings for text in own]),
        offer_features(texts, [text.offer for text in own]),
        fact_features(facts, [text.placed for text in own], places, [side_of(layout, i) for i in window]),
        strict=True,
    )
    return [
        [style, near, offer, *fact, kind, text.labels.names, _bio(text.bio, place)]
        for text, place, style, kind, near, offer, fact in rows
    ]


def text_context(texts: Sequence[str], lines: Sequence[Line]) -> list[tuple[str, ...]]:
    """Name the context of each line of plain text: its labels, its offers, and those of the lines around it."""
    labels = [read_labels(text, line.tokens) for text, line in zip(texts, lines, strict=True)]
    offers = offer_features(texts, [read_offer(line.tokens) for line in lines])
    near = tell_neighbours(_LABEL, [own.openings for own in labels])
    return [(*own.names, *told, *offer) for own, told, offer in zip(labels, near, offers, strict=True)]


class _Text(NamedTuple):
    """What a line says, for all pieces that read so."""

    labels: Labels
    placed: tuple[str, ...]
    offer: Offer
    facts: tuple[str, ...]
    bio: str


def _read(text: str, line: Line, said: Sequence[str], bios: Bios) -> _Text:
    labels = read_labels(text, line.tokens)
    bio = bios.features(text, line.key, line.tokens)
    facts = facts_of(line.names, said, labels.names)
    return _Text(labels, labels_of(labels.names), read_offer(line.tokens), facts, bio)


@cache
def _bio_names(name: str, after: int) -> Bundle:
    return (name, f"{name}{after}") if name != "B-job" else (name,)


def _bio(name: str, place: Place) -> Bundle:
    return _bio_names(name, place.after) if name else ()
