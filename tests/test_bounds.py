"""Floods are thinned out before they are parsed, and common pages are left as they are."""

import re

import pytest
from selectolax.lexbor import LexborHTMLParser
from whole_pages import PAGES, Whole

from articlekit.cleaner import clean, clean_text
from articlekit.cleaner.bounds import MAX_ATTRIBUTES, MAX_CHARACTERS, MAX_LINES, MAX_TAGS, bound
from articlekit.cleaner.walk import MAX_DEPTH, MAX_PIECES


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_common_page_is_left_as_it_is(page: Whole) -> None:
    html = page.content

    assert bound(html) == (html, False)
    assert not clean(html).truncated


def _attributes(count: int, value: str = "") -> str:
    return " ".join(f"a{number}{value}" for number in range(count))


@pytest.mark.parametrize("value", ["", "=x", "='>'", '="> "', " = x", '=""'])
def test_a_tag_keeps_its_first_attributes(value: str) -> None:
    html = f"<p class=first {_attributes(20_000, value)}>Rain</p><p title=last>Wind</p>"

    kept, dropped = bound(html.encode())

    first, last = LexborHTMLParser(kept).css("p")
    assert dropped
    assert len(first.attributes) == MAX_ATTRIBUTES
    assert (first.attributes["class"], first.text(), last.text()) == ("first", "Rain", "Wind")


@pytest.mark.parametrize(
    "html",
    [
        f"<script>if (i<n {_attributes(2000)}) run();</script><p>Rain",
        f"<SCRIPT>i<n {_attributes(2000)}</SCRIPT><p>Rain",
        f"<style>a<b {_attributes(2000)}</style><p>Rain",
        f"<!-- <p {_attributes(2000)} --><p>Rain",
    ],
)
def test_scripts_and_comments_have_no_tags_to_thin_out(html: str) -> None:
    assert bound(html.encode()) == (html.encode(), False)


def test_a_tag_after_a_script_is_thinned_out() -> None:
    kept, dropped = bound(f"<script>i<n {_attributes(2000)}</script><p {_attributes(2000)}>Rain".encode())

    assert dropped
    assert b"a1999</script>" in kept
    assert kept.endswith(f"a{MAX_ATTRIBUTES - 1}>Rain".encode())


def test_what_lies_behind_the_most_tags_is_cut_off() -> None:
    kept, dropped = bound(b"<p>a</p>" * MAX_TAGS + b"<p>b</p>")

    assert dropped
    assert kept == b"<p>a</p>" * MAX_TAGS


def test_what_lies_behind_the_most_characters_is_cut_off() -> None:
    document = clean("<p>" + "x" * MAX_CHARACTERS)

    assert document.truncated
    assert len(document.pieces[0].text) == MAX_CHARACTERS - len("<p>")


def test_formatting_that_would_multiply_becomes_plain() -> None:
    fonts = "".join(f"<font color={number}>" for number in range(500))
    document = clean(f"<p>{fonts}Rain</p>" + "<p>and wind</p>" * 1000)

    assert document.truncated
    assert [piece.text for piece in document.pieces] == ["Rain", *["and wind"] * 1000]
    assert len(document.tree.css("*") if document.tree else ()) < 2000


def test_formatting_that_is_closed_stays() -> None:
    html = "<p><b class=x>Rain</b> and <font color=red>wind</font></p>" * 2000

    assert bound(html.encode()) == (html.encode(), False)


def test_formatting_closed_out_of_reach_does_not_count_as_closed() -> None:
    hidden_away = "".join(f"<font color={n}>" for n in range(300)) + "<object>" + "</font>" * 300 + "</object>"

    _, dropped = bound((f"<p>{hidden_away}</p>" + "<p>Rain</p>" * 2000).encode())

    assert dropped


def test_endless_options_are_dropped_and_what_follows_is_not() -> None:
    document = clean("<p>Rain</p><select>" + "<option value='>'>x</option>" * 20_000 + "</select><p>Wind</p>")

    assert document.truncated
    assert [piece.text for piece in document.pieces] == ["Rain", "Wind"]


