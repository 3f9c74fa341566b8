"""The article's fields, weighed from what the page claims and what stands on it.

In go the page's claims and its labelled blocks, out come the fields that both speak of. Claims are what publishers
tell machines: complete and exact, but now and then about another page, or a template's. Blocks are what readers see:
true, but found by a model. So each field asks both, counts who agrees, and lets a lone claim lose to a page that says
otherwise. Each field has its module; here they are put side by side.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from articlekit.claims import PageClaims
from articlekit.fields.authors import choose_authors
from articlekit.fields.candidates import list_candidates
from articlekit.fields.headline import choose_headlines
from articlekit.fields.language import choose_language, stated_language
from articlekit.fields.moments import choose_moments
from articlekit.fields.paywall import choose_paywalled
from articlekit.fields.site import choose_canonical_url, choose_site_name, site_names
from articlekit.fields.topics import choose_sections, choose_tags
from articlekit.lines import Lines
from articlekit.model import STORY_ROLES, Author

__all__ = ["Fields", "list_candidates", "resolve"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """The fields of an Article that claims and blocks both speak of; as in Article."""

    headline: str | None = None
    alternative_headline: str | None = None
    authors: tuple[Author, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str | None = None
    site_name: str | None = None
    canonical_url: str | None = None
    paywalled: bool | None = None


def resolve(
    claims: PageClaims,
    lines: Lines,
    *,
    url: str | None = None,
    seek: Callable[[], PageClaims] | None = None,
) -> Fields:
    """Choose each field's value.

    Args:
        claims: What the page says of itself.
        lines: Its text, labelled, in reading order.
        url: Its address, where known.
        seek: Finds more claims at a cost; asked only where authors and date of publication are both unknown, and the
            page has none of the vocabularies they would be in (2 pages in 100).

    >>> from articlekit.model import Block, Role
    >>> said = [("Regen", Role.HEADLINE), ("Von Jane Doe", Role.BYLINE), ("16.10.2024, 17:19", Role.TIMESTAMP)]
    >>> fields = resolve(PageClaims(), Lines.of([Block(text=text, role=role) for text, role in said]))
    >>> fields.headline, fields.authors[0].name, fields.published
    ('Regen', 'Jane Doe', datetime.datetime(2024, 10, 16, 17, 19))

    """
    site = site_names(claims, url)
    headline, alternative = choose_headlines(claims, lines, site)
    language = stated_language(claims)
    published, modified = choose_moments(claims, lines, url=url, language=language)
    authors = choose_authors(claims, lines, site)
    if seek and published is None and not authors and not _speaks(claims):
        sought, nothing = seek(), Lines.of(())
        published, _ = choose_moments(sought, nothing, language=language)
        authors = choose_authors(sought, nothing, site)
    return Fields(
        headline=headline,
        alternative_headline=alternative,
        authors=authors,
        published=published,
        modified=modified,
        sections=choose_sections(claims, lines),
        tags=choose_tags(claims, lines),
        language=choose_language(claims, " ".join([line.text for line in lines.labelled(*STORY_ROLES)])),
        site_name=choose_site_name(claims, site),
        canonical_url=choose_canonical_url(claims, url=url),
        paywalled=choose_paywalled(claims, lines),
    )


def _speaks(claims: PageClaims) -> bool:
    """Whether a page uses a vocabulary for articles; then what it leaves out is not elsewhere either."""
    return any(claim.source in _VOCABULARIES for claim in claims.claims)


_VOCABULARIES: Final = frozenset({"json-ld", "microdata", "opengraph"})
