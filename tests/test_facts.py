"""Neighbours are told what is known for sure."""

from articlekit.features.facts import fact_features, facts_of, labels_of
from articlekit.features.page import Place

_PLACES = [Place(0, 8, 6, 1), Place(0, 8, 6, 0), Place(8, 0, 0, 6)]


def test_facts_are_told_two_pieces_to_each_side() -> None:
    rows = [*fact_features([("author=",), (), ()], [(), (), ()], _PLACES, ["h1+"] * 3)]

    assert [told for told, _ in rows] == [(), ("F-1author=",), ("F-2author=",)]


def test_facts_and_labels_are_named_with_their_place() -> None:
    rows = [*fact_features([("author=",), (), ("topic",)], [("L=author",), (), ()], _PLACES, ["h1+"] * 3)]

    assert {"FPauthor=h1+21", "FPL=authorh1+21"} <= set(rows[0][1])
    assert "FPtopich1+02" in rows[2][1]


def test_only_what_is_sure_is_a_fact() -> None:
    names = ["tag=p", "author", "L$job", "L=person"]

    assert facts_of(names, ["day"]) == ("L=person", "author", "day")
    assert labels_of(names) == ("L$job", "L=person")
