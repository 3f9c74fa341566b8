from __future__ import annotations

import pytest

from articlekit.errors import RobotsError
from articlekit.robots import Robots, forbidding_rule, read_robots

STORY = "https://news.example/2024/story?page=2"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("User-agent: *\nDisallow: /2024", "Disallow: /2024"),
        ("User-agent: *\nDisallow: /\nDisallow: /2024/", "Disallow: /2024/"),
        ("User-agent: *\nDisallow: /*?page=", "Disallow: /*?page="),
        ("User-agent: other\nDisallow: /2024/story\n\nUser-agent: us\nDisallow: /2024", "Disallow: /2024"),
        ("User-agent: *\nDisallow: /2024/story\n\nUser-agent: us\nDisallow: /2024", "Disallow: /2024"),
        ("User-agent: a\nUser-agent: us\nDisallow: /2024 # archive", "Disallow: /2024"),
    ],
)
def test_the_rule_that_forbids_is_named(text: str, rule: str) -> None:
    with pytest.raises(RobotsError, match="says") as caught:
        read_robots(text, agent="us").check(STORY)

    assert caught.value.rule == rule


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html>not found</html>",
        "Disallow: /2024",
        "User-agent: *\nDisallow:",
        "User-agent: *\nDisallow: /2024\nAllow: /2024/story",
        "User-agent: *\nDisallow: /\n\nUser-agent: us\nAllow: /",
    ],
)
def test_what_is_not_forbidden_is_allowed(text: str) -> None:
    read_robots(text, agent="us").check(STORY)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("User-agent: *\nCrawl-delay: 2.5", 2.5),
        ("User-agent: *\nRequest-rate: 1/10s", 10.0),
        ("User-agent: *\nCrawl-delay: 86400", 120.0),
        ("User-agent: *\nCrawl-delay: soon", 0.0),
        ("User-agent: other\nCrawl-delay: 5", 0.0),
    ],
)
def test_the_delay_is_what_the_site_asks_for_within_reason(text: str, seconds: float) -> None:
    assert read_robots(text, agent="us").delay == seconds


def test_sitemaps_are_listed() -> None:
    robots = read_robots("Sitemap: https://news.example/a.xml\nSitemap: https://news.example/b.xml", agent="us")

    assert robots.sitemaps == ("https://news.example/a.xml", "https://news.example/b.xml")


def test_a_refusal_forbids_everything() -> None:
    with pytest.raises(RobotsError, match="status 503"):
        Robots(agent="us", refusal="status 503").check(STORY)


def test_no_rule_forbids_what_is_allowed() -> None:
    assert forbidding_rule("User-agent: *\nDisallow: /b", "https://news.example/a", "us") is None
