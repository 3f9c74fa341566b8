"""From URLs to Pages: retries, turns and robots.txt behind `fetch`.

In: URLs. Out: Pages, or an error of the FetchError tree.

`visits` decides what to request next, `exchange` sends it; here it is waited for the host's turn, asked for what the
site allows, and tried again (stamina) where that may help: by `PageFetcher` in threads, by `AsyncPageFetcher` on
asyncio. `scrape`, which needs the extraction, is added on top of both in `scraper`.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Generator, Iterable, Iterator
from functools import cache
from importlib import import_module
from types import TracebackType
from typing import TYPE_CHECKING, ClassVar, Final, Generic, Protocol, Self, TypedDict, TypeVar, cast
from urllib.parse import urljoin

from articlekit.cache import NotCachedError
from articlekit.errors import (
    ArticleKitError,
    BrokenResponseError,
    ConnectionFailedError,
    DNSError,
    FetchError,
    FetchTimeoutError,
    HTTPStatusError,
)
from articlekit.exchange import AsyncClient, Client, Trip, connect, exchange, exchange_async
from articlekit.many import CONCURRENCY, each, each_async
from articlekit.model import Page
from articlekit.network import check_host
from articlekit.policy import Options, Policy
from articlekit.politeness import Agenda, Turnstile, host_of
from articlekit.robots import Robots
from articlekit.visits import Answer, Order, consult, origin, visit

if TYPE_CHECKING:
    from typing import Unpack

    import httpx
    import httpx2
    from stamina import AsyncRetryingCaller, RetryingCaller

T = TypeVar("T")
LockT = TypeVar("LockT")

_BACKOFF: Final = 0.5
"""Seconds before the first retry; doubled before each further one, with jitter."""
_LONGEST_BACKOFF: Final = 10.0
_LONGEST_RETRY_AFTER: Final = 60.0
"""Seconds we are ready to wait because a server asks; beyond it the error goes to the caller at once."""
_TRANSIENT: Final = frozenset({429, 502, 503, 504})
_MAX_SITES: Final = 4096
"""Sites whose robots.txt is kept."""
_ROBOTS_TTL: Final = 86_400.0
"""Seconds a robots.txt is believed: RFC 9309 says a day at most."""
_REFUSAL_TTL: Final = 60.0
"""Seconds a robots.txt that could not be had is not asked for again."""


def _worth_retrying(error: Exception) -> bool | float:
    """Tell stamina whether another attempt may help, and where the server said so, in how many seconds."""
    match error:
        case HTTPStatusError(status=status, retry_after=wait) if status in _TRANSIENT:
            return True if wait is None else wait <= _LONGEST_RETRY_AFTER and max(wait, 0.001)
        case DNSError(temporary=temporary):
            return temporary
        case FetchTimeoutError() | ConnectionFailedError() | BrokenResponseError():
            return True
        case _:
            return False


class _Stamina(Protocol):
    @property
    def RetryingCaller(self) -> type[RetryingCaller]: ...  # noqa: N802 - its name
    @property
    def AsyncRetryingCaller(self) -> type[AsyncRetryingCaller]: ...  # noqa: N802 - its name


@cache
def _stamina() -> _Stamina:
    """Import stamina where first needed; who listens to its log still hears of retries, who does not is spared."""
    logging.getLogger("stamina").addHandler(logging.NullHandler())
    return cast("_Stamina", import_module("stamina"))


class _Backoff(TypedDict):
    attempts: int
    timeout: None
    wait_initial: float
    wait_max: float
    wait_jitter: float


def _backoff(policy: Policy) -> _Backoff:
    return {
        "attempts": policy.retries + 1,
        "timeout": None,
        "wait_initial": _BACKOFF,
        "wait_max": _LONGEST_BACKOFF,
        "wait_jitter": _BACKOFF,
    }


def _asked_wait(error: HTTPStatusError) -> float:
    return min(error.retry_after or 0.0, _LONGEST_RETRY_AFTER)


def check_order(order: Order, policy: Policy) -> None:
    """Refuse what no request is needed to refuse.

    Raises:
        BlockedAddressError: The URL names a blocked address.

    """
    if not policy.allow_private_addresses:
        check_host(host_of(order.url), url=order.url)


class _Site(Generic[LockT]):
    """What is known of one site's robots.txt, and the lock under which it is found out."""

    def __init__(self, lock: LockT) -> None:
        self.lock = lock
        self.expires = 0.0
        self._found: Robots | FetchError | None = None

    def learn(self, found: Robots | FetchError) -> None:
        self._found = found
        sure = isinstance(found, Robots) and found.refusal is None
        self.expires = time.monotonic() + (_ROBOTS_TTL if sure else _REFUSAL_TTL)

    @property
    def delay(self) -> float:
        return self._found.delay if isinstance(self._found, Robots) else 0.0

    def answer(self, url: str) -> Robots:
        if isinstance(self._found, Robots):
            return self._found
        assert self._found is not None, "learn() comes before answer()"
        error = type(self._found)(*self._found.args)
        error.__dict__.update(self._found.__dict__, url=url)
        error.add_note(f"met while asking for {urljoin(url, '/robots.txt')}")
        raise error from self._found


