"""Labelled pages as plain-text scrapes leave them, so that the model for plain text has seen every kind of paste.

In: a Document and its pieces' roles. Out: texts and their gold, one for each way of scraping: blank lines as the tags
were, single newlines, everything doubled, wrapped at a column; with the page's navigation or only what stands around
the story; pictures' alternative texts printed, captions and credits glued together. The choices are drawn from the
page's id, so that the same data give the same texts.
"""

from __future__ import annotations

import random
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from articlekit.cleaner import Document, Element
from articlekit.model import STORY_ROLES, Role
from articlekit.training.guests import Invitation

_APART: Final = frozenset("p h1 h2 h3 h4 h5 h6 blockquote figure figcaption ul ol table article section header".split())
"""Tags that scrapers set apart with a blank line."""
_ABOVE: Final = 6
_BELOW: Final = 40
"""Lines above the headline and below the story's end that a scrape of the article alone may take along."""
_ALT_ODDS: Final = 0.7
_CUT_ODDS: Final = 0.4
_LONG_ALT: Final = 60
"""Characters from which an alternative text may be cut off."""
_GLUE_ODDS: Final = 0.4
_WIDTHS: Final = (66, 72, 76, 80, 88)
_SHORTEST_ALT: Final = 4
_GUEST_TAGS: Final = ("p", "span")
"""What guests may have stood in: with a blank line around, or without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One way of scraping."""

    whole: bool = False
    blank: str = "tags"
    """Where blank lines stand: `tags`, `none` or `all`."""
    wrapped: bool = False


STYLES: Final = (
    Style(),
    Style(whole=True, blank="none"),
    Style(blank="none"),
    Style(blank="all"),
    Style(wrapped=True),
)

Gold = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the scrape: its parts with their roles, and the tag it stood in."""

    parts: Gold
    tag: str


def scrape(
    document: Document, roles: Sequence[str], style: Style, seed: str, invitation: Invitation | None = None
) -> tuple[str, Gold]:
    """Write a labelled page as a plain-text scrape of the given style, with guests if there is an invitation."""
    draw = random.Random(seed)
    lines = list(_lines(document, roles, style, draw))
    if invitation:
        lines = list(_joined_by(lines, invitation, draw))
    width = draw.choice(_WIDTHS)
    text = ""
    for i, line in enumerate(lines):
        if i:
            text += _separator(lines[i - 1], line, style, draw)
        body = _joined(line.parts)
        text += textwrap.fill(body, width, break_long_words=False, break_on_hyphens=False) if style.wrapped else body
    return text + "\n", [part for line in lines for part in line.parts]


def _joined_by(lines: Sequence[_Line], invitation: Invitation, draw: random.Random) -> Iterator[_Line]:
    """The lines, and after some of them their guests."""
    guests = invitation.among([(line.parts[-1][0], _joined(line.parts)) for line in lines], draw)
    for i, line in enumerate(lines):
        yield line
        for part in guests.get(i, ()):
            yield _Line([part], draw.choice(_GUEST_TAGS))


def _joined(parts: Gold) -> str:
    return "".join(text for _, text in parts)


def _separator(above: _Line, line: _Line, style: Style, draw: random.Random) -> str:
    if above.parts[-1][0] == Role.CAPTION and line.parts[0][0] == Role.CREDIT and draw.random() < _GLUE_ODDS:
        return ""
    if style.blank == "none":
        return "\n"
    apart = above.tag in _APART or line.tag in _APART
    return "\n\n" if style.blank == "all" or style.wrapped or apart else "\n"


def _lines(document: Document, roles: Sequence[str], style: Style, draw: random.Random) -> Iterator[_Line]:
    first, last = _extent(roles) if not style.whole else (0, len(roles))
    story = [i for i, role in enumerate(roles) if role in STORY_ROLES or role == Role.HEADLINE]
    alts = _alts(document, range(story[0], story[-1]) if story else range(0))
    i = first
    while i < last:
        if i in alts and draw.random() < _ALT_ODDS:
            yield _Line([(Role.ALT.value, _cut_off(alts[i], draw))], "img")
        end = i + 1
        while end < last and document.pieces[end].run == document.pieces[i].run:
            end += 1
        element = document.pieces[i].element
        if element is not None and (style.whole or not element.hidden):
            yield _Line(list(_parts(document, roles, range(i, end))), element.tag)
        i = end


def _parts(document: Document, roles: Sequence[str], span: range) -> Iterator[tuple[str, str]]:
    """A line's pieces with the white space that was between them, so that their texts make the line again."""
    for i in span:
        piece = document.pieces[i]
        gap = 0 if i == span[0] else piece.offset - document.pieces[i - 1].offset - len(document.pieces[i - 1].text)
        yield roles[i], " " * gap + piece.text


def _extent(roles: Sequence[str]) -> tuple[int, int]:
    """From a little above the headline to a little below the story's end."""
    heads = [i for i, role in enumerate(roles) if role in (Role.HEADLINE, Role.KICKER, Role.STANDFIRST)]
    ends = [i for i, role in enumerate(roles) if role in STORY_ROLES]
    return max(0, min(heads, default=0) - _ABOVE), min(len(roles), max(ends, default=len(roles)) + _BELOW)


def _alts(document: Document, story: range) -> dict[int, str]:
    """The alternative texts of the pictures among the story, by the piece that follows each."""
    found = ((picture.before, _alt(picture.element)) for picture in document.pictures if picture.before in story)
    return {before: alt for before, alt in found if len(alt) >= _SHORTEST_ALT}


def _cut_off(alt: str, draw: random.Random) -> str:
    """Long alternative texts, some of them cut off as content systems do."""
    if len(alt) < _LONG_ALT or draw.random() > _CUT_ODDS:
        return alt
    return f"{alt[: draw.randrange(_LONG_ALT * 2 // 3, len(alt))].rstrip()} ..."


def _alt(element: Element) -> str:
    return " ".join((element.attributes.get("alt") or "").split())
