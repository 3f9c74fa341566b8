"""Where a site's articles are: its feeds and sitemaps.

In: the address of a site, a section of it, a feed or a sitemap. Out: addresses of articles, as they are found.

`Search` keeps what is still to be read and reads what came, without fetching anything: first the page itself, then the
feeds it names, then the sitemaps of robots.txt (or the usual places), news sitemaps before others, down through index
files. Parsing and the filters against tag pages, pictures and shops are trafilatura's and courlan's; fetching is ours,
with all its manners.
"""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol, cast
from urllib.parse import urljoin, urlsplit

from articlekit.bodies import Body
from articlekit.errors import FetchError, HTTPStatusError
from articlekit.fetcher import AsyncPageFetcher, PageFetcher
from articlekit.model import Page
from articlekit.policy import Options
from articlekit.visits import checked_url

if TYPE_CHECKING:
    from typing import Unpack

_MAX_BYTES: Final = 52_428_800
"""Size limit of a sitemap, decompressed, in sitemaps.org's protocol."""
_MAX_DOCUMENTS: Final = 1_000
"""Feeds and sitemaps read for one site; with 50,000 addresses each, more is no site but an archive."""
_MAX_FEEDS: Final = 10
_USUAL_SITEMAPS: Final = ("/sitemap_news.xml", "/sitemap-news.xml", "/sitemap.xml", "/sitemap_index.xml")
_GZIP: Final = b"\x1f\x8b"


class _Feeds(Protocol):
    def FeedParameters(self, *arguments: str | bool | None) -> object: ...  # noqa: N802 - their name
    def extract_links(self, feed: str, parameters: object) -> list[str]: ...
    def determine_feed(self, html: str, parameters: object) -> list[str]: ...


def _feeds() -> _Feeds:
    return cast("_Feeds", import_module("trafilatura.feeds"))


class Search:
    """What is known of a site so far, and what to read next."""

    def __init__(self, site_url: str, *, language: str | None = None) -> None:
        self._site_url = checked_url(site_url)
        self._base = urljoin(self._site_url, "/").rstrip("/")
        self._language = language
        self._section = self._site_url if urlsplit(self._site_url).path.strip("/") else None
        self._waiting: deque[str] = deque([self._site_url])
        self._read = 0
        self._known: set[str] = {self._site_url}
        self._found: set[str] = set()
        self._guesses: frozenset[str] = frozenset()
        self._first_error: FetchError | None = None

    def add_sitemaps(self, urls: Iterable[str]) -> None:
        """Take the sitemaps that robots.txt names; without any, the usual places."""
        named = [urljoin(self._site_url, url) for url in urls]
        usual = [urljoin(self._site_url, path) for path in _USUAL_SITEMAPS]
        self._guesses = frozenset(() if named else usual)
        self._later(sorted(named or usual, key=lambda url: "news" not in url.lower()))

    def next(self) -> str | None:
        """Return the next document to read, None when there is none."""
        if not self._waiting or self._read >= _MAX_DOCUMENTS:
            return None
        self._read += 1
        return self._waiting.popleft()

    def fail(self, url: str, error: FetchError) -> None:
        """Take note that a document could not be had; that nothing is in a usual place is no failure."""
        if url not in self._guesses or not isinstance(error, HTTPStatusError):
            self._first_error = self._first_error or error

    def end(self) -> None:
        """Take stock.

        Raises:
            FetchError: Nothing was found, and something could not be had.

        """
        if self._first_error is not None and not self._found:
            raise self._first_error

    def read(self, page: Page) -> Iterator[str]:
        """Read a document; yield addresses of articles that are new."""
        text = _text(page)
        links = self._links(page, text)
        for link in _articles(links, self._language, section=self._section):
            if link not in self._found and link != self._site_url:
                self._found.add(link)
                yield link

    def _links(self, page: Page, text: str) -> list[str]:
        url = page.url or self._site_url
        start = text[:_START].lower()
        parameters = _feeds().FeedParameters(self._base, _domain(url), url, False, self._language)
        if "<html" in start or "<!doctype html" in start:
            if self._read == 1:
                self._sooner(_feeds().determine_feed(text, parameters)[:_MAX_FEEDS])
            return []
        if self._read == 1:  # a feed or sitemap was given: read that and what it leads to, nothing else
            self._section = None
            self._waiting.clear()
        if "<urlset" in start or "<sitemapindex" in start or (url.endswith(".txt") and "<" not in start):
            return self._sitemap_links(url, text)
        return _feeds().extract_links(text, parameters)

    def _sitemap_links(self, url: str, text: str) -> list[str]:
        sitemap = import_module("trafilatura.sitemaps").SitemapObject(self._base, _domain(url), [], self._language)
        sitemap.content, sitemap.current_url = text, url
        sitemap.process()
        self._later(sitemap.sitemap_urls)
        links: list[str] = sitemap.urls
        return links

    def _later(self, urls: Iterable[str]) -> None:
        for url in urls:
            if url not in self._known:
                self._known.add(url)
                self._waiting.append(url)

    def _sooner(self, urls: list[str]) -> None:
        new = [url for url in urls if url not in self._known]
        self._known.update(new)
        self._waiting.extendleft(reversed(new))


