"""What only the whole page tells: which container holds the story, what repeats, and where a piece stands in it.

In: all pieces. Out: short names for each. The story's container is found by descending from the body for as long as
one child holds most of the prose; prose is what is long, ends like a sentence and is not linked. Elements that are
alike in all that is named here stand for each other, so that a list's thousandth entry costs a look-up.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache, cached_property
from typing import Final, NamedTuple

from articlekit.cleaner import Document, Element, Piece
from articlekit.features.line import breadth

_PROSE: Final = 60
"""Characters: shorter lines are no evidence of a story."""
_SENTENCE_ENDS: Final = frozenset('.!?…:"”’»)。」！？』）।॥۔؟។။።')
"""Signs that prose ends in; the last are those of Hindi, Urdu, Arabic, Khmer, Burmese and Amharic."""
_MOSTLY: Final = 0.85
"""The share of the prose that a child must hold for the container to be in it (of 0.6 to 0.92 the best, by prose
in and out of the container on the labelled pages: F1 0.977)."""
_CORE: Final = 0.6
"""The same for the container's core, which may leave parts of the story out."""
_STORY_TAGS: Final = frozenset({"article", "main"})
APART_TAGS: Final = frozenset({"footer", "aside", "nav", "form", "dialog"})
APART_WORDS: Final = frozenset(
    "comment comments cookie cookies consent gdpr modal popup sidebar footer related recommended recirc newsletter"
    " disclaimer respond replies privacy".split()
)
"""Class words of what no story stands in; among the commonest on all pages, and only a hint."""
_VEILED: Final = 2
"""How many times the prose that is shown a page must hide for the hidden prose to be its story (12 of 1,013 do)."""
_DOUBT: Final = 5
"""What prose in such an element weighs less."""
_ENOUGH: Final = 0.1
"""The share of the largest mass beside it with which the headline's own container is the story's."""
_ENOUGH_OF_PARTS: Final = 0.3
"""The same where the other holds no headline of its own (of 1,013 pages one is mended, none gets worse)."""
_ABOVE: Final = 12
_BELOW: Final = 60
"""Pieces above and below the story that are looked at: half of all, and nearly all of what is in or beside a story."""
_LONG_RUN: Final = 4
_TOP: Final = 8
"""Pieces at the beginning, where a section's label stands that may be repeated over the story."""
_FAR: Final = 8
"""Steps up the tree beyond which two elements have nothing to do with each other."""
_DEPTHS: Final = (0, 1, 2, 3, 5)
_SHARES: Final = (0.0001, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98, 0.9999)
_COUNTS: Final = (1, 2, 3, 5, 9, 17)
_GAPS: Final = (1, 2, 3, 5, 9, 20)
_STEPS_OF_GAPS: Final = tuple(bisect_right(_GAPS, gap) for gap in range(_GAPS[-1] + 1))
_LEVELS: Final = 3
"""Elements, from a piece's up, whose tags and classes make it one of a group."""


def linked_of(piece: Piece) -> int:
    """How many characters of a piece are a link's."""
    return sum([mark.end - mark.start for mark in piece.inlines if mark.element.tag == "a"]) if piece.inlines else 0


def prose_of(piece: Piece) -> int:
    """How many characters of a piece count as prose, seen or not."""
    text = piece.text
    if breadth(text) < _PROSE or text[-1] not in _SENTENCE_ENDS:
        return 0
    linked = linked_of(piece)
    return 0 if linked > len(text) // 2 else len(text) - linked


def _is_hidden(piece: Piece) -> bool:
    return piece.element is not None and piece.element.hidden


