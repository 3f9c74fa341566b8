"""Everything articlekit raises.

    ArticleKitError
    ├── ExtractionError      the input holds no document that could be read
    │   └── NotHTMLError     it is something else: a PDF, a picture, JSON
    ├── ModelError           a labelling model that cannot be loaded or used
    ├── RenderError          an Article that cannot be written or read in a format
    └── FetchError           no Page came of a URL (its children live here too, one for each cause)

Each names what failed, where, and what the caller can do about it.
"""

from __future__ import annotations


class ArticleKitError(Exception):
    """The parent of all errors of articlekit.

    Args:
        message: What failed and what to do, in one line.
        url: The address it is about, where there is one.

    """

    def __init__(self, message: str, *, url: str | None = None) -> None:
        super().__init__(message)
        self.url = url

    def __str__(self) -> str:
        message = super().__str__()
        return f"{message} ({self.url})" if self.url else message


class ExtractionError(ArticleKitError):
    """The input holds no document that could be read."""


class NotHTMLError(ExtractionError):
    """The input is no HTML and no text: a PDF, a picture, JSON."""


class ModelError(ArticleKitError):
    """A labelling model cannot be loaded or does not fit this version."""


class RenderError(ArticleKitError):
    """An Article cannot be written to, or read from, a format."""


class FetchError(ArticleKitError):
    """No Page came of a URL.

    FetchError
    ├── BadURLError            what was asked for is no http(s) address
    ├── BlockedAddressError    it leads into a network that is not the public one
    ├── DNSError               the host's name has no address
    ├── ConnectionFailedError  nobody answered, or hung up
    ├── TLSError               the connection could not be made secret and sure
    ├── FetchTimeoutError      it took too long (`phase` says what did)
    ├── BrokenResponseError    the answer is no HTTP, cut short, or cannot be decompressed
    ├── TooLargeError          the body is larger than `max_bytes`
    ├── HTTPStatusError        the server said no (`status`, `retry_after`)
    ├── RedirectError          redirects in a circle, or too many
    ├── RobotsError            the site's robots.txt asks not to (`rule`)
    ├── WrongTypeError         it is no HTML but something else (also a NotHTMLError)
    ├── SoftNotFoundError      a 200 that says "not found", or the front page instead of the article
    └── ConsentWallError       a page asking for consent instead of the article
    """


class BadURLError(FetchError):
    """What was asked for is no http(s) address."""


class BlockedAddressError(FetchError):
    """The host's address is private, loopback, link-local or otherwise not of the public internet."""

    def __init__(self, message: str, *, url: str | None = None, address: str | None = None) -> None:
        super().__init__(message, url=url)
        self.address = address


class DNSError(FetchError):
    """The host's name has no address; `temporary` where asking again may help."""

    def __init__(self, message: str, *, url: str | None = None, temporary: bool = False) -> None:
        super().__init__(message, url=url)
        self.temporary = temporary


class ConnectionFailedError(FetchError):
    """No connection came about, or it broke off before the answer was complete."""


class TLSError(FetchError):
    """The server's certificate or its way of encrypting cannot be trusted."""


class FetchTimeoutError(FetchError):
    """It took too long.

    `phase` is what did: `dns`, `connect`, `write`, `read`, `pool` (waiting for a free connection) or `total`.
    """

    def __init__(self, message: str, *, url: str | None = None, phase: str = "total") -> None:
        super().__init__(message, url=url)
        self.phase = phase


class BrokenResponseError(FetchError):
    """The answer is no HTTP, was cut short, or cannot be decompressed."""


class TooLargeError(FetchError):
    """The body, after decompression, is larger than `limit` bytes."""

    def __init__(self, message: str, *, url: str | None = None, limit: int = 0) -> None:
        super().__init__(message, url=url)
        self.limit = limit


class HTTPStatusError(FetchError):
    """The server answered with an error; `retry_after` is in seconds where it said one."""

    def __init__(
        self, message: str, *, url: str | None = None, status: int = 0, retry_after: float | None = None
    ) -> None:
        super().__init__(message, url=url)
        self.status = status
        self.retry_after = retry_after


class RedirectError(FetchError):
    """Redirects go round in a circle, or there are more than allowed; `redirects` are the addresses passed."""

    def __init__(self, message: str, *, url: str | None = None, redirects: tuple[str, ...] = ()) -> None:
        super().__init__(message, url=url)
        self.redirects = redirects


class RobotsError(FetchError):
    """The site's robots.txt asks not to fetch this; `rule` is the line that says so, None if it cannot be read."""

    def __init__(self, message: str, *, url: str | None = None, rule: str | None = None) -> None:
        super().__init__(message, url=url)
        self.rule = rule


class WrongTypeError(FetchError, NotHTMLError):
    """The URL leads to something else than HTML; `content_type` says to what."""

    def __init__(self, message: str, *, url: str | None = None, content_type: str | None = None) -> None:
        super().__init__(message, url=url)
        self.content_type = content_type


class SoftNotFoundError(FetchError):
    """The page is gone, though the server answers 200: it says so, or shows its front page instead."""


class ConsentWallError(FetchError):
    """The site shows a page that asks for consent instead of the article."""
