"""The words that give a role away, in many languages, and how they are found in a line.

In: a line's tokens. Out: the themes (`related`, `promo`, `image_credit`, …) whose phrases it holds, and where. The
phrases are data (`data/cues.json`); here is only the matching: a table from a phrase's first token to the rest, so
that a line costs one look-up a token whatever the number of languages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

TOKEN: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+|[^\w\s]")
"""A word, a sign, or one letter of a script that is written without spaces."""


class _Opening(NamedTuple):
    """What phrases begin with a token: themes of the token alone, and by the second token the rest and the themes."""

    alone: tuple[str, ...]
    longer: dict[str, tuple[tuple[tuple[str, ...], str], ...]]


class Cue(NamedTuple):
    """A phrase of a theme, found at the half-open range of tokens."""

    theme: str
    start: int
    end: int


def tokenize(line: str) -> list[str]:
    """Cut a line into lower-case words and signs.

    >>> tokenize("Foto: AP/Ana Ruiz")
    ['foto', ':', 'ap', '/', 'ana', 'ruiz']

    """
    return TOKEN.findall(line.lower())


class Phrases:
    """Phrases of several themes, by their first token and then their second."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        """Take themes and their phrases."""
        found: dict[str, set[tuple[tuple[str, ...], str]]] = {}
        for theme, phrase in phrases:
            if tokens := tuple(tokenize(phrase)):
                found.setdefault(tokens[0], set()).add((tokens, theme))
        self._openings = {
            first: _opening(sorted(known, key=lambda item: (-len(item[0]), item))) for first, known in found.items()
        }
        self._firsts = frozenset(self._openings)

    def listed(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """List all themes and phrases, these as tokens."""
        for first, (alone, longer) in self._openings.items():
            yield from ((theme, (first,)) for theme in alone)
            yield from ((theme, phrase) for phrases in longer.values() for phrase, theme in phrases)

    def may_open(self, line: str) -> bool:
        """Whether a line begins with a phrase's first token; most do not, and this is soon seen."""
        first = TOKEN.search(line.lower())
        return first is not None and first[0] in self._openings

    def find(self, tokens: Sequence[str], *, reach: int | None = None) -> list[Cue]:
        """Find every phrase among the tokens, or of those that begin with one of the first so many."""
        starting = tokens[:reach] if reach else tokens
        found: list[Cue] = []
        if self._firsts.isdisjoint(starting):
            return found
        for start, token in enumerate(starting):
            if token not in self._openings:
                continue
            alone, longer = self._openings[token]
            if longer and start + 1 < len(tokens):
                for phrase, theme in longer.get(tokens[start + 1], ()):
                    end = start + len(phrase)
                    if tuple(tokens[start:end]) == phrase:
                        found.append(Cue(theme, start, end))
            found += [Cue(theme, start, start + 1) for theme in alone]
        return found


def find_cues(tokens: Sequence[str]) -> list[Cue]:
    """Find every phrase of every theme of `data/cues.json` among the tokens.

    >>> {cue.theme for cue in find_cues(tokenize("Newsletter abonnieren"))}
    {'promo'}

    """
    return cue_phrases().find(tokens)


@cache
def _cues() -> dict[str, dict[str, list[str]]]:
    text = files("articlekit").joinpath("data", "cues.json").read_text(encoding="utf-8")
    cues: dict[str, dict[str, list[str]]] = json.loads(text)
    return cues


@cache
def cue_phrases() -> Phrases:
    """Read the phrases of all themes of `data/cues.json`, in all languages."""
    return Phrases((theme, cue) for themes in _cues().values() for theme, cues in themes.items() for cue in cues)


def _opening(phrases: Sequence[tuple[tuple[str, ...], str]]) -> _Opening:
    longer: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {}
    for phrase, theme in phrases:
        if len(phrase) > 1:
            longer[phrase[1]] = (*longer.get(phrase[1], ()), (phrase, theme))
    return _Opening(tuple(theme for phrase, theme in phrases if len(phrase) == 1), longer)


@cache
def credit_label() -> re.Pattern[str]:
    """An expression for the words that open a credit: `Foto:`, `Photo by`, `©`.

    A label is a cue that ends in a colon or is one word long followed by one; or ends in a preposition.
    """
    return re.compile(_credit_expression(), re.IGNORECASE)


def find_credit_label(text: str, reach: int) -> int | None:
    """Find where the first label of a credit begins, of those that end in the last so many characters.

    >>> find_credit_label("The new bridge. Foto: Ana Ruiz", 20), find_credit_label("The new bridge", 20)
    (16, None)

    """
    begin = max(0, len(text) - reach - LONGEST_LABEL)
    near = text[begin:].replace("İ", "I").lower()  # the one letter whose lower case is longer
    if not _end_of_label().search(near):  # most lines hold none, and this is soon seen
        return None
    first = max(0, len(text) - reach) - begin
    return next((begin + m.start() for m in _lower_case_label().finditer(near) if m.end() >= first), None)


@cache
def _lower_case_label() -> re.Pattern[str]:
    """What finds labels in lower-case text; ten times as fast as ignoring case."""
    return re.compile(_credit_expression())


@cache
def _end_of_label() -> re.Pattern[str]:
    """An expression for what labels end with, in lower-case text, where the rest of one stands before it."""
    labels = openings()
    before_colon = "|".join(rf"(?<={re.escape(label)}:)|(?<={re.escape(label)}\s:)" for label in labels)
    ends = [rf":(?:{before_colon})", "©", r"\(c\)\s"]
    for word in sorted({label.rpartition(" ")[2] for label in labels if _ends_open(label)}):
        before = "|".join(rf"(?<={re.escape(label)}\s)" for label in labels if label.endswith(f" {word}"))
        ends.append(rf"{word}\s(?:{before})")
    return re.compile("|".join(ends))


@cache
def openings() -> tuple[str, ...]:
    """The words, in lower case, that open a credit where a colon follows them: `photo`."""
    return tuple(sorted({cue.rstrip(":").strip().lower() for cue in _openings()}))


@cache
def openings_without_colon() -> tuple[str, ...]:
    """Those that open one where a space follows them, too: `photo by`."""
    return tuple(opening for opening in openings() if _ends_open(opening))


def _credit_expression() -> str:
    words = "|".join(map(re.escape, sorted(openings(), key=len, reverse=True)))
    open_ended = "|".join(map(re.escape, openings_without_colon())) or r"(?!)"
    return rf"(?:\b(?:{words})\s?:|\b(?:{open_ended})\s|©|\(c\)\s)"


@cache
def _openings() -> tuple[str, ...]:
    cues = sorted({cue for themes in _cues().values() for cue in themes.get("image_credit", ())})
    return tuple(cue for cue in cues if cue.endswith(":") or _ends_open(cue))


def _ends_open(cue: str) -> bool:
    return cue.endswith(_PREPOSITIONS)


_PREPOSITIONS: Final = (" by", " von", " de", " par", " di", " av", " af", " door", " courtesy", " of")
LONGEST_LABEL: Final = 40
"""Characters, a generous bound."""


@cache
def agencies() -> frozenset[str]:
    """Names of picture agencies and stock houses, as tokens joined with spaces."""
    known = _cues().get("und", {}).get("image_credit", ())
    return frozenset(" ".join(tokenize(cue.strip("/()"))) for cue in known if cue != "©")
