"""Read a linear chain: which state each of its items is in, by what is true of the items and what may follow what.

In: a linear-chain conditional random field (Lafferty et al. 2001) as tables of weights, and for each item the names of
what is true of it. Out: the probability of each state of each item (forward-backward, Rabiner 1989).

A name has a weight for each state, and an item's scores are the sums over its names. All weights of a name are packed
into one integer, a lane for each state, so that one addition adds them all; names come in bundles that many items
share, and a bundle is added up once. States far behind an item's best cannot win, and are left out of the recursion:
most items have one or two left.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import exp, inf
from typing import Final

from articlekit.features import Row

Shares = dict[int, float]
"""Probabilities, or odds, of some of the states."""

_LANE: Final = 32
"""Bits of a state's lane: sums of a thousand weights fit in it."""
_UNIT: Final = 1 << 16
"""What a weight of 1 is in a lane."""
_BEHIND: Final = 5.0
"""States whose score is so far behind an item's best are left out."""
_FAINT: Final = 0.01
"""And those that so little of all sequences up to an item leads to. With both, 2 in 1,000 get another state."""


def pack(weights: Iterable[float]) -> int:
    """Pack a weight for each state into one integer.

    >>> unpack(pack([1.5, -2.0]) + pack([0.25, 1.0]), 2)
    [1.75, -1.0]

    """
    return sum(round(weight * _UNIT) << _LANE * lane for lane, weight in enumerate(weights))


def unpack(packed: int, states: int) -> list[float]:
    """Undo `pack`, of a sum of packed weights too."""
    raised = packed + _raise(states)
    return [(lane - (1 << _LANE - 1)) / _UNIT for lane in _lanes(states).unpack(raised.to_bytes(states * 4, "little"))]


@cache
def _raise(states: int) -> int:
    """What makes every lane positive, so that none borrows from the next."""
    return sum(1 << _LANE * lane + _LANE - 1 for lane in range(states))


@cache
def _lanes(states: int) -> struct.Struct:
    return struct.Struct(f"<{states}I")


def write_table(packed: Iterable[int], states: int) -> bytes:
    """Write packed weights, in the order of their names."""
    size = _size(states)
    return zlib.compress(b"".join([weights.to_bytes(size, "little", signed=True) for weights in packed]), 9)


def check_table(names: Sequence[str], table: bytes, states: int) -> bytes:
    """Unpack what `write_table` wrote.

    Raises:
        ValueError: It is something else, or of other names.

    """
    try:
        read = zlib.decompress(table) if names else b""
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if len(read) != _size(states) * len(names):
        raise ValueError(f"{len(read)} bytes for {len(names)} names")
    return read


def read_table(names: Sequence[str], table: bytes, states: int) -> dict[str, int]:
    """Read what `write_table` wrote: for each name its packed weights.

    Raises:
        ValueError: It is something else, or of other names.

    """
    size, read = _size(states), check_table(names, table, states)
    return {
        name: int.from_bytes(read[i * size : (i + 1) * size], "little", signed=True) for i, name in enumerate(names)
    }


def _size(states: int) -> int:
    """Bytes of packed weights: the lanes, and one more for the sign."""
    return states * _LANE // 8 + 1


def add_up(rows: Iterable[Row], weights: Mapping[str, int]) -> list[int]:
    """Add up the weights of each row's names; each bundle only once."""
    known: dict[int, int] = {}
    weight_of = weights.get
    sums = []
    for row in rows:
        total = 0
        for bundle in row:
            key = id(bundle)  # the rows keep their bundles alive
            if key not in known:
                known[key] = sum(filter(None, map(weight_of, bundle)))
            total += known[key]
        sums.append(total)
    return sums


class Chain:
    """What may follow what: for each state the weight of each before it."""

    def __init__(self, transitions: Sequence[Sequence[float]]) -> None:
        """Take the weight of every step: `transitions[before][after]`."""
        self.states = len(transitions)
        self._into = [[exp(step[after]) for step in transitions] for after in range(self.states)]
        self._out_of = [[exp(weight) for weight in step] for step in transitions]

    def probabilities(self, sums: Sequence[int], *, exact: bool = False) -> list[Shares]:
        """The probability of each state of each item; without `exact`, of those alone that may be the best."""
        forward = self._forward(sums, exact=exact)
        found: list[Shares] = []
        ahead: Shares | None = None
        for odds, shares in reversed(forward):
            if len(shares) == 1:  # nothing after it changes that
                found.append(shares)
                ahead = shares
                continue
            back = self._back(shares, ahead) if ahead else dict.fromkeys(shares, 1.0)
            found.append(_scaled({state: share * back[state] for state, share in shares.items()}))
            ahead = _scaled({state: share * odds[state] for state, share in back.items()})
        found.reverse()
        return found

    def _back(self, shares: Shares, ahead: Shares) -> Shares:
        """How well each state of an item goes with what comes after it."""
        coming = [*ahead.items()]
        back = {}
        for state in shares:
            steps = self._out_of[state]
            back[state] = sum([share * steps[goes] for goes, share in coming])
        return back

    def _forward(self, sums: Sequence[int], *, exact: bool) -> list[tuple[Shares, Shares]]:
        """For each item the odds of its states by itself, and the share of each by all that comes before too."""
        found: list[tuple[Shares, Shares]] = []
        behind, faint = (inf, 0.0) if exact else (_BEHIND, _FAINT)
        shares: Shares | None = None
        for packed in sums:
            odds = _odds(packed, self.states, behind)
            if len(odds) == 1:
                shares = odds
            else:
                now = self._met(odds, shares) if shares else odds
                least = sum(now.values()) * faint
                shares = _scaled({state: share for state, share in now.items() if share >= least})
            found.append((odds, shares))
        return found

    def _met(self, odds: Shares, before: Shares) -> Shares:
        """How well each state of an item goes with itself and with what comes before it."""
        passed = [*before.items()]
        now = {}
        for state, odd in odds.items():
            steps = self._into[state]
            now[state] = odd * sum([share * steps[came] for came, share in passed])
        return now


def _odds(packed: int, states: int, behind: float) -> Shares:
    """The odds of each state of one item against its best, of those that are not too far behind."""
    lanes = _lanes(states).unpack((packed + _raise(states)).to_bytes(states * 4, "little"))
    best = max(lanes)
    least = best - behind * _UNIT
    return {state: exp((lane - best) / _UNIT) for state, lane in enumerate(lanes) if lane >= least}


def _scaled(shares: Shares) -> Shares:
    """Shares that add up to 1."""
    total = sum(shares.values())
    return {state: share / total for state, share in shares.items()}
