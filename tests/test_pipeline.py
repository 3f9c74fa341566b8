"""The whole way of a page or a text: whatever goes in, an Article comes out or a clear error, and nothing is lost."""

import copy
import pickle
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markup import pages, texts
from selectolax.lexbor import LexborHTMLParser
from whole_pages import PAGES, TEXTS, Whole, letters

import articlekit
from articlekit import Article, ArticleKitError, ExtractionError, ModelError, NotHTMLError, Page, Role

_SENTENCES = "It rained all day in the city, and the river rose by a metre. Nobody had seen the like of it since 1974."
_STORY = (
    f"<html lang=en><body><article><h1>Rain</h1><p>{_SENTENCES}</p><p>{_SENTENCES[::-1]}</p></article></body></html>"
)
_SKIPPED = "script,style,noscript,template,svg,math,iframe,object,canvas,select,textarea"


def _body_letters(html: str | bytes) -> str:
    """The letters of the body that count as text, found another way than by cutting it into blocks."""
    source = html.decode("utf-8", "replace") if isinstance(html, bytes) else html
    body = LexborHTMLParser(source).body
    if body is None:
        return ""
    for node in body.css(_SKIPPED):
        node.decompose()
    return letters("".join(n.text_content or "" for n in body.traverse(include_text=True) if n.tag == "-text"))


def _check_article(article: Article) -> None:
    """What holds of every Article."""
    assert all(isinstance(block.role, Role) for block in article.blocks)
    assert all(block.text == " ".join(block.text.split()) != "" for block in article.blocks)
    assert 0 <= article.confidence <= 1
    assert Article.from_json(article.to_json()) == article
    for item in (*article.images, *article.crosslinks, *article.promos, *article.embeds, *article.live_entries):
        assert all(0 <= index < len(article.blocks) for index in item.blocks)


def _check_page(html: str, article: Article) -> None:
    _check_article(article)
    assert letters("".join(block.text for block in article.blocks)) == _body_letters(html)
    tree = LexborHTMLParser(html)
    for unseen in tree.css(f":is({_SKIPPED})"):
        unseen.decompose()
    for block in article.blocks:
        (element,) = tree.css(block.path or "")
        assert letters(block.text) in letters(element.text(deep=True))


def _check_text(text: str, article: Article) -> None:
    _check_article(article)
    spans = [block.span for block in article.blocks]
    assert [span[0] for span in spans if span] == [0, *[span[1] for span in spans[:-1] if span]]
    assert spans[-1] is not None
    assert spans[-1][1] == len(text)
    assert [letters(block.text) for block in article.blocks] == [letters(text[a:b]) for a, b in filter(None, spans)]


# -- properties -------------------------------------------------------------------------------------------------------


@given(html=pages())
@settings(max_examples=60)
def test_any_page_becomes_an_article_that_holds_all_of_it(html: str) -> None:
    if html.strip():
        _check_page(html, articlekit.extract(html, url="https://gazette.example/rain"))


@given(text=texts())
@settings(max_examples=60)
def test_any_text_becomes_an_article_whose_spans_tile_it(text: str) -> None:
    if text.strip():
        _check_text(text, articlekit.extract_text(text))


@given(body=st.binary(max_size=300))
@settings(max_examples=60)
def test_any_bytes_become_an_article_or_an_error_of_ours(body: bytes) -> None:
    try:
        article = articlekit.extract(body)
    except ArticleKitError:
        return

    _check_article(article)


@given(html=pages())
@settings(max_examples=20)
def test_the_same_page_gives_the_same_article(html: str) -> None:
    if html.strip():
        assert articlekit.extract(html, reasons=True) == articlekit.extract(html, reasons=True)


@pytest.mark.parametrize("source", PAGES + TEXTS, ids=str)
def test_a_fixture_holds_all_of_it_and_survives_json(source: Whole) -> None:
    article = source.extract(reasons=True)

    _check_article(article)
    assert source.extract(reasons=True) == article
    assert all(block.reasons for block in article.blocks)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_paths_and_offsets_lead_back_into_a_fixture_page(page: Whole) -> None:
    html = page.content.decode("cp1252" if page.slug == "cronaca-br" else "utf-8")

    _check_page(html, page.extract())


# -- what may go in ---------------------------------------------------------------------------------------------------


def test_bytes_text_and_a_page_of_the_same_content_give_the_same_article() -> None:
    url = "https://gazette.example/rain"
    page = Page(url=url, body=_STORY.encode(), charset="utf-8")

    articles = [
        articlekit.extract(_STORY, url=url),
        articlekit.extract(_STORY.encode(), url=url),
        articlekit.extract(page),
    ]

    assert articles[0] == articles[1] == articles[2]
    assert articles[0].headline == "Rain"
    assert articles[0].url == url


def test_an_article_is_a_value() -> None:
    article = articlekit.extract(_STORY)

    assert pickle.loads(pickle.dumps(article)) == article
    assert copy.deepcopy(article) == article
    assert hash(article.blocks) == hash(copy.deepcopy(article).blocks)


def test_html_and_its_text_give_the_same_story() -> None:
    lines = ["Rain", _SENTENCES, "Nobody had expected it, least of all the mayor, who was at sea that day."]
    html = f"<html lang=en><body><article><h1>{lines[0]}</h1><p>{lines[1]}</p><p>{lines[2]}</p></article></body></html>"

    assert articlekit.extract(html).text == articlekit.extract_text("\n\n".join(lines)).text != ""


