"""What a line looks like by itself: its length, its shape, its words.

In: a piece's text. Out: short names of what is true of it. No tags, no neighbours: all this holds for plain text
too, and in any language; words count only as cues and as vocabulary that training found on many sites. Signs are
counted in the line's shape, its text with one sign for every kind of sign: one pass in C instead of a dozen.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from articlekit.features.vocabulary import Vocabulary
from articlekit.lexicon import Cue, find_cues, tokenize

SHORT: Final = 200
"""Characters. Beyond this a line is prose, and its single words say little of its role."""

KEY: Final = 60
"""Letters of a long text that stand for it in comparisons."""

_BEGINNING: Final = 300
"""Characters of a long text in which cues are looked for."""
_MOST_SHAPES: Final = 10_000
"""Characters whose kind is remembered: more than a newsroom's languages have."""
_LONGEST_LINE: Final = 6
"""Words of a line that may recur on many sites."""

_LENGTHS: Final = (2, 5, 9, 16, 26, 41, 61, 81, 111, 151, 201, 301, 501, 901)
_COARSE: Final = (16, 41, 81, 201)
_SIZES: Final = "xsmlp"
_LENGTH_NAMES: Final = tuple(f"n{step}" for step in range(len(_LENGTHS) + 1))
_SHARES: Final = (0.001, 0.1, 0.3, 0.6)
_ENDS: Final = {
    **dict.fromkeys(".。．।॥۔።", "stop"),
    **dict.fromkeys("!?！？؟", "call"),
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
    "@": "has=at",
    "©": "has=copyright",
    "|": "has=bar",
    "/": "has=slash",
    ":": "has=colon",
    "http": "has=url",
    "https": "has=url",
    "www": "has=url",
    "…": "has=dots",
    "#": "has=hash",
}
_SIGN_TOKENS: Final = frozenset(_SIGNS)
DAY: Final = re.compile(
    r"\b(?:\d{1,2}[./-]\s?\d{1,2}[./-]\s?(?:\d{4}|\d{2})|\d{4}[./-]\d{1,2}[./-]\d{1,2}"
    r"|\d{1,2}(?:st|nd|rd|th|\.|º|er)?\s(?:de\s)?[^\W\d]{3,12}\.?,?\s(?:de\s|del\s)?\d{4}"
    r"|[^\W\d]{3,12}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4})\b|\d{4}年\d{1,2}月|\d{1,2}月\d{1,2}日"
)
_WIDE_FROM: Final = "\u3040"
_WIDE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
CAPITALS: Final = re.compile(r"[^\W\d_]{3,}(?<=[A-ZÄÖÜÀ-ÞА-Я]{3})[\s,:–-].*[^\W\d_A-ZÄÖÜ]{3}")
"""A first word in capitals before others that are not: a dateline, an agency's picture description."""
_CLOCK: Final = re.compile(r"\b\d{1,2}[:.h]\d{2}\b")
_YEAR: Final = re.compile(r"\b(?:19|20)\d{2}\b")
_SENTENCE: Final = re.compile(r"[.!?…][\"”’»)]?\s+[\"“„«(]?[^\W\d_a-z]|[。！？]")
_NOISE: Final = re.compile(r"[\W_]+")


@dataclass(slots=True, kw_only=True)
class Line:
    """A line as it was read: the names of what is true of it, and what more is asked of it."""

    names: list[str]
    key: str
    """Letters and digits of its beginning."""
    tokens: Sequence[str]
    """The words and signs of its beginning."""
    words: frozenset[str]
    """The same, each once."""
    size: str
    start: str
    end: str
    themes: tuple[str, ...] = ()
    """What it opens with, or is nothing but."""
    cued: bool = False


def read_line(text: str, vocabulary: Vocabulary) -> Line:
    """Read a line: what it looks like, and which words of it are known."""
    tokens = tokenize(text[:_BEGINNING])
    words = frozenset(tokens)
    length = breadth(text)
    line = Line(
        names=[],
        key=fold(text[: 4 * KEY]),
        tokens=tokens,
        words=words,
        size=_SIZES[bisect_right(_COARSE, length)],
        start=start_of(text),
        end=end_of(text),
    )
    names = line.names
    if CAPITALS.match(text):
        names.append("capitals-first")
    names.append(_LENGTH_NAMES[bisect_right(_LENGTHS, length)])
    names.append(f"end={line.end}")
    names.append(f"start={line.start}")
    cues = find_cues(tokens)
    if len(text) > SHORT:
        names += _prose_features(text, cues)
        return line
    shape = shape_of(text)
    names += _sign_features(text, shape, words)
    names += case_features(text, shape)
    names += _vocabulary_features(tokens, vocabulary)
    if cues:
        names += _cue_features(cues, len(tokens))
        line.themes, line.cued = _themes(cues, len(tokens)), True
    return line


def words_of(text: str) -> list[str]:
    """The words and signs of a line, none for prose."""
    return tokenize(text) if len(text) <= SHORT else []


def breadth(text: str) -> int:
    """How many letters a text has, one of Chinese or Japanese counted as the two or three it stands for.

    >>> breadth("rain"), breadth("雨天です")
    (4, 10)

    """
    if text.isascii() or max(text) < _WIDE_FROM:
        return len(text)
    return len(text) + len(_WIDE.findall(text)) * 3 // 2


