"""An Article as one HTML file to look at: every block with its role, why it has it, and what the page says of itself.

In goes an Article, or two to compare, out comes a page that needs nothing else: no network, no other file. The page's
parts are in `data/report`; here the articles are turned into plain values that its script shows. Hostile content has
three walls to pass: it comes as JSON in which no `<` stands, the script makes text nodes only, and the page's policy
lets no script run but the one whose hash it names, and loads nothing.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from itertools import zip_longest
from string import Template
from typing import Final

import msgspec

from articlekit.article import Article
from articlekit.model import STORY_ROLES, Author, Block, Candidate, Claim, CrossLink, Embed, Image, Promo, Role
from articlekit.render.characters import readable
from articlekit.render.plain import scrubbed

DOUBTFUL: Final = 0.7
"""Probability. Below it the report marks a block as doubtful."""

_ALIKE: Final = 0.6
"""Ratio of `SequenceMatcher`. Above it two differing texts at the same place count as one text that changed."""
_FIELDS: Final = (
    ("headline", "headline"),
    ("alternative headline", "alternative_headline"),
    ("kicker", "kicker"),
    ("standfirst", "standfirst"),
    ("authors", "authors"),
    ("published", "published"),
    ("modified", "modified"),
    ("sections", "sections"),
    ("tags", "tags"),
    ("notes", "notes"),
    ("site name", "site_name"),
    ("language", "language"),
    ("paywalled", "paywalled"),
    ("address", "url"),
    ("canonical address", "canonical_url"),
)
"""Each field's name for a reader, and in the Article."""


def report(article: Article, *, other: Article | None = None) -> str:
    """Write a self-contained HTML report of an Article; of two, side by side, what differs.

    >>> from articlekit.model import Block
    >>> page = report(Article(headline="Rain", blocks=(Block(text="It rained.", role=Role.PARAGRAPH),)))
    >>> page.startswith("<!doctype html>"), "<title>Rain</title>" in page
    (True, True)
    """
    articles = [article] if other is None else [article, other]
    style, script = _part("style.css"), _part("app.js")
    return Template(_part("page.html")).substitute(
        policy=_policy(style, script),
        title=escape(readable(" — ".join(map(_title, articles)))),
        style=style,
        script=script,
        payload=_payload(articles),
    )


def report_frame(article: Article) -> str:
    """Write the report as a sandboxed frame for notebooks, where it can touch neither the page nor be touched by it."""
    return (
        f'<iframe srcdoc="{escape(report(article))}" sandbox="allow-scripts allow-popups" title="articlekit report"'
        ' width="100%" height="720" style="border:1px solid #8886;border-radius:8px"></iframe>'
    )


