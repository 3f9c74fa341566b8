"""What a piece's links lead to: an author, a topic, a section, an offer.

In: a piece. Out: names of what the words of the addresses say, for a link that is the piece, and for one in it. The
words are data. Each address of a page is read once.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Final

from articlekit.cleaner import Element, Piece

_DATA: Final = files("articlekit").joinpath("data")
_MOST: Final = 0.8
"""The share of a piece that a link must cover to be the piece."""
_BOX: Final = 6
"""Steps up from a piece within which a link around its element makes a box of it."""
_LONGEST_SLUG: Final = 4
"""Words of an address's last part that may name an offer; an article's has more."""
_TOLD: Final = ("author", "tag", "sponsored")
"""What `rel` may say of a link's end."""
_LEFT: Final = ("#", "javascript:")


class Destinations:
    """What the links of one document lead to."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, ...]] = {}

    def features(self, piece: Piece) -> list[str]:
        """Name what a piece's links lead to, or the link around it."""
        links = [mark for mark in piece.inlines if mark.element.tag == "a"] if piece.inlines else ()
        if not links:
            box = _box(piece.element)
            return [f"K={kind}" for kind in self._kinds(box)] if box is not None else []
        found: dict[str, None] = {}
        for mark in links:
            sign = "=" if mark.end - mark.start >= _MOST * len(piece.text) else "~"
            for kind in self._kinds(mark.element):
                found[f"K{sign}{kind}"] = None
        return [*found]

    def _kinds(self, link: Element) -> tuple[str, ...]:
        href = (link.attributes.get("href") or "").strip()
        known = self._known.get(href)
        if known is None:
            known = self._known[href] = kinds_of_address(href)
        rel = link.attributes.get("rel")
        return (*known, *[f"rel-{kind}" for kind in _TOLD if kind in rel]) if rel else known


def _box(element: Element | None) -> Element | None:
    for _ in range(_BOX):
        if element is None or element.tag == "a":
            return element
        element = element.parent
    return None


def kinds_of_address(href: str) -> tuple[str, ...]:
    """What an address says of itself by its parts, its last part and its host."""
    if not href or href.startswith(_LEFT):
        return ()
    host, path = _split(href)
    kinds, offers, hosts = address_words()
    *parts, last = [part for part in path.split("/") if part] or [""]
    found = {kinds[part]: None for part in parts if part in kinds}
    last = last.partition(".")[0]
    words = last.split("-")
    if last in kinds:
        found[f"{kinds[last]}$"] = None
    elif words[0] in kinds:
        found[f"{kinds[words[0]]}-"] = None
    if not offers.isdisjoint(parts):
        found["promo"] = None
    if len(words) <= _LONGEST_SLUG and not offers.isdisjoint(words):
        found["promo$"] = None
    if host.removeprefix("www.") in hosts:
        found["host"] = None
    if not offers.isdisjoint(host.split(".")[:-2]):
        found["promo-host"] = None
    return tuple(found)


def _split(href: str) -> tuple[str, str]:
    """Host and path of an address in lower case; roughly, and without fail."""
    address = href.partition("?")[0].partition("#")[0].lower()
    scheme, slashes, rest = address.partition("//")
    if not slashes or not (scheme == "" or scheme.endswith(":")):
        return "", address
    host, _, path = rest.partition("/")
    return host, path


@cache
def address_words() -> tuple[dict[str, str], frozenset[str], frozenset[str]]:
    """What words of addresses say, words of offers, and hosts that offer."""
    known: dict[str, list[str]] = json.loads(_DATA.joinpath("destinations.json").read_text(encoding="utf-8"))
    promos: dict[str, dict[str, list[str]]] = json.loads(_DATA.joinpath("promos.json").read_text(encoding="utf-8"))
    kinds = {word: kind for kind in ("author", "topic", "section") for word in known[kind]}
    offers = frozenset(known["promo"]).union(*promos["words"].values())
    return kinds, offers, frozenset(known["hosts"])
