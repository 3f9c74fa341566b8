"""What a model's probabilities are worth, in tables.

In: trials of pages that the model was not trained on. Out: lines of text: how far confidences of each role are from how
often they are right, how well an article's confidence foretells its story's F1, and how many of the bad pages are
found by looking at the doubtful ones; for each set of pages, how well its stories are told and its pieces labelled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from math import inf
from statistics import fmean
from typing import Final

from articlekit.comparison.measures import mean_match
from articlekit.training.calibration import Answer, calibration_error, error_by_chance, rank_correlation
from articlekit.training.trials import Trial

_ENOUGH: Final = 100
"""Answers from which a role's calibration error says something."""
_LIMITS: Final = (0.0, 0.5, 0.7, 0.8, 0.85, 0.9, 0.93, 0.96, inf)
"""Confidences between which pages are counted together."""
_BAD: Final = 0.9
"""F1 below which a story is one that a person would want to see."""


def write_report(trials: Sequence[Trial]) -> Iterator[str]:
    """Write all tables."""
    for kind, answers in (
        ("HTML", [answer for trial in trials for answer in trial.html]),
        ("plain text", [answer for trial in trials for answer in trial.text]),
    ):
        yield f"confidence of blocks against how often they are right, {kind}:"
        yield from _calibration_rows(answers)
        yield ""
    yield "confidence of articles against their stories' F1:"
    yield from _routing_rows(trials)
    yield ""
    yield "by set:"
    yield from _set_rows(trials)


def _calibration_rows(answers: Sequence[Answer]) -> Iterator[str]:
    by_role: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        by_role[answer.role].append(answer)
    yield _row("role", "blocks", "said", "right", "error", "by chance")
    for role, own in [*sorted(by_role.items()), ("all", answers)]:
        if own:
            said, right = fmean(each.probability for each in own), fmean(each.right for each in own)
            figures = (f"{calibration_error(own):.3f}", f"{error_by_chance(own):.3f}")
            yield _row(role, str(len(own)), f"{said:.3f}", f"{right:.3f}", *figures)
    errors = [(calibration_error(own), len(own)) for own in by_role.values() if len(own) >= _ENOUGH]
    if errors:
        each, sizes = zip(*errors, strict=True)
        mean = sum(error * size for error, size in errors) / sum(sizes)
        yield (
            f"expected calibration error by role, of {len(errors)} roles with {_ENOUGH} blocks or more: "
            f"by blocks {mean:.3f}, mean {fmean(each):.3f}, highest {max(each):.3f}"
        )


def _routing_rows(trials: Sequence[Trial]) -> Iterator[str]:
    """How good pages of each confidence are, how good those of more, and how many bad ones are found up to there."""
    correlation = rank_correlation([trial.confidence for trial in trials], [trial.match.f1 for trial in trials])
    yield f"Spearman's rank correlation {correlation:.3f}, {len(trials)} pages"
    bad = [trial.confidence for trial in trials if trial.match.f1 < _BAD]
    yield _row("confidence", "pages", "said", "F1", "F1 above", f"F1 < {_BAD:g} up to")
    for low, high in pairwise(_LIMITS):
        within = [trial for trial in trials if low <= trial.confidence < high]
        found = sum(confidence < high for confidence in bad)
        yield _row(
            f"{low:.2f} - {min(high, 1):.2f}",
            _share(len(within), len(trials)),
            _mean(trial.confidence for trial in within),
            _mean(trial.match.f1 for trial in within),
            _mean(trial.match.f1 for trial in trials if trial.confidence >= high),
            _share(found, len(bad)),
        )


def _set_rows(trials: Sequence[Trial]) -> Iterator[str]:
    yield _row("set", "pages", "story F1", "precision", "recall", "roles right", "in plain text")
    by_set: dict[str, list[Trial]] = defaultdict(list)
    for trial in trials:
        by_set[trial.set].append(trial)
    for name, own in sorted(by_set.items()):
        mean = mean_match([trial.match for trial in own])
        yield _row(
            name,
            str(len(own)),
            f"{mean.f1:.3f}",
            f"{mean.precision:.3f}",
            f"{mean.recall:.3f}",
            _accuracy(chain.from_iterable(trial.html for trial in own)),
            _accuracy(chain.from_iterable(trial.text for trial in own)),
        )


def _accuracy(answers: Iterable[Answer]) -> str:
    return _mean(answer.right for answer in answers)


def _mean(values: Iterable[float]) -> str:
    known = list(values)
    return f"{fmean(known):.3f}" if known else "-"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"


def _row(first: str, *others: str) -> str:
    return f"  {first:14}" + "".join(f"{other:>16}" for other in others)
