"""What only the whole page tells: which container holds the story, what repeats, and where a piece stands in it.

In: all pieces. Out: short names for each. The story's container is found by descending from the body for as long as
one child holds most of the prose; prose is what is long, ends like a sentence and is not linked.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from articlekit.cleaner import Document, Element, Piece

_PROSE: Final = 60
"""Characters: shorter lines are no evidence of a story."""
_MOSTLY: Final = 0.85
"""The share of the prose that a child must hold for the container to be in it (of 0.6 to 0.92 the best, by prose
in and out of the container on the labelled pages: F1 0.977)."""
_CORE: Final = 0.6
"""The same for the container's core, which may leave parts of the story out."""
_STORY_TAGS: Final = frozenset({"article", "main"})
_APART_TAGS: Final = frozenset({"footer", "aside", "nav", "form", "dialog"})
_APART_WORDS: Final = frozenset(
    "comment comments cookie cookies consent gdpr modal popup sidebar footer related recommended recirc newsletter"
    " disclaimer respond replies privacy".split()
)
"""Class words of what no story stands in; among the commonest on all pages, and only a hint."""
_DOUBT: Final = 5
"""What prose in such an element weighs less."""
_ENOUGH: Final = 0.1
"""The share of the largest mass beside it with which the headline's own container is the story's."""
_ABOVE: Final = 25
_BELOW: Final = 60
"""Pieces above and below the story that are looked at: 59 % of all, and 99.9 % of what is in or beside a story."""
_LONG_RUN: Final = 4
_TOP: Final = 8
"""Pieces at the beginning, where a section's label stands that may be repeated over the story."""
_FAR: Final = 8
"""Steps up the tree beyond which two elements have nothing to do with each other."""
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

    def __init__(self, document: Document, anchor: int | None) -> None:
        self.pieces = document.pieces
        self.anchor = anchor
        self.prose = [prose_of(piece) for piece in self.pieces]
        self.total = sum(self.prose) or 1
        headline = self.pieces[anchor].element if anchor is not None else None
        self.headed = self._ancestry(headline)
        self._apart: dict[Element, bool] = {}
        self.mass: dict[Element, int] = defaultdict(int)
        self.parents: dict[Element, int] = defaultdict(int)
        for piece, prose in zip(self.pieces, self.prose, strict=True):
            if prose and piece.element is not None:
                self._weigh(piece.element, prose // _DOUBT if self._is_apart(piece.element) else prose)
        self.main = self._descend(self._start(document.root, headline), _MOSTLY)
        self.core = self._descend(self.main, _CORE)
        self.list = max(self.parents, key=lambda element: self.parents[element], default=None)
        self._above_main = self._ancestry(self.main)
        self._cores: dict[Element, bool] = {}
        self._inside: dict[Element, int] = {}
        inside = [element for element in self.parents if self.steps_below(element) >= 0] or self.parents
        self.list = max(inside, key=lambda element: self.parents[element], default=None)
        self._branches: dict[Element, tuple[Element | None, str]] = {}
        self._nested: Element | None = None
        self.repeats = Counter(piece.text for piece in self.pieces)
        self.groups = self._groups()
        self.lines: Counter[int] = Counter()
        self.elements: Counter[Element | None] = Counter()
        for piece in self.pieces:
            self.lines[piece.run] += len(piece.text)
            self.elements[piece.element] += len(piece.text)

    @property
    def window(self) -> range:
        """The pieces around the story: from a little above headline and first prose to some way below the last.

        Of plain text, where containers tell nothing, all.
        """
        if self.main is None:
            return range(len(self.pieces))
        inside = [i for i, prose in enumerate(self.prose) if prose and self._is_inside(i)]
        first = inside[0] if inside else 0
        last = inside[-1] if inside else len(self.pieces)
        if self.anchor is not None:
            first = min(first, self.anchor)
        return range(max(0, first - _ABOVE), min(len(self.pieces), last + _BELOW))

    def _is_inside(self, i: int) -> bool:
        element = self.pieces[i].element
        return element is not None and self.steps_below(element) >= 0

    def _is_apart(self, element: Element) -> bool:
        """Whether an element, or one around it, calls itself something that no story stands in."""
        known = self._apart.get(element)
        if known is None:
            above = element.parent
            own = element.tag in _APART_TAGS or not _APART_WORDS.isdisjoint(element.words)
            known = above is not None and element not in self.headed and (own or self._is_apart(above))
            self._apart[element] = known
        return known

    def _weigh(self, element: Element, prose: int) -> None:
        self.parents[element.parent or element] += prose
        above: Element | None = element
        while above is not None:
            self.mass[above] += prose
            above = above.parent

    def _ancestry(self, element: Element | None) -> frozenset[Element]:
        """An element and all above it."""
        found = set()
        while element is not None:
            found.add(element)
            element = element.parent
        return frozenset(found)

    def _start(self, root: Element | None, headline: Element | None) -> Element | None:
        """Where to begin the descent: the `<article>` or `<main>` around the headline, if there is prose in it."""
        above = headline
        while above is not None:
            if above.tag in _STORY_TAGS and self.mass.get(above, 0) >= _ENOUGH * self.total:
                return above
            above = above.parent
        return root

    def _descend(self, root: Element | None, share: float) -> Element | None:
        """The smallest element that still holds most of what is around it, level by level.

        Of alike elements side by side, as where one story scrolls into the next, the headline's is the story's.
        """
        below: dict[Element, list[Element]] = defaultdict(list)
        for element in self.mass:
            if element.parent is not None:
                below[element.parent].append(element)
        main = root
        while main is not None and below[main]:
            best = max(below[main], key=lambda element: self.mass[element])
            own = next((element for element in below[main] if element in self.headed), best)
            if own is not best and _are_alike(own, best) and self.mass[own] >= _ENOUGH * self.mass[best]:
                best = own
            elif self.mass[best] < share * self.mass[main]:
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

    def is_in_core(self, element: Element) -> bool:
        """Whether an element stands in the core of the main container."""
        known = self._cores.get(element)
        if known is None:
            known = element is self.core or (element.parent is not None and self.is_in_core(element.parent))
            self._cores[element] = known
        return known

    def branch(self, element: Element) -> tuple[Element | None, str]:
        """The main container's child that an element stands in, and how its `<article>` lies to the main container."""
        known = self._branches.get(element)
        if known is None:
            known = self._branch(element)
            self._branches[element] = known
        return known

    def _branch(self, element: Element) -> tuple[Element | None, str]:
        above = element.parent
        if element is self.main:
            return None, "main" if self._in_article(element) else "none"
        if above is None:
            return None, "none"
        branch, article = self.branch(above)
        if above is self.main:
            branch = element
        if element.tag == "article":
            inside = self.steps_below(element) > 0
            article = ("first" if element is self._first_nested(element) else "later") if inside else "other"
            article = "main" if element in self._above_main else article
        return branch, article

    def _in_article(self, element: Element | None) -> bool:
        while element is not None and element.tag != "article":
            element = element.parent
        return element is not None

    def _first_nested(self, element: Element) -> Element:
        if self._nested is None:
            self._nested = element
        return self._nested

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


def steps_between(one: Element | None, other: Element | None) -> str:
    """How many steps up from the deeper of two elements until both meet, `far` beyond a few."""
    if one is other:
        return "element"
    steps = 0
    while one is not None and other is not None and one is not other:
        if steps == _FAR:
            return "far"
        if one.depth > other.depth:
            one = one.parent
        elif one.depth < other.depth:
            other = other.parent
        else:
            one, other = one.parent, other.parent
        steps += 1
    return str(steps)


def _are_alike(one: Element, other: Element) -> bool:
    return one.tag == other.tag and (
        one.tag == "article" or one.attributes.get("class") == other.attributes.get("class")
    )


def signature(element: Element | None) -> str:
    """What alike blocks have in common: tag and class of an element and of the two above it."""
    parts: list[str] = []
    while element is not None and len(parts) < 3:
        parts.append(f"{element.tag}.{element.attributes.get('class') or ''}")
        element = element.parent
    return "<".join(parts)


class Place(NamedTuple):
    """Where a piece stands on the page, in steps that grow coarser; `names` say the same for the model."""

    before: int
    after: int
    since: int
    until: int
    ahead: int
    side: str
    main: str
    article: str
    kin: str
    mass: str
    names: list[str]


def layout_features(layout: Layout) -> Iterator[Place]:
    """Tell, piece by piece, where it stands on the page."""
    passed = 0
    gap = _GAPS[-1]
    until = _distances(layout.prose)
    ahead, behind = _runs(layout.prose[::-1])[::-1], _runs(layout.prose)
    firsts: dict[str, int] = {}
    for i, piece in enumerate(layout.pieces):
        before = bisect_right(_SHARES, passed / layout.total)
        passed += layout.prose[i]
        after = bisect_right(_SHARES, 1 - passed / layout.total)
        since, to = bisect_right(_GAPS, gap), bisect_right(_GAPS, until[i])
        gap = 0 if layout.prose[i] else gap + 1
        names = [f"before{before}", f"after{after}", f"since{since}", f"until{to}"]
        names += (f"ahead{ahead[i]}", f"behind{behind[i]}")
        if layout.repeats[piece.text] > 1:
            names.append("again" if firsts.setdefault(piece.text, i) in (i, *range(_TOP, i)) else "again-from-top")
        side = _side(layout, i)
        main = article = kin = mass = ""
        if piece.element is not None:
            main, article, kin, mass = _place(layout, piece.element, layout.signatures[i], names)
            if side and layout.anchor is not None:
                names += (side, f"{side}{steps_between(layout.pieces[layout.anchor].element, piece.element)}")
        yield Place(before, after, since, to, ahead[i], side, main, article, kin, mass, names)


def _side(layout: Layout, i: int) -> str:
    """On which side of the headline a piece stands."""
    if layout.anchor is None:
        return ""
    return "h1+" if i > layout.anchor else "h1-" if i < layout.anchor else "h1="


def _runs(prose: Sequence[int]) -> list[int]:
    """How many pieces of prose stand in a row right before each, as far as it matters."""
    runs = []
    run = 0
    for amount in prose:
        runs.append(min(run, _LONG_RUN))
        run = run + 1 if amount else 0
    return runs


def _distances(prose: Sequence[int]) -> list[int]:
    """How many pieces stand between each and the next prose."""
    distances = []
    distance = _GAPS[-1]
    for amount in reversed(prose):
        distances.append(distance)
        distance = 0 if amount else distance + 1
    return distances[::-1]


def _place(layout: Layout, element: Element, key: str, names: list[str]) -> tuple[str, str, str, str]:
    """Add the names for the containers that an element stands in; return the telling ones."""
    steps = layout.steps_below(element)
    main = f"main{steps if steps < 0 else bisect_right(_DEPTHS, steps)}"
    branch, article = layout.branch(element)
    share = f"branch{bisect_right(_SHARES, layout.mass.get(branch, 0) / layout.total)}" if branch is not None else ""
    count, mean, prose = layout.groups[key]
    kin = (
        f"alike{bisect_right(_COUNTS, count)}",
        f"mean{bisect_right(_MEANS, mean)}",
        f"kin{bisect_right(_SHARES, prose)}",
    )
    names += (main, f"article={article}", *kin)
    if share:
        names.append(share)
    if layout.core is not layout.main:
        names.append("core+" if layout.is_in_core(element) else "core-")
    above = element.parent
    mass = ""
    if above is not None:
        mass = f"near{bisect_right(_SHARES, layout.mass.get(above, 0) / layout.total)}"
        names.append(mass)
        if above is layout.list:
            names.append("list")
        elif above.parent is not None:
            names.append(f"wide{bisect_right(_SHARES, layout.mass.get(above.parent, 0) / layout.total)}")
            if above.parent is layout.list:
                names.append("list2")
    return main, f"{share}{article}", "".join(kin), mass
