"""The compiled labeller says what Python's own modules say: the same names, the same odds, the same blocks."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from markup import pages
from mutations import damage
from selectolax.lexbor import LexborHTMLParser
from whole_pages import Whole, all_sources

from articlekit import ArticleKitError
from articlekit.claims import PageClaims
from articlekit.cleaner import Document, Element, bounds, carving, clean
from articlekit.cleaner.walk import Cut, walk, walk_in_python
from articlekit.compiled import PURE, core
from articlekit.features import describe, names_of
from articlekit.metadata import read_claims
from articlekit.segmenter import compiled
from articlekit.segmenter import label as label_page
from articlekit.segmenter.compiled import CompiledLabeller, compiled_labeller
from articlekit.segmenter.model import load

_PAGES = [whole for whole in all_sources() if whole.source.endswith(".html")]
_DAMAGED = 300


@pytest.fixture
def labeller() -> CompiledLabeller:
    found = compiled_labeller(load())
    if found is None:
        pytest.skip("articlekit was installed without a C++ compiler, and labels in Python alone")
    return found


def _walked(source: str | bytes) -> list[object]:
    """Each piece and picture with all that can be told of it."""
    body = LexborHTMLParser(source).body
    assert body is not None
    return [_told(cut) for cut in (walk(body), walk_in_python(body))]


def _told(cut: Cut) -> object:
    return (
        [
            (p.text, p.run, _element(p.element), [(m.start, m.end, _element(m.element)) for m in p.inlines], p.offset)
            for p in cut.pieces
        ],
        [(_element(picture.element), picture.before) for picture in cut.pictures],
        cut.truncated,
    )


def _element(element: Element | None) -> object:
    assert element is not None
    above = element.parent.path if element.parent is not None else None
    return (element.tag, element.path, element.node.mem_id, element.start, element.depth, above)


def _read(source: str | bytes, url: str | None = None) -> tuple[Document, PageClaims]:
    document = clean(source, url=url)
    assert document.tree is not None
    return document, read_claims(document.tree, url=url)


def _assert_same(source: str | bytes, url: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    by_core = label_page(*_read(source, url), load())
    with monkeypatch.context() as patch:
        patch.setattr("articlekit.segmenter.compiled_labeller", lambda _: None)
        by_python = label_page(*_read(source, url), load())

    assert by_core.ranges == by_python.ranges
    assert by_core.story == pytest.approx(by_python.story, abs=1e-9)
    for own, other in zip(by_core.blocks, by_python.blocks, strict=True):
        assert own.confidence == pytest.approx(other.confidence, abs=1e-9)
        assert replace(own, confidence=0.0) == replace(other, confidence=0.0)


@pytest.mark.parametrize("whole", _PAGES, ids=str)
def test_a_page_is_walked_alike(whole: Whole, labeller: CompiledLabeller) -> None:
    by_core, by_python = _walked(whole.content)

    assert by_core == by_python


@settings(deadline=None, max_examples=300)
@given(page=pages())
def test_any_page_is_walked_alike(page: str) -> None:
    by_core, by_python = _walked(page)

    assert by_core == by_python


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 300 + "rain" + "</div>" * 300,
        "<div>" * 250 + "a<b>b<br>c</b><p>d</p>" + "<img src=x>" * 3,
        "<i>" * 50 + "rain <img> snow<p>hail",
        "<p>a" * 9_000,
        f"<{'x' * 80}>rain<svg></svg>",
        "<b> <i>\u00a0</i>a </b> b<!-- c --><iframe></iframe>",
    ],
)
def test_what_meets_a_bound_is_walked_alike(page: str) -> None:
    by_core, by_python = _walked(page)

    assert by_core == by_python


_CUT = [
    *("a", "rain. Snow", "rain.", "2026", "20261", "am 3.4.26", "um 12", "photo by Ana", "PHOTO BY ANA", "photo by"),
    *("Foto:", "Foto :", "©", "a © b", "(c) dpa", "Bild von Ana", "Bild vonAna", "\u0130mage courtesy x", "½ 3.4"),
    *("May 3, 2026", "3rd of", "12 de mayo de 2026", "1.2.2026", "2026-02-01", "10:30", "2026,", "Rain: (Snow)"),
    *("(Snow) .", "Ana / Getty Images", "AFP", "AFP.", "rain.Snow", 'rain." Snow', "Foto", "(Foto: Ana)", "\u2003"),
    "<time>3</time>",
    *("٢٠٢٦ سنة", "ラーメン。雨", "»a«", "a/b", "a (b", "a:b", "\u212aodak 3", "x" * 161, "a <b>b</b>", "<a>a b</a>"),
]


def _assert_carved_alike(page: str | bytes) -> None:
    """Each piece with all that can be told of it, and where the pictures stand."""
    tree = LexborHTMLParser(page)
    assert tree.body is not None
    cut = walk(tree.body)
    document = Document(pieces=tuple(cut.pieces), pictures=tuple(cut.pictures), tree=tree, root=cut.root)
    by_core = _carved(document)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(carving, "_carver", lambda: None)
        by_python = _carved(document)

    assert by_core == by_python


def _carved(document: Document) -> object:
    found = carving.carve(document)
    assert found.root is not None
    return _told(Cut(list(found.pieces), list(found.pictures), found.root, found.truncated))


@pytest.mark.parametrize("whole", _PAGES, ids=str)
def test_a_page_is_carved_alike(whole: Whole) -> None:
    _assert_carved_alike(whole.content)


@given(lines=st.lists(st.sampled_from(_CUT), min_size=1), tag=st.sampled_from(["figure", "p", "h2", "figure><p"]))
def test_any_lines_are_carved_alike(lines: list[str], tag: str) -> None:
    _assert_carved_alike(f"<{tag}>{' '.join(lines)}<img>")


def test_a_line_of_too_many_parts_is_carved_alike() -> None:
    for count in (12, 13, 14, 1_001, 1_200):
        _assert_carved_alike(f"<p>{'<span>Rain </span>' * count}")
        _assert_carved_alike(f"<figure>{'<span>A</span>' * count}")


_FLOODS = [
    *(b"<b>", b"</b>", b"<td>", b"</td>", b"<TH >", b"<font a=b>", b"</font>", b"<option>", b"<selectedcontent>"),
    *(b"<object", b"</object>", b"<u\n>", b"<", b"x" * 400, b"y" * 999, b"<strong/>", b"<em", b"</em ", b"<i1>"),
    *(b"</table>", b"<template>", b"</TEMPLATE>", b"<s>", b"</s>", b"<tt>", b"<selectedcontents>", b"<caption>"),
    b"<" * 9_000,
]


def _assert_risks_are_counted_alike(html: bytes) -> None:
    compiled_core = core()
    if compiled_core is None:
        pytest.skip("articlekit was installed without a C++ compiler, and counts in Python alone")

    assert compiled_core.long_stretches(html, 1000) == list(bounds._long_stretches_in_python(html))
    assert compiled_core.count_tags(html) == html.count(b"<")
    assert bounds._Risks(*compiled_core.count_risks(html)) == bounds._count_risks_in_python(html)


@given(parts=st.lists(st.sampled_from(_FLOODS)))
def test_any_flood_is_counted_alike(parts: list[bytes]) -> None:
    _assert_risks_are_counted_alike(b"".join(parts))


@pytest.mark.parametrize("whole", _PAGES, ids=str)
def test_the_tags_of_a_page_are_counted_alike(whole: Whole) -> None:
    _assert_risks_are_counted_alike(whole.content)


_HREFS = [
    *("https://gazette.example/a", "HTTPS://gazette.example/a", "http://[", "https://a b", "/a", "//a.example/b", "/"),
    *("/a.html", "/a.b.c", "/../a", "/a?b=c", "/a?", "/a?b?c", "/a#b", "#a", "?a", "a", "", " /a ", "/ä", "mailto:a@b"),
    *("tel:1 2", "mailto:[a", "javascript:", "mailto:ä@b"),
    *("/a#b.c", "/a.b#", "/a?b#c[d", "/a?b=c#d", "/a.#b", "/a#b c", "/#"),
    *("javascript:x", "data:x", "tel:1", "/a.", "/.a", "/a/./b", "https://ä.example/", "https://a\x7f", "/a" * 5_000),
]


@pytest.mark.parametrize("base", ["https://gazette.example/2026/a", "https://jane@gazette.example/", None])
@pytest.mark.parametrize("href", _HREFS)
def test_a_link_leads_to_the_same_place(
    href: str, base: str | None, labeller: CompiledLabeller, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = f'<h1>Rain</h1><p>It rained <a href="{href}">all day</a> in the city.' + "<p>Rain." * 30
    _assert_same(page, base, monkeypatch)


@pytest.mark.parametrize("whole", _PAGES, ids=str)
def test_the_same_names_are_true_of_each_piece(whole: Whole, labeller: CompiledLabeller) -> None:
    description = describe(*_read(whole.content, "https://www.gazette.example/a"), load().vocabulary)

    start, rows = labeller.names(*_read(whole.content, "https://www.gazette.example/a"))

    assert start == description.window.start
    assert [sorted(row) for row in rows] == [names_of(row) for row in description.rows]


@pytest.mark.parametrize("whole", _PAGES, ids=str)
def test_each_piece_has_the_same_odds(whole: Whole, labeller: CompiledLabeller) -> None:
    html = load().html
    description = describe(*_read(whole.content), load().vocabulary)
    expected = html._odds(html._sums(description.rows))

    _, odds = labeller.odds(*_read(whole.content))

    assert [each.keys() for each in odds] == [each.keys() for each in expected]
    assert [[*each.values()] for each in odds] == [pytest.approx([*each.values()], abs=1e-9) for each in expected]


@pytest.mark.parametrize("whole", _PAGES, ids=str)
def test_a_page_becomes_the_same_blocks(
    whole: Whole, labeller: CompiledLabeller, monkeypatch: pytest.MonkeyPatch
) -> None:
    _assert_same(whole.content, "https://www.gazette.example/2026/a", monkeypatch)


@settings(deadline=None, max_examples=200)
@given(page=pages())
def test_any_page_becomes_the_same_blocks(page: str) -> None:
    if compiled_labeller(load()) is None:
        pytest.skip("articlekit was installed without a C++ compiler, and labels in Python alone")
    assume(page.strip())
    with pytest.MonkeyPatch.context() as patch:
        _assert_same(page, "https://gazette.example/", patch)


def test_damaged_pages_become_the_same_blocks(labeller: CompiledLabeller, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0
    for seed in range(_DAMAGED):
        source = damage(seed)
        try:
            _assert_same(source, None, monkeypatch)
        except ArticleKitError:
            continue
        compared += 1

    assert compared > _DAMAGED / 2


def test_a_page_may_be_labelled_while_another_is(labeller: CompiledLabeller, monkeypatch: pytest.MonkeyPatch) -> None:
    page = '<h1>Rain</h1><p>It rained <a href="?day=2">all day</a> in the city, and the river rose.' + "<p>Rain." * 30
    whole = _PAGES[0].content
    expected = labeller.label(*_read(page)), labeller.label(*_read(whole))
    inside = []

    def absolute(self: Document, href: str | None) -> str | None:
        monkeypatch.undo()
        inside.append(labeller.label(*_read(whole)))
        return href

    monkeypatch.setattr(Document, "absolute", absolute)
    outside = labeller.label(*_read(page))

    assert [(outside, one) for one in inside] == [expected]


def test_what_the_compiled_labeller_is_given_is_checked(labeller: CompiledLabeller) -> None:
    reader = labeller._reader
    with pytest.raises(TypeError):
        reader.label((), (), None, "", None, "")  # type: ignore[call-arg]
    with pytest.raises(AttributeError):
        reader.label((1,), (), None, "", PageClaims(), "", str)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="do not go together"):
        type(reader)(compiled.known_to_the_reader(load()), ("a",), b"", (), (), (), (), (1.0, 0.0), 0.5, (), ())


def test_python_reads_where_it_is_asked_to() -> None:
    script = "import articlekit, sys; articlekit.extract('<p>It rained.'); print('articlekit._core' in sys.modules)"
    asked = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, PURE: "1"}, capture_output=True, text=True, check=True
    )

    assert asked.stdout == "False\n"
