from __future__ import annotations

import shutil
import socket
import threading

import pytest
from hostile import STORY, Site, redirect, reply

from articlekit import network
from articlekit.errors import (
    BadURLError,
    BlockedAddressError,
    ConnectionFailedError,
    DNSError,
    FetchError,
    FetchTimeoutError,
    HTTPStatusError,
    RobotsError,
    WrongTypeError,
)
from articlekit.model import Page

pytest.importorskip("playwright")
from articlekit.browser import BrowserPageFetcher

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")

SCRIPTED = b"""<!doctype html><html><head><title>Harbour</title></head><body><p id=story></p><script>
setTimeout(() => { document.getElementById("story").textContent = "The bridge is open again." }, 100)
</script></body></html>"""


@pytest.fixture(scope="module")
def _internet():
    """Let 127.0.0.2 and up be the public internet, and *.example be names of addresses a test chooses."""
    really_public, really_ask = network.is_public, socket.getaddrinfo

    def ask(host, *args, **kwargs):
        return really_ask(NAMES[host].pop(0) if NAMES.get(host) else host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            network,
            "is_public",
            lambda address: really_public(address) or (address.startswith("127.0.0.") and address != "127.0.0.1"),
        )
        patch.setattr(socket, "getaddrinfo", ask)
        yield


NAMES: dict[str, list[str]] = {}


@pytest.fixture(scope="module")
def browser(_internet):
    with BrowserPageFetcher(per_host_delay=0, retries=0, timeout=4, max_bytes=1_000_000, sandbox=False) as running:
        yield running


@pytest.fixture
def inner():
    """A server where nobody from outside should get."""
    with Site({"*": reply(b"<html><body>secret</body></html>")}, address="127.0.0.1") as running:
        yield running


def test_scripts_have_run_in_the_page_that_comes_back(browser: BrowserPageFetcher) -> None:
    with Site({"/": reply(SCRIPTED)}) as site:
        page = browser.fetch(site.url("/"))

        assert b"The bridge is open again." in page.body
        assert (page.url, page.status, page.charset) == (site.url("/"), 200, "utf-8")
        assert "content-length" not in page.headers


def test_redirects_are_followed_and_checked_against_robots_txt(browser: BrowserPageFetcher) -> None:
    robots = reply(b"User-agent: *\nDisallow: /private", kind="text/plain")
    routes = {"/robots.txt": robots, "/a": redirect("/b"), "/b": reply(), "/c": redirect("/private"), "*": reply()}
    with Site(routes) as site:
        page = browser.fetch(site.url("/a"))
        with pytest.raises(RobotsError):
            browser.fetch(site.url("/c"))

        assert page.url == site.url("/b")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "[::1]", "169.254.169.254"])
def test_no_private_address_is_opened(browser: BrowserPageFetcher, inner: Site, host: str) -> None:
    with pytest.raises(BlockedAddressError):
        browser.fetch(inner.url("/", host=host))

    assert not inner.asked


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_redirect_leads_to_no_private_address(browser: BrowserPageFetcher, inner: Site, scheme: str) -> None:
    with Site({"/": redirect(f"{scheme}://127.0.0.1:{inner.port}/")}) as site:
        with pytest.raises(BlockedAddressError):
            browser.fetch(site.url("/"))

        assert not inner.asked


def test_nothing_in_a_page_reaches_a_private_address(browser: BrowserPageFetcher, inner: Site) -> None:
    attack = f"""<!doctype html><html><body><iframe src="{inner.url("/frame")}"></iframe>
    <img src="{inner.url("/image")}"><link rel=stylesheet href="{inner.url("/style")}">
    <script src="{inner.url("/script")}"></script><p id=said></p><script>
    const said = document.getElementById("said");
    fetch("{inner.url("/fetch")}", {{mode: "no-cors"}}).then(() => said.append("fetched"), () => said.append("no "));
    fetch("/hop", {{mode: "no-cors"}}).then(() => said.append("hopped"), () => said.append("no "));
    new WebSocket("ws://127.0.0.1:{inner.port}/socket").onopen = () => said.append("ope", "ned");
    navigator.sendBeacon("{inner.url("/beacon")}");
    </script></body></html>"""
    with Site({"/": reply(attack.encode()), "/hop": redirect(inner.url("/hopped"))}) as site:
        page = browser.fetch(site.url("/"))

        assert not inner.asked
        assert b"secret" not in page.body
        assert b"opened" not in page.body


