"""Put the Article together from labelled blocks and the page's claims.

In: a Document, its labelled blocks, its claims. Out: the Article. Every field asks both what stands on the page and
what the page claims (`fields`); what stands around the story becomes objects (`around`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from articlekit.around import (
    LabelledPage,
    find_crosslinks,
    find_embeds,
    find_images,
    find_live_entries,
    find_promos,
)
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
    page = LabelledPage.of(document, blocks, labelling.ranges)

    def seek() -> PageClaims:
        return seek_claims(document.source, url=document.url)

    is_story = any(block.role in STORY_ROLES for block in blocks)
    fields = resolve(claims, blocks, url=document.url, seek=seek if document.tree is not None and is_story else None)
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
        images=find_images(page, claims),
        crosslinks=find_crosslinks(page),
        promos=find_promos(page),
        embeds=find_embeds(page),
        live_entries=find_live_entries(page),
        blocks=blocks,
        claims=claims.claims,
        confidence=_confidence(blocks),
        truncated=document.truncated,
    )


def _texts(blocks: Iterable[Block], role: Role) -> tuple[str, ...]:
    return tuple(dict.fromkeys(block.text for block in blocks if block.role is role))


def _confidence(blocks: Sequence[Block]) -> float:
    """The mean confidence of the story's blocks, weighed by length."""
    story = [block for block in blocks if block.role in STORY_ROLES]
    length = sum(len(block.text) for block in story)
    return sum(block.confidence * len(block.text) for block in story) / length if length else 0.0
