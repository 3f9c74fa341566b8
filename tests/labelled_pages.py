"""Pages whose lines have their roles, made into LabelledPages: fixtures, and small ones written in a test."""

import json
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from articlekit.around import LabelledPage
from articlekit.cleaner import Document, Piece, clean, clean_text
from articlekit.model import Block, Link, Role

FIXTURES = Path(__file__).parent.parent / "fixtures"
URL = "https://www.example.org/story.html"


def read_fixture(slug: str) -> LabelledPage:
    """Read `fixtures/<slug>/page.html` with the roles beside it."""
    folder = FIXTURES / slug
    rows = json.loads((folder / "roles.json").read_text(encoding="utf-8"))
    return label_by_lines(clean((folder / "page.html").read_bytes(), url=URL), rows)


def labelled(source: str, *roles: str, url: str | None = URL) -> LabelledPage:
    """Give the runs of a small page their roles, in order."""
    document = clean(source, url=url)
    return _together(document, [(role, [n]) for n, role in enumerate(roles)], whole_runs=True)


def labelled_text(*rows: tuple[str, str]) -> LabelledPage:
    """Make plain text of lines with their roles."""
    document = clean_text("\n\n".join(text for _, text in rows))
    return label_by_lines(document, rows)


def label_by_lines(document: Document, rows: Iterable[tuple[str, str]]) -> LabelledPage:
    """Give pieces the roles of the lines that they make up."""
    parts, at = [], 0
    for role, text in rows:
        wanted, held = _squeezed(text), ""
        pieces = []
        while held != wanted:
            held += _squeezed(document.pieces[at].text)
            pieces.append(at)
            at += 1
        parts.append((role, pieces))
    assert at == len(document.pieces)
    return _together(document, parts)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _together(document: Document, parts: list[tuple[str, list[int]]], *, whole_runs: bool = False) -> LabelledPage:
    ranges = []
    for _, numbers in parts:
        pieces = [i for i, p in enumerate(document.pieces) if p.run in numbers] if whole_runs else numbers
        ranges.append(range(pieces[0], pieces[-1] + 1))
    blocks = [_block(document, Role(role), span) for (role, _), span in zip(parts, ranges, strict=True)]
    return LabelledPage.of(document, blocks, ranges)


def _block(document: Document, role: Role, span: range) -> Block:
    pieces = document.pieces[span.start : span.stop]
    text = pieces[0].text
    for before, piece in pairwise(pieces):
        text += " " * (piece.offset - before.offset - len(before.text)) + piece.text
    element = pieces[0].element
    links = tuple(link for piece in pieces for link in _links(document, piece, pieces[0].offset))
    return Block(text=text, role=role, confidence=1.0, hidden=element.hidden if element else False, links=links)


def _links(document: Document, piece: Piece, start: int) -> Iterable[Link]:
    for mark in piece.inlines:
        url = document.absolute(mark.element.attributes.get("href")) if mark.element.tag == "a" else None
        if url:
            words = piece.text[mark.start : mark.end]
            yield Link(url=url, text=words, offset=piece.offset - start + mark.start)
