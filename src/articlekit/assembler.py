"""Put the Article together from labelled blocks and the page's claims.

In: a Document, its labelled blocks, its claims. Out: the Article. What stands on the page goes before what is only
claimed; both are kept.
"""

from __future__ import annotations

from collections.abc import Iterable

from articlekit.article import Article
from articlekit.claims import PageClaims
from articlekit.cleaner import Document
from articlekit.model import STORY_ROLES, Author, Block, Role
from articlekit.segmenter import Labelling


def assemble(document: Document, labelling: Labelling, claims: PageClaims) -> Article:
    """Make the Article of one page."""
    blocks = labelling.blocks
    headlines = _texts(blocks, Role.HEADLINE) or claims.values("headline")
    return Article(
        url=document.url,
        headline=next(iter(headlines), None),
        alternative_headline=next(iter(headlines[1:]), None),
        kicker=next(iter(_texts(blocks, Role.KICKER)), None),
        standfirst="\n".join(_texts(blocks, Role.STANDFIRST)) or None,
        authors=tuple(Author(name=name) for name in claims.values("authors")),
        sections=_texts(blocks, Role.SECTION),
        tags=_texts(blocks, Role.TAG),
        notes=_texts(blocks, Role.NOTE),
        site_name=next(iter(claims.values("site_name")), None),
        blocks=blocks,
        claims=claims.claims,
        confidence=_confidence(blocks),
        truncated=document.truncated,
    )


def _texts(blocks: Iterable[Block], role: Role) -> tuple[str, ...]:
    return tuple(dict.fromkeys(block.text for block in blocks if block.role is role))


def _confidence(blocks: Iterable[Block]) -> float:
    """The mean confidence of the story's blocks, weighed by length."""
    story = [block for block in blocks if block.role in STORY_ROLES]
    length = sum(len(block.text) for block in story)
    return sum(block.confidence * len(block.text) for block in story) / length if length else 0.0
