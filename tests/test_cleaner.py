"""A page or a text is cut into pieces, and nothing of it is lost."""

import textwrap
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markup import pages, texts
from selectolax.lexbor import LexborHTMLParser, LexborNode
from whole_pages import PAGES, TEXTS, Whole

from articlekit.cleaner import Document, clean, clean_text
from articlekit.cleaner.decoding import to_utf8
from articlekit.cleaner.walk import walk
from articlekit.errors import ExtractionError, NotHTMLError

_SKIPPED = "script,style,noscript,template,svg,math,iframe,object,canvas,select,textarea"


def _texts(document: Document) -> list[str]:
    return [piece.text for piece in document.pieces]


def _cut(html: str) -> list[str]:
    return _texts(clean(html))


def _runs(html: str) -> list[str]:
    """The runs of text before any is carved."""
    body = LexborHTMLParser(html).body
    assert body is not None
    return [piece.text for piece in walk(body).pieces]


# -- where a run ends -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Rain<p>Wind", ["Rain", "Wind"]),
        ("Rain<br>Wind<br><br>Snow", ["Rain", "Wind", "Snow"]),
        ("<p>Rain <b>and</b> <a href=/w>wind</a></p>", ["Rain and wind"]),
        ("<div>Rain<p>Wind</p>Snow</div>", ["Rain", "Wind", "Snow"]),
        ("<p>  Rain\n\t and\u00a0wind  </p>", ["Rain and wind"]),
        ("<p>Ra<i>in</i></p>", ["Rain"]),
        ("<p>Rain<x-sign>Wind</x-sign>Snow", ["Rain", "Wind", "Snow"]),
        ("<ul><li>Rain<li>Wind</ul>", ["Rain", "Wind"]),
        ("<table><tr><td>Rain<td>Wind</table>", ["Rain", "Wind"]),
        ("<p>Rain<img alt=Cloud>Wind</p>", ["Rain", "Wind"]),
        ("<a href=/r><h3>Rain</h3><p>Wind</p></a>", ["Rain", "Wind"]),
        ("<p>Rain<!-- not seen -->bow</p>", ["Rainbow"]),
        ("<button>Rain</button><button>Wind</button>", ["Rain", "Wind"]),
        ("<p></p><div> </div>\u00a0<br>", []),
    ],
)
def test_a_run_of_text_ends_at_block_level_elements_and_at_br(html: str, expected: list[str]) -> None:
    assert _runs(html) == expected


@pytest.mark.parametrize("tag", _SKIPPED.split(","))
def test_what_is_not_text_for_readers_is_left_out(tag: str) -> None:
    assert _cut(f"<p>Rain</p><{tag}>not seen</{tag}><p>Wind</p>") == ["Rain", "Wind"]


@pytest.mark.parametrize(
    ("html", "hidden"),
    [
        ("<p>Rain", False),
        ("<p hidden>Rain", True),
        ("<div aria-hidden=true><p>Rain", True),
        ("<div style='color:red; display : NONE'><p>Rain", True),
        ("<p style='visibility:hidden'>Rain", True),
        ("<dialog>Rain</dialog>", True),
        ("<dialog open>Rain</dialog>", False),
        ("<p aria-hidden=false>Rain", False),
    ],
)
def test_hidden_text_is_kept_and_marked(html: str, hidden: bool) -> None:
    (piece,) = clean(html).pieces

    assert piece.element is not None
    assert (piece.text, piece.element.hidden) == ("Rain", hidden)


def test_inline_elements_leave_their_mark_on_the_run() -> None:
    body = LexborHTMLParser('<p>It <a href="/rain">rained <b>hard</b></a> today</p>').body
    assert body is not None

    (run,) = walk(body).pieces

    marks = {mark.element.tag: run.text[mark.start : mark.end] for mark in run.inlines}

    assert marks == {"a": "rained hard", "b": "hard"}


def test_pictures_know_before_which_piece_they_stand() -> None:
    document = clean("<p>Rain</p><img src=a.jpg><p>Wind</p><video poster=b.jpg></video>")

    assert [(picture.element.tag, picture.before) for picture in document.pictures] == [("img", 1), ("video", 2)]


