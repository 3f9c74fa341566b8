"""How often the labeller is right when it says so: probabilities that hold, and how far they do.

In: answers on pages that the model was not trained on, each with its probability and whether it was right. Out: for
each role a monotone map from what the field says to how often it is right, and measures of how well that is told.
The map is a line through the log odds (Platt 1999), which is held to what the field says where answers are few; steps
of an isotonic regression were tried and are worse for roles with some hundred answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import exp, pi, sqrt
from statistics import StatisticsError, correlation
from typing import Final

from articlekit.segmenter.model import Calibration, log_odds

_BINS: Final = 10
"""Bins of equal width over which an expected calibration error is summed (Naeini et al. 2015)."""
_PRIOR: Final = 50.0
"""How hard it is to leave what the field says as it is; 5 to 50 do alike, and roles with few answers need it."""
_ROUNDS: Final = 30
_STRIDE: Final = 0.5
"""The longest step of a round, for Newton's method leaps too far where nearly all answers are right."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A role that was given on a page not trained on: with which probability, and whether it was right."""

    role: str
    probability: float
    right: bool


def fit_calibrations(answers: Iterable[Answer]) -> dict[str, Calibration]:
    """Fit a map for each role."""
    return {role: fit_calibration(own) for role, own in sorted(_by_role(answers).items())}


def fit_calibration(answers: Sequence[Answer]) -> Calibration:
    """Fit a map from probabilities to how often they are right: the likeliest, by Newton's method.

    >>> doubtful = [Answer("tag", 0.9, right) for right in (True, True, False)] * 100
    >>> round(fit_calibration(doubtful)(0.9), 2)
    0.7

    """
    known = [(log_odds(answer.probability), answer.right) for answer in answers]
    offset, slope = 0.0, 1.0
    for _ in range(_ROUNDS):
        down, along, down2, both, along2 = _bend(known, offset, slope)
        scale = down2 * along2 - both * both
        lower, flatter = (along2 * down - both * along) / scale, (down2 * along - both * down) / scale
        if flatter >= slope:  # it must not fall: flat, then, and as high as is likeliest
            lower, flatter = down / down2, slope
        far = max(1.0, abs(lower) / _STRIDE, abs(flatter) / _STRIDE)
        offset, slope = offset - lower / far, slope - flatter / far
    return Calibration(offset=offset, slope=slope)


def _bend(known: Iterable[tuple[float, bool]], offset: float, slope: float) -> tuple[float, float, float, float, float]:
    """How unlikely answers become along offset and slope: the first derivatives, then the second ones."""
    down, along = _PRIOR * offset, _PRIOR * (slope - 1)
    down2, both, along2 = _PRIOR, 0.0, _PRIOR
    for odds, right in known:
        share = 1 / (1 + exp(-offset - slope * odds))
        doubt = share * (1 - share)
        down += share - right
        along += (share - right) * odds
        down2 += doubt
        both += doubt * odds
        along2 += doubt * odds * odds
    return down, along, down2, both, along2


def _by_role(answers: Iterable[Answer]) -> Mapping[str, list[Answer]]:
    found = defaultdict(list)
    for answer in answers:
        found[answer.role].append(answer)
    return found


def calibration_error(answers: Sequence[Answer]) -> float:
    """The expected calibration error: how far probabilities are from the share of right answers, on average.

    >>> calibration_error([Answer("tag", 0.75, True), Answer("tag", 0.75, False)])
    0.25

    """
    gaps = (abs(sum(answer.probability - answer.right for answer in each)) for each in _bins(answers))
    return sum(gaps) / len(answers) if answers else 0.0


def error_by_chance(answers: Sequence[Answer]) -> float:
    """The calibration error that so few answers have even if their probabilities hold, each on its own.

    >>> round(error_by_chance([Answer("tag", 0.5, True)] * 100), 3)
    0.04

    """
    gaps = (sqrt(2 / pi * sum(each.probability * (1 - each.probability) for each in one)) for one in _bins(answers))
    return sum(gaps) / len(answers) if answers else 0.0


def _bins(answers: Iterable[Answer]) -> Iterable[list[Answer]]:
    bins = defaultdict(list)
    for answer in answers:
        bins[min(int(answer.probability * _BINS), _BINS - 1)].append(answer)
    return bins.values()


def rank_correlation(one: Sequence[float], other: Sequence[float]) -> float:
    """Spearman's rank correlation, equal values sharing their ranks; 0 where all are equal.

    >>> rank_correlation([0.1, 0.5, 0.9], [10, 20, 15])
    0.5

    """
    try:
        return correlation(_ranks(one), _ranks(other))
    except StatisticsError:
        return 0.0


def _ranks(values: Sequence[float]) -> list[float]:
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    at = 0
    for _, equal in groupby(order, key=values.__getitem__):
        places = list(equal)
        for i in places:
            ranks[i] = at + (len(places) - 1) / 2
        at += len(places)
    return ranks
