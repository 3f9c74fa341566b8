"""Read a linear chain: which state each of its items is in, by what is true of the items and what may follow what.

In: a linear-chain conditional random field (Lafferty et al. 2001) as tables of weights, and for each item the names of
what is true of it. Out: the probability of each state of each item (forward-backward, Rabiner 1989).

A name has a weight for each state, and an item's scores are the sums over its names. All weights of a name are packed
into one integer, a lane for each state (and more for what `net` sums), so that one addition adds them all; names come
in bundles that many items share, and a bundle is added up once. States far behind an item's best cannot win, and are
left out of the recursion: most items have one or two left.
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
"""Bits of a lane: sums of a thousand weights fit in it."""
_MIDDLE: Final = 1 << _LANE - 1
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


def unpack(packed: int, lanes: int) -> list[float]:
    """Undo `pack`, of a sum of packed weights too."""
    raised = packed + _raise(lanes)
    return [(lane - _MIDDLE) / _UNIT for lane in _lanes(lanes).unpack(raised.to_bytes(lanes * 4, "little"))]


@cache
def _raise(lanes: int) -> int:
    """What makes every lane positive, so that none borrows from the next."""
    return sum(_MIDDLE << _LANE * lane for lane in range(lanes))


@cache
def _lanes(lanes: int) -> struct.Struct:
    return struct.Struct(f"<{lanes}I")


def write_table(packed: Iterable[int], lanes: int) -> bytes:
    """Write packed weights, in the order of their names."""
    size = _size(lanes)
    return zlib.compress(b"".join([weights.to_bytes(size, "little", signed=True) for weights in packed]), 9)


def check_table(names: Sequence[str], table: bytes, lanes: int) -> bytes:
    """Unpack what `write_table` wrote.

    Raises:
        ValueError: It is something else, or of other names.

    """
    try:
        read = zlib.decompress(table) if names else b""
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if len(read) != _size(lanes) * len(names):
        raise ValueError(f"{len(read)} bytes for {len(names)} names")
    return read


def read_table(names: Sequence[str], table: bytes, lanes: int) -> dict[str, int]:
    """Read what `write_table` wrote: for each name its packed weights.

    Raises:
        ValueError: It is something else, or of other names.

    """
    size, read = _size(lanes), check_table(names, table, lanes)
    return {
        name: int.from_bytes(read[i * size : (i + 1) * size], "little", signed=True) for i, name in enumerate(names)
    }


def _size(lanes: int) -> int:
    """Bytes of packed weights: the lanes, and one more for the sign."""
    return lanes * _LANE // 8 + 1


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

    def probabilities(self, sums: Sequence[Sequence[float]], *, exact: bool = False) -> list[Shares]:
        """The probability of each state of each item; without `exact`, of those alone that may be the best.

        `sums` are the scores of each item's states; what follows them in a row is not looked at.
        """
        forward = self._forward(sums, exact=exact)
        found: list[Shares] = []
        ahead: Shares | None = None
        for odds, shares in reversed(forward):
            if len(shares) == 1:  # nothing after it changes that
                found.append(shares)
                ahead = shares
                continue
            back = self._back(shares, ahead) if ahead else dict.fromkeys(shares, 1.0)
            found.append(scaled({state: share * back[state] for state, share in shares.items()}))
            ahead = scaled({state: share * odds[state] for state, share in back.items()})
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

    def _forward(self, sums: Sequence[Sequence[float]], *, exact: bool) -> list[tuple[Shares, Shares]]:
        """For each item the odds of its states by itself, and the share of each by all that comes before too."""
        found: list[tuple[Shares, Shares]] = []
        behind, faint = (inf, 0.0) if exact else (_BEHIND, _FAINT)
        shares: Shares | None = None
        for scores in sums:
            odds = _odds(scores[: self.states], behind)
            if len(odds) == 1:
                shares = odds
            else:
                now = self._met(odds, shares) if shares else odds
                least = sum(now.values()) * faint
                shares = scaled({state: share for state, share in now.items() if share >= least})
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


def _odds(scores: Sequence[float], behind: float) -> Shares:
    """The odds of each state of one item against its best, of those that are not too far behind."""
    best = max(scores)
    least = best - behind
    return {state: exp(score - best) for state, score in enumerate(scores) if score >= least}


def scaled(shares: Shares) -> Shares:
    """Shares that add up to 1."""
    total = sum(shares.values())
    return {state: share / total for state, share in shares.items()}
