"""Cut a parsed page into runs of text.

In: a lexbor tree. Out: its pieces in reading order, and its pictures. One pass over the tree, without recursion and
within bounds: what is nested deeper than in any real page counts as text of the element at the bound. A run ends
wherever a block-level element begins or ends, and at `<br>`; inline elements only leave a mark on it. White space is
folded on the way, so that marks are offsets in the folded text. Pieces carry the elements around them, which work out
attributes, hiddenness and path only if asked.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from selectolax.lexbor import LexborNode

from articlekit.cleaner.document import Element, Inline, Picture, Piece
from articlekit.compiled import core

if TYPE_CHECKING:
    from articlekit._core import Walker

INLINE_TAGS: Final = frozenset(
    "a abbr b bdi bdo big cite code data dfn em font i ins del kbd label mark q ruby s small span strike strong sub sup"
    " time tt u var wbr".split()
)
SKIPPED_TAGS: Final = frozenset(
    "script style noscript template svg math iframe object canvas select textarea -comment".split()
)
PICTURE_TAGS: Final = frozenset("img video amp-img iframe audio svg".split())
_PASSED: Final = SKIPPED_TAGS | {"br"}
MAX_DEPTH: Final = 200
"""Levels of elements that are told apart; the deepest of 1,000 real pages had 45."""
MAX_PIECES: Final = 8_000
"""Runs of text that are read; the longest of 1,000 real pages had 1,700."""
_LONGEST_NAME: Final = 64
"""Letters. No HTML element's name is longer, and paths hold the names."""
_MOST_OPEN: Final = 30
"""Inline elements in one another that are told apart, as each marks every run in it; 1,000 real pages had 9."""
_TEXT: Final = "-text"


class Cut(NamedTuple):
    """A body's text in runs: the pieces, the pictures, the body's element, and whether a bound was met."""

    pieces: list[Piece]
    pictures: list[Picture]
    root: Element
    truncated: bool


class _Run:
    """The run of text that is being read."""

    __slots__ = ("inlines", "length", "open", "parts", "space", "unset")

    def __init__(self) -> None:
        self.open: list[Inline] = []
        """The inline elements around; where one begins is not known (-1) before its first text."""
        self.unset = False
        self.parts: list[str] = []
        self.length = 0
        self.space = False
        self.inlines: list[Inline] = []

    def read(self, node: LexborNode) -> None:
        """Append a text node, its white space folded; note where the open inline elements begin."""
        text = node.text_content or " "
        if text.isspace():
            self.space = True
            return
        if self.length and (self.space or text[0].isspace()):
            self.parts.append(" ")
            self.length += 1
        if self.unset:
            self._set_begin()
        words = " ".join(text.split())
        self.parts.append(words)
        self.length += len(words)
        self.space = text[-1].isspace()

    def _set_begin(self) -> None:
        self.unset = False
        for mark in reversed(self.open):
            if mark.start >= 0:
                break
            mark.start = self.length

    def close_inline(self) -> None:
        mark = self.open.pop()
        if mark.start >= 0:
            mark.end = self.length
            self.inlines.append(mark)
        else:
            self.unset = bool(self.open) and self.open[-1].start < 0

    def end(self) -> tuple[str, tuple[Inline, ...]]:
        """End the run: its text, and the inline elements in it, those that go on after it cut in two."""
        if self.open:
            self.inlines += [Inline(mark.start, self.length, mark.element) for mark in self.open if mark.start >= 0]
            self.open = [Inline(-1, -1, mark.element) for mark in self.open]
            self.unset = True
        text, inlines = "".join(self.parts), tuple(self.inlines)
        self.parts.clear()
        self.inlines.clear()
        self.length = 0
        return text, inlines


