"""Blocks → an outline: which list, quote, table or preformatted text each block stands in.

In go an Article's fields, out comes a tree of Groups, whose leaves are Lines (a block) and Figures (an image).
A block's path names its ancestors, so blocks that share an ancestor's path share the element: no page is parsed again.
Where markup is layout rather than meaning (a table that holds the page, a list whose one item holds the story, an item
with headings in it), the container is dropped and its blocks stand free. What is set aside goes into one aside a run.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from articlekit.model import STORY_ROLES, Block, Image, Role
from articlekit.render.printable import Printable, is_printed, printed_roles


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A block to print; `level` is 1 to 6 for a heading, 0 for everything else."""

    block: Block
    level: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """An image to print, with its caption and credit."""

    image: Image


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """An element that holds others: `ul`, `ol`, `li`, `dl`, `dt`, `dd`, `blockquote`, `table`, `tr`, `td`, `th`, `pre`.

    An `aside` holds a run of blocks of one set-aside `role`.
    """

    tag: str
    role: Role | None = None
    children: tuple[Node, ...]


Node = Line | Figure | Group


@dataclass(frozen=True, slots=True, kw_only=True)
class _Container:
    """An ancestor that means something: its tag, and what tells it from others of that tag."""

    tag: str
    key: str


_Chain = tuple[_Container, ...]

_STRUCTURE: Final = frozenset(
    {"ul", "ol", "menu", "li", "dl", "dt", "dd", "blockquote", "table", "tr", "td", "th", "pre"}
)
_SAME_AS: Final = {"menu": "ul"}
_PARENTS: Final = {
    "li": frozenset({"ul", "ol"}),
    "dt": frozenset({"dl"}),
    "dd": frozenset({"dl"}),
    "tr": frozenset({"table"}),
    "td": frozenset({"tr"}),
    "th": frozenset({"tr"}),
}
_CHILDREN: Final = {
    "ul": frozenset({"li"}),
    "ol": frozenset({"li"}),
    "dl": frozenset({"dt", "dd"}),
    "table": frozenset({"tr"}),
    "tr": frozenset({"td", "th"}),
}
_ITEMS: Final = frozenset({"li", "dd", "td", "th", "blockquote", "pre"})
_WITHOUT_PATH: Final = {"li": ("ul", "li"), "blockquote": ("blockquote",), "pre": ("pre",)}
_STEP_TAG: Final = re.compile(r"[\w-]+")
_ASIDE: Final = frozenset(
    {Role.BIO, Role.EMBED, Role.CROSSLINK, Role.PROMO, Role.ADVERT, Role.INTERFACE, Role.COMMENT, Role.BOILERPLATE}
)
_HEADING_TAG: Final = re.compile(r"h[1-6]")
_DEFAULT_LEVEL: Final = 2
_DEEPEST_NESTING: Final = 8
"""Elements. Markdown parsers stop at about 20, readers long before."""
_LARGEST_CELL: Final = 6
"""Blocks. A cell that holds more is a page's column, not a table's cell."""


def outline(
    article: Printable,
    *,
    include: Iterable[Role | str] = (),
    exclude: Iterable[Role | str] = (),
    images: bool = False,
) -> tuple[Node, ...]:
    """Put the chosen blocks, and the images if asked for, into the elements they stood in.

    With `HEADLINE` included, the article's headline comes first where no block holds it.
    """
    wanted = printed_roles(include, exclude)
    figures = article.images if images else ()
    described = {index for image in figures for index in image.blocks}
    blocks = [
        block
        for index, block in enumerate(article.blocks)
        if is_printed(block, wanted) and (index not in described or block.role in STORY_ROLES)
    ]
    if Role.HEADLINE in wanted and article.headline and all(block.role is not Role.HEADLINE for block in blocks):
        blocks.insert(0, Block(text=article.headline, role=Role.HEADLINE))
    return _nested(_with_figures(list(zip(_chains(blocks), blocks, strict=True)), figures))


def _chains(blocks: Sequence[Block]) -> list[_Chain]:
    """Give each block the containers it stands in, outermost first."""
    raw = [_ancestors(block) for block in blocks]
    dropped = _layout(blocks, raw)
    chains = [tuple(_well_formed([step for step in chain if step.key not in dropped])) for chain in raw]
    return [_set_aside(block, chain)[:_DEEPEST_NESTING] for block, chain in zip(blocks, chains, strict=True)]


def _ancestors(block: Block) -> _Chain:
    """Read the containers off a block's path, itself included; off its tag where there is no path."""
    if block.path is None:
        return tuple(
            _Container(tag=tag, key=_pathless_key(tag, block)) for tag in _WITHOUT_PATH.get(block.tag or "", ())
        )
    steps = block.path.split(" > ")
    tags = [match[0].lower() if (match := _STEP_TAG.match(step)) else "" for step in steps]
    return tuple(
        _Container(tag=_SAME_AS.get(tag, tag), key=" > ".join(steps[: depth + 1]))
        for depth, tag in enumerate(tags)
        if tag in _STRUCTURE
    )


