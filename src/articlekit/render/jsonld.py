r"""Article → JSON-LD: one schema.org NewsArticle.

In goes an Article, out comes JSON as it may stand in a `<script type="application/ld+json">`: every `<` is written
`\u003c`, so that no text can close the script. Fields follow https://schema.org/NewsArticle; a field is left out
where the article has nothing for it, or where its role is excluded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from articlekit.model import Author, CrossLink, Image, Role
from articlekit.render.characters import readable, safe_url
from articlekit.render.plain import Json, to_json
from articlekit.render.printable import Printable, is_printed, printed_roles, roles
from articlekit.render.text import to_text

_AUTHOR_TYPES: Final = {"person": "Person", "agency": "Organization", "desk": "Organization"}
_ROLE_OF: Final = {
    "headline": Role.HEADLINE,
    "alternativeHeadline": Role.HEADLINE,
    "description": Role.STANDFIRST,
    "author": Role.BYLINE,
    "datePublished": Role.TIMESTAMP,
    "dateModified": Role.TIMESTAMP,
    "articleSection": Role.SECTION,
    "keywords": Role.TAG,
    "image": Role.CAPTION,
}
"""The role whose exclusion leaves a property out."""


def to_jsonld(
    article: Printable,
    *,
    include: Iterable[Role | str] = (),
    exclude: Iterable[Role | str] = (),
    indent: int = 0,
) -> str:
    """Write a schema.org NewsArticle. `CROSSLINK` included adds `mentions`, `COMMENT` adds `comment`."""
    excluded, wanted = roles(exclude), printed_roles(include, exclude)
    properties: dict[str, Json] = {
        **_says(article),
        **_of_the_text(article, to_text(article, exclude=exclude)),
        "author": [_author(author) for author in article.authors],
        "image": [_image(image) for image in article.images],
        "mentions": [_mention(link) for link in article.crosslinks] if Role.CROSSLINK in wanted else None,
        "comment": _comments(article, wanted) if Role.COMMENT in wanted else None,
    }
    kept = {name: value for name, value in properties.items() if _ROLE_OF.get(name) not in excluded}
    document = _filled({"@context": "https://schema.org", "@type": "NewsArticle", **kept})
    return to_json(document, indent=indent).replace("<", "\\u003c")


def _says(article: Printable) -> dict[str, Json]:
    address = safe_url(article.canonical_url) or safe_url(article.url)
    return {
        "headline": article.headline,
        "alternativeHeadline": article.alternative_headline,
        "description": article.standfirst,
        "url": address,
        "mainEntityOfPage": {"@type": "WebPage", "@id": address} if address else None,
        "datePublished": article.published.isoformat() if article.published else None,
        "dateModified": article.modified.isoformat() if article.modified else None,
        "inLanguage": article.language,
        "articleSection": list(article.sections),
        "keywords": list(article.tags),
        "publisher": {"@type": "Organization", "name": article.site_name} if article.site_name else None,
        "isAccessibleForFree": None if article.paywalled is None else not article.paywalled,
    }


def _of_the_text(article: Printable, text: str) -> dict[str, Json]:
    return {"articleBody": text, "wordCount": len(text.split()) or None}


def _author(author: Author) -> Json:
    kind = _AUTHOR_TYPES.get(author.kind, "Person")
    return _filled(
        {
            "@type": kind,
            "name": author.name,
            "jobTitle": author.role if kind == "Person" else None,
            "url": safe_url(author.url),
            "email": author.email,
            "alternateName": author.handle,
        }
    )


def _image(image: Image) -> Json:
    return _filled(
        {
            "@type": "ImageObject",
            "url": safe_url(image.src, picture=True),
            "caption": image.caption,
            "description": image.alt,
            "creditText": image.credit,
            "width": image.width,
            "height": image.height,
            "representativeOfPage": image.lead or None,
        }
    )


def _mention(link: CrossLink) -> Json:
    return _filled(
        {
            "@type": "NewsArticle",
            "headline": link.headline,
            "description": link.teaser,
            "url": safe_url(link.url),
        }
    )


def _comments(article: Printable, wanted: frozenset[Role]) -> Json:
    comments = (block for block in article.blocks if block.role is Role.COMMENT and is_printed(block, wanted))
    return [{"@type": "Comment", "text": readable(block.text)} for block in comments]


def _filled(properties: Mapping[str, Json]) -> dict[str, Json]:
    """Leave out what is absent; make text printable, but keep its paragraphs."""
    return {name: _printable(value) for name, value in properties.items() if value not in (None, "", [])}


def _printable(value: Json) -> Json:
    if isinstance(value, list):
        return [_printable(item) for item in value]
    if isinstance(value, dict):
        return {name: _printable(item) for name, item in value.items()}
    return "\n".join(map(readable, value.split("\n"))) if isinstance(value, str) else value
