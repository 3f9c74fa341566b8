"""What a line offers: a newsletter, an app, a subscription, a ticket; and how many lines around it offer something.

In: the lines of a window. Out: a tuple of names for each. The words are those that tell the kinds of promos apart
(`data/promos.json`); one alone says little, three lines of them are a box.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate
from typing import Final, NamedTuple

from articlekit.lexicon import Phrases

ACCOUNT: Final = "account"
"""What a line offers that asks its reader to sign up, or in, for whatever it may be."""
_REACH: Final = 3
"""Lines to each side that are counted."""
_SHORT: Final = 60
_LONG: Final = 200
_MOST: Final = 3
_REMEMBERED: Final = 4096

Offer = tuple[tuple[str, ...], int]
"""The kinds of what a line offers, and how many words say so."""
_NONE: Final[Offer] = ((), 0)


def read_offer(tokens: Sequence[str]) -> Offer:
    """Find what a line offers by its tokens; of a text, those of its beginning.

    >>> read_offer(["our", "newsletter", "and", "app"])
    (('app', 'newsletter'), 2)

    """
    kinds = [kind for kind, _, _ in offer_phrases().find(tokens)]
    return (tuple(sorted(set(kinds))), len(kinds)) if kinds else _NONE


def offer_features(texts: Sequence[str], offers: Sequence[Offer]) -> list[tuple[str, ...]]:
    """Name what each line offers, and what those around it do."""
    sums = [0, *accumulate([bool(kinds) for kinds, _ in offers])]
    end = len(offers)
    around = [_NONE, *offers, _NONE]
    return [
        _names(
            offer,
            "s" if len(text) < _SHORT else "m" if len(text) <= _LONG else "l",
            min(sums[min(end, i + _REACH + 1)] - sums[max(0, i - _REACH)] - bool(offer[0]), _MOST + 1),
            around[i][0],
            around[i + 2][0],
        )
        for i, (text, offer) in enumerate(zip(texts, offers, strict=True))
    ]


@lru_cache(_REMEMBERED)
def _names(offer: Offer, size: str, near: int, before: tuple[str, ...], after: tuple[str, ...]) -> tuple[str, ...]:
    kinds, count = offer
    names = [f"O{kind}{size}" for kind in kinds]
    if kinds:
        names.append(f"O{size}{min(_MOST, count)}")
    names.append(f"Onear{near}{'+' if kinds else ''}")
    names += [f"O-1{kind}" for kind in before]
    names += [f"O+1{kind}" for kind in after]
    return tuple(names)


class KnownOffers(NamedTuple):
    """What `data/promos.json` holds: words and hosts by the kind of offer that they tell, and words of accounts."""

    words: dict[str, list[str]]
    account: list[str]
    hosts: dict[str, list[str]]


@cache
def known_offers() -> KnownOffers:
    """Read what tells offers."""
    data = json.loads(files("articlekit").joinpath("data", "promos.json").read_text(encoding="utf-8"))
    return KnownOffers(words=data["words"], account=data["account"], hosts=data["hosts"])


@cache
def offer_phrases() -> Phrases:
    """Gather the phrases of all kinds of offers, and of accounts."""
    known = known_offers()
    kinds = {**known.words, ACCOUNT: known.account}
    return Phrases((kind, phrase) for kind, phrases in kinds.items() for phrase in phrases)
