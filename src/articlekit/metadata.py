"""What a page says of itself, for machines.

In goes the parsed page, out comes every statement, with its source: JSON-LD, microdata, OpenGraph and its kin, Dublin
Core, plain meta elements, links, and the attributes of `<html>` and `<time>`. Nothing is weighed here: sources that
disagree are both kept, and `fields` chooses. One CSS query finds all elements that may state something; the rest of
the page is never walked. Nothing is raised, whatever the page holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from articlekit.claims import AuthorClaim, ImageClaim, PageClaims, TimeClaim
from articlekit.jsonld import read_jsonld
from articlekit.microdata import itemprops_outside_items, read_microdata
from articlekit.model import Claim
from articlekit.people import is_label
from articlekit.plaintext import is_url, pixels, plain
from articlekit.schema_org import Signs, Statements, is_article_type, read_statements

_QUERY: Final = (
    'html,title,meta,link[rel~="canonical" i],link[rel~="amphtml" i],script[type*="json" i],[itemscope],'
    'time[datetime],a[rel~="author" i]'
)
_MAX_ELEMENTS: Final = 3_000
"""Elements read; the largest page seen had 900."""
_MAX_SCRIPT: Final = 8_000_000
"""Characters of JSON-LD read from one page in all: a few tens of milliseconds."""
_MAX_TIMES: Final = 100

_OG: Final = "opengraph"
_TWITTER: Final = "twitter"
_META: Final = "meta"
_DUBLIN_CORE: Final = "dublin-core"
_MICRODATA: Final = "microdata"

# Names of meta elements, in lower case, by what they state; the source follows from the name's prefix.
_META_NAMES: Final = {
    "headline": (
        "og:title twitter:title twitter:text:title title dc.title dcterms.title sailthru.title parsely-title "
        "citation_title hdl cxenseparse:title mrf:title headline"
    ),
    "alternative_headline": "sailthru.socialtitle",
    "standfirst": (
        "og:description twitter:description description dc.description dcterms.description dcterms.abstract "
        "sailthru.description sailthru.excerpt abstract lp excerpt"
    ),
    "authors": (
        "author article:author og:author og:article:author article:authors dc.creator dcterms.creator "
        "dc.contributor creator byl sailthru.author parsely-author citation_author cxenseparse:author "
        "mrf:authors byline authors"
    ),
    "published": (
        "article:published_time og:article:published_time og:published_time article:published "
        "article:publicationdate og:publish_date og:pubdate dc.date.issued dcterms.issued dc.date dcterms.date "
        "dc.date.published dc.date.publication dcterms.created dc.created date pubdate publishdate "
        "publish-date publish_date publish_time publicationdate publication_date publication-date published "
        "published_time published-date datepublished article_date_original article.published ptime dateposted "
        "originalpublicationdate sailthru.date parsely-pub-date citation_publication_date citation_date "
        "citation_online_date cxenseparse:publishtime cxenseparse:recs:publishtime mrf:published_time "
        "article:post_date timestamp displaydate"
    ),
    "modified": (
        "article:modified_time og:article:modified_time og:modified_time og:updated_time article:modified "
        "dcterms.modified dc.date.modified modified last-modified lastmod last_updated_date lastmodified "
        "datemodified updated revised utime article.updated cxenseparse:modifiedtime"
    ),
    "created": "dc.date.created datecreated created creation_date",
    "sections": (
        "article:section og:article:section og:section section parsely-section category categories "
        "article:category mrf:sections dc.subject.section cg"
    ),
    "tags": (
        "article:tag og:article:tag og:tag keywords news_keywords tags parsely-tags sailthru.tags mrf:tags "
        "dc.subject dcterms.subject dc.keywords citation_keywords"
    ),
    "site_name": "og:site_name application-name dc.publisher dcterms.publisher citation_journal_title sitename",
    "language": "og:locale language content-language dc.language dcterms.language citation_language inlanguage",
    "canonical_url": "og:url twitter:url al:web:url parsely-link dc.identifier.uri citation_fulltext_html_url",
    "type": "og:type parsely-type pagetype page_type",
    "paywalled": "article:content_tier og:article:content_tier",
}
_ITEMPROP_FIELD: Final = {
    "headline": "headline",
    "name": "headline",
    "alternativeheadline": "alternative_headline",
    "description": "standfirst",
    "datepublished": "published",
    "datemodified": "modified",
    "datecreated": "created",
    "author": "authors",
    "articlesection": "sections",
    "keywords": "tags",
    "inlanguage": "language",
    "mainentityofpage": "canonical_url",
    "isaccessibleforfree": "paywalled",
}
_PREFIX_SOURCE: Final = {
    "og": _OG,
    "article": _OG,
    "twitter": _TWITTER,
    "dc": _DUBLIN_CORE,
    "dcterms": _DUBLIN_CORE,
}
_CARD_LABEL: Final = "twitter:label"
_CARD_VALUE: Final = "twitter:data"
_LINK_FIELD: Final = {"canonical": "canonical_url", "amphtml": "amp_url"}
_CONTENT_TIER: Final = {"free": "false", "locked": "true", "true": "false", "false": "true"}
_IMAGE_PARTS: Final = {
    "og:image": "url",
    "og:image:url": "url",
    "og:image:secure_url": "url",
    "og:image:width": "width",
    "og:image:height": "height",
    "og:image:alt": "caption",
    "twitter:image": "url",
    "twitter:image:src": "url",
    "twitter:image:alt": "caption",
}


def _source(name: str) -> str:
    """Tell a meta element's source by its name's prefix."""
    return _PREFIX_SOURCE.get(name.replace(":", ".").partition(".")[0], _META)


_META_FIELD: Final = {name: (about, _source(name)) for about, names in _META_NAMES.items() for name in names.split()}


def read_claims(tree: LexborHTMLParser, *, url: str | None = None) -> PageClaims:
    """Read everything the page says of itself.

    Args:
        tree: The parsed page.
        url: Its address, where known: one sign of which of several described articles is the page's own.

    >>> head = '<html lang="de"><meta property="og:title" content="Regen"><script type="application/ld+json">'
    >>> page = head + '{"@type": "NewsArticle", "headline": "Regen", "author": {"name": "Jane Doe"}}</script>'
    >>> claims = read_claims(LexborHTMLParser(page))
    >>> claims.values("headline"), claims.values("authors"), claims.values("language")
    (('Regen',), ('Jane Doe',), ('de',))

    """
    statements = _Statements()
    for element in tree.css(_QUERY)[:_MAX_ELEMENTS]:
        attributes = element.attributes
        if "itemscope" in attributes:
            statements.scopes.append(element)
        if read := _READERS.get(element.tag or ""):
            read(element, attributes, statements)
    for name, content in itemprops_outside_items(statements.itemprops, statements.scopes):
        statements.claim(_ITEMPROP_FIELD.get(name.lower()), content, _MICRODATA)
    statements.claim_card_authors()
    signs = _signs(statements.claims, url)
    nodes = (
        read_statements(_read_scripts(statements.scripts), signs, source="json-ld"),
        read_statements(read_microdata(statements.scopes, is_article_type), signs, source=_MICRODATA),
    )
    return _page_claims(statements, nodes)


def _page_claims(statements: _Statements, nodes: tuple[Statements, ...]) -> PageClaims:
    claims = [*(claim for node in nodes for claim in node.claims), *statements.claims]
    images = [*(image for node in nodes for image in node.images), *map(_image, statements.images.items())]
    authors = [*(author for node in nodes for author in node.authors), *statements.authors]
    return PageClaims(
        claims=tuple(dict.fromkeys(claims)),
        authors=tuple(dict.fromkeys(authors)),
        images=tuple(dict.fromkeys(images)),
        times=tuple(statements.times),
    )


def _image(stated: tuple[str, dict[str, str]]) -> ImageClaim:
    url, parts = stated
    return ImageClaim(
        url=url,
        caption=plain(parts.get("caption", "")) or None,
        width=pixels(parts.get("width", "")),
        height=pixels(parts.get("height", "")),
        source=parts["source"],
    )


_Attributes = dict[str, str | None]


@dataclass(slots=True)
class _Statements:
    """What has been read so far, and the elements that are read once all others are; lives for one page."""

    claims: list[Claim] = field(default_factory=list)
    authors: list[AuthorClaim] = field(default_factory=list)
    images: dict[str, dict[str, str]] = field(default_factory=dict)
    times: list[TimeClaim] = field(default_factory=list)
    card: dict[str, str] = field(default_factory=dict)
    scripts: list[LexborNode] = field(default_factory=list)
    scopes: list[LexborNode] = field(default_factory=list)
    itemprops: list[LexborNode] = field(default_factory=list)

    def claim_card_authors(self) -> None:
        """Read the pairs of label and value on a Twitter card whose label announces a name: `Written by`."""
        for name, label in self.card.items():
            if name.startswith(_CARD_LABEL) and is_label(plain(label)):
                self.claim("authors", self.card.get(name.replace(_CARD_LABEL, _CARD_VALUE)), _TWITTER)

    def add_image_part(self, part: str, content: str, source: str) -> None:
        """Start a picture with its address, or complete the last one."""
        if part == "url":
            if content not in self.images:
                self.images[content] = {"source": source}
        elif self.images:
            next(reversed(self.images.values())).setdefault(part, content)

    def claim(self, about: str | None, value: str | None, source: str) -> None:
        text = plain(value) if about and value else ""
        if not text or not about:
            return
        if about == "tags":
            said = [part.strip() for part in text.split(",")]
        else:
            said = [_CONTENT_TIER.get(text.lower(), "") if about == "paywalled" else text]
        self.claims += [Claim(field=about, value=part, source=source) for part in said if part]
        if about == "authors":
            name, url = (None, text) if is_url(text) else (text, None)
            self.authors.append(AuthorClaim(name=name, url=url, source=source))


def _read_html(element: LexborNode, attributes: _Attributes, statements: _Statements) -> None:
    statements.claim("language", attributes.get("lang") or attributes.get("xml:lang"), "html")


def _read_title(element: LexborNode, attributes: _Attributes, statements: _Statements) -> None:
    parent = element.parent
    if parent is not None and parent.tag == "head":
        statements.claim("headline", element.text(), "html")


def _read_meta(element: LexborNode, attributes: _Attributes, statements: _Statements) -> None:
    if "itemprop" in attributes:
        statements.itemprops.append(element)
    name = attributes.get("property") or attributes.get("name") or attributes.get("http-equiv")
    content = attributes.get("content") or attributes.get("value")
    if not name or not content:
        return
    name = name.strip().lower()
    if stated := _META_FIELD.get(name):
        statements.claim(stated[0], content, stated[1])
    elif part := _IMAGE_PARTS.get(name):
        statements.add_image_part(part, content.strip(), _source(name))
    elif name.startswith((_CARD_LABEL, _CARD_VALUE)):
        statements.card[name] = content


def _read_script(element: LexborNode, attributes: _Attributes, statements: _Statements) -> None:
    if "ld" in (attributes.get("type") or "").lower():
        statements.scripts.append(element)


def _read_link(element: LexborNode, attributes: _Attributes, statements: _Statements) -> None:
    for relation in (attributes.get("rel") or "").lower().split():
        statements.claim(_LINK_FIELD.get(relation), attributes.get("href"), "link")


def _read_time(element: LexborNode, attributes: _Attributes, statements: _Statements) -> None:
    value = (attributes.get("datetime") or "").strip()
    if value and len(statements.times) < _MAX_TIMES:
        statements.times.append(TimeClaim(text=plain(element.text(separator=" ")), value=value))


def _read_author_link(element: LexborNode, attributes: _Attributes, statements: _Statements) -> None:
    name = plain(element.text(separator=" "))
    url = attributes.get("href")
    if name:
        statements.claims.append(Claim(field="authors", value=name, source="page"))
        statements.authors.append(AuthorClaim(name=name, url=url or None, source="page"))


_READERS: Final[dict[str, Callable[[LexborNode, _Attributes, _Statements], None]]] = {
    "html": _read_html,
    "title": _read_title,
    "meta": _read_meta,
    "script": _read_script,
    "link": _read_link,
    "time": _read_time,
    "a": _read_author_link,
}


def _signs(claims: Iterable[Claim], url: str | None) -> Signs:
    said = list(claims)
    urls = [claim.value for claim in said if claim.field == "canonical_url"]
    titles = [claim.value for claim in said if claim.field == "headline"]
    return Signs(urls=tuple(dict.fromkeys([*([url] if url else []), *urls])), titles=tuple(dict.fromkeys(titles)))


def _read_scripts(scripts: Iterable[LexborNode]) -> list[object]:
    values: list[object] = []
    left = _MAX_SCRIPT
    for script in scripts:
        text = script.text()
        left -= len(text)
        if left < 0:
            break
        values.extend(read_jsonld(text))
    return values
