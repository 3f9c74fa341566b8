"""Outline → HTML: one `<article>` of clean elements.

In goes an Article, out comes HTML of a few whitelisted elements and attributes. Every text and address is escaped when
it is written, and the whole goes through nh3 (ammonia), which drops whatever is not on the list, so that hostile
content has two walls to pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from articlekit.model import Block, Image, Role
from articlekit.render.characters import readable, safe_url
from articlekit.render.inline import Run, runs
from articlekit.render.markdown import code_lines
from articlekit.render.outline import Figure, Group, Line, Node, outline
from articlekit.render.printable import Printable

_EMPHASIS: Final = frozenset({"strong", "em", "code", "sub", "sup", "del", "mark"})
_TAGS: Final = _EMPHASIS | {
    *("article", "aside", "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "a", "small"),
    *("ul", "ol", "li", "dl", "dt", "dd", "table", "tbody", "tr", "th", "td", "figure", "figcaption", "img"),
}
_CLASSES: Final = {"p": set(map(str, Role)), "aside": set(map(str, Role)), "small": {"credit"}}
_ATTRIBUTES: Final = {"a": {"href"}, "img": {"src", "alt", "width", "height"}, "article": {"lang"}}
_URL_SCHEMES: Final = {"http", "https", "mailto", "tel"}


def to_html(
    article: Printable,
    *,
    include: Iterable[Role | str] = (),
    exclude: Iterable[Role | str] = (),
    images: bool = False,
    links: bool = True,
) -> str:
    """Write the chosen blocks as one sanitized `<article>`; `images` as figures, `links` as links or as their words."""
    import nh3  # noqa: PLC0415

    nodes = outline(article, include=include, exclude=exclude, images=images)
    language = f' lang="{escape(readable(article.language))}"' if article.language else ""
    return nh3.clean(
        f"<article{language}>\n{_nodes(nodes, links=links)}\n</article>",
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes=_URL_SCHEMES,
        link_rel="noopener noreferrer",
    )


def _nodes(nodes: Sequence[Node], *, links: bool) -> str:
    return "\n".join(_node(node, links=links) for node in nodes)


def _node(node: Node, *, links: bool) -> str:
    if isinstance(node, Line):
        return _line(node, links=links)
    if isinstance(node, Figure):
        return _figure(node.image)
    if node.tag == "pre":
        return f"<pre><code>{escape(chr(10).join(code_lines(node)))}</code></pre>"
    return _group(node, links=links)


def _line(line: Line, *, links: bool) -> str:
    block = line.block
    if line.level:
        return f"<h{line.level}>{_inline(block, links=links)}</h{line.level}>"
    role = "" if block.role is Role.PARAGRAPH else f' class="{block.role}"'
    return f"<p{role}>{_inline(block, links=links)}</p>"


def _group(group: Group, *, links: bool) -> str:
    role = f' class="{group.role}"' if group.role else ""
    match group.children:
        case (Line(block=block, level=0),) if group.tag in ("li", "dt", "dd", "td", "th"):
            inner = _inline(block, links=links)
        case _:
            inner = f"\n{_nodes(group.children, links=links)}\n"
    return f"<{group.tag}{role}>{inner}</{group.tag}>"


def _figure(image: Image) -> str:
    return f"<figure>{_picture(image)}{_caption(image)}</figure>"


def _picture(image: Image) -> str:
    source = safe_url(image.src, picture=True)
    if not source:
        return ""
    size = "".join(f' {name}="{value}"' for name, value in (("width", image.width), ("height", image.height)) if value)
    return f'<img src="{escape(source)}" alt="{escape(readable(image.alt or ""))}"{size}>'


def _caption(image: Image) -> str:
    caption = escape(readable(image.caption or ""))
    credit = f'<small class="credit">{escape(readable(image.credit))}</small>' if image.credit else ""
    words = " ".join(filter(None, [caption, credit]))
    return f"<figcaption>{words}</figcaption>" if words else ""


def _inline(block: Block, *, links: bool) -> str:
    return "".join(_run(run, links=links) for run in runs(block))


def _run(run: Run, *, links: bool) -> str:
    written = escape(run.text, quote=False)
    for kind in reversed(run.kinds):
        if kind in _EMPHASIS:
            written = f"<{kind}>{written}</{kind}>"
    return f'<a href="{escape(run.url)}">{written}</a>' if run.url and links else written
