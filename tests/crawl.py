"""A crawl of many local hosts, measured: how long, against what politeness alone demands, and how much memory.

    python tests/crawl.py [--hosts 50] [--pages 20] [--latency 0.05] [--delay 1.0] [--faulty 0] [--fetch-only]

The hosts are 127.0.1.1, 127.0.1.2 and so on, served by a process of their own. Faulty hosts are of five kinds, in turn:
one never answers, one resets connections midway, one is in trouble (503), one redirects in a circle, one refuses to be
connected to.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import multiprocessing
import resource
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

import articlekit

FAULTS = ("silent", "reset", "trouble", "circle", "refused")
PARAGRAPH = "<p>The old bridge over the harbour is open again, and the first trams crossed it at dawn on day {}.</p>"


@dataclass(kw_only=True)
class Crawl:
    """What to crawl, and how."""

    hosts: int = 50
    pages: int = 20
    latency: float = 0.05
    delay: float = 1.0
    faulty: int = 0
    timeout: float = 2.0
    fetch_only: bool = False


@dataclass(kw_only=True)
class Outcome:
    """What became of it: times in seconds, memory in megabytes."""

    seconds: float
    demanded: float
    cpu: float = 0.0
    urls: list[str]
    results: list[tuple[str, str]]
    memory: list[float] = field(default_factory=list)

    @property
    def kinds(self) -> Counter[str]:
        return Counter(kind for _, kind in self.results)


def address(host: int) -> str:
    return f"127.0.1.{host + 1}"


def page(path: str) -> bytes:
    body = "".join(PARAGRAPH.format(number) for number in range(40))
    head = f"<html lang=en><head><title>Story {path}</title></head>"
    return f"{head}<body><h1>Story {path}</h1>{body}</body></html>".encode()


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, fault: str | None, latency: float) -> None:
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            path = head.split(b" ", 2)[1].decode()
            if fault == "silent":
                await asyncio.sleep(3_600)
            await asyncio.sleep(latency)
            writer.write(response(path, fault))
            await writer.drain()
            if fault == "reset" and path != "/robots.txt":
                writer.transport.abort()
    except (asyncio.IncompleteReadError, OSError, asyncio.CancelledError):
        pass
    finally:
        writer.close()


def response(path: str, fault: str | None) -> bytes:
    if path == "/robots.txt":
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    if fault == "trouble":
        return b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"
    if fault == "circle":
        return f"HTTP/1.1 302 Found\r\nLocation: {path}\r\nContent-Length: 0\r\n\r\n".encode()
    body = page(path)
    length = len(body) + (1_000 if fault == "reset" else 0)
    return f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {length}\r\n\r\n".encode() + body


async def serve(crawl: Crawl, pipe: Connection) -> None:
    port = 0
    for host in range(crawl.hosts):
        fault = FAULTS[host % len(FAULTS)] if host < crawl.faulty else None
        if fault == "refused":
            continue
        server = await asyncio.start_server(
            lambda reader, writer, fault=fault: answer(reader, writer, fault, crawl.latency), address(host), port
        )
        port = port or server.sockets[0].getsockname()[1]
    pipe.send(port)
    await asyncio.sleep(3_600)


def run_server(crawl: Crawl, pipe: Connection) -> None:
    asyncio.run(serve(crawl, pipe))


@contextmanager
def serving(crawl: Crawl) -> Iterator[int]:
    """Serve the hosts in a process of their own; yield their port."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=run_server, args=(crawl, theirs), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        process.terminate()
        process.join()
        process.close()


def demanded(crawl: Crawl, per_host_connections: int = 2) -> float:
    """What the delays alone demand of the slowest host: robots.txt, then its pages, spaced or in its slots.

    A host in trouble, or one that resets connections, is asked for each page twice.
    """
    spacing = max(crawl.delay, crawl.latency / per_host_connections)
    requests = crawl.pages * (2 if crawl.faulty > 1 else 1)
    return crawl.latency + (requests - 1) * spacing + crawl.latency


def memory() -> float:
    try:
        pages = Path("/proc/self/statm").read_text().split()[1]
    except OSError:  # no Linux
        return 0.0
    return int(pages) * resource.getpagesize() / 1e6


def run(crawl: Crawl) -> Outcome:
    """Crawl, and measure."""
    with (
        serving(crawl) as port,
        articlekit.Fetcher(
            allow_private_addresses=True, per_host_delay=crawl.delay, timeout=crawl.timeout, retries=1
        ) as fetcher,
    ):
        if not crawl.fetch_only:
            articlekit.extract(page("/warm-up"))  # loading the model is no part of crawling
        urls = [
            f"http://{address(host)}:{port}/{number}"
            for host, number in itertools.product(range(crawl.hosts), range(crawl.pages))
        ]
        outcome = Outcome(seconds=0, demanded=demanded(crawl), urls=urls, results=[])
        start, cpu = time.monotonic(), time.process_time()
        for url, result in fetcher.fetch_many(urls) if crawl.fetch_only else fetcher.scrape_many(urls):
            outcome.results.append((url, type(result).__name__))
            if len(outcome.results) % max(1, len(urls) // 5) == 0:
                outcome.memory.append(memory())
        outcome.seconds, outcome.cpu = time.monotonic() - start, time.process_time() - cpu
    return outcome


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, kind in (("hosts", int), ("pages", int), ("latency", float), ("delay", float), ("faulty", int)):
        parser.add_argument(f"--{name}", type=kind, default=getattr(Crawl, name))
    parser.add_argument("--fetch-only", action="store_true")
    outcome = run(Crawl(**vars(parser.parse_args())))
    print(f"{outcome.seconds:.2f} s, the delays alone demand {outcome.demanded:.2f} s; {outcome.cpu:.2f} s of CPU")
    print(f"ratio {outcome.seconds / outcome.demanded:.2f}; memory {[round(size) for size in outcome.memory]} MB")
    print(f"{len(outcome.results)} results of {len(outcome.urls)} URLs: {dict(outcome.kinds)}")
    assert sorted(url for url, _ in outcome.results) == sorted(outcome.urls)


if __name__ == "__main__":
    main()
