"""What lines offer is told to the lines around them."""

from articlekit.features.offers import offer_features, read_offer
from articlekit.lexicon import tokenize


def _rows(*lines: str) -> list[tuple[str, ...]]:
    return offer_features(lines, [read_offer(tokenize(line)) for line in lines])


def test_an_offer_is_known_by_its_words_in_several_languages() -> None:
    assert "newsletter" in read_offer(["kostenlosen", "newsletter"])[0]
    assert "donation" in read_offer(["mit", "einer", "spende"])[0]
    assert read_offer(["it", "rained"]) == ((), 0)


def test_an_offer_is_named_by_its_kind_its_line_s_length_and_its_words() -> None:
    assert {"Onewsletters", "Os1", "Onear0+"} <= set(_rows("Our newsletter")[0])


def test_the_lines_around_offers_count_them() -> None:
    rows = _rows("Our newsletter", "Our podcast", "Rain", "Snow", "Wind", "Hail")

    assert "Onear2" in rows[2]
    assert "O-1podcast" in rows[2]
    assert "Onear1+" in rows[0]
    assert rows[5] == ("Onear0",)
