"""articlekit beside other libraries, on pages of your own.

In: Samples and Tools. Out: a Comparison: of each tool how well it keeps the story and what it lets in, where somebody
has said what is right; where nobody has, how far it agrees with articlekit, which judges nobody. Every tool reads each
page in turn, and what one of them raises counts as an empty text.
"""

from __future__ import annotations

import logging
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import fmean
from time import process_time
from typing import Final

import msgspec

from articlekit.comparison.gold import Sample, find_samples
from articlekit.comparison.measures import Match, Row, disputed, match, mean_match, shares_by_role
from articlekit.comparison.peers import OURSELVES, Story, Tool, find_tools
from articlekit.model import Page, Role

__all__ = [
    "Comparison",
    "Dispute",
    "Result",
    "Sample",
    "Trial",
    "compare",
    "find_samples",
    "find_tools",
    "to_json",
    "try_tools",
    "warm_up",
]

_ALIKE: Final = 0.995
"""F1. Above it two tools gave the same story."""
_PIECES: Final = 3
"""Disputed pieces that are named of each kind."""
_ANY_PAGE: Final = b"<html><body><article><h1>Rain</h1><p>It rained all day in town.</p></article></body></html>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a tool made of a page, and the seconds of CPU time that it took; `error` where it raised."""

    story: Story
    seconds: float
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A page, and what each tool made of it."""

    sample: Sample
    answers: Mapping[str, Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A tool's figures: means over the pages where they are known, shares between 0 and 1, None where none is.

    `f1`, `precision` and `recall` are of the story against the right one. `roles` is the share of each role's text that
    is in the story: by the labels, or by articlekit's own roles where no page is labelled. `agreement` is the F1
    against articlekit's story. `failed` counts pages on which it raised.
    """

    name: str
    version: str
    pages_per_second: float
    failed: int
    f1: float | None = None
    precision: float | None = None
    recall: float | None = None
    agreement: float | None = None
    roles: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """Pieces that a tool lets into the story of a page, and pieces that it leaves out: role and text, the first few."""

    let_in: tuple[Row, ...]
    left_out: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A page on which the tools differ: the F1 of each, against the right story or, without one, articlekit's.

    `disputes` are by the labels or, without any, by articlekit's own roles.
    """

    page: str
    judged: bool
    scores: Mapping[str, float]
    disputes: Mapping[str, Dispute]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What a tool raised on a page."""

    tool: str
    page: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What came of it: `pages` in all, those with a right story (`judged`), and those that are `labelled`."""

    pages: int
    judged: int
    labelled: int
    results: tuple[Result, ...]
    differences: tuple[Difference, ...]
    failures: tuple[Failure, ...] = ()
    missing: tuple[str, ...] = ()


def try_tools(
    sample: Sample, *, tools: Sequence[Tool], turns: Iterator[int], allow_private_addresses: bool = False
) -> Trial:
    """Let each tool read a page; `turns` says who begins, so that none always finds the caches cold.

    Raises:
        ArticleKitError: The page cannot be had, or articlekit cannot read it: then nobody's answer counts.

    """
    page = sample.read(allow_private_addresses=allow_private_addresses)
    first = next(turns) % len(tools)
    with _quiet():
        answers = {tool.name: _ask(tool, page) for tool in (*tools[first:], *tools[:first])}
    return Trial(sample=sample, answers=answers)


def warm_up(tools: Iterable[Tool]) -> None:
    """Let each tool read something once, so that what it loads at first is not timed."""
    page = Page(url="https://page.example/", body=_ANY_PAGE)
    with _quiet():
        for tool in tools:
            _ask(tool, page)


def _ask(tool: Tool, page: Page) -> Answer:
    begun = process_time()
    try:
        story, error = tool.read(page), None
    except Exception as raised:
        if tool.name == OURSELVES:
            raise
        story, error = Story(text=""), f"{type(raised).__name__}: {raised}"
    return Answer(story=story, seconds=process_time() - begun, error=error)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep other libraries' log lines and warnings off the screen."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


def compare(tools: Sequence[Tool], trials: Iterable[Trial], *, missing: Iterable[str] = ()) -> Comparison:
    """Work out the figures of trials."""
    tried = list(trials)
    scores = {tool.name: [_score(trial, tool.name) for trial in tried] for tool in tools}
    differences = [
        _difference(trial, {name: each[i] for name, each in scores.items()}) for i, trial in enumerate(tried)
    ]
    return Comparison(
        pages=len(tried),
        judged=sum(trial.sample.story is not None for trial in tried),
        labelled=sum(bool(trial.sample.rows) for trial in tried),
        results=tuple(_result(tool, tried, scores[tool.name]) for tool in tools),
        differences=tuple(sorted((d for d in differences if _spread(d) > 1 - _ALIKE), key=_spread, reverse=True)),
        failures=tuple(_failures(tried)),
        missing=tuple(missing),
    )


def _difference(trial: Trial, scores: Mapping[str, Match]) -> Difference:
    rows = trial.sample.rows or trial.answers[OURSELVES].story.rows
    disputes: dict[str, Dispute] = {}
    for name in scores:
        let_in, left_out = disputed(trial.answers[name].story.text, rows)
        disputes[name] = Dispute(let_in=tuple(let_in[:_PIECES]), left_out=tuple(left_out[:_PIECES]))
    return Difference(
        page=trial.sample.source.name,
        judged=trial.sample.story is not None,
        scores={name: round(score.f1, 4) for name, score in scores.items()},
        disputes=disputes,
    )


def _failures(trials: Iterable[Trial]) -> Iterator[Failure]:
    for trial in trials:
        for name, answer in trial.answers.items():
            if answer.error is not None:
                yield Failure(tool=name, page=trial.sample.source.name, error=answer.error)


def _spread(difference: Difference) -> float:
    """Tell how far the tools are apart on a page."""
    return max(difference.scores.values()) - min(difference.scores.values())


def _score(trial: Trial, name: str) -> Match:
    """Match a tool's story with the right one; without one, with articlekit's."""
    right = trial.sample.story
    return match(trial.answers[name].story.text, trial.answers[OURSELVES].story.text if right is None else right)


def _result(tool: Tool, trials: Sequence[Trial], scores: Sequence[Match]) -> Result:
    answers = [trial.answers[tool.name] for trial in trials]
    judged = [score for score, trial in zip(scores, trials, strict=True) if trial.sample.story is not None]
    mean = mean_match(judged) if judged else None
    ours = [trial.answers[OURSELVES].story.text for trial in trials]
    agreement = [match(answer.story.text, text).f1 for answer, text in zip(answers, ours, strict=True)]
    seconds = sum(answer.seconds for answer in answers)
    return Result(
        name=tool.name,
        version=tool.version,
        pages_per_second=len(answers) / seconds if seconds else 0.0,
        failed=sum(answer.error is not None for answer in answers),
        f1=mean.f1 if mean else None,
        precision=mean.precision if mean else None,
        recall=mean.recall if mean else None,
        agreement=fmean(agreement) if agreement and tool.name != OURSELVES else None,
        roles=_mean_shares(tool, trials),
    )


def _mean_shares(tool: Tool, trials: Sequence[Trial]) -> dict[str, float]:
    """Look for the text of each role in a tool's story; where no page is labelled, by articlekit's own roles."""
    shares: defaultdict[str, list[float]] = defaultdict(list)
    labelled = any(trial.sample.rows for trial in trials)
    for trial in trials:
        rows = trial.sample.rows if labelled else trial.answers[OURSELVES].story.rows
        for role, share in shares_by_role(trial.answers[tool.name].story.text, rows).items():
            shares[role].append(share)
    return {role.value: fmean(shares[role.value]) for role in Role if role.value in shares}


def to_json(comparison: Comparison) -> str:
    """Write all figures as JSON."""
    return msgspec.json.format(msgspec.json.encode(comparison), indent=1).decode()
