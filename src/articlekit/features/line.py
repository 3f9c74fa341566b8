"""What a line looks like by itself: its length, its shape, its words.

In: a piece's text. Out: short names of what is true of it. No tags, no neighbours: all this holds for plain text
too, and in any language; words count only as cues and as vocabulary that training found on many sites.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from articlekit.lexicon import Cue, find_cues, tokenize

SHORT: Final = 200
"""Characters. Beyond this a line is prose, and its single words say little of its role."""

_BEGINNING: Final = 300
"""Characters of a long text in which cues are looked for."""

_LENGTHS: Final = (2, 5, 9, 16, 26, 41, 61, 81, 111, 151, 201, 301, 501, 901)
_WORDS: Final = (2, 3, 4, 6, 9, 13, 18, 25, 40, 80)
_COARSE: Final = (16, 41, 81, 201)
_SHARES: Final = (0.001, 0.1, 0.3, 0.6)
_ENDS: Final = {
    **dict.fromkeys(".。．", "stop"),
    **dict.fromkeys("!?！？", "call"),
    **dict.fromkeys(":：", "colon"),
    **dict.fromkeys(",;、", "comma"),
    **dict.fromkeys("\"'”’“»«›」』", "quote"),
    **dict.fromkeys(")]）", "bracket"),
    **dict.fromkeys(">→»›▶►", "arrow"),
    "…": "dots",
}
_STARTS: Final = {
    **dict.fromkeys("\"'“„«»‘「『›", "quote"),
    **dict.fromkeys("([（【", "bracket"),
    **dict.fromkeys("-–—•*·●▪►▶→›>+", "bullet"),
    "©": "copyright",
    "#": "hash",
    "@": "at",
}
_SIGNS: Final = {
    "@": "at",
    "©": "copyright",
    "|": "bar",
    "/": "slash",
    ":": "colon",
    "http": "url",
    "www.": "url",
    "…": "dots",
    "#": "hash",
}
_DAY: Final = re.compile(
    r"\b(?:\d{1,2}[./-]\s?\d{1,2}[./-]\s?(?:\d{4}|\d{2})|\d{4}[./-]\d{1,2}[./-]\d{1,2}"
    r"|\d{1,2}(?:st|nd|rd|th|\.|º|er)?\s(?:de\s)?[^\W\d]{3,12}\.?,?\s(?:de\s|del\s)?\d{4}"
    r"|[^\W\d]{3,12}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4})\b|\d{4}年\d{1,2}月|\d{1,2}月\d{1,2}日"
)
_CAPITALS: Final = re.compile(r"[^\W\d_]{3,}(?<=[A-ZÄÖÜÀ-ÞА-Я]{3})[\s,:–-].*[^\W\d_A-ZÄÖÜ]{3}")
"""A first word in capitals before others that are not: a dateline, an agency's picture description."""
_CLOCK: Final = re.compile(r"\b\d{1,2}[:.h]\d{2}\b")
_YEAR: Final = re.compile(r"\b(?:19|20)\d{2}\b")
_SENTENCE: Final = re.compile(r"[.!?…][\"”’»)]?\s+[\"“„«(]?[^\W\d_a-z]|[。！？]")


def length_of(text: str) -> str:
    """The coarse length of a line, for its neighbours to see."""
    return "xsmlp"[bisect_right(_COARSE, len(text))]


def length_of_line(size: int) -> int:
    """The fine length of a line of so many characters."""
    return bisect_right(_LENGTHS, size)


def line_features(text: str, tokens: Sequence[str], cues: Sequence[Cue]) -> Iterator[str]:
    """Name what is true of a line; tokens and cues are empty for long ones."""
    size = len(text)
    if _CAPITALS.match(text):
        yield "capitals-first"
    yield f"n{bisect_right(_LENGTHS, size)}"
    yield f"w{bisect_right(_WORDS, text.count(' ') + 1)}"
    yield f"end={end_of(text)}"
    yield f"start={start_of(text)}"
    if size <= 2 * SHORT:
        yield from _short_features(text)
    if size > SHORT:
        sentences = len(_SENTENCE.findall(text, 0, 3 * SHORT))
        yield f"sentences{min(sentences, 3)}"
        yield from _prose_cues(text)
        return
    yield from _case_features(text, tokens)
    yield from _cue_features(cues, len(tokens))


def end_of(text: str) -> str:
    """What kind of sign a line ends in."""
    last = text[-1]
    if last == "." and text.endswith("..."):
        return "dots"
    return _ENDS.get(last) or ("digit" if last.isdigit() else "letter" if last.isalpha() else "sign")


def start_of(text: str) -> str:
    """What kind of sign a line starts with."""
    first = text[0]
    if named := _STARTS.get(first):
        return named
    if first.isdigit():
        return "digit"
    return "upper" if first.isupper() else "lower" if first.islower() else "letter" if first.isalpha() else "sign"


def _short_features(text: str) -> Iterator[str]:
    for sign, name in _SIGNS.items():
        if sign in text:
            yield f"has={name}"
    digits = sum(map(str.isdigit, text))
    yield f"digits{bisect_right(_SHARES, digits / len(text))}"
    if digits:
        if _DAY.search(text):
            yield "day"
        if _CLOCK.search(text):
            yield "clock"
        if _YEAR.search(text):
            yield "year"
    sentences = len(_SENTENCE.findall(text))
    yield f"sentences{min(sentences, 3)}"


def _case_features(text: str, tokens: Sequence[str]) -> Iterator[str]:
    words = text.split()
    cased = [word for word in words if word[0].isalpha() and word.lower() != word.upper()]
    if not cased:
        yield "case=none"
    elif text.upper() == text:
        yield "case=upper"
    else:
        capital = sum(word[0].isupper() for word in cased)
        yield f"case={4 * capital // len(cased)}"
    yield f"signs{bisect_right(_SHARES, 1 - sum(map(str.isalnum, ''.join(tokens))) / max(1, len(''.join(tokens))))}"


def _prose_cues(text: str) -> Iterator[str]:
    """Name the themes that the beginning of a long text keeps to, and how often."""
    counts = Counter(cue.theme for cue in find_cues(tokenize(text[:_BEGINNING])))
    for theme, count in counts.items():
        yield f"prose~{theme}{min(count, 4)}"
    for sign in "!?":
        if sign in text:
            yield f"prose{sign}{min(text.count(sign), 3)}"


def _cue_features(cues: Sequence[Cue], count: int) -> Iterator[str]:
    for theme, start, end in dict.fromkeys(cues):
        if end - start == count:
            yield f"cue={theme}"
        if start == 0:
            yield f"cue^{theme}"
            if end > 1:
                yield f"cue^^{theme}"
        if end == count:
            yield f"cue${theme}"
        if end - start > 1:
            yield f"cue~{theme}"


def read_line(text: str) -> tuple[list[str], list[Cue]]:
    """The tokens and cues of a line, none for prose."""
    if len(text) > SHORT:
        return [], []
    tokens = tokenize(text)
    return tokens, find_cues(tokens)
