from __future__ import annotations

import asyncio
import gzip
import itertools
import json
import pickle
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import brotli
import httpx
import pytest
from backports import zstd
from fetching import QUICK, WAYS, Way
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import RequestReceived
from hostile import HTML, STORY, Connection, Site, in_turn, redirect, reply
from hypothesis import given, settings
from hypothesis import strategies as st

import articlekit.fetcher
from articlekit import clients, network
from articlekit.errors import (
    ArticleKitError,
    BadURLError,
    BlockedAddressError,
    BrokenResponseError,
    ConnectionFailedError,
    ConsentWallError,
    DNSError,
    FetchError,
    FetchTimeoutError,
    HTTPStatusError,
    NotHTMLError,
    RedirectError,
    RobotsError,
    SoftNotFoundError,
    TLSError,
    TooLargeError,
    WrongTypeError,
)
from articlekit.fetcher import AsyncPageFetcher, PageFetcher, fetch
from articlekit.model import Page

MEGABYTE = 1_000_000


def all_children(kind: type[FetchError]) -> set[type[FetchError]]:
    return {kind}.union(*map(all_children, kind.__subclasses__()))


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> Way:
    return Way(request.param)


@pytest.fixture(autouse=True)
def _test_internet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let 127.0.0.2 and up be the public internet; 127.0.0.1 and everything else stay what they are."""
    really_public = network.is_public

    def is_public(address: str) -> bool:
        return really_public(address) or (address.startswith("127.0.0.") and address != "127.0.0.1")

    monkeypatch.setattr(network, "is_public", is_public)
    monkeypatch.setattr(articlekit.fetcher, "_BACKOFF", 0.01)


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Give the test a resolver of its own: name → addresses, taken in turn, the last one stays."""
    table: dict[str, list[str]] = {}
    really_ask = socket.getaddrinfo

    def ask(host, port, *args, **kwargs):
        if network.literal_address(str(host)):
            return really_ask(host, port, *args, **kwargs)
        if host not in table:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        address = table[host].pop(0) if len(table[host]) > 1 else table[host][0]
        return really_ask(address, port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", ask)
    return table


_SELF_SIGNED = (
    *("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30"),
    *("-subj", "/CN=news.test", "-addext", "subjectAltName=DNS:news.test"),
)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> str:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("making a certificate needs openssl")
    path = str(tmp_path_factory.mktemp("tls") / "both.pem")
    subprocess.run(
        [openssl, *_SELF_SIGNED, "-keyout", path, "-out", path],
        check=True,
        capture_output=True,
    )
    return path


def server_tls(certificate: str, *protocols: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    if protocols:
        context.set_alpn_protocols(list(protocols))
    return context


# --- What comes back


def test_a_page_is_its_bytes_and_what_the_server_said_of_it(way: Way) -> None:
    with Site({"/story": reply()}) as site:
        page = way.fetch(site.url("/story#comments"))

        assert page.body == STORY
        assert (page.url, page.status, page.charset) == (site.url("/story"), 200, "utf-8")
        assert page.requested_url == site.url("/story#comments")
        assert page.headers["content-type"] == HTML
        assert datetime.now(UTC) - page.fetched < timedelta(seconds=5)
        assert not page.from_cache


def test_redirects_are_followed_and_listed(way: Way) -> None:
    routes = {"/a": redirect("/b"), "/b": redirect("c?x=1", "301 Moved Permanently"), "/c": reply()}
    with Site(routes) as site:
        page = way.fetch(site.url("/a"))

        assert page.url == site.url("/c?x=1")
        assert page.redirects == (site.url("/b"),)
        assert page.requested_url == site.url("/a")


def test_a_meta_refresh_is_a_redirect(way: Way) -> None:
    refresh = b'<html><head><meta http-equiv="Refresh" content="0; URL=\'/story?a=1&amp;b=2\'"></head></html>'
    with Site({"/": reply(refresh), "/story": reply()}) as site:
        page = way.fetch(site.url("/"))

        assert page.url == site.url("/story?a=1&b=2")


@pytest.mark.parametrize(
    "head",
    [
        b'<meta http-equiv="refresh" content="300; url=/other">',
        b'<meta http-equiv="refresh" content="0; url=/live">',
        b'<!-- <meta http-equiv="refresh" content="0; url=/other"> -->',
        b'<noscript><meta http-equiv="refresh" content="0; url=/other"></noscript>',
        b'<meta name="refresh" content="0; url=/other">',
    ],
)
def test_a_page_that_reloads_itself_or_only_seems_to_is_no_redirect(head: bytes) -> None:
    with Site({"/live": reply(b"<html><head>" + head + b"</head><p>Live.</p></html>")}) as site:
        page = Way("threads-httpx").fetch(site.url("/live"))

        assert page.url == site.url("/live")


def cookie_gate(connection: Connection) -> None:
    seen = "seen=1" in connection.asked.headers.get("cookie", "")
    connection.send(reply() if seen else redirect("/story", Set_Cookie="seen=1; Path=/"))


def test_a_cookie_set_on_the_way_is_kept_on_the_way(way: Way) -> None:
    with Site({"/story": cookie_gate}) as site:
        assert way.fetch(site.url("/story")).body == STORY


def test_a_cookie_set_on_the_way_is_forgotten_afterwards() -> None:
    with Site({"/story": cookie_gate, "*": reply()}) as site, PageFetcher(per_host_delay=0) as fetcher:
        fetcher.fetch(site.url("/story"))
        fetcher.fetch(site.url("/other"))

        assert "cookie" not in site.asked[-1].headers


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "identity", "gzip, br", "x-gzip"])
def test_bodies_are_decompressed(way: Way, encoding: str) -> None:
    with Site({"/": reply(compressed(STORY, encoding), Content_Encoding=encoding)}) as site:
        page = way.fetch(site.url("/"))

        assert page.body == STORY