class Layout:
    """The page's containers and groups, from the prose in them."""

    def __init__(self, document: Document, anchor: int | None) -> None:
        self.pieces = document.pieces
        self.anchor = anchor
        headline = self.pieces[anchor].element if anchor is not None else None
        self.headed = _ancestry(headline)
        self._apart: dict[Element, bool] = {}
        self.prose = [prose_of(piece) for piece in self.pieces]
        self.unveiled = self._unveil()
        self.total = sum(self.prose) or 1
        self.mass: dict[Element, int] = defaultdict(int)
        self.parents: dict[Element, int] = defaultdict(int)
        self._weigh()
        below = self._below()
        self.main = self._descend(below, self._start(document.root, headline), _MOSTLY)
        self.core = self._descend(below, self.main, _CORE)
        self._above_main = _ancestry(self.main)
        self._cores: dict[Element, bool] = {}
        self._inside: dict[Element, int] = {}
        inside = [element for element in self.parents if self.steps_below(element) >= 0] or self.parents
        self.list = max(inside, key=lambda element: self.parents[element], default=None)
        self._branches: dict[Element, tuple[Element | None, str]] = {}
        self._unlike = self.headed | self._above_main | _ancestry(self.core)
        self._alike: dict[tuple[object, ...], Element] = {}
        self.repeats = Counter([piece.text for piece in self.pieces])
        self.first = {self.pieces[i].text: i for i in range(min(_TOP, len(self.pieces)) - 1, -1, -1)}
        self.behind = _runs(self.prose)
        self.ahead = _runs(self.prose[::-1])[::-1]
        self.lines, self.elements = self._lengths()
        self._levels: dict[Element | None, tuple[str, ...]] = {None: ()}
        self._groups = Counter([self.levels(piece.element) for piece in self.pieces])

    @property
    def window(self) -> range:
        """The pieces around the story: from a little above headline and first prose to some way below the last.

        Of plain text, where containers tell nothing, all.
        """
        if self.main is None:
            return range(len(self.pieces))
        inside = [i for i, prose in enumerate(self.prose) if prose and self.is_inside(i)]
        first = inside[0] if inside else 0
        last = inside[-1] if inside else len(self.pieces)
        if self.anchor is not None:
            first = min(first, self.anchor)
        return range(max(0, first - _ABOVE), min(len(self.pieces), last + _BELOW))

    def is_inside(self, i: int) -> bool:
        """Whether a piece stands in the main container."""
        element = self.pieces[i].element
        return element is not None and self.steps_below(element) >= 0

    def _is_apart(self, element: Element) -> bool:
        """Whether an element, or one around it, calls itself something that no story stands in."""
        known = self._apart.get(element)
        if known is None:
            above = element.parent
            own = element.tag in APART_TAGS or not APART_WORDS.isdisjoint(element.words)
            known = above is not None and element not in self.headed and (own or self._is_apart(above))
            self._apart[element] = known
        return known

    def _unveil(self) -> bool:
        """Count what is hidden as no prose, unless it is the story: some pages show theirs only once scripts run."""
        hidden = [i for i, prose in enumerate(self.prose) if prose and _is_hidden(self.pieces[i])]
        if not hidden:
            return False
        weights = [self._weight(piece, prose) for piece, prose in zip(self.pieces, self.prose, strict=True)]
        veiled = sum([weights[i] for i in hidden])
        if veiled > _VEILED * (sum(weights) - veiled):
            return True
        for i in hidden:
            self.prose[i] = 0
        return False

    def _weight(self, piece: Piece, prose: int) -> int:
        """What a piece's prose weighs in the search for the story."""
        return prose // _DOUBT if prose and piece.element is not None and self._is_apart(piece.element) else prose

    def _weigh(self) -> None:
        """Weigh the prose in every element around some."""
        for piece, prose in zip(self.pieces, self.prose, strict=True):
            above = piece.element
            if not prose or above is None:
                continue
            weight = self._weight(piece, prose)
            self.parents[above.parent or above] += weight
            while above is not None:
                self.mass[above] += weight
                above = above.parent

    def _below(self) -> dict[Element, list[Element]]:
        """The children of each element that has prose in it, those with prose alone."""
        below: dict[Element, list[Element]] = defaultdict(list)
        for element in self.mass:
            if element.parent is not None:
                below[element.parent].append(element)
        return below

    def _start(self, root: Element | None, headline: Element | None) -> Element | None:
        """Where to begin the descent: the `<article>` or `<main>` around the headline, if there is prose in it."""
        above = headline
        while above is not None:
            if above.tag in _STORY_TAGS and self.mass.get(above, 0) >= _ENOUGH * self.total:
                return above
            above = above.parent
        return root

    def _descend(self, below: dict[Element, list[Element]], root: Element | None, share: float) -> Element | None:
        """The smallest element that still holds most of what is around it, level by level.

        Of alike elements side by side, as where one story scrolls into the next, the headline's is the story's.
        """
        main = root
        while main is not None and below[main]:
            best = max(below[main], key=lambda element: self.mass[element])
            own = next((element for element in below[main] if element in self.headed), best)
            if own is not best and _are_alike(own, best) and self.mass[own] >= self._enough(best) * self.mass[best]:
                best = own
            elif self.mass[best] < share * self.mass[main]:
                break
            main = best
        return main.parent if main is not None and not below[main] and main.parent is not None else main

    def _enough(self, other: Element) -> float:
        """The share of another element's mass with which the headline's own is the story's.

        One with a title of its own is another story; one without may be the next part of the same.
        """
        return _ENOUGH if other.tag == "article" or other in self._titled else _ENOUGH_OF_PARTS

    @cached_property
    def _titled(self) -> frozenset[Element]:
        """All elements around main headings."""
        headings = (piece.element for piece in self.pieces if piece.element is not None and piece.element.tag == "h1")
        return frozenset().union(*map(_ancestry, headings))

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
            return None, "main" if any(around.tag == "article" for around in self._above_main) else "none"
        if above is None:
            return None, "none"
        branch, article = self.branch(above)
        if above is self.main:
            branch = element
        if element.tag == "article":
            inside = self.steps_below(element) > 0
            article = ("first" if element is self._first_article else "later") if inside else "other"
            article = "main" if element in self._above_main else article
        return branch, article

    @cached_property
    def _first_article(self) -> Element | None:
        """The first `<article>` inside the main container."""
        found = (self._outermost_article(piece.element) for piece in self.pieces)
        return next((article for article in found if article is not None), None)

    def _outermost_article(self, element: Element | None) -> Element | None:
        """The `<article>` inside the main container around an element, and around all others of these."""
        found = None
        while element is not None and element is not self.main:
            found = element if element.tag == "article" else found
            element = element.parent
        return found if element is not None else None

    def share(self, element: Element | None) -> int:
        """How much of the page's prose an element holds, in steps."""
        return bisect_right(_SHARES, self.mass.get(element, 0) / self.total) if element is not None else 0

    def alike(self, element: Element) -> Element:
        """The first of the elements beside this one, or itself, of which everything here holds too."""
        if element in self._unlike or element.tag == "article":
            return element
        above = element.parent
        key: tuple[object, ...] = (above, element.tag, self.share(element) if above is self.main else 0)
        if attributes := element.attributes:
            key = (*key, attributes.get("class"), element.words, element.hidden)
        return self._alike.setdefault(key, element)

    def levels(self, element: Element | None) -> tuple[str, ...]:
        """What a group has in common: tag and class of an element and of the two above it."""
        known = self._levels.get(element)
        if known is None:
            assert element is not None
            own = f"{element.tag}.{element.attributes.get('class') or ''}"
            known = self._levels[element] = (own, *self.levels(element.parent)[: _LEVELS - 1])
        return known

    def count_alike(self, element: Element) -> int:
        """How many pieces stand in elements like this one."""
        return self._groups[self.levels(element)]

    def _lengths(self) -> tuple[dict[int, int], dict[Element | None, int]]:
        """How many characters each line holds, and each element."""
        lines: dict[int, int] = {}
        elements: dict[Element | None, int] = {}
        for piece in self.pieces:
            size = len(piece.text)
            lines[piece.run] = lines.get(piece.run, 0) + size
            elements[piece.element] = elements.get(piece.element, 0) + size
        return lines, elements


