"""What training met on many sites, and so may look for anywhere; and the names that pieces are described by.

A name is a short text that says what is true of a piece. Names that are true together come in bundles, tuples that many
pieces share, so that whoever weighs names weighs a bundle once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Bundle = tuple[str, ...]
"""Names that are true together of every piece that has this very tuple."""
Row = Sequence[Bundle]
"""What is true of one piece."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Words of class names and addresses, short lines, first and last words, telling words."""

    names: frozenset[str] = frozenset()
    lines: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    telling: frozenset[str] = frozenset()


def names_of(row: Iterable[Bundle]) -> list[str]:
    """All names of a row, in one order whatever the process."""
    return sorted(name for bundle in row for name in bundle)
