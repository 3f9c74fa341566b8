"""When the article was published, and when changed last.

Every statement of a moment is a witness: claims by their sources, the printed lines, `<time>` elements, the address.
The day that most witnesses name wins, the more reliable source at a tie; of that day's statements the most exact one
is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from articlekit.claims import PageClaims
from articlekit.dates import find_dates, parse_date, states_modification
from articlekit.lines import Lines
from articlekit.model import Role

_WEIGHT: Final = {
    "json-ld": 3.0,
    "microdata": 2.0,
    "opengraph": 2.6,
    "dublin-core": 1.5,
    "meta": 1.4,
    "page": 1.6,
    "twitter": 1.0,
    "address": 1.1,
    "time": 0.5,
}
_FEW_TIMES: Final = 3
_MAX_TIMESTAMPS: Final = 100
"""Lines with dates that are looked at; live blogs have more, but theirs are not the article's."""
_FEW_PARAGRAPHS: Final = 2
"""Paragraphs that may stand over the line with the date."""
_MAX_LINE: Final = 160
"""Characters of a byline that a date is looked for in."""
_MAX_DATE: Final = 40
"""Characters of a line that is nothing but a date: `Wednesday, 16 October 2024, 17:19 Uhr`."""
_NO_DATELINES: Final = frozenset({Role.COMMENT, Role.ADVERT, Role.CAPTION, Role.ALT, Role.HEADLINE, Role.TIMESTAMP})
_ONE_DAY: Final = timedelta(days=1)
_URL_DATE: Final = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?!\d)")


class _Witness(NamedTuple):
    moment: datetime
    source: str


def choose_moments(
    claims: PageClaims, lines: Lines, *, url: str | None = None, language: str | None = None
) -> tuple[datetime | None, datetime | None]:
    """Choose the moments of publication and of the last change.

    >>> from articlekit.model import Block
    >>> line = Block(text="Veröffentlicht: 16.10.2024, 17:19 Uhr. Aktualisiert: 17.10.2024", role=Role.TIMESTAMP)
    >>> choose_moments(PageClaims(), Lines.of([line]))
    (datetime.datetime(2024, 10, 16, 17, 19), datetime.datetime(2024, 10, 17, 0, 0))

    """
    printed = list(_printed(lines, language))
    first = [*_claimed(claims, "published", language), *(witness for changed, witness in printed if not changed)]
    last = [*_claimed(claims, "modified", language), *(witness for changed, witness in printed if changed)]
    hints = [*_address(url), *(_hints(claims) if first else ())]
    published = _elect(first, hints) or _elect(list(_fallback(claims, lines, url, language)), [])
    return published, _elect(last, [])


def _claimed(claims: PageClaims, field: str, language: str | None) -> Iterator[_Witness]:
    for claim in claims.about(field):
        if moment := parse_date(claim.value, language=language):
            yield _Witness(moment=moment, source=claim.source)


def _printed(lines: Lines, language: str | None) -> Iterator[tuple[bool, _Witness]]:
    """The dates of timestamp lines, and whether the words before each, there or in the line above, say a change's."""
    before, last = "", -1
    for i in lines.at(Role.TIMESTAMP)[:_MAX_TIMESTAMPS]:
        text = lines.blocks[i].text
        before = before if i == last + 1 else ""
        at = 0
        for date in find_dates(text, language=language):
            changed = states_modification(f"{before} {text[at : date.start]}")
            yield changed, _Witness(moment=date.value, source="page")
            at, before = date.end, ""
        before, last = text[at:], i


def _unlabelled(lines: Lines, language: str | None) -> Iterator[_Witness]:
    """The first date in a byline, or alone in its line, near the story's beginning."""
    end = next(iter(lines.at(Role.PARAGRAPH)[_FEW_PARAGRAPHS:]), None)
    for block in lines.blocks[:end]:
        longest = _MAX_LINE if block.role is Role.BYLINE else _MAX_DATE
        if len(block.text) > longest or block.hidden or block.role in _NO_DATELINES:
            continue
        dates = find_dates(block.text, language=language)
        if dates and not states_modification(block.text[: dates[0].start]):
            yield _Witness(moment=dates[0].value, source="page")
            return


def _hints(claims: PageClaims) -> Iterator[_Witness]:
    for time in claims.times[:1]:
        if moment := parse_date(time.value):
            yield _Witness(moment=moment, source="time")


def _address(url: str | None) -> Iterator[_Witness]:
    if found := _URL_DATE.search(url or ""):
        moment = parse_date("-".join(found.groups()))
        if moment:
            yield _Witness(moment=moment, source="address")


def _fallback(claims: PageClaims, lines: Lines, url: str | None, language: str | None) -> Iterator[_Witness]:
    """What else the page holds where nobody says when it was published; several `<time>` elements are a list's."""
    yield from _address(url)
    yield from _unlabelled(lines, language)
    if len(claims.times) <= _FEW_TIMES:
        yield from _hints(claims)
    yield from _claimed(claims, "created", language)


def _elect(witnesses: Sequence[_Witness], hints: Sequence[_Witness]) -> datetime | None:
    """Let the witnesses vote for a day; each source has one voice a day, and a day next to another is the same one."""
    if not witnesses:
        return None
    everybody = [*witnesses, *hints]
    best = max(witnesses, key=lambda witness: _support(witness, everybody)) if len(witnesses) > 1 else witnesses[0]
    same = [witness.moment for witness in witnesses if _same_day(witness.moment, best.moment)]
    return max(same, key=_exactness)


def _support(witness: _Witness, others: Sequence[_Witness]) -> float:
    voices = {other.source for other in others if _same_day(other.moment, witness.moment)}
    return sum(_WEIGHT.get(source, 1.0) for source in voices)


def _same_day(one: datetime, other: datetime) -> bool:
    """Whether two moments may be of one day, whatever their zones."""
    if one.tzinfo and other.tzinfo:
        return abs(one - other) < _ONE_DAY
    return abs(one.date() - other.date()) <= _ONE_DAY


def _exactness(moment: datetime) -> tuple[bool, bool]:
    """Zone and time of day; `max` keeps the first of equals."""
    return moment.tzinfo is not None, (moment.hour, moment.minute, moment.second) != (0, 0, 0)
