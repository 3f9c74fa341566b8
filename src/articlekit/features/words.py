"""Which words a line holds, of those that tell something on many sites.

In: a line. Out: a name for each telling word. In plain text, where no markup helps, a word also counts by the length of
the line it stands in: `subscribe` in a short line is a button.
"""

from __future__ import annotations

from typing import Final

_SHORT: Final = 60
_LONG: Final = 200


def word_features(text: str, words: frozenset[str], known: frozenset[str], *, plain: bool) -> list[str]:
    """Name the telling words among those at the beginning of a line."""
    found = words & known
    names = [f"word={word}" for word in found]
    if plain:
        size = "s" if len(text) <= _SHORT else "m" if len(text) <= _LONG else "l"
        names += [f"word{size}={word}" for word in found]
    return names
