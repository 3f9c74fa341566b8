"""Whether the story is behind a paywall: as the markup states it, else as an offer on the page says.

The markup's statement is a contract with search engines, so it goes first. Where there is none, an offer among the
page's promos that must be taken to read on tells a paywall; no page tells that it has none. The phrases are data
(`data/paywall.json`).
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Final

import msgspec

from articlekit.claims import PageClaims
from articlekit.lines import Lines
from articlekit.model import Role

_OFFERS: Final = (Role.PROMO, Role.INTERFACE)
_MAX_OFFER: Final = 250
"""Characters of an offer's line."""


def choose_paywalled(claims: PageClaims, lines: Lines) -> bool | None:
    """Choose whether the story must be paid for; None where the page does not say.

    >>> from articlekit.model import Block
    >>> offer = Block(text="Subscribe to read the full story", role=Role.PROMO)
    >>> choose_paywalled(PageClaims(), Lines.of([offer]))
    True
    >>> choose_paywalled(PageClaims(), Lines.of([])) is None
    True

    """
    said = claims.values("paywalled")
    if said:
        return "true" in said  # the strictest holds: a free teaser has a paid story behind it
    offers = [line.text for line in lines.labelled(*_OFFERS) if not line.hidden]
    asked = "\n".join([offer for offer in offers if len(offer) <= _MAX_OFFER]).lower()
    return True if asked and any(map(asked.__contains__, _phrases())) else None


@cache
def _phrases() -> tuple[str, ...]:
    data = resources.files("articlekit").joinpath("data/paywall.json").read_bytes()
    return msgspec.json.decode(data, type=tuple[str, ...])