def test_a_body_gzipped_once_and_labelled_twice_is_read(way: Way) -> None:
    with Site({"/": reply(gzip.compress(STORY), Content_Encoding="gzip, gzip")}) as site:
        page = way.fetch(site.url("/"))

        assert page.body == STORY


def test_http2_is_spoken_where_the_client_can(way: Way, certificate: str, names: dict[str, list[str]]) -> None:
    names["news.test"] = ["127.0.0.2"]
    way.client_options |= {"http2": True, "verify": ssl.create_default_context(cafile=certificate)}
    with Site({"/": reply()}, tls=server_tls(certificate, "h2"), speak=speak_http2) as site:
        page = way.fetch(site.url("/", host="news.test"))

        assert page.body == STORY


def test_a_document_of_any_kind_can_be_retrieved(way: Way) -> None:
    feed = b"<?xml version='1.0'?><rss><channel></channel></rss>"
    with Site({"/feed": reply(feed, kind="application/rss+xml")}) as site:
        page = way.run(lambda fetcher: fetcher.retrieve(site.url("/feed")))

        assert page.body == feed


def test_the_function_fetches_with_the_same_options() -> None:
    with Site({"/": reply()}) as site:
        page = fetch(site.url("/"), obey_robots=False, user_agent="archive-bot")

        assert page.body == STORY
        assert site.asked[0].headers["user-agent"] == "archive-bot"


def test_our_own_client_speaks_the_four_encodings() -> None:
    with Site({"*": reply()}) as site:
        fetch(site.url("/1"), obey_robots=False)

        assert site.asked[0].headers["accept-encoding"] == "gzip, deflate, br, zstd"


# --- What does not


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "500 Internal Server Error", "799 Whatever"])
def test_an_error_status_is_an_error_that_names_the_url(way: Way, status: str) -> None:
    with Site({"/": reply(b"sorry", status=status)}) as site:
        with pytest.raises(HTTPStatusError, match=status[:3]) as caught:
            way.fetch(site.url("/"))

        assert caught.value.status == int(status[:3])
        assert caught.value.url == site.url("/")


@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        (b"%PDF-1.7 ...", "application/pdf", "application/pdf"),
        (b"%PDF-1.7 ...", "text/html", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "text/html", "image/png"),
        (b'{"a": 1}', "application/json", "application/json"),
        (b'{"a": 1}', "text/plain", "application/json"),
        (b"\0\1\2\3", None, "application/octet-stream"),
        (b"<?xml version='1.0'?><rss></rss>", "text/xml", "application/xml"),
    ],
)
def test_what_is_no_html_is_an_error_that_says_what_it_is(body: bytes, kind: str | None, said: str) -> None:
    with Site({"/": reply(body, kind=kind)}) as site:
        with pytest.raises(WrongTypeError) as caught:
            Way("threads-httpx").fetch(site.url("/"))

        assert caught.value.content_type == said
        assert isinstance(caught.value, NotHTMLError)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (STORY, None),
        (b"<?xml version='1.0'?><!DOCTYPE html><html xmlns='http://www.w3.org/1999/xhtml'></html>", "application/xml"),
        (b"Only words.", "text/plain"),
    ],
)
def test_html_under_another_label_is_taken(body: bytes, kind: str | None) -> None:
    with Site({"/": reply(body, kind=kind)}) as site:
        assert Way("threads-httpx").fetch(site.url("/")).body == body


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "gzip, gzip"])
def test_a_decompression_bomb_is_too_large(way: Way, encoding: str) -> None:
    bomb = compressed(b"\0" * (40 * MEGABYTE), encoding)
    with Site({"/": reply(bomb, Content_Encoding=encoding)}) as site:
        with pytest.raises(TooLargeError) as caught:
            way.fetch(site.url("/"), max_bytes=MEGABYTE)

        assert caught.value.limit == MEGABYTE


