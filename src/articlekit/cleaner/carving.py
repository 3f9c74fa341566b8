"""Carve lines that hold two things: a caption and its credit, a kicker and the headline, a date and the byline.

In: a Document. Out: the same text in more pieces. Nothing is decided here: a cut is only a place where two roles may
meet, and neighbours that turn out to have the same role are joined again after labelling. Where markup helps
(an inline element begins or ends), it says where; in plain text only words do.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from msgspec import structs

from articlekit.cleaner.document import Document, Element, Inline, Picture, Piece
from articlekit.compiled import core
from articlekit.lexicon import (
    LONGEST_LABEL,
    agencies,
    find_credit_label,
    openings,
    openings_without_colon,
    tokenize,
)

if TYPE_CHECKING:
    from articlekit._core import Carver

_LINE: Final = 160
"""Characters. A run of at most so many may be a line of several things; a longer one is prose, or a caption."""
_CAPTION: Final = 1500
"""Characters. A longer text in a figure is no caption."""
_MOST_CUTS: Final = 12
"""A line of more parts than this is a menu: its parts have one role."""
_MOST_PIECES: Final = 10_000
"""A document of more pieces is no article, and is not cut further."""
_MOST_PLACES: Final = 1_000
"""Places where a line may be cut; with more it is a menu without end, and looking at each takes quadratic time."""
_CREDIT_LENGTH: Final = 120
"""Characters. Credits are short."""

_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
_EMPHASIS: Final = frozenset("em i u sub sup abbr wbr mark q dfn var kbd code".split())
_IN_HEADINGS: Final = _EMPHASIS | {"a"}
_WOVEN: Final = _EMPHASIS | {"a", "b", "strong", "ruby", "font", "label"}
"""Inline elements that are part of the sentence they stand in, unless a date says that the line is a list of facts."""
_SHORTEST_CAPTION: Final = 12
_FRAME_TAGS: Final = frozenset({"figure", "figcaption"})
_FRAME: Final = 4
"""Levels of elements, from a frame downwards, that hold its caption."""
_GOES_ON: Final = frozenset(",.;:!?)]}%’'…")
_WORDS: Final = re.compile(r"\w")
_CAPTION_WORDS: Final = frozenset(
    "caption figcaption legend credit credits copyright photographer image img photo picture figure media".split()
)
_PART_WORDS: Final = frozenset(
    "caption credit credits copyright source author byline photographer agency date time kicker overline topline "
    "roofline dachzeile spitzmarke eyebrow rights".split()
)
_DATE_SIGN: Final = re.compile(r"\d(?:\d{3}\b|[./-]\s?\d{1,2}[./-])")
"""What every date has."""
_SEAM_SIGN: Final = re.compile(r"[\d.!?…。！？)\]\"”»(\[（【/](?:(?<=\d)(?:\d{3}\b|[./-]\s?\d{1,2}[./-])|(?<!\d)(?!$))")
"""What every date, bracket, sentence's end and slash between names has; labels of credits are looked up."""
_DATE: Final = re.compile(
    r"\b(?:\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}"
    r"|\d{1,2}(?:st|nd|rd|th|\.|º|er)?\s(?:de\s)?[^\W\d]{3,12}\.?,?\s(?:de\s)?\d{4}"
    r"|[^\W\d]{3,12}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4})\b"
    r"(?:[\s,|–-]{1,3}(?:\w{1,3}\s)?\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s?(?:[ap]\.?m\.?|[A-Z]{2,4}|Uhr)\b)?)?"
)
_LAST_BRACKETS: Final = re.compile(r"[(\[（【][^()\[\]（）【】]{2,100}[)\]）】]\s?\.?$")
_CLOSING: Final = frozenset(")]）】")
_SENTENCE_END: Final = re.compile(r"(?:(?<=\w{3})|(?<=[)\]\"”’»]))[.!?…][\"'”’»)\]]*\s+|[。！？]")
_SLASHED: Final = re.compile(r"\b(?:[A-Z][\w.’'-]{0,20}\s){1,3}[A-Z][\w.’'-]{0,20}\s?/\s?[A-Z]")
_PART_END: Final = re.compile(r"[.!?…。！？)\]\"”»/]")
"""What stands before every cut at an agency's name."""
_RUN_ON: Final = re.compile(r"(?<=[^\W\d_]{3}[.!?…])(?=[A-ZÄÖÜÀ-ÞА-Я][^\W\d_A-ZÄÖÜ]{2})")
"""A sentence's end with the next right behind it: what stood apart has lost its space."""
_GLUED: Final = re.compile(r"(?<=[.!?…)\"”»\]])(?=[A-ZÄÖÜÉ©])")


