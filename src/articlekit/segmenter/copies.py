"""Set aside what tells the story once more.

In: labelled blocks. Out: which of them say once more what the story says above, and where it does. Pages may hold their
story two or three times, for screens of different widths or because a template prints it twice; every copy is as much
like a story as the first. What repeats the story's lines in their order, for long enough, is therefore the site's, as a
headline that is repeated is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from articlekit.model import STORY_ROLES, Block

_LONG: Final = 800
"""Characters of a copy at least. Of 1,013 pages five tell their story twice, 1,300 characters of it or more; addresses,
rows of tables and refrains repeat up to 600 in a row."""


def copies_of_story(blocks: Sequence[Block]) -> dict[int, int]:
    """Find the blocks of a story's copies; for each, the block that said the same first.

    >>> from articlekit.model import Role
    >>> line = Block(text="It rained all day in the city. " * 30, role=Role.PARAGRAPH)
    >>> copies_of_story([line, Block(text="Read on", role=Role.CROSSLINK), line])
    {2: 0}

    """
    story = [place for place, block in enumerate(blocks) if block.role in STORY_ROLES]
    texts = [blocks[place].text for place in story]
    if sum(map(len, texts)) - sum(map(len, set(texts))) < _LONG:
        return {}
    copies: dict[int, int] = {}
    for start, first, length in _repeats(texts):
        if sum(map(len, texts[start : start + length])) >= _LONG:
            copies.update(zip(story[start : start + length], story[first : first + length], strict=True))
    return copies


def _repeats(texts: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Find runs of texts that were there before in the same order: where they start, where the first did, how many."""
    seen: dict[str, int] = {}
    start = 0
    while start < len(texts):
        first = seen.setdefault(texts[start], start)
        if first == start:
            start += 1
            continue
        most = min(start - first, len(texts) - start)
        length = next((n for n in range(1, most) if texts[start + n] != texts[first + n]), most)
        yield start, first, length
        start += length
