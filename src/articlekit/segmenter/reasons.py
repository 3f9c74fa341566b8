"""Say why a piece got its role, in words.

In: the names that were true of a piece, and what each weighs. Out: sentences. What carried the role is what weighs
more for it than for the runner-up; each name's wording is data (`data/reasons.json`), found by the longest of its
beginnings there; null means that a name is not spoken of.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from articlekit.model import Role
from articlekit.segmenter.model import Guess, Labeller
from articlekit.segmenter.net import SURE

_MOST: Final = 4
"""Reasons beyond this many explain nothing more."""
_PAIR: Final = "&"
"""In names of two neighbours together, which have no words."""


def give_reasons(names: Iterable[str], guess: Guess, labeller: Labeller) -> tuple[str, ...]:
    """List what carried the role, strongest first, and the runner-up last."""
    role = guess.role
    other = max((name for name in guess.odds if name is not role), key=guess.odds.__getitem__)
    doubtful = max(guess.odds.values()) < SURE
    carried = labeller.carried([*names], role, other, doubtful=doubtful)
    strongest = sorted((name for name in carried if carried[name] > 0), key=lambda name: -carried[name])
    said = dict.fromkeys(text for name in strongest if (text := _wording(name)))
    return (*list(said)[:_MOST], f"runner-up: {other} ({_left_for(other, guess):.0%})")


def _left_for(other: Role, guess: Guess) -> float:
    """The runner-up's part of what calibration leaves to all other roles, and no more than what the role itself has."""
    others = 1 - guess.odds[guess.role]
    part = guess.odds[other] / others if others > 0 else 0.0
    return min(part * (1 - guess.confidence), guess.confidence)


def far_reason() -> str:
    """The one reason of a piece that was not looked at closely."""
    return _table()["far"] or ""


def copy_reason() -> str:
    """The one reason of a piece that says once more what the story says above it."""
    return _table()["copy"] or ""


def _wording(name: str) -> str | None:
    """The words for a name, None where there are none that a user would understand."""
    if _PAIR in name:
        return None
    table = _table()
    beginnings = (name[:size] for size in range(len(name), 0, -1))
    known = next((beginning for beginning in beginnings if beginning in table), None)
    template = table[known] if known else None
    return template.format(name[len(known or "") :]) if template else None


@cache
def _table() -> Mapping[str, str | None]:
    text = files("articlekit").joinpath("data", "reasons.json").read_text(encoding="utf-8")
    table: dict[str, str | None] = json.loads(text)
    return table
