"""A block's text as runs of one style each.

In goes a Block, out come Runs whose texts, joined, are the block's text. Links and emphasis come as offsets, from
pages that may lie about them: what is out of range or overlaps is cut, never trusted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from articlekit.model import Block, Link
from articlekit.render.characters import readable, safe_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of text of one style: its safe link if it is one, and the kinds of emphasis, outermost first."""

    text: str
    url: str | None = None
    kinds: tuple[str, ...] = ()


def runs(block: Block) -> tuple[Run, ...]:
    """Cut a block's text where a link or an emphasis starts or ends.

    >>> from articlekit.model import Role
    >>> link = Link(url="https://example.org/", text="report", offset=4)
    >>> [run.text for run in runs(Block(text="The report says", role=Role.PARAGRAPH, links=(link,)))]
    ['The ', 'report', ' says']
    """
    text = readable(block.text)
    links = tuple(_placed_links(block))
    spans = tuple(_placed_emphasis(block))
    edges = {
        0,
        len(text),
        *(edge for link in links for edge in link[:2]),
        *(edge for span in spans for edge in span[:2]),
    }
    urls, kinds = _values_at(links, edges), _values_at(spans, edges)
    return tuple(
        Run(text=text[start:end], url=next(iter(urls[start]), None), kinds=kinds[start])
        for start, end in pairwise(sorted(edges))
    )


def _placed_links(block: Block) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, URL) of the safe links whose words are in the text where they say; none overlap."""
    free_from = 0
    for link in sorted(block.links, key=lambda link: link.offset):
        url, end = safe_url(link.url), link.offset + len(link.text)
        if url and free_from <= link.offset < end and _is_there(block, link):
            yield link.offset, end, url
            free_from = end


def _is_there(block: Block, link: Link) -> bool:
    return block.text.startswith(link.text, link.offset)


def _placed_emphasis(block: Block) -> Iterator[tuple[int, int, str]]:
    for span in block.emphasis:
        start, end = max(span.start, 0), min(span.end, len(block.text))
        if start < end:
            yield start, end, span.kind


def _values_at(spans: tuple[tuple[int, int, str], ...], edges: set[int]) -> dict[int, tuple[str, ...]]:
    """Sweep over the edges once: which spans' values hold from each edge on, without repeats."""
    changes: dict[int, list[tuple[str, int]]] = {}
    for start, end, value in spans:
        changes.setdefault(start, []).append((value, 1))
        changes.setdefault(end, []).append((value, -1))
    open_values: dict[str, int] = {}
    values_at = {}
    for edge in sorted(edges):
        for value, change in changes.get(edge, ()):
            open_values[value] = open_values.get(value, 0) + change
        open_values = {value: count for value, count in open_values.items() if count}
        values_at[edge] = tuple(open_values)
    return values_at
