import pytest

from articlekit.around.sources import Source, best_source, is_picture_url, read_srcset
from articlekit.cleaner import clean


def source_of(markup, url="https://example.org/news/story.html"):
    document = clean(f"<body><div>{markup}</div><p>Text</p></body>", url=url)
    return best_source(document.pictures[0].element, document)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<img src="/a.jpg">', "https://example.org/a.jpg"),
        ('<img src="a.jpg">', "https://example.org/news/a.jpg"),
        ('<img src="//cdn.example/a.jpg">', "https://cdn.example/a.jpg"),
        ('<img src="/s.jpg" srcset="/s.jpg 320w, /l.jpg 1280w, /m.jpg 640w">', "https://example.org/l.jpg"),
        ('<img src="/s.jpg" srcset="/s.jpg 1x,/l.jpg 2x">', "https://example.org/l.jpg"),
        ('<img src="/s.jpg" srcset="/w_100,h_50/s.jpg 100w, /w_200,h_100/l.jpg 200w">', "https://example.org/w_200,h_100/l.jpg"),
        ('<img src="data:image/gif;base64,R0" data-src="/a.jpg">', "https://example.org/a.jpg"),
        ('<img src="/img/placeholder-16x9.png" data-lazy-src="/a.jpg">', "https://example.org/a.jpg"),
        ('<img src="/blank.gif" data-srcset="/a.jpg 400w, /b.jpg 800w">', "https://example.org/b.jpg"),
        ('<img src="/blank.gif" data-original="/media/a.jpg">', "https://example.org/media/a.jpg"),
        ('<picture><source srcset="/l.webp 1200w"><img src="/s.jpg"></picture>', "https://example.org/l.webp"),
        ('<picture><source data-srcset="/l.webp 1200w"><img src="data:x"></picture>', "https://example.org/l.webp"),
        ('<img class="lazy"><noscript><img src="/a.jpg"></noscript>', "https://example.org/a.jpg"),
        ('<div><img src="data:x"></div><noscript><img src="/a.jpg"></noscript>', "https://example.org/a.jpg"),
        ('<video src="/clip.mp4" poster="/poster.jpg"></video>', "https://example.org/poster.jpg"),
        ('<amp-img src="/a.jpg" width="600" height="400"></amp-img>', "https://example.org/a.jpg"),
    ],
)  # fmt: skip
def test_the_widest_picture_that_an_element_names_is_its_source(markup, expected):
    source = source_of(markup)

    assert source is not None
    assert source.url == expected


@pytest.mark.parametrize(
    "markup",
    ['<img src="data:image/png;base64,AA">', "<img>", '<img src="/img/blank.gif">', '<img src="/a-{width}.jpg">',
     '<img src="javascript:alert(1)">', '<img srcset="javascript:alert(1) 2x">'],
)  # fmt: skip
def test_placeholders_and_what_is_no_address_are_no_source(markup):
    assert source_of(markup) is None


@pytest.mark.parametrize(
    ("markup", "width", "height"),
    [
        ('<img src="/a.jpg" width="640" height="360">', 640, 360),
        ('<img src="/a.jpg" width="640px" height="auto">', 640, None),
        ('<img src="/s.jpg" srcset="/l.jpg 1280w" width="640" height="360">', 1280, 720),
        ('<img src="/s.jpg" srcset="/l.jpg 2x">', None, None),
        ('<img src="/a.jpg" width="100%">', None, None),
    ],
)
def test_a_size_is_the_chosen_files_where_it_is_known(markup, width, height):
    source = source_of(markup)

    assert source == Source(url=source.url, width=width, height=height)


def test_the_pages_base_makes_addresses_absolute():
    document = clean('<head><base href="https://cdn.example/x/"></head><body><img src="a.jpg"></body>', url=None)

    source = best_source(document.pictures[0].element, document)

    assert source == Source(url="https://cdn.example/x/a.jpg")


@pytest.mark.parametrize("text", ["", ",", "  ", ",,,", "a.jpg,", " a.jpg 1w , "])
def test_a_broken_srcset_raises_nothing(text):
    assert all(url for url, _, _ in read_srcset(text))


def test_a_real_name_with_a_placeholder_word_in_it_is_a_picture():
    assert is_picture_url("/media/point-blank-range.jpg")
