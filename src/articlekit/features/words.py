"""Which words a line holds, of those that tell something on many sites.

In: a line. Out: a name for each telling word. In plain text, where no markup helps, a word also counts by the length of
the line it stands in: `subscribe` in a short line is a button.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_SHORT: Final = 60
_LONG: Final = 200


def word_features(text: str, words: frozenset[str], known: frozenset[str], *, plain: bool) -> Iterator[str]:
    """Name the telling words among those at the beginning of a line."""
    found = words & known
    for word in found:
        yield f"word={word}"
    if plain:
        size = "s" if len(text) <= _SHORT else "m" if len(text) <= _LONG else "l"
        for word in found:
            yield f"word{size}={word}"