def test_an_endless_body_is_too_large(way: Way) -> None:
    def pour(connection: Connection) -> None:
        connection.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            connection.send(b"4000\r\n" + b"x" * 0x4000 + b"\r\n")

    with Site({"/": pour}) as site, pytest.raises(TooLargeError):
        way.fetch(site.url("/"), max_bytes=MEGABYTE)


def test_a_body_announced_as_too_large_is_not_read(way: Way) -> None:
    with Site({"/": reply(b"x" * 5_000)}) as site, pytest.raises(TooLargeError, match="1,000 bytes"):
        way.fetch(site.url("/"), max_bytes=1_000)


def test_a_header_without_end_is_a_broken_response(way: Way) -> None:
    def pour(connection: Connection) -> None:
        connection.send(b"HTTP/1.1 200 OK\r\n")
        for number in itertools.count():
            connection.send(f"X-{number}: {'x' * 1000}\r\n".encode())

    with Site({"/": pour}) as site, pytest.raises(BrokenResponseError):
        way.fetch(site.url("/"))


def trickling_body(connection: Connection) -> None:
    connection.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n")
    while True:
        connection.send(b"x")
        time.sleep(0.05)


def trickling_head(connection: Connection) -> None:
    connection.send(b"HTTP/1.1 200 OK\r\nX: ")
    while True:
        connection.send(b"x")
        time.sleep(0.05)


@pytest.mark.parametrize("trickle", [trickling_body, trickling_head])
def test_a_server_that_sends_a_byte_at_a_time_gains_nothing(way: Way, trickle) -> None:
    with Site({"/": trickle}) as site:
        start = time.monotonic()
        with pytest.raises(FetchTimeoutError) as caught:
            way.fetch(site.url("/"), timeout=0.3)

        assert caught.value.phase == "total"
        assert time.monotonic() - start < 5


@pytest.mark.parametrize("name", ["asyncio-httpx", "asyncio-httpx2"])
def test_many_requests_share_an_http2_connection(name: str, certificate: str, names: dict[str, list[str]]) -> None:
    names["news.test"] = ["127.0.0.2"]
    connections = []

    def speak(sock: ssl.SSLSocket, site: Site) -> None:
        connections.append(sock)
        speak_http2(sock, site)

    way = Way(name)
    way.client_options |= {"http2": True, "verify": ssl.create_default_context(cafile=certificate)}
    with Site({}, tls=server_tls(certificate, "h2"), speak=speak) as site:
        urls = [site.url(f"/{number}", host="news.test") for number in range(30)]
        results = way.fetch_many(urls, per_host_connections=5)

        assert all(isinstance(result, Page) for _, result in results)
        assert len(connections) <= 5


