"""Label every piece of a Document with its role.

In: a Document and what its page claims. Out: Blocks, and which pieces each was made of. A linear-chain conditional
random field (Lafferty et al. 2001) reads the pieces in order; pieces that were carved out of one line and have the same
role are joined again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from articlekit.claims import PageClaims
from articlekit.cleaner import Document, Piece
from articlekit.features import describe, names_of
from articlekit.model import Block, Link, Role
from articlekit.segmenter.model import Guess, Model, load
from articlekit.segmenter.reasons import far_reason, give_reasons

__all__ = ["Labelling", "Model", "label", "load"]

_FAR: Final = Guess(Role.BOILERPLATE, 0.77, {})
"""What stands far from the story: the site's. The rest of it is mostly other articles' links (labelled pages)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelling:
    """Labelled blocks in reading order; `ranges` tells for each the pieces of the Document that it was made of."""

    blocks: tuple[Block, ...] = ()
    ranges: tuple[range, ...] = ()


def label(document: Document, claims: PageClaims, model: Model, *, reasons: bool = False) -> Labelling:
    """Give every piece its role and make blocks of the pieces."""
    description = describe(document, claims, model.vocabulary)
    labeller = model.text if document.tree is None else model.html
    window = description.window
    sizes = [len(piece.text) for piece in document.pieces[window.start : window.stop]]
    near = labeller.read(description.rows, sizes, all_roles=reasons)
    guesses = [*[_FAR] * window.start, *near, *[_FAR] * (len(document.pieces) - window.stop)]
    ranges = tuple(_joined(document.pieces, guesses))
    blocks = []
    for span in ranges:
        why: tuple[str, ...] = ()
        if reasons and span.start in window:
            why = give_reasons(names_of(description.rows[span.start - window.start]), guesses[span.start], labeller)
        elif reasons:
            why = (far_reason(),)
        blocks.append(_block(document, span, guesses, why))
    return Labelling(blocks=tuple(blocks), ranges=ranges)


def _joined(pieces: Sequence[Piece], guesses: Sequence[Guess]) -> list[range]:
    """Which pieces make a block: those next to each other in one line, with one role."""
    starts = [
        i
        for i, piece in enumerate(pieces)
        if not i or piece.run != pieces[i - 1].run or guesses[i].role is not guesses[i - 1].role
    ]
    return [range(a, b) for a, b in pairwise([*starts, len(pieces)])]


def _block(document: Document, span: range, guesses: Sequence[Guess], reasons: tuple[str, ...]) -> Block:
    pieces = document.pieces[span.start : span.stop]
    first, last = pieces[0], pieces[-1]
    guess = guesses[span.start]
    element = first.element
    return Block(
        text=first.text if first is last else _line(pieces),
        role=guess.role,
        confidence=guess.confidence if first is last else min([guesses[i].confidence for i in span]),
        tag=element.tag if element else None,
        hidden=element.hidden if element else False,
        links=_links(document, pieces),
        path=element.path if element else None,
        offset=first.offset,
        span=(first.span[0], last.span[1]) if first.span and last.span else None,
        reasons=reasons,
    )


def _line(pieces: Sequence[Piece]) -> str:
    """Put the parts of a carved line together again, as they were."""
    text = pieces[0].text
    end = pieces[0].offset + len(text)
    for piece in pieces[1:]:
        text += " " * (piece.offset - end) + piece.text
        end = piece.offset + len(piece.text)
    return text


def _links(document: Document, pieces: Sequence[Piece]) -> tuple[Link, ...]:
    if len(pieces) == 1 and not pieces[0].inlines:
        return ()
    start = pieces[0].offset
    found = {}
    for number, piece in enumerate(pieces):
        for mark in piece.inlines:
            url = document.absolute(mark.element.attributes.get("href")) if mark.element.tag == "a" else None
            if url:
                text = piece.text[mark.start : mark.end]
                found[mark.element, number] = Link(url=url, text=text, offset=piece.offset - start + mark.start)
    return tuple(found.values())
