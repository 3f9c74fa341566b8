"""What is found as a last resort."""

import re

from trafilatura.xpaths import AUTHOR_XPATHS

from articlekit.fallback import AUTHOR_MARKS, AUTHOR_SIGNS, seek_claims


def test_authors_and_date_in_the_markup_are_found() -> None:
    page = (
        "<html><head><title>Rain</title></head><body><h1>Rain stops play</h1><span class='author'>Jane Doe</span>"
        "<span class='date'>2024-10-16</span><p>" + "It rained all day in the city. " * 30 + "</p></body></html>"
    )

    claims = seek_claims(page)

    assert claims.values("published") == ("2024-10-16",)
    assert claims.values("authors") == ("Jane Doe",)


def test_what_is_no_name_is_left_out() -> None:
    claims = seek_claims("<html><body><span class='author'>5 Minutes ago</span><p>Rain</p></body></html>")

    assert claims.authors == ()


def test_nothing_is_found_in_nothing() -> None:
    assert seek_claims("").claims == ()


def test_all_that_trafilatura_knows_authors_by_is_a_mark_with_one_of_the_signs() -> None:
    expressions = [re.sub(r"\[(.)(.)\]", r"\2", expression.path) for expression in AUTHOR_XPATHS]
    compared = [pair for path in expressions for pair in re.findall(r"@([\w-]+)(?:=|, )'([^']+)'", path)]
    words = {word.lower() for _, text in compared for word in text.split("|")}

    assert compared
    assert {mark for mark, _ in compared} <= set(AUTHOR_MARKS)
    assert not [word for word in words if not any(sign in word for sign in AUTHOR_SIGNS)]
