"""Where in the paper the article stands, and what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from articlekit.claims import PageClaims
from articlekit.model import Block, Role
from articlekit.plaintext import is_url, same_words, words

_MAX_TOPIC: Final = 80
"""Characters of a section or tag; what is longer is a sentence."""
_MAX_CRUMBS: Final = 3
"""Breadcrumbs that are sections: home, section, subsection come before the headline."""


def choose_sections(claims: PageClaims, blocks: Iterable[Block]) -> tuple[str, ...]:
    """Choose the sections: those printed, then those claimed; breadcrumbs where there are neither.

    >>> choose_sections(PageClaims(), [Block(text="Sport", role=Role.SECTION)])
    ('Sport',)

    """
    printed = _texts(blocks, Role.SECTION)
    claimed = claims.values("sections")
    return _distinct(printed or claimed or _crumbs(claims)) if not printed else _distinct([*printed, *claimed])


def choose_tags(claims: PageClaims, blocks: Iterable[Block]) -> tuple[str, ...]:
    """Choose the tags: those printed; else those of the first source that claims some.

    >>> choose_tags(PageClaims(), [Block(text="#Rain", role=Role.TAG), Block(text="rain", role=Role.TAG)])
    ('Rain',)

    """
    printed = [tag.lstrip("#").strip() for tag in _texts(blocks, Role.TAG)]
    if printed:
        return _distinct(printed)
    claimed = claims.about("tags")
    return _distinct(claim.value for claim in claimed if claim.source == claimed[0].source)


def _texts(blocks: Iterable[Block], role: Role) -> list[str]:
    return [block.text for block in blocks if block.role is role and not block.hidden]


def _crumbs(claims: PageClaims) -> list[str]:
    """The breadcrumbs between the front page and the article."""
    headlines = [words(text) for text in claims.values("headline")]
    crumbs = [text for text in claims.values("breadcrumbs") if not any(same_words(words(text), h) for h in headlines)]
    return crumbs[1:_MAX_CRUMBS]


def _distinct(topics: Iterable[str]) -> tuple[str, ...]:
    """Each topic once, whatever its case, in order."""
    named = [topic for topic in topics if topic and len(topic) <= _MAX_TOPIC and not is_url(topic)]
    return tuple({topic.casefold(): topic for topic in reversed(named)}.values())[::-1]
