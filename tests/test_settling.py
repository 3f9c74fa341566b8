"""Roles are settled by what all pieces of a page say together."""

import pytest

from articlekit.model import Role
from articlekit.segmenter.settling import settle_roles

_INTERFACE = {Role.INTERFACE: 1.0}
_NO_TAG = {Role.INTERFACE: 0.6, Role.TAG: 0.4}


def test_a_page_s_only_line_that_may_be_the_headline_is_it() -> None:
    odds = [_INTERFACE, {Role.INTERFACE: 0.55, Role.HEADLINE: 0.45}, _INTERFACE]

    settled = settle_roles(odds, [40, 40, 40], [Role.INTERFACE] * 3)

    assert settled == [Role.INTERFACE, Role.HEADLINE, Role.INTERFACE]


def test_many_doubtful_lines_of_a_role_are_of_it_as_a_whole() -> None:
    odds = [*[_INTERFACE] * 20, *[_NO_TAG] * 8]

    settled = settle_roles(odds, [20] * 28, [Role.INTERFACE] * 28)

    assert settled.count(Role.TAG) == 8


def test_a_line_that_may_be_a_second_headline_is_none() -> None:
    odds = [{Role.HEADLINE: 1.0}, {Role.INTERFACE: 0.65, Role.HEADLINE: 0.35}, *[_INTERFACE] * 4]

    settled = settle_roles(odds, [40] * 6, [Role.HEADLINE, *[Role.INTERFACE] * 5])

    assert settled == [Role.HEADLINE, *[Role.INTERFACE] * 5]


def test_what_is_hardly_there_is_not_said() -> None:
    odds = [{Role.INTERFACE: 0.9, Role.KICKER: 0.1}, _INTERFACE]

    assert settle_roles(odds, [20, 20], [Role.INTERFACE] * 2) == [Role.INTERFACE] * 2


def test_no_piece_crosses_the_story_s_border() -> None:
    odds = [{Role.PARAGRAPH: 0.5, Role.CAPTION: 0.5}, {Role.STANDFIRST: 0.45, Role.PARAGRAPH: 0.5, Role.ALT: 0.05}]

    settled = settle_roles(odds, [200, 90], [Role.CAPTION, Role.PARAGRAPH])

    assert settled == [Role.CAPTION, Role.STANDFIRST]


@pytest.mark.parametrize("roles", [[], [Role.PARAGRAPH]])
def test_pieces_without_a_doubt_keep_their_roles(roles: list[Role]) -> None:
    assert settle_roles([{role: 1.0} for role in roles], [10] * len(roles), roles) == roles


def test_a_role_chosen_without_odds_of_its_own_can_be_left() -> None:
    odds = [{Role.CAPTION: 0.7, Role.CREDIT: 0.3}]

    assert settle_roles(odds, [30], [Role.CREDIT]) == [Role.CAPTION]