def test_a_name_that_resolves_differently_a_moment_later_changes_nothing(
    browser: BrowserPageFetcher, inner: Site
) -> None:
    body = b"<html><body><script>fetch('/again', {mode: 'no-cors'}).catch(() => 0)</script></body></html>"
    with Site({"/": reply(body), "*": reply()}, port=inner.port) as site:
        NAMES["rebinding.example"] = ["127.0.0.2", "127.0.0.2", *["127.0.0.1"] * 9]
        browser.fetch(site.url("/", host="rebinding.example"))

        assert "/" in site.paths()
        assert not inner.asked


@pytest.mark.parametrize(
    ("route", "error"),
    [
        (reply(status="404 Not Found"), HTTPStatusError),
        (reply(b"%PDF-1.7", kind="application/pdf"), WrongTypeError),
        (reply(b'{"a": 1}', kind="application/json"), WrongTypeError),
        (reply(b"x", kind="application/octet-stream", Content_Disposition="attachment"), FetchError),
        (lambda connection: connection.reset(), ConnectionFailedError),
        (lambda connection: threading.Event().wait(20), FetchTimeoutError),
    ],
)
def test_what_is_no_page_is_the_same_error_as_without_a_browser(browser: BrowserPageFetcher, route, error) -> None:
    with Site({"/": route}) as site, pytest.raises(error):
        browser.fetch(site.url("/"))


def test_a_circle_of_redirects_ends(browser: BrowserPageFetcher) -> None:
    with Site({"/a": redirect("/b"), "/b": redirect("/a")}) as site, pytest.raises(FetchError):
        browser.fetch(site.url("/a"))


def test_cookies_and_storage_do_not_pass_from_page_to_page(browser: BrowserPageFetcher) -> None:
    with Site({"*": reply(Set_Cookie="a=b")}) as site:
        browser.fetch(site.url("/1"))
        browser.fetch(site.url("/2"))

        assert all("cookie" not in asked.headers for asked in site.asked)


def test_many_pages_are_fetched_at_once(browser: BrowserPageFetcher) -> None:
    with Site({"*": reply()}) as site, Site({"*": reply()}, address="127.0.0.3") as other:
        urls = [place.url(f"/{number}") for place in (site, other) for number in range(3)] + ["nonsense"]
        results = dict(browser.fetch_many(urls))

        assert sorted(results) == sorted(urls)
        assert isinstance(results["nonsense"], BadURLError)
        assert sum(isinstance(result, Page) for result in results.values()) == 6


def test_a_document_that_grows_too_large_is_an_error(browser: BrowserPageFetcher) -> None:
    grow = b"<html><body><script>document.body.append('x'.repeat(2e6))</script></body></html>"
    with Site({"/": reply(grow)}) as site, pytest.raises(FetchError, match="larger"):
        browser.fetch(site.url("/"))


def test_a_name_without_an_address_is_a_dns_error(browser: BrowserPageFetcher, monkeypatch) -> None:
    def unknown(*_args, **_kwargs):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    with pytest.raises(DNSError):
        browser.fetch("http://nowhere.example/")


@pytest.mark.parametrize(
    "options", [{"cache": "pages.sqlite"}, {"headers": {"Authorization": "x"}}, {"executable": "/nowhere/chromium"}]
)
def test_what_a_browser_cannot_do_is_said_at_once(options: dict[str, object]) -> None:
    with pytest.raises(FetchError):
        BrowserPageFetcher(sandbox=False, **options)


def test_the_story_is_untouched_where_there_are_no_scripts(browser: BrowserPageFetcher) -> None:
    with Site({"/": reply()}) as site:
        assert b"After two years of work the bridge is open again." in browser.fetch(site.url("/")).body
        assert b"<h1>Harbour bridge reopens</h1>" in STORY
