"""Other libraries that find an article's text, each behind the same small face.

In: a page. Out: the story as that library sees it. Each is called as its own README does, with its defaults, but for
readers' comments and pictures' alternative texts, which are left out where it can be asked to. None but trafilatura
comes with articlekit; what is not installed is left out, and said.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from articlekit.cleaner import clean
from articlekit.cleaner.decoding import decode
from articlekit.comparison.measures import Row
from articlekit.errors import ArticleKitError
from articlekit.model import Page
from articlekit.pipeline import extract
from articlekit.segmenter.model import Model, load

OURSELVES: Final = "articlekit"
_NOWHERE: Final = "https://page.example/"
"""For a library that insists on an address; nothing is fetched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What a tool takes for the story, and the role of each piece of the page where it says one."""

    text: str
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A library, and what it takes to get a story of it."""

    name: str
    version: str
    read: Callable[[Page], Story]


Reader = Callable[[Page], str]


def find_tools(names: Iterable[str] = (), *, model: Path | None = None) -> tuple[list[Tool], list[str]]:
    """Find the libraries that are installed, articlekit first; and the names of those that are not.

    Raises:
        ArticleKitError: One that is named is not known, or the model cannot be loaded.

    """
    wanted = set(names) or set(_ASKED)
    unknown = sorted(wanted - set(_PEERS) - {OURSELVES})
    if unknown:
        raise ArticleKitError(f"{unknown[0]!r} is none of the libraries known here: {', '.join(_PEERS)}")
    tools = [Tool(name=OURSELVES, version=_version_of(OURSELVES), read=partial(_ourselves, model=load(model)))]
    missing = []
    for name in filter(wanted.__contains__, _PEERS):
        peer = _PEERS[name]
        if find_spec(peer.module) is None:
            missing.append(peer.package)
        else:
            tools.append(Tool(name=name, version=_version_of(peer.package), read=partial(_peer, read=peer.make())))
    return tools, missing


def _version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "from source"


def _ourselves(page: Page, *, model: Model) -> Story:
    article = extract(page, model=model)
    return Story(text=article.text, rows=tuple((block.role.value, block.text) for block in article.blocks))


def _peer(page: Page, *, read: Reader) -> Story:
    return Story(text=read(page))


def _trafilatura(*, precision: bool = False) -> Reader:
    from trafilatura import extract as read  # noqa: PLC0415 - it takes a while, and only this command needs it

    return lambda page: read(page.body, url=page.url, include_comments=False, favor_precision=precision) or ""


def _newspaper4k() -> Reader:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of an extra that finding text does not need
        from newspaper import Article  # noqa: PLC0415 - optional

    def read(page: Page) -> str:
        article = Article(page.url or _NOWHERE, fetch_images=False)
        article.download(input_html=decode(page.body, charset=page.charset))
        article.parse()
        return str(article.text or "")

    return read


def _readability() -> Reader:
    from readability import Document  # noqa: PLC0415 - optional

    def read(page: Page) -> str:
        """It gives HTML: its text is taken as articlekit takes a page's."""
        summary = Document(decode(page.body, charset=page.charset)).summary()
        return "\n".join(piece.text for piece in clean(summary).pieces)

    return read


def _resiliparse() -> Reader:
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415 - optional

    read = partial(extract_plain_text, main_content=True, alt_texts=False, comments=False)
    return lambda page: str(read(decode(page.body, charset=page.charset)))


@dataclass(frozen=True, slots=True)
class _Peer:
    """What pip calls a library, its module, and how its reader is made."""

    package: str
    module: str
    make: Callable[[], Reader]


_PEERS: Final = {
    "trafilatura": _Peer("trafilatura", "trafilatura", _trafilatura),
    "trafilatura-precision": _Peer("trafilatura", "trafilatura", partial(_trafilatura, precision=True)),
    "newspaper4k": _Peer("newspaper4k", "newspaper", _newspaper4k),
    "readability-lxml": _Peer("readability-lxml", "readability", _readability),
    "resiliparse": _Peer("resiliparse", "resiliparse", _resiliparse),
}
_ASKED: Final = tuple(name for name in _PEERS if name != "trafilatura-precision")
"""Those that are asked when none is named: one of each library."""
