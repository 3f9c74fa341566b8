"""Which of a page's pointers stand in one box together, and where one teaser ends and the next begins.

In: the blocks of one role. Out: boxes (blocks that follow each other) and in them the groups that belong together.
A page repeats its own layout: teasers of a list are elements alike, each with its own address. From the lowest element
around a box downwards, parts are looked at level by level: parts with one address between them are one teaser,
parts alike with an address each are one teaser each, and what has none belongs to its neighbour.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain, pairwise
from json import loads
from typing import Final, NamedTuple

from articlekit.around.labelled import LabelledPage, common, nearest
from articlekit.cleaner import Element
from articlekit.model import Role

_PASSED: Final = frozenset({Role.INTERFACE, Role.ALT, Role.TIMESTAMP})
"""Roles that may stand among the lines of a box without ending it."""
_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
_HEADLINE_LENGTH: Final = 25
"""Characters of a link's text from which it is a headline rather than a section, a name or a button."""
_WIDE_HEADLINE_LENGTH: Final = 10
"""The same for scripts that write a word in one or two letters."""
_WIDE: Final = "\u3040"
_FEWEST_PROSE: Final = 4
"""Lines of prose from which pointers are a whole second article, not a teaser."""
_PROSE: Final = 100
"""Characters of such a line."""
_LIST: Final = 3
"""Addresses of persons or topics in one part of a box, from which it is no teaser's but a list of them."""
_FAR: Final = 40
"""Levels below which nobody nests a box."""


class Unit(NamedTuple):
    """Blocks under one child of an element; the child is None where they are the element's own text."""

    element: Element | None
    blocks: tuple[int, ...]


def find_boxes(page: LabelledPage, role: Role) -> Iterator[tuple[int, ...]]:
    """Group the blocks of a role that stand around the story and follow each other."""
    lines = [i for i in page.indices(role) if i in page.around]
    starts = [n for n, (one, other) in enumerate(pairwise(lines), start=1) if _parts(page, one, other)]
    yield from (tuple(lines[a:b]) for a, b in pairwise([0, *starts, len(lines)]) if a < b)


def _parts(page: LabelledPage, one: int, other: int) -> bool:
    """Whether what stands between two lines ends a box."""
    between = page.blocks[one + 1 : other]
    return bool(between) and any(block.role not in _PASSED and not block.hidden for block in between)


def addresses(page: LabelledPage, blocks: Sequence[int]) -> tuple[str, ...]:
    """The addresses that blocks point to, each once."""
    if len(blocks) == 1:
        return page.targets[blocks[0]]
    return tuple(dict.fromkeys(chain.from_iterable(map(page.targets.__getitem__, blocks))))


def around(page: LabelledPage, blocks: Sequence[int]) -> Element | None:
    """Find the lowest element around all the blocks: as they follow each other, around the first and the last."""
    return common(page.element(blocks[0]), page.element(blocks[-1]))


def divide(page: LabelledPage, blocks: Sequence[int], depth: int = 0) -> Iterator[tuple[int, ...]]:
    """Divide a box into teasers, each the indices of its blocks."""
    blocks = tuple(blocks)
    if len(blocks) == 1 or depth >= _FAR:
        yield blocks
        return
    alone, long = len(addresses(page, blocks)) <= 1, _is_long(page, blocks)
    if alone and not long:
        yield blocks
        return
    units = units_of(page, blocks)
    stories = [n for n, unit in enumerate(units) if is_second_story(page, unit.blocks)] if long else []
    if len(stories) <= 1 and (alone or is_second_story(page, blocks)):
        yield blocks
        return
    heads = _heads(page, units, stories)
    if len(heads) <= 1:
        yield from _divide_one(page, units, heads, depth)
        return
    for group in _gather(units, heads):
        yield from divide(page, group, depth + 1)


def is_second_story(page: LabelledPage, blocks: Sequence[int]) -> bool:
    """Whether blocks are another whole article, as pages have that scroll on without end: one heading and prose."""
    if not _is_long(page, blocks):
        return False
    linked = [_is_linked(page, i) for i in blocks]
    prose = sum(len(page.blocks[i].text) >= _PROSE and not link for i, link in zip(blocks, linked, strict=True))
    return prose >= _FEWEST_PROSE and sum(linked) <= 1


def _is_long(page: LabelledPage, blocks: Sequence[int]) -> bool:
    """Whether there are lines enough to be a second article's, linked or not."""
    return len(blocks) >= _FEWEST_PROSE and sum(len(page.blocks[i].text) >= _PROSE for i in blocks) >= _FEWEST_PROSE


def _is_linked(page: LabelledPage, i: int) -> bool:
    """Whether most of a line, or the card it stands in, is a link."""
    links = page.links[i]
    return bool(links) and sum(len(link.text) or _PROSE for link in links) > len(page.blocks[i].text) // 2