def carve(document: Document) -> Document:
    """Cut the document's pieces wherever two roles may meet."""
    whole = document.pieces
    pieces: list[Piece] = []
    cut_at: list[int] = []
    shifts = [0]
    done = 0
    for n, parts in _parts_in_text(document) if document.tree is None else _parts_in_markup(whole):
        if len(pieces) + n - done >= _MOST_PIECES:
            break
        pieces += whole[done:n]
        pieces += parts
        done = n + 1
        cut_at.append(n)
        shifts.append(shifts[-1] + len(parts) - 1)
    if not done:
        return document
    pieces += whole[done:]
    pictures = [Picture(old.element, old.before + shifts[bisect_left(cut_at, old.before)]) for old in document.pictures]
    return replace(document, pieces=tuple(pieces), pictures=tuple(pictures))


_Parts = Iterable[tuple[int, Sequence[Piece]]]
"""The pieces that are cut, by their numbers, and the parts of each."""


def _parts_in_text(document: Document) -> _Parts:
    for n, piece in enumerate(document.pieces):
        if len(parts := _split(piece, _cuts_in_text(piece), document.source)) > 1:
            yield n, parts


def _parts_in_markup(pieces: tuple[Piece, ...]) -> _Parts:
    """Cut pieces of a page; in C++ where it was compiled."""
    carver = _carver()
    return carver.carve(pieces) if carver is not None else _parts_in_python(pieces)


def _parts_in_python(pieces: Iterable[Piece]) -> _Parts:
    frames = _Frames()
    for n, piece in enumerate(pieces):
        if len(piece.text) > _LINE or _may_be_cut(piece):
            assert piece.element is not None
            cuts = _cuts_in_markup(piece, framed=frames.hold(piece.element))
            if len(parts := _split(piece, cuts)) > 1:
                yield n, parts


@cache
def _carver() -> Carver | None:
    compiled = core()
    if compiled is None:
        return None
    sizes = {"line": _LINE, "caption": _CAPTION, "credit": _CREDIT_LENGTH, "longest_label": LONGEST_LABEL}
    bounds = {"shortest_caption": _SHORTEST_CAPTION, "most_places": _MOST_PLACES, "most_cuts": _MOST_CUTS}
    words = {"labels": openings(), "openings": openings_without_colon(), "agencies": agencies()}
    frames = {"frame_tags": _FRAME_TAGS, "frame_words": _CAPTION_WORDS, "levels": _FRAME}
    marks = {"headings": _HEADINGS, "emphasis": _EMPHASIS, "in_headings": _IN_HEADINGS, "woven": _WOVEN}
    asked = {"part_words": _PART_WORDS, "date_cuts": _date_cuts, "credit_cuts": _credit_cuts}
    carver: Carver = compiled.Carver(sizes | bounds | words | frames | marks | asked | {"piece": Piece, "mark": Inline})
    return carver


def _seams(text: str, cuts: Iterable[int]) -> set[int]:
    """Those of the cuts where one text can end and another begin: no sentence goes on across them."""
    return {
        at
        for at in cuts
        if (right := text[at : at + 2].lstrip()) and not right[0].islower() and right[0] not in _GOES_ON
    }


