"""Promos and pointers of other pages are set into scrapes, never a page's own."""

import random

from articlekit.model import Role
from articlekit.training.guests import Invitation, gather_guests

_PAGE = [
    ("section", "Weather"),
    ("headline", "Rain"),
    ("timestamp", "16.10.2024"),
    ("paragraph", "It rained all day."),
    ("paragraph", "The river rose."),
    ("subheading", "And then"),
    ("paragraph", "It stopped."),
]
_OTHER = [
    ("promo", "Our newsletter"),
    ("promo", "Sign up and read us every morning, for free."),
    ("paragraph", "Snow fell."),
    ("crosslink", "More weather"),
]


def _invited(seed: int, guests_of: str = "other") -> dict[int, list[tuple[str, str]]]:
    guests = gather_guests([(guests_of, "en", _OTHER)])
    return Invitation("page", "en", guests).among(_PAGE, random.Random(seed))


def test_promos_and_short_pointers_are_gathered_by_language() -> None:
    guests = gather_guests([("other", "de", _OTHER)])

    assert {key: [group.texts for group in groups] for key, groups in guests.items()} == {
        (Role.PROMO, "de"): [("Our newsletter", "Sign up and read us every morning, for free.")],
        (Role.CROSSLINK, "de"): [("More weather",)],
    }


def test_promos_stand_between_paragraphs() -> None:
    for seed in range(20):
        places = [i for i, lines in _invited(seed).items() if lines[0][0] == "promo"]

        assert places
        assert set(places) <= {3, 4}


def test_the_section_may_stand_again_above_the_story() -> None:
    sections = [i for seed in range(20) for i, lines in _invited(seed).items() if lines == [("section", "Weather")]]

    assert sections
    assert set(sections) <= {1, 2}


def test_a_page_is_no_guest_of_its_own() -> None:
    assert all(
        line[0] == "section" for seed in range(20) for lines in _invited(seed, "page").values() for line in lines
    )


def test_the_same_draw_invites_the_same_guests() -> None:
    assert _invited(7) == _invited(7)
