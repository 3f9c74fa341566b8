"""Boxes about authors begin with a person and say what he does."""

import pytest

from articlekit.claims import PageClaims
from articlekit.features.bios import Bios
from articlekit.features.line import fold
from articlekit.features.page import Place
from articlekit.model import Claim

_PLACE = Place(8, 0, 0, 6)


def _names(text: str, *authors: str) -> tuple[str, ...]:
    claims = PageClaims(claims=tuple(Claim(field="authors", value=name, source="meta") for name in authors))
    return Bios(claims).features(text, fold(text), _PLACE)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ana Ruiz is a reporter who writes about rain and rivers.", ("Bauthor+", "Bauthor+0")),
        ("Ana Ruiz has lived by the river since she was a child.", ("Bauthor", "Bauthor0")),
        ("Ben Okri is a reporter who writes about rain and rivers.", ("Bperson+", "Bperson+0")),
        ("A reporter said that it rained all day in the city.", ("B-job",)),
        ("The River Thames rose by a metre before the lights went out.", ()),
        ("Ana Ruiz, reporter", ()),
    ],
)
def test_a_text_is_named_by_whom_it_begins_with_and_his_job(text: str, names: tuple[str, ...]) -> None:
    assert _names(text, "Ana Ruiz") == names
