"""Blocks that a reader asks about, found by words.

In: words as typed or pasted, and blocks. Out: the blocks meant. Case, white space and quotation marks around the words
do not count. What is pasted may begin in one block and end in another: then the blocks that lie within it are meant.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Final

from articlekit.model import Block

QUOTES: Final = "\"'“”„«»‘’ "
_SEEN: Final = 400
"""Characters by which likeness is judged."""
_ALIKE: Final = 0.6
"""Ratio of `SequenceMatcher`, or share of the words' letters. Below it a block is not what was meant."""


def find_blocks(words: str, blocks: Iterable[Block]) -> tuple[list[Block], bool]:
    """Find the blocks meant, and whether they are sure; one that is not is the nearest.

    >>> from articlekit.model import Role
    >>> blocks = [Block(text=text, role=Role.CAPTION) for text in ("A wet street.", "Photo: Ana Ruiz")]
    >>> [[block.text for block in find_blocks(words, blocks)[0]] for words in ("WET", "A wet street. Photo: Ana Ruiz")]
    [['A wet street.'], ['A wet street.', 'Photo: Ana Ruiz']]
    >>> find_blocks("A wed street", blocks)
    ([Block(text='A wet street.', role=<Role.CAPTION: 'caption'>, ...)], False)

    """
    wanted = _folded(words)
    if not wanted:
        return [], False
    folded = [(_folded(block.text), block) for block in blocks]
    holding = [block for text, block in folded if wanted in text]
    if holding:
        return holding, True
    within = {text: block for text, block in folded if f" {text} " in f" {wanted} "}
    if sum(map(len, within)) > _ALIKE * len(wanted):
        return list(within.values()), True
    return _nearest(wanted, folded), False


def _folded(text: str) -> str:
    return " ".join(text.split()).strip(QUOTES).casefold()


def _nearest(wanted: str, folded: Iterable[tuple[str, Block]]) -> list[Block]:
    matcher = SequenceMatcher(None, b=wanted[:_SEEN], autojunk=False)
    best, nearest = _ALIKE, None
    for text, block in folded:
        matcher.set_seq1(text[:_SEEN])
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and matcher.ratio() > best:
            best, nearest = matcher.ratio(), block
    return [nearest] if nearest else []
