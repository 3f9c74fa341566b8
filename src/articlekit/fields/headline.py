"""The headline: as printed, told from its neighbours by what is claimed; as claimed, where none is printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from typing import Final

from articlekit.claims import MOST_COMPARED, PageClaims
from articlekit.fields.site import TITLE_SEPARATOR, SiteNames, names_the_site
from articlekit.lines import Lines
from articlekit.model import Block, Claim, Role
from articlekit.plaintext import same_words, words

_RUNS: Final = ((0, 2), (0, 3), (-1, 1), (-1, 2))
"""Neighbouring lines, from a headline's line on, that one headline may be broken into."""
_ABOVE: Final = frozenset({Role.KICKER, Role.SECTION})
"""What titles for machines put in front of a headline, and the page over it."""
_NAVIGATION: Final = re.compile(r"(?:^| )(?:nav|li)\b")
"""Where breadcrumbs stand, the last of which may be a title for search engines that is marked as main heading."""
_CLEARLY: Final = 0.05
"""How much surer of a later line the labels must be to pass over the first."""
_STRUCTURED: Final = frozenset({"json-ld", "microdata"})
"""Sources that state the article's headline; the others state the page's title, which is written for search engines."""
_SOURCES: Final = ("json-ld", "microdata", "opengraph", "twitter", "meta", "dublin-core", "html")
_RANK: Final = {source: rank for rank, source in enumerate(_SOURCES)}


def choose_headlines(claims: PageClaims, lines: Lines, site: SiteNames) -> tuple[str | None, str | None]:
    """Choose the headline, and the other one where there are two.

    >>> printed = [Block(text="Regen in Rom", role=Role.HEADLINE), Block(text="Rom ertrinkt", role=Role.HEADLINE)]
    >>> choose_headlines(PageClaims(), Lines.of(printed), SiteNames())
    ('Regen in Rom', 'Rom ertrinkt')

    """
    by_source = _by_source(claims)
    without = {title: _without_site(title, site) for title in {claim.value for claim in by_source}}
    stated = [without[claim.value] for claim in by_source]
    printed = _printed(lines) or _main_heading(lines.blocks, stated)
    structured = bool(by_source) and by_source[0].source in _STRUCTURED
    headline = _best(printed, lines.blocks, stated) if printed else stated[0] if structured else _agreed(stated)
    distinct = _distinct(block.text for block in printed if headline and words(block.text) != words(headline))
    others = [text for text in distinct if not (headline and _is_part(words(text), words(headline)))]
    alternative = next(iter(others), None) or next(iter(claims.values("alternative_headline")), None)
    return headline, alternative if alternative != headline else None


def _by_source(claims: PageClaims) -> list[Claim]:
    ranked = sorted(claims.about("headline"), key=lambda claim: _RANK.get(claim.source, len(_RANK)))
    return ranked[:MOST_COMPARED]


def _printed(lines: Lines) -> list[Block]:
    """The lines labelled as headlines: those shown, if any is, and no step of navigation that words it otherwise."""
    held = lines.labelled(Role.HEADLINE)
    shown = [block for block in held if not block.hidden] or held
    outside = [block for block in shown if not _NAVIGATION.search(block.path or "")]
    if not outside or len(outside) == len(shown):
        return shown
    known = {words(block.text) for block in outside}
    return [block for block in shown if words(block.text) in known]


def _main_heading(blocks: Sequence[Block], stated: Sequence[str]) -> list[Block]:
    """Find the main heading that says what is claimed, whatever its label; any, where nothing is claimed."""
    headings = [block for block in blocks if block.tag == "h1" and not block.hidden and words(block.text)]
    known = [words(text) for text in stated]
    return [block for block in headings if not known or any(same_words(words(block.text), said) for said in known)][:1]


def _best(printed: Sequence[Block], blocks: Sequence[Block], stated: Sequence[str]) -> str:
    """Choose the line that a claim confirms, alone or with its neighbours; the surest, if several; else the first."""
    known = {words(text) for text in stated}
    for block in printed:
        if joined := _joined(block, blocks, known):
            return joined
    confirmed = [block for block in printed if any(same_words(words(block.text), said) for said in known)]
    surest = max(confirmed, key=lambda block: block.confidence, default=printed[0])
    if confirmed and surest.confidence < confirmed[0].confidence + _CLEARLY:
        return confirmed[0].text
    return surest.text


def _joined(block: Block, blocks: Sequence[Block], known: Set[tuple[str, ...]]) -> str | None:
    """Join a line with those of its neighbours that a claim joins it with."""
    own = words(block.text)
    if not any(len(said) > len(own) and _is_part(own, said) for said in known):
        return None
    at = next(i for i, other in enumerate(blocks) if other is block)
    for start, end in _RUNS:
        run = blocks[max(0, at + start) : at + end]
        joined = " ".join([other.text for other in run])
        whole = words(joined) in known and words(joined) != own
        if whole and not any(other.role in _ABOVE for other in run):
            return joined
    return None


def _agreed(stated: Sequence[str]) -> str | None:
    """The claim that most others say, too; of equals the first."""
    known = [words(text) for text in stated]
    support = [sum(same_words(said, other) for other in known) for said in known]
    return stated[support.index(max(support))] if stated else None


def _without_site(title: str, site: SiteNames) -> str:
    """A title without the site's name before or after it."""
    text = title
    for separator in reversed(list(TITLE_SEPARATOR.finditer(text))):
        head, tail = text[: separator.start()], text[separator.end() :]
        if names_the_site(tail, site) and head:
            text = head
    first = TITLE_SEPARATOR.search(text)
    if first and names_the_site(text[: first.start()], site):
        text = text[first.end() :] or text
    return text.strip()


def _is_part(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return any(part == whole[at : at + len(part)] for at in range(len(whole) - len(part) + 1))


def _distinct(texts: Iterable[str]) -> list[str]:
    return list({words(text): text for text in reversed(list(texts))}.values())[::-1]
