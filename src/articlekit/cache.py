"""Responses kept on disk as HTTP allows (RFC 9111).

In: a client and the path of an SQLite file. Out: the same client, asking the file first. hishel knows the rules; here
it is set up as the private cache of one reader, and taught one question more: "answer without the network, or not at
all", so that a page that is at hand waits for no host's turn.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from os import PathLike, fspath
from types import ModuleType
from typing import Final, Protocol, cast

from articlekit.errors import FetchError

CACHED_ONLY: Final = "articlekit.cached_only"
"""Request extension: answer from the cache or not at all."""


class NotCachedError(Exception):
    """The cache alone cannot answer. Never leaves the fetcher."""


class _Request(Protocol):
    @property
    def extensions(self) -> dict[str, object]: ...


class _Transport(Protocol):
    def handle_request(self, request: _Request) -> object: ...
    def close(self) -> None: ...


class _AsyncTransport(Protocol):
    async def handle_async_request(self, request: _Request) -> object: ...
    async def aclose(self) -> None: ...


class _Network:
    """The transport behind the cache, which says no where only the cache was asked."""

    def __init__(self, transport: _Transport) -> None:
        self.next_transport = transport

    def handle_request(self, request: _Request) -> object:
        if request.extensions.get(CACHED_ONLY):
            raise NotCachedError
        return self.next_transport.handle_request(request)

    def close(self) -> None:
        self.next_transport.close()


class _AsyncNetwork:
    """The same on asyncio."""

    def __init__(self, transport: _AsyncTransport) -> None:
        self.next_transport = transport

    async def handle_async_request(self, request: _Request) -> object:
        if request.extensions.get(CACHED_ONLY):
            raise NotCachedError
        return await self.next_transport.handle_async_request(request)

    async def aclose(self) -> None:
        await self.next_transport.aclose()


def keep(client: object, path: str | PathLike[str], *, library: ModuleType) -> None:
    """Put the cache before a client's transports; it is closed with the client.

    Raises:
        FetchError: hishel is not installed.

    """
    if find_spec("hishel") is None:
        raise FetchError("a cache needs hishel: pip install 'articlekit[cache]'")
    wrap = _wrapper_async if isinstance(client, library.AsyncClient) else _wrapper
    wrapped = wrap(library.__name__, fspath(path))
    client._transport = wrapped(client._transport)  # type: ignore[attr-defined]  # private in httpx and httpx2
    mounts: dict[object, object] = client._mounts  # type: ignore[attr-defined]  # private in httpx and httpx2
    mounts.update({pattern: transport and wrapped(transport) for pattern, transport in mounts.items()})


def _wrapper(library: str, path: str) -> Callable[[object], object]:
    hishel, binding = import_module("hishel"), import_module(f"hishel.{library}")
    rules, storage = hishel.CacheOptions(shared=False), hishel.SqliteStorage(database_path=path)
    return lambda transport: binding.CacheTransport(
        next_transport=_Network(cast("_Transport", transport)), storage=storage, rfc=rules
    )


def _wrapper_async(library: str, path: str) -> Callable[[object], object]:
    hishel, binding = import_module("hishel"), import_module(f"hishel.{library}")
    rules, storage = hishel.CacheOptions(shared=False), hishel.AsyncSqliteStorage(database_path=path)
    return lambda transport: binding.AsyncCacheTransport(
        next_transport=_AsyncNetwork(cast("_AsyncTransport", transport)), storage=storage, rfc=rules
    )
