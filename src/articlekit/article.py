"""The Article: one page, told apart.

What goes in is decided elsewhere (`assembler`); here are the fields, the views of the blocks by role, and the way to
JSON and back. The blocks are the truth: every other field about the page's text can be traced to them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Final, Self

import msgspec

from articlekit import render
from articlekit.errors import ArticleKitError, RenderError
from articlekit.fields.candidates import list_candidates
from articlekit.model import (
    STORY_ROLES,
    Author,
    Block,
    Candidate,
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
    `paywalled` is None where it cannot be told. `confidence` (0 to 1) is the F1 to expect of the story text, so that
    doubtful pages can be routed to a person; 0 where there is no story. `truncated` says that the input was larger, or
    nested deeper, than what is read, and was cut. `claims` is what the page says of itself, by source.
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

    def candidates(self, field: str) -> tuple[Candidate, ...]:
        """List the values that a field could have had, who says so, and whether each agrees with the one chosen.

        Raises:
            ArticleKitError: There is no such field.

        >>> claim = Claim(field="headline", value="Rain stops play at last", source="opengraph")
        >>> Article(headline="Rain stops play – at last", claims=(claim,)).candidates("headline")
        (Candidate(value='Rain stops play at last', source='opengraph', agrees=True),)

        """
        if field not in {each.name for each in fields(self)}:
            raise ArticleKitError(f"an Article has no field {field!r}")
        return list_candidates(field, getattr(self, field), self.claims, self.blocks)

    def set_aside(self, *roles: Role) -> tuple[Block, ...]:
        """Blocks that are not the story, in reading order: those of the given roles, or all."""
        wanted = frozenset(roles) or frozenset(Role) - STORY_ROLES
        return tuple(block for block in self.blocks if block.role in wanted)

    def to_text(
        self, *, include: Iterable[Role | str] = (), exclude: Iterable[Role | str] = (), separator: str = "\n\n"
    ) -> str:
        """Write the story as plain text: `text`, with more roles, or fewer, or another separator between blocks.

        Raises:
            RenderError: `include` or `exclude` names something that is no role.

        >>> blocks = (Block(text="It rained.", role=Role.PARAGRAPH), Block(text="A wet street", role=Role.CAPTION))
        >>> Article(blocks=blocks).to_text(include=["caption"], separator=" | ")
        'It rained. | A wet street'

        """
        return render.to_text(self, include=include, exclude=exclude, separator=separator)

    def to_markdown(
        self,
        *,
        include: Iterable[Role | str] = (),
        exclude: Iterable[Role | str] = (),
        images: bool = False,
        links: bool = True,
    ) -> str:
        r"""Write the story as Markdown: headings, lists, quotes, tables, code, emphasis, links.

        `images` adds the pictures, each with its caption and credit; `links=False` leaves of a link its words.

        Raises:
            RenderError: `include` or `exclude` names something that is no role.

        >>> blocks = (Block(text="Rain", role=Role.SUBHEADING), Block(text="2 * 3 drops fell.", role=Role.PARAGRAPH))
        >>> print(Article(blocks=blocks).to_markdown())
        ## Rain
        <BLANKLINE>
        2 \* 3 drops fell.

        """
        return render.to_markdown(self, include=include, exclude=exclude, images=images, links=links)

    def to_html(
        self,
        *,
        include: Iterable[Role | str] = (),
        exclude: Iterable[Role | str] = (),
        images: bool = False,
        links: bool = True,
    ) -> str:
        """Write the story as one `<article>` of clean HTML, safe to show whatever the page held.

        `images` adds the pictures as figures, `links=False` leaves of a link its words. A block of another role than
        paragraph or heading carries its role as class.

        Raises:
            RenderError: `include` or `exclude` names something that is no role.

        >>> blocks = (Block(text="Rain", role=Role.SUBHEADING), Block(text="A <b> fell.", role=Role.PARAGRAPH))
        >>> print(Article(blocks=blocks, language="en").to_html())
        <article lang="en">
        <h2>Rain</h2>
        <p>A &lt;b&gt; fell.</p>
        </article>

        """
        return render.to_html(self, include=include, exclude=exclude, images=images, links=links)

    def to_jsonld(
        self, *, include: Iterable[Role | str] = (), exclude: Iterable[Role | str] = (), indent: int = 0
    ) -> str:
        """Write a schema.org NewsArticle as JSON-LD, safe to put into a `<script>`.

        `include=["crosslink"]` adds `mentions`, `["comment"]` adds `comment`; an excluded role's property is left out.

        Raises:
            RenderError: `include` or `exclude` names something that is no role.

        >>> Article(headline="Rain", language="en").to_jsonld()
        '{"@context":"https://schema.org","@type":"NewsArticle","headline":"Rain","inLanguage":"en"}'

        """
        return render.to_jsonld(self, include=include, exclude=exclude, indent=indent)

    def to_tei(
        self, *, include: Iterable[Role | str] = (), exclude: Iterable[Role | str] = (), images: bool = False
    ) -> str:
        """Write a TEI P5 document: what is known of the source in its header, the story in its body.

        Raises:
            RenderError: `include` or `exclude` names something that is no role.

        """
        return render.to_tei(self, include=include, exclude=exclude, images=images)

    def to_dict(self, *, exclude: Iterable[Role | str] = ()) -> dict[str, render.Json]:
        """Give everything as plain values that any JSON library writes, and `text` beside it.

        Excluded roles lose their blocks and what was made of them alone (`crosslink`: the cross-links; `caption`: the
        images' captions); the indices in `blocks` of images and others count the blocks that are left.

        Raises:
            RenderError: `exclude` names something that is no role.

        >>> article = Article(headline="Rain", blocks=(Block(text="It rained.", role=Role.PARAGRAPH),))
        >>> article.to_dict()["headline"], article.to_dict()["text"]
        ('Rain', 'It rained.')

        """
        return render.to_plain(self, exclude=exclude)

    def to_json(self, *, exclude: Iterable[Role | str] = (), indent: int = 0) -> str:
        """Write what `to_dict` gives as JSON; `Article.from_json` reads it back unchanged.

        Lone surrogates, which UTF-8 cannot hold, become U+FFFD.

        Raises:
            RenderError: `exclude` names something that is no role.

        """
        return render.to_json(self.to_dict(exclude=exclude), indent=indent)

    def to_report(self, *, other: Article | None = None) -> str:
        """Write one self-contained HTML file to look at: each block's role and why, the fields, what was set aside.

        With `other`, the two stand side by side and what differs is marked. Nothing of the page can run in it.
        """
        from articlekit.reporting import report  # noqa: PLC0415

        return report(self, other=other)

    def _repr_html_(self) -> str:
        from articlekit.reporting import report_frame  # noqa: PLC0415

        return report_frame(self)

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
    """JSON Schema (2020-12) of what `Article.to_json` writes.

    >>> json_schema()["$ref"]
    '#/$defs/Article'
    """
    schema = msgspec.json.schema(Article)
    schema["$defs"]["Article"]["properties"]["text"] = {"type": "string", "description": _TEXT_IS}
    return {"$schema": _DIALECT, **schema}


_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_TEXT_IS: Final = "The story: the texts of its blocks, a blank line between them. Written, and not read back."