def test_our_own_client_speaks_http2_on_asyncio_and_not_in_threads(
    certificate: str, names: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    names["news.test"] = ["127.0.0.2"]
    monkeypatch.setattr(clients, "_trust", lambda: ssl.create_default_context(cafile=certificate))
    spoken = []

    def speak(sock: ssl.SSLSocket, site: Site) -> None:
        spoken.append(sock)
        speak_http2(sock, site)

    async def fetch_on_asyncio(urls: list[str]) -> list[Page | ArticleKitError]:
        async with AsyncPageFetcher(**QUICK) as fetcher:
            return [result async for _, result in fetcher.fetch_many(urls)]

    with Site({"*": reply()}, tls=server_tls(certificate, "h2", "http/1.1"), speak=speak) as site:
        urls = [site.url(f"/{number}", host="news.test") for number in range(30)]
        with PageFetcher(**QUICK) as fetcher:
            assert all(isinstance(result, Page) for _, result in fetcher.fetch_many(urls))
        assert not spoken
        assert all(isinstance(result, Page) for result in asyncio.run(fetch_on_asyncio(urls)))
        assert spoken


def test_a_server_that_says_nothing_is_a_timeout_that_names_the_phase(way: Way) -> None:
    with Site({"/": lambda _: time.sleep(2)}) as site:
        with pytest.raises(FetchTimeoutError) as caught:
            way.fetch(site.url("/"), timeout=0.2)

        assert caught.value.phase in {"read", "total"}


def test_a_body_shorter_than_announced_is_a_broken_response(way: Way) -> None:
    def cut(connection: Connection) -> bool:
        connection.send(reply(STORY, Content_Length=str(len(STORY) + 10)))
        return False

    with Site({"/": cut}) as site, pytest.raises(BrokenResponseError):
        way.fetch(site.url("/"))


def test_a_body_longer_than_announced_ends_where_announced(way: Way) -> None:
    with Site({"/": reply(STORY + b"HTTP/1.1 200 OK", Content_Length=str(len(STORY)))}) as site:
        assert way.fetch(site.url("/")).body == STORY


def test_a_compressed_body_that_is_cut_short_is_a_broken_response(way: Way) -> None:
    with (
        Site({"/": reply(gzip.compress(STORY)[:-20], Content_Encoding="gzip")}) as site,
        pytest.raises(BrokenResponseError, match="cut short"),
    ):
        way.fetch(site.url("/"))


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd", "deflate", "compress", ", ".join(["gzip"] * 9)])
def test_a_body_that_cannot_be_decompressed_is_a_broken_response(encoding: str) -> None:
    with (
        Site({"/": reply(b"\x1f\x8b" + b"junk" * 50, Content_Encoding=encoding)}) as site,
        pytest.raises(BrokenResponseError),
    ):
        Way("threads-httpx").fetch(site.url("/"))


def test_a_connection_reset_midway_is_a_failed_connection(way: Way) -> None:
    def reset(connection: Connection) -> bool:
        connection.send(reply(STORY, Content_Length="5000"))
        time.sleep(0.05)
        return connection.reset()

    with Site({"/": reset}) as site, pytest.raises((ConnectionFailedError, BrokenResponseError)):
        way.fetch(site.url("/"))


def test_what_is_no_http_is_a_broken_response(way: Way) -> None:
    with Site({"/": b"220 mail.test ESMTP\r\n\r\n"}) as site, pytest.raises(BrokenResponseError):
        way.fetch(site.url("/"))


def test_nobody_at_home_is_a_failed_connection(way: Way) -> None:
    with Site({}) as site:
        url = site.url("/")

    with pytest.raises(ConnectionFailedError):
        way.fetch(url)


def test_a_name_without_an_address_is_a_dns_error(way: Way, names: dict[str, list[str]]) -> None:
    with pytest.raises(DNSError, match=r"nowhere\.test"):
        way.fetch("http://nowhere.test/")

    assert not names


def test_a_certificate_that_nobody_vouches_for_is_a_tls_error(
    way: Way, certificate: str, names: dict[str, list[str]]
) -> None:
    names["news.test"] = ["127.0.0.2"]
    with Site({"/": reply()}, tls=server_tls(certificate)) as site, pytest.raises(TLSError):
        way.fetch(site.url("/", host="news.test"))


@pytest.mark.parametrize(
    "url", ["", "news.test/story", "ftp://news.test/", "file:///etc/passwd", "http://", "http:///path", "http://[::1",
            "http://a\\@127.0.0.1/", "http://news.test:99999/", "http://ne\nws.test/", "javascript:alert(1)"]
)  # fmt: skip
def test_what_is_no_web_address_is_a_bad_url(url: str) -> None:
    with pytest.raises(BadURLError):
        Way("threads-httpx").fetch(url)


def test_a_redirect_in_a_circle_is_said(way: Way) -> None:
    with Site({"/a": redirect("/b"), "/b": redirect("/a")}) as site:
        with pytest.raises(RedirectError, match="circle") as caught:
            way.fetch(site.url("/a"))

        assert site.url("/b") in caught.value.redirects


def test_too_many_redirects_are_said(way: Way) -> None:
    numbers = itertools.count()
    with Site({"*": lambda connection: connection.send(redirect(f"/{next(numbers)}"))}) as site:
        with pytest.raises(RedirectError, match="more than 4"):
            way.fetch(site.url("/a"), max_redirects=4)

        assert len(site.asked) == 5


def test_a_redirect_to_another_scheme_is_a_bad_url(way: Way) -> None:
    with Site({"/": redirect("file:///etc/passwd")}) as site, pytest.raises(BadURLError):
        way.fetch(site.url("/"))


def test_the_front_page_instead_of_the_article_is_a_soft_not_found(way: Way) -> None:
    with Site({"/2024/story": redirect("/"), "/": reply()}) as site, pytest.raises(SoftNotFoundError):
        way.fetch(site.url("/2024/story"))


@pytest.mark.parametrize(
    ("title", "gone"),
    [
        ("404", True),
        ("Page not found | The Daily", True),
        ("The Daily - Seite nicht gefunden", True),
        ("Page introuvable – Le Jour", True),
        ("Not found: what a lost letter teaches us", False),
        ("404 homes planned for the old harbour", False),
    ],
)
def test_a_page_titled_not_found_is_a_soft_not_found(title: str, gone: bool) -> None:
    with Site({"/story": reply(f"<title>{title}</title><p>Words.</p>".encode())}) as site:
        (result,) = Way("threads-httpx").fetch_all([site.url("/story")])

        assert isinstance(result, SoftNotFoundError if gone else Page)


def test_a_detour_to_a_consent_page_is_said(way: Way) -> None:
    with (
        Site({"/story": redirect("/cookie-consent/?back=/story"), "*": reply()}) as site,
        pytest.raises(ConsentWallError),
    ):
        way.fetch(site.url("/story"))


def test_an_error_is_an_article_kit_error_and_names_the_url() -> None:
    with Site({}) as site, pytest.raises(ArticleKitError, match=re.escape(site.url("/gone"))):
        fetch(site.url("/gone"), retries=0, obey_robots=False)


# --- Safety


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::1]", "[::ffff:127.0.0.1]",
     "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "169.254.169.254", "10.0.0.1", "[fd00:ec2::254]", "0.0.0.0",
     "[::]", "224.0.0.1", "100.100.100.200", "168.63.129.16", "metadata.test"],
)  # fmt: skip
def test_no_private_address_is_connected_to(way: Way, names: dict[str, list[str]], host: str) -> None:
    names |= {"localhost": ["127.0.0.1"], "metadata.test": ["169.254.169.254"]}

    with pytest.raises(BlockedAddressError) as caught:
        way.fetch(f"http://{host}/latest/meta-data/")

    assert caught.value.address


