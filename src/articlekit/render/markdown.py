"""Outline → Markdown (CommonMark, with GitHub's tables and strikethrough).

In goes an Article, out comes Markdown that a parser reads back as the same words. So text is escaped where a character
would mean something, and only there; emphasis is written only where the marks are sure to be read as such.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Final

from articlekit.model import Block, Image, Role
from articlekit.render.characters import readable, safe_url
from articlekit.render.inline import Run, runs
from articlekit.render.outline import Figure, Group, Line, Node, outline
from articlekit.render.printable import Printable

_ANYWHERE: Final = re.compile(
    r"""[\\`*\[\]~]                     # marks wherever they stand
    | (?<![^\W_])_ | _(?![^\W_])        # an underscore, but not within a word
    | !(?=\[|$)                         # an image
    | (?<!\S)\#                         # a heading's marks, before it and behind
    | [&<]                              # perhaps an entity, a tag, an address""",
    re.VERBOSE,
)
_HTML: Final = re.compile(r"&\#?\w{1,40};|<[A-Za-z/!?]")
_LINE_START: Final = re.compile(r"([+\-=>|:])|(\d{1,9})([.)])(?=\s|$)")
_BACKTICKS: Final = re.compile("`+")
_IN_ADDRESS: Final = re.compile(r"[()\\<>*_`\[\]|~]")
_BARE_ADDRESS: Final = "://"
"""Parsers that make links of bare addresses take the closing mark for part of it."""
_LOOKAHEAD: Final = 48
"""Characters. The longest entity has 33."""
_MARKS: Final = {"strong": "**", "em": "*", "del": "~~"}
_ORDERED: Final = "ol"


def to_markdown(
    article: Printable,
    *,
    include: Iterable[Role | str] = (),
    exclude: Iterable[Role | str] = (),
    images: bool = False,
    links: bool = True,
) -> str:
    """Write the chosen blocks as Markdown; `images` with caption and credit, `links` as links or as their words."""
    nodes = outline(article, include=include, exclude=exclude, images=images)
    return _blocks(nodes, _with_links if links else _without_links)


_Inline = Callable[[Block], str]


def _blocks(nodes: Sequence[Node], inline: _Inline) -> str:
    written = (_block(node, inline) for node in nodes)
    return "\n\n".join(text for text in written if text)


def _block(node: Node, inline: _Inline) -> str:
    if isinstance(node, Line):
        return _line(node, inline)
    if isinstance(node, Figure):
        return _figure(node.image)
    writer = _GROUPS.get(node.tag, _plain_group)
    return writer(node, inline)


def _line(line: Line, inline: _Inline) -> str:
    text = _at_line_start(inline(line.block))
    return f"{'#' * line.level} {text}" if line.level and text else text


def _plain_group(group: Group, inline: _Inline) -> str:
    return _blocks(group.children, inline)


def _list(group: Group, inline: _Inline) -> str:
    ordered = group.tag == _ORDERED
    items = []
    for number, item in enumerate(group.children, 1):
        mark = f"{number}. " if ordered else "- "
        items.append(mark + _indented(_item(item, inline), " " * len(mark)))
    loose = any("\n\n" in item for item in items)
    return ("\n\n" if loose else "\n").join(items)


def _item(item: Node, inline: _Inline) -> str:
    """Write an item's content; a list in it follows its line closely, so that short lists stay short."""
    match item:
        case Group(children=(Line() as line, Group(tag="ul" | "ol") as inner)):
            return f"{_line(line, inline)}\n{_list(inner, inline)}"
        case _:
            return _block(item, inline)


def _indented(text: str, by: str) -> str:
    return re.sub(r"\n(?=[^\n])", "\n" + by, text)


def _quote(group: Group, inline: _Inline) -> str:
    return "\n".join(f"> {line}".rstrip() for line in _blocks(group.children, inline).split("\n"))


def _code(group: Group, inline: _Inline) -> str:
    text = "\n".join(code_lines(group))
    fence = _fence(text, at_least=3)
    return f"{fence}\n{text}\n{fence}"


def code_lines(group: Group) -> list[str]:
    r"""List the lines of a preformatted text, with their own white space where it is known.

    >>> from articlekit.model import Role
    >>> block = Block(text="if x: go()", preformatted="if x:\n    go()", role=Role.PARAGRAPH)
    >>> code_lines(Group(tag="pre", children=(Line(block=block),)))
    ['if x:', '    go()']
    """
    lines: list[str] = []
    for block in lines_of(group):
        text = block.preformatted
        whole = text if text is not None and text.split() == block.text.split() else block.text
        lines.extend(readable(line) for line in whole.expandtabs().split("\n"))
    return lines


def lines_of(node: Node) -> list[Block]:
    """List the blocks in a node, in reading order."""
    if isinstance(node, Line):
        return [node.block]
    return [block for child in node.children for block in lines_of(child)] if isinstance(node, Group) else []


def _table(group: Group, inline: _Inline) -> str:
    """Write a pipe table. Its first row is the header, for the syntax knows no table without one."""
    rows = [[_cell(cell, inline) for cell in _cells(row)] for row in group.children]
    width = max(map(len, rows))
    written = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
    return "\n".join([written[0], f"|{' --- |' * width}", *written[1:]])


def _cells(row: Node) -> Sequence[Node]:
    return row.children if isinstance(row, Group) else (row,)


def _cell(cell: Node, inline: _Inline) -> str:
    return " ".join(inline(block) for block in lines_of(cell)).replace("|", "\\|")


_GROUPS: Final[dict[str, Callable[[Group, _Inline], str]]] = {
    "ul": _list,
    "ol": _list,
    "blockquote": _quote,
    "pre": _code,
    "table": _table,
}


def _figure(image: Image) -> str:
    """Write a picture, and below it its caption with the credit in brackets."""
    source = safe_url(image.src, picture=True)
    alt = _escaped(readable(image.alt or image.title or "").strip())
    picture = f"![{alt}]({_address(source)})" if source else ""
    words = [readable(image.caption or "").strip(), f"({readable(image.credit).strip()})" if image.credit else ""]
    below = " ".join(filter(None, words))
    return "\n\n".join(filter(None, [picture, _at_line_start(_emphasized(below, "*", "", ""))]))


def _with_links(block: Block) -> str:
    pieces = [(url, list(group)) for url, group in groupby(runs(block), key=lambda run: run.url)]
    written = [(url, _styled(group)) for url, group in pieces]
    return "".join(_link(text, url) if url else text for url, text in written).strip()


def _without_links(block: Block) -> str:
    return _styled(list(runs(block))).strip()


def _link(text: str, url: str) -> str:
    before, words, after = _trimmed(text)
    if not words:
        return text
    return f"{before}[{words}]({_address(url)}){after}"


def _address(url: str) -> str:
    return _escaped_entities(_IN_ADDRESS.sub(lambda match: f"%{ord(match[0]):02X}", url))


def _escaped_entities(url: str) -> str:
    return re.sub(r"&(?=#?\w+;)", "&amp;", url)


def _styled(pieces: Sequence[Run]) -> str:
    """Write runs with their marks, where the characters on both sides let a parser see the marks."""
    written = ""
    for place, run in enumerate(pieces):
        after = "".join(piece.text for piece in pieces[place + 1 : place + 1 + _LOOKAHEAD])[:_LOOKAHEAD]
        written += _run(run, written[-1:], after)
    return written


def _run(run: Run, before: str, after: str) -> str:
    if "code" in run.kinds and before != "`":
        return _code_span(run.text, after)
    mark = next((_MARKS[kind] for kind in run.kinds if kind in _MARKS), None)
    return _emphasized(run.text, mark, before, after) if mark else _escaped(run.text, after)


def _emphasized(text: str, mark: str, before: str, after: str) -> str:
    """Put marks around the text's words if they are sure to be read as marks: no letter or mark touches them."""
    start, words, end = _trimmed(text)
    free_before = start or not before or before.isspace()
    free_after = end or not after or not (after[0].isalnum() or after[0] in "*_~`[\\")
    flanking = words and words[0].isalnum() and (words[-1].isalnum() or end or not after)
    swallowed = _BARE_ADDRESS in words
    if swallowed or not (free_before and free_after and flanking):
        return _escaped(text, after)
    return f"{start}{mark}{_escaped(words)}{mark}{end}"


def _code_span(text: str, after: str) -> str:
    start, words, end = _trimmed(text)
    if not words or "|" in words:
        return _escaped(text, after)
    fence = _fence(words, at_least=1)
    padding = " " if words.startswith("`") or words.endswith("`") else ""
    return f"{start}{fence}{padding}{words}{padding}{fence}{end}"


def _trimmed(text: str) -> tuple[str, str, str]:
    """Split white space off both ends.

    >>> _trimmed(" a b ")
    (' ', 'a b', ' ')
    """
    words = text.strip()
    start = text[: len(text) - len(text.lstrip())]
    return start, words, text[len(start) + len(words) :]


def _fence(text: str, *, at_least: int) -> str:
    return "`" * max(at_least, 1 + max(map(len, _BACKTICKS.findall(text)), default=0))


def _escaped(text: str, after: str = "") -> str:
    """Put a backslash before what would be read as a mark, looking at what comes `after` the text too."""
    whole = text + after

    def escape(match: re.Match[str]) -> str:
        is_plain = match[0] in "&<" and not _HTML.match(whole, match.start())
        return match[0] if is_plain else "\\" + match[0]

    return _ANYWHERE.sub(escape, text)


def _at_line_start(text: str) -> str:
    """Escape what would open a heading, list, quote or rule at the start of a line."""
    match = _LINE_START.match(text)
    if not match:
        return text
    return f"\\{text}" if match[1] else f"{match[2]}\\{text[match.start(3) :]}"