def _cuts(text: str, cuts: set[int]) -> list[int]:
    """The cuts that leave letters between them, in order."""
    kept: list[int] = []
    if len(cuts) > _MOST_PLACES:
        return kept
    for at in sorted(cuts):
        if _WORDS.search(text, kept[-1] if kept else 0, at) and _WORDS.search(text, at):
            kept.append(at)
    return kept


def _split(piece: Piece, cuts: set[int], source: str = "") -> Sequence[Piece]:
    """Divide a piece at the given characters; white space at a cut goes to neither side."""
    ends = _cuts(piece.text, cuts)
    if not ends or len(ends) > _MOST_CUTS:
        return (piece,)
    bounds = [0, *ends, len(piece.text)]
    trimmed = ((piece.text[a:b].lstrip(), b) for a, b in pairwise(bounds))
    parts = [_part(piece, b - len(text), text.rstrip()) for text, b in trimmed if text]
    return parts if piece.span is None else [*_spread(parts, piece.span, source)]


def _spread(parts: list[Piece], span: tuple[int, int], source: str) -> Iterator[Piece]:
    """Share a line's characters out to its parts: each begins where its first letter stands in the source."""
    start, at = span[0], span[0]
    for i, part in enumerate(parts):
        for _ in range(len("".join(part.text.split()))):
            while source[at].isspace():
                at += 1
            at += 1
        while i + 1 < len(parts) and source[at].isspace():
            at += 1
        end = at if i + 1 < len(parts) else span[1]
        yield structs.replace(part, span=(start, end))
        start = end


def _part(piece: Piece, begin: int, text: str) -> Piece:
    end = begin + len(text)
    inlines = [_clipped(mark, begin, end) for mark in piece.inlines if mark.start < end and mark.end > begin]
    return Piece(text, piece.run, piece.element, tuple(inlines), piece.offset + begin, piece.span, piece.gap)


def _clipped(mark: Inline, begin: int, end: int) -> Inline:
    """Keep of an inline element what lies in a part of the text."""
    start = mark.start if mark.start > begin else begin
    stop = mark.end if mark.end < end else end
    return Inline(start - begin, stop - begin, mark.element)


def _cuts_in_markup(piece: Piece, *, framed: bool) -> set[int]:
    element, text = piece.element, piece.text
    assert element is not None
    if framed and len(text) <= _CAPTION:
        return _seams(text, _inline_cuts(piece, _EMPHASIS) | _credit_cuts(text) | _trailing_cuts(text))
    if element.tag in _HEADINGS:
        return _seams(text, _inline_cuts(piece, _IN_HEADINGS))
    if len(text) <= _LINE:
        dates = _date_cuts(text)
        return dates | _seams(text, _inline_cuts(piece, _EMPHASIS if dates else _WOVEN) | _late(_credit_cuts(text)))
    return _seams(text, _named_cuts(piece) | _bracket_cut(text))


def _may_be_cut(piece: Piece) -> bool:
    """Whether a short line holds any sign of two things; most lines of a page do not, and cost no more."""
    text = piece.text
    if _SEAM_SIGN.search(text) or find_credit_label(text, _CREDIT_LENGTH) is not None:
        return True
    size = len(text)
    return any(mark.start or mark.end < size for mark in piece.inlines) if piece.inlines else False


def _late(cuts: set[int]) -> set[int]:
    """Cuts that leave a caption's length in front."""
    return {at for at in cuts if at >= _SHORTEST_CAPTION}


def _cuts_in_text(piece: Piece) -> set[int]:
    text = piece.text
    glued = {match.start() for match in _RUN_ON.finditer(text)} if len(text) <= 2 * _LINE else set()
    cuts = _seams(text, _credit_cuts(text) | _bracket_cut(text) | glued)
    return cuts | _date_cuts(text) if len(text) <= _LINE else cuts


