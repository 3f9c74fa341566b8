"""Many URLs at once, results as they come.

In: URLs, and what to do with one. Out: each URL with its result or error, exactly once.

The caller drives: while it asks for the next result, URLs that are due are started, never more than `concurrency` at
a time, finished and unread ones included; so a caller who is slow slows everything down instead of filling memory.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from queue import Empty, SimpleQueue
from typing import Final, TypeVar

from articlekit.errors import ArticleKitError
from articlekit.politeness import Agenda

T = TypeVar("T")

CONCURRENCY: Final = 100
"""Pages in flight at once, over all hosts."""


def each(agenda: Agenda, work: Callable[[str], T], *, concurrency: int) -> Iterator[tuple[str, T | ArticleKitError]]:
    """Do the work for each URL of the agenda, in threads.

    Errors of ours are results; any other ends the iteration.
    """
    results: SimpleQueue[tuple[str, T | BaseException]] = SimpleQueue()
    pool: Executor = ThreadPoolExecutor(concurrency, thread_name_prefix="articlekit")
    running = 0
    try:
        while True:
            for url in _due(agenda, concurrency - running):
                running += 1
                pool.submit(lambda url: results.put((url, _tried(work, url))), url)
            if not running and agenda.empty:
                return
            try:
                url, result = results.get(timeout=_patience(agenda, running, concurrency))
            except Empty:
                continue
            running -= 1
            agenda.done(url, time.monotonic())
            yield url, _expected(result)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


async def each_async(
    agenda: Agenda, work: Callable[[str], Awaitable[T]], *, concurrency: int
) -> AsyncIterator[tuple[str, T | ArticleKitError]]:
    """Do the same on asyncio."""
    tasks: dict[asyncio.Task[T], str] = {}
    try:
        while True:
            for url in _due(agenda, concurrency - len(tasks)):
                tasks[asyncio.ensure_future(_awaited(work, url))] = url
            if not tasks and agenda.empty:
                return
            patience = _patience(agenda, len(tasks), concurrency)
            if not tasks:
                await asyncio.sleep(patience or 0.0)
                continue
            finished, _ = await asyncio.wait(tasks, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
            for task in finished:
                url = tasks.pop(task)
                agenda.done(url, time.monotonic())
                yield url, _expected(task.exception() or task.result())
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _awaited(work: Callable[[str], Awaitable[T]], url: str) -> T:
    return await work(url)


def _due(agenda: Agenda, room: int) -> Iterator[str]:
    for _ in range(room):
        url = agenda.take(time.monotonic())
        if url is None:
            return
        yield url


def _patience(agenda: Agenda, running: int, concurrency: int) -> float | None:
    """Return how long to wait for a result before looking for URLs that have become due."""
    return agenda.wait(time.monotonic()) if running < concurrency else None


def _tried(work: Callable[[str], T], url: str) -> T | BaseException:
    try:
        return work(url)
    except BaseException as error:  # noqa: BLE001 - raised again where the caller waits
        return error


def _expected(result: T | BaseException) -> T | ArticleKitError:
    if isinstance(result, BaseException) and not isinstance(result, ArticleKitError):
        raise result
    return result
