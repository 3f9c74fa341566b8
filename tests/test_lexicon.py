"""Words that give a role away are found, in any language, where they stand."""

import json
from importlib.resources import files

import pytest

from articlekit.lexicon import agencies, credit_label, find_credit_label, find_cues, tokenize

_CUES = json.loads(files("articlekit").joinpath("data", "cues.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("line", "tokens"),
    [
        ("Foto: AP/Ana Ruiz", ["foto", ":", "ap", "/", "ana", "ruiz"]),
        ("関連記事", ["関", "連", "記", "事"]),
        ("À lire aussi", ["à", "lire", "aussi"]),
        ("© 2024", ["©", "2024"]),
        ("  ", []),
    ],
)
def test_a_line_is_cut_into_words_signs_and_single_ideographs(line: str, tokens: list[str]) -> None:
    assert tokenize(line) == tokens


@pytest.mark.parametrize(
    ("line", "theme"),
    [
        ("Newsletter abonnieren", "promo"),
        ("Lesen Sie auch: Der Fluss steigt", "related"),
        ("Foto: Ana Ruiz", "image_credit"),
        ("Anzeige", "advertisement"),
        ("Advertisement", "advertisement"),
        ("Kommentare", "comments"),
    ],
)
def test_cues_are_found_with_their_theme(line: str, theme: str) -> None:
    assert theme in {cue.theme for cue in find_cues(tokenize(line))}


def test_a_cue_says_which_tokens_it_covers() -> None:
    tokens = tokenize("Ein Foto: Ana Ruiz")

    assert {tokens[cue.start] for cue in find_cues(tokens) if cue.theme == "image_credit"} == {"foto"}


def test_words_inside_words_are_no_cues() -> None:
    assert find_cues(tokenize("Fotosynthese")) == []


@pytest.mark.parametrize("language", sorted(_CUES))
def test_every_cue_of_every_language_is_found_in_itself(language: str) -> None:
    missed = [
        cue
        for theme, cues in _CUES[language].items()
        for cue in cues
        if tokenize(cue) and theme not in {found.theme for found in find_cues(tokenize(cue))}
    ]

    assert missed == []


@pytest.mark.parametrize("line", ["Foto: Ana Ruiz", "Photo by Ana Ruiz", "© Ana Ruiz", "(c) Ana Ruiz", "Bild: dpa"])
def test_the_words_that_open_a_credit_are_known(line: str) -> None:
    match = credit_label().search(line)

    assert match is not None
    assert match.start() == 0


@pytest.mark.parametrize("line", ["Ana Ruiz", "It rained all day by the river."])
def test_a_line_without_a_label_opens_no_credit(line: str) -> None:
    assert credit_label().search(line) is None


@pytest.mark.parametrize("agency", ["dpa", "reuters", "getty images"])
def test_picture_agencies_are_known(agency: str) -> None:
    assert agency in agencies()


@pytest.mark.parametrize(
    ("line", "begin"),
    [
        ("The new bridge. Foto: Ana Ruiz", 16),
        ("The new bridge. FOTO : Ana Ruiz", 16),
        ("The new bridge. Photo by Ana Ruiz", 16),
        ("The new bridge © Ana Ruiz", 15),
        ("The new bridge (c) Ana Ruiz", 15),
        ("The bridge of the year, by Ana Ruiz", None),
        ("Opened at 12:30: the new bridge", None),
        ("Telefoto: a lens", None),
    ],
)
def test_a_credit_label_is_its_words_and_what_ends_it(line: str, begin: int | None) -> None:
    assert find_credit_label(line, len(line)) == begin