@pytest.mark.parametrize("target", ["http://127.0.0.1:{port}/admin", "http://169.254.169.254/latest", "http://[::1]/"])
def test_a_redirect_leads_to_no_private_address(way: Way, target: str) -> None:
    with (
        Site({"/admin": reply()}, address="127.0.0.1") as inner,
        Site({"/": redirect(target.format(port=inner.port))}) as site,
    ):
        with pytest.raises(BlockedAddressError):
            way.fetch(site.url("/"))

        assert not inner.asked


def test_a_name_that_resolves_differently_a_moment_later_changes_nothing(way: Way, names: dict[str, list[str]]) -> None:
    names["rebinding.test"] = ["127.0.0.2", "127.0.0.1"]

    def hang_up(connection: Connection) -> bool:
        connection.send(redirect("/admin", Connection="close"))
        return False

    with Site({"/": hang_up}) as site, Site({"*": reply()}, address="127.0.0.1", port=site.port) as inner:
        with pytest.raises(BlockedAddressError):
            way.fetch(site.url("/", host="rebinding.test"))

        assert site.paths() == ["/"]
        assert not inner.asked


def test_a_connection_older_than_the_guard_is_not_used() -> None:
    with Site({"/": reply()}, address="127.0.0.1") as inner, httpx.Client() as client:
        url = inner.url("/", host="localhost")
        client.get(url)
        fetcher = PageFetcher(client=client, obey_robots=False, retries=0)
        with pytest.raises(BlockedAddressError):
            fetcher.fetch(url)


def test_private_addresses_are_allowed_where_the_caller_says_so(way: Way) -> None:
    with Site({"/": reply()}, address="127.0.0.1") as inner:
        assert way.fetch(inner.url("/"), allow_private_addresses=True).body == STORY


def test_credentials_go_to_the_site_that_was_asked_for_and_no_other(way: Way) -> None:
    way.client_options |= {"auth": ("ada", "secret"), "cookies": {"session": "1"}}
    with (
        Site({"*": reply()}, address="127.0.0.3") as other,
        Site({"/": redirect("/here"), "/here": redirect(other.url("/there"))}) as site,
    ):
        page = way.fetch(site.url("/"), headers={"Authorization": "Bearer x", "X-Purpose": "archive"})

        assert page.body == STORY
        assert all("authorization" in asked.headers for asked in site.asked)
        assert {"authorization", "cookie"}.isdisjoint(other.asked[0].headers)
        assert other.asked[0].headers["x-purpose"] == "archive"


def test_a_password_in_the_url_is_used_but_not_shown(way: Way) -> None:
    with Site({"/": reply()}) as site:
        page = way.fetch(site.url("/", host="ada:secret@127.0.0.2"))

        assert site.asked[0].headers["authorization"].startswith("Basic ")
        assert "secret" not in f"{page.url}{page.requested_url}"


