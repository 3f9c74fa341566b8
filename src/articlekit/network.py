"""Which addresses may be connected to, and how long that may take.

In: a client of httpx or httpx2. Out: the same client, guarded.

The guard sits where connections are made, below pools, redirects and proxies: it looks the host up itself, drops every
address that is not of the public internet, and connects to the very address it checked, so that a name which
resolves differently a moment later changes nothing. That seam (`_pool._network_backend`) is private in httpx and
httpx2 alike; a test pins it. Waiting is bounded there as well: every read of a socket ends at the deadline of the
request it belongs to, so that a server sending one byte a second gains nothing.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import sys
import threading
import time
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, Protocol, TypeAlias
from urllib.parse import unquote

from articlekit.errors import (
    BlockedAddressError,
    DNSError,
    FetchError,
    FetchTimeoutError,
)

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

# IANA's special-purpose registries (RFC 6890 and successors), multicast, and one metadata service on a public address.
_BLOCKED_V4: Final = tuple(
    map(
        ipaddress.IPv4Network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "168.63.129.16/32",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",
        ),
    )
)
_GLOBAL_V6: Final = ipaddress.IPv6Network("2000::/3")
_BLOCKED_V6: Final = tuple(map(ipaddress.IPv6Network, ("2001::/23", "2001:db8::/32", "3fff::/20")))
# Where an IPv4 address sits inside an IPv6 one: the network, and how many bits follow the embedded address.
_EMBEDDED_V4: Final = (
    (ipaddress.IPv6Network("::/96"), 0),  # IPv4-compatible
    (ipaddress.IPv6Network("::ffff:0:0/96"), 0),  # IPv4-mapped
    (ipaddress.IPv6Network("::ffff:0:0:0/96"), 0),  # IPv4-translated
    (ipaddress.IPv6Network("64:ff9b::/96"), 0),  # NAT64
    (ipaddress.IPv6Network("2002::/16"), 80),  # 6to4
)
_MAX_ADDRESSES: Final = 4
"""How many addresses of one host are tried: browsers try about as many before a reader gives up."""


def is_public(address: str) -> bool:
    """Tell whether an IP address belongs to the public internet.

    IPv4 addresses inside IPv6 ones (mapped, NAT64, 6to4) count as what they embed.

    >>> is_public("93.184.215.14"), is_public("169.254.169.254"), is_public("64:ff9b::7f00:1")
    (True, False, False)
    """
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address):
        return _is_public_v6(parsed)
    return not any(parsed in network for network in _BLOCKED_V4)


def _is_public_v6(address: ipaddress.IPv6Address) -> bool:
    for network, shift in _EMBEDDED_V4:
        if address in network:
            return is_public(str(ipaddress.IPv4Address(int(address) >> shift & 0xFFFFFFFF)))
    return address in _GLOBAL_V6 and not any(address in network for network in _BLOCKED_V6)


def literal_address(host: str) -> str | None:
    """Read a host that is an IP address in any spelling a resolver takes, or None for a name.

    >>> literal_address("2130706433"), literal_address("0x7f.1"), literal_address("example.org")
    ('127.0.0.1', '127.0.0.1', None)
    """
    # Clients and proxies fold what looks like a digit or a dot before they resolve (UTS 46), and so do we.
    folded = unicodedata.normalize("NFKC", unquote(host).replace("\u3002", ".").replace("\uff61", "."))
    try:
        return str(ipaddress.ip_address(folded.strip("[]").partition("%")[0]))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(folded.removesuffix(".")))
    except (OSError, UnicodeError):
        return None


def check_host(host: str, *, url: str | None = None) -> None:
    """Refuse a host that is itself a blocked address, for the sake of requests whose connection a proxy makes.

    Raises:
        BlockedAddressError: It is one.

    """
    address = literal_address(host)
    if address is not None and not is_public(address):
        raise _blocked(host, address, url)


def check_peer(address: str | None) -> None:
    """Refuse an answer from a blocked address: its connection may be older than the guard.

    Raises:
        BlockedAddressError: It is one.

    """
    if address is not None and not is_public(address):
        raise _blocked("the server", address)


def _blocked(host: str, address: str, url: str | None = None) -> BlockedAddressError:
    return BlockedAddressError(
        f"{host} is at {address}, which is not of the public internet; "
        "pass allow_private_addresses=True if you trust where the URL comes from",
        url=url,
        address=address,
    )


# The deadline of the request that runs in this context, in seconds of `time.monotonic`.
_deadline: Final[ContextVar[float | None]] = ContextVar("deadline", default=None)


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Bound what guarded connections may wait for inside the block, all in all."""
    token = _deadline.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _deadline.reset(token)


def check_deadline() -> None:
    """Raise if the deadline of the surrounding block has passed.

    Raises:
        FetchTimeoutError: It has.

    """
    until = _deadline.get()
    if until is not None and time.monotonic() >= until:
        raise FetchTimeoutError("the time for this request is up; pass a larger timeout", phase="total")


