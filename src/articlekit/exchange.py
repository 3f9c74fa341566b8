"""One request and its answer, over a client of httpx or httpx2, in a thread or on asyncio.

In: an Order. Out: its Answer, or an error of the FetchError tree.

The two libraries have the same interface and unrelated classes: what is used of them is written down here as
protocols, their exceptions are told apart by name. Redirects, credentials and cookies are never left to the client:
a visit follows redirects itself and keeps cookies of its own, so that one page's cannot mark another's.
"""

from __future__ import annotations

import asyncio
import ssl
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType
from typing import Final, Generic, Protocol, TypeVar, cast

from articlekit.bodies import ACCEPT_ENCODING, Body, too_large
from articlekit.cache import CACHED_ONLY, keep
from articlekit.clients import make_client
from articlekit.errors import (
    BadURLError,
    BrokenResponseError,
    ConnectionFailedError,
    FetchError,
    FetchTimeoutError,
    RedirectError,
    TLSError,
    TooLargeError,
)
from articlekit.network import check_deadline, check_peer, deadline, guard, uses_proxy
from articlekit.policy import Policy
from articlekit.visits import Answer, Order, check_body, check_head

ClientT = TypeVar("ClientT")

_ACCEPT: Final = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
CREDENTIALS: Final = ("authorization", "cookie", "proxy-authorization")
_DRAINED: Final = 16_384
"""Bytes of a redirect's body that are read to keep the connection for the next request."""


class _Headers(Protocol):
    def pop(self, key: str, default: None = None) -> str | None: ...


class _Request(Protocol):
    @property
    def headers(self) -> _Headers: ...


