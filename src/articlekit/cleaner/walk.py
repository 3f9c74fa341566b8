"""Cut a parsed page into runs of text.

In: a lexbor tree. Out: its pieces in reading order, and its pictures. One pass over the tree, without recursion.
A run ends wherever a block-level element begins or ends, and at `<br>`; inline elements only leave a mark on it. White
space is folded on the way, so that marks are offsets in the folded text. Pieces carry the elements around them,
which work out attributes, hiddenness and path only if asked.
"""

from __future__ import annotations

from typing import Final

from selectolax.lexbor import LexborNode

from articlekit.cleaner.document import Element, Inline, Picture, Piece

INLINE_TAGS: Final = frozenset(
    "a abbr b bdi bdo big cite code data dfn em font i ins del kbd label mark q ruby s small span strike strong sub sup"
    " time tt u var wbr".split()
)
SKIPPED_TAGS: Final = frozenset(
    "script style noscript template svg math iframe object canvas select textarea -comment".split()
)
PICTURE_TAGS: Final = frozenset("img video amp-img iframe audio svg".split())
_TEXT: Final = "-text"


class _Run:
    """The run of text that is being read."""

    __slots__ = ("inlines", "length", "open", "parts", "space")

    def __init__(self) -> None:
        self.open: list[tuple[Element, int]] = []
        self.clear()

    def clear(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.space = False
        self.inlines: list[Inline] = []

    def add(self, text: str) -> None:
        """Append a text node, its white space folded; note where the open inline elements begin."""
        words = " ".join(text.split())
        if not words:
            self.space = True
            return
        if self.length and (self.space or text[0].isspace()):
            self.parts.append(" ")
            self.length += 1
        if self.open and self.open[-1][1] < 0:
            self.open = [(element, self.length if start < 0 else start) for element, start in self.open]
        self.parts.append(words)
        self.length += len(words)
        self.space = text[-1].isspace()

    def close_inline(self) -> None:
        element, start = self.open.pop()
        if start >= 0:
            self.inlines.append(Inline(start, self.length, element))


class _Walk:
    """The state of one pass."""

    def __init__(self, body: LexborNode) -> None:
        self.root = Element(body, body.tag or "body", _above(body), 1, 0)
        self.pieces: list[Piece] = []
        self.pictures: list[Picture] = []
        self.position = 0
        self.run = _Run()

    def flush(self, block: Element) -> None:
        """End the run; what it holds becomes a piece of the given block-level element."""
        run = self.run
        if not run.length:
            run.space = False
            return
        text = "".join(run.parts)
        if run.open:
            run.inlines += [Inline(start, run.length, element) for element, start in run.open if start >= 0]
            run.open = [(element, -1) for element, _ in run.open]
        offset = self.position - block.start
        self.pieces.append(Piece(text, len(self.pieces), block, tuple(run.inlines), offset))
        self.position += run.length + 1
        run.clear()


def _above(body: LexborNode) -> Element | None:
    parent = body.parent
    return Element(parent, "html", None, 1, 0) if parent is not None and parent.tag == "html" else None


def _block_around(element: Element) -> Element:
    """The nearest block-level element strictly above."""
    above = element.parent
    while above is not None and above.tag in INLINE_TAGS:
        above = above.parent
    return above or element


def _count(parent: Element, tag: str) -> int:
    nth = parent.children[tag] = parent.children.get(tag, 0) + 1
    return nth


def walk(body: LexborNode) -> tuple[list[Piece], list[Picture], Element]:
    """Read the body's text; returns the pieces, the pictures, and the body's element."""
    state = _Walk(body)
    run, pictures = state.run, state.pictures
    block = element = state.root
    node = body.first_child
    while True:
        if node is None:  # this element is read to its end: go up and on
            if element is state.root:
                break
            if element is block:
                state.flush(block)
                block = _block_around(element)
            else:
                run.close_inline()
            node = element.node.next
            assert element.parent is not None
            element = element.parent
            continue
        tag = node.tag
        if tag == _TEXT:
            run.add(node.text_content or "")
            node = node.next
        elif tag is None or tag in SKIPPED_TAGS or tag == "br":
            if tag in PICTURE_TAGS:
                pictures.append(Picture(Element(node, tag, element, _count(element, tag), 0), len(state.pieces)))
            elif tag == "br":
                state.flush(block)
            node = node.next
        else:
            nth = _count(element, tag)
            if tag in INLINE_TAGS:
                element = Element(node, tag, element, nth, state.position)
                run.open.append((element, -1))
            else:
                state.flush(block)
                block = element = Element(node, tag, element, nth, state.position)
                if tag in PICTURE_TAGS:
                    pictures.append(Picture(element, len(state.pieces)))
            node = node.first_child
    state.flush(block)
    return state.pieces, state.pictures, state.root