def _ancestry(element: Element | None) -> frozenset[Element]:
    """An element and all above it."""
    found = set()
    while element is not None:
        found.add(element)
        element = element.parent
    return frozenset(found)


def _are_alike(one: Element, other: Element) -> bool:
    return one.tag == other.tag and (
        one.tag == "article" or one.attributes.get("class") == other.attributes.get("class")
    )


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


class SpotKey(NamedTuple):
    """Where an element stands, as far as it counts together with what a line looks like."""

    tag: str
    main: str
    article: str


class Spot(NamedTuple):
    """Where an element stands among the containers; `names` say the same for the model."""

    key: SpotKey
    steps: str
    """To the headline's element."""
    names: list[str]


def spot_of(layout: Layout, element: Element) -> Spot:
    """Tell where an element stands among the containers."""
    steps = layout.steps_below(element)
    main = f"main{steps if steps < 0 else bisect_right(_DEPTHS, steps)}"
    branch, article = layout.branch(element)
    share = f"branch{layout.share(branch)}" if branch is not None else ""
    names = [main, f"article={article}", f"alike{bisect_right(_COUNTS, layout.count_alike(element))}"]
    if share:
        names.append(share)
    if layout.core is not layout.main:
        names.append("core+" if layout.is_in_core(element) else "core-")
    names += _around(layout, element)
    headline = layout.pieces[layout.anchor].element if layout.anchor is not None else None
    return Spot(SpotKey(element.tag, main, f"{share}{article}"), steps_between(headline, element), names)


