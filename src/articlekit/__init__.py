"""Separate an article page's story from everything around it, losslessly.

article = articlekit.scrape("https://…")    # or extract(html, url="https://…")
article.headline, article.text, article.images, article.crosslinks, article.blocks
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from articlekit.article import Article, json_schema
    from articlekit.discovery import discover
    from articlekit.errors import ArticleKitError, ExtractionError, FetchError, ModelError, NotHTMLError, RenderError
    from articlekit.fetcher import fetch
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
    from articlekit.reporting import report
    from articlekit.scraper import AsyncFetcher, BrowserFetcher, Fetcher, scrape

# Names are imported when they are first asked for, so that `import articlekit` costs next to nothing.
_HOMES: Final = {
    "article": "Article json_schema",
    "discovery": "discover",
    "errors": "ArticleKitError ExtractionError FetchError ModelError NotHTMLError RenderError",
    "fetcher": "fetch",
    "model": "Author Block Candidate Claim CrossLink Embed Image Link LiveEntry Page Promo Role",
    "pipeline": "extract extract_text",
    "reporting": "report",
    "scraper": "AsyncFetcher BrowserFetcher Fetcher scrape",
}
_HOME_OF: Final = {name: home for home, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    """Import a public name."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"articlekit.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


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