_START: Final = 2_000
"""Characters in which a document says what it is."""


def _text(page: Page) -> str:
    body = page.body
    if body.startswith(_GZIP):  # a sitemap.xml.gz is gzip by type, not by encoding
        unpacked = Body("gzip", limit=_MAX_BYTES)
        unpacked.add(body)
        body = unpacked.whole()
    try:
        return body.decode(page.charset or "utf-8", "replace").removeprefix("\ufeff")
    except LookupError:
        return body.decode("utf-8", "replace")


def _domain(url: str) -> str:
    domain: str | None = import_module("courlan").extract_domain(url, fast=True)
    return domain or urlsplit(url).hostname or ""


def _articles(links: list[str], language: str | None, *, section: str | None) -> Iterator[str]:
    check_url = import_module("courlan").check_url
    for link in links:
        checked: tuple[str, str] | None = check_url(link, language=language)
        if checked is not None and (section is None or checked[0].startswith(section.rstrip("/"))):
            yield checked[0]


def discover(
    site_url: str, *, fetcher: PageFetcher | None = None, language: str | None = None, **options: Unpack[Options]
) -> Iterator[str]:
    """Find the addresses of a site's articles, in its feeds and sitemaps; yield each once, as they are found.

    `site_url` may be a home page, a section (only addresses below it are yielded), a feed or a sitemap. `language` is
    an ISO 639-1 code. Options are those of `fetch`.

    Raises:
        FetchError: Nothing was found, because something could not be had.

    """
    if fetcher is None:
        with PageFetcher(**options) as own:
            yield from discover(site_url, fetcher=own, language=language)
        return
    search = Search(site_url, language=language)
    try:
        search.add_sitemaps(fetcher.robots(site_url).sitemaps)
    except FetchError as error:
        search.fail(site_url, error)
    while (url := search.next()) is not None:
        try:
            found = tuple(search.read(fetcher.retrieve(url, max_bytes=_MAX_BYTES)))
        except FetchError as error:
            search.fail(url, error)
        else:
            yield from found
    search.end()


async def discover_async(
    site_url: str, *, fetcher: AsyncPageFetcher, language: str | None = None
) -> AsyncIterator[str]:
    """Do the same on asyncio."""
    search = Search(site_url, language=language)
    try:
        search.add_sitemaps((await fetcher.robots(site_url)).sitemaps)
    except FetchError as error:
        search.fail(site_url, error)
    while (url := search.next()) is not None:
        try:
            found = tuple(search.read(await fetcher.retrieve(url, max_bytes=_MAX_BYTES)))
        except FetchError as error:
            search.fail(url, error)
        else:
            for link in found:
                yield link
    search.end()
