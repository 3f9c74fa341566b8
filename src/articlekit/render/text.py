"""Blocks → plain text: the story's words, one separator between blocks."""

from __future__ import annotations

from collections.abc import Iterable

from articlekit.model import Role
from articlekit.render.characters import readable
from articlekit.render.printable import Printable, is_printed, printed_roles


def to_text(
    article: Printable,
    *,
    include: Iterable[Role | str] = (),
    exclude: Iterable[Role | str] = (),
    separator: str = "\n\n",
) -> str:
    """Write the chosen blocks as plain text, `separator` between them."""
    wanted = printed_roles(include, exclude)
    return separator.join(readable(block.text) for block in article.blocks if is_printed(block, wanted))
