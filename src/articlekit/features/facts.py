"""What is known for sure of the pieces beside a piece: an author's name, a date, a topic, a link to one.

In: the names of each piece of a window, as the page, its labels and its links gave them. Out: for each the facts of its
neighbours, and its own together with its place: a name between headline and story is a byline, a claimed topic behind
the story is a tag. A random field sees only its neighbour's role, and shapes say little of short lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from articlekit.features.page import Place
from articlekit.features.vocabulary import Bundle

_FACTS: Final = frozenset(
    "author author= topic section site= claimed-day day clock description headline4 claimed-caption alt"
    " L=person".split()
)
"""Names that say for sure what a piece holds."""
_LABELS: Final = ("L=", "L^", "L$", "L~")
_CLOSE: Final = 3
"""Steps of gaps from which on all are far."""
_REMEMBERED: Final = 4096
_NONE: Final[tuple[str, ...]] = ()


def facts_of(*names: Iterable[str]) -> tuple[str, ...]:
    """Those of a piece's names that its neighbours are told."""
    found: set[str] = set()
    for some in names:
        found |= _FACTS.intersection(some)
    return tuple(sorted(found))


def labels_of(names: Iterable[str]) -> tuple[str, ...]:
    """Those of a piece's names that say more where they stand."""
    return tuple(name for name in names if name.startswith(_LABELS))


def fact_features(
    facts: Sequence[tuple[str, ...]], labels: Sequence[tuple[str, ...]], places: Sequence[Place], sides: Sequence[str]
) -> Iterator[tuple[Bundle, Bundle]]:
    """Name for each piece the facts of its neighbours, and its own facts and labels by their place."""
    around = (_NONE, _NONE, *facts, _NONE, _NONE)
    for i, (own, said, place, side) in enumerate(zip(facts, labels, places, sides, strict=True)):
        beside = _told(around[i], around[i + 1], around[i + 3], around[i + 4])
        known = (*own, *said)
        yield beside, _placed(known, side, _close(place.since), _close(place.until)) if known else _NONE


@lru_cache(_REMEMBERED)
def _told(*around: tuple[str, ...]) -> tuple[str, ...]:
    """The names of what the two pieces before and the two after hold."""
    steps = zip(("-2", "-1", "+1", "+2"), around, strict=True)
    return tuple([f"F{step}{fact}" for step, facts in steps for fact in facts])


@lru_cache(_REMEMBERED)
def _placed(own: tuple[str, ...], side: str, since: int, until: int) -> tuple[str, ...]:
    return tuple([f"FP{name}{side}{since}{until}" for name in own])


def _close(steps: int) -> int:
    return 0 if not steps else 1 if steps < _CLOSE else 2
