"""Train the net that takes a second look at doubtful pieces (`segmenter.net`).

In: samples, and the roles in the order of the field's states. Out: an embedding of each name, and the net. The compiled
core does the work, in a few seconds (`src/native/net_training.hpp`).
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from articlekit.compiled import core
from articlekit.segmenter.net import Layer, Net

_FEWEST: Final = 16
"""Pieces that a name must be true of to be embedded."""
_FINE: Final = 1 << 10
"""Steps from 0 to 1 in which embeddings are told: finer ones change nothing, and fill the model's file."""


Page = Sequence[tuple[Sequence[str], str]]
"""Pieces in order: the names of what is true of each, and its role."""


class TrainedNet(NamedTuple):
    """A net, and the embedding of each name that it knows."""

    net: Net
    embeddings: Mapping[str, Sequence[float]]


def train_net(pages: Sequence[Page], roles: Sequence[str]) -> TrainedNet | None:
    """Train a net, None where there is no compiled core to do it."""
    compiled = core()
    if compiled is None:
        return None
    seen = Counter(name for page in pages for names, _ in page for name in set(names))
    known = sorted(name for name, count in seen.items() if count >= _FEWEST)
    numbers = {name: number for number, name in enumerate(known)}
    states = {role: state for state, role in enumerate(roles)}
    said, pieces, answers, ends = (array("i") for _ in range(4))
    for page in pages:
        for names, role in page:
            said.extend(numbers[name] for name in names if name in numbers)
            pieces.append(len(said))
            answers.append(states[role])
        ends.append(len(pieces))
    buffers = [each.tobytes() for each in (said, pieces, answers, ends)]
    embeddings, hidden, output = compiled.train_net(*buffers, (len(known), len(roles)))
    net = Net(hidden=_layer(hidden, compiled.NET_HIDDEN), output=_layer(output, len(roles)))
    rows = _layer(embeddings, len(known))
    return TrainedNet(
        net, {name: [round(value * _FINE) / _FINE for value in row] for name, row in zip(known, rows, strict=True)}
    )


def _layer(told: bytes, outputs: int) -> Layer:
    """Cut what the core tells into rows, one for each output."""
    values = array("f", told)
    size = len(values) // max(outputs, 1)
    return tuple(tuple(values[row * size : (row + 1) * size]) for row in range(outputs))
