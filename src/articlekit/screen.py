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
_COLOURS: Final = {
    Role.HEADLINE: "bold",
    Role.KICKER: "bold",
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
    Role.INTERFACE: "bright_black",
    Role.COMMENT: "bright_black",
    Role.BOILERPLATE: "bright_black",
}
_CONTROL: Final = dict.fromkeys((*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def harmless(text: str) -> str:
    r"""Leave out what a terminal would obey: control characters and changes of direction.

    >>> harmless("Rain\x1b[2J in\u202e town")
    'Rain[2J in town'
    """
    return text.translate(_CONTROL)


def show_article(console: Console, article: Article) -> None:
    """Print an Article: head, story, and what was set aside."""
    _show_head(console, article)
    _show_story(console, article)
    _show_aside(console, article)


def show_blocks(console: Console, blocks: Iterable[Block]) -> None:
    """Print blocks one by one, each with its role in front."""
    for block in blocks:
        _show_block(console, block, label=f"{block.role}: ")


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
            console.print(Text(harmless(line), style), soft_wrap=not console.is_terminal)
    console.print()


def _origin(article: Article) -> Iterator[str]:
    """Who, when, where: what there is of it."""
    if article.authors:
        yield ", ".join(author.name for author in article.authors)
    if article.published:
        yield article.published.strftime("%Y-%m-%d %H:%M").removesuffix(" 00:00")
    if article.site_name:
        yield article.site_name


def _show_story(console: Console, article: Article) -> None:
    if not article.body:
        console.print(Text("(no story found)", "bright_black"), "")
    for block in article.body:
        style = "bold" if block.role is not Role.PARAGRAPH else ""
        console.print(Text(harmless(block.text), style), "", sep="\n", soft_wrap=not console.is_terminal)


def _show_aside(console: Console, article: Article) -> None:
    groups = {role: article.set_aside(role) for role in Role if role not in STORY_ROLES}
    found = {role: blocks for role, blocks in groups.items() if blocks}
    if not found:
        return
    count = sum(map(len, found.values()))
    console.print(Rule(f"set aside: {count} pieces", style="bright_black", align="left"))
    for role, blocks in found.items():
        console.print(Text(f"{role} ({len(blocks)})", f"bold {_COLOURS[role]}"))
        short = console.is_terminal and role in _FURNITURE
        for block in blocks[:_SHOWN] if short else blocks:
            _show_block(console, block)
        if short and len(blocks) > _SHOWN:
            console.print(Text(f"  … and {len(blocks) - _SHOWN} more: --show {role}", "bright_black"))


def _show_block(console: Console, block: Block, *, label: str = "") -> None:
    text = Text.assemble((label, _COLOURS.get(block.role, "bold")), harmless(block.text))
    if block.hidden:
        text.append(" (hidden)", "bright_black")
    if console.is_terminal:
        console.print(Padding(text, (0, 0, 0, 0 if label else 2)))
    else:
        console.print(text if label else Text.assemble("  ", text), soft_wrap=True)
