"""Statements made comparable."""

import pytest

from articlekit.plaintext import is_url, plain, says_the_same, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rain", "Rain"),
        (" Rain\u00a0\n again ", "Rain again"),
        ("Fish &amp; chips", "Fish & chips"),
        ("Fish &amp;amp; chips", "Fish & chips"),
        ("<p>Fish <em>and</em> chips</p>", "Fish and chips"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("Wort\u00adtrennung\u200b", "Worttrennung"),
        ("", ""),
    ],
)
def test_plain_text_is_what_a_reader_sees(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Rain stops play", "rain stops play!", True),
        ("Rain stops play again", "Rain stops play again | Gazette", True),
        ("Rain stops play again", "Gazette: Rain stops play again", True),
        ("Rain", "Rain stops play", False),
        ("", "", False),
        ("Rain", "", False),
    ],
)
def test_statements_are_the_same_by_their_words(one: str, other: str, same: bool) -> None:
    assert says_the_same(one, other) is same


def test_words_are_in_lower_case_and_without_punctuation() -> None:
    assert words("«Straße» – 3,5 km") == ("strasse", "3", "5", "km")


@pytest.mark.parametrize(("text", "expected"), [("//x.org/a", True), ("www.x.org", True), ("Jane Doe", False)])
def test_addresses_are_known(text: str, expected: bool) -> None:
    assert is_url(text) is expected
