"""How much of one text is in another.

In: texts. Out: shares between 0 and 1. Texts are compared as words (a letter of a script without spaces is a word), in
lower case, signs left out. Stories are compared by their runs of four words, as scrapinghub's article extraction
benchmark does, so that order counts; a role's text is looked for by its runs of three.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from articlekit.model import STORY_ROLES, Role

_WORD: Final = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]"
    r"|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]+"
)
_UNSEEN: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
"""Soft hyphens and joiners, which no reader sees."""
_RUN: Final = 4
"""Words. Runs by which stories are compared."""
_SHORT_RUN: Final = 3
"""Words. Runs by which a role's text is looked for."""
_TITLES: Final = frozenset({Role.HEADLINE, Role.KICKER})
"""What a story may repeat without it being a leak."""

_MOST: Final = 0.8
_HALF: Final = 0.5
"""Shares of a piece's runs with which it is in a text, and without which it is not."""

Row = tuple[str, str]
"""A role's name and a piece of text."""
Run = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """How a text matches the right one: precision (what of it is right) and recall (what of the right one it has)."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of the two.

        >>> Match(precision=0.5, recall=1.0).f1
        0.6666666666666666

        """
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def mean_match(matches: Sequence[Match]) -> Match:
    """Give the means of precision and of recall over pages."""
    return Match(precision=fmean(m.precision for m in matches), recall=fmean(m.recall for m in matches))


def match(text: str, right: str) -> Match:
    """Compare a text with the right one.

    >>> match("By Ana. It rained all day in town.", "It rained all day in town.")
    Match(precision=0.6, recall=1.0)

    """
    mine, due = (Counter(_runs(words(each), _RUN)) for each in (text, right))
    if not mine or not due:
        share = float(not mine and not due)
        return Match(precision=share, recall=share)
    common = (mine & due).total()
    return Match(precision=common / mine.total(), recall=common / due.total())


def words(text: str) -> list[str]:
    """Cut a text into words.

    >>> words("It’s 3 °C – 雨天")
    ['it', 's', '3', 'c', '雨', '天']

    """
    return _WORD.findall(text.translate(_UNSEEN).lower())


def _runs(tokens: Sequence[str], length: int) -> list[Run]:
    """List all runs of so many words; a text that is shorter is one run."""
    return [tuple(tokens[i : i + length]) for i in range(max(1, len(tokens) - length + 1))] if tokens else []


def shares_by_role(text: str, rows: Iterable[Row]) -> dict[str, float]:
    """Tell of each role how much of its text is found in `text`; what the story says too is not counted.

    >>> shares_by_role("It rained. Photo: Ana", [("paragraph", "It rained."), ("credit", "Photo: Ana"), ("tag", "Sun")])
    {'paragraph': 1.0, 'credit': 1.0, 'tag': 0.0}

    """
    pieces = list(rows)
    found, told = _runs_of_all_lengths([text]), _told(pieces)
    by_role: dict[str, set[Run]] = {}
    for role, piece in pieces:
        runs = _short_runs(piece)
        by_role.setdefault(role, set()).update(runs if role in STORY_ROLES else runs - told)
    return {role: len(runs & found) / len(runs) for role, runs in by_role.items() if runs}


def disputed(text: str, rows: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """List the pieces that are not the story's and are in `text`, and those that are and are not in it.

    Pieces of one or two words are found anywhere, so nobody is blamed for them.

    >>> disputed("Photo: Ana Ruiz", [("credit", "Photo: Ana Ruiz"), ("paragraph", "It rained.")])
    ([('credit', 'Photo: Ana Ruiz')], [('paragraph', 'It rained.')])

    """
    pieces = list(rows)
    found, told = _runs_of_all_lengths([text]), _told(pieces)
    let_in: list[Row] = []
    left_out: list[Row] = []
    for role, piece in pieces:
        runs = _short_runs(piece)
        if role in STORY_ROLES:
            if runs and len(runs & found) < _HALF * len(runs):
                left_out.append((role, piece))
        elif role not in _TITLES and _is_long(runs) and runs - told and len(runs & found) >= _MOST * len(runs):
            let_in.append((role, piece))
    return let_in, left_out


def _is_long(runs: Iterable[Run]) -> bool:
    return all(len(run) == _SHORT_RUN for run in runs)


def _told(rows: Iterable[Row]) -> set[Run]:
    """Collect what the story and its titles say: when a text has it, that is no leak."""
    return _runs_of_all_lengths(piece for role, piece in rows if role in STORY_ROLES | _TITLES)


def _runs_of_all_lengths(texts: Iterable[str]) -> set[Run]:
    runs: set[Run] = set()
    for text in texts:
        tokens = words(text)
        for length in range(1, min(_SHORT_RUN, len(tokens)) + 1):
            runs.update(_runs(tokens, length))
    return runs


def _short_runs(piece: str) -> set[Run]:
    tokens = words(piece)
    return set(_runs(tokens, min(_SHORT_RUN, len(tokens) or 1)))
