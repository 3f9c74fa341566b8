"""What only the whole page tells: which container holds the story, what repeats, and where a piece stands in it.

In: all pieces. Out: short names for each. The story's container is found by descending from the body for as long as
one child holds most of the prose; prose is what is long, ends like a sentence and is not linked.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from articlekit.cleaner import Document, Element, Piece

_PROSE: Final = 60
"""Characters: shorter lines are no evidence of a story."""
_MOSTLY: Final = 0.6
"""The share of the prose that a child must hold for the container to be in it."""
_DEPTHS: Final = (0, 1, 2, 3, 5)
_SHARES: Final = (0.0001, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98, 0.9999)
_COUNTS: Final = (1, 2, 3, 5, 9, 17)
_MEANS: Final = (15, 30, 60, 120, 250)
_GAPS: Final = (1, 2, 3, 5, 9, 20)


def prose_of(piece: Piece) -> int:
    """How many characters of a piece count as prose."""
    text = piece.text
    if len(text) < _PROSE or text[-1] not in '.!?…:"”’»)。」':
        return 0
    if piece.element is not None and piece.element.hidden:
        return 0
    linked = sum(mark.end - mark.start for mark in piece.inlines if mark.element.tag == "a")
    return 0 if linked > len(text) // 2 else len(text) - linked


class Layout:
    """The page's containers and groups, from the prose in them."""

    def __init__(self, document: Document) -> None:
        self.pieces = document.pieces
        self.prose = [prose_of(piece) for piece in self.pieces]
        self.total = sum(self.prose) or 1
        self.mass: dict[Element, int] = defaultdict(int)
        self.parents: dict[Element, int] = defaultdict(int)
        for piece, prose in zip(self.pieces, self.prose, strict=True):
            if prose and piece.element is not None:
                self._weigh(piece.element, prose)
        self.main = self._descend(document.root)
        self.list = max(self.parents, key=lambda element: self.parents[element], default=None)
        self._inside: dict[Element, int] = {}
        self.repeats = Counter(piece.text for piece in self.pieces)
        self.groups = self._groups()

    def _weigh(self, element: Element, prose: int) -> None:
        self.parents[element.parent or element] += prose
        above: Element | None = element
        while above is not None:
            self.mass[above] += prose
            above = above.parent

    def _descend(self, root: Element | None) -> Element | None:
        """The smallest element that still holds most of what is around it, level by level."""
        below: dict[Element, list[Element]] = defaultdict(list)
        for element in self.mass:
            if element.parent is not None:
                below[element.parent].append(element)
        main = root
        while main is not None and below[main]:
            best = max(below[main], key=lambda element: self.mass[element])
            if self.mass[best] < _MOSTLY * self.mass[main]:
                break
            main = best
        return main.parent if main is not None and not below[main] and main.parent is not None else main

    def steps_below(self, element: Element) -> int:
        """How many levels below the main container an element stands; -1 outside of it."""
        known = self._inside.get(element)
        if known is None:
            if element is self.main:
                known = 0
            elif element.parent is None:
                known = -1
            else:
                above = self.steps_below(element.parent)
                known = above if above < 0 else above + 1
            self._inside[element] = known
        return known

    def _groups(self) -> dict[str, tuple[int, float, float]]:
        """Of each signature: how many pieces, their mean length, and how much of them is prose."""
        sizes: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        self.signatures = [signature(piece.element) for piece in self.pieces]
        for piece, prose, key in zip(self.pieces, self.prose, self.signatures, strict=True):
            group = sizes[key]
            group[0] += 1
            group[1] += len(piece.text)
            group[2] += prose
        return {key: (n, length / n, prose / length) for key, (n, length, prose) in sizes.items()}


def signature(element: Element | None) -> str:
    """What alike blocks have in common: tag and class of an element and of the two above it."""
    parts: list[str] = []
    while element is not None and len(parts) < 3:
        parts.append(f"{element.tag}.{element.attributes.get('class') or ''}")
        element = element.parent
    return "<".join(parts)


def layout_features(layout: Layout) -> Iterator[list[str]]:
    """Name, piece by piece, where it stands on the page."""
    before = 0
    since = 99
    anchor = _first_heading(layout.pieces)
    for i, piece in enumerate(layout.pieces):
        found = [f"before{bisect_right(_SHARES, before / layout.total)}"]
        before += layout.prose[i]
        found.append(f"after{bisect_right(_SHARES, 1 - before / layout.total)}")
        found.append(f"since{bisect_right(_GAPS, since)}")
        since = 0 if layout.prose[i] else since + 1
        if layout.repeats[piece.text] > 1:
            found.append("again")
        if piece.element is not None:
            found += _place(layout, piece.element, layout.signatures[i])
        if anchor is not None:
            found.append("h1+" if i > anchor else "h1-" if i < anchor else "h1=")
        yield found


def _place(layout: Layout, element: Element, key: str) -> Iterator[str]:
    steps = layout.steps_below(element)
    yield f"main{steps if steps < 0 else bisect_right(_DEPTHS, steps)}"
    if layout.list is not None:
        if element.parent is layout.list:
            yield "list"
        elif element.parent is not None and element.parent.parent is layout.list:
            yield "list2"
    count, mean, prose = layout.groups[key]
    yield f"alike{bisect_right(_COUNTS, count)}"
    yield f"mean{bisect_right(_MEANS, mean)}"
    yield f"kin{bisect_right(_SHARES, prose)}"
    above = element.parent
    if above is not None:
        yield f"near{bisect_right(_SHARES, layout.mass.get(above, 0) / layout.total)}"
        if above.parent is not None:
            yield f"wide{bisect_right(_SHARES, layout.mass.get(above.parent, 0) / layout.total)}"


def _first_heading(pieces: Sequence[Piece]) -> int | None:
    return next((i for i, p in enumerate(pieces) if p.element is not None and _heads(p.element)), None)


def _heads(element: Element) -> bool:
    return element.tag == "h1" or (element.parent is not None and element.parent.tag == "h1")
