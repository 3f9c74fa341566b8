from __future__ import annotations

import asyncio
import gzip
import socket

import pytest
from hostile import STORY, Site, reply

from articlekit import network
from articlekit.discovery import discover, discover_async
from articlekit.errors import FetchError, HTTPStatusError
from articlekit.fetcher import AsyncPageFetcher

QUICK = {"per_host_delay": 0.0, "retries": 0, "allow_private_addresses": True}
STORIES = [f"/2026/{number}/the-harbour-bridge-reopens" for number in range(6)]


@pytest.fixture(autouse=True)
def _names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let news.example be on the loopback."""
    really_ask = socket.getaddrinfo

    def ask(host, *args, **kwargs):
        return really_ask("127.0.0.2" if str(host).endswith("news.example") else host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", ask)
    assert not network.is_public("127.0.0.2")


@pytest.fixture
def site():
    with Site({"/": reply()}) as running:
        yield running


def at(site: Site, path: str) -> str:
    return site.url(path, host="news.example")


def rss(*links: str) -> bytes:
    items = "".join(f"<item><title>A</title><link>{link}</link></item>" for link in links)
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'
    return reply(feed.encode(), kind="application/rss+xml")


def sitemap(*links: str, zipped: bool = False) -> bytes:
    rows = "".join(f"<url><loc>{link}</loc></url>" for link in links)
    data = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'.encode()
    return reply(gzip.compress(data), kind="application/gzip") if zipped else reply(data, kind="text/xml")


def index(*links: str) -> bytes:
    rows = "".join(f"<sitemap><loc>{link}</loc></sitemap>" for link in links)
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return reply(f'<?xml version="1.0"?><sitemapindex xmlns="{space}">{rows}</sitemapindex>'.encode(), kind="text/xml")


def robots(*sitemaps: str) -> bytes:
    return reply("\n".join(f"Sitemap: {url}" for url in sitemaps).encode(), kind="text/plain")


def test_articles_are_found_in_the_feeds_a_home_page_names(site: Site) -> None:
    home = b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head></html>'
    site.routes |= {"/": reply(home), "/feed.xml": rss(*(at(site, path) for path in STORIES))}

    found = list(discover(at(site, "/"), **QUICK))

    assert sorted(found) == [at(site, path) for path in STORIES]


def test_articles_are_found_in_the_sitemaps_that_robots_txt_names(site: Site) -> None:
    site.routes |= {
        "/robots.txt": robots(at(site, "/maps/all.xml"), at(site, "/maps/news.xml")),
        "/maps/all.xml": index(at(site, "/maps/1.xml.gz")),
        "/maps/1.xml.gz": sitemap(*(at(site, path) for path in STORIES[2:]), zipped=True),
        "/maps/news.xml": sitemap(*(at(site, path) for path in STORIES[:3])),
    }

    found = list(discover(at(site, "/"), **QUICK))

    assert sorted(found) == [at(site, path) for path in STORIES]
    assert set(found[:3]) == {at(site, path) for path in STORIES[:3]}


def test_the_usual_places_are_tried_where_robots_txt_names_none(site: Site) -> None:
    site.routes |= {"/sitemap.xml": sitemap(at(site, STORIES[0]))}

    assert list(discover(at(site, "/"), **QUICK)) == [at(site, STORIES[0])]


@pytest.mark.parametrize(("path", "make"), [("/latest/feed.xml", rss), ("/maps/1.xml", sitemap)])
def test_a_feed_or_sitemap_can_be_given_itself(site: Site, path: str, make) -> None:
    site.routes |= {path: make(at(site, STORIES[0])), "/sitemap.xml": sitemap(at(site, STORIES[1]))}

    assert list(discover(at(site, path), **QUICK)) == [at(site, STORIES[0])]


def test_pages_that_are_no_articles_are_left_out(site: Site) -> None:
    others = ["/tag/harbour/", "/picture.jpg", "/category/sport/", "/author/ada/"]
    site.routes |= {"/sitemap.xml": sitemap(*(at(site, path) for path in [*others, STORIES[0]]), "https://shop.test/a")}

    assert list(discover(at(site, "/"), **QUICK)) == [at(site, STORIES[0])]


def test_a_section_finds_only_what_lies_below_it(site: Site) -> None:
    site.routes |= {
        "/sport/": reply(STORY),
        "/sitemap.xml": sitemap(at(site, "/sport/a-long-race-in-the-rain"), at(site, STORIES[0])),
    }

    assert list(discover(at(site, "/sport/"), **QUICK)) == [at(site, "/sport/a-long-race-in-the-rain")]


def test_a_sitemap_that_names_itself_is_read_once(site: Site) -> None:
    site.routes |= {"/sitemap.xml": index(at(site, "/sitemap.xml"), at(site, "/other.xml"))}
    site.routes |= {"/other.xml": sitemap(at(site, STORIES[0]))}

    assert list(discover(at(site, "/"), **QUICK)) == [at(site, STORIES[0])]
    assert site.paths().count("/sitemap.xml") == 1


def test_what_robots_txt_forbids_is_not_read(site: Site) -> None:
    site.routes |= {
        "/robots.txt": reply(b"User-agent: *\nDisallow: /sitemap", kind="text/plain"),
        "/sitemap.xml": sitemap(at(site, STORIES[0])),
    }

    with pytest.raises(FetchError):
        list(discover(at(site, "/"), **QUICK))

    assert "/sitemap.xml" not in site.paths()


def test_a_site_that_cannot_be_had_is_an_error(site: Site) -> None:
    site.routes |= {"/": reply(status="500 Internal Server Error")}

    with pytest.raises(HTTPStatusError):
        list(discover(at(site, "/"), **QUICK))


@pytest.mark.parametrize("junk", [b"<urlset", b"\x1f\x8b broken", b"{", b"", b"\xff\xfe\xfd", b"<rss><channel><item>"])
def test_junk_finds_nothing_and_breaks_nothing(site: Site, junk: bytes) -> None:
    site.routes |= {
        "/sitemap.xml": reply(junk, kind="text/xml"),
        "/sitemap_news.xml": sitemap(at(site, STORIES[0])),
    }

    assert list(discover(at(site, "/"), **QUICK)) == [at(site, STORIES[0])]


async def _found_async(url: str) -> list[str]:
    async with AsyncPageFetcher(**QUICK) as fetcher:
        return [link async for link in discover_async(url, fetcher=fetcher)]


def test_the_same_is_found_on_asyncio(site: Site) -> None:
    site.routes |= {"/sitemap.xml": sitemap(*(at(site, path) for path in STORIES))}

    found = asyncio.run(_found_async(at(site, "/")))

    assert sorted(found) == [at(site, path) for path in STORIES]
