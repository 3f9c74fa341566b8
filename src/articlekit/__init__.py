"""Separate an article page's story from everything around it, losslessly.

article = articlekit.scrape("https://…")    # or extract(html, url="https://…")
article.headline, article.text, article.images, article.crosslinks, article.blocks
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

from articlekit.article import Article, json_schema
from articlekit.errors import ArticleKitError, ExtractionError, FetchError, ModelError, NotHTMLError, RenderError
from articlekit.model import (
    Author,
    Block,
    Candidate,
    Claim,
    CrossLink,
    Embed,
    Image,
    Link,
    LiveEntry,
    Page,
    Promo,
    Role,
)
from articlekit.pipeline import extract, extract_text

if TYPE_CHECKING:
    from articlekit.discovery import discover
    from articlekit.fetcher import fetch
    from articlekit.reporting import report
    from articlekit.scraper import AsyncFetcher, BrowserFetcher, Fetcher, scrape

# What is not always needed is imported when it is first asked for: name → module.
_ON_DEMAND: Final = {
    "AsyncFetcher": "articlekit.scraper",
    "BrowserFetcher": "articlekit.scraper",
    "Fetcher": "articlekit.scraper",
    "discover": "articlekit.discovery",
    "fetch": "articlekit.fetcher",
    "report": "articlekit.reporting",
    "scrape": "articlekit.scraper",
}


def __getattr__(name: str) -> object:
    """Import what is not always needed."""
    if name not in _ON_DEMAND:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_ON_DEMAND[name]), name)


def __dir__() -> list[str]:
    return __all__


__all__ = [
    "Article",
    "ArticleKitError",
    "AsyncFetcher",
    "Author",
    "Block",
    "BrowserFetcher",
    "Candidate",
    "Claim",
    "CrossLink",
    "Embed",
    "ExtractionError",
    "FetchError",
    "Fetcher",
    "Image",
    "Link",
    "LiveEntry",
    "ModelError",
    "NotHTMLError",
    "Page",
    "Promo",
    "RenderError",
    "Role",
    "discover",
    "extract",
    "extract_text",
    "fetch",
    "json_schema",
    "report",
    "scrape",
]
