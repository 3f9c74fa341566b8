"""The story is chosen as a whole: by the F measure to expect of it, not piece by piece."""

import pytest

from articlekit.model import Role
from articlekit.segmenter.decision import choose_roles, story_odds

_SURE = {Role.PARAGRAPH: 0.99, Role.CAPTION: 0.01}


def test_the_story_s_roles_count_together() -> None:
    assert story_odds({Role.PARAGRAPH: 0.3, Role.SUBHEADING: 0.2, Role.CAPTION: 0.5}) == pytest.approx(0.5)


def test_on_a_clear_page_a_piece_is_story_where_that_is_hardly_in_doubt() -> None:
    odds = [_SURE, {Role.PARAGRAPH: 0.7, Role.CAPTION: 0.2, Role.CREDIT: 0.1}, {Role.PROMO: 0.1, Role.PARAGRAPH: 0.9}]

    assert choose_roles(odds, [500, 50, 50]) == [Role.PARAGRAPH, Role.CAPTION, Role.PARAGRAPH]


def test_a_lead_may_be_more_doubtful_than_a_paragraph() -> None:
    odds = [_SURE, {Role.STANDFIRST: 0.7, Role.CAPTION: 0.3}, {Role.SUBHEADING: 0.7, Role.CAPTION: 0.3}]

    assert choose_roles(odds, [500, 50, 50]) == [Role.PARAGRAPH, Role.STANDFIRST, Role.CAPTION]


def test_the_best_role_of_the_story_may_be_less_probable_than_another_s() -> None:
    odds = [_SURE, {Role.PARAGRAPH: 0.3, Role.STANDFIRST: 0.32, Role.CAPTION: 0.38}]

    assert choose_roles(odds, [500, 50]) == [Role.PARAGRAPH, Role.STANDFIRST]


def test_a_page_of_doubts_keeps_its_story() -> None:
    doubtful = {Role.INTERFACE: 0.55, Role.PARAGRAPH: 0.45}
    hopeless = {Role.INTERFACE: 0.99, Role.PARAGRAPH: 0.01}

    assert choose_roles([doubtful, doubtful, hopeless], [300, 300, 40]) == [
        Role.PARAGRAPH,
        Role.PARAGRAPH,
        Role.INTERFACE,
    ]


def test_a_piece_that_is_hardly_story_is_none_whatever_the_page() -> None:
    assert choose_roles([{Role.INTERFACE: 0.8, Role.PARAGRAPH: 0.2}], [4]) == [Role.INTERFACE]


def test_a_page_without_any_sign_of_a_story_has_none() -> None:
    assert choose_roles([{Role.BOILERPLATE: 1.0}], [300]) == [Role.BOILERPLATE]
    assert choose_roles([], []) == []
