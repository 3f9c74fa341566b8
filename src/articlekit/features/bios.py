"""Whether a text begins with a person, and says what he does: "Ana Ruiz is a reporter", an about-the-author box.

In: texts and the authors that the page claims. Out: a name for each, or none. The story's prose names jobs too, but
seldom begins with a person, and seldom with the author.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

_SHORTEST: Final = 40
"""Characters. Shorter lines are bylines."""
_BEGINNING: Final = 30
"""Words in which a job is looked for."""
_NAME: Final = re.compile(
    r"([A-ZÀ-ÞŁŠŽČĐА-Я][\w'’.-]*)(?:\s(?:(?:von|van|de|di|da|der|den|del)\s)?[A-ZÀ-ÞŁŠŽČĐА-Я][\w'’.-]*){1,3}"
)
"""Two to four words with capitals at the beginning."""


class Bios:
    """What tells the about-the-author boxes of one page."""

    def __init__(self, authors: Iterable[str]) -> None:
        """Take the authors that the page claims, folded."""
        self.authors = tuple(authors)

    def features(self, text: str, key: str, tokens: Sequence[str]) -> str:
        """Name whom a text begins with, and whether it says what he does; `key` is the text folded."""
        if len(text) < _SHORTEST:
            return ""
        if self.authors and key.startswith(self.authors):
            who = "author"
        elif (name := _NAME.match(text)) and name[1].lower() not in function_words():
            who = "person"
        else:
            who = ""
        job = not job_words().isdisjoint(tokens[:_BEGINNING])
        if not who:
            return "B-job" if job else ""
        return f"B{who}+" if job else f"B{who}"


@cache
def job_words() -> frozenset[str]:
    """Read the words of jobs that a bio names."""
    return frozenset(_read("people")["jobs"])


@cache
def function_words() -> frozenset[str]:
    """Read the commonest words of all languages, which begin sentences and no names."""
    return frozenset(word for words in _read("function_words").values() for word in words)


def _read(name: str) -> dict[str, list[str]]:
    lists: dict[str, list[str]] = json.loads(
        files("articlekit").joinpath("data", f"{name}.json").read_text(encoding="utf-8")
    )
    return lists
