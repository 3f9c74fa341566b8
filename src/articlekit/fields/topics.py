"""Where in the paper the article stands, and what it is about.

A printed line may hold one topic or a trail of them, with a label before and signs between; so lines are cut, labels
("Tags:") and the front page ("Home") taken off. The words are data (`data/topics.json`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import Final

import msgspec

from articlekit.claims import PageClaims
from articlekit.lines import Lines
from articlekit.model import Role
from articlekit.plaintext import same_words, words

_MAX_TOPIC: Final = 80
"""Characters of a section or tag; what is longer is a sentence."""
_MAX_CRUMBS: Final = 3
"""Breadcrumbs that are sections: home, section, subsection come before the headline."""
_MANY: Final = 3
"""Tags of the form `displayType: list` from which on they are a system's notes to itself."""

_TRAIL: Final = re.compile(r"\s*[»›>|•·→\\]+\s*|\s+[/:–—-]\s+")
_LIST: Final = re.compile(r"\s*[,;、，]\s*|\s*[»›>|•·→]+\s*|\s*#(?=\w)")
_EDGES: Final = " \t#:：‹›«»>|/•·-–—,;"
_NOTE: Final = re.compile(r"[a-z][\w-]*: ?\S")
_ADDRESS: Final = re.compile(r"https?:|www\.", re.IGNORECASE)


class _Words(msgspec.Struct, frozen=True):
    """`data/topics.json`."""

    front_pages: frozenset[str]
    tag_labels: frozenset[str]


def choose_sections(claims: PageClaims, lines: Lines) -> tuple[str, ...]:
    """Choose the sections: those printed, then those claimed; breadcrumbs where there are neither.

    >>> from articlekit.model import Block
    >>> choose_sections(PageClaims(), Lines.of([Block(text="Home » Sport » Cricket", role=Role.SECTION)]))
    ('Sport', 'Cricket')

    """
    headlines = [words(text) for text in claims.values("headline")]
    printed = [part for text in _texts(lines, Role.SECTION) for part in _TRAIL.split(text)]
    claimed = [part for text in claims.values("sections") for part in _LIST.split(text)]
    sections = [*printed, *claimed] or list(claims.values("breadcrumbs"))[1:_MAX_CRUMBS]
    front = _topic_words().front_pages
    return _distinct(
        topic
        for topic in sections
        if topic.strip(_EDGES).casefold() not in front and not any(same_words(words(topic), said) for said in headlines)
    )


def choose_tags(claims: PageClaims, lines: Lines) -> tuple[str, ...]:
    """Choose the tags: those printed; else those of the first source that claims some.

    >>> from articlekit.model import Block
    >>> choose_tags(PageClaims(), Lines.of([Block(text="Tags: Rain, #Cricket", role=Role.TAG)]))
    ('Rain', 'Cricket')

    """
    printed = _distinct(_printed_tags(lines))
    if printed:
        return printed
    claimed = claims.about("tags")
    tags = [claim.value for claim in claimed if claim.source == claimed[0].source]
    notes = [tag for tag in tags if _NOTE.match(tag)]
    return _distinct(tag for tag in tags if len(notes) < _MANY or tag not in notes)


def _printed_tags(lines: Lines) -> Iterator[str]:
    for text in _texts(lines, Role.TAG):
        label, sign, rest = text.partition(":")
        tags = rest if sign and _is_label(label) else text
        yield from (tag for tag in _LIST.split(tags) if not _is_label(tag))


def _is_label(text: str) -> bool:
    return text.strip(_EDGES).casefold() in _topic_words().tag_labels


def _texts(lines: Lines, role: Role) -> list[str]:
    return [line.text for line in lines.labelled(role) if not line.hidden]


def _distinct(topics: Iterable[str]) -> tuple[str, ...]:
    """Each topic once, whatever its case, in order."""
    named = [topic.strip(_EDGES) for topic in topics if not _ADDRESS.search(topic)]
    kept = [topic for topic in named if len(topic) <= _MAX_TOPIC and words(topic)]
    return tuple({topic.casefold(): topic for topic in reversed(kept)}.values())[::-1]


@cache
def _topic_words() -> _Words:
    data = resources.files("articlekit").joinpath("data/topics.json").read_bytes()
    return msgspec.json.decode(data, type=_Words)
