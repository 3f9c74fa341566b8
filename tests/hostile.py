"""A web server of our own on the loopback range, as good or as bad as a test wants it.

In: routes, path → what to answer. Out: a running site, its URLs, and a log of what was asked. 127.0.0.2, 127.0.0.3 and
so on are as many hosts as a test needs. A route is bytes to send as they are, or a function that gets the connection
and does its worst; it may return `False` to hang up afterwards.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

Route = bytes | Callable[["Connection"], bool | None]

STORY: Final = (
    b"<!doctype html><html lang=en><head><title>Harbour bridge reopens</title></head>"
    b"<body><h1>Harbour bridge reopens</h1><p>After two years of work the bridge is open again.</p></body></html>"
)
HTML: Final = "text/html; charset=utf-8"


def reply(body: bytes = STORY, *, status: str = "200 OK", kind: str | None = HTML, **headers: str) -> bytes:
    """Write a whole response; header names are given with underscores."""
    fields = {"Content-Length": str(len(body))} | ({"Content-Type": kind} if kind else {})
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode("latin-1") + body


def redirect(location: str, status: str = "302 Found", **headers: str) -> bytes:
    return reply(b"", status=status, Location=location, **headers)


def in_turn(*routes: Route) -> Route:
    """Answer the first request by the first route, and so on; the last one stays."""
    left = list(routes)
    lock = threading.Lock()

    def answer(connection: Connection) -> bool | None:
        with lock:
            route = left.pop(0) if len(left) > 1 else left[0]
        return connection.follow(route)

    return answer


@dataclass
class Asked:
    """One request as it came."""

    path: str
    headers: Mapping[str, str]
    time: float


@dataclass
class Connection:
    """One connection with the request that was read last."""

    sock: socket.socket
    asked: Asked = field(init=False)

    def read(self) -> bool:
        data = b""
        while b"\r\n\r\n" not in data:
            piece = self.sock.recv(65_536)
            if not piece:
                return False
            data += piece
        first, *lines = data.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        self.asked = Asked(first.split(" ")[1], headers, time.monotonic())
        return True

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def follow(self, route: Route) -> bool | None:
        if isinstance(route, bytes):
            self.send(route)
            return None
        return route(self)

    def reset(self) -> bool:
        """Close so that the other side gets a reset, not an end."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.sock.close()
        return False


class Site:
    """A server on one address."""

    def __init__(  # noqa: PLR0913 - a test sets one or two
        self,
        routes: Mapping[str, Route],
        *,
        address: str = "127.0.0.2",
        port: int = 0,
        latency: float = 0.0,
        tls: ssl.SSLContext | None = None,
        speak: Callable[[ssl.SSLSocket, Site], None] | None = None,
    ) -> None:
        self.routes = dict(routes)
        self.asked: list[Asked] = []
        self._latency = latency
        self._tls = tls
        self._speak = speak
        self._open: set[socket.socket] = set()
        self._server = socket.create_server((address, port), backlog=128)
        self._address, self.port = self._server.getsockname()
        self._closing = False
        threading.Thread(target=self._accept, daemon=True).start()

    def url(self, path: str = "/", *, host: str | None = None) -> str:
        scheme = "https" if self._tls else "http"
        return f"{scheme}://{host or self._address}:{self.port}{path}"

    def paths(self) -> list[str]:
        """Return what was asked for, robots.txt left out."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    def close(self) -> None:
        self._closing = True
        for sock in (self._server, *self._open):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()

    def __enter__(self) -> Site:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _accept(self) -> None:
        while not self._closing:
            try:
                sock, _ = self._server.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock: socket.socket) -> None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._open.add(sock)
        try:
            with sock:
                self._greet(sock)
        except (OSError, ValueError):
            pass  # the client hung up
        finally:
            self._open.discard(sock)

    def _greet(self, sock: socket.socket) -> None:
        if self._tls is None:
            return self._talk(Connection(sock))
        with self._tls.wrap_socket(sock, server_side=True) as secured:
            if self._speak and secured.selected_alpn_protocol() == "h2":
                return self._speak(secured, self)
            return self._talk(Connection(secured))

    def _talk(self, connection: Connection) -> None:
        while connection.read():
            self.asked.append(connection.asked)
            if self._latency:
                time.sleep(self._latency)
            if connection.follow(self.route(connection.asked.path)) is False:
                return

    def route(self, path: str) -> Route:
        bare = path.partition("?")[0]
        return self.routes.get(bare) or self.routes.get("*") or reply(b"no such page", status="404 Not Found")