class _Walk:
    """The state of one pass."""

    __slots__ = ("blocks", "element", "pictures", "pieces", "position", "root", "run", "truncated")

    def __init__(self, body: LexborNode) -> None:
        self.root = self.element = _root(body)
        self.blocks = [self.root]
        """The block-level elements around, the nearest last."""
        self.run = _Run()
        self.pieces: list[Piece] = []
        self.pictures: list[Picture] = []
        self.position = 0
        self.truncated = False

    def flush(self) -> None:
        """End the run; what it holds becomes a piece of the nearest block-level element."""
        block, number = self.blocks[-1], len(self.pieces)
        offset = self.position - block.start
        self.position += self.run.length + 1
        text, inlines = self.run.end()
        if number < MAX_PIECES:
            self.pieces.append(Piece(text, number, block, inlines, offset))
        else:
            self.truncated = True

    def enter(self, node: LexborNode, tag: str) -> LexborNode | None:
        """Go into an element that may hold text; returns what is to be read next."""
        around, run = self.element, self.run
        inline = tag in INLINE_TAGS
        if not inline and run.length:
            self.flush()
        if around.depth >= MAX_DEPTH or len(tag) > _LONGEST_NAME or len(run.open) > _MOST_OPEN:
            self._read_beyond(node)
            return node.next
        nth = around.number(tag)
        inside = node.first_child
        if inside is None:
            if tag in PICTURE_TAGS:
                self._note_picture(Element(node, tag, around, nth, self.position, around.depth + 1))
            return node.next
        element = self.element = Element(node, tag, around, nth, self.position, around.depth + 1)
        if inline:
            run.open.append(Inline(-1, -1, element))
            run.unset = True
        else:
            self.blocks.append(element)
            if tag in PICTURE_TAGS:
                self._note_picture(element)
        return inside

    def leave(self) -> LexborNode | None:
        """Go up to the element around, which is read to its end, and on to what follows it."""
        element = self.element
        if element is self.blocks[-1]:
            if self.run.length:
                self.flush()
            self.blocks.pop()
        else:
            self.run.close_inline()
        assert element.parent is not None
        self.element = element.parent
        return element.node.next

    def skip(self, node: LexborNode, tag: str | None) -> None:
        """Pass by an element whose text is no reader's; `<br>` ends the run."""
        if tag == "br":
            if self.run.length:
                self.flush()
        elif tag is not None and tag in PICTURE_TAGS:
            around = self.element
            self._note_picture(Element(node, tag, around, around.number(tag), 0, around.depth + 1))

    def _note_picture(self, element: Element) -> None:
        self.pictures.append(Picture(element, len(self.pieces)))

    def _read_beyond(self, top: LexborNode) -> None:
        """Read an element that is nested too deep for its parts to be told apart."""
        self.truncated = True
        inside = [top]
        node = top.first_child
        while inside:
            if node is None:
                left = inside.pop()
                self._part(left.tag)
                node = left.next
                continue
            tag = node.tag
            if tag == _TEXT:
                self.run.read(node)
            elif tag == "br":
                self._part(tag)
            elif tag is not None and tag not in SKIPPED_TAGS:
                self._part(tag)
                inside.append(node)
                node = node.first_child
                continue
            node = node.next

    def _part(self, tag: str | None) -> None:
        """End the run where an element that is not inline begins or ends."""
        if self.run.length and tag not in INLINE_TAGS:
            self.flush()


def _root(body: LexborNode) -> Element:
    """Make the body's element, and the one around it."""
    parent = body.parent
    above = Element(parent, "html", None, 1, 0, 0) if parent is not None and parent.tag == "html" else None
    return Element(body, body.tag or "body", above, 1, 0, above.depth + 1 if above else 0)


def walk(body: LexborNode) -> Cut:
    """Read the body's text; in C++ where it was compiled."""
    walker = _walker()
    if walker is None:
        return walk_in_python(body)
    root = _root(body)
    pieces, pictures, truncated = walker.walk(body, root)
    return Cut(pieces, pictures, root, truncated)


@cache
def _walker() -> Walker | None:
    compiled = core()
    if compiled is None:
        return None
    walker: Walker = compiled.Walker(
        {
            "inline": INLINE_TAGS,
            "skipped": SKIPPED_TAGS,
            "pictures": PICTURE_TAGS,
            "element": Element,
            "mark": Inline,
            "piece": Piece,
            "picture": Picture,
            "node": LexborNode,
            "max_depth": MAX_DEPTH,
            "max_pieces": MAX_PIECES,
            "longest_name": _LONGEST_NAME,
            "most_open": _MOST_OPEN,
        }
    )
    return walker


def walk_in_python(body: LexborNode) -> Cut:
    """Read the body's text where there is no compiled core."""
    state = _Walk(body)
    read, enter, leave = state.run.read, state.enter, state.leave
    node = body.first_child
    while node is not None or state.element is not state.root:
        if node is None:
            node = leave()
            continue
        tag = node.tag
        if tag == _TEXT:
            read(node)
        elif tag is None or tag in _PASSED:
            state.skip(node, tag)
        else:
            node = enter(node, tag)
            continue
        node = node.next
    if state.run.length:
        state.flush()
    return Cut(state.pieces, state.pictures, state.root, state.truncated)
