"""A forward proxy on the loopback that connects to the public internet only.

In: what a browser asks its proxy for. Out: the connection, if the address it leads to may be connected to.

A browser looks names up and follows redirects by itself; intercepting its requests shows their URLs, not the addresses
they end at. So it is given no way out but this one, where every connection is made by the same guard that the other
fetchers have: also those of redirects, frames, scripts and web sockets. Each connection serves one request, or one
tunnel.
"""

from __future__ import annotations

import asyncio
from typing import Final
from urllib.parse import urlsplit

from articlekit.errors import FetchError
from articlekit.network import dial

REFUSED: Final = "x-articlekit-refused"
"""Header of our own answers: why the connection was not made."""
_MAX_HEAD: Final = 65_536
_PIECE: Final = 65_536
_MAX_REFUSALS: Final = 1_000
_HOP_HEADERS: Final = (b"proxy-connection:", b"proxy-authorization:", b"connection:", b"keep-alive:")


class GuardedProxy:
    """The proxy; to be used in one event loop."""

    def __init__(self, *, allow_private: bool, timeout: float) -> None:
        self._allow_private = allow_private
        self._timeout = timeout
        self._server: asyncio.Server | None = None
        self._serving: set[asyncio.Task[None]] = set()
        self.refusals: dict[str, FetchError] = {}

    async def open(self) -> str:
        """Start; return the proxy's address."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=_MAX_HEAD)
        host, port = self._server.sockets[0].getsockname()
        return f"http://{host}:{port}"

    async def close(self) -> None:
        """Stop taking connections, and break off those there are."""
        if self._server is not None:
            self._server.close()
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)

    def _remember(self, host: str, refusal: FetchError) -> None:
        if len(self.refusals) >= _MAX_REFUSALS:
            self.refusals.clear()
        self.refusals[host] = refusal

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._serve(reader, writer))
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._one_request(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            pass  # one of the two hung up, or spoke no HTTP
        finally:
            writer.close()

    async def _one_request(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        method, target, _ = head.split(b"\r\n", 1)[0].split(b" ", 2)
        tunnel = method == b"CONNECT"
        parts = urlsplit(f"//{target.decode()}" if tunnel else target.decode())
        host, port = parts.hostname or "", parts.port or 80
        try:
            inner, outer = await dial(host, port, allow_private=self._allow_private, timeout=self._timeout)
        except (FetchError, OSError) as error:
            refusal = error if isinstance(error, FetchError) else None
            if refusal is not None:
                self._remember(host, refusal)
            writer.write(_refusal(error))
            return await writer.drain()
        if tunnel:
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            outer.write(_origin_form(head, target))
        try:
            await _join(reader, writer, inner, outer)
        finally:
            outer.close()


def _refusal(error: Exception) -> bytes:
    said = type(error).__name__
    return f"HTTP/1.1 502 Bad Gateway\r\n{REFUSED}: {said}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()


def _origin_form(head: bytes, target: bytes) -> bytes:
    """Rewrite a request to a proxy as the request to the server, for this one connection."""
    first, *lines = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
    path = b"/" + target.split(b"//", 1)[1].partition(b"/")[2]
    kept = [line for line in lines if not line.lower().startswith(_HOP_HEADERS)]
    return b"\r\n".join([first.replace(target, path, 1), *kept, b"Connection: close", b"", b""])


async def _join(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    inner: asyncio.StreamReader,
    outer: asyncio.StreamWriter,
) -> None:
    """Pass on what either side sends, until one of them has no more to say."""
    ways = [asyncio.ensure_future(_pass_on(reader, outer)), asyncio.ensure_future(_pass_on(inner, writer))]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)


async def _pass_on(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    while piece := await source.read(_PIECE):
        sink.write(piece)
        await sink.drain()
