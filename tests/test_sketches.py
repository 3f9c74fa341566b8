"""Small pages: how they are drawn for training, and that a newcomer's first try is read right."""

import pytest

import articlekit
from articlekit.cleaner import clean
from articlekit.training import align
from articlekit.training.sketches import Line, sketch

_LINES: list[Line] = [
    ("boilerplate", "Home News Sport"),
    ("headline", "River rises by a metre"),
    ("byline", "By Ana Ruiz"),
    ("caption", "The old bridge."),
    ("credit", "Photo: dpa"),
    *[
        ("paragraph", f"It rained all day in part {n} of the city. Nobody was hurt, but cellars filled.")
        for n in range(9)
    ],
    ("subheading", "More rain & wind"),
    ("promo", "Subscribe to our newsletter"),
]
_DRAWN = [drawn for seed in range(60) if (drawn := sketch(_LINES, str(seed)))]


def test_a_small_page_is_the_same_for_the_same_seed() -> None:
    assert sketch(_LINES, "a") == sketch(_LINES, "a")
    assert len({drawn.html for drawn in _DRAWN}) > 50


def test_a_page_without_paragraphs_makes_no_small_one() -> None:
    assert not [seed for seed in range(20) if sketch([("headline", "Rain"), ("tag", "Weather")], str(seed))]


@pytest.mark.parametrize("drawn", _DRAWN[:20], ids=range(20))
def test_html_and_text_hold_the_lines_in_order(drawn) -> None:
    pieces = clean(drawn.html).pieces

    assert "".join(piece.text for piece in pieces).split() == "".join(text for _, text in drawn.gold).split()
    assert " ".join(drawn.text.split()) == " ".join(text for _, text in drawn.gold)
    assert set(align(pieces, drawn.gold)) == {role for role, _ in drawn.gold}


def test_some_paragraphs_are_whole_and_some_cut() -> None:
    lengths = {len(text) for drawn in _DRAWN for role, text in drawn.gold if role == "paragraph"}

    assert max(lengths) == max(len(text) for _, text in _LINES)
    assert min(lengths) < max(lengths) / 2


def test_some_are_the_sites_alone_and_some_have_nothing_of_it() -> None:
    shares = [sum(role == "boilerplate" for role, _ in drawn.gold) / len(drawn.gold) for drawn in _DRAWN]

    assert min(shares) == 0
    assert max(shares) == 1
    assert any(0 < share < 1 for share in shares)


_FIRST_TRIES = [
    (
        "<h1>Rain</h1><p>It rained all day in the city, and it will again.</p>",
        "It rained all day in the city, and it will again.",
    ),
    (
        "<h1>Bridge closed</h1><p>The bridge is closed.</p><p>Police are there.</p>",
        "The bridge is closed.\n\nPolice are there.",
    ),
    ("<p>Hello world, this is a simple paragraph.</p>", "Hello world, this is a simple paragraph."),
    (
        "<html><head><title>My title</title></head><body><article><h1>My title</h1>"
        "<p>First paragraph of the article with some text.</p>"
        "<p>Second paragraph, which is a bit longer than the first one.</p></article></body></html>",
        "First paragraph of the article with some text.\n\nSecond paragraph, which is a bit longer than the first one.",
    ),
    (
        "<nav><a href=/>Home</a> <a href=/news>News</a></nav><h1>Bridge closed</h1><p>The bridge is closed.</p>"
        "<p>Police are there.</p><footer>Copyright 2026 Gazette</footer>",
        "The bridge is closed.\n\nPolice are there.",
    ),
]


@pytest.mark.parametrize(("page", "story"), _FIRST_TRIES)
def test_a_newcomers_first_page_has_its_story(page: str, story: str) -> None:
    assert articlekit.extract(page).text == story


@pytest.mark.parametrize(
    ("headline", "paragraph"),
    [
        ("雨", "今日は東京で雨が降りました。明日も降るでしょう。"),
        ("下雨", "今天北京下了一整天的雨。"),
        ("비", "오늘 서울에 비가 내렸습니다."),
        ("Regen", "Es regnete den ganzen Tag in der Stadt."),
        ("Pluie à Lyon", "Il a plu toute la journée."),
        ("Дождь", "Весь день в городе шёл дождь."),
        ("مطر", "هطل المطر طوال اليوم في المدينة."),
        ("बारिश", "शहर में दिन भर बारिश हुई।"),
    ],
)
def test_a_small_page_is_read_in_any_language(headline: str, paragraph: str) -> None:
    article = articlekit.extract(f"<h1>{headline}</h1><p>{paragraph}</p>")

    assert (article.headline, article.text) == (headline, paragraph)


def test_a_newcomers_first_text_has_its_story() -> None:
    article = articlekit.extract_text(
        "Rain\n\nBy Jane Doe\n\nIt rained all day in the city, and it will again.\n\nPhoto: AP"
    )

    assert article.text == "It rained all day in the city, and it will again."


@pytest.mark.parametrize(
    "page",
    [
        "<button>OK</button>",
        "<ul><li><a href=/>Home</a><li><a href=/news>News</a></ul><form><input><button>Search</button></form>"
        "<footer>Imprint</footer>",
    ],
)
def test_a_small_page_that_is_no_article_has_no_story(page: str) -> None:
    assert not articlekit.extract(page).text


def test_a_demonstration_of_every_role_is_read_right() -> None:
    page = """<!doctype html><html><head><title>Mayor resigns | Daily Gazette</title></head><body>
        <header><a href="/">Daily Gazette</a><nav><a href="/politics">Politics</a> <a href="/sport">Sport</a></nav></header>
        <article><h1>Mayor resigns</h1><p class="byline">By Jane Doe</p><time>March 3, 2026</time>
        <p>The mayor of Springfield resigned on Monday after months of protests.</p>
        <figure><img src="m.jpg"><figcaption>The mayor on Monday. Photo: John Smith/AP</figcaption></figure>
        <p>He said he wanted to spend more time with his family.</p>
        <p>Read more: <a href="/x">Council meets on Tuesday</a></p>
        <div class="newsletter">Subscribe to our newsletter!</div>
        <p>A successor will be elected in May.</p></article>
        <footer>(c) 2026 Daily Gazette</footer></body></html>"""

    article = articlekit.extract(page, url="https://gazette.example/mayor")

    assert article.text.split("\n\n") == [
        "The mayor of Springfield resigned on Monday after months of protests.",
        "He said he wanted to spend more time with his family.",
        "A successor will be elected in May.",
    ]
    assert [author.name for author in article.authors] == ["Jane Doe"]
    assert [(image.caption, image.people, image.agency) for image in article.images] == [
        ("The mayor on Monday.", ("John Smith",), "AP")
    ]
    assert [(link.headline, link.url) for link in article.crosslinks] == [
        ("Council meets on Tuesday", "https://gazette.example/x")
    ]
    assert [promo.kind for promo in article.promos] == ["newsletter"]
