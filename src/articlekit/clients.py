"""The client a fetcher makes for itself.

In: a Policy. Out: an `httpx.Client` or `httpx.AsyncClient`, not guarded yet.

It keeps no cookies (each visit keeps its own), and spreads hosts over many connection pools: httpcore looks through all
connections of a pool at every request, which with a hundred of them costs more than fetching.
"""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib import import_module
from importlib.util import find_spec
from typing import Final, Protocol
from zlib import crc32

from articlekit.policy import Policy

_POOLS: Final = 32
_IDLE_PER_POOL: Final = 8
"""Connections a pool keeps open for the next request."""
_IDLE_SECONDS: Final = 15.0


class _URL(Protocol):
    @property
    def raw_host(self) -> bytes: ...


class _Request(Protocol):
    @property
    def url(self) -> _URL: ...


class _Transport(Protocol):
    def handle_request(self, request: _Request) -> object: ...
    def close(self) -> None: ...


class _AsyncTransport(Protocol):
    async def handle_async_request(self, request: _Request) -> object: ...
    async def aclose(self) -> None: ...


def _pool_of(request: _Request) -> int:
    return crc32(request.url.raw_host) % _POOLS


class _Pools:
    """Many transports that look like one; a host's requests all go to the same."""

    def __init__(self, transports: Sequence[_Transport]) -> None:
        self.transports = transports

    def handle_request(self, request: _Request) -> object:
        return self.transports[_pool_of(request)].handle_request(request)

    def close(self) -> None:
        for transport in self.transports:
            transport.close()

    def __enter__(self) -> _Pools:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _AsyncPools:
    """The same on asyncio."""

    def __init__(self, transports: Sequence[_AsyncTransport]) -> None:
        self.transports = transports

    async def handle_async_request(self, request: _Request) -> object:
        return await self.transports[_pool_of(request)].handle_async_request(request)

    async def aclose(self) -> None:
        for transport in self.transports:
            await transport.aclose()

    async def __aenter__(self) -> _AsyncPools:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


@cache
def _trust() -> ssl.SSLContext:
    """Read the certificates of the authorities, which takes longer than all the rest of making a client."""
    context: ssl.SSLContext = import_module("httpx").create_ssl_context()
    return context


def make_client(policy: Policy, *, kind: str) -> object:
    """Make a client; `kind` is `Client` or `AsyncClient`.

    HTTP/2 is spoken on asyncio, where `h2` is installed. Threads that share a connection of httpcore's break it
    (https://github.com/encode/httpx/issues/3002), so theirs speak HTTP/1.1.
    """
    httpx = import_module("httpx")
    limits = httpx.Limits(
        max_connections=None, max_keepalive_connections=_IDLE_PER_POOL, keepalive_expiry=_IDLE_SECONDS
    )
    wire = {"verify": _trust(), "http2": kind == "AsyncClient" and find_spec("h2") is not None, "limits": limits}
    transport, pools = _KINDS[kind]
    made: object = getattr(httpx, kind)(
        transport=pools([getattr(httpx, transport)(**wire) for _ in range(_POOLS)]),
        cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=())),
        proxy=policy.proxy,
        **wire,
    )
    return made


_KINDS: Final = {"Client": ("HTTPTransport", _Pools), "AsyncClient": ("AsyncHTTPTransport", _AsyncPools)}
