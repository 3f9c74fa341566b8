"""Which words a line holds, of those that tell something on many sites.

In: a line. Out: a name for each telling word. In plain text, where no markup helps, a word also counts by the length of
the line it stands in: `subscribe` in a short line is a button.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from articlekit.lexicon import tokenize

_BEGINNING: Final = 120
"""Characters of a line of a page whose words are looked at."""
_BEGINNING_OF_TEXT: Final = 400
"""The same for plain text."""
_SHORT: Final = 60
_LONG: Final = 200


def telling_words(text: str, known: frozenset[str]) -> frozenset[str]:
    """Pick the telling words out of a line."""
    return known.intersection(tokenize(text))


def word_features(text: str, known: frozenset[str], *, plain: bool) -> Iterator[str]:
    """Name the telling words at the beginning of a line."""
    found = sorted(telling_words(text[: _BEGINNING_OF_TEXT if plain else _BEGINNING], known))
    for word in found:
        yield f"word={word}"
    if plain:
        size = "s" if len(text) <= _SHORT else "m" if len(text) <= _LONG else "l"
        for word in found:
            yield f"word{size}={word}"