def _pathless_key(tag: str, block: Block) -> str:
    return f"{tag} {id(block)}" if tag == "li" else tag


def _layout(blocks: Sequence[Block], chains: Sequence[_Chain]) -> set[str]:
    """Find the containers that lay out the page: their keys."""
    held = Counter(step.key for chain in chains for step in chain)
    headed = {step.key for block, chain in zip(blocks, chains, strict=True) if _level(block) for step in chain}
    whole = {step.key for chain in chains for step in chain if step.tag in _ITEMS and held[step.key] == len(blocks)}
    return headed | whole | _layout_tables(chains, held) | _layout_lists(chains, held)


def _layout_tables(chains: Sequence[_Chain], held: Counter[str]) -> set[str]:
    """Find tables of one row, of one column, or with a cell as large as a page's column."""
    rows: dict[str, dict[str, set[str]]] = {}
    for chain in chains:
        for table, row, cell in zip(chain, chain[1:], chain[2:], strict=False):
            if (table.tag, row.tag) == ("table", "tr"):
                rows.setdefault(table.key, {}).setdefault(row.key, set()).add(cell.key)
    return {
        table
        for table, cells in rows.items()
        if len(cells) == 1
        or max(map(len, cells.values())) == 1
        or any(held[cell] > _LARGEST_CELL for row in cells.values() for cell in row)
    }


def _layout_lists(chains: Sequence[_Chain], held: Counter[str]) -> set[str]:
    """Find lists whose one item holds several blocks."""
    items: dict[str, set[str]] = {}
    for chain in chains:
        for parent, item in pairwise(chain):
            if item.tag == "li":
                items.setdefault(parent.key, set()).add(item.key)
    return {parent for parent, keys in items.items() if len(keys) == 1 and held[parent] > 1}


def _well_formed(chain: Sequence[_Container]) -> Iterator[_Container]:
    """Leave out lists without their items, then items without their list, as browsers' error handling may make them."""
    kept: list[_Container] = []
    for step in reversed(chain):
        children = _CHILDREN.get(step.tag)
        if children is None or (kept and kept[-1].tag in children):
            kept.append(step)
    above = None
    for step in reversed(kept):
        parents = _PARENTS.get(step.tag)
        if parents is None or above in parents:
            yield step
            above = step.tag


def _set_aside(block: Block, chain: _Chain) -> _Chain:
    if block.role not in _ASIDE:
        return () if _level(block) else chain
    return (_Container(tag="aside", key=block.role), *chain)


def _level(block: Block) -> int:
    """Tell a heading's level: 1 for the headline, 2 to 6 for a subheading, 0 for what is no heading."""
    if block.role is Role.HEADLINE:
        return 1
    if block.role is not Role.SUBHEADING:
        return 0
    if block.tag and _HEADING_TAG.fullmatch(block.tag):
        return max(int(block.tag[1]), _DEFAULT_LEVEL)
    return _DEFAULT_LEVEL


def _with_figures(
    placed: Sequence[tuple[_Chain, Block]], images: Iterable[Image]
) -> list[tuple[_Chain, Line | Figure]]:
    """Set each image before the story block it precedes, never into the middle of a list, quote or table."""
    waiting = sorted(images, key=_place)
    result: list[tuple[_Chain, Line | Figure]] = []
    story, inside = 0, None
    for chain, block in placed:
        top = chain[0].key if chain else None
        while waiting and _place(waiting[0]) <= story and block.role in STORY_ROLES and (top is None or top != inside):
            result.append(((), Figure(image=waiting.pop(0))))
        result.append((chain, Line(block=block, level=_level(block))))
        story += block.role in STORY_ROLES
        inside = top
    return [*result, *(((), Figure(image=image)) for image in waiting)]


def _place(image: Image) -> float:
    """Tell how many blocks of the story precede an image; one without a place is first if leading, else last."""
    if image.position is not None:
        return image.position
    return 0 if image.lead else float("inf")


def _nested(placed: Sequence[tuple[_Chain, Line | Figure]]) -> tuple[Node, ...]:
    """Fold neighbours that share their outermost container into one Group, and so on inwards."""
    nodes: list[Node] = []
    for container, run in groupby(placed, key=lambda pair: pair[0][0] if pair[0] else None):
        members = list(run)
        if container is None:
            nodes.extend(leaf for _, leaf in members)
            continue
        inner = _nested([(chain[1:], leaf) for chain, leaf in members])
        role = Role(container.key) if container.tag == "aside" else None
        nodes.append(Group(tag=container.tag, role=role, children=inner))
    return tuple(nodes)
