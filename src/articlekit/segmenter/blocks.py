"""Make blocks of labelled pieces.

In: a Document, its pieces' roles, and which pieces belong together. Out: Blocks, with what is inline in them: links,
emphasis, and the white space of preformatted text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, TypeGuard

from articlekit.cleaner import Document, Element, Piece
from articlekit.model import Block, Emphasis, Link
from articlekit.segmenter.model import Guess

STYLES: Final = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em", "dfn", "var"), "em"),
    **dict.fromkeys(("code", "kbd", "tt"), "code"),
    **dict.fromkeys(("s", "strike", "del"), "del"),
    **{tag: tag for tag in ("sub", "sup", "mark")},
}
"""What the inline elements mean that set text in another style."""
_PREFORMATTED: Final = "pre"


def joined(pieces: Sequence[Piece], guesses: Sequence[Guess]) -> list[range]:
    """Which pieces make a block: those next to each other in one line, with one role."""
    starts = [
        i
        for i, piece in enumerate(pieces)
        if not i or piece.run != pieces[i - 1].run or guesses[i].role is not guesses[i - 1].role
    ]
    return [range(a, b) for a, b in pairwise([*starts, len(pieces)])]


def make_block(document: Document, span: range, guesses: Sequence[Guess], reasons: tuple[str, ...]) -> Block:
    """Make a block of the pieces of a span, which have one role."""
    pieces = document.pieces[span.start : span.stop]
    first, last = pieces[0], pieces[-1]
    guess = guesses[span.start]
    element = first.element
    text = first.text if first is last else _line(pieces)
    marked = first is not last or bool(first.inlines)
    return Block(
        text=text,
        role=guess.role,
        confidence=guess.confidence if first is last else min([guesses[i].confidence for i in span]),
        tag=element.tag if element else None,
        hidden=element.hidden if element else False,
        links=tuple(_links(document, pieces)) if marked else (),
        emphasis=_emphasis(pieces) if marked else (),
        preformatted=preformatted_of(element, text) if _may_be_all(element, first) else None,
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


def _links(document: Document, pieces: Sequence[Piece]) -> Iterator[Link]:
    start = pieces[0].offset
    for piece in pieces:
        for mark in piece.inlines:
            url = document.absolute(mark.element.attributes.get("href")) if mark.element.tag == "a" else None
            if url:
                text = piece.text[mark.start : mark.end]
                yield Link(url=url, text=text, offset=piece.offset - start + mark.start)


def _emphasis(pieces: Sequence[Piece]) -> tuple[Emphasis, ...]:
    """List what is set in another style; of an element that was cut with its line, all of it."""
    start = pieces[0].offset
    found: dict[Element, tuple[int, int]] = {}
    for piece in pieces:
        for mark in piece.inlines:
            if mark.element.tag in STYLES and mark.start < mark.end:
                begin = piece.offset - start + mark.start
                known = found.get(mark.element, (begin, 0))
                found[mark.element] = (known[0], begin + mark.end - mark.start)
    return tuple(Emphasis(kind=STYLES[element.tag], start=begin, end=end) for element, (begin, end) in found.items())


def _may_be_all(element: Element | None, first: Piece) -> TypeGuard[Element]:
    """Whether what begins with a piece may be all that a preformatted element holds."""
    return element is not None and element.tag == _PREFORMATTED and not first.offset


def preformatted_of(element: Element, text: str) -> str | None:
    """The text of an element with its own white space, if the block is all of it."""
    raw = element.node.text(deep=True)
    return raw if " ".join(raw.split()) == text else None