@cache
def _part(name: str) -> str:
    return (files("articlekit") / "data" / "report" / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Let run what these two hashes name, and nothing else."""
    return (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One line of the report: the index of its block in the first and in the second article, and how they compare."""

    a: int | None = None
    b: int | None = None
    kind: str = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    name: str
    value: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Thing:
    """An image, cross-link, promo or embed: what to call it, what else to say, and where it stands."""

    role: Role
    label: str
    detail: str
    blocks: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Things:
    name: str
    objects: tuple[_Thing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counts:
    story: int
    aside: int
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """One article as the report shows it."""

    title: str
    origin: str
    confidence: float
    truncated: bool
    counts: _Counts
    fields: tuple[_Field, ...]
    objects: tuple[_Things, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Payload:
    """All that the page's script is given."""

    articles: tuple[_Side, ...]
    rows: tuple[_Row, ...]
    differences: tuple[str, ...]
    roles: tuple[Role, ...] = tuple(Role)
    story_roles: tuple[Role, ...] = tuple(sorted(STORY_ROLES))
    meanings: Mapping[str, str]
    doubtful: float = DOUBTFUL


def _payload(articles: Sequence[Article]) -> str:
    sides = tuple(map(_side, articles))
    payload = _Payload(
        articles=sides,
        rows=tuple(_rows([side.blocks for side in sides])),
        differences=tuple(_differences([side.fields for side in sides])),
        meanings=_meanings(),
    )
    return msgspec.json.encode(scrubbed(msgspec.to_builtins(payload))).decode().replace("<", "\\u003c")


@cache
def _meanings() -> Mapping[str, str]:
    return msgspec.json.decode(_part("roles.json"), type=dict[str, str])


def _side(article: Article) -> _Side:
    story = len(article.body)
    return _Side(
        title=_title(article),
        origin=" · ".join(filter(None, [article.site_name, _day(article.published), article.language])),
        confidence=article.confidence,
        truncated=article.truncated,
        counts=_Counts(story=story, aside=len(article.blocks) - story, words=len(article.text.split())),
        fields=tuple(_fields(article)),
        objects=tuple(_objects(article)),
        blocks=article.blocks,
    )


def _title(article: Article) -> str:
    return article.headline or article.url or "Untitled page"


def _day(moment: datetime | None) -> str | None:
    return moment.date().isoformat() if moment else None


def _fields(article: Article) -> Iterator[_Field]:
    for name, attribute in _FIELDS:
        value: object = getattr(article, attribute)
        candidates = tuple(_candidate(claim, value) for claim in article.claims if claim.field == attribute)
        yield _Field(name=name, value=_printed(value), candidates=candidates)


def _candidate(claim: Claim, value: object) -> Candidate:
    values = value if isinstance(value, tuple) else (value,)
    agrees = any(_agree(claim.value, _plain(item)) for item in values)
    return Candidate(value=claim.value, source=claim.source, agrees=agrees)


def _agree(claimed: str, chosen: str) -> bool:
    """Tell whether one of the two says the other, case and white space apart."""
    one, two = (" ".join(text.casefold().split()) for text in (claimed, chosen))
    return bool(one and two) and (one in two or two in one)


def _printed(value: object) -> str:
    return ", ".join(filter(None, map(_plain, value))) if isinstance(value, tuple) else _plain(value)


def _plain(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.isoformat(sep=" ", timespec="minutes")
        case Author():
            return value.name
        case _:
            return str(value)


def _objects(article: Article) -> Iterator[_Things]:
    groups: tuple[tuple[str, Iterable[_Thing]], ...] = (
        ("Images", map(_image, article.images)),
        ("Cross-links", map(_crosslink, article.crosslinks)),
        ("Promos", map(_promo, article.promos)),
        ("Embeds", map(_embed, article.embeds)),
    )
    for name, things in groups:
        objects = tuple(things)
        if objects:
            yield _Things(name=name, objects=objects)


def _image(image: Image) -> _Thing:
    label = image.caption or image.alt or image.title or image.src
    credit = image.credit and f"credit: {image.credit}"
    return _thing(Role.CAPTION, label, [credit, "lead" if image.lead else None, image.src], image.blocks)


def _crosslink(link: CrossLink) -> _Thing:
    return _thing(
        Role.CROSSLINK, link.headline or link.teaser or link.cue, [link.kind, link.cue, link.url], link.blocks
    )


def _promo(promo: Promo) -> _Thing:
    return _thing(Role.PROMO, promo.heading or promo.text, [promo.kind, promo.url], promo.blocks)


def _embed(embed: Embed) -> _Thing:
    return _thing(Role.EMBED, embed.text or embed.provider, [embed.provider, embed.url], embed.blocks)


def _thing(role: Role, label: str | None, details: Sequence[str | None], blocks: tuple[int, ...]) -> _Thing:
    return _Thing(role=role, label=label or "", detail=" · ".join(filter(None, details)), blocks=blocks)


def _differences(fields: Sequence[tuple[_Field, ...]]) -> Iterator[str]:
    for same in zip(*fields, strict=True):
        if len({field.value for field in same}) > 1:
            yield same[0].name


def _rows(sides: Sequence[tuple[Block, ...]]) -> Iterator[_Row]:
    """Put the blocks of the articles side by side, in reading order."""
    if len(sides) == 1:
        yield from (_Row(a=index) for index in range(len(sides[0])))
        return
    first, second = sides
    one, two = ([" ".join(block.text.split()) for block in side] for side in sides)
    for tag, a_from, a_to, b_from, b_to in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        pairs = zip_longest(range(a_from, a_to), range(b_from, b_to))
        for a, b in pairs:
            if a is None or b is None:
                yield _Row(a=a, b=b, kind="only-b" if a is None else "only-a")
            elif tag == "equal":
                yield _Row(a=a, b=b, kind="same" if first[a].role is second[b].role else "role")
            else:
                yield from _changed(first, second, a, b)


def _changed(first: Sequence[Block], second: Sequence[Block], a: int, b: int) -> Iterator[_Row]:
    matcher = SequenceMatcher(None, first[a].text, second[b].text)
    if matcher.real_quick_ratio() > _ALIKE and matcher.quick_ratio() > _ALIKE:
        yield _Row(a=a, b=b, kind="text")
        return
    yield _Row(a=a, kind="only-a")
    yield _Row(b=b, kind="only-b")
