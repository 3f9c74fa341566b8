"""A reader's words find the blocks that are meant."""

import pytest

from articlekit.finding import find_blocks
from articlekit.model import Block, Role

_TEXTS = ("Live", "A wet street in the old town.", "Photo: Ana Ruiz", "It rained all day, and “nobody” minded.")
_BLOCKS = [Block(text=text, role=Role.PARAGRAPH) for text in _TEXTS]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("wet street", [1]),
        ("  A  WET\nStreet ", [1]),
        ("“A wet street in the old town.”", [1]),
        ("«Photo: Ana Ruiz»", [2]),
        ("and “nobody”", [3]),
        ("A wet street in the old town. Photo: Ana Ruiz", [1, 2]),
        ("i", [0, 1, 2, 3]),
    ],
)
def test_blocks_are_found_by_what_they_hold(words: str, meant: list[int]) -> None:
    assert find_blocks(words, _BLOCKS) == ([_BLOCKS[number] for number in meant], True)


@pytest.mark.parametrize(("words", "nearest"), [("A wed street in the odd town", [1]), ("Photo by Ana Ruiz", [2])])
def test_the_nearest_is_named_where_none_holds_the_words(words: str, nearest: list[int]) -> None:
    assert find_blocks(words, _BLOCKS) == ([_BLOCKS[number] for number in nearest], False)


@pytest.mark.parametrize("words", ["", "“”", "we believe in something else", "live on in another story of ours"])
def test_nothing_is_found_where_nothing_is_meant(words: str) -> None:
    assert find_blocks(words, _BLOCKS) == ([], False)
