"""What a command line names, read as what it is: an address, a page, a plain text, a saved Article, a folder of these.

In: an argument as typed. Out: Sources, and of each its Article. A name decides nothing: content does, since pages are
saved as `.txt` and texts have no extension at all. Nothing is read before it is asked for.
"""

from __future__ import annotations

import errno
import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from articlekit.article import Article
from articlekit.cleaner.decoding import decode
from articlekit.errors import ExtractionError, NotHTMLError, RenderError
from articlekit.fetcher import fetch
from articlekit.model import Page
from articlekit.pipeline import extract, extract_text

STANDARD_INPUT: Final = "-"
_ADDRESS: Final = re.compile(r"https?://", re.IGNORECASE)
_OTHER_ADDRESS: Final = re.compile(r"[a-z][a-z+.-]+://", re.IGNORECASE)
_HOST: Final = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?:[:/?#]|$)", re.IGNORECASE)
_ENDINGS: Final = frozenset(".html .htm .xhtml .shtml .txt .text".split())
"""What is read of a folder; a file that is named itself may be called anything."""
_SHORT: Final = 80
"""Characters of a name that cannot be one."""
_ADVICE: Final = {errno.ENAMETOOLONG: "; if it is text and no name, pipe it into articlekit -"}
_HEAD: Final = 20_000
"""Characters in which a page shows that it is one."""
_MARKUP: Final = re.compile(
    r"<!doctype\s+html|<(?:html|head|body|meta|title|article|main|section|div|table|figure|p|h[1-6]|br|span)\b[^<>]*>",
    re.IGNORECASE,
)
_SAVED: Final = b'"blocks"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One thing to read. `name` is what to call it; `path` is None for an address and for standard input.

    `folder` is where in the folder that was named it lies.
    """

    name: str
    path: Path | None = None
    folder: Path = Path()

    @property
    def is_address(self) -> bool:
        """Whether it must be fetched."""
        return self.path is None and self.name != STANDARD_INPUT

    @property
    def stem(self) -> str:
        """What to call a file made of it."""
        last = self.path.name if self.path else self.name.split("?")[0].rstrip("/").rsplit("/", 1)[-1]
        return Path(re.sub(r"[^\w.-]", "-", last)).stem.strip("-.") or "article"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How sources are read: the options of `extract`, the address that a file came from, and those of `fetch`."""

    url: str | None = None
    model: Path | None = None
    reasons: bool = False
    allow_private_addresses: bool = False


def find_sources(arguments: Iterable[str]) -> Iterator[Source]:
    """Turn arguments into sources; a folder is all pages and texts in it, by name.

    Raises:
        ExtractionError: There is no such file, or nothing in the folder.

    >>> [source.name for source in find_sources(["https://gazette.example/rain", "-"])]
    ['https://gazette.example/rain', '-']

    """
    for argument in arguments:
        if not argument.strip():
            raise ExtractionError("a source without a name: is a variable empty?")
        if argument == STANDARD_INPUT or _ADDRESS.match(argument):
            yield Source(name=argument)
        else:
            try:
                yield from _on_disk(argument)
            except OSError as error:
                reason = (error.strerror or str(error)).lower()
                raise ExtractionError(f"{argument[:_SHORT]}: {reason}{_ADVICE.get(error.errno or 0, '')}") from error


def _on_disk(argument: str) -> Iterator[Source]:
    path = Path(argument)
    if path.is_dir():
        found = sorted(file for file in path.rglob("*") if file.suffix.lower() in _ENDINGS and file.is_file())
        if not found:
            raise ExtractionError(f"{path}: no pages or texts in this folder ({' '.join(sorted(_ENDINGS))})")
        yield from (Source(name=str(file), path=file, folder=file.parent.relative_to(path)) for file in found)
    elif not path.exists() and path.suffix.lower() not in _ENDINGS and _HOST.match(argument):
        raise ExtractionError(f"{argument}: no such file; if it is an address, write https://{argument}")
    elif not path.exists() and _OTHER_ADDRESS.match(argument):
        raise ExtractionError(f"{argument}: only http and https are fetched; save it to a file first")
    else:
        yield Source(name=argument, path=path)


def read_article(source: Source, reading: Reading) -> Article:
    """Read a source and tell it apart.

    Raises:
        ArticleKitError: It cannot be had, or holds no document; the message names the source.

    """
    if source.is_address:
        return extract(fetch_page(source, reading), model=reading.model, reasons=reading.reasons)
    content = _content(source)
    try:
        return _told_apart(content, reading)
    except (ExtractionError, RenderError) as error:
        raise type(error)(f"{source.name}: {error}") from error


def fetch_page(source: Source, reading: Reading) -> Page:
    """Fetch an address.

    Raises:
        ArticleKitError: It is none, or no page came of it.

    """
    if not source.is_address:
        raise ExtractionError(f"{source.name}: only addresses can be fetched (https://…)")
    return fetch(source.name, allow_private_addresses=reading.allow_private_addresses)


def _told_apart(content: bytes, reading: Reading) -> Article:
    kind = kind_of(content)
    if kind == "json":
        raise NotHTMLError("this is JSON, but no article that articlekit saved")
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
        raise ExtractionError(f"{source.name}: {(error.strerror or str(error)).lower()}") from error


def kind_of(content: bytes) -> str:
    """Tell what content is: `html`, `text`, `article`, the JSON that `Article.to_json` wrote, or other `json`.

    Raises:
        ExtractionError: There is nothing in it.
        NotHTMLError: It is none of these: a PDF, a picture.

    >>> kind_of(b"<p>It rained."), kind_of(b"It rained. 1 < 2"), kind_of(b'{"blocks":[]}')
    ('html', 'text', 'article')

    """
    head = decode(content)[:_HEAD]
    if head.lstrip().startswith("{") and _SAVED in content:
        return "article"
    if _is_json(head, content):
        return "json"
    return "html" if _MARKUP.search(head) else "text"


def _is_json(head: str, content: bytes) -> bool:
    if not head.lstrip().startswith(("{", "[")):
        return False
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return False
    return True