# -- what is carved ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            "<figure><figcaption>A wet street.<span class=credit>Photo: Ana Ruiz</span></figcaption></figure>",
            ["A wet street.", "Photo: Ana Ruiz"],
        ),
        (
            "<figure><figcaption>Eine nasse Straße. (Symbolbild)Foto: Ana Ruiz</figcaption></figure>",
            ["Eine nasse Straße. ", "(Symbolbild)", "Foto: Ana Ruiz"],
        ),
        ("<h1><span>Rain:</span> It never stops</h1>", ["Rain:", "It never stops"]),
        ("<div>By Ana Ruiz 16.10.2024, 17:19</div>", ["By Ana Ruiz", "16.10.2024, 17:19"]),
        ("<p>It rained.</p>", ["It rained."]),
    ],
)
def test_lines_of_two_things_are_carved(html: str, expected: list[str]) -> None:
    pieces = _cut(html)

    ends = {len("".join(expected[: i + 1]).replace(" ", "")) for i in range(len(expected))}
    cuts = {len("".join(pieces[: i + 1]).replace(" ", "")) for i in range(len(pieces))}
    assert ends <= cuts


def test_pieces_of_one_line_share_its_run_and_know_their_offset() -> None:
    pieces = clean("<figure><figcaption>A wet street. <i>Foto: Ana Ruiz</i></figcaption></figure>").pieces

    assert {piece.run for piece in pieces} == {pieces[0].run}
    assert "A wet street. Foto: Ana Ruiz"[pieces[-1].offset :] == pieces[-1].text


# -- lines of plain text ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028"])
def test_a_line_of_plain_text_is_a_piece_whatever_its_end(newline: str) -> None:
    assert _texts(clean_text(newline.join(["Rain", "", "Wind"]))) == ["Rain", "Wind"]


@pytest.mark.parametrize("width", [50, 72, 76, 80])
def test_wrapped_lines_are_put_together_again(width: int) -> None:
    paragraphs = [f"{n}. It rained all day in the city and the river rose by a metre. " * n for n in range(2, 6)]
    wrapped = "\n\n".join(textwrap.fill(paragraph, width) for paragraph in paragraphs)

    assert _texts(clean_text(wrapped)) == [" ".join(paragraph.split()) for paragraph in paragraphs]


def test_lines_that_only_happen_to_be_alike_stay_apart() -> None:
    lines = ["Politics", "Sport", "Weather", "Culture", "Contact"]

    assert _texts(clean_text("\n".join(lines))) == lines


# -- bytes ------------------------------------------------------------------------------------------------------------

_GREETING = "<p>Grüße aus Köln – “schön” war’s</p>"


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        (_GREETING.encode(), None),
        (_GREETING.encode(), "iso-8859-1"),
        (f"<meta charset=latin1>{_GREETING}".encode(), None),
        (_GREETING.encode("windows-1252"), "windows-1252"),
        (_GREETING.encode("windows-1252"), "iso-8859-1"),
        (b"<meta charset=windows-1252>" + _GREETING.encode("windows-1252"), None),
        (b"\xef\xbb\xbf" + _GREETING.encode(), "windows-1252"),
        (_GREETING.encode("utf-16"), "utf-8"),
        (b"\xfe\xff" + _GREETING.encode("utf-16-be"), None),
    ],
)
def test_bytes_are_decoded_as_a_browser_would_or_better(body: bytes, charset: str | None) -> None:
    document = clean(body, charset=charset)

    assert _texts(document) == ["Grüße aus Köln – “schön” war’s"]


@pytest.mark.parametrize("charset", ["shift_jis", "euc-jp", "iso-2022-jp", "utf-8"])
def test_japanese_bytes_are_decoded_by_their_label(charset: str) -> None:
    text = "雨が一日中降り、川の水位は一メートル上がった。"

    assert _texts(clean(f"<p>{text}</p>".encode(charset), charset=charset)) == [text]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "a PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a PNG picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG picture"),
        (b"GIF89a\x01\x00", "a GIF picture"),
        (b"PK\x03\x04\x14\x00", "a ZIP archive"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (bytes(range(32)) * 4, "binary data"),
    ],
)
def test_what_is_no_html_is_refused_with_its_name(body: bytes, said: str) -> None:
    with pytest.raises(NotHTMLError, match=said):
        clean(body)


@pytest.mark.parametrize("shift", range(3))
def test_long_utf8_is_known_wherever_its_characters_begin(shift: int) -> None:
    body = b"a" * shift + ("€" * 10_000).encode()

    assert to_utf8(body, charset="windows-1252") is body


