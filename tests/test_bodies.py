from __future__ import annotations

import gzip
import time
import tracemalloc
import zlib

import brotli
import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from articlekit.bodies import Body
from articlekit.errors import BrokenResponseError, TooLargeError

MEGABYTE = 1_000_000


def raw_deflate(data: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return compressor.compress(data) + compressor.flush()


WAYS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda data: brotli.compress(data, quality=1),
    "zstd": zstd.compress,
}


def read(data: bytes, encoding: str, *, limit: int = MEGABYTE, step: int = 1_000) -> bytes:
    body = Body(encoding, limit=limit)
    for start in range(0, len(data), step):
        body.add(data[start : start + step])
    return body.whole()


@given(st.binary(max_size=5_000), st.sampled_from(sorted(WAYS)), st.integers(1, 700))
def test_what_was_compressed_comes_back_however_it_is_cut(data: bytes, encoding: str, step: int) -> None:
    assert read(WAYS[encoding](data), encoding, step=step) == data


@pytest.mark.parametrize("encoding", WAYS)
def test_a_body_of_exactly_the_limit_is_allowed(encoding: str) -> None:
    data = bytes(range(256)) * 1_000

    assert read(WAYS[encoding](data), encoding, limit=len(data)) == data
    with pytest.raises(TooLargeError):
        read(WAYS[encoding](data), encoding, limit=len(data) - 1)


@pytest.mark.parametrize("encoding", WAYS)
def test_a_bomb_costs_little_memory_and_time(encoding: str) -> None:
    bomb = WAYS[encoding](b"\0" * (60 * MEGABYTE))
    tracemalloc.start()
    start = time.monotonic()
    try:
        with pytest.raises(TooLargeError):
            read(bomb, encoding, limit=2 * MEGABYTE, step=65_536)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 8 * MEGABYTE
    assert time.monotonic() - start < 5


def test_a_bomb_in_a_bomb_costs_no_more() -> None:
    bomb = gzip.compress(gzip.compress(b"\0" * (60 * MEGABYTE)))

    with pytest.raises(TooLargeError):
        read(bomb, "gzip, gzip")


def test_a_body_that_swells_to_nothing_is_bounded_too() -> None:
    empty_blocks = b"\0\0\0\xff\xff" * 300_000

    with pytest.raises(TooLargeError):
        read(zlib.compress(b"")[:2] + empty_blocks, "deflate")


def test_many_tiny_members_are_read_in_reasonable_time() -> None:
    member = gzip.compress(b"x")
    start = time.monotonic()

    assert len(read(member * 20_000, "gzip", step=65_536)) == 20_000
    assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    ("data", "encoding", "expected"),
    [
        (raw_deflate(b"rain"), "deflate", b"rain"),
        (b"rain", "gzip", b"rain"),
        (gzip.compress(b"rain"), "gzip, gzip", b"rain"),
        (gzip.compress(b"rain") + b"\0\0\0", "gzip", b"rain"),
        (gzip.compress(b"rain ") + gzip.compress(b"again"), "gzip", b"rain again"),
        (zstd.compress(b"rain ") + zstd.compress(b"again"), "zstd", b"rain again"),
        (b"rain", "identity", b"rain"),
        (b"rain", "", b"rain"),
        (brotli.compress(gzip.compress(b"rain")), "gzip, BR", b"rain"),
        (b"", "gzip", b""),
        (b"", "zstd", b""),
    ],
)
def test_what_servers_really_send_is_read(data: bytes, encoding: str, expected: bytes) -> None:
    assert read(data, encoding) == expected


@pytest.mark.parametrize("encoding", WAYS)
def test_a_stream_cut_short_is_broken(encoding: str) -> None:
    data = WAYS[encoding](bytes(range(256)) * 20)

    with pytest.raises(BrokenResponseError):
        read(data[: len(data) // 2], encoding)


@pytest.mark.parametrize("encoding", ["compress", "gzip, sdch", ", ".join(["gzip"] * 5)])
def test_an_encoding_nobody_asked_for_is_broken(encoding: str) -> None:
    with pytest.raises(BrokenResponseError, match="nobody asked"):
        Body(encoding, limit=10)


def test_a_zstd_window_beyond_what_the_web_allows_is_broken() -> None:
    parameters = {zstd.CompressionParameter.window_log: 27}
    wide = zstd.compress(bytes(range(256)) * 100_000, options=parameters)

    with pytest.raises(BrokenResponseError):
        read(wide, "zstd", limit=100 * MEGABYTE)
