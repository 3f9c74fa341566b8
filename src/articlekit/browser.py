"""Pages that need JavaScript: the same fetcher over an installed Chromium.

In: URLs. Out: Pages whose body is the document as it stands when scripts have run.

Playwright drives the browser on an event loop of its own, in a thread of its own, so that the fetcher can be used from
any thread, with or without asyncio around it. Every page gets a fresh context: no cookies or storage pass from one to
the next. The browser's only way out is `proxy`, which guards addresses; pictures, films and fonts are not loaded.
Everything else (robots.txt, turns, retries, what is a page and what is none) is the PageFetcher's.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import threading
from collections.abc import Coroutine
from dataclasses import dataclass, field
from http import HTTPStatus
from importlib.util import find_spec
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar
from urllib.parse import urldefrag

from articlekit.errors import (
    BrokenResponseError,
    ConnectionFailedError,
    FetchError,
    FetchTimeoutError,
    TLSError,
    TooLargeError,
    WrongTypeError,
)
from articlekit.exchange import CREDENTIALS, Trip
from articlekit.fetcher import PageFetcher
from articlekit.policy import Options
from articlekit.politeness import host_of
from articlekit.proxy import REFUSED, GuardedProxy
from articlekit.visits import Answer, Order, check_body, check_head, status_error

if TYPE_CHECKING:
    from typing import Unpack

    from playwright.async_api import Browser, Playwright, Request, Response, Route
    from playwright.async_api import Page as Tab

T = TypeVar("T")

_BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ARGUMENTS: Final = (
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--disable-background-networking",
)
_NOT_LOADED: Final = frozenset({"image", "media", "font"})
_SETTLING: Final = 5.0
"""Seconds that scripts get to come to rest, after the document is there."""
_GRACE: Final = 5.0
"""Seconds beyond the timeout after which the browser itself is taken to hang."""
# What Chromium calls it → what it is.
_NET_ERRORS: Final[dict[str, type[FetchError]]] = {
    "ERR_CERT": TLSError,
    "ERR_SSL": TLSError,
    "ERR_TIMED_OUT": FetchTimeoutError,
    "Timeout": FetchTimeoutError,
    "ERR_INVALID_RESPONSE": BrokenResponseError,
    "ERR_INVALID_HTTP_RESPONSE": BrokenResponseError,
    "ERR_CONTENT": BrokenResponseError,
    "ERR_INCOMPLETE": BrokenResponseError,
    "Download is starting": WrongTypeError,
    "ERR_": ConnectionFailedError,
}


class BrowserPageFetcher(PageFetcher):
    """Fetches pages with a browser; otherwise a PageFetcher, with `fetch_many` for four pages at a time.

    `executable` is the browser's path, by default an installed Chromium. `sandbox` is Chromium's own; it cannot be had
    as root, and is on by default for everybody else. `cache` is not to be had here, nor credentials in `headers`.
    """

    concurrency: ClassVar[int] = 4

    def __init__(
        self, *, executable: str | None = None, sandbox: bool | None = None, **options: Unpack[Options]
    ) -> None:
        super().__init__(**options)
        _check(self)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True, name="articlekit browser")
        self._thread.start()
        try:
            self._window = self._run(_Window.open(self, executable, sandbox))
        except BaseException:
            self._stop()
            raise

    def close(self) -> None:
        """Close the browser."""
        if self._thread.is_alive():
            self._run(self._window.close())
            self._stop()
        super().close()

    def _stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Coroutine[object, object, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def _exchange(self, order: Order, trip: Trip, *, cached_only: bool = False) -> Answer:
        if not order.html:
            return super()._exchange(order, trip, cached_only=cached_only)
        if order.url in trip.loaded:
            return trip.loaded.pop(order.url)
        final, answer = self._run(self._window.load(order))
        if final == order.url:
            return answer
        # The browser has followed redirects; let the visit follow, and judge, each address for itself.
        trip.loaded[final] = answer
        return Answer(status=302, headers={"location": final})


def _check(fetcher: PageFetcher) -> None:
    if find_spec("playwright") is None:
        raise FetchError("a browser needs playwright: pip install 'articlekit[browser]'")
    if fetcher.policy.cache is not None:
        raise FetchError("the browser keeps no cache; leave out cache, or fetch without the browser")
    named = [name for name in fetcher.policy.headers if name.lower() in CREDENTIALS]
    if named:
        raise FetchError(f"a browser would send {named[0]} to every site a page draws on; leave it out")


class _Window:
    """The browser and its proxy, on their event loop."""

    def __init__(self, playwright: Playwright, browser: Browser, proxy: GuardedProxy, fetcher: PageFetcher) -> None:
        self._playwright = playwright
        self._browser = browser
        self._proxy = proxy
        self._policy = fetcher.policy

    @classmethod
    async def open(cls, fetcher: PageFetcher, executable: str | None, sandbox: bool | None) -> _Window:
        from playwright.async_api import Error, async_playwright  # noqa: PLC0415 - where first needed

        policy = fetcher.policy
        proxy = GuardedProxy(allow_private=policy.allow_private_addresses, timeout=policy.timeout)
        playwright = await async_playwright().start()
        try:
            browser = await playwright.chromium.launch(
                executable_path=executable or next(filter(None, map(shutil.which, _BROWSERS)), None),
                chromium_sandbox=_may_sandbox() if sandbox is None else sandbox,
                proxy={"server": policy.proxy or await proxy.open(), "bypass": "<-loopback>"},
                args=list(_ARGUMENTS),
            )
        except Error as error:
            await playwright.stop()
            await proxy.close()
            raise FetchError(f"no browser could be started: {error.message.splitlines()[0]}") from error
        return cls(playwright, browser, proxy, fetcher)

    async def close(self) -> None:
        await self._browser.close()
        await self._playwright.stop()
        await self._proxy.close()

    async def load(self, order: Order) -> tuple[str, Answer]:
        """Open a URL in a fresh context; return the address it ended at, and the document."""
        from playwright.async_api import Error  # noqa: PLC0415 - where first needed

        context = await self._browser.new_context(
            user_agent=self._policy.user_agent,
            extra_http_headers=dict(self._policy.headers),
            service_workers="block",
            accept_downloads=False,
        )
        trail = _Trail(urls=[order.url])
        try:
            async with asyncio.timeout(self._policy.timeout + _GRACE):
                await context.route("**/*", _let_through)
                return await self._load(order, await context.new_page(), trail)
        except Error as error:
            raise self._error_for(error.message, order, trail) from error
        except TimeoutError as error:
            raise FetchTimeoutError("the browser came to no end", url=order.url) from error
        finally:
            await context.close()

    async def _load(self, order: Order, tab: Tab, trail: _Trail) -> tuple[str, Answer]:
        tab.set_default_timeout(self._policy.timeout * 1000)
        tab.on("request", trail.note_request)
        tab.on("response", trail.note_response)
        response = await tab.goto(order.url, wait_until="domcontentloaded")
        if response is None:
            raise BrokenResponseError("the browser shows nothing", url=order.url)
        return await self._read(order, tab, response)

    async def _read(self, order: Order, tab: Tab, response: Response) -> tuple[str, Answer]:
        headers = {name.lower(): value for name, value in (await response.all_headers()).items()}
        if REFUSED in headers:
            raise self._proxy.refusals.get(host_of(response.url)) or ConnectionFailedError("no connection")
        check_head(order, response.status, headers)
        await _settled(tab, min(_SETTLING, self._policy.timeout))
        body = (await tab.content()).encode()
        if len(body) > order.max_bytes:
            raise TooLargeError(f"the document is larger than {order.max_bytes:,} bytes", limit=order.max_bytes)
        kept = {name: value for name, value in headers.items() if name not in _CHANGED}
        answer = Answer(status=response.status, headers=kept | {"content-type": "text/html; charset=utf-8"}, body=body)
        check_body(order, answer)
        return urldefrag(tab.url).url, answer

    def _error_for(self, message: str, order: Order, trail: _Trail) -> FetchError:
        refusals = (self._proxy.refusals.get(host_of(url)) for url in reversed(trail.urls))
        refusal = next(filter(None, refusals), None)
        if refusal is not None and any(said in message for said in _REFUSALS):
            return refusal
        if trail.status is not None and trail.status >= HTTPStatus.BAD_REQUEST:
            return status_error(order.url, trail.status, trail.headers)
        kind = next((kind for said, kind in _NET_ERRORS.items() if said in message), FetchError)
        return kind(f"the browser says: {message.splitlines()[0]}", url=order.url)


@dataclass  # without slots: playwright leaves a mark on whom it calls back
class _Trail:
    """Where a tab has been on its way to a document, and what was said there last."""

    urls: list[str]
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def note_request(self, request: Request) -> None:
        if request.is_navigation_request():
            self.urls.append(request.url)

    def note_response(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self.status, self.headers = response.status, response.headers


_REFUSALS: Final = ("ERR_TUNNEL", "ERR_HTTP_RESPONSE_CODE")
_CHANGED: Final = frozenset({"content-encoding", "content-length", "transfer-encoding"})
"""Headers that are true of what came, not of the document that became of it."""


def _may_sandbox() -> bool:
    return not hasattr(os, "geteuid") or os.geteuid() != 0


async def _let_through(route: Route) -> None:
    request = route.request
    wanted = request.url.startswith(("http:", "https:", "data:", "blob:"))
    if wanted and request.resource_type not in _NOT_LOADED:
        await route.continue_()
    else:
        await route.abort()


async def _settled(tab: Tab, seconds: float) -> None:
    """Wait until the page has been at rest for a moment; a page that never rests is taken as it is."""
    from playwright.async_api import TimeoutError as Restless  # noqa: PLC0415 - where first needed

    try:
        await tab.wait_for_load_state("networkidle", timeout=seconds * 1000)
    except Restless:
        return
