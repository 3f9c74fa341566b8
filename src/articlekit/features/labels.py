"""What labels, jobs, desks and agencies a line names: "Tags:", "About the author", "staff writer", "dpa".

In: a line. Out: names of what it is nothing but, opens or ends with, or holds; and what its neighbours are told of it.
The words are data: those that tell authors, credits and tags are known already, the rest is in `data/labels.json`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from articlekit.features.line import SHORT
from articlekit.lexicon import Phrases

_LONGEST_NAME: Final = 40
_STOPS: Final = frozenset(":.|•")
_OPENING: Final = frozenset({"author", "note"})
"""Words so common that they say something only at the beginning of a line."""
_KNOWN: Final[Mapping[str, Mapping[str, Sequence[str]]]] = {
    "people": {
        "author": ("labels", "other_labels"),
        "job": ("jobs", "jobs_glued"),
        "desk": ("desks",),
        "agency": ("agencies",),
        "pictures": ("picture_agencies",),
        "archive": ("archive", "symbolic"),
    },
    "topics": {"topics": ("tag_labels",)},
    "labels": {
        "topics": ("topics",),
        "caption": ("caption",),
        "bio": ("bio",),
        "summary": ("summary",),
        "note": ("note",),
    },
}
"""Which lists of which files make a theme."""
_PERSON: Final = re.compile(
    r"[A-ZÀ-ÞŁŠŽČĐА-Я][\w'’.-]*"
    r"(?:\s(?:(?:von|van|de|di|da|der|den|del|la|le|du|bin|al|el|zu|ter|ten|und)\s){0,2}[A-ZÀ-ÞŁŠŽČĐА-Я][\w'’.-]*){1,3}"
)
"""Two to four words with capitals, as a person's name is written."""


class Labels(NamedTuple):
    """What a line says of itself, and what it is nothing but, or opens with, for its neighbours."""

    names: tuple[str, ...] = ()
    openings: tuple[str, ...] = ()


def read_labels(text: str, tokens: Sequence[str]) -> Labels:
    """Find the labels in a line; of prose the tokens of its beginning will do.

    >>> read_labels("Filed under:", ["filed", "under", ":"]).names
    ('L=topics',)

    """
    found = _find(tokens, short=len(text) <= SHORT)
    names = [f"L{place}{theme}" for theme, place in found.items() if place in "=^" or theme not in _OPENING]
    openings = tuple(f"{place}{theme}" for theme, place in found.items() if place in "=^")
    if len(text) <= _LONGEST_NAME and _PERSON.fullmatch(text.strip(" ,|–-")):
        names.append("L=person")
    return Labels(tuple(names), openings)


def _find(tokens: Sequence[str], *, short: bool) -> dict[str, str]:
    """Each theme of the tokens, and the most telling place of its phrases: all, beginning, end, elsewhere."""
    end = len(tokens)
    while end and tokens[end - 1] in _STOPS:
        end -= 1
    found: dict[str, str] = {}
    for theme, start, stop in label_phrases().find(tokens, reach=None if short else 1):
        place = _place(start, ends=short and stop >= end)
        found[theme] = min(place, found.get(theme, place), key="=^$~".index)
    return dict(sorted(found.items()))


def _place(start: int, *, ends: bool) -> str:
    if start == 0:
        return "=" if ends else "^"
    return "$" if ends else "~"


@cache
def label_phrases() -> Phrases:
    """Read the phrases of all labels."""
    return Phrases(_read())


def _read() -> Iterator[tuple[str, str]]:
    for file, themes in _KNOWN.items():
        lists = json.loads(files("articlekit").joinpath("data", f"{file}.json").read_text(encoding="utf-8"))
        for theme, keys in themes.items():
            for key in keys:
                yield from ((theme, phrase) for phrase in lists[key])
