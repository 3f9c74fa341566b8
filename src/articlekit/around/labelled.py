"""A page whose blocks have their roles, and how its parts lie to each other.

In: a Document, its blocks, and of each block the range of pieces that it was joined from. Out: look-ups that all
finders share: a block's element, the lowest element around two others, where the story begins and ends.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final, Self

from articlekit.cleaner import Document, Element
from articlekit.model import STORY_ROLES, Block, Link, Role

_OPENING: Final = frozenset({Role.HEADLINE, Role.KICKER, Role.STANDFIRST})
_CLOSING: Final = frozenset({Role.PARAGRAPH, Role.CAPTION, Role.CREDIT, Role.NOTE, Role.TAG, Role.BIO})
_POINTING: Final = frozenset({Role.CROSSLINK, Role.PROMO})
_PICTURE_FILE: Final = re.compile(r"\.(?:jpe?g|png|webp|avif|gif|pdf)$", re.IGNORECASE)
_OPENING_LENGTH: Final = 15
"""Blocks that may stand between the first line that opens an article and its headline."""
_SURE: Final = 0.6
"""The confidence from which a line can mark the article's end."""
_FAR: Final = 80
"""Blocks between two of an article's lines, from which the second is another's."""
_ABOVE: Final = 3
_BELOW: Final = 25
"""Blocks above the headline and below the article's end that still are around the story; what is further off is the
site's: its menus, its most read, its footer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledPage:
    """A Document and its labelled blocks; `pieces_of[i]` are the indices of the pieces that block i is made of."""

    document: Document
    blocks: tuple[Block, ...]
    pieces_of: tuple[range, ...]
    story_before: tuple[int, ...]
    """Of each block, and of the page's end, how many blocks of the story stand before it."""
    around: range
    """The blocks from just above the headline to a little below the article's end."""
    roles: Mapping[Element, Set[Role]]
    """Of each element that text stands in, at whatever depth, the roles of that text."""
    links: Mapping[int, tuple[Link, ...]]
    """Of each cross-link's and promo's block, its links, or a cross-link's that is laid over it."""

    @classmethod
    def of(cls, document: Document, blocks: Sequence[Block], pieces_of: Sequence[range]) -> Self:
        """Put a page's parts together."""
        return cls(
            document=document,
            blocks=tuple(blocks),
            pieces_of=tuple(pieces_of),
            story_before=tuple(_count_story(blocks)),
            around=_around(blocks),
            roles=_roles(document, blocks, pieces_of),
            links=dict(_links(document, blocks, pieces_of)),
        )

    def element(self, block: int) -> Element | None:
        """The block-level element that a block stands in; None for plain text."""
        return self.document.pieces[self.pieces_of[block].start].element

    def block_at(self, piece: int) -> int:
        """The block that a piece is part of; one past the last block for the end of the page."""
        if piece >= len(self.document.pieces):
            return len(self.blocks)
        return bisect_right(self.pieces_of, piece, key=_start) - 1

    def indices(self, *roles: Role) -> Iterator[int]:
        """Number the blocks that have one of the roles, in reading order."""
        return (i for i, block in enumerate(self.blocks) if block.role in roles)


def _roles(document: Document, blocks: Sequence[Block], pieces_of: Sequence[range]) -> dict[Element, set[Role]]:
    roles: dict[Element, set[Role]] = defaultdict(set)
    for block, pieces in zip(blocks, pieces_of, strict=True):
        for above in upward(document.pieces[pieces.start].element):
            inside = roles[above]
            if block.role in inside:  # then it is known in all above, too
                break
            inside.add(block.role)
    return dict(roles)


def _links(
    document: Document, blocks: Sequence[Block], pieces_of: Sequence[range]
) -> Iterator[tuple[int, tuple[Link, ...]]]:
    elements = [document.pieces[pieces.start].element for pieces in pieces_of]
    bare = [block.role is Role.CROSSLINK and not block.links for block in blocks]
    mixed: set[Element] = set()
    for element, alone in zip(elements, bare, strict=True):
        for above in () if alone else upward(element):
            if above in mixed:
                break
            mixed.add(above)
    known: dict[Element, tuple[Link, ...]] = {}
    for i, block in enumerate(blocks):
        if block.role in _POINTING:
            card = _card(elements[i], mixed, known, document) if bare[i] else None
            yield i, known[card] if card is not None else block.links


def _card(
    element: Element | None, mixed: Set[Element], known: dict[Element, tuple[Link, ...]], document: Document
) -> Element | None:
    """The lowest element around, without other links or lines, that links are laid over; `known` keeps them."""
    for above in upward(element):
        if above in mixed:
            break
        if above not in known:
            known[above] = _laid_over(above, document)
        if known[above]:
            return above
    return None


def _laid_over(card: Element, document: Document) -> tuple[Link, ...]:
    """The link without words (an empty one over a card, or one around its picture) of a card, if it has but one."""
    anchors = (node.attributes["href"] for node in card.node.css("a[href]"))
    urls = dict.fromkeys(document.absolute(href) for href in anchors if not _PICTURE_FILE.search(href or ""))
    return tuple(Link(url=url) for url in urls if url) if len(urls) == 1 else ()


def _start(pieces: range) -> int:
    return pieces.start


def _count_story(blocks: Sequence[Block]) -> Iterator[int]:
    count = 0
    for block in blocks:
        yield count
        count += block.role in STORY_ROLES
    yield count


def _around(blocks: Sequence[Block]) -> range:
    first, last = _opening(blocks), _closing(blocks)
    return range(max(0, first - _ABOVE), min(len(blocks), last + _BELOW + 1))


def _opening(blocks: Sequence[Block]) -> int:
    """Where the article begins: with its headline, or what opens it right before; menus repeat both."""
    titles = [i for i, block in enumerate(blocks) if block.role is Role.HEADLINE and not block.hidden]
    anchor = max(titles, key=lambda i: blocks[i].confidence, default=None)
    near = range(len(blocks)) if anchor is None else range(max(0, anchor - _OPENING_LENGTH), anchor)
    return next((i for i in near if blocks[i].role in _OPENING), anchor or 0)


def _closing(blocks: Sequence[Block]) -> int:
    """Where the article ends: with the last of its lines that are sure and not far apart."""
    sure = (i for i, block in enumerate(blocks) if block.role in _CLOSING and block.confidence >= _SURE)
    parts: list[list[int]] = []
    for i in sure:
        if parts and i - parts[-1][-1] <= _FAR:
            parts[-1].append(i)
        else:
            parts.append([i])
    article = max(parts, key=lambda part: sum(len(blocks[i].text) for i in part), default=[len(blocks)])
    return article[-1]


def common(one: Element, other: Element) -> Element | None:
    """Find the lowest element around two others."""
    a: Element | None = one
    b: Element | None = other
    while a is not b and a is not None and b is not None:
        if a.depth > b.depth:
            a = a.parent
        elif b.depth > a.depth:
            b = b.parent
        else:
            a, b = a.parent, b.parent
    return a if a is b else None


def upward(element: Element | None) -> Iterator[Element]:
    """Go from an element up to the root, the element itself first."""
    while element is not None:
        yield element
        element = element.parent
