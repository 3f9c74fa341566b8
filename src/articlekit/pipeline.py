"""The whole way of a page, on one screen.

fetch(url) → Page → clean → Document → label → Blocks → assemble → Article
"""

from __future__ import annotations

from pathlib import Path

from articlekit.article import Article
from articlekit.assembler import assemble
from articlekit.claims import PageClaims
from articlekit.cleaner import clean, clean_text
from articlekit.metadata import read_claims
from articlekit.model import Page
from articlekit.segmenter import Model, label, load


def extract(
    source: Page | bytes | str,
    *,
    url: str | None = None,
    model: str | Path | Model | None = None,
    reasons: bool = False,
) -> Article:
    """Separate the story of an HTML page from everything around it.

    Args:
        source: The page: as fetched, or its HTML as bytes (decoded as a browser would) or text.
        url: Where it came from, to make links absolute; a Page knows.
        model: A trained model instead of the one that comes with articlekit.
        reasons: Whether to say of each block why it got its role; this costs time.

    Raises:
        ExtractionError: There is nothing in it, or it is something else than HTML.
        ModelError: The model cannot be loaded.

    >>> article = extract("<h1>Rain</h1><p>It rained all day in the city, and the river rose by a metre.</p>")
    >>> article.headline
    'Rain'

    """
    page = source if isinstance(source, Page) else None
    content = source if isinstance(source, bytes | str) else source.body
    address = url or (page.url if page else None)
    document = clean(content, charset=page.charset if page else None, url=address)
    claims = read_claims(document.tree, url=address) if document.tree is not None else PageClaims()
    return assemble(document, label(document, claims, load(model), reasons=reasons), claims)


def extract_text(text: str, *, model: str | Path | Model | None = None, reasons: bool = False) -> Article:
    """Separate the story from everything around it in plain text: a paste, an old scrape.

    Args:
        text: The text; every character of it will be in one block's span.
        model: A trained model instead of the one that comes with articlekit.
        reasons: Whether to say of each block why it got its role; this costs time.

    Raises:
        ExtractionError: There is nothing in it.
        ModelError: The model cannot be loaded.

    """
    document = clean_text(text)
    claims = PageClaims()
    return assemble(document, label(document, claims, load(model), reasons=reasons), claims)
