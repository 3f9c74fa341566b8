"""What a galley tells: the lines of a plain text by their place in the whole of it, where no markup says anything.

In: the lines of a plain text, as they were read. Out: for each the names of what its place tells: where the story
runs (the densest stretch of prose), which line above it has most of the story's words (its title, most likely),
runs of short lines, and of what kinds the lines around are: prose, titles, labels, dates, names, credits, cues.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from math import log
from typing import Final, NamedTuple

from articlekit.cleaner import Piece
from articlekit.cleaner.carving import names_an_agency
from articlekit.features.line import Line, breadth
from articlekit.lexicon import find_credit_label

_PROSE: Final = 60
"""Letters of a line that may be prose, if it ends in a sign."""
_LONG: Final = 150
"""Letters of a line that is prose however it ends."""
_MOST: Final = 300
"""Letters of a line beyond which more are no more evidence."""
_LOOSE: Final = (0, 20)
"""What a line of prose, and any other, take from a stretch of prose that is to hold all of the story (of ten pairs,
by the story's paragraphs in and out of it: recall 0.99)."""
_TIGHT: Final = (60, 80)
"""The same for its surest part (precision 0.93)."""
_STEPS: Final = (1, 2, 3, 4, 6, 9, 14, 25, 50)
_TOP: Final = 6
_RUNS: Final = (2, 3, 5, 9, 20, 50)
_RATIOS: Final = (0.15, 0.3, 0.5, 0.75, 1.2, 2.0)
_TITLE: Final = (12, 200)
_USUAL_TITLE: Final = (30, 120)
_CREDIT: Final = 120
_LABEL_AT: Final = 3
_DATED: Final = 80
_SIGHT: Final = 5
_FEWEST: Final = 3
_HALF: Final = (0.34, 0.6, 0.85)
_SLASHED: Final = re.compile(r"[^\W\d_]\s?/\s?[^\W\d_a-z]")
_NAMED: Final = re.compile(r"[^\W\d_a-z][\w.’'-]+(?:\s(?:[^\W\d_]{1,3}\.?\s)?[^\W\d_a-z][\w.’'-]+){1,3}$")
_TOPICAL: Final = (0.01, 0.3, 0.6, 0.9)
_AROUND: Final = 3
_CUES: Final = ("cue^", "cue~", "cue=")
_PROSE_CUES: Final = "prose~"
_MEDIUM: Final = (0, 40)
_BY_SHARED: Final = 0.6
_BY_DISTANCE: Final = 0.03
_BY_TOP: Final = 0.5
_BY_LENGTH: Final = 0.2
"""What speaks for a title beside the share of its words that the story has: their number, nearness to the story, the
first two lines, a usual length (the line is a headline on 68 % of the labelled texts)."""
_FIRST: Final = 2
_LISTS: Final = {"N": "S", "L": "T"}
_KINDS: Final = {
    "related": "r",
    "promo": "o",
    "share": "i",
    "comments": "k",
    "advertisement": "a",
    "byline": "b",
    "dates": "d",
    "image_credit": "C",
    "reading_time": "d",
}


class _Span(NamedTuple):
    """A stretch of lines."""

    start: int
    stop: int


def galley_features(pieces: Sequence[Piece], lines: Sequence[Line], words: Sequence[frozenset[str]]) -> list[list[str]]:
    """Name what the whole of a text tells of each of its lines; `words` are those that may be their topics."""
    texts = [piece.text for piece in pieces]
    sizes = [breadth(text) for text in texts]
    prose = [_prose(text, size) for text, size in zip(texts, sizes, strict=True)]
    loose, tight = (_densest(prose, *weights) for weights in (_LOOSE, _TIGHT))
    core = _densest(prose, *_MEDIUM)
    title = _title(texts, prose, words, core)
    kinds = [_kind(text, line, amount) for text, line, amount in zip(texts, lines, prose, strict=True)]
    usual = sorted(amount for amount in prose[core.start : core.stop] if amount)
    middle = usual[len(usual) // 2] if usual else _PROSE
    rows = [
        [
            *_place(i, loose, tight, line),
            *_by_title(i, title, line),
            f"&ratio{bisect_right(_RATIOS, size / middle)}",
        ]
        for i, (size, line) in enumerate(zip(sizes, lines, strict=True))
    ]
    _add_runs(rows, kinds)
    _add_kinds(rows, kinds)
    _add_halves(rows, words)
    _add_lists(rows, kinds, _topical(words, prose, loose), tight)
    _add_themes(rows, lines)
    return rows


def _prose(text: str, size: int) -> int:
    """How much evidence of prose a line is; any sign ends a sentence, whatever the script."""
    return 0 if size < _PROSE or (size < _LONG and text[-1].isalnum()) else min(size, _MOST)


def _densest(prose: Sequence[int], less: int, other: int) -> _Span:
    """The stretch with most prose, lines that are none taken off (Kadane's algorithm)."""
    most = total = start = 0
    best = _Span(0, 0)
    for i, amount in enumerate(prose):
        total += amount - less if amount else -other
        if total <= 0:
            total, start = 0, i + 1
        elif total > most:
            most, best = total, _Span(start, i + 1)
    return best


def _title(texts: Sequence[str], prose: Sequence[int], words: Sequence[frozenset[str]], core: _Span) -> int | None:
    """The line above the story that has most of the story's words, and the look of a title."""
    said: set[str] = set()
    for i in range(core.start, core.stop):
        if prose[i]:
            said |= words[i]
    best, found = 0.0, None
    for i in range(max(1, core.start)):
        size = breadth(texts[i])
        if not _TITLE[0] <= size <= _TITLE[1] or texts[i][-1] in ".,;" or not words[i]:
            continue
        shared = len(words[i] & said)
        score = shared / (len(words[i]) + 1) + _BY_SHARED * log(1 + shared) - _BY_DISTANCE * (core.start - i) ** 0.5
        score += _BY_TOP * (i < _FIRST) + _BY_LENGTH * (_USUAL_TITLE[0] <= size <= _USUAL_TITLE[1])
        if score > best:
            best, found = score, i
    return found


def _place(i: int, loose: _Span, tight: _Span, line: Line) -> list[str]:
    one, other = _where(i, loose), _where(i, tight)
    names = [f"story{one}", f"dense{other}", f"&sy{one}{line.size}", f"&co{other}{line.size}{line.end}"]
    if i < _TOP:
        names.append(f"top{i}")
    return names


def _where(i: int, span: _Span) -> str:
    if i < span.start:
        return f"-{bisect_right(_STEPS, span.start - i)}"
    if i >= span.stop:
        return f"+{bisect_right(_STEPS, i - span.stop + 1)}"
    return "<" if i == span.start else ">" if i == span.stop - 1 else "="


def _by_title(i: int, title: int | None, line: Line) -> list[str]:
    if title is None:
        return ["title?"]
    away = i - title
    steps = bisect_right(_STEPS, abs(away))
    place = f"title{'+' if away > 0 else '-'}{steps}" if away else "title="
    return [place, f"&{place}{line.size}{line.end}"]


def _kind(text: str, line: Line, prose: int) -> str:
    """One letter for what kind of line this is."""
    if _is_credit(text):
        return "C"
    if line.themes and line.size in "xsm":
        for theme in line.themes:
            if kind := _KINDS.get(theme[1:]):
                return kind.upper() if theme[0] == "=" else kind
    if prose:
        return "P"
    if len(text) <= _DATED and ("day" in line.names or "clock" in line.names):
        return "D"
    if line.size in "xs" and _NAMED.match(text):
        return "N"
    stop = line.end in ("stop", "call", "quote", "dots")
    size = "S" if line.size in "xs" else "T" if line.size == "m" else "L"
    return size.lower() if stop else size


def _is_credit(text: str) -> bool:
    """Whether a line is a credit by its look: a label in front, an agency, names with a slash between."""
    if len(text) > _CREDIT:
        return False
    label = find_credit_label(text, _CREDIT)
    if (label is not None and label <= _LABEL_AT) or names_an_agency(text):
        return True
    return "/" in text and text[0].isupper() and _SLASHED.search(text) is not None


def _add_runs(rows: Sequence[list[str]], kinds: Sequence[str]) -> None:
    """Tell the lines between prose how many they are, and how far they are from its ends."""
    i = 0
    for is_prose, run in groupby(kinds, key=lambda kind: kind == "P"):
        count = len(list(run))
        size = bisect_right(_RUNS, count)
        for k in range(count if not is_prose else 0):
            from_end = bisect_right(_RUNS, count - k - 1)
            rows[i + k] += (f"&run{size}", f"&run{size}{kinds[i + k]}", f"&run-{from_end}{kinds[i + k]}")
        i += count


def _add_kinds(rows: Sequence[list[str]], kinds: Sequence[str]) -> None:
    """Tell each line its own kind, and those of the lines around it in twos and threes."""
    edged = ["^", "^", *kinds, "$", "$"]
    for row, a, b, own, c, d in zip(rows, edged, edged[1:], kinds, edged[3:], edged[4:], strict=False):
        row.extend(
            (f"&k{own}", f"&k<{b}{own}", f"&k>{own}{c}", f"&k={b}{own}{c}", f"&k<<{a}{b}{own}", f"&k>>{own}{c}{d}")
        )


def _add_halves(rows: Sequence[list[str]], words: Sequence[frozenset[str]]) -> None:
    """Tell lines nearby that have many words of the shorter of them in common: captions and what stands for them."""
    for i, some in enumerate(words):
        for step in range(1, _SIGHT):
            if len(some) < _FEWEST or i + step >= len(words) or len(words[i + step]) < _FEWEST:
                continue
            other = words[i + step]
            share = bisect_right(_HALF, len(some & other) / min(len(some), len(other)))
            if share:
                rows[i].append(f"half+{share}{'' if step > 1 else '!'}")
                rows[i + step].append(f"half-{share}{'' if step > 1 else '!'}")


def _topical(words: Sequence[frozenset[str]], prose: Sequence[int], loose: _Span) -> list[float]:
    """How much of each line's words the story has, lines of the story left out of what they are held against."""
    said: Counter[str] = Counter()
    for i in range(loose.start, loose.stop):
        if prose[i]:
            said.update(words[i])
    return [
        sum(said[word] > (prose[i] > 0 and loose.start <= i < loose.stop) for word in some) / len(some) if some else 0.0
        for i, some in enumerate(words)
    ]


def _add_lists(rows: Sequence[list[str]], kinds: Sequence[str], topical: Sequence[float], tight: _Span) -> None:
    """Tell lines of one kind in a row how many they are, and how much they have to do with the story."""
    i = 0
    for kind, run in groupby(kinds, key=lambda kind: _LISTS.get(kind, kind)):
        count = len(list(run))
        about = bisect_right(_TOPICAL, sum(topical[i : i + count]) / count)
        size = bisect_right(_RUNS, count)
        for k in range(i, i + count):
            own = bisect_right(_TOPICAL, topical[k])
            rows[k] += (
                f"&ls{kind}{size}",
                f"&ls{kind}{size}/{about}",
                f"&ab{own}{kinds[k]}{_where(k, tight)}",
                f"&ab{own}{about}{kind}",
            )
        i += count


def _add_themes(rows: Sequence[list[str]], lines: Sequence[Line]) -> None:
    """Tell lines how many around them have a cue of each theme."""
    counts: list[Counter[str]] = [Counter() for _ in rows]
    for i, line in enumerate(lines):
        themes = [name[4:] for name in line.names if name.startswith(_CUES)]
        themes += [name[6:-1] for name in line.names if name.startswith(_PROSE_CUES)]
        for theme in dict.fromkeys(themes):
            for k in range(max(0, i - _AROUND), min(len(rows), i + _AROUND + 1)):
                counts[k][theme] += 1
    for row, count in zip(rows, counts, strict=True):
        row.extend([f"around~{theme}{min(number, _AROUND)}" for theme, number in count.items()])
