"""Microdata in the shape of JSON-LD.

In go the page's `itemscope` elements, out come dicts with `@type` and properties, as a JSON-LD script would have held
them, so that one reader serves both. Only items of article types are read, with the items nested in them; an
element belongs to the nearest `itemscope` above it (HTML Standard, section 5.2.5; `itemref` is not followed).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from selectolax.lexbor import LexborNode

_MAX_ITEMS: Final = 20
"""Items read from one page; pages with more list teasers."""
_MAX_PROPERTIES: Final = 400
"""Properties read from one item."""
_MAX_CLIMB: Final = 60
"""Elements climbed from a property to its item; the deepest seen was 31."""

_URL_ATTRIBUTE: Final = {
    "a": "href",
    "area": "href",
    "link": "href",
    "img": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "iframe": "src",
    "embed": "src",
    "object": "data",
}


def read_microdata(scopes: Sequence[LexborNode], wanted: Callable[[str], bool]) -> tuple[dict[str, object], ...]:
    """Read the items whose type is wanted.

    Args:
        scopes: All elements with `itemscope`, in document order.
        wanted: Tells by its `itemtype` whether an item is read.

    >>> from selectolax.lexbor import LexborHTMLParser
    >>> tree = LexborHTMLParser('<div itemscope itemtype="//schema.org/Article"><b itemprop="headline">A</b></div>')
    >>> read_microdata(tree.css("[itemscope]"), lambda itemtype: itemtype.endswith("Article"))
    ({'@type': '//schema.org/Article', 'headline': 'A'},)

    """
    chosen = [scope for scope in scopes if wanted(scope.attributes.get("itemtype") or "")][:_MAX_ITEMS]
    if not chosen:
        return ()
    known = {scope.mem_id for scope in scopes}
    return tuple(_read_item(scope, known) for scope in chosen)


def _read_item(scope: LexborNode, known: set[int]) -> dict[str, object]:
    items: dict[int, dict[str, object]] = {scope.mem_id: {"@type": scope.attributes.get("itemtype")}}
    for element in scope.css("[itemprop]")[:_MAX_PROPERTIES]:
        owner = items.get(_owner(element, known))
        if owner is None:
            continue
        attributes = element.attributes
        value: object
        if element.mem_id in known:
            value = items[element.mem_id] = {"@type": attributes.get("itemtype")}
            _add_content(items[element.mem_id], element, attributes)
        else:
            value = _value(element, attributes)
        for name in (attributes.get("itemprop") or "").split():
            _add(owner, name, value)
    return items[scope.mem_id]


def _owner(element: LexborNode, known: set[int]) -> int:
    node = element.parent
    for _ in range(_MAX_CLIMB):
        if node is None:
            return 0
        if node.mem_id in known:
            return node.mem_id
        node = node.parent
    return 0


def _add(owner: dict[str, object], name: str, value: object) -> None:
    if name not in owner:
        owner[name] = value
        return
    held = owner[name]
    owner[name] = [*held, value] if isinstance(held, list) else [held, value]


def _add_content(item: dict[str, object], element: LexborNode, attributes: dict[str, str | None]) -> None:
    """Keep what an item says without properties: its own address, or a name written straight into it."""
    stated = _value(element, attributes)
    if element.tag in _URL_ATTRIBUTE and stated:
        item["url"] = stated
    elif stated and not element.css_first("[itemprop]"):
        item["name"] = stated


def _value(element: LexborNode, attributes: dict[str, str | None]) -> str:
    """Read what a property says: its `content`, the address or date in an attribute, or its text."""
    tag = element.tag or ""
    stated = attributes.get("content") or attributes.get("datetime") or attributes.get(_URL_ATTRIBUTE.get(tag, ""))
    return stated if stated is not None else element.text(separator=" ").strip()


def itemprops_outside_items(metas: Iterable[LexborNode], scopes: Sequence[LexborNode]) -> tuple[tuple[str, str], ...]:
    """Name and content of `<meta itemprop>` that belong to no item: statements about the page itself."""
    known = {scope.mem_id for scope in scopes}
    found = []
    for meta in metas:
        attributes = meta.attributes
        if attributes.get("itemprop") and not _owner(meta, known):
            found.append((attributes.get("itemprop") or "", attributes.get("content") or ""))
    return tuple(found)
