"""The page's labelled lines, found by their roles.

In go the blocks, out come those of a role, without a look at the others: who asks wants a few lines of many.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Self

from articlekit.model import Block, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Labelled lines in reading order, and the places in it of those of each role."""

    blocks: tuple[Block, ...]
    places: Mapping[Role, Sequence[int]]

    @classmethod
    def of(cls, blocks: Iterable[Block]) -> Self:
        """Sort the blocks by their roles.

        >>> lines = Lines.of([Block(text="Rain", role=Role.HEADLINE), Block(text="It rained.", role=Role.PARAGRAPH)])
        >>> lines.at(Role.PARAGRAPH), [line.text for line in lines.labelled(Role.PARAGRAPH)]
        ([1], ['It rained.'])

        """
        held = tuple(blocks)
        places: dict[Role, list[int]] = defaultdict(list)
        for place, block in enumerate(held):
            places[block.role].append(place)
        return cls(blocks=held, places=dict(places))

    def at(self, *roles: Role) -> Sequence[int]:
        """Return the places of the lines that have one of the roles, in reading order."""
        if len(roles) == 1:
            return self.places.get(roles[0], ())
        return sorted(chain.from_iterable([self.places.get(role, ()) for role in roles]))

    def labelled(self, *roles: Role) -> list[Block]:
        """Return the lines that have one of the roles, in reading order."""
        return [self.blocks[place] for place in self.at(*roles)]
