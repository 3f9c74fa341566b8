"""Pointers to other articles, one object a teaser.

In: a LabelledPage. Out: CrossLinks. The boxes and their teasers come from `boxes`; here a teaser's lines are told
apart: the cue that gives it away, the headline, the text. Markup says so where it is (headings, links); words and
lengths do for the rest, and alone in plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from articlekit.around.boxes import addresses, divide, find_boxes, is_second_story, leads_aside, shape
from articlekit.around.labelled import LabelledPage, common, nearest, upward
from articlekit.cleaner import Element
from articlekit.lexicon import cue_phrases, tokenize
from articlekit.model import Block, CrossLink, Link, Role

_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
_TITLES: Final = frozenset("headline title titel heading hed".split())
_LONGEST_CUE: Final = 60
"""Characters. A longer line that begins with a cue holds the headline as well."""
_CUE_SHARE: Final = 0.5
"""The share of a short line's words that must be a cue for the line to be one."""
_LONG_LINK: Final = 25
"""Characters from which a link's words are a headline."""
_PROSE: Final = 40
"""Characters from which a line of a teaser is its text, not a date, a name or a section."""
_SENTENCE_END: Final = re.compile(r"[.!…。][\"'”’»)]*(?:\s[^\W\d]+)?$")
"""A stop at the end of a line, or before its last word: `… haftet. mehr`."""
_LONGEST_TITLE: Final = 140
"""Characters of a line in plain text above which it is a teaser's text, whatever it ends with."""
_HEADLINE_WORDS: Final = 3
_SHORTEST_HEADLINE: Final = 20
"""Words and characters of a line in plain text from which it is a headline rather than a section, name or date."""
_WIDE: Final = "\u3040"
_WIDE_WORDS: Final = 8
"""The same for scripts in which every letter counts as a word."""
_LONGEST_HEADLINE: Final = 220
_SEPARATORS: Final = " :–—-|»«›>→▸·•,\u00a0"
_MANY: Final = 2
"""Links in one line from which it is a list of pointers."""


class _Teaser(NamedTuple):
    """One teaser's blocks, whether it stands alone, and the cue of its box; `heading` is the block that holds it."""

    blocks: tuple[int, ...]
    alone: bool
    cue: str | None = None
    heading: int | None = None


def find_crosslinks(page: LabelledPage) -> tuple[CrossLink, ...]:
    """Find the pointers to other articles around the story, in reading order; no block is in two.

    >>> from articlekit.cleaner import clean
    >>> document = clean('<p>Lesen Sie auch: <a href="/damm">Wie der Damm hält</a></p>', url="https://example.org/")
    >>> link = Link(url="https://example.org/damm", text="Wie der Damm hält", offset=16)
    >>> block = Block(text="Lesen Sie auch: Wie der Damm hält", role=Role.CROSSLINK, links=(link,))
    >>> found = find_crosslinks(LabelledPage.of(document, [block], [range(len(document.pieces))]))[0]
    >>> found.cue, found.headline, found.url
    ('Lesen Sie auch', 'Wie der Damm hält', 'https://example.org/damm')

    """
    return tuple(link for teaser in _teasers(page) for link in _read(page, teaser))


def _teasers(page: LabelledPage) -> Iterator[_Teaser]:
    split = _in_lines if page.document.tree is None else divide
    for box in find_boxes(page, Role.CROSSLINK):
        teasers = list(split(page, box))
        cue: str | None = None
        for n, blocks in enumerate(teasers):
            heading = blocks[0] if _has_heading(page, blocks, teasers[n + 1 : n + 2]) else None
            cue = _bare(page.blocks[heading].text) if heading is not None else cue
            yield _Teaser(blocks=blocks, alone=len(teasers) == 1, cue=cue, heading=heading)


def _has_heading(page: LabelledPage, blocks: Sequence[int], following: Sequence[Sequence[int]]) -> bool:
    """Whether a teaser begins with the heading of a box: a line that points nowhere and announces what follows."""
    first = blocks[0]
    text = page.blocks[first].text
    if len(blocks) == 1 or page.targets[first] or len(text) > _LONGEST_CUE:
        return False
    if is_cue(text) or text.rstrip().endswith(":"):
        return True
    return any(_stands_over(page, blocks, other) for other in following)


def _stands_over(page: LabelledPage, blocks: Sequence[int], other: Sequence[int]) -> bool:
    """Whether the first line stands over this teaser and the other, not in this one's card, and has no like there."""
    first, second, third = (page.element(i) for i in (blocks[0], blocks[1], other[0]))
    if first is None or second is None or third is None or shape(first) == shape(third):
        return False
    frame = common(first, second)
    return frame is not None and any(above is frame for above in upward(third))


# Plain text: no elements, no addresses.


