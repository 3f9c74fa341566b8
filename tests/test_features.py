"""What the labeller looks at: each name is true of the piece that has it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markup import pages, texts
from whole_pages import PAGES, Whole

from articlekit.claims import PageClaims
from articlekit.cleaner import Document, clean, clean_text
from articlekit.features import Description, Vocabulary, describe
from articlekit.features.line import line_features, read_line
from articlekit.features.witness import fold, likeness
from articlekit.metadata import read_claims
from articlekit.model import Claim

_NOTHING = Vocabulary()
_PROSE = "It rained all day in the city, and the river rose by a metre before the lights went out."


def _names(
    html: str, piece: int = 0, *, claims: PageClaims | None = None, vocabulary: Vocabulary = _NOTHING
) -> set[str]:
    return set(describe(clean(html, url="https://gazette.example/a"), claims or PageClaims(), vocabulary).rows[piece])


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
    assert names <= set(line_features(line, *read_line(line)))


@given(line=st.text(min_size=1).filter(lambda text: text.strip() == text and text))
def test_any_line_can_be_described(line: str) -> None:
    assert list(line_features(line, *read_line(line)))


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ("<h1>Rain", {"tag=h1"}),
        ("<figure><figcaption>Rain", {"tag=figcaption", "up=figure", "in=figure"}),
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

    assert [name for name in rows[1] if name.startswith("gap")] == ["gap-close", "gap+wide"]


def _check_description(document: Document, description: Description) -> None:
    """A row for each piece of the window, and the window within the document."""
    window = description.window
    assert 0 <= window.start <= window.stop <= len(document.pieces)
    assert len(description.rows) == len(window)
    assert all(description.rows)


@given(html=pages())
def test_what_is_around_the_story_of_any_page_is_described(html: str) -> None:
    if html.strip():
        document = clean(html)
        assert document.tree is not None
        _check_description(document, describe(document, read_claims(document.tree), _NOTHING))


@given(text=texts())
def test_what_is_around_the_story_of_any_text_is_described(text: str) -> None:
    if text.strip():
        document = clean_text(text)

        _check_description(document, describe(document, PageClaims(), _NOTHING))


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_describing_twice_gives_the_same_names_in_the_same_order(page: Whole) -> None:
    one, other = (describe(clean(page.content), PageClaims(), _NOTHING) for _ in range(2))

    assert one == other


def test_texts_are_alike_by_their_letters_and_words() -> None:
    assert fold("Rain, – again!") == "rainagain"
    assert likeness(frozenset("ab"), frozenset("bc")) == pytest.approx(0.5)
    assert likeness(frozenset(), frozenset("a")) == 0