def length_of_line(size: int) -> int:
    """The fine length of a line of so many characters."""
    return bisect_right(_LENGTHS, size)


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


def fold(text: str) -> str:
    """A text's letters and digits alone, in lower case.

    >>> fold("Rain, – again!")
    'rainagain'

    """
    if text.isascii():  # ten times as fast
        return text.encode().translate(_LOWER, _ASCII_NOISE).decode()
    return _NOISE.sub("", text.lower())


_ASCII: Final = bytes(range(128))
_ASCII_NOISE: Final = bytes(sign for sign in _ASCII if not chr(sign).isalnum())
_LOWER: Final = bytes(range(256)).lower()


class _Shapes(dict[int, str]):
    """For each character the sign of its kind: A a for letters with case, x for others, 0 . ) and space."""

    def __missing__(self, code: int) -> str:
        kind = kind_of_sign(chr(code))
        if len(self) < _MOST_SHAPES:
            self[code] = kind
        return kind


def kind_of_sign(sign: str) -> str:
    """Return the sign that stands for a kind of sign (`shape_of`)."""
    lower, upper = sign.lower(), sign.upper()
    if sign.isalpha() and lower != upper and (sign.isupper() or upper != sign):
        return "A" if sign.isupper() and upper == sign else "a" if not sign.isupper() else "x"
    if sign.isalpha() or lower != upper:
        return "x"
    if sign.isdigit():
        return "0"
    return " " if sign.isspace() else _STOPS.get(sign, "-")


_STOPS: Final = {**dict.fromkeys(".!?…", "."), **dict.fromkeys('"”’»)', ")"), **dict.fromkeys("。！？", "!")}
_SHAPES: Final = _Shapes()
_ASCII_SHAPES: Final = "".join(kind_of_sign(chr(code)) for code in _ASCII).encode().ljust(256)


def shape_of(text: str) -> str:
    """A text with one sign for every kind of sign.

    >>> shape_of("It rained (2 days).")
    'Aa aaaaaa -0 aaaa).'

    """
    if text.isascii():  # ten times as fast
        return text.encode().translate(_ASCII_SHAPES).decode()
    return text.translate(_SHAPES)


def _sign_features(text: str, shape: str, words: frozenset[str]) -> list[str]:
    names = [*{_SIGNS[sign] for sign in words & _SIGN_TOKENS}]
    digits = shape.count("0")
    names.append(f"digits{bisect_right(_SHARES, digits / len(text))}")
    if digits:
        if DAY.search(text):
            names.append("day")
        if _CLOCK.search(text):
            names.append("clock")
        if _YEAR.search(text):
            names.append("year")
    ended = ". " in shape or ".) " in shape or "!" in shape
    names.append(f"sentences{min(len(_SENTENCE.findall(text)), 3) if ended else 0}")
    return names


def case_features(text: str, shape: str) -> list[str]:
    """Name how many of a line's words begin with a capital."""
    if "x" in shape:
        cased = [word for word in text.split() if word[0].isalpha() and word.lower() != word.upper()]
        count, capital, shouted = len(cased), sum(word[0].isupper() for word in cased), text.upper() == text
    else:
        spaced = " " + shape
        capital = spaced.count(" A")
        count, shouted = capital + spaced.count(" a"), "a" not in shape
    return ["case=none" if not count else "case=upper" if shouted else f"case={4 * capital // count}"]


def _prose_features(text: str, cues: Sequence[Cue]) -> list[str]:
    """Name the themes that the beginning of a long text keeps to, and how often."""
    names = [f"sentences{min(len(_SENTENCE.findall(text, 0, 3 * SHORT)), 3)}"]
    counts = Counter([cue.theme for cue in cues])
    names += [f"prose~{theme}{min(count, 4)}" for theme, count in counts.items()]
    names += [f"prose{sign}{min(text.count(sign), 3)}" for sign in "!?" if sign in text]
    return names


def _cue_features(cues: Sequence[Cue], count: int) -> list[str]:
    names = []
    for theme, start, end in dict.fromkeys(cues):
        if end - start == count:
            names.append(f"cue={theme}")
        if start == 0:
            names.append(f"cue^{theme}")
            if end > 1:
                names.append(f"cue^^{theme}")
        if end == count:
            names.append(f"cue${theme}")
        if end - start > 1:
            names.append(f"cue~{theme}")
    return names


def _themes(cues: Sequence[Cue], count: int) -> tuple[str, ...]:
    """The themes that a line opens with, or is nothing but."""
    found = {f"={cue.theme}" if cue.end == count else f"^{cue.theme}" for cue in cues if not cue.start}
    return tuple(sorted(found))


def _vocabulary_features(tokens: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """Name the line, and its first and last words, if training met them on many sites."""
    if not tokens:
        return []
    names = []
    first, last, words = tokens[0], tokens[-1], vocabulary.words
    if len(tokens) <= _LONGEST_LINE and (line := " ".join(tokens)) in vocabulary.lines:
        names.append(f"line={line}")
    if first in words:
        names.append(f"first={first}")
    if last in words:
        names.append(f"last={last}")
    if len(tokens) > 1 and (pair := f"{first} {tokens[1]}") in words:
        names.append(f"first={pair}")
    return names
