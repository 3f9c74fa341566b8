"""The entries of a live blog: time, heading, blocks.

In: a LabelledPage. Out: LiveEntries in reading order, none where the page is no live blog. Entries are elements alike,
side by side, each with a time near its beginning and a part of the story; three or more of them make a live blog. In
plain text a line that is a time of day begins an entry.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from articlekit.around.boxes import shape
from articlekit.around.labelled import LabelledPage, upward
from articlekit.cleaner import Element
from articlekit.model import LiveEntry, Role

_FEWEST: Final = 3
"""Entries below which timed parts are a coincidence."""
_MOSTLY: Final = 0.5
"""The share of the story's paragraphs that a live blog's entries hold."""
_OPENING: Final = 4
"""Blocks at the beginning of an entry among which its time stands."""
_TIME: Final = re.compile(
    r"(?<!\d)(?:[01]?\d|2[0-3])[:.h]\s?[0-5]\d(?!\d)|\b\d{1,2}\s?(?:[ap]\.?m\.?)\b", re.IGNORECASE
)
_LONGEST_TIME: Final = 60
"""Characters of a line that is a time."""


def find_live_entries(page: LabelledPage) -> tuple[LiveEntry, ...]:
    """Find the entries of a live blog.

    >>> from articlekit.cleaner import clean
    >>> from articlekit.model import Block
    >>> entry = "<section><p>{}</p><p>Der Pegel steigt weiter.</p></section>"
    >>> document = clean("".join(entry.format(time) for time in ("14:05", "13:50", "13:10")))
    >>> blocks = [
    ...     Block(text=piece.text, role=Role.PARAGRAPH if i % 2 else Role.TIMESTAMP)
    ...     for i, piece in enumerate(document.pieces)
    ... ]
    >>> page = LabelledPage.of(document, blocks, [range(i, i + 1) for i in range(6)])
    >>> [entry.time for entry in find_live_entries(page)]
    ['14:05', '13:50', '13:10']

    """
    groups = _in_text(page) if page.document.tree is None else _in_markup(page)
    entries = [entry for blocks in groups if (entry := _read(page, blocks)) is not None]
    return tuple(entries) if len(entries) >= _FEWEST and _hold_story(page, entries) else ()


def _hold_story(page: LabelledPage, entries: Sequence[LiveEntry]) -> bool:
    """Whether most of the story is in the entries."""
    inside = {i for entry in entries for i in entry.blocks}
    story = page.indices(Role.PARAGRAPH)
    return sum(i in inside for i in story) > _MOSTLY * len(story)


def _in_markup(page: LabelledPage) -> list[tuple[int, ...]]:
    """The blocks of each element of the largest set of timed siblings."""
    paragraphs = page.indices(Role.PARAGRAPH)
    if len(paragraphs) < _FEWEST:
        return []
    times = _times(page, min(len(page.blocks), paragraphs[-1] + _OPENING))
    if len(times) < _FEWEST:
        return []
    sets: dict[tuple[Element, tuple[str, str]], dict[Element, None]] = defaultdict(dict)
    for i in times:
        for above in upward(page.element(i)):
            if above.parent is not None:
                sets[above.parent, shape(above)][above] = None
    held = _held(page, {element for alike in sets.values() if len(alike) >= _FEWEST for element in alike})
    candidates = [[held[element] for element in alike] for alike in sets.values() if len(alike) >= _FEWEST]
    entries = [[blocks for blocks in alike if _is_entry(page, blocks)] for alike in candidates]
    return max(entries, key=len, default=[])


def _held(page: LabelledPage, elements: set[Element]) -> dict[Element, tuple[int, ...]]:
    """The blocks inside each of the elements."""
    held: dict[Element, list[int]] = {element: [] for element in elements}
    for i in range(len(page.blocks)):
        for above in upward(page.element(i)):
            if above in held:
                held[above].append(i)
    return {element: tuple(blocks) for element, blocks in held.items()}


def _times(page: LabelledPage, end: int) -> list[int]:
    """The lines before an end that are times; few begin as one."""
    digits = [i for i, block in enumerate(page.blocks[:end]) if block.text[:1].isdigit()]
    stated = (i for i in page.indices(Role.TIMESTAMP) if i < end)
    return [i for i in sorted({*digits, *stated}) if _is_time(page, i)]


def _is_time(page: LabelledPage, i: int) -> bool:
    """Whether a line is a time: by its role, or because it is little else."""
    block = page.blocks[i]
    stated = block.role is Role.TIMESTAMP
    if not (stated or block.text[:1].isdigit()) or len(block.text) > _LONGEST_TIME or block.hidden:
        return False
    return bool(_TIME.search(block.text) if stated else _TIME.match(block.text))


def _is_entry(page: LabelledPage, blocks: Sequence[int]) -> bool:
    timed = any(_is_time(page, i) for i in blocks[:_OPENING])
    if any(page.blocks[i].role is Role.HEADLINE for i in blocks):  # the article's own
        return False
    return timed and any(page.blocks[i].role is Role.PARAGRAPH for i in blocks)


def _in_text(page: LabelledPage) -> Iterator[tuple[int, ...]]:
    """From one line that is a time to the next."""
    last = page.last_of_story
    starts = [i for i in range(last + 1) if page.blocks[i].role is Role.TIMESTAMP and _is_time(page, i)]
    for start, end in pairwise([*starts, last + 1]):
        yield tuple(range(start, end))


def _read(page: LabelledPage, blocks: Sequence[int]) -> LiveEntry | None:
    if not any(page.blocks[i].role is Role.PARAGRAPH for i in blocks):
        return None
    time = next(i for i in blocks if _is_time(page, i))
    heading = next((i for i in blocks if page.blocks[i].role is Role.SUBHEADING), None)
    return LiveEntry(
        time=_stated_time(page.element(time)) or page.blocks[time].text,
        heading=page.blocks[heading].text if heading is not None else None,
        blocks=tuple(blocks),
    )


def _stated_time(element: Element | None) -> str | None:
    """The machine's reading of a time, where the markup has one."""
    if element is None:
        return None
    stated = element.node.css_first("time[datetime]") if element.tag != "time" else element.node
    return stated.attributes.get("datetime") if stated is not None else None
