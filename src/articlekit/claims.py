"""The values of what a page says of itself; nothing here does any work but look-ups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from articlekit.model import Claim

MOST_COMPARED: Final = 100
"""Wordings of one field that lines are held against, so that a page that states thousands costs no more; of 1,013 pages
one had 64 tags, and one 20 headlines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorClaim:
    """One author as a source states it, not yet cleaned. `kind` is `person`, `organization` or None if unsaid."""

    name: str | None = None
    url: str | None = None
    kind: str | None = None
    job_title: str | None = None
    email: str | None = None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageClaim:
    """One picture or video that a source says the article has; `url` as written, perhaps relative.

    For a video (`kind` is `video`) `url` is its poster, `title` and `caption` its name and description. `width` and
    `height` are in pixels.
    """

    url: str
    caption: str | None = None
    credit: str | None = None
    width: int | None = None
    height: int | None = None
    kind: str = "picture"
    title: str | None = None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeClaim:
    """One `<time datetime>` of the page: its text as read by people, white space folded, and by machines."""

    text: str
    value: str


@dataclass(frozen=True, kw_only=True)
class PageClaims:
    """Everything a page says of itself.

    `claims` holds every statement, also where sources disagree, in document order (what one script or item states
    stands together). Fields are those of Article (`headline`, `alternative_headline`, `standfirst`, `authors`,
    `published`, `modified`, `sections`, `tags`, `site_name`, `language`, `canonical_url`, `paywalled`: `true` or
    `false`) and besides `article_body`, `type` (of schema.org or OpenGraph), `created`, `breadcrumbs`, `amp_url`.
    """

    claims: tuple[Claim, ...] = ()
    authors: tuple[AuthorClaim, ...] = ()
    images: tuple[ImageClaim, ...] = ()
    times: tuple[TimeClaim, ...] = ()

    def values(self, field: str) -> tuple[str, ...]:
        """Return what is said of a field, each wording once, in document order.

        >>> said = PageClaims(claims=(Claim(field="headline", value="A", source="opengraph"),))
        >>> said.values("headline"), said.values("tags")
        (('A',), ())
        """
        return tuple(dict.fromkeys([claim.value for claim in self.about(field)]))

    def about(self, field: str) -> tuple[Claim, ...]:
        """Return the claims about a field, in document order."""
        return self._by_field.get(field, ())

    @cached_property
    def _by_field(self) -> Mapping[str, tuple[Claim, ...]]:
        found: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.claims:
            found[claim.field].append(claim)
        return {field: tuple(said) for field, said in found.items()}
