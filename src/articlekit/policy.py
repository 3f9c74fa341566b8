"""How a fetcher behaves: the levers of its constructor, with their defaults, in one place.

In: keyword options. Out: a checked, frozen Policy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from os import PathLike
from typing import Final, TypedDict

from articlekit.errors import FetchError

USER_AGENT: Final = "articlekit (+https://pypi.org/project/articlekit/)"


class Options(TypedDict, total=False):
    """The keyword options that every fetcher, and `fetch` and `scrape`, take; `Policy` explains them."""

    user_agent: str
    timeout: float
    retries: int
    max_bytes: int
    max_redirects: int
    per_host_delay: float
    per_host_connections: int
    obey_robots: bool
    cache: str | PathLike[str] | None
    allow_private_addresses: bool
    headers: Mapping[str, str]
    proxy: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What a fetcher may do, and how gently.

    Args:
        user_agent: Who we say we are, to servers and to robots.txt.
        timeout: Seconds that one request may take, from connecting to the last byte; a page, with its redirects and
            retries, spends at most `retries + 1` times as much on the network.
        retries: Further attempts after a failure that may pass: a lost connection, a timeout, 429, 502, 503, 504.
        max_bytes: Size limit of a body, compressed or not.
        max_redirects: How many redirects are followed, those of `<meta http-equiv="refresh">` included.
        per_host_delay: Seconds between two pages from one host; a longer Crawl-delay in robots.txt wins.
        per_host_connections: Requests that may run at a time with one host.
        obey_robots: Whether robots.txt is asked first.
        cache: Path of the SQLite file where responses are kept as HTTP allows; needs `articlekit[cache]`.
        allow_private_addresses: Whether loopback, private and other non-public addresses may be connected to.
        headers: Sent with every request; credentials among them only to the site that was asked for.
        proxy: URL of the proxy that makes the connections; it, not we, then looks names up and must guard them. Only
            URLs that are addresses themselves are still refused here.

    """

    user_agent: str = USER_AGENT
    timeout: float = 30.0
    retries: int = 2
    max_bytes: int = 10_000_000
    max_redirects: int = 10
    per_host_delay: float = 1.0
    per_host_connections: int = 2
    obey_robots: bool = True
    cache: str | PathLike[str] | None = None
    allow_private_addresses: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    proxy: str | None = None

    def __post_init__(self) -> None:
        """Refuse what makes no sense.

        Raises:
            FetchError: An option is out of its range.

        """
        for name, least in _LEAST.items():
            value: float = getattr(self, name)
            if not value >= least:
                raise FetchError(f"{name} must be at least {least}, not {value}")


# Option → the smallest value that makes sense.
_LEAST: Final[dict[str, float]] = {
    "timeout": 0.001,
    "retries": 0,
    "max_bytes": 1,
    "max_redirects": 0,
    "per_host_delay": 0,
    "per_host_connections": 1,
}
