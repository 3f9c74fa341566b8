"""What training met on many sites, and so may look for anywhere."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Words of class names and addresses, short lines, first and last words, telling words."""

    names: frozenset[str] = frozenset()
    lines: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    telling: frozenset[str] = frozenset()
