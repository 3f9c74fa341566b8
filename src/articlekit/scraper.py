"""From URLs to Articles: the fetchers with the extraction on top.

In: URLs. Out: Articles, one by one or many as they come. Fetching lies below the extraction in the layers and knows
nothing of it; here the two are put together, for every kind of fetcher alike.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import TYPE_CHECKING

from articlekit.article import Article
from articlekit.browser import BrowserPageFetcher
from articlekit.discovery import discover, discover_async
from articlekit.errors import ArticleKitError
from articlekit.fetcher import AsyncPageFetcher, PageFetcher
from articlekit.many import CONCURRENCY, each, each_async
from articlekit.pipeline import extract
from articlekit.policy import Options

if TYPE_CHECKING:
    from typing import Unpack


class Fetcher(PageFetcher):
    """Fetches pages and extracts their articles, in threads; see `Policy` for the options.

    >>> with Fetcher(per_host_delay=2.0) as fetcher:
    ...     for url, result in fetcher.scrape_many(["http://127.0.0.1/admin"]):
    ...         print(type(result).__name__)
    BlockedAddressError
    """

    def scrape(self, url: str) -> Article:
        """Fetch a page and extract its article.

        Raises:
            FetchError: There is no page.
            ExtractionError: There is nothing in it.

        """
        return extract(self.fetch(url))

    def scrape_many(
        self, urls: Iterable[str], *, concurrency: int | None = None
    ) -> Iterator[tuple[str, Article | ArticleKitError]]:
        """Scrape pages as fast as politeness allows; yield each URL with its Article or error, as they come.

        `concurrency` bounds the pages in flight, and with them memory. URLs are read ahead a little, so that a slow
        host's do not hold up the others'.
        """
        return each(self._agenda(urls), self.scrape, concurrency=concurrency or self.concurrency)

    def discover(self, site_url: str, *, language: str | None = None) -> Iterator[str]:
        """Find the addresses of a site's articles; see `articlekit.discover`."""
        return discover(site_url, fetcher=self, language=language)


class BrowserFetcher(BrowserPageFetcher, Fetcher):
    """A Fetcher over an installed Chromium, for pages that need JavaScript; needs `articlekit[browser]`."""


class AsyncFetcher(AsyncPageFetcher):
    """Fetches pages and extracts their articles, on asyncio; see `Policy` for the options."""

    async def scrape(self, url: str) -> Article:
        """Fetch a page and extract its article.

        Raises:
            FetchError: There is no page.
            ExtractionError: There is nothing in it.

        """
        return await asyncio.to_thread(extract, await self.fetch(url))

    def scrape_many(
        self, urls: Iterable[str], *, concurrency: int = CONCURRENCY
    ) -> AsyncIterator[tuple[str, Article | ArticleKitError]]:
        """Scrape pages as fast as politeness allows; yield each URL with its Article or error, as they come."""
        return each_async(self._agenda(urls), self.scrape, concurrency=concurrency)

    def discover(self, site_url: str, *, language: str | None = None) -> AsyncIterator[str]:
        """Find the addresses of a site's articles; see `articlekit.discover`."""
        return discover_async(site_url, fetcher=self, language=language)


def scrape(url: str, **options: Unpack[Options]) -> Article:
    """Fetch a page and extract its article; see `Policy` for the options. For many pages, use a Fetcher.

    Raises:
        FetchError: There is no page.
        ExtractionError: There is nothing in it.

    """
    with Fetcher(**options) as fetcher:
        return fetcher.scrape(url)
