from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest
from fetching import QUICK
from hostile import Site, reply

import articlekit
from articlekit.errors import ArticleKitError, BadURLError, HTTPStatusError, WrongTypeError

OPTIONS = {**QUICK, "allow_private_addresses": True}
STORY = b"""<!doctype html><html lang="en"><head><title>Harbour bridge reopens</title></head><body>
<nav><a href="/">Home</a></nav><article><h1>Harbour bridge reopens after two years of work</h1>
<p>After two years of work the old bridge over the harbour is open again, and the first trams crossed it at dawn.</p>
<p>Hundreds of people had come to see it, among them many who had walked the long way round every day since.</p>
</article></body></html>"""


@pytest.fixture
def site():
    routes = {"/pdf": reply(b"%PDF-1.7"), "/gone": reply(status="404 Not Found"), "*": reply(STORY)}
    with Site(routes) as running:
        yield running


def test_a_url_becomes_an_article(site: Site) -> None:
    article = articlekit.scrape(site.url("/story"), **OPTIONS)

    assert article.headline == "Harbour bridge reopens after two years of work"
    assert "the first trams crossed it at dawn" in article.text
    assert article.url == site.url("/story")


def test_a_url_becomes_an_article_on_asyncio(site: Site) -> None:
    async def scraped() -> articlekit.Article:
        async with articlekit.AsyncFetcher(**OPTIONS) as fetcher:
            return await fetcher.scrape(site.url("/story"))

    assert asyncio.run(scraped()).headline == "Harbour bridge reopens after two years of work"


def check(results: list[tuple[str, articlekit.Article | ArticleKitError]], site: Site) -> None:
    kinds = {url.rpartition("/")[2]: type(result) for url, result in results}
    assert len(results) == 4
    assert kinds == {
        "story": articlekit.Article,
        "pdf": WrongTypeError,
        "gone": HTTPStatusError,
        "nonsense": BadURLError,
    }


def urls(site: Site) -> list[str]:
    return [site.url("/story"), site.url("/pdf"), site.url("/gone"), "nonsense"]


def test_many_urls_become_articles_or_errors(site: Site) -> None:
    with articlekit.Fetcher(**OPTIONS) as fetcher:
        results = list(fetcher.scrape_many(urls(site)))

    check(results, site)


def test_many_urls_become_articles_or_errors_on_asyncio(site: Site) -> None:
    async def scraped() -> list[tuple[str, articlekit.Article | ArticleKitError]]:
        async with articlekit.AsyncFetcher(**OPTIONS) as fetcher:
            return [pair async for pair in fetcher.scrape_many(urls(site))]

    check(asyncio.run(scraped()), site)


def test_what_a_site_offers_can_be_scraped_as_it_is_found(site: Site) -> None:
    feed = (
        f"<?xml version='1.0'?><rss><channel><item><link>{site.url('/2026/the-bridge')}</link></item></channel></rss>"
    )
    site.routes["/feed.xml"] = reply(feed.encode(), kind="application/rss+xml")

    with articlekit.Fetcher(**OPTIONS) as fetcher:
        results = dict(fetcher.scrape_many(fetcher.discover(site.url("/feed.xml"))))

    assert set(results) <= {site.url("/2026/the-bridge")}


def test_importing_articlekit_imports_nothing_for_the_network() -> None:
    heavy = "httpx, stamina, protego, hishel, trafilatura, courlan, playwright, brotli, asyncio"
    code = f"import sys, articlekit; print([m for m in '{heavy}'.split(', ') if m in sys.modules])"

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "[]"


def test_every_public_name_is_there() -> None:
    assert all(hasattr(articlekit, name) for name in articlekit.__all__)
    assert dir(articlekit) == articlekit.__all__
    with pytest.raises(AttributeError, match="nonsense"):
        articlekit.nonsense  # noqa: B018 - looking it up is the test
