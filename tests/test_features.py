"""What the labeller looks at: each name is true of the piece that has it."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markup import pages, texts
from whole_pages import PAGES, Whole

from articlekit.claims import PageClaims
from articlekit.cleaner import Document, clean, clean_text
from articlekit.features import Row, Vocabulary, describe, names_of
from articlekit.features.line import fold, read_line
from articlekit.features.witness import likeness, topic_words
from articlekit.metadata import read_claims
from articlekit.model import Claim

_NOTHING = Vocabulary()
_PROSE = "It rained all day in the city, and the river rose by a metre before the lights went out."


def _names(
    html: str, piece: int = 0, *, claims: PageClaims | None = None, vocabulary: Vocabulary = _NOTHING
) -> set[str]:
    document = clean(html, url="https://gazette.example/a")
    return set(names_of(describe(document, claims or PageClaims(), vocabulary).rows[piece]))


def _described(document: Document, claims: PageClaims) -> tuple[range, Sequence[Row]]:
    description = describe(document, claims, _NOTHING)
    return description.window, description.rows


def _claiming(**fields: str) -> PageClaims:
    return PageClaims(claims=tuple(Claim(field=field, value=value, source="meta") for field, value in fields.items()))


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("It rained.", {"end=stop", "start=upper"}),
        ("Read more:", {"end=colon", "has=colon"}),
        ("16.10.2024, 17:19", {"day", "clock", "year", "start=digit", "end=digit"}),
        ("2024年10月16日", {"day"}),
        ("16 octobre 2024", {"day", "year"}),
        ("October 16, 2024", {"day"}),
        ("© Ana Ruiz", {"start=copyright", "has=copyright"}),
        ("@ana", {"start=at", "has=at"}),
        ("ADVERTISEMENT", {"case=upper", "cue=advertisement"}),
        ("„Regen“", {"start=quote", "end=quote"}),
        ("(Symbolbild)", {"start=bracket", "end=bracket"}),
        ("Rain …", {"end=dots"}),
    ],
)
def test_a_line_is_described_by_its_shape(line: str, names: set[str]) -> None:
    assert names <= set(read_line(line, _NOTHING).names)


@given(line=st.text(min_size=1).filter(lambda text: text.strip() == text and text))
def test_any_line_can_be_described(line: str) -> None:
    assert read_line(line, _NOTHING).names


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ("<h1>Rain", {"tag=h1"}),
        ("<figure><figcaption>Rain", {"tag=figcaption", "in=figcaption", "in=figure"}),
        ("<p hidden>Rain", {"hidden"}),
        ("<p><a href=/a/b>Rain</a>", {"href=deep2"}),
        ("<p><a href='https://other.example/'>Rain</a>", {"href=away"}),
        ("<p><a href='mailto:ana@gazette.example'>Rain</a>", {"href=mail"}),
        ("<a href='/rain-in-the-city-today-123456'><p>Rain", {"linked5", "href=article"}),
        ("<p><b>Rain</b>", {"all=b"}),
    ],
)
def test_a_piece_is_described_by_the_markup_around_it(html: str, names: set[str]) -> None:
    assert names <= _names(html)


def test_class_words_count_only_if_training_met_them() -> None:
    html = "<div class='teaser-box x81ab'><p>Rain"

    known = _names(html, vocabulary=Vocabulary(names=frozenset({"teaser"})))

    assert {name for name in known if name.startswith("c")} - _names(html) == {"c1=teaser"}


@pytest.mark.parametrize(
    ("claims", "text", "name"),
    [
        (_claiming(headline="Rain in the city today"), "Rain in the city today", "headline4"),
        (
            _claiming(standfirst="It will not stop before the weekend."),
            "It will not stop before the weekend.",
            "description",
        ),
        (_claiming(article_body=_PROSE), _PROSE, "body+"),
        (_claiming(article_body=_PROSE), "Newsletter: sign up now", "body-"),
        (_claiming(authors="Ana Ruiz"), "By Ana Ruiz", "author"),
        (_claiming(authors="Ana Ruiz"), "Ana Ruiz", "author="),
        (_claiming(published="2024-10-16T17:19:00Z"), "16.10.2024, 17:19", "claimed-day"),
        (_claiming(tags="Flood"), "Flood", "topic"),
        (_claiming(sections="Weather"), "Weather", "section"),
        (_claiming(site_name="The Gazette"), "The Gazette", "site="),
    ],
)
def test_the_page_is_a_witness(claims: PageClaims, text: str, name: str) -> None:
    assert name in _names(f"<p>{text}</p>", claims=claims)


def test_a_picture_s_alternative_text_is_known_when_it_is_printed() -> None:
    assert "alt" in _names("<img alt='A wet street in the city'><p>A wet street in the city")


def test_blank_lines_of_plain_text_are_named() -> None:
    rows = describe(clean_text("Rain\nWind\n\nSnow"), PageClaims(), _NOTHING).rows

    assert [name for name in names_of(rows[1]) if name.startswith("gap")] == ["gap+wide", "gap-close"]


@given(html=pages())
def test_what_is_around_the_story_of_any_page_is_described(html: str) -> None:
    if html.strip():
        document = clean(html)
        assert document.tree is not None
        window, rows = _described(document, read_claims(document.tree))

        assert len(rows) == len(window)
        assert set(window) <= set(range(len(document.pieces)))
        assert all(rows)


@given(text=texts())
def test_what_is_around_the_story_of_any_text_is_described(text: str) -> None:
    if text.strip():
        document = clean_text(text)

        assert len(describe(document, PageClaims(), _NOTHING).rows) == len(document.pieces)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_describing_twice_gives_the_same_names_in_the_same_order(page: Whole) -> None:
    one, other = (describe(clean(page.content), PageClaims(), _NOTHING) for _ in range(2))

    assert one == other


def test_texts_are_alike_by_their_letters_and_words() -> None:
    assert fold("Rain, – again!") == "rainagain"
    assert likeness(frozenset("ab"), frozenset("bc")) == pytest.approx(0.5)
    assert likeness(frozenset(), frozenset("a")) == 0


def test_the_topic_s_words_have_four_letters_in_any_script() -> None:
    assert topic_words("Rain, rain in B4thtown 2024") == {"rain", "thtown"}
    assert topic_words("Straße des Regens") == {"straße", "regens"}


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("RAIN IN SPAIN", "case=upper"),
        ("Rain in Spain", "case=2"),
        ("42 – 17", "case=none"),
        ("Über Österreich", "case=4"),
        ("雨が降った Rain", "case=4"),
        ("It rained. It snowed.", "sentences1"),
        ("雨が降った。", "sentences1"),
        ("12%", "digits4"),
    ],
)
def test_letters_and_digits_are_counted_in_any_script(line: str, name: str) -> None:
    assert name in read_line(line, _NOTHING).names


def test_neighbours_tell_each_other_their_shape_and_their_cues() -> None:
    html = "<h1>Rain</h1><p>Newsletter</p><ul><li>Snow</ul>"

    assert {"-h1x", "--edge", "+lix", "-h1x&px", "px&+lix", "bond-1", "bond+2"} <= _names(html, 1)
    assert "cue+1=promo" in _names(html, 0)


def test_a_picture_is_named_by_the_pieces_beside_it_and_how_closely_it_is_bound() -> None:
    html = "<figure><img src=a><figcaption>Rain</figcaption></figure><p>It rained."

    assert {"pic-0", "pic-0/1", "&spic-0x", "&tpic-0figcaption"} <= _names(html)
    assert {"pic-1", "pic-1/2"} <= _names(html, 1)


def test_alike_elements_are_described_alike_wherever_they_stand_in_a_list() -> None:
    html = f"<h1>Rain</h1><p>{_PROSE}<ul>{'<li class=teaser><b>Rain</b>' * 8}</ul>"

    assert _names(html, 5) - _names(html, 6) == set()
