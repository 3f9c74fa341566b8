"""A page whose blocks have their roles, and how its parts lie to each other.

In: a Document, its blocks, and of each block the range of pieces that it was joined from. Out: look-ups that all
finders share: a block's element, the lowest element around two others, where the story begins and ends.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from operator import attrgetter
from typing import Final, Self

from articlekit.addresses import split_address
from articlekit.cleaner import Document, Element
from articlekit.lines import Lines
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


_start: Final = attrgetter("start")


@dataclass(frozen=True, kw_only=True)
class LabelledPage:
    """A Document and its labelled blocks; `pieces_of[i]` are the indices of the pieces that block i is made of.

    What follows from them is worked out once, and only if asked: most of a page's blocks are nobody's business.
    """

    document: Document
    blocks: tuple[Block, ...]
    pieces_of: tuple[range, ...]

    @classmethod
    def of(cls, document: Document, blocks: Sequence[Block], pieces_of: Sequence[range]) -> Self:
        """Put a page's parts together."""
        return cls(document=document, blocks=tuple(blocks), pieces_of=tuple(pieces_of))

    def element(self, block: int) -> Element | None:
        """The block-level element that a block stands in; None for plain text."""
        return self.document.pieces[self.pieces_of[block].start].element

    def block_at(self, piece: int) -> int:
        """The block that a piece is part of; one past the last block for the end of the page."""
        if piece >= len(self.document.pieces):
            return len(self.blocks)
        return bisect_right(self._starts, piece) - 1

    @cached_property
    def _starts(self) -> list[int]:
        return list(map(_start, self.pieces_of))

    @cached_property
    def lines(self) -> Lines:
        """The blocks, found by their roles."""
        return Lines.of(self.blocks)

    def indices(self, *roles: Role) -> Sequence[int]:
        """Number the blocks that have one of the roles, in reading order."""
        return self.lines.at(*roles)

    @cached_property
    def story(self) -> Sequence[int]:
        """The story's blocks."""
        return self.indices(*STORY_ROLES)

    @property
    def last_of_story(self) -> int:
        """The story's last block; -1 where there is no story."""
        return self.story[-1] if self.story else -1

    def story_before(self, block: int) -> int:
        """How many blocks of the story stand before a block, or before the page's end."""
        return bisect_left(self.story, block)

    @cached_property
    def around(self) -> range:
        """The blocks from just above the headline to a little below the article's end."""
        first, last = _opening(self), _closing(self)
        return range(max(0, first - _ABOVE), min(len(self.blocks), last + _BELOW + 1))

    @cached_property
    def links(self) -> Mapping[int, tuple[Link, ...]]:
        """The links of each cross-link's and promo's block around the story; of a bare cross-link, one laid over it."""
        return dict(_links(self))

    @cached_property
    def targets(self) -> Mapping[int, tuple[str, ...]]:
        """Of each cross-link's and promo's block around the story, the addresses that it points to, each once."""
        here = self.document.url or ""
        found = {i: dict.fromkeys([_target(link.url, here) for link in links]) for i, links in self.links.items()}
        return {i: tuple([url for url in urls if url]) for i, urls in found.items()}

    def target(self, url: str) -> str | None:
        """What an address leads to, without what does not change the page; None for this page itself or an action."""
        return _target(url, self.document.url or "")

    def lowest_around(self, element: Element | None, place: int, blocks: Sequence[int]) -> Element | None:
        """Find the lowest element around another, which stands in front of a place, and around one of the blocks."""
        lowest: Element | None = None
        for i in _beside(place, blocks):
            around = common(element, self.element(i))
            if around is not None and (lowest is None or around.depth > lowest.depth):
                lowest = around
        return lowest

    def holds(self, element: Element, place: int, blocks: Sequence[int]) -> bool:
        """Whether one of the blocks stands in an element around a place."""
        for i in _beside(place, blocks):
            inside = self.element(i)
            while inside is not None and inside.depth > element.depth:
                inside = inside.parent
            if inside is element:
                return True
        return False


def _beside(place: int, blocks: Sequence[int]) -> Sequence[int]:
    """The nearest of the blocks before and after a place: an element's blocks follow each other, so these tell."""
    after = bisect_left(blocks, place)
    return blocks[after - 1 if after else 0 : after + 1]


@lru_cache(maxsize=4096)
def _target(url: str, here: str) -> str | None:
    parts, own = split_address(url), split_address(here)
    if parts.scheme not in ("", "http", "https") or not (parts.netloc or parts.path):
        return None
    if (parts.netloc, parts.path, parts.query) == (own.netloc, own.path, own.query):
        return None
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"


def _links(page: LabelledPage) -> Iterator[tuple[int, tuple[Link, ...]]]:
    bare = {i for i in page.indices(Role.CROSSLINK) if not page.blocks[i].links}
    mixed = _around_others(page, bare)
    known: dict[Element, tuple[Link, ...]] = {}
    around = page.around
    for i in page.indices(*_POINTING):
        if i not in around:
            continue
        card = _card(page.element(i), mixed, known, page.document) if i in bare else None
        yield i, known[card] if card is not None else page.blocks[i].links


def _around_others(page: LabelledPage, blocks: Set[int]) -> Set[Element]:
    """The elements around some of the blocks that hold others, too: others beside some of them, as blocks follow."""
    others = {at for i in blocks for at in (i - 1, i + 1) if 0 <= at < len(page.blocks)} - blocks
    mixed: set[Element] = set()
    for i in others:
        for above in upward(page.element(i)):
            if above in mixed:
                break
            mixed.add(above)
    return mixed


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


def _opening(page: LabelledPage) -> int:
    """Where the article begins: with its headline, or what opens it right before; menus repeat both."""
    blocks = page.blocks
    titles = [i for i in page.indices(Role.HEADLINE) if not blocks[i].hidden]
    anchor = max(titles, key=lambda i: blocks[i].confidence, default=None)
    near = range(len(blocks)) if anchor is None else range(max(0, anchor - _OPENING_LENGTH), anchor)
    return next((i for i in page.indices(*_OPENING) if i in near), anchor or 0)


def _closing(page: LabelledPage) -> int:
    """Where the article ends: with the last of its lines that are sure and not far apart."""
    blocks = page.blocks
    sure = [i for i in page.indices(*_CLOSING) if blocks[i].confidence >= _SURE]
    starts = [n for n, (one, other) in enumerate(pairwise(sure), start=1) if other - one > _FAR]
    if not starts:
        return sure[-1] if sure else len(blocks)
    parts = [sure[a:b] for a, b in pairwise([0, *starts, len(sure)])]
    return max(parts, key=lambda part: sum(len(blocks[i].text) for i in part))[-1]


def common(one: Element | None, other: Element | None) -> Element | None:
    """Find the lowest element around two others."""
    a, b = one, other
    while a is not b and a is not None and b is not None:
        if a.depth > b.depth:
            a = a.parent
        elif b.depth > a.depth:
            b = b.parent
        else:
            a, b = a.parent, b.parent
    return a if a is b else None


def nearest(element: Element | None, levels: int) -> list[Element]:
    """List an element and those closest around it, at most so many, the element itself first."""
    found: list[Element] = []
    while element is not None and levels:
        found.append(element)
        element = element.parent
        levels -= 1
    return found


def upward(element: Element | None) -> Iterator[Element]:
    """Go from an element up to the root, the element itself first."""
    while element is not None:
        yield element
        element = element.parent
