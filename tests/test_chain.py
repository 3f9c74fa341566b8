"""Sums of packed weights are exact, and a chain's probabilities are those of all its sequences."""

from itertools import pairwise, product
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articlekit.segmenter.chain import Chain, add_up, pack, read_table, unpack, write_table

_STATES = 3
_WEIGHTS = st.lists(st.floats(-30, 30).map(lambda weight: round(weight * 64) / 64), min_size=_STATES, max_size=_STATES)


@given(rows=st.lists(_WEIGHTS, min_size=1, max_size=50))
def test_a_sum_of_packed_weights_is_the_packed_sum(rows: list[list[float]]) -> None:
    assert unpack(sum(map(pack, rows)), _STATES) == [sum(lane) for lane in zip(*rows, strict=True)]


@given(table=st.lists(_WEIGHTS, max_size=10))
def test_a_table_of_weights_survives_writing_and_reading(table: list[list[float]]) -> None:
    packed = list(map(pack, table))
    names = [str(number) for number in range(len(table))]

    assert list(read_table(names, write_table(packed, _STATES), _STATES).values()) == packed


def test_names_add_up_and_unknown_ones_weigh_nothing() -> None:
    weights = {"wet": 5, "cold": 2}
    shared = ("wet", "cold")

    assert add_up([[shared], [shared, ("wet", "dry")], [()], []], weights) == [7, 12, 0, 0]


@given(items=st.lists(_WEIGHTS, min_size=1, max_size=4), steps=st.lists(_WEIGHTS, min_size=_STATES, max_size=_STATES))
def test_probabilities_are_shares_of_all_sequences(items: list[list[float]], steps: list[list[float]]) -> None:
    mild = [[weight / 10 for weight in step] for step in steps]
    scores = [[weight / 10 for weight in item] for item in items]
    shares = [[0.0] * _STATES for _ in items]
    for sequence in product(range(_STATES), repeat=len(items)):
        own = sum(scores[i][state] for i, state in enumerate(sequence))
        odds = exp(own + sum(mild[one][other] for one, other in pairwise(sequence)))
        for i, state in enumerate(sequence):
            shares[i][state] += odds

    found = Chain(mild).probabilities(scores, exact=True)

    for share, probabilities in zip(shares, found, strict=True):
        assert [probabilities[state] for state in range(_STATES)] == pytest.approx(
            [one / sum(share) for one in share], abs=1e-3
        )


def test_states_that_cannot_win_are_left_out_unless_asked_for() -> None:
    chain = Chain([[0.0, 0.0], [0.0, 0.0]])
    sums = [[0.0, 20.0], [0.1, 0.0]]

    assert [set(shares) for shares in chain.probabilities(sums)] == [{1}, {0, 1}]
    assert [set(shares) for shares in chain.probabilities(sums, exact=True)] == [{0, 1}, {0, 1}]
