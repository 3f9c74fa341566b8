"""What else a field could have been.

In go the chosen value, the page's claims and its blocks; out come all values that somebody says the field has, with
who says so and whether it agrees with the choice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from articlekit.dates import parse_date
from articlekit.fields.site import TITLE_SEPARATOR
from articlekit.model import Author, Block, Candidate, Claim, Role
from articlekit.people import parse_byline
from articlekit.plaintext import same_words, words

_ROLES: Final = {
    "headline": Role.HEADLINE,
    "alternative_headline": Role.HEADLINE,
    "standfirst": Role.STANDFIRST,
    "kicker": Role.KICKER,
    "authors": Role.BYLINE,
    "published": Role.TIMESTAMP,
    "modified": Role.TIMESTAMP,
    "sections": Role.SECTION,
    "tags": Role.TAG,
}


def list_candidates(
    field: str, chosen: object, claims: Iterable[Claim], blocks: Iterable[Block]
) -> tuple[Candidate, ...]:
    """List the values that a field could have had: claims first, then lines of the page.

    >>> claim = Claim(field="headline", value="Rain | Gazette", source="html")
    >>> list_candidates("headline", "Rain", [claim], [Block(text="Rain", role=Role.HEADLINE)])[1]
    Candidate(value='Rain', source='page', agrees=True)

    """
    said = [(claim.value, claim.source) for claim in claims if claim.field == field]
    role = _ROLES.get(field)
    printed = [(block.text, "page") for block in blocks if role is not None and block.role is role]
    return tuple(
        Candidate(value=value, source=source, agrees=_agrees(value, chosen))
        for value, source in dict.fromkeys([*said, *printed])
    )


def _agrees(value: str, chosen: object) -> bool:
    if isinstance(chosen, tuple):
        return any(_agrees(value, one) for one in chosen)
    return next((same(value, chosen) for kind, same in _SAME.items() if isinstance(chosen, kind)), False)


def _same_text(value: str, chosen: object) -> bool:
    """Whether a statement, or one part of a page's title, says the same."""
    said = words(str(chosen))
    return any(same_words(words(part), said) for part in (value, *TITLE_SEPARATOR.split(value)))


def _same_day(value: str, chosen: object) -> bool:
    moment = parse_date(value)
    return moment is not None and isinstance(chosen, datetime) and moment.date() == chosen.date()


def _same_author(value: str, chosen: object) -> bool:
    return isinstance(chosen, Author) and any(words(a.name) == words(chosen.name) for a in parse_byline(value))


def _same_answer(value: str, chosen: object) -> bool:
    return value == str(chosen).lower()


_SAME: Final[dict[type, Callable[[str, object], bool]]] = {
    bool: _same_answer,
    datetime: _same_day,
    Author: _same_author,
    str: _same_text,
}
