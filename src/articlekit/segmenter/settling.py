"""Settle which role each piece has by what all pieces of the page say together.

In: for each piece the probability of every role, its length, and the role chosen for it alone. Out: a role each, on the
same side of the story. Chosen alone, a page may have no headline, because its one likely line is more likely a button,
and of forty lines that are tags with a probability of a quarter none is one, although ten must be. So for each role the
F measure to expect on the page is asked for, and pieces change their role, one after the other, as long as the sum of
these measures grows. A role that is said where it may not be at all costs what one costs that surely is there and is
not said (`_STAKE`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from articlekit.model import STORY_ROLES, Role

_STAKE: Final = 0.3
"""An F measure: what a role has to be worth on a page to be said at all, times how probable it is that it is there.
From 0.2 to 0.5 role F1 changes by 0.5 at most."""
_LIKELY: Final = 0.05
"""A role that is less probable of a piece is not considered."""
_ROUNDS: Final = 3
"""Times that all pieces are looked at; after the first hardly one changes."""
_SURE: Final = 0.999
"""A probability; a line that has more of a role does not settle alone that the page has it."""
_LEAST_GAIN: Final = 1e-9
"""In F; less is rounding."""

Odds = Mapping[Role, float]
"""The probability of each role of a piece."""


class _Sums:
    """What is said of a role on a page: in characters, `given` it, of these `right`, and `due` to it, as expected."""

    __slots__ = ("absent", "due", "given", "right")

    def __init__(self) -> None:
        self.given = self.right = self.due = 0.0
        self.absent = 1.0

    def expect(self, share: float, size: int) -> None:
        """Count a piece of which the role has this probability. Lines of a role come together, thus the square."""
        self.due += share * size
        self.absent *= 1 - min(share, _SURE) ** 2

    def give(self, share: float, size: int) -> None:
        """Say the role of a piece; of a negative size, take it back."""
        self.given += size
        self.right += share * size

    def worth(self, share: float = 0.0, size: int = 0) -> float:
        """The measure to expect if a piece more had the role, less the stake."""
        given = self.given + size
        if given <= 0:
            return -_STAKE * (1 - self.absent)
        return min(1.0, 2 * (self.right + share * size) / (given + self.due)) - _STAKE


def settle_roles(odds: Sequence[Odds], sizes: Sequence[int], chosen: Sequence[Role]) -> list[Role]:
    """Change roles chosen piece by piece into those that are best together.

    >>> doubtful = {Role.INTERFACE: 0.6, Role.HEADLINE: 0.4}
    >>> settle_roles([doubtful, {Role.INTERFACE: 1.0}], [40, 40], [Role.INTERFACE, Role.INTERFACE])
    [<Role.HEADLINE: 'headline'>, <Role.INTERFACE: 'interface'>]

    """
    sums: dict[Role, _Sums] = defaultdict(_Sums)
    for each, size, role in zip(odds, sizes, chosen, strict=True):
        for other, share in each.items():
            sums[other].expect(share, size)
        sums[role].give(each.get(role, 0.0), size)
    settled = [*chosen]
    for _ in range(_ROUNDS):
        before = [*settled]
        for place, (each, size) in enumerate(zip(odds, sizes, strict=True)):
            if len(each) > 1:
                settled[place] = _better(each, size, settled[place], sums)
        if settled == before:
            break
    return settled


def _better(odds: Odds, size: int, role: Role, sums: Mapping[Role, _Sums]) -> Role:
    """The role with which a piece adds most to the page's sum of measures."""
    own = sums[role]
    share = odds.get(role, 0.0)
    best, most = role, own.worth() - own.worth(share, -size) + _LEAST_GAIN
    for other, likely in odds.items():
        if other is role or likely < _LIKELY or (other in STORY_ROLES) is not (role in STORY_ROLES):
            continue
        gain = sums[other].worth(likely, size) - sums[other].worth()
        if gain > most:
            best, most = other, gain
    if best is not role:
        own.give(share, -size)
        sums[best].give(odds[best], size)
    return best
