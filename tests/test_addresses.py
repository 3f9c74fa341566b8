"""Addresses are taken apart and made whole as the standard library does it, only sooner."""

from urllib.parse import urljoin

import pytest

from articlekit.addresses import join_address

_HREFS = [
    *("https://gazette.example", "http://gazette.example/", "https://gazette.example/a/../b", "https://a.example?b#c"),
    *(
        "https://a.example/?",
        "https://a.example/#",
        "https://a.example/a;",
        "https://a.example/a;b",
        "HTTPS://a.example",
    ),
    *(
        "https://a.example:80/",
        "https://a b.example/",
        "https://a.example/ä",
        "https:a",
        "https:///a",
        "http://A.example/",
    ),
    *(
        "https://a.example/a?b;",
        "https://a.example/a?b=c#d#e",
        "https://a.example/a b",
        "/a",
        "/a/../b",
        "//b.example/a",
    ),
    *(
        "/a#b",
        "/a.html?b#c",
        "/a#",
        "/a#b c",
        "/a#ä",
        "//b.example",
        "//b.example#",
        "//b.example/a#b",
        "//b c/",
        "///a",
    ),
    *("mailto:ana@gazette.example", "tel:+49 1", "a", "../a", "?a", "#a", "https://a.example/a\tb", "https://.", ""),
]


@pytest.mark.parametrize("base", ["https://gazette.example/2026/dam", "http://gazette.example", ""])
@pytest.mark.parametrize("href", _HREFS)
def test_an_address_is_made_whole_as_the_standard_library_does(base: str, href: str) -> None:
    assert join_address(base, href) == urljoin(base, href)
