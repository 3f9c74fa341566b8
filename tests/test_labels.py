"""Labels, jobs and desks are found in a line, and told to the lines around it."""

import pytest

from articlekit.features.labels import Labels, read_labels
from articlekit.features.neighbours import tell_neighbours
from articlekit.lexicon import tokenize


def _read(line: str) -> Labels:
    return read_labels(line, tokenize(line))


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Tags:", "L=topics"),
        ("Schlagwörter", "L=topics"),
        ("Über die Autorin", "L=bio"),
        ("About the author: Ana Ruiz", "L^bio"),
        ("Key points", "L=summary"),
        ("Das Wichtigste in Kürze", "L=summary"),
        ("Editor's note: This text was changed.", "L^note"),
        ("Ana Ruiz, reporter", "L$job"),
        ("(dpa)", "L~agency"),
        ("Ana Ruiz", "L=person"),
        ("Ana von der Heide", "L=person"),
    ],
)
def test_a_line_is_known_by_its_labels(line: str, name: str) -> None:
    assert name in _read(line).names


def test_what_authors_are_labelled_with_counts_only_at_a_line_s_beginning() -> None:
    assert not [name for name in _read("The river rose by a metre").names if "author" in name]


def test_of_prose_only_the_beginning_counts() -> None:
    assert _read("Correction: " + "It rained all day in the city. " * 9).names == ("L^note",)
    assert _read("It rained all day in the city, said the reporter. " * 9).names == ()


def test_neighbours_are_told_of_a_label_but_not_of_a_word_inside_a_line() -> None:
    labels = [_read(line) for line in ("Tags", "Rain", "It rained, a reporter said", "Snow")]

    assert tell_neighbours("L", [line.openings for line in labels]) == [(), ("L-1=topics",), ("L-2=topics",), ()]
