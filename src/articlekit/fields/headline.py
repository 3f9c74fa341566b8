"""The headline: as printed, told from its neighbours by what is claimed; as claimed, where none is printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from articlekit.claims import PageClaims
from articlekit.fields.site import names_the_site
from articlekit.model import Block, Claim, Role
from articlekit.plaintext import same_words, words

_SEPARATOR: Final = re.compile(r"\s+[|•·»«/\\–—:-]+\s+|\s*\|\s*|\s*::\s*")
_MAX_PARTS: Final = 3
"""Printed lines that one headline may be broken into."""
_SOURCES: Final = ("json-ld", "microdata", "opengraph", "twitter", "meta", "dublin-core", "html")


def choose_headlines(
    claims: PageClaims, blocks: Sequence[Block], *, url: str | None = None
) -> tuple[str | None, str | None]:
    """Choose the headline, and the other one where there are two.

    >>> printed = [Block(text="Regen in Rom", role=Role.HEADLINE), Block(text="Rom ertrinkt", role=Role.HEADLINE)]
    >>> choose_headlines(PageClaims(), printed)
    ('Regen in Rom', 'Rom ertrinkt')

    """
    stated = [_without_site(claim, claims, url) for claim in _by_source(claims)]
    printed = _printed(blocks) or _confirmed(blocks, stated)
    headline = _best(printed, stated) if printed else _agreed(stated)
    lines = _distinct(text for text in printed if headline and words(text) and words(text) != words(headline))
    others = [text for text in lines if not (headline and _is_part(text, headline))]
    alternative = next(iter(others), None) or next(iter(claims.values("alternative_headline")), None)
    return headline, alternative if alternative != headline else None


def _by_source(claims: PageClaims) -> list[Claim]:
    return sorted(
        claims.about("headline"),
        key=lambda claim: _SOURCES.index(claim.source) if claim.source in _SOURCES else len(_SOURCES),
    )


def _printed(blocks: Sequence[Block]) -> list[str]:
    """The lines labelled as headlines; those shown, if any is."""
    held = [block for block in blocks if block.role is Role.HEADLINE]
    shown = [block for block in held if not block.hidden]
    return [block.text for block in shown or held]


def _confirmed(blocks: Sequence[Block], stated: Sequence[str]) -> list[str]:
    """The first main heading that says what is claimed, whatever its label."""
    known = [words(text) for text in stated]
    for block in blocks:
        if block.tag == "h1" and any(same_words(words(block.text), said) for said in known):
            return [block.text]
    return []


def _best(printed: Sequence[str], stated: Sequence[str]) -> str:
    """The first printed line, or lines in a row, that a claim confirms word for word; else the first line."""
    known = {words(text) for text in stated}
    for start in range(len(printed)):
        for end in range(start + 1, min(start + _MAX_PARTS, len(printed)) + 1):
            joined = " ".join(printed[start:end])
            if words(joined) in known:
                return joined
    for line in printed:
        if any(same_words(words(line), said) for said in known):
            return line
    return printed[0]


def _agreed(stated: Sequence[str]) -> str | None:
    """The claim that most others say, too; of equals the first."""
    known = [words(text) for text in stated]
    support = [sum(same_words(said, other) for other in known) for said in known]
    return stated[support.index(max(support))] if stated else None


def _without_site(claim: Claim, claims: PageClaims, url: str | None) -> str:
    """A title without the site's name before or after it."""
    text = claim.value
    for separator in reversed(list(_SEPARATOR.finditer(text))):
        head, tail = text[: separator.start()], text[separator.end() :]
        if names_the_site(tail, claims, url) and head:
            text = head
    first = _SEPARATOR.search(text)
    if first and names_the_site(text[: first.start()], claims, url):
        text = text[first.end() :] or text
    return text.strip()


def _is_part(text: str, headline: str) -> bool:
    part, whole = words(text), words(headline)
    return any(part == whole[at : at + len(part)] for at in range(len(whole) - len(part) + 1))


def _distinct(texts: Iterable[str]) -> list[str]:
    return list({words(text): text for text in reversed(list(texts))}.values())[::-1]
