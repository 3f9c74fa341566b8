"""What schema.org nodes say of the article, whichever syntax they came in.

In go the nodes of all JSON-LD scripts, or of all microdata items, as dicts; out come claims. A page describes many
things: its article, teasers of others, comments, itself, its publisher. So first all article-typed nodes are found,
with the property they hang on; each is scored by the signs that it is the page's own (its address, its headline, its
place); claims are then read from the best one, and from others that share its address or headline. Nodes that only
point to one (`{"@id": …}`) are looked up. Work is bounded in nodes and depth.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import unquote, urlsplit

from articlekit.claims import AuthorClaim, ImageClaim
from articlekit.model import Claim
from articlekit.plaintext import is_url, pixels, plain, same_words, words

Node = dict[str, object]

_MAX_NODES: Final = 5_000
"""Nodes looked at on one page; the largest page seen had 1,900."""
_MAX_DEPTH: Final = 12
"""Levels of nesting looked at; articles were seen at most 4 deep."""
_MAX_ITEMS: Final = 200
"""Items read of one list: authors, keywords, pictures, breadcrumbs."""

_HOLDERS: Final = (dict, list)
_PAGE_TYPES: Final = frozenset({"webpage", "itempage", "medicalwebpage", "aboutpage", "qapage", "faqpage"})
# How strongly a type says "this is the page's article", beside the other signs.
_TYPE_WEIGHT: Final = {
    **dict.fromkeys(
        (
            "advertisercontentarticle",
            "analysisnewsarticle",
            "article",
            "askpublicnewsarticle",
            "backgroundnewsarticle",
            "blogposting",
            "liveblogposting",
            "newsarticle",
            "opinionnewsarticle",
            "report",
            "reportagenewsarticle",
            "reviewnewsarticle",
            "satiricalarticle",
            "scholarlyarticle",
            "techarticle",
        ),
        3.0,
    ),
    **dict.fromkeys(("howto", "recipe", "socialmediaposting", "discussionforumposting", "podcastepisode"), 1.5),
    **dict.fromkeys(("review", "creativework", "webcontent"), 1.0),
    **dict.fromkeys(_PAGE_TYPES, 0.0),
}
# Properties that hang other articles on this one.
_ELSEWHERE: Final = frozenset(
    {
        "blogpost",
        "blogposts",
        "citation",
        "comment",
        "haspart",
        "isbasedon",
        "isrelatedto",
        "itemlistelement",
        "itemreviewed",
        "liveblogupdate",
        "mentions",
        "relatedlink",
        "review",
        "significantlink",
        "subjectof",
        "suggestedanswer",
        "video",
    }
)
_TEXT_FIELDS: Final = {
    "headline": "headline",
    "name": "headline",
    "alternativeHeadline": "alternative_headline",
    "description": "standfirst",
    "abstract": "standfirst",
    "datePublished": "published",
    "dateModified": "modified",
    "dateCreated": "created",
    "uploadDate": "created",
    "articleSection": "sections",
    "keywords": "tags",
    "inLanguage": "language",
    "articleBody": "article_body",
    "reviewBody": "article_body",
    "publisher": "site_name",
}
_ADDRESS_FIELDS: Final = ("url", "mainEntityOfPage")
_AUTHOR_FIELDS: Final = ("author", "creator")
_IMAGE_FIELDS: Final = ("image", "thumbnailUrl")
_CREDIT_FIELDS: Final = ("creditText", "creator", "author", "copyrightHolder", "copyrightNotice")
_FREE: Final = {"true": "false", "false": "true", "yes": "false", "no": "true", "1": "false", "0": "true"}
_MATCH: Final = 8.0
_SAME_HEADLINE: Final = 6.0
_OTHER_ADDRESS: Final = -4.0
_HANGS_ELSEWHERE: Final = -7.0
_IS_STATED: Final = 0.5
_STUB: Final = 2
"""A node with no more properties than type and address only points to the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What the rest of the page says of itself, to know its own node by: addresses and titles."""

    urls: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """What the page's own nodes state."""

    claims: tuple[Claim, ...] = ()
    authors: tuple[AuthorClaim, ...] = ()
    images: tuple[ImageClaim, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entity:
    node: Node
    score: float
    matches: bool


def is_article_type(itemtype: str) -> bool:
    """Whether a type, written as name or address, is one that articles have.

    >>> is_article_type("https://schema.org/NewsArticle"), is_article_type("Person")
    (True, False)
    """
    return _bare_type(itemtype) in _TYPE_WEIGHT


def read_statements(values: Iterable[object], signs: Signs, *, source: str) -> Statements:
    """Read what the page's own article node, and those that agree with it, state.

    >>> teaser = {"@type": "ItemList", "itemListElement": [{"@type": "Article", "headline": "Other"}]}
    >>> own = {"@type": "NewsArticle", "headline": "Ours", "author": {"@type": "Person", "name": "Jane Doe"}}
    >>> statements = read_statements([teaser, own], Signs(titles=("Ours",)), source="json-ld")
    >>> [(claim.field, claim.value) for claim in statements.claims]
    [('type', 'NewsArticle'), ('headline', 'Ours'), ('authors', 'Jane Doe')]
    """
    known = _find_nodes(values)
    reader = _Reader(known.by_id, source)
    for entity in _own(_judge_all(known.articles, signs)):
        reader.read(entity.node)
    for breadcrumbs in known.breadcrumbs[:1]:
        reader.read_breadcrumbs(breadcrumbs)
    return Statements(
        claims=tuple(reader.claims),
        authors=tuple(reader.authors),
        images=tuple(reader.images),
    )


# --- finding the page's own nodes ---


class _Known:
    """The nodes of a page that matter, each with the properties it hangs on."""

    __slots__ = ("articles", "breadcrumbs", "by_id")

    def __init__(self) -> None:
        self.articles: list[tuple[Node, tuple[str, ...]]] = []
        self.breadcrumbs: list[Node] = []
        self.by_id: dict[str, Node] = {}

    def take(self, node: Node, path: tuple[str, ...]) -> None:
        types = _types(node)
        if not _TYPE_WEIGHT.keys().isdisjoint(types):
            self.articles.append((node, path))
        elif "breadcrumblist" in types:
            self.breadcrumbs.append(node)
        name = node.get("@id")
        if isinstance(name, str) and len(node) > 1 and len(node) > len(self.by_id.get(name, ())):
            self.by_id[name] = node


def _find_nodes(values: Iterable[object]) -> _Known:
    known = _Known()
    waiting: deque[tuple[object, tuple[str, ...]]] = deque((value, ()) for value in values)
    for _ in range(_MAX_NODES):
        if not waiting:
            break
        value, path = waiting.popleft()
        if isinstance(value, dict):
            known.take(value, path)
            if len(path) < _MAX_DEPTH:
                waiting += [(held, (*path, key)) for key, held in value.items() if isinstance(held, _HOLDERS)]
        elif isinstance(value, list) and len(path) < _MAX_DEPTH:
            step = (*path, "") if path else path
            waiting += [(held, step) for held in value[:_MAX_ITEMS] if isinstance(held, _HOLDERS)]
    return known


def _judge_all(articles: list[tuple[Node, tuple[str, ...]]], signs: Signs) -> list[_Entity]:
    if not articles:
        return []
    addresses = {address for url in signs.urls if (address := _address(url))}
    titles = {words(title) for title in signs.titles}
    return [_judge(node, path, addresses, titles) for node, path in articles]


def _judge(node: Node, path: tuple[str, ...], addresses: set[str], titles: set[tuple[str, ...]]) -> _Entity:
    urls = {url for field in (*_ADDRESS_FIELDS, "@id") for url in _urls(node.get(field))}
    own = {address for url in urls if (address := _address(url))}
    same_address = not own.isdisjoint(addresses)
    headlines = {words(plain(text)) for field in ("headline", "name") for text in _texts(node.get(field))}
    same_headline = any(same_words(said, title) for said in headlines for title in titles)
    score = max((_TYPE_WEIGHT.get(name, 0.0) for name in _types(node)), default=0.0)
    score += sum(_IS_STATED for field in ("datePublished", "author", "articleBody", "description") if node.get(field))
    score += _MATCH * same_address + _SAME_HEADLINE * same_headline
    if own and addresses and not same_address:
        score += _OTHER_ADDRESS
    if any(step.lower() in _ELSEWHERE for step in path):
        score += _HANGS_ELSEWHERE
    return _Entity(node=node, score=score, matches=same_address or same_headline)


def _own(entities: list[_Entity]) -> list[_Entity]:
    """Choose the best entity, then those that are the page's own by address or headline; none if all are others'."""
    ranked = sorted(entities, key=lambda entity: -entity.score)
    if not ranked or ranked[0].score < 0:
        return []
    others = (entity for entity in ranked[1:] if entity.matches and entity.score > _SAME_HEADLINE)
    return [ranked[0], *(entity for entity in others if len(entity.node) > _STUB)]


def _types(node: Node) -> list[str]:
    stated = node.get("@type")
    if isinstance(stated, str):
        return [_bare_type(stated)]
    return [_bare_type(text) for text in _texts(stated)] if stated is not None else []


@lru_cache(maxsize=256)
def _bare_type(name: str) -> str:
    return name.strip().rpartition("/")[2].rpartition("#")[2].rpartition(":")[2].lower()


def _address(url: str) -> str:
    """Reduce an address to what tells pages apart: without scheme, `www.`, query, fragment, last slash."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    path = unquote(parts.path).rstrip("/")
    # A site's front page as an article's address is a template's default, and says nothing.
    return parts.netloc.lower().removeprefix("www.").removeprefix("m.") + path if path else ""


# --- values of any shape as text ---


def _texts(value: object, depth: int = 4) -> Iterator[str]:
    """Yield the texts a value holds: itself, those of a list, or the name of a node."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, int | float):
        yield str(value).lower()
    elif depth and isinstance(value, list):
        for item in value[:_MAX_ITEMS]:
            yield from _texts(item, depth - 1)
    elif depth and isinstance(value, dict):
        yield from _texts(
            next((value[key] for key in ("@value", "name", "headline") if value.get(key)), None), depth - 1
        )


def _urls(value: object, depth: int = 4) -> Iterator[str]:
    """Yield the addresses a value holds: itself, those of a list, or that of a node."""
    if isinstance(value, str):
        yield value.strip()
    elif depth and isinstance(value, list):
        for item in value[:_MAX_ITEMS]:
            yield from _urls(item, depth - 1)
    elif depth and isinstance(value, dict):
        keys = ("contentUrl", "url", "@id", "thumbnailUrl")
        yield from _urls(next((value[key] for key in keys if value.get(key)), None), depth - 1)


def _first(node: Node, *keys: str) -> str | None:
    """Return the first text that a node has in one of the properties."""
    values = (value for key in keys if key in node for value in _texts(node[key]))
    return next((text for value in values if (text := plain(value))), None)


def _pixels(value: object) -> int | None:
    if value is None:
        return None
    held = next(_texts(value.get("value") if isinstance(value, dict) else value), "")
    return pixels(held)


def _items(value: object) -> list[object]:
    return value[:_MAX_ITEMS] if isinstance(value, list) else [] if value is None else [value]


# --- reading claims ---


class _Reader:
    """Collects claims from nodes; lives for one page."""

    __slots__ = ("authors", "by_id", "claims", "images", "source")

    def __init__(self, by_id: dict[str, Node], source: str) -> None:
        self.by_id = by_id
        self.source = source
        self.claims: list[Claim] = []
        self.authors: list[AuthorClaim] = []
        self.images: list[ImageClaim] = []

    def read(self, node: Node) -> None:
        node = {key.rpartition("/")[2].rpartition(":")[2]: value for key, value in node.items()}
        self._claim("type", *(text.strip().rpartition("/")[2] for text in _texts(node.get("@type"))))
        for key, name in _TEXT_FIELDS.items():
            if key in node:
                self._claim(name, *self._texts_of(name, node[key]))
        for key in _ADDRESS_FIELDS:
            self._claim("canonical_url", *(url for url in _urls(node.get(key)) if is_url(url) or url.startswith("/")))
        self._claim("paywalled", *(_FREE.get(text.lower(), "") for text in _texts(node.get("isAccessibleForFree"))))
        for key in _AUTHOR_FIELDS:
            self._read_authors(node.get(key))
        for key in _IMAGE_FIELDS:
            self._read_images(node.get(key))
        self._read_images(node.get("video"), kind="video")

    def read_breadcrumbs(self, node: Node) -> None:
        for item in _items(node.get("itemListElement")):
            held = self._resolve(item)
            if isinstance(held, dict):
                self._claim("breadcrumbs", *_texts(held.get("name") or self._resolve(held.get("item"))))

    def _claim(self, field: str, *values: str) -> None:
        for value in values:
            text = plain(value)
            if text:
                self.claims.append(Claim(field=field, value=text, source=self.source))

    def _texts_of(self, field: str, value: object) -> Iterator[str]:
        texts = iter((value,)) if isinstance(value, str) else _texts([self._resolve(item) for item in _items(value)])
        return (part for text in texts for part in text.split(",")) if field == "tags" else texts

    def _resolve(self, value: object) -> object:
        """Look up the node that a mere pointer points to."""
        if isinstance(value, dict) and not value.get("name") and isinstance(name := value.get("@id"), str):
            return self.by_id.get(name, value)
        return value

    def _read_authors(self, value: object) -> None:
        for item in _items(value):
            held = self._resolve(item)
            for name in [plain(text) for text in _texts(held)] or [""]:
                self._add_author(name, held if isinstance(held, dict) else {})

    def _add_author(self, name: str, node: Node) -> None:
        name = name or " ".join(plain(t) for key in ("givenName", "familyName") for t in _texts(node.get(key)))
        url = next((url for key in ("url", "sameAs", "@id") for url in _urls(node.get(key)) if is_url(url)), None)
        if is_url(name):
            name, url = "", name
        if not name and not url:
            return
        kinds = _types(node)
        author = AuthorClaim(
            name=name or None,
            url=url,
            kind="person" if "person" in kinds else "organization" if kinds else None,
            job_title=_first(node, "jobTitle"),
            email=_first(node, "email"),
            source=self.source,
        )
        self.authors.append(author)
        self._claim("authors", name)

    def _read_images(self, value: object, *, kind: str = "picture") -> None:
        for item in _items(value):
            held = self._resolve(item)
            node: Node = held if isinstance(held, dict) else {}
            url = next(_urls(node.get("thumbnailUrl") if kind == "video" else held), None)
            if url:
                self._add_image(url, node, kind)

    def _add_image(self, url: str, node: Node, kind: str) -> None:
        image = ImageClaim(
            url=url,
            caption=_first(node, "caption", "description"),
            credit=_first(node, *_CREDIT_FIELDS),
            width=_pixels(node.get("width")),
            height=_pixels(node.get("height")),
            kind=kind,
            title=_first(node, "name"),
            source=self.source,
        )
        self.images.append(image)
