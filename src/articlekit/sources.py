"""What a command line names, read as what it is: an address, a page, a plain text, a saved Article, a folder of these.

In: an argument as typed. Out: Sources, and of each its Article. A name decides nothing: content does, since pages are
saved as `.txt` and texts have no extension at all. Nothing is read before it is asked for.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from articlekit.article import Article
from articlekit.cleaner.decoding import decode
from articlekit.errors import ExtractionError
from articlekit.pipeline import extract, extract_text

STANDARD_INPUT: Final = "-"
_ADDRESS: Final = re.compile(r"https?://", re.IGNORECASE)
_ENDINGS: Final = frozenset(".html .htm .xhtml .shtml .mhtml .txt .text .json".split())
"""What is read of a folder; a file that is named itself may be called anything."""
_HEAD: Final = 20_000
"""Characters in which a page shows that it is one."""
_MARKUP: Final = re.compile(
    r"<!doctype\s+html|<(?:html|head|body|meta|title|article|main|section|div|table|figure|p|h[1-6]|br|span)\b[^<>]*>",
    re.IGNORECASE,
)
_SAVED: Final = re.compile(r'\s*\{.*"blocks"\s*:', re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One thing to read. `name` is what to call it; `path` is None for an address and for standard input."""

    name: str
    path: Path | None = None

    @property
    def is_address(self) -> bool:
        """Whether it must be fetched."""
        return self.path is None and self.name != STANDARD_INPUT


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How sources are read: the options of `extract`, and the address that a file came from."""

    url: str | None = None
    model: Path | None = None
    reasons: bool = False


def find_sources(arguments: Iterable[str]) -> Iterator[Source]:
    """Turn arguments into sources; a folder is all pages and texts in it, by name.

    Raises:
        ExtractionError: There is no such file, or nothing in the folder.

    >>> [source.name for source in find_sources(["https://gazette.example/rain", "-"])]
    ['https://gazette.example/rain', '-']

    """
    for argument in arguments:
        if argument == STANDARD_INPUT or _ADDRESS.match(argument):
            yield Source(name=argument)
        else:
            yield from _on_disk(Path(argument))


def _on_disk(path: Path) -> Iterator[Source]:
    if not path.is_dir():
        yield Source(name=str(path), path=path)
        return
    found = sorted(file for file in path.rglob("*") if file.suffix.lower() in _ENDINGS and file.is_file())
    if not found:
        raise ExtractionError(f"{path}: no pages or texts in this folder ({' '.join(sorted(_ENDINGS))})")
    yield from (Source(name=str(file), path=file) for file in found)


def read_article(source: Source, reading: Reading) -> Article:
    """Read a source and tell it apart.

    Raises:
        ArticleKitError: It cannot be had, or holds no document.

    """
    content = _content(source)
    kind = kind_of(content)
    if kind == "article":
        return Article.from_json(content)
    if kind == "html":
        return extract(content, url=reading.url, model=reading.model, reasons=reading.reasons)
    return extract_text(decode(content), model=reading.model, reasons=reading.reasons)


def _content(source: Source) -> bytes:
    if source.path is None:
        return sys.stdin.buffer.read()
    try:
        return source.path.read_bytes()
    except OSError as error:
        raise ExtractionError(f"{source.name}: {error.strerror or error}") from error


def kind_of(content: bytes) -> str:
    """Tell what content is: `html`, `text`, or `article`, the JSON that `Article.to_json` wrote.

    Raises:
        ExtractionError: There is nothing in it.
        NotHTMLError: It is neither: a PDF, a picture.

    >>> kind_of(b"<p>It rained."), kind_of(b"It rained. 1 < 2"), kind_of(b'{"blocks":[]}')
    ('html', 'text', 'article')

    """
    head = decode(content)[:_HEAD]
    if _SAVED.match(head):
        return "article"
    return "html" if _MARKUP.search(head) else "text"