def test_a_transport_that_cannot_be_guarded_is_refused() -> None:
    class Tunnel(httpx.BaseTransport):
        pass

    with httpx.Client(transport=Tunnel()) as client, pytest.raises(FetchError, match="Tunnel"):
        PageFetcher(client=client)


def test_a_transport_that_connects_to_nothing_needs_no_guard(way: Way) -> None:
    way.client_options |= {"transport": way.library.MockTransport(lambda _: way.library.Response(200, html="<p>Hi"))}

    assert way.fetch("http://news.test/").body == b"<p>Hi"


def test_the_seam_where_the_guard_sits_is_still_there(way: Way) -> None:
    def backends(fetcher):
        client = fetcher._wire.client
        return [transport._pool._network_backend for transport in network._transports(client)]

    async def backends_async(fetcher):
        return backends(fetcher)

    (backend,) = way.run(backends_async if way.is_async else backends)

    assert type(backend).__module__ == "articlekit.network"


@pytest.mark.parametrize("client", ["nonsense", 7])
def test_only_clients_of_httpx_and_httpx2_are_taken(client: object) -> None:
    with pytest.raises(FetchError, match="httpx"):
        PageFetcher(client=client)


@pytest.mark.parametrize("option", [{"timeout": 0}, {"retries": -1}, {"per_host_connections": 0}, {"max_bytes": 0}])
def test_an_option_out_of_its_range_is_an_error(option: dict[str, float]) -> None:
    with pytest.raises(FetchError, match=next(iter(option))):
        PageFetcher(**option)


# --- Trying again


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable", "502 Bad Gateway"])
def test_what_may_pass_is_tried_again(way: Way, status: str) -> None:
    with Site({"/": in_turn(reply(b"", status=status), reply())}) as site:
        assert way.fetch(site.url("/"), retries=1).body == STORY


def test_a_lost_connection_is_tried_again(way: Way) -> None:
    with Site({"/": in_turn(Connection.reset, reply())}) as site:
        assert way.fetch(site.url("/"), retries=1).body == STORY


def test_retry_after_is_waited_for(way: Way) -> None:
    with Site({"/": in_turn(reply(b"", status="429 Too Many Requests", Retry_After="1"), reply())}) as site:
        assert way.fetch(site.url("/"), retries=1).body == STORY
        assert site.asked[1].time - site.asked[0].time >= 0.95


def test_a_longer_retry_after_than_anybody_waits_is_left_to_the_caller(way: Way) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(hours=2))
    with Site({"/": reply(b"", status="503 Service Unavailable", Retry_After=later)}) as site:
        with pytest.raises(HTTPStatusError) as caught:
            way.fetch(site.url("/"), retries=3)

        assert 7_100 < caught.value.retry_after < 7_300
        assert len(site.asked) == 1


@pytest.mark.parametrize("answer", [reply(b"", status="404 Not Found"), reply(b"%PDF-1.7", kind="application/pdf")])
def test_what_will_not_change_is_not_tried_again(way: Way, answer: bytes) -> None:
    with Site({"/": answer}) as site:
        with pytest.raises(FetchError):
            way.fetch(site.url("/"), retries=3)

        assert len(site.asked) == 1


# --- robots.txt


def test_robots_txt_is_obeyed_and_its_rule_named(way: Way) -> None:
    robots = b"User-agent: *\nDisallow: /search\nDisallow: /private # keep out\nAllow: /private/open\n"
    with Site({"/robots.txt": reply(robots, kind="text/plain"), "*": reply()}) as site:
        urls = [site.url(path) for path in ("/story", "/private/a", "/private/open/b")]
        story, private, opened = way.fetch_all(urls, obey_robots=True)

        assert isinstance(story, Page)
        assert isinstance(opened, Page)
        assert isinstance(private, RobotsError)
        assert private.rule == "Disallow: /private"
        assert [asked.path for asked in site.asked].count("/robots.txt") == 1


def test_robots_txt_may_name_us(way: Way) -> None:
    robots = b"User-agent: articlekit\nDisallow: /\n\nUser-agent: *\nDisallow:\n"
    with Site({"/robots.txt": reply(robots, kind="text/plain"), "*": reply()}) as site:
        ours, theirs = (
            way.fetch_all([site.url("/")], obey_robots=True, user_agent=agent)[0] for agent in ("articlekit/1", "other")
        )

        assert isinstance(ours, RobotsError)
        assert isinstance(theirs, Page)


