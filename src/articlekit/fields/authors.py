"""Who wrote it.

Claims give whole names, addresses and kinds, but also name the site, an editor's account, or another page's author;
bylines are what readers see, but bios, roles and photographers stand beside them. Where both name the same person, the
claims are taken, and completed from the page; where they differ, the side with more voices; where one is silent, the
other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import replace
from itertools import islice
from typing import Final

from articlekit.claims import AuthorClaim, PageClaims
from articlekit.fields.site import SiteNames, is_called
from articlekit.lines import Lines
from articlekit.model import Author, Block, Role
from articlekit.people import after_label, is_pen_name, parse_byline
from articlekit.plaintext import words

_SOURCES: Final[tuple[str, ...]] = (
    "json-ld",
    "microdata",
    "opengraph",
    "meta",
    "dublin-core",
    "twitter",
    "page",
    "trafilatura",
)
_STRUCTURED: Final = frozenset({"json-ld", "microdata"})
"""Sources that would not give anything but an author as author, so that names in unusual spelling are believed."""
_MAX_AUTHORS: Final = 30
_MAX_CLAIMS: Final = 100
"""Claims and lines looked at; a page has a handful."""
_MANY_PRINTED: Final = 5
"""Printed authors from which on only lines that say `By` are believed, if there are some: the others are a list."""
_MAX_ANNOUNCED: Final = 120
"""Characters of a line that names the authors announced in the line before."""


def choose_authors(claims: PageClaims, lines: Lines, site: SiteNames) -> tuple[Author, ...]:
    """Choose the authors, in the page's order.

    >>> stated = PageClaims(authors=(AuthorClaim(name="Jane Doe", url="/jane", source="json-ld"),))
    >>> lines = Lines.of([Block(text="By Jane Doe, Chief Reporter", role=Role.BYLINE)])
    >>> choose_authors(stated, lines, SiteNames())
    (Author(name='Jane Doe', kind='person', role='Chief Reporter', url='/jane', email=None, handle=None),)

    """
    printed = _distinct(_printed(lines))
    by_source = _claimed(claims, site)
    stated = [(source, _distinct(by_source[source])) for source in _SOURCES if source in by_source]
    chosen = _choose(stated, printed)
    return _completed(chosen, [*printed, *(author for _, authors in stated for author in authors)])[:_MAX_AUTHORS]


def _choose(stated: list[tuple[str, list[Author]]], printed: list[Author]) -> list[Author]:
    """Take the source whose persons most others name, too; a lone claim against the page's lines loses."""
    sides = [authors for _, authors in stated if _persons(authors)]
    if not sides:
        return printed or (stated[0][1] if stated else [])
    if not _persons(printed):
        return _most_supported(sides)
    if len(sides) == 1 and not _agree(_persons(sides[0]), _persons(printed)):
        return printed
    return _most_supported([*sides, printed])


def _most_supported(sides: list[list[Author]]) -> list[Author]:
    persons = [_persons(side) for side in sides]
    support = [sum(_agree(some, others) for others in persons) for some in persons]
    return sides[support.index(max(support))]


def _agree(some: Set[tuple[str, ...]], others: Set[tuple[str, ...]]) -> bool:
    return any(_is_same(name, other) for name in some for other in others)


def _is_same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names are one person's: the first and the last word agree, as in `Jane Doe`, `Jane Mary Doe`."""
    return bool(one and other) and (one[0], one[-1]) == (other[0], other[-1])


def _persons(authors: Iterable[Author]) -> set[tuple[str, ...]]:
    return {words(author.name) for author in authors if author.kind == "person"}


def _printed(lines: Lines) -> list[Author]:
    """The authors of the bylines; of lines that give a name with the date, if there is no byline."""
    bylines = list(islice(_bylines(lines), _MAX_CLAIMS))
    found = [(announced, author) for announced, block in bylines for author in _linked(block)]
    if len(found) > _MANY_PRINTED and any(announced for announced, _ in found):
        found = [(announced, author) for announced, author in found if announced]
    if bylines:
        return [author for announced, author in found if announced or not _is_mere_word(author)]
    dated = [author for block in lines.labelled(Role.TIMESTAMP)[:_MAX_CLAIMS] for author in _linked(block)]
    return [author for author in dated if author.kind == "person" and " " in author.name]


def _bylines(lines: Lines) -> Iterator[tuple[bool, Block]]:
    """The lines labelled as bylines, and what follows one that only announces a name: `By`; and who is announced."""
    announced = -1
    for at in lines.at(Role.BYLINE):
        line = lines.blocks[at]
        rest = after_label(line.text)
        yield at == announced or rest is not None, line
        if rest == "":
            announced = at + 1
            for after in lines.blocks[announced : announced + 1]:
                if after.role is not Role.BYLINE and len(after.text) <= _MAX_ANNOUNCED:
                    yield True, after


def _is_mere_word(author: Author) -> bool:
    """Whether a line without `By` is one word: more often a place or a topic than somebody."""
    return author.kind == "person" and author.name.isascii() and " " not in author.name


def _linked(block: Block) -> list[Author]:
    """The authors of a line, with the addresses that their names link to."""
    authors = parse_byline(block.text)
    if not authors or not block.links:
        return list(authors)
    links = {words(link.text): link.url for link in block.links}
    return [replace(author, url=links.get(words(author.name))) for author in authors]


def _claimed(claims: PageClaims, site: SiteNames) -> dict[str, list[Author]]:
    """The claimed authors of each source that names some; a name that several sources give is read once."""
    read: dict[str, tuple[Author, ...]] = {}
    found: dict[str, list[Author]] = {}
    for claim in claims.authors[:_MAX_CLAIMS]:
        if not claim.name:
            continue
        named = read.get(claim.name)
        if named is None:
            named = read[claim.name] = parse_byline(claim.name)
        if _is_desk(claim, site) and len(named) <= 1:
            named = (Author(name=claim.name, kind="desk"),)
        elif not named and claim.source in _STRUCTURED and is_pen_name(claim.name):
            named = (Author(name=claim.name),)
        if named:
            found.setdefault(claim.source, []).extend(_author(author, claim) for author in named)
    return found


def _is_desk(claim: AuthorClaim, site: SiteNames) -> bool:
    """Whether a claim names the site, or says itself that it is no person's.

    A full name that is said to be a person's is one, for people have sites that are called as they are.
    """
    if claim.kind == "organization":
        return True
    name = claim.name or ""
    full_name = claim.kind == "person" and len(name.split()) > 1
    return not full_name and is_called(name, site)


def _author(author: Author, claim: AuthorClaim) -> Author:
    if not (claim.url or claim.job_title or claim.email):
        return author
    return replace(author, url=claim.url, role=author.role or claim.job_title, email=author.email or claim.email)


def _distinct(authors: Iterable[Author]) -> list[Author]:
    held: dict[tuple[str, ...], Author] = {}
    for author in authors:
        key = words(author.name)
        held[key] = _merge(held[key], author) if key in held else author
    return list(held.values())


def _merge(author: Author, other: Author) -> Author:
    if author is other:
        return author
    return replace(
        author,
        role=author.role or other.role,
        url=author.url or other.url,
        email=author.email or other.email,
        handle=author.handle or other.handle,
    )


def _completed(chosen: list[Author], others: list[Author]) -> tuple[Author, ...]:
    """Add to the chosen what the other sources say of them."""
    known = {words(author.name): author for author in _distinct(others)}
    return tuple(_merge(author, known[words(author.name)]) for author in chosen)
