"""Put the Article together from labelled blocks and the page's claims.

In: a Document, its labelled blocks, its claims. Out: the Article. Every field asks both what stands on the page and
what the page claims (`fields`); what stands around the story becomes objects (`around`).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from operator import mul
from typing import Final

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

_DENSITY: Final = 0.25
"""Power of the share that the story has of all text between its first and its last block."""
_DOUBT: Final = 1 / 30
"""What a doubtful block costs. Both were chosen on pages not trained on; 0.1 to 0.5, and 1/20 to 1/40, do as well."""


def assemble(document: Document, labelling: Labelling, claims: PageClaims) -> Article:
    """Make the Article of one page."""
    blocks = labelling.blocks
    page = LabelledPage.of(document, blocks, labelling.ranges)

    def seek() -> PageClaims:
        return seek_claims(document.html, url=document.url)

    may_seek = document.tree is not None and page.story
    fields = resolve(claims, page.lines, url=document.url, seek=seek if may_seek else None)
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
        confidence=_confidence(page, labelling.story),
        truncated=document.truncated,
    )


def _texts(page: LabelledPage, role: Role) -> tuple[str, ...]:
    return tuple(dict.fromkeys(page.blocks[i].text for i in page.indices(role)))


def _confidence(page: LabelledPage, odds: Sequence[float]) -> float:
    """The story's expected F1 against the right one, less for what stands between its blocks, and for each doubt.

    By characters, and by how probable it is of each block that it is story: `right` is what can be expected to be right
    of the text, `due` how long the right text can be expected to be, blocks that were not chosen included. `doubts` is
    how many blocks can be expected to be on the wrong side.
    """
    if not page.story:
        return 0.0
    sizes = [len(page.blocks[i].text) for i in page.story]
    chosen = sum(sizes)
    right = sum(map(mul, sizes, [odds[i] for i in page.story]))
    due = sum([len(block.text) * share for block, share in zip(page.blocks, odds, strict=True) if share])
    density = chosen / sum([len(block.text) for block in page.blocks[page.story[0] : page.story[-1] + 1]])
    doubts = sum([min(share, 1 - share) for share in filter(None, odds) if share < 1])  # rounded, it may be over 1
    return min(float(2 * right / (chosen + due) * density**_DENSITY / (1 + _DOUBT * sqrt(doubts))), 1.0)