def _clamped(timeout: float | None) -> float | None:
    """Shorten a timeout to what the deadline leaves."""
    until = _deadline.get()
    if until is None:
        return timeout
    # Never an error of ours: HTTP/2 keeps what a read raises, and raises it again in other requests.
    left = max(_SHORTEST_WAIT, until - time.monotonic())
    return left if timeout is None else min(timeout, left)


_SHORTEST_WAIT: Final = 0.001
"""Seconds; a timeout of 0 would mean something else to a socket."""


SocketOption: TypeAlias = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


class _Stream(Protocol):
    """What httpcore calls a NetworkStream."""

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes: ...
    def write(self, buffer: bytes, timeout: float | None = None) -> None: ...
    def close(self) -> None: ...
    def start_tls(
        self, ssl_context: object, server_hostname: str | None = None, timeout: float | None = None
    ) -> _Stream: ...
    def get_extra_info(self, info: str) -> object: ...


class _Backend(Protocol):
    """What httpcore calls a NetworkBackend."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> _Stream: ...
    def sleep(self, seconds: float) -> None: ...


class _AsyncBackend(Protocol):
    """What httpcore calls an AsyncNetworkBackend; its streams are passed on untouched."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> object: ...
    async def sleep(self, seconds: float) -> None: ...


class _BoundedStream:
    """A connection whose every wait ends at the deadline of the request it serves."""

    def __init__(self, inner: _Stream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, timeout=_clamped(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, timeout=_clamped(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: object, server_hostname: str | None = None, timeout: float | None = None
    ) -> _Stream:
        return _BoundedStream(self._inner.start_tls(ssl_context, server_hostname, timeout=_clamped(timeout)))

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)


class _Door:
    """Who may be connected to: what the guards of both kinds of client have in common."""

    def __init__(self, *, allow_private: bool, proxies: frozenset[str], failures: tuple[type[Exception], ...]) -> None:
        self._allow_private = allow_private
        self._proxies = proxies
        self.failures = failures

    def admit(self, host: str, found: Sequence[str]) -> tuple[str, ...]:
        """Keep the addresses that may be connected to."""
        if self._allow_private or host in self._proxies:
            return tuple(found[:_MAX_ADDRESSES])
        public = tuple(address for address in found if is_public(address))[:_MAX_ADDRESSES]
        if not public:
            raise _blocked(host, found[0])
        return public


class _GuardedBackend:
    """Looks hosts up, and connects to an address that was checked."""

    def __init__(self, inner: _Backend, door: _Door) -> None:
        self._inner = inner
        self._door = door

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> _Stream:
        until = time.monotonic() + _seconds(_clamped(timeout))
        addresses = self._door.admit(host, _looked_up(host, port, until - time.monotonic()))
        for left, address in zip(range(len(addresses), 0, -1), addresses, strict=True):
            share = max(_SHORTEST_WAIT, (until - time.monotonic()) / left)
            try:
                stream = self._inner.connect_tcp(address, port, share, local_address, socket_options)
            except self._door.failures:
                if left == 1:
                    raise
            else:
                return _BoundedStream(stream)
        raise AssertionError("admit() returns at least one address")

    def connect_unix_socket(self, path: str, *_: object, **__: object) -> _Stream:
        raise BlockedAddressError(f"a socket in the file system is no place to fetch pages from: {path}")

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(seconds)


class _GuardedAsyncBackend:
    """The same for an AsyncClient; its time is bounded by asyncio's own timeouts."""

    def __init__(self, inner: _AsyncBackend, door: _Door) -> None:
        self._inner = inner
        self._door = door

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> object:
        until = time.monotonic() + _seconds(timeout)
        addresses = self._door.admit(host, await _looked_up_async(host, port, until - time.monotonic()))
        for left, address in zip(range(len(addresses), 0, -1), addresses, strict=True):
            share = max(_SHORTEST_WAIT, (until - time.monotonic()) / left)
            try:
                return await self._inner.connect_tcp(address, port, share, local_address, socket_options)
            except self._door.failures:
                if left == 1:
                    raise
        raise AssertionError("admit() returns at least one address")

    async def connect_unix_socket(self, path: str, *_: object, **__: object) -> object:
        raise BlockedAddressError(f"a socket in the file system is no place to fetch pages from: {path}")

    async def sleep(self, seconds: float) -> None:
        await self._inner.sleep(seconds)


async def dial(
    host: str, port: int, *, allow_private: bool, timeout: float
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Connect to a host, guarded, without any client.

    Raises:
        FetchError: The host has no address, or none that may be connected to.
        OSError: There is no connection to be had.

    """
    until = time.monotonic() + timeout
    door = _Door(allow_private=allow_private, proxies=frozenset(), failures=(OSError,))
    addresses = door.admit(host, await _looked_up_async(host, port, timeout))
    for left, address in zip(range(len(addresses), 0, -1), addresses, strict=True):
        try:
            async with asyncio.timeout(max(_SHORTEST_WAIT, (until - time.monotonic()) / left)):
                return await asyncio.open_connection(address, port)
        except door.failures:
            if left == 1:
                raise
    raise AssertionError("admit() returns at least one address")


_LONGEST_CONNECT: Final = 60.0
"""Seconds for one connection where the caller named none."""


def _seconds(timeout: float | None) -> float:
    return _LONGEST_CONNECT if timeout is None else timeout


def _looked_up(host: str, port: int, timeout: float) -> tuple[str, ...]:
    """Resolve a host, in a thread of its own: the system's resolver knows no timeout."""
    literal = literal_address(host)
    if literal is not None:
        return (literal,)
    answer: list[tuple[str, ...] | FetchError] = []
    thread = threading.Thread(target=lambda: answer.append(_asked(host, port)), daemon=True, name=f"dns {host}")
    thread.start()
    thread.join(timeout)
    if not answer:
        raise _slow_dns(host)
    if isinstance(answer[0], FetchError):
        raise answer[0]
    return answer[0]


async def _looked_up_async(host: str, port: int, timeout: float) -> tuple[str, ...]:
    literal = literal_address(host)
    if literal is not None:
        return (literal,)
    asking = asyncio.get_running_loop().run_in_executor(None, _asked, host, port)
    try:
        answer = await asyncio.wait_for(asking, timeout)
    except TimeoutError as error:
        raise _slow_dns(host) from error
    if isinstance(answer, FetchError):
        raise answer
    return answer


def _asked(host: str, port: int) -> tuple[str, ...] | FetchError:
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        temporary = error.errno == socket.EAI_AGAIN
        return DNSError(
            f"the name {host} cannot be resolved: {error.strerror}; is it spelt right?", temporary=temporary
        )
    except (OSError, UnicodeError) as error:
        return DNSError(f"the name {host} cannot be resolved: {error}")
    addresses = tuple(dict.fromkeys(str(row[4][0]) for row in rows))
    return addresses or DNSError(f"the name {host} has no address")


def _slow_dns(host: str) -> FetchTimeoutError:
    return FetchTimeoutError(f"looking up {host} took too long", phase="dns")


def guard(client: object, *, allow_private: bool = False) -> None:
    """Make a client of httpx or httpx2 connect only to public addresses, from now on.

    `allow_private` leaves the addresses alone and bounds only the waiting. An address of a proxy the client was set
    up with may be anything. A client that was guarded before keeps the stricter of the two rules.

    Raises:
        FetchError: The client has a transport of a kind that cannot be guarded.

    """
    for transport in _transports(client):
        pool = getattr(transport, "_pool", None)
        if pool is not None:
            _guard_pool(pool, allow_private=allow_private)
        elif not allow_private and type(transport).__name__ not in _NOWHERE:
            raise FetchError(
                f"{type(transport).__name__} cannot be kept from private addresses; "
                "pass allow_private_addresses=True if it may go anywhere"
            )


def uses_proxy(client: object) -> bool:
    """Tell whether some of a client's connections are made by a proxy."""
    return any(_proxies_of(getattr(transport, "_pool", None)) for transport in _transports(client))


# Transports that answer by themselves and connect to nothing.
_NOWHERE: Final = frozenset({"MockTransport", "WSGITransport", "ASGITransport"})


def _transports(client: object) -> Iterator[object]:
    mounts: dict[object, object] = getattr(client, "_mounts", {})
    for outermost in (getattr(client, "_transport", None), *mounts.values()):
        transport = outermost
        while hasattr(transport, "next_transport"):  # hishel's cache, and wrappers alike
            transport = transport.next_transport
        if transport is not None:
            yield from getattr(transport, "transports", (transport,))


def _guard_pool(pool: object, *, allow_private: bool) -> None:
    inner = getattr(pool, "_network_backend", None)
    if isinstance(inner, _GuardedBackend | _GuardedAsyncBackend) and allow_private:
        return
    core = sys.modules[type(pool).__module__.partition(".")[0]]
    failures: tuple[type[Exception], ...] = (core.ConnectError, core.ConnectTimeout)
    door = _Door(allow_private=allow_private, proxies=_proxies_of(pool), failures=failures)
    kind = _GuardedAsyncBackend if type(pool).__name__.startswith("Async") else _GuardedBackend
    pool._network_backend = kind(inner, door)  # type: ignore[attr-defined, arg-type]  # private in httpcore


def _proxies_of(pool: object) -> frozenset[str]:
    url = getattr(pool, "_proxy_url", None)
    host: bytes | None = getattr(url, "host", None)
    return frozenset() if host is None else frozenset({host.decode("ascii")})
