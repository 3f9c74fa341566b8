"""When whose turn it is: spacing and slots by host, and the order of many URLs.

In: the times requests start and end. Out: how long to wait, and which URLs are due. Nothing here waits or sends; the
fetchers do, in threads or with asyncio.
"""

from __future__ import annotations

import heapq
import threading
from collections import deque
from collections.abc import Callable, Iterable
from itertools import count
from typing import Final, Generic, TypeVar
from urllib.parse import urlsplit
from weakref import WeakValueDictionary

_MAX_HOSTS: Final = 10_000
"""Hosts remembered; beyond it, those whose time has passed are forgotten."""
_LOOKAHEAD: Final = 10_000
"""URLs read ahead (about a megabyte), so that other hosts' can overtake a slow host's."""

SlotT = TypeVar("SlotT")


def host_of(url: str) -> str:
    """Return the host a URL is about, "" where it has none.

    >>> host_of("https://News.example:8443/a")
    'news.example'
    """
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


class Turnstile(Generic[SlotT]):
    """Remembers, by host, when the next request may start, and its slots: whatever `make_slots` makes."""

    def __init__(self, *, delay: float, make_slots: Callable[[], SlotT]) -> None:
        self._delay = delay
        self._make_slots = make_slots
        self._next: dict[str, float] = {}
        self._delays: dict[str, float] = {}
        self._slots: WeakValueDictionary[str, SlotT] = WeakValueDictionary()
        self._lock = threading.Lock()

    def slots(self, host: str) -> SlotT:
        """Return the host's slots, the same at every call."""
        with self._lock:
            slots = self._slots.get(host)
            if slots is None:
                slots = self._slots[host] = self._make_slots()
            return slots

    def delay(self, host: str) -> float:
        """Return the seconds between two requests to a host."""
        return self._delays.get(host, self._delay)

    def slow_down(self, host: str, delay: float) -> None:
        """Leave at least `delay` seconds between two requests to a host."""
        if delay > self._delay:
            self._delays[host] = delay

    def reserve(self, host: str, now: float) -> float:
        """Take the next turn with a host; return how many seconds it is away."""
        with self._lock:
            self._forget(now)
            start = max(now, self._next.get(host, now))
            self._next[host] = start + self.delay(host)
            return start - now

    def postpone(self, host: str, until: float) -> None:
        """Let no request to a host start before `until`."""
        with self._lock:
            self._next[host] = max(until, self._next.get(host, until))

    def due(self, host: str, now: float) -> float:
        """Return when the next request to a host may start."""
        return self._next.get(host, now)

    def _forget(self, now: float) -> None:
        if len(self._next) < _MAX_HOSTS:
            return
        for host in [host for host, time in self._next.items() if time <= now]:
            del self._next[host]


class Agenda:
    """The URLs still to do, each host's in their order, hosts taking turns.

    Reads at most `_LOOKAHEAD` URLs ahead of what is done. `take` gives the next URL that is due, `done` says that one
    with that host is finished.
    """

    def __init__(self, urls: Iterable[str], *, per_host: int, due: Callable[[str, float], float]) -> None:
        self._urls = iter(urls)
        self._per_host = per_host
        self._due = due
        self._waiting: dict[str, deque[str]] = {}
        self._active: dict[str, int] = {}
        self._heap: list[tuple[float, int, str]] = []
        self._queued: set[str] = set()
        self._order = count()
        self._size = 0
        self._exhausted = False

    @property
    def empty(self) -> bool:
        """Whether every URL has been taken."""
        return self._exhausted and not self._size

    def take(self, now: float) -> str | None:
        """Take the next URL that is due, None where none is."""
        host = self._next_host(now)
        while host is None and self._read(now):
            host = self._next_host(now)
        if host is None:
            return None
        url = self._waiting[host].popleft()
        self._size -= 1
        self._active[host] = self._active.get(host, 0) + 1
        if not self._waiting[host]:
            del self._waiting[host]
        self._queue(host, now)
        return url

    def _next_host(self, now: float) -> str | None:
        while self._heap and self._heap[0][0] <= now:
            host = heapq.heappop(self._heap)[2]
            self._queued.discard(host)
            due = self._due(host, now)
            if due <= now:
                return host
            self._queue(host, due)
        return None

    def done(self, url: str, now: float) -> None:
        """Free the slot of a URL's host."""
        host = host_of(url)
        self._active[host] -= 1
        if not self._active[host]:
            del self._active[host]
        self._queue(host, self._due(host, now))

    def wait(self, now: float) -> float | None:
        """Return the seconds until `take` is worth another try, None where only `done` can help."""
        return max(0.0, self._heap[0][0] - now) if self._heap else None

    def _read(self, now: float) -> bool:
        """Read one URL more; tell whether there was one."""
        if self._exhausted or self._size >= _LOOKAHEAD:
            return False
        url = next(self._urls, None)
        if url is None:
            self._exhausted = True
            return False
        host = host_of(url)
        self._waiting.setdefault(host, deque()).append(url)
        self._size += 1
        self._queue(host, self._due(host, now))
        return True

    def _queue(self, host: str, due: float) -> None:
        if host in self._queued or host not in self._waiting or self._active.get(host, 0) >= self._per_host:
            return
        self._queued.add(host)
        heapq.heappush(self._heap, (due, next(self._order), host))