def test_text_nested_too_deep_belongs_to_the_element_at_the_bound() -> None:
    document = clean("<div>" * 3000 + "Rain<p>and wind</p>" + "</div>" * 3000 + "<p>Sun</p>")

    deep, deeper, after = document.pieces
    assert document.truncated
    assert [piece.text for piece in document.pieces] == ["Rain", "and wind", "Sun"]
    assert deep.element is deeper.element
    assert deep.element is not None
    assert deep.element.depth == MAX_DEPTH
    assert after.element is not None
    assert after.element.path == "html > body:nth-of-type(1) > p:nth-of-type(1)"


def test_lines_nested_too_deep_are_still_told_apart_and_scripts_still_left_out() -> None:
    deep = "<b>Rain</b> and<br>wind<!-- x --><script>run()</script><ul><li>Hail<li><i>Sun</i></ul>still"
    document = clean("<div>" * MAX_DEPTH + f"Before<div>{deep}</div>after")

    assert document.truncated
    texts = ["Before", "Rain and", "wind", "Hail", "Sun", "still", "after"]
    assert [piece.text for piece in document.pieces] == texts
    assert {piece.element.depth for piece in document.pieces if piece.element} == {MAX_DEPTH}


def test_a_path_selects_the_element_at_the_bound() -> None:
    document = clean("<div>" * 3000 + "Rain")

    (piece,) = document.pieces
    assert piece.element is not None
    assert document.tree is not None
    assert len(document.tree.css(piece.element.path)) == 1
    assert not piece.element.hidden


def test_inline_elements_in_one_another_without_end_keep_the_text() -> None:
    document = clean("<span>" * 150 + "Rain<br>" * 500)

    assert document.truncated
    assert [piece.text for piece in document.pieces] == ["Rain"] * 500
    assert max(len(piece.inlines) for piece in document.pieces) < 50


def test_an_element_with_an_endless_name_is_part_of_what_is_around_it() -> None:
    document = clean(f"<div>Rain<{'x' * 100_000}>and<p>wind</p></div>")

    assert document.truncated
    assert [piece.text for piece in document.pieces] == ["Rain", "and", "wind"]
    assert {piece.element.tag for piece in document.pieces if piece.element} == {"div"}


def test_pieces_behind_the_most_are_cut_off() -> None:
    document = clean("<br>a" * (MAX_PIECES + 10))

    assert document.truncated
    assert len(document.pieces) == MAX_PIECES


def test_lines_behind_the_most_are_cut_off_and_the_spans_tile_the_rest() -> None:
    document = clean_text("It rained.\r\n" * (MAX_LINES + 5))

    assert document.truncated
    assert document.source == "It rained.\r\n" * MAX_LINES
    assert "".join(document.source[a:b] for a, b in [p.span for p in document.pieces if p.span]) == document.source


@pytest.mark.parametrize("href", ["http://[", "//[::", "https://a]b/", "https://\uff03/x", "/" + "x" * 10_000])
def test_an_address_that_cannot_be_taken_apart_leads_nowhere(href: str) -> None:
    assert clean("<p>x", url="https://gazette.example/rain").absolute(href) is None


def test_a_document_forgets_an_address_that_is_none() -> None:
    assert clean("<p>x", url="http://[").url is None


@pytest.mark.parametrize(
    "charset", ["viscii", "idna", "punycode", "rot13", "base64", "undefined", "utf-7", "\0", "x" * 999]
)
@pytest.mark.parametrize("meta", [True, False])
def test_a_charset_that_is_none_is_not_believed(charset: str, meta: bool) -> None:
    tag = f"<meta charset='{charset}'>".encode() if meta else b""

    document = clean(tag + "<p>Grüße aus Köln, schöne Grüße".encode("cp1252") * 20, charset=None if meta else charset)

    assert re.match("Gr..?e aus K", document.pieces[0].text)
