"""A link tells by its address what it leads to."""

import pytest

from articlekit.cleaner import clean
from articlekit.features.destinations import Destinations


def _names(html: str) -> list[str]:
    return Destinations().features(clean(html).pieces[0])


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ("<a href=/autor/ana-ruiz>Ana Ruiz</a>", ["K=author"]),
        ("<p>By <a href=/authors/ana-ruiz.html>Ana Ruiz</a> in the far and rainy city", ["K~author"]),
        ("<a href=/themen/regen>Regen</a>", ["K=topic"]),
        ("<a href=/weather/topics>Topics</a>", ["K=topic$"]),
        ("<a href=/tag-rain>Rain</a>", ["K=topic-"]),
        ("<a href=https://abo.gazette.example/>Four weeks free</a>", ["K=promo-host"]),
        ("<a href=/newsletter-signup>The week in rain</a>", ["K=promo$"]),
        ("<a href=https://play.google.com/1>Get it</a>", ["K=host"]),
        ("<a rel=author href=/ana>Ana Ruiz</a>", ["K=rel-author"]),
        ("<a href=/autor/ana><p>Ana Ruiz", ["K=author"]),
        ("<a href=/2024/10/rain-in-the-city-today>Rain</a>", []),
        ("<a href='https://[broken'>Rain</a>", []),
        ("<a href='#top'>Rain</a>", []),
        ("<p>Rain", []),
    ],
)
def test_links_are_named_by_where_they_lead(html: str, names: list[str]) -> None:
    assert _names(html) == names
