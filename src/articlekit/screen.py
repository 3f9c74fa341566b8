"""An Article laid out for reading on a terminal, or in a pipe.

In: an Article and a rich Console. Out: its head, its story, and what was set aside, by role. What a page holds is never
taken for markup or for a terminal's control sequences.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from articlekit.article import Article
from articlekit.model import STORY_ROLES, Block, Role

WIDTH: Final = 88
"""Columns. Longer lines are hard to read."""
_SHOWN: Final = 5
"""Pieces of the page's furniture shown on a terminal before "and more"."""
_FURNITURE: Final = frozenset({Role.BOILERPLATE, Role.INTERFACE, Role.COMMENT})
_NEARLY: Final = 0.99
_DIM: Final = "bright_black"
_COLOURS: Final = {
    Role.NOTE: "yellow",
    Role.BYLINE: "green",
    Role.TIMESTAMP: "green",
    Role.SECTION: "green",
    Role.TAG: "green",
    Role.CAPTION: "cyan",
    Role.CREDIT: "cyan",
    Role.ALT: "cyan",
    Role.BIO: "green",
    Role.EMBED: "yellow",
    Role.CROSSLINK: "blue",
    Role.PROMO: "magenta",
    Role.ADVERT: "magenta",
    **dict.fromkeys(_FURNITURE, _DIM),
}
_UPRIGHT: Final = frozenset({Role.PARAGRAPH})
_CONTROL: Final = dict.fromkeys((*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def harmless(text: str) -> str:
    r"""Leave out what a terminal would obey: control characters and changes of direction.

    >>> harmless("Rain\x1b[2J in\u202e town")
    'Rain[2J in town'
    """
    return text.translate(_CONTROL)


def make_console() -> Console:
    """Make a console for standard output: no wider than reads well on a terminal, as wide as it takes in a pipe."""
    console = Console(highlight=False, markup=False, emoji=False)
    if console.is_terminal:
        console.width = min(console.width, WIDTH)
    return console


def show_article(console: Console, article: Article, *, roles: frozenset[Role] = STORY_ROLES) -> None:
    """Print an Article: head, the blocks of the roles that are shown as story, and what was set aside."""
    _show_head(console, article)
    _show_story(console, [block for block in article.blocks if block.role in roles])
    _show_aside(console, [block for block in article.blocks if block.role not in roles])


def show_blocks(console: Console, blocks: Iterable[Block], *, named: bool) -> None:
    """Print blocks one by one, with their roles in front or without."""
    for block in blocks:
        role = Text(f"{block.role}: ", _COLOURS.get(block.role, "bold")) if named else Text()
        _print(console, role + _line(block))


def show_reasons(console: Console, block: Block) -> None:
    """Print a block, what it was taken for and why."""
    where = block.path or (f"characters {block.span[0]} to {block.span[1]}" if block.span else "")
    verdict = "in the story" if block.role in STORY_ROLES else "set aside"
    lines = (
        Text(f"“{harmless(block.text)}”", "bold"),
        Text(f"  {block.role}, {verdict}, {_percent(block.confidence)} sure", _COLOURS.get(block.role, "")),
        *(Text(f"  - {harmless(reason)}") for reason in block.reasons),
        Text(f"  {'hidden, ' if block.hidden else ''}at {where}", _DIM),
        Text(),
    )
    for line in lines:
        _print(console, line)


def _percent(probability: float) -> str:
    """Round a probability, but never to certainty."""
    return "over 99%" if probability > _NEARLY else f"{probability:.0%}"


def _print(console: Console, text: Text) -> None:
    """Print a text; lines are broken for a terminal, and kept whole for a pipe."""
    console.print(text, soft_wrap=not console.is_terminal)


def _show_head(console: Console, article: Article) -> None:
    over = " · ".join(filter(None, [*dict.fromkeys(article.sections), article.kicker]))
    lines = (
        (over, "green"),
        (article.headline, "bold"),
        (article.alternative_headline, "italic"),
        (" · ".join(_origin(article)), "green"),
    )
    for line, style in lines:
        if line:
            _print(console, Text(harmless(line), style))
    console.print()


def _origin(article: Article) -> Iterator[str]:
    """Who, when, where: what there is of it."""
    if article.authors:
        yield ", ".join(author.name for author in article.authors)
    if article.published:
        yield article.published.strftime("%Y-%m-%d %H:%M").removesuffix(" 00:00")
    if article.site_name:
        yield article.site_name


def _show_story(console: Console, blocks: Iterable[Block]) -> None:
    shown = False
    for block in blocks:
        shown = True
        style = "" if block.role in _UPRIGHT else _COLOURS.get(block.role, "bold")
        _print(console, Text(harmless(block.text) + "\n", style))
    if not shown:
        _print(console, Text("(no story found)\n", _DIM))


def _show_aside(console: Console, blocks: Iterable[Block]) -> None:
    groups: dict[Role, list[Block]] = {}
    for block in blocks:
        groups.setdefault(block.role, []).append(block)
    if not groups:
        return
    count = sum(map(len, groups.values()))
    heading = f"set aside: {count} {'piece' if count == 1 else 'pieces'}"
    console.print(Rule(heading, style=_DIM, align="left") if console.is_terminal else Text(heading))
    for role in filter(groups.__contains__, Role):
        _show_group(console, role, groups[role])


def _show_group(console: Console, role: Role, blocks: list[Block]) -> None:
    _print(console, Text(f"{role} ({len(blocks)})", f"bold {_COLOURS.get(role, '')}"))
    shown = _SHOWN if console.is_terminal and role in _FURNITURE else len(blocks)
    for block in blocks[:shown]:
        if console.is_terminal:
            console.print(Padding(_line(block), (0, 0, 0, 2)))
        else:
            _print(console, Text("  ") + _line(block))
    if len(blocks) > shown:
        _print(console, Text(f"  … and {len(blocks) - shown} more: --show {role}", _DIM))


def _line(block: Block) -> Text:
    text = Text(harmless(block.text))
    return text.append(" (hidden)", _DIM) if block.hidden else text
