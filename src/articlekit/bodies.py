"""A response's body as it grows, decompressed, never larger than allowed.

In: the raw pieces as they come over the wire, and the Content-Encoding. Out: the whole body.

Each encoding is a layer that is fed little and asked for little at a time, so that a bomb is noticed when it passes
the limit and not when it has filled the memory. What is labelled gzip but is not is taken as it is: servers and
proxies label twice what they compressed once.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Final, Protocol

from articlekit.errors import BrokenResponseError, TooLargeError

_SLICE: Final = 4096
"""Bytes fed to a decompressor at a time: bounds what copying the rest of many tiny members costs."""
_PIECE: Final = 65_536
"""Bytes a decompressor gives back at a time."""
_MAX_LAYERS: Final = 4
"""More encodings on top of each other than any server has reason for."""


class _Layer(Protocol):
    def push(self, data: bytes) -> Iterator[bytes]: ...
    def end(self) -> None: ...


class _Zlib:
    """gzip and deflate, and what is only labelled so."""

    def __init__(self, *, gzip: bool) -> None:
        self._gzip = gzip
        self._head = b""
        self._plain = False
        self._inflate: zlib._Decompress | None = None

    def push(self, data: bytes) -> Iterator[bytes]:
        if self._inflate is None and not self._plain:
            self._head += data
            if len(self._head) < 2:  # noqa: PLR2004 - the two bytes both formats begin with
                return
            data, self._head = self._head, b""
            self._begin(data)
        if self._plain:
            yield data
            return
        for start in range(0, len(data), _SLICE):
            yield from self._decompressed(data[start : start + _SLICE])

    def _begin(self, data: bytes) -> None:
        if self._gzip:
            self._plain = data[:2] != b"\x1f\x8b"
            self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
        else:  # RFC 9110 means zlib's wrapping, some servers send none
            wrapped = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0  # noqa: PLR2004 - RFC 1950
            self._inflate = zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)

    def _decompressed(self, data: bytes) -> Iterator[bytes]:
        more = bool(data)
        while more and self._inflate is not None:
            if self._inflate.eof:
                if not (self._gzip and data.startswith(b"\x1f")):
                    return  # what follows the last member is padding
                self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
            try:
                piece = self._inflate.decompress(data, _PIECE)
            except zlib.error as error:
                raise BrokenResponseError(f"the body cannot be decompressed: {error}") from error
            yield piece
            data = self._inflate.unused_data if self._inflate.eof else self._inflate.unconsumed_tail
            # A full piece may have left output behind though all input is consumed.
            more = bool(data) or (len(piece) == _PIECE and not self._inflate.eof)

    def end(self) -> None:
        if self._inflate is not None and not self._plain and not self._inflate.eof:
            raise BrokenResponseError("the compressed body is cut short")


class _BrotliDecompressor(Protocol):
    def process(self, data: bytes, output_buffer_limit: int = ...) -> bytes: ...
    def is_finished(self) -> bool: ...


class _Brotli:
    def __init__(self) -> None:
        brotli = import_module("brotli")
        self._error: type[Exception] = brotli.error
        self._decompressor: _BrotliDecompressor = brotli.Decompressor()

    def push(self, data: bytes) -> Iterator[bytes]:
        piece = self._processed(data)
        # can_accept_more_data() says yes too early (1.2.1): there is more until nothing comes any more.
        while piece:
            yield piece
            piece = self._processed(b"")

    def _processed(self, data: bytes) -> bytes:
        if self._decompressor.is_finished():
            return b""
        try:
            return self._decompressor.process(data, output_buffer_limit=_PIECE)
        except self._error as error:
            raise BrokenResponseError(f"the body cannot be decompressed: {error}") from error

    def end(self) -> None:
        if not self._decompressor.is_finished():
            raise BrokenResponseError("the compressed body is cut short")


class _ZstdDecompressor(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = ...) -> bytes: ...


_ZSTD_WINDOW: Final = 23
"""Binary logarithm of the largest window (8 MB): what RFC 9659 lets a content coding ask for."""


class _Zstd:
    def __init__(self) -> None:
        self._frame: _ZstdDecompressor | None = None

    def push(self, data: bytes) -> Iterator[bytes]:
        for start in range(0, len(data), _SLICE):
            yield from self._decompressed(data[start : start + _SLICE])

    def _decompressed(self, data: bytes) -> Iterator[bytes]:
        more = bool(data)
        while more:
            if self._frame is None or self._frame.eof:
                self._frame = _zstd_frame()
            try:
                yield self._frame.decompress(data, _PIECE)
            except _zstd_error() as error:
                raise BrokenResponseError(f"the body cannot be decompressed: {error}") from error
            data = self._frame.unused_data if self._frame.eof else b""
            more = bool(data) if self._frame.eof else not self._frame.needs_input

    def end(self) -> None:
        if self._frame is not None and not self._frame.eof:
            raise BrokenResponseError("the compressed body is cut short")


def _zstd_frame() -> _ZstdDecompressor:
    module = _zstd_module()
    options = {module.DecompressionParameter.window_log_max: _ZSTD_WINDOW}
    frame: _ZstdDecompressor = module.ZstdDecompressor(options=options)
    return frame


def _zstd_error() -> type[Exception]:
    error: type[Exception] = _zstd_module().ZstdError
    return error


@cache
def _zstd_module() -> ModuleType:
    """Take the standard library's zstd (Python 3.14), or its backport."""
    return import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")


