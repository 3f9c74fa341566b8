"""What the cleaner hands on: a page as pieces of text that are not labelled yet, and the elements they stand in.

An `Element` keeps its attributes and its path lazily: most elements of a page hold no text, and nobody asks.
Pieces and elements are made by the thousand, so they are structs: made at a fifth of the cost of dataclasses, and not
watched by the garbage collector, as they point upwards only and never form a cycle. Nothing changes them once the
Document is made.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final
from urllib.parse import urljoin

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode

from articlekit.addresses import is_address, join_address

_UNSAFE_NAME: Final = re.compile(r"[^a-zA-Z0-9_-]|^[0-9-]")
_CONCEALED: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_WORD: Final = re.compile(r"[A-Z]?[a-z]{2,}|[A-Z]{2,}")
_LONGEST_WORD: Final = 20
"""Letters. What is longer in a class name is a hash."""
_LONGEST_NAMES: Final = 8_000
"""Letters of an element's names that are read; the most seen were 7,500."""
_NAMING: Final = frozenset({"class", "id", "itemprop", "data-testid", "data-component", "role", "rel"})
_LONGEST_ADDRESS: Final = 8_000
"""Characters. Servers refuse longer addresses."""
_WHOLE: Final = ("https://", "http://", "mailto:", "tel:")
"""How addresses begin that have nothing to do with where they stand."""
_SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})
_NO_WORDS: Final[frozenset[str]] = frozenset()
_NO_ATTRIBUTES: Final[Mapping[str, str | None]] = {}


@lru_cache(maxsize=8192)
def name_words(names: str) -> frozenset[str]:
    """Cut class names and ids into words, whatever their spelling.

    >>> sorted(name_words("article-teaser__headlineBox"))
    ['article', 'box', 'headline', 'teaser']

    """
    words = _WORD.findall(names)
    if words and len(max(words, key=len)) > _LONGEST_WORD:
        words = [word for word in words if len(word) <= _LONGEST_WORD]
    return frozenset(map(str.lower, words))


class Element(Struct, eq=False, gc=False):
    """One element on the way from `<body>` down to a piece of text; `nth` of its tag among those beside it."""

    node: LexborNode
    tag: str
    parent: Element | None
    nth: int
    start: int
    depth: int
    _numbers: dict[str, int] | None = None
    _attributes: Mapping[str, str | None] | None = None
    _hidden: bool | None = None
    _path: str | None = None
    _words: frozenset[str] | None = None

    def number(self, tag: str) -> int:
        """Count one more child of this tag: how many there are by now."""
        numbers = self._numbers
        if numbers is None:
            self._numbers = {tag: 1}
            return 1
        nth = numbers[tag] = numbers.get(tag, 0) + 1
        return nth

    @property
    def attributes(self) -> Mapping[str, str | None]:
        """The element's attributes, names in lower case."""
        if self._attributes is None:
            self._attributes = self.node.attributes or _NO_ATTRIBUTES
        return self._attributes

    @property
    def words(self) -> frozenset[str]:
        """The words that the element's class, id and the like are made of, in lower case.

        `<p class="teaserText" itemprop="description">` has `teaser`, `text`, `description`.
        """
        if self._words is None:
            names = [value for name, value in self.attributes.items() if value and name in _NAMING]
            self._words = name_words(" ".join(names)[:_LONGEST_NAMES]) if names else _NO_WORDS
        return self._words

    @property
    def hidden(self) -> bool:
        """Whether markup keeps this element, or one around it, from every reader."""
        if self._hidden is None:
            for element in reversed(self._upward_while("_hidden")):
                above = element.parent
                element._hidden = (above is not None and above._hidden is True) or _is_hidden(element)
        return self._hidden is True

    @property
    def path(self) -> str:
        """A CSS path that selects this element, and no other of its document."""
        if self._path is None:
            for element in reversed(self._upward_while("_path")):
                name = _UNSAFE_NAME.sub(_escape, element.tag)
                above = element.parent
                element._path = f"{above._path} > {name}:nth-of-type({element.nth})" if above else name
        return self._path or ""

    def _upward_while(self, unknown: str) -> list[Element]:
        """List the element and those above it, as far as something is not known of them; without recursion."""
        found = [self]
        while (above := found[-1].parent) is not None and getattr(above, unknown) is None:
            found.append(above)
        return found


def _escape(match: re.Match[str]) -> str:
    return f"\\{ord(match.group()):x} "


def _is_hidden(element: Element) -> bool:
    attributes = element.attributes
    if not attributes:
        return element.tag == "dialog"
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    if element.tag == "dialog":
        return "open" not in attributes
    style = attributes.get("style")
    return bool(style and is_concealed(style))


def is_concealed(style: str) -> bool:
    """Whether an element's own style hides it."""
    return _CONCEALED.search(style) is not None


class Inline(Struct, gc=False):
    """An inline element inside a run of text: the half-open range of characters that it covers."""

    start: int
    end: int
    element: Element


class Picture(Struct, gc=False):
    """An `<img>`, `<video>`, `<picture>` or the like: where it stands, before which piece."""

    element: Element
    before: int


class Piece(Struct, gc=False):
    """A run of text between block-level elements, or a part of one that was carved.

    `run` numbers the runs of the document; pieces carved out of one run share it. `offset` is where the piece starts
    in the text of its element (its runs joined with one space). `span` is for plain text: characters of the source.
    """

    text: str
    run: int
    element: Element | None = None
    inlines: tuple[Inline, ...] = ()
    offset: int = 0
    span: tuple[int, int] | None = None
    gap: int = 0
    """Plain text: blank lines in front."""


@dataclass
class Document:
    """A page cut into pieces, in reading order. For plain text `tree` is None, and `source` is what was cut."""

    pieces: tuple[Piece, ...]
    pictures: tuple[Picture, ...] = ()
    tree: LexborHTMLParser | None = None
    url: str | None = None
    truncated: bool = False
    source: str = ""
    root: Element | None = field(default=None, repr=False)
    _addresses: dict[str, str | None] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def html(self) -> str:
        """The HTML that was parsed; empty for plain text."""
        return self.tree.raw_html.decode() if self.tree is not None else ""

    def absolute(self, href: str | None) -> str | None:
        """The address that a link of this document leads to, None if it leads nowhere a reader could go."""
        if href is None:
            return None
        if href not in self._addresses:
            self._addresses[href] = self._resolve(href.strip())
        return self._addresses[href]

    def _resolve(self, href: str) -> str | None:
        if not href or href.startswith("#") or len(href) > _LONGEST_ADDRESS:
            return None
        if href.startswith(_WHOLE):
            return href if is_address(href) else None
        try:
            address = join_address(self.base, href) if self.base else href
        except ValueError:
            return None
        return _allowed(address)

    @cached_property
    def base(self) -> str | None:
        """What relative addresses are relative to: the page's `<base>`, or its own address."""
        declared = self.tree.css_first("base[href]") if self.tree is not None else None
        href = declared.attributes.get("href") if declared is not None else None
        try:
            base = urljoin(self.url or "", href) if href else self.url
        except ValueError:
            return self.url
        return base if base and is_address(base) else self.url


def _allowed(url: str) -> str | None:
    scheme, separator, _ = url.partition(":")
    if separator and scheme.isalnum() and scheme.lower() not in _SCHEMES:
        return None
    return url if is_address(url) else None