class _Frames:
    """Which elements of a document stand in a picture's frame."""

    def __init__(self) -> None:
        self._levels: dict[Element, int] = {}
        """How many levels an element stands below a frame."""

    def hold(self, element: Element) -> bool:
        """Whether an element is a frame, or one stands closely around it."""
        path: list[Element] = []
        above: Element | None = element
        while above is not None and above not in self._levels and not _is_frame(above):
            path.append(above)
            above = above.parent
        levels = _FRAME if above is None else self._levels.setdefault(above, 0)
        for below in reversed(path):
            levels += 1
            self._levels[below] = levels
        return levels < _FRAME


def _is_frame(element: Element) -> bool:
    return element.tag in _FRAME_TAGS or not _CAPTION_WORDS.isdisjoint(element.words)


def _inline_cuts(piece: Piece, but: frozenset[str]) -> set[int]:
    if not piece.inlines:
        return set()
    return {at for mark in piece.inlines if mark.element.tag not in but for at in (mark.start, mark.end)}


def _named_cuts(piece: Piece) -> set[int]:
    """Where inline elements begin or end whose class says that they are another thing."""
    named = (mark for mark in piece.inlines if not _PART_WORDS.isdisjoint(mark.element.words))
    return {at for mark in named for at in (mark.start, mark.end)}


def _date_cuts(text: str) -> set[int]:
    if not _DATE_SIGN.search(text):
        return set()
    return {at for match in _DATE.finditer(text) for at in match.span()}


def _credit_cuts(text: str) -> set[int]:
    """Before a credit's label near the end, and where a credit is glued to a sentence."""
    cuts: set[int] = set()
    label = find_credit_label(text, _CREDIT_LENGTH)
    if label is not None:
        return {label - 1 if label and text[label - 1] in "([" else label}
    tail = max(0, len(text) - _CREDIT_LENGTH)
    if _PART_END.search(text, max(0, tail - _CREDIT_LENGTH)) and names_an_agency(text[tail:]):
        cuts.update(match.start() for match in _GLUED.finditer(text, tail) if names_an_agency(text[match.start() :]))
        cuts |= _agency_cut(text)
        cuts.update(match.start() for match in _SLASHED.finditer(text, tail))
    return cuts


def names_an_agency(text: str) -> bool:
    """Whether a short text names a picture agency."""
    lower = text.lower()
    if not any(map(lower.__contains__, agencies())):
        return False
    tokens = tokenize(text)
    pairs = {f"{a} {b}" for a, b in pairwise(tokens)}
    return not agencies().isdisjoint(pairs | set(tokens))


def _agency_cut(text: str) -> set[int]:
    """Before the last sentence, if it is short, ends without a stop and names an agency."""
    start = _last_sentence(text)
    tail = text[start:]
    if start and len(tail) <= _CREDIT_LENGTH and names_an_agency(tail):
        return {start}
    return set()


def _last_sentence(text: str) -> int:
    """Where what follows the last sentence's end begins, 0 if that is not near the text's end."""
    near = max(0, len(text) - 2 * _CREDIT_LENGTH)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, near) if match.end() < len(text)]
    return ends[-1] if ends else 0


def _trailing_cuts(text: str) -> set[int]:
    """In a caption: before the brackets that close it, and before a short last sentence without a stop."""
    cuts = _bracket_cut(text)
    start = _last_sentence(text)
    if start and len(text) - start <= _CREDIT_LENGTH and text[-1] not in ".!?…。":
        cuts.add(start)
    return cuts


def _bracket_cut(text: str) -> set[int]:
    """Before the brackets that close a text."""
    if _CLOSING.isdisjoint(text[-3:]):
        return set()
    match = _LAST_BRACKETS.search(text, max(0, len(text) - _CREDIT_LENGTH))
    return {match.start()} if match else set()