_LAYERS: Final[dict[str, Callable[[], _Layer]]] = {
    "gzip": lambda: _Zlib(gzip=True),
    "x-gzip": lambda: _Zlib(gzip=True),
    "deflate": lambda: _Zlib(gzip=False),
    "br": _Brotli,
    "zstd": _Zstd,
}
ACCEPT_ENCODING: Final = "gzip, deflate, br, zstd"


class Body:
    """A response's body as it grows: raw pieces in, at most `limit` decompressed bytes out.

    >>> body = Body("identity", limit=8)
    >>> body.add(b"<p>"); body.add(b"Rain")
    >>> body.whole()
    b'<p>Rain'
    """

    def __init__(self, content_encoding: str, *, limit: int) -> None:
        names = [name.strip().lower() for name in content_encoding.split(",")]
        names = [name for name in names if name not in ("", "identity")]
        unknown = [name for name in names if name not in _LAYERS]
        if unknown or len(names) > _MAX_LAYERS:
            raise BrokenResponseError(f"the body is encoded in a way nobody asked for: {content_encoding[:80]}")
        self._layers = tuple(_LAYERS[name]() for name in reversed(names))
        self._limit = limit
        self._pieces: list[bytes] = []
        self._size = 0
        self._raw_size = 0

    def add(self, raw: bytes) -> None:
        """Take the next piece as it came over the wire.

        Raises:
            TooLargeError: With it the body, compressed or not, is larger than the limit.
            BrokenResponseError: It cannot be decompressed.

        """
        self._raw_size += len(raw)
        self._check(self._raw_size)
        for piece in _through(self._layers, raw):
            self._size += len(piece)
            self._check(self._size)
            self._pieces.append(piece)

    def _check(self, size: int) -> None:
        if size > self._limit:
            raise too_large(self._limit)

    def whole(self) -> bytes:
        """Return everything, once there is no more to come.

        Raises:
            BrokenResponseError: The compressed stream is cut short.

        """
        for layer in self._layers:
            layer.end()
        return self.so_far()

    def so_far(self) -> bytes:
        """Return what there is, complete or not."""
        return b"".join(self._pieces)


def too_large(limit: int) -> TooLargeError:
    """Make the error that says so."""
    return TooLargeError(f"the body is larger than {limit:,} bytes; pass a larger max_bytes to read it", limit=limit)


def _through(layers: Sequence[_Layer], data: bytes) -> Iterator[bytes]:
    if not data:
        return
    if not layers:
        yield data
        return
    for piece in layers[0].push(data):
        yield from _through(layers[1:], piece)