def test_a_long_document_with_half_a_character_at_its_end_is_no_utf8() -> None:
    body = ("€" * 10_000).encode()[:-1]

    assert to_utf8(body, charset="windows-1252") == body.decode("windows-1252").encode()


@pytest.mark.parametrize("source", ["", "  \n", "\u00a0 \u2003", b"", b" \r\n\t", "\u00a0 \u2003".encode()])
def test_an_empty_document_is_an_extraction_error_that_names_the_url(source: str | bytes) -> None:
    with pytest.raises(ExtractionError, match="empty"):
        clean(source, url="https://gazette.example/rain")


def test_an_empty_text_is_an_extraction_error() -> None:
    with pytest.raises(ExtractionError, match="empty"):
        clean_text(" \n ")


# -- addresses --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/a", "https://gazette.example/a"),
        ("b?c=1", "https://gazette.example/news/b?c=1"),
        ("//other.example/a", "https://other.example/a"),
        ("https://other.example/a", "https://other.example/a"),
        ("mailto:ana@gazette.example", "mailto:ana@gazette.example"),
        ("#top", None),
        ("", None),
        (None, None),
        ("javascript:alert(1)", None),
        ("  JavaScript:alert(1)", None),
        ("data:text/html,x", None),
    ],
)
def test_links_become_absolute_or_nothing(href: str | None, expected: str | None) -> None:
    document = clean("<p>Rain", url="https://gazette.example/news/rain")

    assert document.absolute(href) == expected


def test_the_page_s_own_base_wins() -> None:
    document = clean("<base href='/archive/'><p>Rain", url="https://gazette.example/news/rain")

    assert document.absolute("wind") == "https://gazette.example/archive/wind"


# -- nothing is lost --------------------------------------------------------------------------------------------------


@dataclass
class _Body:
    """What the body of a parsed page holds for readers, worked out another way: by removing what does not count."""

    tree: LexborHTMLParser

    @property
    def letters(self) -> str:
        body = self.tree.body
        if body is None:
            return ""
        for node in self.tree.css(_SKIPPED):
            if node.mem_id != body.mem_id:
                node.decompose()
        return "".join(_words_of(body).split())


def _words_of(node: LexborNode) -> str:
    return "".join(child.text_content or "" for child in node.traverse(include_text=True) if child.tag == "-text")


def _check_html(html: str | bytes) -> None:
    document = clean(html)

    assert document.tree is not None
    assert "".join("".join(_texts(document)).split()) == _Body(LexborHTMLParser(document.html)).letters
    for piece in document.pieces:
        assert piece.element is not None
        assert piece.text == " ".join(piece.text.split()) != ""
        (selected,) = document.tree.css(piece.element.path)
        assert selected.mem_id == piece.element.node.mem_id


def _check_text(text: str) -> None:
    pieces = clean_text(text).pieces

    spans = [piece.span for piece in pieces]
    assert [start for start, _ in spans] == [0, *[end for _, end in spans[:-1]]]
    assert spans[-1][1] == len(text)
    assert [piece.text.split() for piece in pieces] == [text[a:b].split() for a, b in spans]


@given(html=pages())
def test_no_letter_of_a_body_is_lost_and_every_path_selects_its_very_element(html: str) -> None:
    if html.strip():
        _check_html(html)


@given(text=texts())
def test_the_spans_of_a_text_tile_it_and_hold_its_pieces(text: str) -> None:
    if text.strip():
        _check_text(text)


@given(text=st.text(min_size=1))
def test_any_text_is_tiled(text: str) -> None:
    if text.strip():
        _check_text(text)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_no_letter_of_a_fixture_page_is_lost(page: Whole) -> None:
    _check_html(page.content)


@pytest.mark.parametrize("text", TEXTS, ids=str)
def test_no_letter_of_a_fixture_text_is_lost(text: Whole) -> None:
    _check_text(text.text)


@given(html=pages())
def test_an_offset_counts_in_the_element_s_text_its_runs_joined_with_one_space(html: str) -> None:
    for piece in clean(html).pieces if html.strip() else ():
        assert piece.element is not None
        whole = " ".join(run.text for run in walk(piece.element.node).pieces)

        assert whole[piece.offset :].startswith(piece.text)


def test_sentences_that_lost_the_space_between_them_are_cut_in_plain_text() -> None:
    pieces = clean_text("The harbour of Brodick at dawn.Ana Ruiz for the Courier").pieces

    assert [piece.text for piece in pieces] == ["The harbour of Brodick at dawn.", "Ana Ruiz for the Courier"]
