"""Put the Article together from labelled blocks and the page's claims.

In: a Document, its labelled blocks, its claims. Out: the Article. Every field asks both what stands on the page and
what the page claims (`fields`); what stands around the story becomes objects (`around`).
"""

from __future__ import annotations

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
from articlekit.model import Role
from articlekit.segmenter import Labelling


def assemble(document: Document, labelling: Labelling, claims: PageClaims) -> Article:
    """Make the Article of one page."""
    blocks = labelling.blocks
    page = LabelledPage.of(document, blocks, labelling.ranges)

    def seek() -> PageClaims:
        return seek_claims(document.html, url=document.url)

    fields = resolve(claims, blocks, url=document.url, seek=seek if document.tree is not None and page.story else None)
    return Article(
        url=document.url,
        canonical_url=fields.canonical_url,
        headline=fields.headline,
        alternative_headline=fields.alternative_headline,
        kicker=next(iter(_texts(page, Role.KICKER)), None),
        standfirst="\n".join(_texts(page, Role.STANDFIRST)) or None,
        authors=fields.authors,
        published=fields.published,
        modified=fields.modified,
        sections=fields.sections,
        tags=fields.tags,
        notes=_texts(page, Role.NOTE),
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
        confidence=_confidence(page),
        truncated=document.truncated,
    )


def _texts(page: LabelledPage, role: Role) -> tuple[str, ...]:
    return tuple(dict.fromkeys(page.blocks[i].text for i in page.indices(role)))


def _confidence(page: LabelledPage) -> float:
    """The mean confidence of the story's blocks, weighed by length."""
    story = [page.blocks[i] for i in page.story]
    length = sum(len(block.text) for block in story)
    return sum(block.confidence * len(block.text) for block in story) / length if length else 0.0
