"""Take a second look at doubtful pieces: a small neural network over what is true of each.

In: what the chain says of a sequence's items, and the sums of their names' embeddings, which are lanes of the same
table as the chain's weights. Out: probabilities. The chain knows what follows what, but only ever adds names up; the
net looks at one item alone, and at its names together (one hidden layer, Rumelhart, Hinton and Williams 1986). Where
the chain is sure, nothing is gained by asking; where it is not, the geometric mean of both is right more often than
either.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, sqrt
from operator import mul
from typing import Final

import msgspec

from articlekit.segmenter.chain import Shares, scaled

SURE: Final = 0.95
"""What the likeliest state has for the chain to be believed; from 0.9 to 1, the same roles are right."""
_LEAST: Final = 1e-4
"""What no state is denied by one of the two alone."""

Layer = tuple[tuple[float, ...], ...]
"""A row for each of its outputs: what each input weighs, and a bias at the end."""


class Net(msgspec.Struct, frozen=True):
    """A net of one hidden layer; the output layer sees the hidden layer's outputs, then the inputs."""

    hidden: Layer
    output: Layer

    @property
    def width(self) -> int:
        """How many numbers a name's embedding has."""
        return len(self.hidden[0]) - 1 if self.hidden else 0

    def check(self, states: int) -> None:
        """Refuse layers that do not go together.

        Raises:
            ValueError: They do not.

        """
        hidden, output = ({len(row) for row in layer} for layer in (self.hidden, self.output))
        inner = len(self.hidden) + self.width
        if hidden != {self.width + 1} or output != {inner + 1} or len(self.output) != states:
            raise ValueError("the layers of the net do not go together")

    def probabilities(self, sums: Sequence[float]) -> list[float]:
        """The probability of each state of an item, by the sums of its names' embeddings."""
        inputs = _rectified(sums)
        inner = [*_rectified(_scores(self.hidden, inputs)), *inputs]
        scores = _scores(self.output, inner)
        best = max(scores)
        odds = [exp(score - best) for score in scores]
        total = sum(odds)
        return [odd / total for odd in odds]

    def pull(self, sums: Sequence[float], one: int, other: int) -> list[float]:
        """How fast each sum moves an item from one state to another: the slope of their scores' difference."""
        apart = [a - b for a, b in zip(self.output[one], self.output[other], strict=True)]
        scores = _scores(self.hidden, _rectified(sums))
        inside = [slope if score > 0 else 0.0 for slope, score in zip(apart, scores, strict=False)]
        slopes = [sum(map(mul, inside, column)) for column in zip(*self.hidden, strict=True)]
        direct = apart[len(self.hidden) :]
        return [a + b if value > 0 else 0.0 for a, b, value in zip(slopes, direct, sums, strict=False)]


def _rectified(values: Sequence[float]) -> list[float]:
    return [value if value > 0 else 0.0 for value in values]


def _scores(layer: Layer, inputs: Sequence[float]) -> list[float]:
    return [sum(map(mul, inputs, row), row[-1]) for row in layer]


def look_again(net: Net, found: Sequence[Shares], sums: Sequence[Sequence[float]]) -> list[Shares]:
    """Mix what the chain found with what the net says, where the chain is not sure; `sums` end with embeddings."""
    return [
        _mixed(shares, net.probabilities(scores[-net.width :])) if max(shares.values()) < SURE else shares
        for shares, scores in zip(found, sums, strict=True)
    ]


def _mixed(shares: Shares, second: Sequence[float]) -> Shares:
    both = ((state, (shares.get(state, 0.0) + _LEAST) * (share + _LEAST)) for state, share in enumerate(second))
    return scaled({state: sqrt(product) for state, product in both})