def units_of(page: LabelledPage, blocks: Sequence[int]) -> list[Unit]:
    """Part blocks by the children of the lowest element around them."""
    root = around(page, blocks)
    units: list[tuple[Element | None, list[int]]] = []
    for i in blocks:
        child = _child(page.element(i), root)
        if units and child is not None and units[-1][0] is child:
            units[-1][1].append(i)
        else:
            units.append((child, [i]))
    return [Unit(element=child, blocks=tuple(held)) for child, held in units]


def _child(element: Element | None, root: Element | None) -> Element | None:
    """The child of the root that an element stands in; None for the root itself."""
    while element is not None and element.parent is not root:
        element = None if element is root else element.parent
    return element


def _heads(page: LabelledPage, units: Sequence[Unit], stories: Sequence[int]) -> list[int]:
    """Which units hold a teaser of their own, rather than the section, author or text of another's."""
    urls = [addresses(page, unit.blocks) for unit in units]
    pointing = [n for n, own in enumerate(urls) if own]
    linked = [n for n in pointing if not _is_satellite(urls[n])] or pointing
    if len(linked) <= 1 and not stories:
        return linked
    long = [n for n in linked if any(_is_headline(page, i) for i in units[n].blocks)]
    if 0 < len(long) < len(linked):
        kinds = {_kind(units[n]) for n in long}
        linked = [n for n in linked if n in long or _kind(units[n]) in kinds]
    heads = []
    seen: set[str] = set()
    for n in sorted({*linked, *stories}):
        if n in stories or not seen.issuperset(urls[n]):
            heads.append(n)
            seen.update(urls[n])
    return heads


def _is_satellite(urls: Sequence[str]) -> bool:
    """Whether addresses are a person's, a section's or a topic's only; a list of many stands for itself."""
    return len(urls) < _LIST and all(leads_aside(url) for url in urls)


@lru_cache(maxsize=512)  # a teaser's addresses are asked about level by level
def leads_aside(url: str) -> bool:
    """Whether an address is a person's, a section's or a topic's by its words.

    >>> leads_aside("example.org/author/jane-doe?"), leads_aside("example.org/2026/damm?")
    (True, False)

    """
    return not satellites().isdisjoint(url.lower().partition("?")[0].split("/")[1:-1])


@cache
def satellites() -> frozenset[str]:
    """Words of addresses that lead to no article."""
    text = files("articlekit").joinpath("data", "pointers.json").read_text(encoding="utf-8")
    return frozenset(loads(text)["satellites"])


def _kind(unit: Unit) -> tuple[str, str]:
    """What units alike have in common."""
    element = unit.element
    if element is None:
        return ("", "")
    words = (element.attributes.get("class") or "").split()
    return (element.tag, words[0] if words else "")


def _is_headline(page: LabelledPage, i: int) -> bool:
    if not page.targets[i]:
        return False
    if not _HEADINGS.isdisjoint([element.tag for element in nearest(page.element(i), 3)]):
        return True
    longest = max([link.text for link in page.links[i]], key=len) or page.blocks[i].text
    return len(longest) >= (_WIDE_HEADLINE_LENGTH if longest and longest[-1] >= _WIDE else _HEADLINE_LENGTH)


def _divide_one(
    page: LabelledPage, units: Sequence[Unit], heads: Sequence[int], depth: int
) -> Iterator[tuple[int, ...]]:
    """Divide a box of which one part only holds teasers: it may hold one, or all."""
    if not heads:
        yield tuple(i for unit in units for i in unit.blocks)
        return
    inside = list(divide(page, units[heads[0]].blocks, depth + 1))
    before = [i for unit in units[: heads[0]] for i in unit.blocks]
    after = [i for unit in units[heads[0] + 1 :] for i in unit.blocks]
    inside[0] = (*before, *inside[0])
    inside[-1] = (*inside[-1], *after)
    yield from inside


def _gather(units: Sequence[Unit], heads: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Give the parts without a teaser of their own to a neighbour.

    They belong to the teaser in front of them, but those like the parts before the first teaser belong to the next.
    """
    leading = {shape(unit.element) for unit in units[: heads[0]]}
    starts = [_start(units, one, other, leading) for one, other in pairwise(heads)] if leading else heads[1:]
    for start, end in pairwise([0, *starts, len(units)]):
        yield tuple(i for unit in units[start:end] for i in unit.blocks)


def _start(units: Sequence[Unit], head: int, following: int, leading: Set[tuple[str, str]]) -> int:
    """Where, after one teaser, the next one begins."""
    return next((n for n in range(head + 1, following) if shape(units[n].element) in leading), following)


def shape(element: Element | None) -> tuple[str, str]:
    """What elements alike have in common: tag and class."""
    return (element.tag, element.attributes.get("class") or "") if element is not None else ("", "")
