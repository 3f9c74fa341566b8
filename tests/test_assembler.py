"""An article's confidence is the F1 to expect of its story."""

import pytest

from articlekit.assembler import assemble
from articlekit.claims import PageClaims
from articlekit.cleaner import clean_text
from articlekit.model import Block, Role
from articlekit.segmenter import Labelling

_LINE = "It rained all day in the city, and the river rose by a metre before it was dark."


def _confidence(*lines: tuple[Role, float]) -> float:
    """The confidence in a text of lines of one length, each with its role and how probable it is that it is story."""
    document = clean_text("\n\n".join([_LINE] * len(lines)))
    blocks = tuple(Block(text=_LINE, role=role) for role, _ in lines)
    ranges = tuple(range(i, i + 1) for i in range(len(lines)))
    labelling = Labelling(blocks=blocks, ranges=ranges, story=tuple(share for _, share in lines))
    return assemble(document, labelling, PageClaims()).confidence


_SURE = (Role.PARAGRAPH, 1.0)
_NEVER = (Role.BOILERPLATE, 0.0)


def test_a_story_without_doubt_is_trusted() -> None:
    assert _confidence(_NEVER, _SURE, _SURE, _NEVER) == 1.0


def test_shares_that_rounding_put_over_one_are_without_doubt() -> None:
    assert _confidence((Role.PARAGRAPH, 1 + 1e-15), _NEVER) == 1.0


def test_no_story_is_no_confidence() -> None:
    assert _confidence(_NEVER, (Role.COMMENT, 0.4)) == 0.0


@pytest.mark.parametrize(
    "doubtful",
    [
        pytest.param([_SURE, (Role.PARAGRAPH, 0.6), _SURE], id="what was chosen may not be story"),
        pytest.param([_SURE, _SURE, (Role.COMMENT, 0.4)], id="what was set aside may be story"),
        pytest.param([_SURE, (Role.CROSSLINK, 0.0), _SURE], id="much stands between the story's blocks"),
    ],
)
def test_a_doubt_costs_confidence(doubtful: list[tuple[Role, float]]) -> None:
    assert 0 < _confidence(*doubtful) < _confidence(_SURE, _SURE)


def test_what_stands_outside_of_the_story_costs_nothing_where_it_is_surely_none() -> None:
    assert _confidence(_SURE, _SURE) == _confidence(*[_NEVER] * 20, _SURE, _SURE, *[_NEVER] * 20)


def test_two_pages_of_the_same_shares_are_told_apart_by_their_number_of_doubts() -> None:
    short, long = ([_SURE, (Role.PARAGRAPH, 0.8)] * times for times in (2, 20))

    assert _confidence(*long) < _confidence(*short)
