"""Boxes about authors begin with a person and say what he does."""

import pytest

from articlekit.features.bios import Bios
from articlekit.features.line import fold
from articlekit.lexicon import tokenize


def _names(text: str, *authors: str) -> str:
    return Bios(map(fold, authors)).features(text, fold(text), tokenize(text))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ana Ruiz is a reporter who writes about rain and rivers.", "Bauthor+"),
        ("Ana Ruiz has lived by the river since she was a child.", "Bauthor"),
        ("Ben Okri is a reporter who writes about rain and rivers.", "Bperson+"),
        ("A reporter said that it rained all day in the city.", "B-job"),
        ("The River Thames rose by a metre before the lights went out.", ""),
        ("Ana Ruiz, reporter", ""),
    ],
)
def test_a_text_is_named_by_whom_it_begins_with_and_his_job(text: str, name: str) -> None:
    assert _names(text, "Ana Ruiz") == name
