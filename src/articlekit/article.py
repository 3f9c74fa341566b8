"""The Article: one page, told apart.

What goes in is decided elsewhere (`assembler`); here are the fields, the views of the blocks by role, and the way to
JSON and back. The blocks are the truth: every other field about the page's text can be traced to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

import msgspec

from articlekit.errors import RenderError
from articlekit.model import (
    STORY_ROLES,
    Author,
    Block,
    Claim,
    CrossLink,
    Embed,
    Image,
    LiveEntry,
    Promo,
    Role,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article page: its story, and everything set aside, each piece with its role.

    `published` and `modified` are aware where the page says the time zone. `language` is an ISO 639-1 code.
    `paywalled` is None where it cannot be told. `confidence` (0 to 1) estimates how much of the story text is
    right, so that doubtful pages can be routed to a person. `truncated` says that the input was larger, or nested
    deeper, than what is read, and was cut. `claims` is what the page says of itself, by source.
    """

    url: str | None = None
    canonical_url: str | None = None
    headline: str | None = None
    alternative_headline: str | None = None
    kicker: str | None = None
    standfirst: str | None = None
    authors: tuple[Author, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    language: str | None = None
    site_name: str | None = None
    paywalled: bool | None = None
    images: tuple[Image, ...] = ()
    crosslinks: tuple[CrossLink, ...] = ()
    promos: tuple[Promo, ...] = ()
    embeds: tuple[Embed, ...] = ()
    live_entries: tuple[LiveEntry, ...] = ()
    blocks: tuple[Block, ...] = ()
    claims: tuple[Claim, ...] = ()
    confidence: float = 0.0
    truncated: bool = False

    @property
    def body(self) -> tuple[Block, ...]:
        """The story's blocks in reading order: standfirst, paragraphs, subheadings."""
        return tuple(block for block in self.blocks if block.role in STORY_ROLES)

    @property
    def text(self) -> str:
        """The story and nothing else, one blank line between blocks; empty where the page holds no article."""
        return "\n\n".join(block.text for block in self.body)

    def set_aside(self, *roles: Role) -> tuple[Block, ...]:
        """Blocks that are not the story, in reading order: those of the given roles, or all."""
        wanted = frozenset(roles) or frozenset(Role) - STORY_ROLES
        return tuple(block for block in self.blocks if block.role in wanted)

    def to_json(self, *, indent: int = 0) -> str:
        """Write everything as JSON; `Article.from_json` reads it back unchanged."""
        encoded = msgspec.json.encode(self)
        return (msgspec.json.format(encoded, indent=indent) if indent else encoded).decode()

    @classmethod
    def from_json(cls, data: str | bytes) -> Self:
        """Read what `to_json` wrote.

        Raises:
            RenderError: It is not JSON, or not an Article's.

        """
        try:
            return msgspec.json.decode(data, type=cls)
        except (msgspec.MsgspecError, UnicodeError) as error:
            raise RenderError(f"this is not an Article's JSON: {error}") from error


def json_schema() -> dict[str, object]:
    """JSON Schema (2020-12) of what `Article.to_json` writes."""
    return {"$schema": _DIALECT, **msgspec.json.schema(Article)}


_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
