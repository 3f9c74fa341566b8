"""The ordinary cases, played back from cassettes.

They were recorded against a server of ours; `pytest --record-mode=rewrite tests/test_recorded.py` starts it and records
them again. Played back, nothing is connected to.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest
from fetching import WAYS, Way
from hostile import Site, redirect, reply

from articlekit.errors import HTTPStatusError, RobotsError, WrongTypeError
from articlekit.model import Page

PORT = 8640
HERE = f"http://127.0.0.1:{PORT}"
STORY = """<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Brücke wieder offen</title></head>
<body><article><h1>Brücke wieder offen</h1><p>Nach zwei Jahren Arbeit fährt die Bahn wieder über den Fluss.</p>
<figure><img src="/bruecke.jpg" alt=""><figcaption>Die Brücke am Morgen. Foto: Ada Muster</figcaption></figure>
</article></body></html>"""
ROUTES = {
    "/robots.txt": reply(b"User-agent: *\nDisallow: /intern/\n", kind="text/plain"),
    "/story": reply(gzip.compress(STORY.encode()), Content_Encoding="gzip"),
    "/latin": reply(STORY.encode("latin-1"), kind="text/html; charset=ISO-8859-1"),
    "/old": redirect("/story", "301 Moved Permanently"),
    "/report.pdf": reply(b"%PDF-1.7 ...", kind="application/pdf"),
}


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> Way:
    return Way(request.param)


@pytest.fixture(scope="module")
def vcr_config() -> dict[str, object]:
    return {"decode_compressed_response": True}


@pytest.fixture(scope="module", autouse=True)
def _server(record_mode: str) -> Iterator[None]:
    if record_mode == "none":
        yield
        return
    with Site(ROUTES, address="127.0.0.1", port=PORT):
        yield


def fetched(way: Way, path: str) -> Page:
    return way.fetch(HERE + path, obey_robots=True, allow_private_addresses=True)


@pytest.mark.vcr
@pytest.mark.default_cassette("story.yaml")
def test_a_story_comes_with_what_the_server_said(way: Way) -> None:
    page = fetched(way, "/story")

    assert page.body.decode() == STORY
    assert (page.status, page.charset, page.url) == (200, "utf-8", f"{HERE}/story")


@pytest.mark.vcr
@pytest.mark.default_cassette("latin.yaml")
def test_the_body_stays_bytes_in_the_charset_of_the_label(way: Way) -> None:
    page = fetched(way, "/latin")

    assert page.charset == "ISO-8859-1"
    assert page.body.decode("latin-1") == STORY


@pytest.mark.vcr
@pytest.mark.default_cassette("old.yaml")
def test_a_story_that_has_moved_is_followed(way: Way) -> None:
    page = fetched(way, "/old")

    assert (page.requested_url, page.url) == (f"{HERE}/old", f"{HERE}/story")


@pytest.mark.vcr
@pytest.mark.default_cassette("gone.yaml")
def test_a_404_is_a_fetch_error_that_names_the_url(way: Way) -> None:
    with pytest.raises(HTTPStatusError, match=f"{HERE}/gone") as caught:
        fetched(way, "/gone")

    assert caught.value.status == 404


@pytest.mark.vcr
@pytest.mark.default_cassette("report.yaml")
def test_a_pdf_is_an_error_that_says_so(way: Way) -> None:
    with pytest.raises(WrongTypeError, match="application/pdf"):
        fetched(way, "/report.pdf")


@pytest.mark.vcr
@pytest.mark.default_cassette("intern.yaml")
def test_what_robots_txt_forbids_is_not_fetched(way: Way) -> None:
    with pytest.raises(RobotsError, match="Disallow: /intern/"):
        fetched(way, "/intern/plan")
