"""Promos, pointers, descriptions and section labels where they seldom stand, so that a model knows them by their words.

In: labelled pages, and the lines of a scrape of one of them. Out: the same lines with guests among them: a promo of
another page between two paragraphs, a pointer to other articles in front of the first, the section's label once more
below the headline, a picture's long description there too. Plain text has no markup that sets a box apart; on a few
hundred pages the field learns that short lines between paragraphs are subheadings, and one guest a page unlearns it.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from articlekit.model import Role

Line = tuple[str, str]
"""A role and a text."""

_PROMO_LENGTH: Final = (25, 700)
_POINTER_LENGTH: Final = (10, 300)
"""Characters of a whole group of lines."""
_ALT_LENGTH: Final = (60, 400)
_LONGEST_PROMO: Final = 5
_LONGEST_POINTER: Final = 3
"""Lines."""
_LONGEST_SECTION: Final = 40
_SECOND_PROMO: Final = 0.4
_POINTER_IN_FRONT: Final = 0.4
_SECTION_AGAIN: Final = 0.5
_ALT_ABOVE: Final = 0.9
"""How often each is set in."""
_COMMON: Final = "en"
"""The language of guests where a page's own has none."""
_HEADS: Final = frozenset({Role.HEADLINE, Role.CREDIT, Role.CAPTION, Role.TIMESTAMP, Role.BYLINE})
_AFTER: Final = frozenset({Role.PARAGRAPH, Role.SUBHEADING})


class Group(NamedTuple):
    """Lines of one role that stood together on a page."""

    page: str
    texts: tuple[str, ...]


Guests = Mapping[tuple[str, str], Sequence[Group]]
"""Groups by role and language."""


def gather_guests(pages: Iterable[tuple[str, str, Sequence[Line]]]) -> Guests:
    """Find promos, pointers and pictures' descriptions on pages: id, language, and labelled lines of each."""
    found: dict[tuple[str, str], list[Group]] = defaultdict(list)
    for page, language, lines in pages:
        for role, run in groupby(lines, key=lambda line: line[0]):
            texts = [" ".join(text.split()) for _, text in run]
            if role == Role.ALT:
                found[role, language] += [Group(page, (text,)) for text in texts if _fits([text], _ALT_LENGTH)]
            elif role == Role.PROMO and _fits(kept := texts[:_LONGEST_PROMO], _PROMO_LENGTH):
                found[role, language].append(Group(page, tuple(kept)))
            elif role == Role.CROSSLINK and len(texts) <= _LONGEST_POINTER and _fits(texts, _POINTER_LENGTH):
                found[role, language].append(Group(page, tuple(texts)))
    return found


def _fits(texts: Sequence[str], bounds: tuple[int, int]) -> bool:
    return bounds[0] <= sum(map(len, texts)) <= bounds[1]


class Invitation(NamedTuple):
    """Whose lines they are, in which language, and who may be set among them."""

    page: str
    language: str
    guests: Guests

    def among(self, lines: Sequence[Line], draw: random.Random) -> dict[int, list[Line]]:
        """Choose guests for a scrape's lines, each by the line that it is to follow."""
        invited: dict[int, list[Line]] = {}
        for after, role, texts in self._places(lines, draw):
            invited.setdefault(after, [(role, text) for text in texts])
        return invited

    def _places(self, lines: Sequence[Line], draw: random.Random) -> Iterator[tuple[int, str, Sequence[str]]]:
        roles = [role for role, _ in lines]
        spots = [i for i in range(len(roles) - 1) if roles[i] == Role.PARAGRAPH and roles[i + 1] in _AFTER]
        first = next((i for i in range(len(roles) - 1) if roles[i + 1] == Role.PARAGRAPH), 0)
        promos, pointers = self._known(Role.PROMO), self._known(Role.CROSSLINK)
        if spots and promos:
            for spot in draw.sample(spots, min(len(spots), 1 + (draw.random() < _SECOND_PROMO))):
                yield spot, Role.PROMO.value, draw.choice(promos).texts
        if first and pointers and draw.random() < _POINTER_IN_FRONT:
            yield first, Role.CROSSLINK.value, draw.choice(pointers).texts[:1]
        alts = self._known(Role.ALT)
        heads = [i for i in range(first) if roles[i] in _HEADS]
        if alts and heads and draw.random() < _ALT_ABOVE:
            yield draw.choice(heads), Role.ALT.value, draw.choice(alts).texts
        sections = [text for role, text in lines if role == Role.SECTION and len(text) < _LONGEST_SECTION]
        if sections and heads and draw.random() < _SECTION_AGAIN:
            yield draw.choice(heads), Role.SECTION.value, sections[-1:]

    def _known(self, role: Role) -> list[Group]:
        """The groups of other pages in the page's language, or in the commonest."""
        for language in (self.language, _COMMON):
            if groups := [group for group in self.guests.get((role, language), ()) if group.page != self.page]:
                return groups
        return []
