"""Label every piece of a Document with its role.

In: a Document and what its page claims. Out: Blocks, and which pieces each was made of. A linear-chain conditional
random field (Lafferty et al. 2001) reads the pieces in order (`chain`), the story is chosen as a whole (`decision`),
pieces that were carved out of one line and have the same role are joined again (`blocks`), and what tells the story
once more is set aside (`copies`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from articlekit.claims import PageClaims
from articlekit.cleaner import Document
from articlekit.features import Vocabulary, describe, names_of
from articlekit.model import Block, Role
from articlekit.segmenter.blocks import joined, make_block
from articlekit.segmenter.compiled import compiled_labeller
from articlekit.segmenter.copies import copies_of_story
from articlekit.segmenter.model import Guess, Labeller, Model, load
from articlekit.segmenter.reasons import copy_reason, far_reason, give_reasons

__all__ = ["Labelling", "Model", "label", "load"]

_FEW: Final = 20
"""Pieces. No HTML page of 1,013 has fewer than 23."""
_BRIEF: Final = 1_200
"""Characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelling:
    """Labelled blocks in reading order.

    `ranges` tells for each the pieces of the Document that it was made of, `story` how probable it is that it is story,
    whatever its role.
    """

    blocks: tuple[Block, ...] = ()
    ranges: tuple[range, ...] = ()
    story: tuple[float, ...] = ()


def label(document: Document, claims: PageClaims, model: Model, *, reasons: bool = False) -> Labelling:
    """Give every piece its role and make blocks of the pieces."""
    labeller = _labeller_for(document, model)
    compiled = compiled_labeller(model) if labeller is model.html and not reasons else None
    if compiled is None:
        made = _label(document, claims, labeller, model.vocabulary, reasons=reasons)
    else:
        blocks, ranges, story = compiled.label(document, claims)
        made = Labelling(blocks=blocks, ranges=ranges, story=story)
    return _told_once(made, reasons=reasons)


def _told_once(labelling: Labelling, *, reasons: bool) -> Labelling:
    """Leave the story's copies to the site: as sure as what they are copies of is the story."""
    copies = copies_of_story(labelling.blocks)
    if not copies:
        return labelling
    why = (copy_reason(),) if reasons else ()
    blocks, story = [*labelling.blocks], [*labelling.story]
    for place, first in copies.items():
        sure = labelling.blocks[first].confidence
        blocks[place] = replace(blocks[place], role=Role.BOILERPLATE, confidence=sure, reasons=why)
        story[place] = 0.0
    return replace(labelling, blocks=tuple(blocks), story=tuple(story))


def _labeller_for(document: Document, model: Model) -> Labeller:
    """Choose the field that knows such documents: what is a button on a page is the story in a small document."""
    small = len(document.pieces) < _FEW and sum([len(piece.text) for piece in document.pieces]) < _BRIEF
    if document.tree is None:
        return model.small_text if small else model.text
    return model.small_html if small else model.html


def _label(
    document: Document, claims: PageClaims, labeller: Labeller, vocabulary: Vocabulary, *, reasons: bool
) -> Labelling:
    window, rows = describe(document, claims, vocabulary)
    sizes = [len(piece.text) for piece in document.pieces[window.start : window.stop]]
    near = labeller.read(rows, sizes, all_roles=reasons)
    far = Guess(
        Role.BOILERPLATE, labeller.field.far, 0.0, {}
    )  # the site's; the rest of it is mostly other articles' links
    guesses = [*[far] * window.start, *near, *[far] * (len(document.pieces) - window.stop)]
    ranges = tuple(joined(document.pieces, guesses))
    blocks = []
    for span in ranges:
        why: tuple[str, ...] = ()
        if reasons and span.start in window:
            why = give_reasons(names_of(rows[span.start - window.start]), guesses[span.start], labeller)
        elif reasons:
            why = (far_reason(),)
        blocks.append(make_block(document, span, guesses, why))
    story = tuple([guesses[span.start].story for span in ranges])
    return Labelling(blocks=tuple(blocks), ranges=ranges, story=story)