class _Sites(Generic[LockT]):
    """The sites met lately."""

    def __init__(self, make_lock: Callable[[], LockT]) -> None:
        self._make_lock = make_lock
        self._sites: OrderedDict[tuple[str, str, int], _Site[LockT]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, url: str) -> _Site[LockT]:
        with self._lock:
            key = origin(url)
            if key not in self._sites:
                self._sites[key] = _Site(self._make_lock())
            self._sites.move_to_end(key)
            if len(self._sites) > _MAX_SITES:
                self._sites.popitem(last=False)
            return self._sites[key]


class PageFetcher:
    """Fetches pages, many of them, in threads; see `Policy` for the options.

    `client` is an `httpx.Client` or `httpx2.Client` of your own; from then on it connects to public addresses only
    (unless `allow_private_addresses`), and is not closed with the fetcher. Leave its `http2` off: threads that share a
    connection break it (https://github.com/encode/httpx/issues/3002). Safe to use from several threads.
    """

    concurrency: ClassVar[int] = CONCURRENCY

    def __init__(self, *, client: httpx.Client | httpx2.Client | None = None, **options: Unpack[Options]) -> None:
        self.policy = Policy(**options)
        self._wire = connect(cast("Client | None", client), self.policy, kind="Client")
        slots = self.policy.per_host_connections
        self._turnstile = Turnstile(delay=self.policy.per_host_delay, make_slots=lambda: threading.Semaphore(slots))
        self._sites = _Sites(threading.Lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give back connections and cache."""
        if self._wire.own:
            self._wire.client.close()

    def fetch(self, url: str) -> Page:
        """Fetch an HTML page.

        Raises:
            FetchError: Its child says why there is none.

        """
        return self._drive(visit(url, self.policy))

    def retrieve(self, url: str, *, max_bytes: int | None = None) -> Page:
        """Fetch a document of any kind: a feed, a sitemap; `max_bytes` if it may be larger than a page.

        Raises:
            FetchError: Its child says why there is none.

        """
        return self._drive(visit(url, self.policy, html=False, max_bytes=max_bytes))

    def fetch_many(
        self, urls: Iterable[str], *, concurrency: int | None = None
    ) -> Iterator[tuple[str, Page | ArticleKitError]]:
        """Fetch pages as fast as politeness allows; yield each URL with its Page or error, as they come.

        `concurrency` bounds the pages in flight, and with them memory. URLs are read ahead a little, so that a slow
        host's do not hold up the others'.
        """
        return each(self._agenda(urls), self.fetch, concurrency=concurrency or self.concurrency)

    def robots(self, url: str) -> Robots:
        """Return what the robots.txt of a URL's site says, asking for it once a day at most.

        Raises:
            FetchError: The site does not answer.

        """
        site = self._sites.of(url)
        with site.lock:
            if time.monotonic() >= site.expires:
                try:
                    site.learn(self._drive(consult(url, self.policy)))
                except FetchError as error:
                    site.learn(error)
                self._turnstile.slow_down(host_of(url), site.delay)
            return site.answer(url)

    def _agenda(self, urls: Iterable[str]) -> Agenda:
        return Agenda(urls, per_host=self.policy.per_host_connections, due=self._turnstile.due)

    def _drive(self, steps: Generator[Order, Answer, T]) -> T:
        """Carry out a visit's orders until it comes to its end."""
        trip = self._wire.trip()
        try:
            order = next(steps)
            while True:
                try:
                    answer = self._perform(order, trip)
                except FetchError as error:
                    order = steps.throw(error)
                else:
                    order = steps.send(answer)
        except StopIteration as end:
            result: T = end.value
            return result

    def _perform(self, order: Order, trip: Trip) -> Answer:
        check_order(order, self.policy)
        if order.checked and self.policy.obey_robots:
            self.robots(order.url).check(order.url)
        if self._wire.cached:
            try:
                return self._exchange(order, trip, cached_only=True)
            except NotCachedError:
                pass
        retrying = _stamina().RetryingCaller(**_backoff(self.policy))
        return retrying(_worth_retrying, self._attempt, order, trip)

    def _attempt(self, order: Order, trip: Trip) -> Answer:
        host = host_of(order.url)
        with self._turnstile.slots(host):
            if order.spaced:
                time.sleep(self._turnstile.reserve(host, time.monotonic()))
            try:
                return self._exchange(order, trip)
            except HTTPStatusError as error:
                self._turnstile.postpone(host, time.monotonic() + _asked_wait(error))
                raise

    def _exchange(self, order: Order, trip: Trip, *, cached_only: bool = False) -> Answer:
        return exchange(self._wire, order, trip, cached_only=cached_only)


class AsyncPageFetcher:
    """Fetches pages, many of them, on asyncio; see `Policy` for the options.

    `client` is an `httpx.AsyncClient` or `httpx2.AsyncClient` of your own; from then on it connects to public
    addresses only (unless `allow_private_addresses`), and is not closed with the fetcher.
    """

    def __init__(
        self, *, client: httpx.AsyncClient | httpx2.AsyncClient | None = None, **options: Unpack[Options]
    ) -> None:
        self.policy = Policy(**options)
        self._wire = connect(cast("AsyncClient | None", client), self.policy, kind="AsyncClient")
        slots = self.policy.per_host_connections
        self._turnstile = Turnstile(delay=self.policy.per_host_delay, make_slots=lambda: asyncio.Semaphore(slots))
        self._sites = _Sites(asyncio.Lock)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Give back connections and cache."""
        if self._wire.own:
            await self._wire.client.aclose()

    async def fetch(self, url: str) -> Page:
        """Fetch an HTML page.

        Raises:
            FetchError: Its child says why there is none.

        """
        return await self._drive(visit(url, self.policy))

    async def retrieve(self, url: str, *, max_bytes: int | None = None) -> Page:
        """Fetch a document of any kind: a feed, a sitemap; `max_bytes` if it may be larger than a page.

        Raises:
            FetchError: Its child says why there is none.

        """
        return await self._drive(visit(url, self.policy, html=False, max_bytes=max_bytes))

    def fetch_many(
        self, urls: Iterable[str], *, concurrency: int = CONCURRENCY
    ) -> AsyncIterator[tuple[str, Page | ArticleKitError]]:
        """Fetch pages as fast as politeness allows; yield each URL with its Page or error, as they come."""
        return each_async(self._agenda(urls), self.fetch, concurrency=concurrency)

    async def robots(self, url: str) -> Robots:
        """Return what the robots.txt of a URL's site says, asking for it once a day at most.

        Raises:
            FetchError: The site does not answer.

        """
        site = self._sites.of(url)
        async with site.lock:
            if time.monotonic() >= site.expires:
                try:
                    site.learn(await self._drive(consult(url, self.policy)))
                except FetchError as error:
                    site.learn(error)
                self._turnstile.slow_down(host_of(url), site.delay)
            return site.answer(url)

    def _agenda(self, urls: Iterable[str]) -> Agenda:
        return Agenda(urls, per_host=self.policy.per_host_connections, due=self._turnstile.due)

    async def _drive(self, steps: Generator[Order, Answer, T]) -> T:
        """Carry out a visit's orders until it comes to its end."""
        trip = self._wire.trip()
        try:
            order = next(steps)
            while True:
                try:
                    answer = await self._perform(order, trip)
                except FetchError as error:
                    order = steps.throw(error)
                else:
                    order = steps.send(answer)
        except StopIteration as end:
            result: T = end.value
            return result

    async def _perform(self, order: Order, trip: Trip) -> Answer:
        check_order(order, self.policy)
        if order.checked and self.policy.obey_robots:
            (await self.robots(order.url)).check(order.url)
        if self._wire.cached:
            try:
                return await exchange_async(self._wire, order, trip, cached_only=True)
            except NotCachedError:
                pass
        retrying = _stamina().AsyncRetryingCaller(**_backoff(self.policy))
        return await retrying(_worth_retrying, self._attempt, order, trip)

    async def _attempt(self, order: Order, trip: Trip) -> Answer:
        host = host_of(order.url)
        async with self._turnstile.slots(host):
            if order.spaced:
                await asyncio.sleep(self._turnstile.reserve(host, time.monotonic()))
            try:
                return await exchange_async(self._wire, order, trip)
            except HTTPStatusError as error:
                self._turnstile.postpone(host, time.monotonic() + _asked_wait(error))
                raise


def fetch(url: str, **options: Unpack[Options]) -> Page:
    """Fetch an HTML page; see `Policy` for the options. For many pages, use a Fetcher.

    Raises:
        FetchError: Its child says why there is none.

    >>> fetch("ftp://example.org/story")
    Traceback (most recent call last):
    articlekit.errors.BadURLError: only http and https are fetched, not ftp (ftp://example.org/story)

    """
    with PageFetcher(**options) as fetcher:
        return fetcher.fetch(url)