def _around(layout: Layout, element: Element) -> list[str]:
    """Name how much of the prose the two elements above hold, and whether one of them is the story's own."""
    above = element.parent
    if above is None:
        return []
    mass = f"near{layout.share(above)}"
    if above is layout.list:
        return [mass, "list"]
    if above.parent is None:
        return [mass]
    wide = f"wide{layout.share(above.parent)}"
    return [mass, wide, "list2"] if above.parent is layout.list else [mass, wide]


def _runs(prose: Sequence[int]) -> list[int]:
    """How many pieces of prose stand in a row right before each, as far as it matters."""
    runs = []
    run = 0
    for amount in prose:
        runs.append(min(run, _LONG_RUN))
        run = run + 1 if amount else 0
    return runs


class Place(NamedTuple):
    """Where a piece stands in the page's prose, in steps that grow coarser."""

    before: int
    after: int
    since: int
    until: int


def places(layout: Layout, window: range) -> list[Place]:
    """Tell where the pieces of a window stand in the page's prose."""
    passed = 0
    gap = furthest = _GAPS[-1]
    until = _distances(layout.prose)
    found = []
    before, after = 0, bisect_right(_SHARES, 1)
    for i, prose in enumerate(layout.prose[: window.stop]):
        if prose:
            passed += prose
            after = bisect_right(_SHARES, 1 - passed / layout.total)
        if i >= window.start:
            found.append(Place(before, after, _STEPS_OF_GAPS[gap], until[i]))
        if prose:
            before = bisect_right(_SHARES, passed / layout.total)
        gap = 0 if prose else min(gap + 1, furthest)
    return found


def _distances(prose: Sequence[int]) -> list[int]:
    """How many pieces stand between each and the next prose, in steps."""
    distances = []
    distance = furthest = _GAPS[-1]
    for amount in reversed(prose):
        distances.append(_STEPS_OF_GAPS[distance])
        distance = 0 if amount else min(distance + 1, furthest)
    return distances[::-1]


def side_of(layout: Layout, i: int) -> str:
    """On which side of the headline a piece stands."""
    if layout.anchor is None:
        return ""
    return "h1+" if i > layout.anchor else "h1-" if i < layout.anchor else "h1="


@cache
def side_features(side: str, steps: str) -> tuple[str, ...]:
    """Name on which side of the headline a piece stands, and how far from it in the tree."""
    return (side, f"{side}{steps}") if side else ()
