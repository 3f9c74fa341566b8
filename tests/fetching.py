"""The four ways of fetching, behind one interface: threads or asyncio, httpx or httpx2.

In: the name of a way. Out: `fetch`, `fetch_many` and so on that a test can call without knowing which way it is.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterable
from typing import Final

import httpx
import httpx2

from articlekit.errors import ArticleKitError
from articlekit.fetcher import AsyncPageFetcher, PageFetcher
from articlekit.model import Page

WAYS: Final = {
    "threads-httpx": (httpx, False),
    "threads-httpx2": (httpx2, False),
    "asyncio-httpx": (httpx, True),
    "asyncio-httpx2": (httpx2, True),
}
QUICK: Final = {"per_host_delay": 0.0, "retries": 0, "timeout": 5.0, "obey_robots": False}
_TRUST: Final = ssl.create_default_context()  # reading it for every client would be what the tests spend their time on


class Way:
    """One way of fetching; options are those of the fetchers, quick and forgiving unless a test says otherwise."""

    def __init__(self, name: str) -> None:
        self.library, self.is_async = WAYS[name]
        self.client_options: dict[str, object] = {"verify": _TRUST}

    def fetch(self, url: str, **options: object) -> Page:
        """Fetch one page."""
        return self.run(lambda fetcher: fetcher.fetch(url), **options)

    def fetch_all(self, urls: Iterable[str], **options: object) -> list[Page | ArticleKitError]:
        """Fetch pages one after the other with one fetcher; errors are results."""

        def one_by_one(fetcher: PageFetcher):
            return [_outcome(fetcher, url) for url in urls]

        async def one_by_one_async(fetcher: AsyncPageFetcher):
            return [await _outcome_async(fetcher, url) for url in urls]

        return self.run(one_by_one_async if self.is_async else one_by_one, **options)

    def fetch_many(self, urls: Iterable[str], *, concurrency: int = 100, **options: object):
        """Fetch pages at once; return what came, in the order it came."""

        async def collected(fetcher: AsyncPageFetcher):
            return [pair async for pair in fetcher.fetch_many(urls, concurrency=concurrency)]

        if self.is_async:
            return self.run(collected, **options)
        return self.run(lambda fetcher: list(fetcher.fetch_many(urls, concurrency=concurrency)), **options)

    def run(self, use, **options: object):
        """Make a fetcher, use it, close it."""
        settings = {**QUICK, **options}
        if self.is_async:
            return asyncio.run(self._run_async(use, settings))
        with self.library.Client(**self.client_options) as client, PageFetcher(client=client, **settings) as fetcher:
            return use(fetcher)

    async def _run_async(self, use, settings):
        async with (
            self.library.AsyncClient(**self.client_options) as client,
            AsyncPageFetcher(client=client, **settings) as fetcher,
        ):
            return await use(fetcher)


def _outcome(fetcher: PageFetcher, url: str) -> Page | ArticleKitError:
    try:
        return fetcher.fetch(url)
    except ArticleKitError as error:
        return error


async def _outcome_async(fetcher: AsyncPageFetcher, url: str) -> Page | ArticleKitError:
    try:
        return await fetcher.fetch(url)
    except ArticleKitError as error:
        return error
