"""Cut plain text into pieces, one a line, whatever way the lines came.

In: text as a scrape or a paste left it. Out: pieces whose spans tile the source. Lines that were wrapped at a column
are put together again: a break is a wrap, not an end, where the next line's first word would not have fitted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from articlekit.cleaner.document import Piece

_NARROWEST: Final = 40
_WIDEST: Final = 120
"""Characters. Nobody wraps narrower or wider; text with longer lines was not wrapped."""
_FILLED: Final = 0.6
"""A line this full, as a share of the widest, is one that a wrap could have ended."""
_WRAPPED_SHARE: Final = 0.6
"""Of the filled lines with another right below, how many must be wraps for the text to count as wrapped."""
_USUAL: Final = 0.98
"""The share of lines that the column holds; a rare longer one has a word that could not be broken."""
_LONGEST_JOINT: Final = 5
_BROKEN: Final = re.compile(r"\w-\|(?:[^\W\d_]{5}|[A-ZÄÖÜ])")
"""A hyphen within a word: what follows is no small word, as it is in "land- und"."""
_FEWEST: Final = 4
"""Filled lines below which nothing can be told."""


def read_lines(text: str) -> Iterator[Piece]:
    """Cut text into pieces; each piece's span runs to the start of the next."""
    lines = list(_lines(text))
    starts = _piece_starts(lines)
    for number, first in enumerate(starts):
        last = starts[number + 1] if number + 1 < len(starts) else len(lines)
        begin = lines[first].start if number else 0
        end = lines[last].start if last < len(lines) else len(text)
        words = _unwrapped([" ".join(line.text.split()) for line in lines[first:last]])
        yield Piece(words, number, span=(begin, end), gap=lines[first].gap if number else 0)


def _unwrapped(lines: list[str]) -> str:
    """Put wrapped lines together; a word that was broken after its own hyphen is made whole."""
    text = lines[0]
    for line in lines[1:]:
        text += line if _BROKEN.search(f"{text[-2:]}|{line[:_LONGEST_JOINT]}") else f" {line}"
    return text


class _Line(NamedTuple):
    """A line that is not blank: where it starts, its text without the newline, and the blank lines in front."""

    start: int
    text: str
    gap: int


def _lines(text: str) -> Iterator[_Line]:
    start = gap = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield _Line(start, line.rstrip(), gap)
            gap = 0
        else:
            gap += 1
        start += len(line)


def _piece_starts(lines: list[_Line]) -> list[int]:
    """Which lines begin a piece: all, but those that only continue a wrapped one."""
    width = _wrap_width(lines)
    return [i for i in range(len(lines)) if not i or not width or not _is_wrap(lines[i - 1], lines[i], width)]


def _is_wrap(line: _Line, following: _Line, width: int) -> bool:
    """Whether the following line's first word would not have fitted into this one."""
    if following.gap or following.text[0].isspace():
        return False
    return len(line.text) + 1 + len(following.text.split(maxsplit=1)[0]) > width


def _wrap_width(lines: list[_Line]) -> int:
    """The column that the text was wrapped at, 0 if it was not."""
    lengths = sorted(len(line.text) for line in lines if " " in line.text)
    width = lengths[int(_USUAL * (len(lengths) - 1))] if lengths else 0
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    filled = [i for i in range(len(lines) - 1) if len(lines[i].text) >= _FILLED * width and not lines[i + 1].gap]
    wraps = sum(_is_wrap(lines[i], lines[i + 1], width) for i in filled)
    return width if len(filled) >= _FEWEST and wraps >= _WRAPPED_SHARE * len(filled) else 0
