"""Outline → TEI P5 (https://tei-c.org/guidelines/p5/), as corpora are kept.

In goes an Article, out comes one `<TEI>` document: a header with what is known of the source, and a body whose
divisions follow the subheadings, since TEI allows a `<head>` only where a division begins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from articlekit.model import Author, Block, Image, Role
from articlekit.render.characters import readable, safe_url
from articlekit.render.inline import Run, runs
from articlekit.render.markdown import code_lines
from articlekit.render.outline import Figure, Group, Line, Node, outline
from articlekit.render.printable import Printable

_NAMESPACE: Final = "http://www.tei-c.org/ns/1.0"
_LANGUAGE_ATTRIBUTE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_SPACE_ATTRIBUTE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_KINDS: Final = frozenset({"strong", "em", "code", "sub", "sup", "del", "mark"})
_INLINE: Final = frozenset({"ref", "hi"})
_OPENING_LEVEL: Final = 7
"""Below every heading, so that any heading closes it."""


def to_tei(
    article: Printable,
    *,
    include: Iterable[Role | str] = (),
    exclude: Iterable[Role | str] = (),
    images: bool = False,
) -> str:
    """Write the chosen blocks as a TEI P5 document; `images` as figures with caption and credit."""
    root = Element("TEI", {"xmlns": _NAMESPACE})
    root.append(_header(article))
    text = SubElement(root, "text")
    if article.language:
        text.set(_LANGUAGE_ATTRIBUTE, readable(article.language))
    _write_divisions(SubElement(text, "body"), outline(article, include=include, exclude=exclude, images=images))
    _lay_out(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode")


def _header(article: Printable) -> Element:
    header = Element("teiHeader")
    file_description = SubElement(header, "fileDesc")
    titles = SubElement(file_description, "titleStmt")
    _write_titles(titles, article)
    _write_authors(titles, article.authors)
    publication = SubElement(file_description, "publicationStmt")
    _add(publication, "publisher" if article.site_name else "p", article.site_name or "unpublished")
    _write_source(SubElement(SubElement(file_description, "sourceDesc"), "bibl"), article)
    if article.language or article.tags or article.sections:
        _write_profile(SubElement(header, "profileDesc"), article)
    return header


def _write_titles(parent: Element, article: Printable) -> None:
    _add(parent, "title", article.headline or "").set("type", "main")
    if article.alternative_headline:
        _add(parent, "title", article.alternative_headline).set("type", "alt")


def _write_authors(parent: Element, authors: Sequence[Author]) -> None:
    for author in authors:
        _add(parent, "author", author.name)


def _write_source(bibl: Element, article: Printable) -> None:
    _add(bibl, "title", article.headline or "")
    _write_authors(bibl, article.authors)
    if article.site_name:
        _add(bibl, "publisher", article.site_name)
    for kind, date in (("published", article.published), ("modified", article.modified)):
        if date:
            element = _add(bibl, "date", date.isoformat())
            element.attrib.update({"type": kind, "when": date.isoformat()})
    address = safe_url(article.canonical_url) or safe_url(article.url)
    if address:
        _add(bibl, "ptr", "").attrib.update({"type": "URL", "target": address})


def _write_profile(profile: Element, article: Printable) -> None:
    if article.language:
        languages = SubElement(profile, "langUsage")
        _add(languages, "language", article.language).set("ident", readable(article.language))
    terms = [*(("section", name) for name in article.sections), *(("tag", name) for name in article.tags)]
    if terms:
        keywords = SubElement(SubElement(profile, "textClass"), "keywords")
        for kind, name in terms:
            _add(keywords, "term", name).set("type", kind)


def _write_divisions(body: Element, nodes: Sequence[Node]) -> None:
    """Open a division at each heading, inside that of the heading above it."""
    divisions = [(0, body)]
    for node in nodes:
        if isinstance(node, Line) and node.level:
            divisions = [(level, division) for level, division in divisions if level < node.level]
            division = SubElement(divisions[-1][1], "div", {"type": "section"})
            divisions.append((node.level, division))
            _write_runs(SubElement(division, "head"), node.block)
            continue
        if len(divisions) == 1:
            divisions.append((_OPENING_LEVEL, SubElement(body, "div", {"type": "opening"})))
        _write(divisions[-1][1], node)
    if not len(body):
        SubElement(body, "div")
    for division in list(body.iter("div")):
        if all(child.tag == "head" for child in division):
            SubElement(division, "p")


def _write(parent: Element, node: Node) -> None:
    if isinstance(node, Line):
        role = node.block.role
        _write_runs(SubElement(parent, "p", {} if role is Role.PARAGRAPH else {"rend": role}), node.block)
    elif isinstance(node, Figure):
        _write_figure(SubElement(parent, "figure"), node.image)
    else:
        _GROUPS.get(node.tag, _write_children)(parent, node)


def _write_children(parent: Element, group: Group) -> None:
    for child in group.children:
        _write(parent, child)


def _write_list(parent: Element, group: Group) -> None:
    items = SubElement(parent, "list", {"rend": group.tag})
    for child in group.children:
        _write_mixed(SubElement(items, "item"), child)


def _write_table(parent: Element, group: Group) -> None:
    table = SubElement(parent, "table")
    for row in group.children:
        cells = SubElement(table, "row")
        for cell in row.children if isinstance(row, Group) else ():
            is_label = isinstance(cell, Group) and cell.tag == "th"
            _write_mixed(SubElement(cells, "cell", {"role": "label"} if is_label else {}), cell)


def _write_mixed(parent: Element, node: Node) -> None:
    """Write an item's or cell's content: text where it is one line, else paragraphs."""
    match node:
        case Group(children=(Line(block=block),)):
            _write_runs(parent, block)
        case Group():
            _write_children(parent, node)
        case _:
            _write(parent, node)


def _write_quote(parent: Element, group: Group) -> None:
    _write_children(SubElement(parent, "quote"), group)


def _write_aside(parent: Element, group: Group) -> None:
    _write_children(SubElement(parent, "note", {"type": str(group.role)}), group)


def _write_code(parent: Element, group: Group) -> None:
    block = SubElement(parent, "ab", {"type": "code", _SPACE_ATTRIBUTE: "preserve"})
    block.text = "\n".join(code_lines(group))


_GROUPS: Final[dict[str, Callable[[Element, Group], None]]] = {
    "ul": _write_list,
    "ol": _write_list,
    "table": _write_table,
    "blockquote": _write_quote,
    "aside": _write_aside,
    "pre": _write_code,
}


def _write_figure(figure: Element, image: Image) -> None:
    source = safe_url(image.src, picture=True)
    if source:
        graphic = SubElement(figure, "graphic", {"url": source})
        for name, pixels in (("width", image.width), ("height", image.height)):
            if pixels:
                graphic.set(name, f"{pixels}px")
    if image.caption:
        _add(figure, "head", image.caption)
    if image.alt:
        _add(figure, "figDesc", image.alt)
    if image.credit:
        _add(figure, "note", image.credit).set("type", "credit")


def _write_runs(parent: Element, block: Block) -> None:
    last: Element | None = None
    for run in runs(block):
        innermost, outermost = _styled(run)
        if outermost is not None:
            parent.append(outermost)
            last = outermost
        elif last is not None:
            last.tail = (last.tail or "") + run.text
        else:
            parent.text = (parent.text or "") + run.text
        if innermost is not None:
            innermost.text = run.text


def _styled(run: Run) -> tuple[Element | None, Element | None]:
    """Make the elements of a run's link and emphasis: the innermost and the outermost."""
    made = [Element("ref", {"target": run.url})] if run.url else []
    made += [Element("hi", {"rend": kind}) for kind in run.kinds if kind in _KINDS]
    for outer, inner in pairwise(made):
        outer.append(inner)
    return (made[-1], made[0]) if made else (None, None)


def _add(parent: Element, tag: str, text: str) -> Element:
    element = SubElement(parent, tag)
    element.text = readable(text)
    return element


def _lay_out(element: Element) -> None:
    """Put block-level elements on lines of their own, where no text stands beside them."""
    children = list(element)
    if children and not element.text and all(child.tag not in _INLINE and not child.tail for child in children):
        element.text = "\n"
        for child in children:
            child.tail = "\n"
    for child in children:
        _lay_out(child)