class _Head(Protocol):
    @property
    def status_code(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def extensions(self) -> Mapping[str, object]: ...
    @property
    def is_stream_consumed(self) -> bool: ...
    @property
    def content(self) -> bytes: ...


class _Response(_Head, Protocol):
    def iter_raw(self) -> Iterator[bytes]: ...
    def close(self) -> None: ...


class _AsyncResponse(_Head, Protocol):
    def aiter_raw(self) -> AsyncIterator[bytes]: ...
    async def aclose(self) -> None: ...


class _Builder(Protocol):
    def build_request(
        self, method: str, url: str, *, headers: Mapping[str, str], timeout: float, extensions: Mapping[str, object]
    ) -> _Request: ...


class Client(_Builder, Protocol):
    """What is used of `httpx.Client` and `httpx2.Client`."""

    def send(self, request: _Request, *, stream: bool, follow_redirects: bool, auth: None = ...) -> _Response:
        """Send a request; return when the head of the response is there."""

    def close(self) -> None:
        """Close all connections."""


class AsyncClient(_Builder, Protocol):
    """What is used of `httpx.AsyncClient` and `httpx2.AsyncClient`."""

    async def send(
        self, request: _Request, *, stream: bool, follow_redirects: bool, auth: None = ...
    ) -> _AsyncResponse:
        """Send a request; return when the head of the response is there."""

    async def aclose(self) -> None:
        """Close all connections."""


class _Cookies(Protocol):
    def set_cookie_header(self, request: _Request) -> None: ...
    def extract_cookies(self, response: _Head) -> None: ...


def _library(client: object) -> ModuleType:
    """Find the module a client comes from: httpx, httpx2, or what it was derived from."""
    for kind in type(client).__mro__:
        root = kind.__module__.partition(".")[0]
        if root in ("httpx", "httpx2"):
            return sys.modules[root]
    raise FetchError(f"client must be a client of httpx or httpx2, not {type(client).__name__}")


@contextmanager
def _translated(url: str, failures: tuple[type[Exception], ...]) -> Iterator[None]:
    """Turn what the HTTP library raises into errors of ours, and give ours the URL."""
    try:
        yield
    except FetchError as error:
        error.url = error.url or url
        raise
    except failures as error:
        raise _error_for(error, url) from error


def _failures(library: ModuleType) -> tuple[type[Exception], ...]:
    # Beside the library's own: the system's, and what its parsers let slip on input nobody foresaw.
    own: tuple[type[Exception], ...] = (library.HTTPError, library.InvalidURL, library.StreamError)
    return (*own, OSError, ValueError, LookupError, RuntimeError)


_PHASES: Final = {
    "ConnectTimeout": "connect",
    "ReadTimeout": "read",
    "WriteTimeout": "write",
    "PoolTimeout": "pool",
    "TimeoutError": "total",
}
_DOING: Final = {
    "connect": "to connect",
    "read": "until the server sent something",
    "write": "to send the request",
    "pool": "until a connection was free",
    "total": "all in all",
}
# What the library calls it → our error, what happened, and what can be done about it.
_KINDS: Final[dict[str, tuple[type[FetchError], str, str]]] = {
    "InvalidURL": (BadURLError, "this is no URL", "correct it"),
    "UnsupportedProtocol": (BadURLError, "only http and https are fetched", "correct it"),
    "TooManyRedirects": (RedirectError, "too many redirects", "pass a larger max_redirects"),
    "RemoteProtocolError": (BrokenResponseError, "the answer is broken", "try again later"),
    "LocalProtocolError": (BrokenResponseError, "the exchange broke down", "try again later"),
    "DecodingError": (BrokenResponseError, "the body cannot be decompressed", "try again later"),
    "NetworkError": (ConnectionFailedError, "the connection failed", "check the address, or try again later"),
    "ProxyError": (ConnectionFailedError, "the proxy refuses", "check the proxy"),
    "OSError": (ConnectionFailedError, "the connection failed", "try again later"),
    "Exception": (FetchError, "the HTTP library gave up", "please report it"),
}


def _error_for(error: Exception, url: str) -> FetchError:
    names = [kind.__name__ for kind in type(error).__mro__]
    phase = next((_PHASES[name] for name in names if name in _PHASES), None)
    if phase is not None:
        return FetchTimeoutError(f"it took too long ({_DOING[phase]}); pass a larger timeout", url=url, phase=phase)
    if "ConnectError" in names and _has_cause(error, ssl.SSLError):
        return TLSError(f"no secure connection: {error}; pass a client of yours if you trust the server", url=url)
    kind, said, advice = next(_KINDS[name] for name in names if name in _KINDS)
    return kind(f"{said}: {str(error) or type(error).__name__}; {advice}", url=url)


def _has_cause(error: BaseException | None, kind: type[BaseException]) -> bool:
    while error is not None:
        if isinstance(error, kind):
            return True
        error = error.__cause__ or error.__context__
    return False


def _lowered(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _answer(response: _Head, headers: Mapping[str, str], body: bytes) -> Answer:
    caching = response.extensions.get("caching")
    from_cache = isinstance(caching, dict) and bool(caching.get("from_cache"))
    return Answer(status=response.status_code, headers=headers, body=body, from_cache=from_cache)


class _Collector:
    """What becomes of one response: whether its body is worth reading, what there is of it, and the Answer."""

    def __init__(self, order: Order, response: _Head) -> None:
        self._order = order
        self._response = response
        self._headers = _lowered(response.headers)
        self._wanted = check_head(order, response.status_code, self._headers)
        self._length = _length(self._headers)
        if self._wanted and not order.cut and self._length is not None and self._length > order.max_bytes:
            raise too_large(order.max_bytes)
        # A hook, a recorder or a stand-in may have read the body, and decoded it, already.
        self._was_read = response.is_stream_consumed
        encoded = self._wanted and not self._was_read
        limit = order.max_bytes if self._wanted else _DRAINED
        self._body = Body(self._headers.get("content-encoding", "") if encoded else "", limit=limit)
        if self._wanted and self._was_read:
            self._body.add(response.content)

    @property
    def readable(self) -> bool:
        """Whether to read on: a page is, a redirect only so that its connection can be kept."""
        short = self._length is not None and self._length <= _DRAINED
        return not self._was_read and (self._wanted or short)

    def add(self, raw: bytes) -> bool:
        """Take a piece of the body; tell whether more is wanted."""
        try:
            self._body.add(raw)
        except TooLargeError:
            if not self._order.cut:
                raise
            return False
        return True

    def answer(self, *, complete: bool) -> Answer:
        """Return what came; `complete` says that it is all there was."""
        body = self._body.whole() if complete else self._body.so_far()
        answer = _answer(self._response, self._headers, body if self._wanted else b"")
        if self._wanted:
            check_body(self._order, answer)
        return answer


def _length(headers: Mapping[str, str]) -> int | None:
    length = headers.get("content-length", "")
    return int(length[:18]) if length.isdecimal() else None


def _peer(response: _Head) -> str | None:
    """Return the address that answered, None where that cannot be known: a cache, a client without connections."""
    stream = response.extensions.get("network_stream")
    peer: object = stream.get_extra_info("server_addr") if hasattr(stream, "get_extra_info") else None
    return str(peer[0]) if isinstance(peer, tuple) else None


@dataclass(slots=True)
class Trip:
    """What the requests of one visit share.

    `cookies` are its own; `left` is the seconds it may still spend on the network; `loaded` are answers that came
    before they were asked for.
    """

    cookies: _Cookies
    left: float
    loaded: dict[str, Answer] = field(default_factory=dict)

    @contextmanager
    def spending(self, limit: float, url: str) -> Iterator[float]:
        """Count the time inside the block; yield how much of it there may be."""
        start, limit = time.monotonic(), min(limit, self.left)
        if limit <= 0:
            raise FetchTimeoutError("the time for this page is up; pass a larger timeout", url=url, phase="total")
        try:
            yield limit
        except FetchTimeoutError as error:
            if time.monotonic() - start >= limit:
                error.phase = "total"
            raise
        finally:
            self.left -= time.monotonic() - start


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire(Generic[ClientT]):
    """A guarded client, ready for orders; `own` says that it is ours to close."""

    client: ClientT
    policy: Policy
    library: ModuleType
    own: bool
    direct: bool

    @property
    def cached(self) -> bool:
        """Whether there is a cache to ask first."""
        return self.policy.cache is not None

    @property
    def failures(self) -> tuple[type[Exception], ...]:
        """What the client may raise."""
        return _failures(self.library)

    def trip(self) -> Trip:
        """Begin a visit."""
        return Trip(cookies=self.library.Cookies(), left=self.policy.timeout * (self.policy.retries + 1))

    def request(self, order: Order, trip: Trip, *, cached_only: bool) -> _Request:
        """Write the request of an order."""
        headers = {
            "accept": _ACCEPT,
            **_lowered(self.policy.headers),
            "accept-encoding": ACCEPT_ENCODING,
            "user-agent": self.policy.user_agent,
        }
        builder = cast("_Builder", self.client)
        extensions = {CACHED_ONLY: True} if cached_only else {}
        request = builder.build_request(
            "GET", order.url, headers=headers, timeout=self.policy.timeout, extensions=extensions
        )
        for name in CREDENTIALS if not order.trusted else ():
            request.headers.pop(name, None)
        trip.cookies.set_cookie_header(request)
        return request

    def collect(self, order: Order, trip: Trip, response: _Head) -> _Collector:
        """Look at a response's head."""
        trip.cookies.extract_cookies(response)
        if self.direct and not self.policy.allow_private_addresses:
            check_peer(_peer(response))
        return _Collector(order, response)


def connect(client: ClientT | None, policy: Policy, *, kind: str) -> Wire[ClientT]:
    """Make or take a client (`kind` is the class's name), and guard it."""
    if client is not None and policy.proxy:
        raise FetchError("pass the proxy to your client, not to the fetcher")
    library = import_module("httpx") if client is None else _library(client)
    made = cast("ClientT", make_client(policy, kind=kind)) if client is None else client
    if not isinstance(made, getattr(library, kind)):
        raise FetchError(f"this fetcher needs a {kind}, not {type(made).__name__}")
    if policy.cache is not None:
        keep(made, policy.cache, library=library)
    guard(made, allow_private=policy.allow_private_addresses)
    return Wire(client=made, policy=policy, library=library, own=client is None, direct=not uses_proxy(made))


def exchange(wire: Wire[Client], order: Order, trip: Trip, *, cached_only: bool = False) -> Answer:
    """Send one request, and read its answer.

    Raises:
        FetchError: Its child says what went wrong.
        NotCachedError: Only the cache was asked, and it cannot answer.

    """
    with (
        trip.spending(wire.policy.timeout, order.url) as seconds,
        deadline(seconds),
        _translated(order.url, wire.failures),
    ):
        request = wire.request(order, trip, cached_only=cached_only)
        if order.trusted:
            response = wire.client.send(request, stream=True, follow_redirects=False)
        else:
            response = wire.client.send(request, stream=True, follow_redirects=False, auth=None)
        try:
            collector = wire.collect(order, trip, response)
            for raw in response.iter_raw() if collector.readable else ():
                check_deadline()
                if not collector.add(raw):
                    return collector.answer(complete=False)
            return collector.answer(complete=True)
        finally:
            response.close()


async def exchange_async(wire: Wire[AsyncClient], order: Order, trip: Trip, *, cached_only: bool = False) -> Answer:
    """Do the same on asyncio."""
    with trip.spending(wire.policy.timeout, order.url) as seconds, _translated(order.url, wire.failures):
        async with asyncio.timeout(seconds):
            request = wire.request(order, trip, cached_only=cached_only)
            if order.trusted:
                response = await wire.client.send(request, stream=True, follow_redirects=False)
            else:
                response = await wire.client.send(request, stream=True, follow_redirects=False, auth=None)
            try:
                return await _received(wire.collect(order, trip, response), response)
            finally:
                await response.aclose()


async def _received(collector: _Collector, response: _AsyncResponse) -> Answer:
    if collector.readable:
        async for raw in response.aiter_raw():
            if not collector.add(raw):
                return collector.answer(complete=False)
    return collector.answer(complete=True)
