"""Web addresses that pages hold, whatever they are like.

In: an address as written. Out: its parts. Nearly all addresses are plain ones, which one expression cuts at a fifth of
the cost; the others are left to `urllib`. Pages hold addresses that no parser takes (`http://[`, letters that stand for
a slash); where the standard library raises, these have no parts.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import urljoin, urlsplit

_PLAIN: Final = re.compile(r"(https?)://([a-zA-Z0-9.-]+)(/[^?#\x00-\x20]*)?(?:\?([^#\x00-\x20]*))?(?:#[^\x00-\x20]*)?")

_WHOLE: Final = re.compile(r"https?://[a-zA-Z0-9.-]+(?:/[^?#;\x00-\x20]*)?(?:\?[^#\x00-\x20]+)?(?:#[^\x00-\x20]+)?")
"""Addresses that `urljoin` leaves as they are, whatever their base."""
_ROOTED: Final = re.compile(
    r"/(?!/)[A-Za-z0-9_/%~+,=@!:&-]*(?:\.[A-Za-z0-9]+)?(?:\?[A-Za-z0-9_/%~+,=@!:&-]+)?(?:#[^\x00-\x20]+)?"
)
"""Addresses within a site that need no parser: most of those that are not whole."""


class Address(NamedTuple):
    """The parts of an address that tell pages apart."""

    scheme: str
    netloc: str
    path: str
    query: str


_NOTHING: Final = Address("", "", "", "")


@lru_cache(maxsize=256)  # a page's addresses are taken apart by whoever asks something of them
def split_address(url: str) -> Address:
    """Take an address apart; one that cannot be is empty.

    >>> split_address("https://gazette.example/2026/dam?p=2#top")
    Address(scheme='https', netloc='gazette.example', path='/2026/dam', query='p=2')
    >>> split_address("/2026/dam").path, split_address("http://[").path
    ('/2026/dam', '')

    """
    if plain := _PLAIN.fullmatch(url):
        scheme, netloc, path, query = plain.groups(default="")
        return Address(scheme, netloc, path, query)
    try:
        parts = urlsplit(url)
    except ValueError:
        return _NOTHING
    return Address(parts.scheme, parts.netloc, parts.path, parts.query)


def is_address(url: str) -> bool:
    """Whether an address can be taken apart.

    >>> is_address("https://gazette.example/rain"), is_address("http://[")
    (True, False)

    """
    if url.isascii() and "[" not in url and "]" not in url:
        return True
    return not url or split_address(url) is not _NOTHING


def site_of(url: str) -> str:
    """What a plain address has before its path; empty for any other.

    >>> site_of("https://gazette.example/2026/dam"), site_of("https://jane@gazette.example/")
    ('https://gazette.example', '')

    """
    plain = _PLAIN.fullmatch(url)
    return f"{plain[1]}://{plain[2]}" if plain else ""


def join_address(base: str, href: str) -> str:
    """Make an address whole that is relative to a base, as `urllib.parse.urljoin` does.

    Raises:
        ValueError: One of them cannot be taken apart.

    >>> join_address("https://gazette.example/2026/dam", "/sport")
    'https://gazette.example/sport'

    """
    if _WHOLE.fullmatch(href):
        return href
    if site := site_of(base):
        if _ROOTED.fullmatch(href):
            return f"{site}{href}"
        if href.startswith("//") and _WHOLE.fullmatch(whole := f"{site.partition('//')[0]}{href}"):
            return whole
    return urljoin(base, href)
