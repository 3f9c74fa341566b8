"""Whatever the labeller looks at has words that a user understands, or is known to have none."""

import json
import re
from importlib.resources import files

import pytest
from whole_pages import PAGES, TEXTS, Whole

from articlekit.claims import PageClaims
from articlekit.cleaner import clean, clean_text
from articlekit.features import describe, names_of
from articlekit.metadata import read_claims
from articlekit.segmenter import load
from articlekit.segmenter.reasons import _wording

_TABLE = json.loads(files("articlekit").joinpath("data", "reasons.json").read_text(encoding="utf-8"))


def _names(source: Whole) -> set[str]:
    vocabulary = load().vocabulary
    if source in TEXTS:
        return {
            name for row in describe(clean_text(source.text), PageClaims(), vocabulary).rows for name in names_of(row)
        }
    document = clean(source.content, url="https://gazette.example/a/b")
    assert document.tree is not None
    return {name for row in describe(document, read_claims(document.tree), vocabulary).rows for name in names_of(row)}


@pytest.mark.parametrize("source", PAGES + TEXTS, ids=str)
def test_every_name_has_its_words_or_is_known_to_have_none(source: Whole) -> None:
    unknown = [
        name
        for name in sorted(_names(source))
        if "&" not in name and not any(name[:size] in _TABLE for size in range(1, len(name) + 1))
    ]

    assert unknown == []


@pytest.mark.parametrize("source", PAGES + TEXTS, ids=str)
def test_words_are_words(source: Whole) -> None:
    said = {words for name in _names(source) if (words := _wording(name))}

    assert said
    assert [words for words in said if re.search(r"_|\{|\}", words)] == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("tag=figcaption", "it is in a <figcaption>"),
        ("tags=p<div<main", None),
        ("cue=promo", "it is nothing but words for an offer such as a newsletter or a subscription"),
        ("cue-1^related", "right before it stand words for other articles"),
        ("n3", "it is very short"),
        ("n13", "it is very long"),
        ("topic", "it is one of the keywords that the page states"),
        ("topic2", None),
        ("sectionx&+lix@", None),
        ("-lix@", None),
        ("line=read more", "it is a line that many sites have: “read more”"),
        ("a name that nobody gave", None),
    ],
)
def test_the_longest_beginning_gives_the_words(name: str, words: str | None) -> None:
    assert _wording(name) == words


@pytest.mark.parametrize("words", sorted({words for words in _TABLE.values() if words}))
def test_every_wording_is_a_clause_that_takes_at_most_the_rest_of_the_name(words: str) -> None:
    assert words.format("x")
    assert words[0].islower()
    assert not words.endswith(".")
