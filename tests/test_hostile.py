"""Whatever comes in, an Article or an error of ours comes out, soon, and nothing is lost but what is said to be cut."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from mutations import MOST_SECONDS, check, damage
from whole_pages import PAGES, TEXTS

import articlekit
from articlekit.segmenter import load

CASES = 2_000
_BUSY = 3 * MOST_SECONDS
"""What a machine may take that has other things to do."""
_BATCH = 200


@pytest.mark.parametrize("first", range(0, CASES, _BATCH))
def test_damaged_pages_become_articles_or_errors_of_ours(first: int) -> None:
    for seed in range(first, first + _BATCH):
        check(damage(seed), most_seconds=_BUSY)


_MANY_LINES = "".join(f"<p>In line {n} it rained all day, and the river rose by {n} metres.</p>" for n in range(6_000))
_CLAIMED = {
    "headlines": "<meta property=og:title content='Rain again in the city, part {n}'>",
    "authors": "<meta name=author content='Ana Ruiz {n}'>",
    "tags": "<meta property=article:tag content='river number {n}'>",
    "descriptions": "<meta name=description content='It rained in the city for {n} days and nights'>",
    "pictures": "<img src={n}.jpg alt='the river on day {n}'>",
}
_LONG_JSON = json.dumps({"@type": "Article", "articleBody": "rain " * 99_999})
# Cases that broke something once, the smallest that do; and floods, of which each once took seconds or gigabytes.
_CASES: dict[str, str | bytes] = {
    **{
        f"thousands of {what}": "".join(claim.format(n=n) for n in range(13_000)) + _MANY_LINES
        for what, claim in _CLAIMED.items()
    },
    "a claimed story of megabytes": "<script type=application/ld+json>"
    + json.dumps({"@type": "NewsArticle", "articleBody": "It rained all day and all night. " * 100_000})
    + f"</script>{_MANY_LINES}",
    "a charset that only the detector knows": ("<p>" + "Grüße aus Köln. " * 9).encode("utf-16-le")[1:],
    "an address in brackets": "<p>It rained.</p><div><a href=http://[>Wind</a></div>",
    "an address in full-width letters": "<p>It rained.</p><a href=https://\uff03/x>Wind</a>",
    "a base in brackets": "<base href=http://[::><p>It rained. <a href=x>Wind</a>",
    "half a character": "<p>\ud800 rain \udfff",
    "a picture in brackets": "<p>It rained.</p><figure><img src=//[ alt=x><figcaption>Rain</figcaption></figure>",
    "no body": "<frameset><frame src=x>",
    "only scripts": "<script>x</script>",
    "a page that is one tag": "<a " + "b=c " * 30_000,
    "zeros": "<p>a\0b\0" * 3_000,
    "open brackets": "<" * 100_000,
    "open comments": "<p>rain<!--" * 20_000,
    "open CDATA": "<svg><![CDATA[" * 20_000,
    "entities": "<p>" + "&amp;&#x10FFFF;&#0;&CounterClockwiseContourIntegral;" * 5_000,
    "direction marks": "<p>" + "\u202e\u200f\u200b" * 30_000,
    "accents": "<p>a" + "\u0301" * 100_000,
    "deep lists": "<li><ul>" * 20_000 + "rain",
    "deep tables": "<table><tr><td>" * 5_000 + "rain",
    "deep quotes, closed": "<blockquote>rain" * 10_000 + "</blockquote>" * 10_000,
    "deep formatting": "<b><i><u><font>" * 5_000 + "rain",
    "formatting left open": "<p>" + "".join(f"<font size={n}>" for n in range(1_000)) + "</p><p>rain" * 5_000,
    "misnested": "<a><p><b></a></p><table><i></b><li>rain" * 1_000,
    "deep drawings": "<svg><g>" * 10_000,
    "deep forms": "<form><button><fieldset>" * 5_000,
    "options": "<select>" + "<option>rain" * 30_000,
    "bodies": "".join(f"<body a{n}=1>" for n in range(5_000)) + "rain",
    "spans of cells": "<table><tr>" + "<td colspan=1000000000 rowspan=1000000000>rain" * 1_000,
    "siblings": "<p>rain</p>" * 100_000,
    "one long line": "<p>" + "rain and wind " * 100_000,
    "long class": f"<div class='{'a-b ' * 100_000}'>" + "<p>rain" * 2_000,
    "long address": f"<a href='/{'a' * 500_000}'>" + "<p>rain" * 2_000,
    "long style": f"<div style='{'display ' * 50_000}'>" + "<p>rain" * 2_000,
    "long title": f"<title>{'rain ' * 100_000}</title>" + "<p>rain and wind" * 1_000,
    "descriptions": "".join(f"<meta name=description content='{n} rain'>" for n in range(2_000)) + "<p>rain" * 1_000,
    "JSON-LD, deep": f"<script type=application/ld+json>{'[' * 50_000}</script><p>rain",
    "JSON-LD, long": f"<script type=application/ld+json>{_LONG_JSON}</script>"
    + "<p>rain and wind and rain</p>" * 1_000,
    "JSON-LD, broken": '<script type=application/ld+json>{"a": "b",,' + '"' * 100_000 + "</script><p>rain",
    "links in a row": "<p>" + "<a href=/x>rain</a> " * 5_000,
    "dates in a row": ("<p>" + "1. May 2020, " * 12) * 2_000,
    "pictures": "<figure><img src=x alt=rain><figcaption>Rain. Foto: dpa</figcaption></figure>" * 2_000,
}


@pytest.mark.parametrize("name", _CASES)
def test_a_hostile_page_becomes_an_article_soon(name: str) -> None:
    check(_CASES[name], most_seconds=_BUSY)


@pytest.mark.parametrize("line", ["(" * 99, "1.1.", ". ", "May 12 ", "a@", "http://", "Foto: ", "\u202e", "x" * 119])
def test_a_hostile_text_becomes_an_article_soon(line: str) -> None:
    for text in (line * 20_000, f"{line}\n" * 20_000):
        article = articlekit.extract_text(text)

        assert "".join(text[a:b] for a, b in [block.span for block in article.blocks if block.span]) in text


def test_eight_threads_share_one_model() -> None:
    model = load()
    sources = (PAGES + TEXTS) * 8

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda source: source.extract(model=model), sources))

    assert together == [source.extract(model=model) for source in sources]
