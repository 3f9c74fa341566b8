from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articlekit.errors import ConsentWallError, FetchError, HTTPStatusError, SoftNotFoundError
from articlekit.model import Page
from articlekit.policy import Policy
from articlekit.robots import Robots
from articlekit.visits import Answer, Order, checked_url, consult, refresh_target, retry_after, visit

HTML = {"content-type": "text/html"}


def walk(steps, *answers: Answer | FetchError) -> tuple[list[Order], Page | Robots]:
    """Answer each order in turn; return the orders and the result."""
    orders = []
    given_answers = iter(answers)
    try:
        order = next(steps)
        while True:
            orders.append(order)
            answer = next(given_answers)
            order = steps.throw(answer) if isinstance(answer, FetchError) else steps.send(answer)
    except StopIteration as end:
        return orders, end.value


def moved(location: str, status: int = 302) -> Answer:
    return Answer(status=status, headers={"location": location})


def test_a_visit_orders_one_address_after_the_other() -> None:
    orders, page = walk(
        visit("http://news.test/a", Policy()),
        moved("https://news.test/a", 301),
        moved("//www.news.test/b"),
        Answer(status=200, headers=HTML, body=b"<p>Hi"),
    )

    assert [order.url for order in orders] == ["http://news.test/a", "https://news.test/a", "https://www.news.test/b"]
    assert [order.trusted for order in orders] == [True, True, False]
    assert [order.spaced for order in orders] == [True, False, True]
    assert page.redirects == ("https://news.test/a",)


@pytest.mark.parametrize(
    ("start", "target", "trusted"),
    [
        ("https://news.test/", "https://news.test:443/b", True),
        ("https://news.test/", "http://news.test/b", False),
        ("https://news.test/", "https://news.test:8443/b", False),
        ("http://news.test:8080/", "https://news.test/b", False),
        ("https://news.test/", "https://evil.test/b", False),
        ("https://news.test/", "https://news.test@evil.test/b", False),
        ("https://news.test/", "https://news.test.evil.test/b", False),
    ],
)
def test_credentials_may_go_to_the_same_origin_only(start: str, target: str, trusted: bool) -> None:
    steps = visit(start, Policy())
    next(steps)

    assert steps.send(moved(target)).trusted is trusted


def test_credentials_in_a_redirect_are_dropped() -> None:
    steps = visit("https://news.test/", Policy())
    next(steps)

    assert steps.send(moved("https://ada:secret@news.test/b")).url == "https://news.test/b"


@pytest.mark.parametrize(
    "path",
    ["/consent?continue=/story", "/cookie-consent/", "/zustimmung.html", "/de/einwilligung/"],
)
def test_a_detour_to_a_consent_page_is_a_wall(path: str) -> None:
    with pytest.raises(ConsentWallError, match="consent"):
        walk(visit("https://news.test/story", Policy()), moved(path), Answer(status=200, headers=HTML))


def test_a_consent_page_that_was_asked_for_is_a_page() -> None:
    _, page = walk(visit("https://consent.news.test/", Policy()), Answer(status=200, headers=HTML))

    assert page.status == 200


@pytest.mark.parametrize(
    ("asked", "shown", "gone"),
    [
        ("https://news.test/2026/story", "https://www.news.test/", True),
        ("https://news.test/?p=17", "https://news.test/", True),
        ("https://short.test/x7", "https://news.test/", False),
        ("http://news.test/", "https://news.test/", False),
        ("https://news.test/", "https://news.test/en", False),
    ],
)
def test_the_front_page_stands_for_what_is_gone(asked: str, shown: str, gone: bool) -> None:
    steps = visit(asked, Policy())
    next(steps)
    steps.send(moved(shown))

    with pytest.raises(SoftNotFoundError if gone else StopIteration):
        steps.send(Answer(status=200, headers=HTML))


@pytest.mark.parametrize(
    ("answers", "allowed"),
    [
        ([Answer(status=200, body=b"User-agent: *\nDisallow: /")], False),
        ([Answer(status=200, body=b"\xef\xbb\xbfUser-agent: *\nDisallow: /")], False),
        ([HTTPStatusError("404", status=404)], True),
        ([HTTPStatusError("429", status=429)], False),
        ([HTTPStatusError("500", status=500)], False),
        ([moved("/r.txt"), Answer(status=200, body=b"User-agent: *\nAllow: /")], True),
        ([moved(f"/{number}") for number in range(6)], False),
    ],
)
def test_what_a_robots_txt_allows(answers: list[Answer | FetchError], allowed: bool) -> None:
    orders, robots = walk(consult("https://news.test/story", Policy()), *answers)

    assert orders[0].url == "https://news.test/robots.txt"
    if allowed:
        robots.check("https://news.test/story")
        return
    with pytest.raises(FetchError):
        robots.check("https://news.test/story")


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("0", 0), (" 30 ", 30), ("99999999999", 999999999), ("", None), ("soon", None), (None, None), ("-5", None)],
)
def test_retry_after_is_read_as_seconds(value: str | None, seconds: float | None) -> None:
    assert retry_after(value) == seconds


def test_retry_after_may_be_a_date() -> None:
    later = datetime.now(UTC) + timedelta(minutes=5)

    assert 290 < retry_after(format_datetime(later)) < 301
    assert retry_after("Thu, 01 Jan 1970 00:00:00 GMT") == 0


@given(st.text())
def test_a_url_is_checked_or_refused_and_nothing_else(text: str) -> None:
    try:
        checked = checked_url(text)
    except FetchError:
        return
    assert checked.startswith(("http://", "https://"))


@given(st.binary(max_size=300).map(lambda junk: b'<meta http-equiv="refresh" ' + junk + b">"))
def test_a_refresh_is_read_or_left(head: bytes) -> None:
    target = refresh_target(head, "https://news.test/")

    assert target is None or isinstance(target, str)


@given(st.dictionaries(st.sampled_from(["location", "content-type"]), st.text()), st.binary(), st.integers(100, 999))
def test_whatever_is_answered_a_visit_ends_in_a_page_or_an_error(headers, body: bytes, status: int) -> None:
    answer = Answer(status=status, headers=headers, body=body)
    with contextlib.suppress(FetchError):
        walk(visit("https://news.test/story", Policy()), answer, Answer(status=200, headers=HTML))