@pytest.mark.parametrize(
    ("answer", "allowed"),
    [
        (reply(b"", status="404 Not Found"), True),
        (reply(b"", status="403 Forbidden"), True),
        (reply(b"", status="500 Internal Server Error"), False),
        (reply(b"", status="503 Service Unavailable"), False),
        (redirect("/robots.txt"), False),
        (reply(b"User-agent: *\nDisallow: /x\n" + b"#" * 600_000), True),
        (reply(b"\xff\xfe\0nonsense"), True),
    ],
)
def test_a_robots_txt_that_cannot_be_had_means_what_the_standard_says(way: Way, answer: bytes, allowed: bool) -> None:
    with Site({"/robots.txt": answer, "*": reply()}) as site:
        (result,) = way.fetch_all([site.url("/story")], obey_robots=True)

        assert isinstance(result, Page if allowed else RobotsError)


def test_a_site_that_does_not_answer_is_not_asked_for_its_robots_txt_again_and_again(way: Way) -> None:
    with Site({"/robots.txt": Connection.reset, "*": reply()}) as site:
        first, second = way.fetch_all([site.url("/a"), site.url("/b")], obey_robots=True)

        assert isinstance(first, ConnectionFailedError | BrokenResponseError)
        assert type(first) is type(second)
        assert (first.url, second.url) == (site.url("/a"), site.url("/b"))
        assert len(site.asked) == 1


def test_a_redirect_does_not_lead_round_robots_txt(way: Way) -> None:
    robots = reply(b"User-agent: *\nDisallow: /private", kind="text/plain")
    with Site({"/robots.txt": robots, "/open": redirect("/private"), "/private": reply()}) as site:
        (result,) = way.fetch_all([site.url("/open")], obey_robots=True)

        assert isinstance(result, RobotsError)
        assert "/private" not in site.paths()


# --- Politeness


def test_pages_of_one_host_are_spaced(way: Way) -> None:
    with Site({"*": reply()}) as site:
        start = time.monotonic()
        way.fetch_many([site.url(f"/{number}") for number in range(4)], per_host_delay=0.15)

        assert time.monotonic() - start >= 3 * 0.15


def test_a_crawl_delay_is_kept(way: Way) -> None:
    robots = reply(b"User-agent: *\nCrawl-delay: 0.3\n", kind="text/plain")
    with Site({"/robots.txt": robots, "*": reply()}) as site:
        start = time.monotonic()
        way.fetch_many([site.url(f"/{number}") for number in range(3)], obey_robots=True)

        assert time.monotonic() - start >= 2 * 0.3


def test_no_host_gets_more_connections_than_allowed(way: Way) -> None:
    running, most = [0], [0]

    def slow(connection: Connection) -> None:
        running[0] += 1
        most[0] = max(most[0], running[0])
        time.sleep(0.05)
        running[0] -= 1
        connection.send(reply())

    with Site({"*": slow}) as site:
        results = way.fetch_many([site.url(f"/{number}") for number in range(12)], per_host_connections=3)

        assert len(results) == 12
        assert most[0] == 3


def test_a_slow_site_holds_nobody_up(way: Way) -> None:
    others_done = threading.Event()

    def slow(connection: Connection) -> None:
        connection.send(reply() if others_done.wait(20) else reply(status="500 Held Up"))

    def quick(connection: Connection) -> None:
        connection.send(reply())
        if len(fast.asked) == 20:
            others_done.set()

    with Site({"*": slow}) as sluggish, Site({"*": quick}, address="127.0.0.3") as fast:
        urls = [sluggish.url(f"/{n}") for n in range(8)] + [fast.url(f"/{n}") for n in range(20)]
        results = way.fetch_many(urls, concurrency=6, timeout=30)

        assert len(results) == 28
        assert all(isinstance(result, Page) for _, result in results)


def test_every_url_is_accounted_for_once(way: Way) -> None:
    with Site({"/ok": reply(), "/reset": Connection.reset, "/gone": reply(status="410 Gone")}) as site:
        urls = [site.url("/ok"), site.url("/reset"), site.url("/gone"), "nonsense", "http://[", "http://127.0.0.1/"]
        results = dict(way.fetch_many(urls))

        assert sorted(results) == sorted(urls)
        assert {url for url, result in results.items() if isinstance(result, Page)} == {site.url("/ok")}


