"""Bytes, or text, become a Document: pieces of text in reading order, not labelled yet.

In: a page as bytes or str, or plain text. Out: a `Document`. Nothing of the text is lost and nothing is judged here:
hidden text is marked, lines that hold two things are carved, and every piece knows where it came from.
"""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from articlekit.addresses import is_address
from articlekit.cleaner.bounds import bound, bound_text, without_surrogates
from articlekit.cleaner.carving import carve
from articlekit.cleaner.decoding import to_utf8
from articlekit.cleaner.document import Document, Element, Inline, Picture, Piece, is_concealed
from articlekit.cleaner.lines import read_lines
from articlekit.cleaner.walk import walk
from articlekit.errors import ExtractionError

__all__ = ["Document", "Element", "Inline", "Picture", "Piece", "clean", "clean_text", "is_concealed"]


def clean(source: bytes | str, *, charset: str | None = None, url: str | None = None) -> Document:
    """Parse an HTML document and cut it into pieces.

    Args:
        source: The document; bytes are decoded as a browser would.
        charset: What the server said of bytes.
        url: Where it came from; one that is no address is forgotten.

    Raises:
        ExtractionError: There is nothing in it.
        NotHTMLError: It is something else than HTML.

    """
    html = to_utf8(source, charset=charset) if isinstance(source, bytes) else without_surrogates(source).encode()
    if _is_blank(html):
        raise ExtractionError("the document is empty: there is nothing to extract", url=url)
    url = url if url and is_address(url) else None
    kept, truncated = bound(html)
    tree = LexborHTMLParser(kept)
    body = tree.body
    if body is None:
        return Document(pieces=(), tree=tree, url=url, truncated=truncated)
    cut = walk(body)
    document = Document(
        pieces=tuple(cut.pieces),
        pictures=tuple(cut.pictures),
        tree=tree,
        url=url,
        truncated=truncated or cut.truncated,
        root=cut.root,
    )
    return carve(document)


def _is_blank(html: bytes) -> bool:
    """Whether a document is nothing but white space, of which Unicode has more than ASCII."""
    rest = html.lstrip()
    return not rest or (not rest[:1].isascii() and rest.decode().isspace())


def clean_text(text: str) -> Document:
    """Cut plain text, such as a scrape or a paste, into pieces.

    Raises:
        ExtractionError: There is nothing in it.

    """
    if not text or text.isspace():
        raise ExtractionError("the text is empty: there is nothing to extract")
    kept, truncated = bound_text(text)
    document = Document(pieces=tuple(read_lines(kept)), source=kept, truncated=truncated)
    return carve(document)