def _in_lines(page: LabelledPage, box: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Divide a box by its lines: a headline begins a teaser, or the labels before it where the box begins so."""
    kinds = {i: _line_kind(page.blocks[i].text) for i in box}
    if _HEADLINE not in kinds.values():
        kinds = {i: _HEADLINE if kind == _LABEL else kind for i, kind in kinds.items()}
    leads = next((kind for kind in kinds.values() if kind != _CUE), _HEADLINE) == _LABEL
    last = max((i for i, kind in kinds.items() if kind in (_HEADLINE, _TEXT)), default=-1)
    teaser: list[int] = []
    for i, kind in kinds.items():
        told = [kinds[j] for j in teaser]
        if i <= last and _HEADLINE in told and _begins(kind, told, page.blocks[i].text, leads=leads):
            yield tuple(teaser)
            teaser = []
        teaser.append(i)
    if teaser:
        yield tuple(teaser)


_CUE: Final = "cue"
_LABEL: Final = "label"
_HEADLINE: Final = "headline"
_TEXT: Final = "text"


def _line_kind(text: str) -> str:
    """What a line of a teaser is: a cue, a label (section, name, date), a headline or a text."""
    if is_cue(text):
        return _CUE
    if len(text) > _LONGEST_TITLE or (len(text) >= _PROSE and _SENTENCE_END.search(text)):
        return _TEXT
    wide = any(letter >= _WIDE for letter in text)
    words = sum(token.isalpha() for token in tokenize(text))
    enough = words >= _WIDE_WORDS if wide else words >= _HEADLINE_WORDS and len(text) >= _SHORTEST_HEADLINE
    return _HEADLINE if enough else _LABEL


def _begins(kind: str, told: Sequence[str], text: str, *, leads: bool) -> bool:
    """Whether a line begins a new teaser after one that has its headline; a cue with a colon opens, others close."""
    if kind == _CUE:
        return text.rstrip().endswith(":") or told[-1] == _CUE
    return kind == _HEADLINE or told[-1] == _CUE or (kind == _LABEL and leads)


# A teaser's lines.


@lru_cache(maxsize=512)
def is_cue(text: str) -> bool:
    """Whether a line is nothing but the words that announce other articles.

    >>> is_cue("Mehr zum Thema:"), is_cue("Der Damm hält")
    (True, False)

    """
    if len(text) > _LONGEST_CUE:
        return False
    end = _cue_end(text)
    if not end:
        return False
    words = sum(map(str.isalnum, tokenize(text)))
    return bool(words) and end >= _CUE_SHARE * words


def _bare(text: str) -> str:
    """A cue without the signs around it; a quotation in it is closed.

    >>> _bare("» Read more: "), _bare("Mehr «Politik»")
    ('Read more', 'Mehr «Politik»')

    """
    bare = text.strip(_SEPARATORS)
    return f"{bare}»" if bare.count("«") > bare.count("»") else bare


def _cue_end(text: str) -> int:
    """How many tokens at the start of a line are a cue."""
    if not cue_phrases().may_open(text):
        return 0
    return max([cue.end for cue in cue_phrases().find(tokenize(text), reach=1) if cue.theme == "related"], default=0)


def _is_heading(page: LabelledPage, i: int) -> bool:
    return any(above.tag in _HEADINGS or not _TITLES.isdisjoint(above.words) for above in nearest(page.element(i), 3))


def _read(page: LabelledPage, teaser: _Teaser) -> Iterator[CrossLink]:
    line = _line_of_links(page, teaser.blocks)
    if line is not None:
        yield from _listed(page, teaser, line)
        return
    if _is_mere_heading(page, teaser.blocks):
        return
    told = [i for i in teaser.blocks if i != teaser.heading]
    lines = [i for i in told if not page.blocks[i].hidden] or told
    cues = [i for i in lines if is_cue(page.blocks[i].text) and not _is_only_headline(page, i, lines)]
    told = [i for i in lines if i not in cues]
    title = _headline_line(page, told or lines)
    own = _bare(page.blocks[cues[0]].text) if cues else None
    cue = teaser.cue if teaser.heading is not None else own or teaser.cue
    within, headline = _parted(page.blocks[title])
    headline = _longest_anchor(page, title) or headline
    headline = _once(headline)
    yield CrossLink(
        headline=headline or None,
        teaser=_text(page, [i for i in told if i != title]),
        cue=within or cue,
        url=_url(page, teaser.blocks, title),
        kind=_kind(page, teaser),
        blocks=teaser.blocks,
    )


def _is_mere_heading(page: LabelledPage, blocks: Sequence[int]) -> bool:
    """Whether a page shows nothing but the heading of a box whose teasers are not there."""
    if page.document.tree is None or addresses(page, blocks):
        return False
    return all(is_cue(page.blocks[i].text) or _is_heading(page, i) for i in blocks)


def _is_only_headline(page: LabelledPage, i: int, lines: Sequence[int]) -> bool:
    """Whether a line that reads like a cue is all that the teaser has."""
    return all(is_cue(page.blocks[j].text) for j in lines) and bool(page.blocks[i].links)


def _headline_line(page: LabelledPage, lines: Sequence[int]) -> int:
    """The line that is a teaser's headline: a linked heading, a long link, a heading, any link, the first line."""
    if len(lines) == 1:
        return lines[0]
    if page.document.tree is None:
        return next((i for i in lines if _line_kind(page.blocks[i].text) == _HEADLINE), lines[0])
    if is_second_story(page, lines):
        return next((i for i in lines if _is_heading(page, i)), lines[0])
    short = [i for i in lines if len(page.blocks[i].text) <= _LONGEST_HEADLINE] or lines
    linked = [i for i in short if any(not leads_aside(url) for url in page.targets[i])]
    best = (
        [i for i in linked if _is_heading(page, i)]
        or [i for i in linked if _longest_link(page, i) >= _LONG_LINK]
        or [i for i in short if _is_heading(page, i)]
        or linked
        or short[:1]
    )
    return max(best, key=lambda i: _longest_link(page, i) or len(page.blocks[i].text))


def _longest_link(page: LabelledPage, i: int) -> int:
    return max([len(link.text) for link in page.links[i]], default=0)


def _parted(block: Block) -> tuple[str | None, str]:
    """Part one line into the cue in front and the headline, which is the link where a link stands after words."""
    text = block.text
    linked = next((link for link in block.links if link.offset > 0), None)
    head, colon, rest = text.partition(":")
    if not (linked or colon) or not _cue_end(text):
        return None, text
    if linked is not None and len(linked.text) >= len(text) // 3:
        return _bare(text[: linked.offset]) or None, linked.text.strip()
    if rest.strip() and is_cue(head):
        return _bare(head), rest.strip()
    return None, text


def _longest_anchor(page: LabelledPage, i: int) -> str | None:
    """The longest of several links of one line that point to one place: the others are its kicker or its cue."""
    if len(page.targets[i]) != 1:
        return None
    pieces = page.document.pieces[page.pieces_of[i].start : page.pieces_of[i].stop]
    words: dict[Element, list[str]] = {}
    for piece in pieces:
        for mark in piece.inlines:
            if mark.element.tag == "a":
                words.setdefault(mark.element, []).append(piece.text[mark.start : mark.end])
    texts = [" ".join(parts) for parts in words.values()]
    covered = sum(map(len, texts)) >= len(page.blocks[i].text) - len(texts)
    return max(texts, key=len) if len(texts) > 1 and covered else None


def _once(text: str) -> str:
    """Drop the copy of a text that a page has twice, for two widths of screen."""
    half, odd = divmod(len(text), 2)
    return text[:half] if odd and text[half] == " " and text[:half] == text[half + 1 :] else text


def _text(page: LabelledPage, lines: Sequence[int]) -> str | None:
    """The teaser's text: its longer lines, without dates, names and sections."""
    return " ".join(page.blocks[i].text for i in lines if len(page.blocks[i].text) >= _PROSE) or None


def _url(page: LabelledPage, blocks: Sequence[int], title: int) -> str | None:
    """Where a teaser points: its headline's link, then any; a second story's text points elsewhere."""
    for i in (title,) if is_second_story(page, blocks) else (title, *blocks):
        if page.targets[i]:
            links = [link for link in page.links[i] if page.target(link.url)]
            return max(links, key=lambda link: len(link.text)).url
    return None


def _kind(page: LabelledPage, teaser: _Teaser) -> str:
    if teaser.blocks[0] > page.last_of_story:
        return "after"
    return "inline" if teaser.alone else "box"


def _line_of_links(page: LabelledPage, blocks: Sequence[int]) -> int | None:
    """The one line of a teaser that points anywhere, if it points to several places."""
    linked = [i for i in blocks if page.targets[i]]
    return linked[0] if len(linked) == 1 and len(page.targets[linked[0]]) >= _MANY else None


def _listed(page: LabelledPage, teaser: _Teaser, line: int) -> Iterator[CrossLink]:
    """Several pointers in one line; the blocks are the first one's."""
    links: dict[str, Link] = {}
    for link in page.links[line]:
        if key := page.target(link.url):
            links.setdefault(key, link)
    articles = {key: link for key, link in links.items() if not leads_aside(key)}
    before = _bare(page.blocks[line].text[: min(link.offset for link in links.values())])
    cue = before or next((_bare(page.blocks[i].text) for i in teaser.blocks if i != line), teaser.cue)
    for n, link in enumerate((articles or links).values()):
        yield CrossLink(
            headline=link.text.strip() or None,
            cue=cue,
            url=link.url,
            kind=_kind(page, teaser),
            blocks=teaser.blocks if not n else (),
        )
