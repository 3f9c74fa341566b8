"""The values: what a page's text is made of once it is told apart.

Nothing here does any work; every value is frozen, compares by content, and goes to JSON and back unchanged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What a piece of text is for a reader of the article. Every block has exactly one.

    >>> Role("caption") is Role.CAPTION
    True
    """

    HEADLINE = "headline"
    KICKER = "kicker"
    STANDFIRST = "standfirst"
    PARAGRAPH = "paragraph"
    SUBHEADING = "subheading"
    NOTE = "note"
    BYLINE = "byline"
    TIMESTAMP = "timestamp"
    SECTION = "section"
    TAG = "tag"
    CAPTION = "caption"
    CREDIT = "credit"
    ALT = "alt"
    BIO = "bio"
    EMBED = "embed"
    CROSSLINK = "crosslink"
    PROMO = "promo"
    ADVERT = "advert"
    INTERFACE = "interface"
    COMMENT = "comment"
    BOILERPLATE = "boilerplate"


STORY_ROLES: Final = frozenset({Role.STANDFIRST, Role.PARAGRAPH, Role.SUBHEADING})
"""The roles that `Article.text` is made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A document as it came: its bytes and what the server said of it.

    `url` is the address that answered, `requested_url` the one asked for, `redirects` the addresses in between.
    `fetched` is aware. Header names are lower case.
    """

    url: str | None = None
    body: bytes
    charset: str | None = None
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    requested_url: str | None = None
    redirects: tuple[str, ...] = ()
    fetched: datetime | None = None
    from_cache: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A hyperlink in a block: `text` is its words, `offset` where they start in the block's text."""

    url: str
    text: str = ""
    offset: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Emphasis:
    """A stretch of a block's text set in another style: characters `start` to `end`, half-open.

    `kind` is the HTML element that says it best: `strong`, `em`, `code`, `sub`, `sup`, `del` or `mark`.
    """

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One piece of the page's text, white space folded, with its one role.

    From HTML, `path` is a CSS path that selects the element again, and `offset` is where the piece starts in the
    element's text (its lines joined with one space). From plain text, `span` is the half-open range
    of characters in the source; the spans of all blocks tile the source. `confidence` (0 to 1) is the probability of
    `role`: how often such answers are right on sites not trained on. `hidden` text is in the page but shown to no
    reader. `preformatted` is the text with its own white space and line breaks where the element is preformatted
    (`<pre>`). `reasons` says what carried the role, strongest first, and the runner-up last; it is empty unless asked
    for.
    """

    text: str
    role: Role
    confidence: float = 0.0
    tag: str | None = None
    hidden: bool = False
    links: tuple[Link, ...] = ()
    emphasis: tuple[Emphasis, ...] = ()
    preformatted: str | None = None
    path: str | None = None
    offset: int = 0
    span: tuple[int, int] | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who wrote the article. `kind` is `person`, `agency` or `desk`."""

    name: str
    kind: str = "person"
    role: str | None = None
    url: str | None = None
    email: str | None = None
    handle: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture, gallery picture or video of the article.

    `credit` is without its label and brackets (`imago images / ITAR-TASS`); `people` and `agency` are its parts.
    `blocks` are the indices in `Article.blocks` of the pieces that describe it; `position` is how many blocks of the
    story stand before it. `width` and `height` are in pixels. `kind` is `picture`, `gallery` or `video`.
    """

    src: str | None = None
    alt: str | None = None
    caption: str | None = None
    credit: str | None = None
    people: tuple[str, ...] = ()
    agency: str | None = None
    width: int | None = None
    height: int | None = None
    kind: str = "picture"
    title: str | None = None
    lead: bool = False
    symbolic: bool = False
    archive: bool = False
    generated: bool = False
    position: int | None = None
    blocks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossLink:
    """A pointer to another article of the publisher.

    `cue` is the words that give it away ("Read more", "Zur Story"). `kind` is `inline` (among the story's
    paragraphs), `box` (one of several teasers together) or `after` (below the story). `blocks` are indices in
    `Article.blocks`.
    """

    headline: str | None = None
    teaser: str | None = None
    cue: str | None = None
    url: str | None = None
    kind: str = "inline"
    blocks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Promo:
    """An offer of the publisher: newsletter, app, subscription and so on, one object a box.

    `kind` is one of `newsletter`, `app`, `messenger`, `subscription`, `donation`, `podcast`, `event`, `shop`,
    `social`, or None where it cannot be told. `blocks` are indices in `Article.blocks`.
    """

    heading: str | None = None
    text: str | None = None
    url: str | None = None
    kind: str | None = None
    blocks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Embed:
    """Foreign content set into the page: a post, a video player, a chart."""

    provider: str | None = None
    url: str | None = None
    text: str | None = None
    blocks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveEntry:
    """One entry of a live blog: its time as printed or aware, its heading, and its blocks' indices."""

    time: str | None = None
    heading: str | None = None
    blocks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one source says of one field, as text.

    `field` is an Article field's name (`headline`, `standfirst`, `authors`, `published`, …); `source` names where
    it was said: `json-ld`, `microdata`, `opengraph`, `dublin-core`, `meta`, `link`, `html`, `page`.
    """

    field: str
    value: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A value that a field could have had, who says so, and whether it agrees with the value chosen."""

    value: str
    source: str
    agrees: bool
