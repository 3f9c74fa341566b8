"""Separate an article page's story from everything around it, losslessly.

article = articlekit.extract(html, url="https://…")
article.headline, article.text, article.images, article.crosslinks, article.blocks
"""

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

__all__ = [
    "Article",
    "ArticleKitError",
    "Author",
    "Block",
    "Candidate",
    "Claim",
    "CrossLink",
    "Embed",
    "ExtractionError",
    "FetchError",
    "Image",
    "Link",
    "LiveEntry",
    "ModelError",
    "NotHTMLError",
    "Page",
    "Promo",
    "RenderError",
    "Role",
    "extract",
    "extract_text",
    "json_schema",
]
