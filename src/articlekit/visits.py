"""The way from a URL to a Page, and from a site to its robots.txt, without any input or output.

In: a URL and a Policy. Out: orders (send this request), to which the fetcher answers, and at the end a Page.

Each way is a generator that yields an `Order` and is sent the `Answer`, or is thrown the error there was instead. The
fetchers, in threads or with asyncio, only carry orders out; every decision about redirects, credentials, content
types and pages that are none is taken here, once for both.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from html import unescape
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from articlekit.errors import (
    BadURLError,
    ConsentWallError,
    HTTPStatusError,
    RedirectError,
    SoftNotFoundError,
    WrongTypeError,
)
from articlekit.model import Page
from articlekit.policy import Policy
from articlekit.robots import MAX_ROBOTS_BYTES, Robots, read_robots


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One request to be sent.

    `trusted` says that credentials may go along; `spaced` that the host's turn must be waited for; `checked` that
    robots.txt must agree; `html` that nothing else is wanted; `cut` that a body over `max_bytes` is cut off there
    rather than refused.
    """

    url: str
    max_bytes: int
    trusted: bool = True
    spaced: bool = True
    checked: bool = True
    html: bool = True
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back: header names in lower case, the body decompressed."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    from_cache: bool = False


Visit = Generator[Order, Answer, Page]

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_HTML_TYPES: Final = frozenset(
    {"", "text/html", "application/xhtml+xml", "text/plain", "text/xml", "application/xml", "application/octet-stream"}
)
"""Types under which HTML is served; what is really in the body of all but the first is looked at."""
_MAX_ROBOTS_REDIRECTS: Final = 5
"""RFC 9309, 2.3.1.2: at least five."""
_MAX_SAME: Final = 3
"""How often one address may come up in a chain of redirects: setting a cookie and coming back is one time more."""


def visit(url: str, policy: Policy, *, html: bool = True, max_bytes: int | None = None) -> Visit:
    """Go from a URL to a Page, through redirects; `html=False` takes documents of any kind.

    Raises:
        FetchError: Its child says why there is no Page.

    """
    start = checked_url(url)
    here, passed = start, list[str]()
    while True:
        answer = yield Order(
            url=here,
            max_bytes=max_bytes or policy.max_bytes,
            trusted=_same_site(start, here),
            spaced=not passed or _host(passed[-1]) != _host(here),
            html=html,
        )
        there = _next_address(here, answer, html=html)
        if there is None:
            break
        passed.append(here)
        _check_chain(passed, there, policy.max_redirects)
        here = there
    if html:
        _check_page(start, here, answer.body)
    return _page(url, here, tuple(passed[1:]), answer)


def consult(url: str, policy: Policy) -> Generator[Order, Answer, Robots]:
    """Read the robots.txt of a URL's site.

    A site that has none (4xx) allows everything, one whose robots.txt cannot be had (5xx, 429, too many redirects)
    nothing: RFC 9309, 2.3.1.

    Raises:
        FetchError: The site does not answer at all.

    """
    here = urljoin(url, "/robots.txt")
    for _ in range(_MAX_ROBOTS_REDIRECTS + 1):
        try:
            answer = yield Order(
                url=here, max_bytes=MAX_ROBOTS_BYTES, spaced=False, checked=False, html=False, cut=True,
                trusted=_same_site(url, here),
            )  # fmt: skip
        except HTTPStatusError as error:
            return _without_robots(error, policy)
        there = _next_address(here, answer, html=False)
        if there is None:
            return read_robots(answer.body.decode("utf-8", "replace").removeprefix("\ufeff"), agent=policy.user_agent)
        here = there
    return Robots(agent=policy.user_agent, refusal="too many redirects")


def _without_robots(error: HTTPStatusError, policy: Policy) -> Robots:
    refused = error.status == HTTPStatus.TOO_MANY_REQUESTS or error.status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return Robots(agent=policy.user_agent, refusal=f"status {error.status}" if refused else None)


# --- Addresses


def checked_url(url: str) -> str:
    """Return a URL as it is requested: no fragment, no surrounding white space.

    >>> checked_url(" https://example.org/a b#c ")
    'https://example.org/a%20b'

    Raises:
        BadURLError: It is no http(s) URL with a host.

    """
    parts = _split(url)
    if parts.scheme not in _DEFAULT_PORTS:
        raise BadURLError(f"only http and https are fetched, not {parts.scheme or 'a URL without a scheme'}", url=url)
    if not parts.hostname or "\\" in parts.netloc or _CONTROL.search(url.strip()):
        raise BadURLError("this URL names no host, or holds characters no URL may have", url=url)
    return urlunsplit(parts._replace(fragment="", path=parts.path or "/")).replace(" ", "%20")


