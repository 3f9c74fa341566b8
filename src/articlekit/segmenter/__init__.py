"""Label every piece of a Document with its role.

In: a Document and what its page claims. Out: Blocks, and which pieces each was made of. A linear-chain conditional
random field (Lafferty et al. 2001) reads the pieces in order; pieces that were carved out of one line and have the same
role are joined again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from articlekit.claims import PageClaims
from articlekit.cleaner import Document
from articlekit.features import describe, names_of
from articlekit.model import Block, Role
from articlekit.segmenter.blocks import joined, make_block
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
    ranges = tuple(joined(document.pieces, guesses))
    blocks = []
    for span in ranges:
        why: tuple[str, ...] = ()
        if reasons and span.start in window:
            why = give_reasons(names_of(description.rows[span.start - window.start]), guesses[span.start], labeller)
        elif reasons:
            why = (far_reason(),)
        blocks.append(make_block(document, span, guesses, why))
    return Labelling(blocks=tuple(blocks), ranges=ranges)
