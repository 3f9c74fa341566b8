"""Web addresses that pages hold, whatever they are like.

In: an address as written. Out: its parts. Pages hold addresses that no parser takes (`http://[`, letters that stand
for a slash); where the standard library raises, these have no parts.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import SplitResult, urlsplit

_NOTHING: Final = SplitResult("", "", "", "", "")


def split_address(url: str) -> SplitResult:
    """Take an address apart; one that cannot be is empty.

    >>> split_address("https://gazette.example/rain").path, split_address("http://[").path
    ('/rain', '')

    """
    try:
        return urlsplit(url)
    except ValueError:
        return _NOTHING


def is_address(url: str) -> bool:
    """Whether an address can be taken apart.

    >>> is_address("https://gazette.example/rain"), is_address("http://[")
    (True, False)

    """
    if url.isascii() and "[" not in url and "]" not in url:
        return True
    return not url or split_address(url) is not _NOTHING
