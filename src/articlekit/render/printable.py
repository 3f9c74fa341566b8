"""What the formats need of an Article, and which of its blocks to print.

In goes anything with an Article's fields (this layer lies below `article`), out come the blocks of the story, more or
fewer as `include` and `exclude` say. The story is always chosen by role, so that what stands in `Article.text` and what
stands in an output are the same blocks.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from articlekit.errors import RenderError
from articlekit.model import STORY_ROLES, Author, Block, CrossLink, Image, Role


class Printable(Protocol):
    """The fields of an Article that outputs are made of."""

    @property
    def url(self) -> str | None: ...  # noqa: D102
    @property
    def canonical_url(self) -> str | None: ...  # noqa: D102
    @property
    def headline(self) -> str | None: ...  # noqa: D102
    @property
    def alternative_headline(self) -> str | None: ...  # noqa: D102
    @property
    def standfirst(self) -> str | None: ...  # noqa: D102
    @property
    def authors(self) -> tuple[Author, ...]: ...  # noqa: D102
    @property
    def published(self) -> datetime | None: ...  # noqa: D102
    @property
    def modified(self) -> datetime | None: ...  # noqa: D102
    @property
    def sections(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def tags(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def language(self) -> str | None: ...  # noqa: D102
    @property
    def site_name(self) -> str | None: ...  # noqa: D102
    @property
    def paywalled(self) -> bool | None: ...  # noqa: D102
    @property
    def images(self) -> tuple[Image, ...]: ...  # noqa: D102
    @property
    def crosslinks(self) -> tuple[CrossLink, ...]: ...  # noqa: D102
    @property
    def blocks(self) -> tuple[Block, ...]: ...  # noqa: D102


def roles(names: Iterable[Role | str]) -> frozenset[Role]:
    """Read role names.

    Raises:
        RenderError: A name is no role, or one bare string stands where several names are due.

    >>> sorted(roles(["caption", Role.CREDIT]))
    [<Role.CAPTION: 'caption'>, <Role.CREDIT: 'credit'>]

    """
    if isinstance(names, str):
        raise RenderError(f"roles are given as several names, such as ({names!r},), not as one string")
    try:
        return frozenset(Role(name) for name in names)
    except ValueError as error:
        raise RenderError(f"{error}; the roles are {', '.join(Role)}") from error


def printed_roles(include: Iterable[Role | str] = (), exclude: Iterable[Role | str] = ()) -> frozenset[Role]:
    """Tell which roles are printed: the story's, and `include`, less `exclude`.

    >>> sorted(printed_roles(include=["caption"], exclude=["standfirst"]))
    [<Role.CAPTION: 'caption'>, <Role.PARAGRAPH: 'paragraph'>, <Role.SUBHEADING: 'subheading'>]
    """
    return (STORY_ROLES | roles(include)) - roles(exclude)


def is_printed(block: Block, wanted: frozenset[Role]) -> bool:
    """Tell whether a block is printed; hidden copies of what is set aside are not."""
    return block.role in wanted and (block.role in STORY_ROLES or not block.hidden)