def test_threads_share_the_model() -> None:
    expected = [page.extract() for page in PAGES]
    found: dict[int, list[Article]] = {}

    def work(number: int) -> None:
        found[number] = [page.extract() for page in PAGES]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert all(found[number] == expected for number in range(8))


# -- bad input --------------------------------------------------------------------------------------------------------

_REFUSED = {
    "nothing": (b"", ExtractionError),
    "white space": (b" \n\t ", ExtractionError),
    "a PDF": (b"%PDF-1.4\n1 0 obj\n<<>>\nendobj", NotHTMLError),
    "a PNG": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", NotHTMLError),
    "a JPEG": (b"\xff\xd8\xff\xe0\0\x10JFIF\0", NotHTMLError),
    "a ZIP": (b"PK\x03\x04\x14\0\0\0", NotHTMLError),
    "gzip": (b"\x1f\x8b\x08\0\0\0\0\0", NotHTMLError),
}
_NO_STORY = {
    "NULs": b"\0" * 100,
    "no body": b"<html><head><title>Rain</title></head></html>",
    "an empty body": b"<html><body></body></html>",
    "only a picture": b"<html><body><img src=a.jpg></body></html>",
    "only scripts": b"<script>var a = 1</script><style>p{}</style>",
    "a frameset": b"<html><frameset cols='20%,*'><frame src=a.htm><frame src=b.htm></frameset></html>",
    "a menu": b"<ul><li><a href=/a>Home</a><li><a href=/b>About</a><li><a href=/c>Contact</a></ul>",
    "a form": b"<form><label>Name</label><input><label>Password</label><input><button>Log in</button></form>",
}
_READ = {
    "one NUL in a page": b"<p>It rained\0 all day.</p>",
    "a NUL in a tag": b"<p\0>It rained.</p>",
    "only text": b"It rained all day in the city.",
    "an unclosed tag": b"<div><p>It rained <b",
    "an unclosed comment": b"<p>It rained.<!-- and",
    "an unclosed script": b"<p>It rained.<script>",
    "invalid UTF-8": b"<p>It rained \xff\xfe\xfd all day.",
    "UTF-16 without a mark": "<p>It rained.</p>".encode("utf-16-le"),
    "a wrong label": "<meta charset=utf-8><p>Es regnete über Köln".encode("latin-1"),
    "an unknown label": b"<meta charset=x-nonsense><p>It rained.",
    "XHTML": b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>It rained.</p></body></html>',
    "JSON": b'{"headline": "Rain", "body": ["It rained."]}',
    "an XML feed": b'<?xml version="1.0"?><rss><channel><item><title>Rain</title></item></channel></rss>',
    "entities": b"<p>&#0;&#x110000;&#xD800;&bogus;&amp;amp;</p>",
    "two bodies": b"<body><p>Rain</p></body><body><p>Wind</p></body>",
    "text after the end": b"<html><body><p>Rain</p></body></html>Wind",
    "a broken address": b"<p>It <a href='http://[::1'>rained</a> <a href='//'>all</a> <a href='http://a:b'>day</a>.",
    "broken JSON-LD": b"<script type='application/ld+json'>{'a':</script><p>It rained.",
    "strange dates": b"<meta property='article:published_time' content='9999-99-99T99:99'><p>It rained.",
    "a plain text of one word": b"Rain",
}


@pytest.mark.parametrize("name", _REFUSED)
def test_what_is_no_document_is_refused_with_a_clear_error(name: str) -> None:
    body, error = _REFUSED[name]

    with pytest.raises(error) as raised:
        articlekit.extract(body, url="https://gazette.example/rain")

    assert str(raised.value)


@pytest.mark.parametrize("name", _NO_STORY)
def test_a_page_without_an_article_has_an_empty_story_and_low_confidence(name: str) -> None:
    article = articlekit.extract(_NO_STORY[name])

    _check_article(article)
    assert article.text == ""
    assert article.confidence < 0.5


@pytest.mark.parametrize("name", _READ)
def test_a_strange_document_is_an_article_all_the_same(name: str) -> None:
    _check_article(articlekit.extract(_READ[name]))


@pytest.mark.parametrize("text", ["\0", "\0\0\n\0", "\u202e", "a\u2028b", "\x1b[31m", "\ufeffRain", "." * 5000])
def test_a_strange_text_is_an_article_all_the_same(text: str) -> None:
    _check_text(text, articlekit.extract_text(text))


def test_half_a_character_becomes_the_sign_for_it() -> None:
    text, page = articlekit.extract_text("Rain \ud800"), articlekit.extract("<p>Rain \ud800")

    assert [block.text for block in (*text.blocks, *page.blocks)] == ["Rain \ufffd"] * 2


@pytest.mark.parametrize("text", ["", " \n "])
def test_an_empty_text_is_an_extraction_error(text: str) -> None:
    with pytest.raises(ExtractionError, match="nothing to extract"):
        articlekit.extract_text(text)


def test_an_error_names_the_url() -> None:
    with pytest.raises(ExtractionError, match=r"\(https://gazette\.example/rain\)$"):
        articlekit.extract("", url="https://gazette.example/rain")


def test_a_missing_model_is_a_model_error() -> None:
    with pytest.raises(ModelError, match=r"nowhere\.msgpack"):
        articlekit.extract(_STORY, model="nowhere.msgpack")


@pytest.mark.xfail(reason="features and elements recurse from element to parent", raises=RecursionError)
@pytest.mark.parametrize("depth", [2_000, 20_000])
def test_deep_nesting_is_an_article_all_the_same(depth: int) -> None:
    article = articlekit.extract("<div>" * depth + "It rained.")

    assert letters("".join(block.text for block in article.blocks)) == "Itrained."
