"""A picture's credit, without its label and brackets. A stand-in until `people.parse_credit` is there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from articlekit.cleaner.carving import names_an_agency
from articlekit.lexicon import credit_label

_EDGES: Final = " \t|,;:/–—-()[]（）【】."


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A credit's words and parts."""

    text: str | None
    people: tuple[str, ...] = ()
    agency: str | None = None


def parse_credit(text: str) -> Credit:
    """Take a credit apart."""
    bare = text.strip(_EDGES)
    while (match := credit_label().match(bare)) and match.end() < len(bare):
        bare = bare[match.end() :].strip(_EDGES)
    parts = [part.strip() for part in re.split(r"[/|,]", bare) if part.strip()]
    people = tuple(part for part in parts if not names_an_agency(part) and " " in part)
    agency = next((part for part in parts if names_an_agency(part)), None)
    return Credit(text=bare or None, people=people, agency=agency)
