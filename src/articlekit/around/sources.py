"""Where a picture's file is: the best address among all that an element names.

In: an `<img>`, `<amp-img>` or `<video>`. Out: one absolute URL and what is known of its size. Pages that load pictures
late put a placeholder into `src` and the picture into `data-…` attributes, `srcset`, `<source>` or a `<noscript>` copy.
The widest candidate wins; placeholders and inlined data are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from json import loads
from operator import attrgetter
from typing import Final, NamedTuple

from selectolax.lexbor import LexborNode

from articlekit.addresses import split_address
from articlekit.cleaner import Document, Element

_DESCRIBED: Final = re.compile(r"(\S*[^\s,])(?:\s+(\d+(?:\.\d+)?)([wx])(?:\s+\d+h)?)?\s*(?:,|$)")
_NUMBER: Final = re.compile(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*")
_LAZY: Final = re.compile(r"^(?:data-)?(?:.*[-_])?(?:src|original|url|image|img|full|hi-?res|large|lazy)(?:[-_].*)?$")
_FILE: Final = re.compile(
    r"\.(?:jpe?g|png|webp|avif|gif|jfif|bmp|tiff?)\b|[/=.:](?:image|img|photo|pic|media)s?\b", re.I
)
_WORD: Final = re.compile(r"[a-z]+")
_ONE_DOT: Final = "/1x1."
_UNFILLED: Final = re.compile(r"[{}<>\[\]]|%7B")
_PLAYERS: Final = frozenset({"video", "iframe"})
_USUAL_WIDTH: Final = 640
"""Pixels by which one step of pixel density (`2x`) is reckoned against widths (`640w`)."""


class Source(NamedTuple):
    """A picture's file, and its size in pixels where known."""

    url: str
    width: int | None = None
    height: int | None = None


@cache
def picture_words(theme: str) -> frozenset[str]:
    """Words and phrases of `data/pictures.json`."""
    text = files("articlekit").joinpath("data", "pictures.json").read_text(encoding="utf-8")
    return frozenset(loads(text)[theme])


class _Candidate(NamedTuple):
    """An address that an element names: how good it promises to be, and how wide the picture is if it says so."""

    url: str
    rank: int = 0
    width: int | None = None


_rank: Final = attrgetter("rank")


def best_source(element: Element, document: Document) -> Source | None:
    """Choose the best address of a picture's file; None where there is only a placeholder."""
    return _best(_own(element.node, element.attributes), element.attributes, document) or _best(
        _copies(element), element.attributes, document
    )


def noscript_source(frame: Element, document: Document) -> Source | None:
    """Find the picture of a frame that has one in its `<noscript>` only."""
    images = ((image, image.attributes) for image in frame.node.css("noscript img"))
    found = (_best(_own(image, attributes), attributes, document) for image, attributes in images)
    return next((source for source in found if source is not None), None)


def _best(candidates: Iterable[_Candidate], attributes: Mapping[str, str | None], document: Document) -> Source | None:
    ranked = sorted(candidates, key=_rank, reverse=True)
    best = next((candidate for candidate in ranked if is_picture_url(candidate.url)), None)
    url = document.absolute(best.url) if best else None
    if best is None or url is None:
        return None
    across, down = pixels(attributes.get("width")), pixels(attributes.get("height"))
    if best.width and across and down and best.width != across:
        down = round(down * best.width / across)
    return Source(url=url, width=best.width or across, height=down)


def pixels(text: str | None) -> int | None:
    """Read a size in pixels.

    >>> pixels("640px"), pixels("100%")
    (640, None)

    """
    match = _NUMBER.fullmatch(text) if text else None
    return int(match[1]) or None if match else None


def is_picture_url(url: str) -> bool:
    """Whether an address may be a picture's, and no placeholder.

    >>> is_picture_url("/media/dam.jpg"), is_picture_url("data:image/gif;base64,R0"), is_picture_url("/img/blank.gif")
    (True, False, False)

    """
    if not url or url.startswith(("data:", "about:", "blob:", "javascript:", "#")) or _UNFILLED.search(url):
        return False
    if _ONE_DOT in url:
        return False
    words = set(_WORD.findall(split_address(url).path.rpartition("/")[2].lower().rpartition(".")[0]))
    return "placeholder" not in words and not (words and words <= picture_words("placeholder"))


def _own(node: LexborNode, attributes: Mapping[str, str | None]) -> list[_Candidate]:
    """Every address that an element, or the `<picture>` around it, names."""
    found = _named(node.tag, attributes)
    parent = node.parent
    if parent is not None and parent.tag == "picture":
        for source in parent.css("source"):
            found += _named(source.tag, source.attributes)
    return found


def _named(tag: str | None, attributes: Mapping[str, str | None]) -> list[_Candidate]:
    found = []
    for name, value in attributes.items():
        if not value:
            continue
        if "srcset" in name:
            found += [_Candidate(url, size, size if told else None) for url, size, told in read_srcset(value)]
        elif name == "src" and tag not in _PLAYERS:
            found.append(_Candidate(value.strip()))
        elif name == "poster" or (_is_lazy(name) and _looks_like_file(value)):
            found.append(_Candidate(value.strip(), 1))
    return found


@lru_cache(maxsize=512)  # attributes have few names
def _is_lazy(name: str) -> bool:
    """Whether an attribute is one that pictures are loaded from late."""
    return _LAZY.match(name) is not None


def _looks_like_file(value: str) -> bool:
    value = value.strip()
    return " " not in value and ("/" in value) and bool(_FILE.search(value))


def read_srcset(text: str) -> Iterator[tuple[str, int, bool]]:
    """Read a `srcset`: addresses, how wide each picture is, and whether that is said or only reckoned.

    >>> list(read_srcset("a.jpg 320w, b.jpg 2x"))
    [('a.jpg', 320, True), ('b.jpg', 1280, False)]

    """
    for url, number, unit in _DESCRIBED.findall(text.strip()):
        size = float(number or 1)
        yield url, int(size if unit == "w" else size * _USUAL_WIDTH), unit == "w"


def _copies(element: Element) -> Iterator[_Candidate]:
    """What a `<noscript>` beside the element, or beside the elements closely around it, holds."""
    node: LexborNode | None = element.node
    for _ in range(3):
        if node is None:
            return
        for sibling in (_beside(node, forward=True), _beside(node, forward=False)):
            if sibling is not None and sibling.tag == "noscript":
                yield from _inside_noscript(sibling)
        node = node.parent
        if node is None or node.tag in ("body", "article", "main"):
            return


def _beside(node: LexborNode, *, forward: bool) -> LexborNode | None:
    """The element next to a node, texts left out."""
    sibling = node.next if forward else node.prev
    while sibling is not None and sibling.tag in (None, "-text", "-comment"):
        sibling = sibling.next if forward else sibling.prev
    return sibling


def _inside_noscript(noscript: LexborNode) -> Iterator[_Candidate]:
    for image in noscript.css("img"):
        yield from _own(image, image.attributes)
