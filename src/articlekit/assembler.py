"""Put the Article together from labelled blocks and the page's claims.

In: a Document, its labelled blocks, its claims. Out: the Article. What is told by the labels alone is read off here;
what claims speak of, too, `fields` weighs.
"""

from __future__ import annotations

from collections.abc import Iterable

from articlekit.article import Article
from articlekit.claims import PageClaims
from articlekit.cleaner import Document
from articlekit.fallback import seek_claims
from articlekit.fields import resolve
from articlekit.model import STORY_ROLES, Block, Role
from articlekit.segmenter import Labelling


def assemble(document: Document, labelling: Labelling, claims: PageClaims) -> Article:
    """Make the Article of one page."""
    blocks = labelling.blocks
    fields = resolve(claims, blocks, url=document.url, seek=lambda: _seek(document))
    return Article(
        url=document.url,
        canonical_url=fields.canonical_url,
        headline=fields.headline,
        alternative_headline=fields.alternative_headline,
        kicker=next(iter(_texts(blocks, Role.KICKER)), None),
        standfirst="\n".join(_texts(blocks, Role.STANDFIRST)) or None,
        authors=fields.authors,
        published=fields.published,
        modified=fields.modified,
        sections=fields.sections,
        tags=fields.tags,
        notes=_texts(blocks, Role.NOTE),
        language=fields.language,
        site_name=fields.site_name,
        paywalled=fields.paywalled,
        blocks=blocks,
        claims=claims.claims,
        confidence=_confidence(blocks),
        truncated=document.truncated,
    )


def _seek(document: Document) -> PageClaims:
    """Ask others of an HTML page that says nothing of itself."""
    html = document.tree.html if document.tree is not None else None
    return seek_claims(html, url=document.url) if html else PageClaims()


def _texts(blocks: Iterable[Block], role: Role) -> tuple[str, ...]:
    return tuple(dict.fromkeys(block.text for block in blocks if block.role is role))


def _confidence(blocks: Iterable[Block]) -> float:
    """The mean confidence of the story's blocks, weighed by length."""
    story = [block for block in blocks if block.role in STORY_ROLES]
    length = sum(len(block.text) for block in story)
    return sum(block.confidence * len(block.text) for block in story) / length if length else 0.0