def test_urls_are_read_as_they_are_needed(way: Way) -> None:
    read = []

    def endless():
        for number in itertools.count():
            read.append(number)
            yield f"http://{number}.test/"

    way.client_options |= {"transport": way.library.MockTransport(lambda _: way.library.Response(200, html="<p>Hi"))}

    async def some_async(fetcher):
        stream = fetcher.fetch_many(endless(), concurrency=5)
        found = [(await anext(stream)) for _ in range(3)]
        await stream.aclose()
        return found

    def some(fetcher):
        return list(itertools.islice(fetcher.fetch_many(endless(), concurrency=5), 3))

    results = way.run(some_async if way.is_async else some)

    assert len(results) == 3
    assert len(read) <= 10


# --- The cache


@pytest.fixture
def cache(tmp_path) -> dict[str, str]:
    pytest.importorskip("hishel")
    return {"cache": str(tmp_path / "pages.sqlite")}


def test_a_fresh_page_comes_from_the_cache_and_waits_for_nobody(way: Way, cache: dict[str, str]) -> None:
    with Site({"/": reply(gzip.compress(STORY), Content_Encoding="gzip", Cache_Control="max-age=60")}) as site:
        start = time.monotonic()
        first, second = way.fetch_all([site.url("/")] * 2, per_host_delay=60, **cache)

        assert (first.body, second.body) == (STORY, STORY)
        assert (first.from_cache, second.from_cache) == (False, True)
        assert len(site.asked) == 1
        assert time.monotonic() - start < 5


def test_a_stale_page_is_asked_for_conditionally(way: Way, cache: dict[str, str]) -> None:
    def story(connection: Connection) -> None:
        known = connection.asked.headers.get("if-none-match") == '"1"'
        fields = {"ETag": '"1"', "Cache_Control": "no-cache"}
        connection.send(reply(b"", status="304 Not Modified", **fields) if known else reply(**fields))

    with Site({"/": story}) as site:
        first, second = way.fetch_all([site.url("/")] * 2, **cache)

        assert (first.body, second.body) == (STORY, STORY)
        assert second.from_cache
        assert len(site.asked) == 2


def test_the_guard_sits_behind_the_cache(way: Way, cache: dict[str, str]) -> None:
    with pytest.raises(BlockedAddressError):
        way.fetch("http://127.0.0.1/", **cache)


def test_the_cache_outlives_the_fetcher(cache: dict[str, str]) -> None:
    with Site({"/": reply(Cache_Control="max-age=60")}) as site:
        pages = [fetch(site.url("/"), obey_robots=False, **cache) for _ in range(2)]

        assert [page.from_cache for page in pages] == [False, True]


# --- What the tests need


def compressed(data: bytes, encodings: str) -> bytes:
    for encoding in encodings.split(", "):
        data = COMPRESS[encoding](data)
    return data


COMPRESS = {
    "gzip": lambda data: gzip.compress(data, 6),
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda data: brotli.compress(data, quality=1),
    "zstd": zstd.compress,
    "identity": bytes,
}


def speak_http2(sock: ssl.SSLSocket, site: Site) -> None:
    """Answer every request with the story, over HTTP/2."""
    connection = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
    connection.initiate_connection()
    sock.sendall(connection.data_to_send())
    while data := sock.recv(65_536):
        for event in connection.receive_data(data):
            if isinstance(event, RequestReceived):
                fields = [(":status", "200"), ("content-type", HTML)]
                connection.send_headers(event.stream_id, fields)
                connection.send_data(event.stream_id, STORY, end_stream=True)
        sock.sendall(connection.data_to_send())


def test_the_words_for_walls_are_lower_case_and_once_each() -> None:
    words = json.loads((Path(articlekit.fetcher.__file__).parent / "data" / "walls.json").read_text("utf-8"))

    for theme in words.values():
        assert theme == [word.lower() for word in theme]
        assert len(theme) == len(set(theme))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_a_server_sends_there_is_a_page_or_an_error(data: st.DataObject) -> None:
    answer = bytearray(reply(gzip.compress(STORY), Content_Encoding="gzip", Set_Cookie="a=b; Expires=x"))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(answer) - 1))
        answer[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))

    def send(connection: Connection) -> bool:
        connection.send(bytes(answer))
        return False

    with Site({"*": send}) as site:
        (result,) = Way("threads-httpx").fetch_all([site.url("/story")], timeout=1.0)

    assert isinstance(result, Page | FetchError)


@pytest.mark.parametrize("kind", sorted(all_children(FetchError), key=lambda kind: kind.__name__))
def test_errors_survive_the_way_to_another_process(kind: type[FetchError]) -> None:
    error = kind("what happened", url="https://news.test/")

    copy = pickle.loads(pickle.dumps(error))

    assert type(copy) is kind
    assert (str(copy), copy.__dict__) == (str(error), error.__dict__)