_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip())
        _ = parts.port
    except ValueError as error:
        raise BadURLError(f"this is no URL: {error}", url=url) from error
    return parts


def without_credentials(url: str) -> str:
    """Drop user name and password from a URL.

    >>> without_credentials("https://ada:secret@example.org/a")
    'https://example.org/a'
    """
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def origin(url: str) -> tuple[str, str, int]:
    """Return scheme, host and port."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _same_site(first: str, second: str) -> bool:
    """Tell whether credentials for the first may go to the second: same origin, or its step up to https."""
    one, other = origin(first), origin(second)
    return one == other or (one[1] == other[1] and one[0::2] == ("http", 80) and other[0::2] == ("https", 443))


# --- Redirects


def _next_address(here: str, answer: Answer, *, html: bool) -> str | None:
    location = answer.headers.get("location")
    if answer.status in _REDIRECTS and location:
        return checked_url(without_credentials(urljoin(here, location.strip())))
    there = refresh_target(answer.body, here) if html else None
    return None if there is None else checked_url(without_credentials(there))


_META: Final = re.compile(rb"<meta\b[^>]*http-equiv\s*=\s*[\"']?refresh\b[^>]*>", re.IGNORECASE)
_CONTENT: Final = re.compile(rb"content\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
_REFRESH: Final = re.compile(r"\s*(\d+)(?:\.\d*)?\s*[;,]\s*url\s*=\s*[\"']?([^\"']+)", re.IGNORECASE)
_UNREAD: Final = re.compile(rb"<!--.*?-->|<(noscript|script|style|template)\b.*?</\1", re.IGNORECASE | re.DOTALL)
_HEAD_BYTES: Final = 32_768
"""Where a refresh and a title stand, if they stand anywhere."""
_LONGEST_REFRESH: Final = 5
"""Seconds: a redirect by refresh is quicker than this, a page that reloads itself is slower."""


def refresh_target(body: bytes, url: str) -> str | None:
    """Find where `<meta http-equiv="refresh">` sends a reader at once.

    >>> refresh_target(b'<meta http-equiv="refresh" content="0; url=/story">', "https://example.org/")
    'https://example.org/story'
    """
    tag = _META.search(_UNREAD.sub(b"", body[:_HEAD_BYTES]))
    content = _CONTENT.search(tag[0]) if tag else None
    if content is None:
        return None
    said = unescape(next(group for group in content.groups() if group is not None).decode("utf-8", "replace"))
    refresh = _REFRESH.match(said)
    if refresh is None or int(refresh[1][:9]) > _LONGEST_REFRESH:
        return None
    there = urljoin(url, refresh[2].strip())
    return None if there.partition("#")[0] == url else there


def _check_chain(passed: list[str], there: str, limit: int) -> None:
    if passed.count(there) >= _MAX_SAME:
        raise RedirectError("redirects go round in a circle", url=passed[0], redirects=tuple(passed))
    if len(passed) > limit:
        raise RedirectError(
            f"more than {limit} redirects; pass a larger max_redirects to follow them",
            url=passed[0],
            redirects=tuple(passed),
        )


# --- What an answer is


def check_head(order: Order, status: int, headers: Mapping[str, str]) -> bool:
    """Judge an answer by its status and headers; tell whether its body is worth reading.

    Raises:
        HTTPStatusError: The server said no.
        WrongTypeError: It is no HTML where only that is wanted.

    """
    if status in _REDIRECTS and headers.get("location"):
        return False
    if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        raise status_error(order.url, status, headers)
    kind = media_type(headers)
    if order.html and kind not in _HTML_TYPES:
        raise _wrong_type(order.url, kind)
    return True


def check_body(order: Order, answer: Answer) -> None:
    """Judge an answer by its first bytes, whatever its label says.

    Raises:
        WrongTypeError: It is no HTML where only that is wanted.

    """
    if not order.html:
        return
    start = answer.body[:_SNIFFED].lstrip(b"\xef\xbb\xbf \t\r\n")
    kind = next((kind for magic, kind in _MAGIC if start.startswith(magic)), None)
    if kind is None and media_type(answer.headers) in _LOOSE_TYPES and b"\0" in start:
        kind = "application/octet-stream"
    if kind is not None and not _XHTML.search(start):
        raise _wrong_type(order.url, kind)


_SNIFFED: Final = 1445
"""Bytes that decide about a document's type: WHATWG's MIME Sniffing Standard."""
_LOOSE_TYPES: Final = frozenset({"", "text/plain", "application/octet-stream"})
_XHTML: Final = re.compile(rb"<html\b|<!doctype html", re.IGNORECASE)
_MAGIC: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"RIFF", "image/webp"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"{", "application/json"),
    (b"<?xml", "application/xml"),
    (b"<rss", "application/rss+xml"),
    (b"<feed", "application/atom+xml"),
    (b"<urlset", "application/xml"),
    (b"<sitemapindex", "application/xml"),
)


def media_type(headers: Mapping[str, str]) -> str:
    """Return the Content-Type without its parameters, in lower case; "" where there is none."""
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def _wrong_type(url: str, kind: str) -> WrongTypeError:
    return WrongTypeError(f"this is no HTML page but {kind}", url=url, content_type=kind)


def status_error(url: str, status: int, headers: Mapping[str, str]) -> HTTPStatusError:
    """Make the error for a status, with the advice there is for it."""
    phrase = HTTPStatus(status).phrase if status in _KNOWN_STATUSES else "unknown status"
    advice = _ADVICE.get(status) or (_SERVER_TROUBLE if status >= HTTPStatus.INTERNAL_SERVER_ERROR else None)
    wait = retry_after(headers.get("retry-after"))
    parts = [f"{status} {phrase}", advice, None if wait is None else f"it asks to wait {wait:.0f} seconds"]
    return HTTPStatusError("; ".join(filter(None, parts)), url=url, status=status, retry_after=wait)


_KNOWN_STATUSES: Final = frozenset(int(status) for status in HTTPStatus)
_SERVER_TROUBLE: Final = "the server is in trouble, try later"
_ADVICE: Final = {
    401: "the page wants a log-in; pass headers with your credentials",
    402: "the page wants payment",
    403: "the server refuses us; another user_agent or headers may be welcome",
    404: "there is no such page",
    410: "the page is gone for good",
    429: "too many requests; pass a larger per_host_delay",
    451: "the page is withheld for legal reasons",
}


def retry_after(value: str | None) -> float | None:
    """Read a Retry-After header, seconds or a date, as seconds from now.

    >>> retry_after("120"), retry_after("soon")
    (120.0, None)
    """
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value.strip()[:9])
    try:
        when = parsedate_to_datetime(value)
    except ValueError:
        return None
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())


# --- Pages that are none


def _check_page(asked: str, url: str, body: bytes) -> None:
    if asked != url and _is_consent(url) and not _is_consent(asked):
        raise ConsentWallError(f"the site asks for consent first, at {url}", url=asked)
    if _path(asked) and not _path(url) and _bare(asked) == _bare(url):
        raise SoftNotFoundError("the site shows its front page instead; the article is probably gone", url=asked)
    title = _TITLE.search(body[:_HEAD_BYTES])
    if title and _says_not_found(unescape(title[1].decode("utf-8", "replace"))):
        raise SoftNotFoundError("the page says that there is none, though its status is 200", url=asked)


_TITLE: Final = re.compile(rb"<title\b[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_TITLE_PARTS: Final = re.compile(r"\s+-\s+|\s*[|–—·»]\s*")


def _says_not_found(title: str) -> bool:
    parts = [" ".join(part.split()).strip(" .!…").lower() for part in _TITLE_PARTS.split(title)]
    whole = " ".join(title.split()).strip(" .!…").lower()
    return not _words("not_found_titles").isdisjoint((whole, parts[0], parts[-1]))


def _is_consent(url: str) -> bool:
    parts = urlsplit(url)
    labels = frozenset((parts.hostname or "").split(".")[:-2])
    steps = frozenset(step.lower() for step in re.split(r"[/.]", parts.path))
    return bool(labels & _words("consent_host_labels") or steps & _words("consent_path_words"))


def _path(url: str) -> str:
    parts = urlsplit(url)
    return parts.path.strip("/") or parts.query


def _bare(url: str) -> str:
    return _host(url).removeprefix("www.").removeprefix("m.")


@cache
def _words(theme: str) -> frozenset[str]:
    lexicon: dict[str, list[str]] = json.loads((Path(__file__).parent / "data" / "walls.json").read_text("utf-8"))
    return frozenset(lexicon[theme])


# --- The Page

_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([^\s\"';,]+)", re.IGNORECASE)


def _page(requested: str, url: str, redirects: tuple[str, ...], answer: Answer) -> Page:
    charset = _CHARSET.search(answer.headers.get("content-type", ""))
    return Page(
        url=without_credentials(url),
        body=answer.body,
        charset=charset[1] if charset else None,
        status=answer.status,
        headers=answer.headers,
        requested_url=without_credentials(requested.strip()),
        redirects=tuple(map(without_credentials, redirects)),
        fetched=datetime.now(UTC),
        from_cache=answer.from_cache,
    )
