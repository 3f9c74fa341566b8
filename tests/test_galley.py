"""A plain text's lines are known by their place in the whole of it."""

import pytest

from articlekit.cleaner import clean_text
from articlekit.features import Vocabulary
from articlekit.features.galley import galley_features
from articlekit.features.line import read_line
from articlekit.features.witness import topic_words

_STORY = (
    "The harbour of Brodick will be dredged from Monday on, and the ferries sail from Ardrossan for a week.",
    "Dredging costs two million pounds; the harbour board pays half of it, as its chair said on Friday.",
    "Ferries of the old kind need less water than the new one, whose captain has asked for this since May.",
)
_MENU = ("Home", "News", "Sport", "Weather", "Shop our range of knitwear", "Log in")
_TITLE = "Brodick harbour is dredged, ferries are moved"
_BELOW = ("ferries", "harbour", "Read more", "Ana Ruiz/PA")


def _names(*lines: str) -> list[list[str]]:
    pieces = clean_text("\n".join(lines)).pieces
    read = [read_line(piece.text, Vocabulary()) for piece in pieces]
    return galley_features(pieces, read, [topic_words(piece.text) for piece in pieces])


def test_the_line_above_the_story_with_most_of_its_words_is_its_title() -> None:
    rows = _names(*_MENU, _TITLE, *_STORY, *_BELOW)

    assert [i for i, row in enumerate(rows) if "title=" in row] == [len(_MENU)]


def test_the_story_is_the_densest_stretch_of_prose() -> None:
    rows = _names(*_MENU, _TITLE, *_STORY, *_BELOW)

    first = len(_MENU) + 1
    assert "story<" in rows[first]
    assert "story=" in rows[first + 1]
    assert "story>" in rows[first + 2]
    assert "story-1" in rows[first - 1]
    assert "story+1" in rows[first + 3]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (_STORY[0], "&kP"),
        ("Foto: Ana Ruiz", "&kC"),
        ("Ana Ruiz/PA", "&kC"),
        ("16.10.2024, 17:19", "&kD"),
        ("Ana Ruiz", "&kN"),
        ("ferries", "&kS"),
        (_TITLE, "&kT"),
    ],
)
def test_a_line_is_of_a_kind_by_its_look(line: str, kind: str) -> None:
    assert kind in _names(line)[0]


def test_prose_ends_in_any_script_s_sign() -> None:
    hindi = "बंदरगाह की सफाई सोमवार से शुरू होगी और एक सप्ताह तक नावें दूसरे बंदरगाह से चलेंगी, अध्यक्ष ने कहा।"

    assert "story<" in _names(hindi, hindi)[0]


def test_lines_that_share_most_of_their_words_know_each_other() -> None:
    rows = _names("Ferry leaving Brodick harbour at dawn", "A ferry leaving Brodick in May")

    assert "half+3!" in rows[0]
    assert "half-3!" in rows[1]
