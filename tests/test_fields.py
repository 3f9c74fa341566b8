"""The article's fields, weighed from claims and blocks."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from articlekit.claims import AuthorClaim, PageClaims, TimeClaim
from articlekit.fields import Fields, list_candidates
from articlekit.fields import resolve as resolve_lines
from articlekit.fields.language import choose_language
from articlekit.lines import Lines
from articlekit.model import Author, Block, Candidate, Claim, Link, Role

_URL = "https://www.gazette.example/sport/rain"
_DAY = datetime(2024, 10, 16)


def _claims(*said: tuple[str, str, str]) -> PageClaims:
    """Claims of (field, value, source); authors also as the structured claims that the reader makes of them."""
    return PageClaims(
        claims=tuple(Claim(field=field, value=value, source=source) for field, value, source in said),
        authors=tuple(
            AuthorClaim(name=value, source=source, kind="person" if source == "json-ld" else None)
            for field, value, source in said
            if field == "authors"
        ),
    )


def resolve(claims: PageClaims, blocks: Iterable[Block], **how: Any) -> Fields:
    return resolve_lines(claims, Lines.of(blocks), **how)


def _blocks(*lines: tuple[str, Role]) -> list[Block]:
    return [Block(text=text, role=role) for text, role in lines]


# --- headline ---


def test_the_printed_headline_goes_before_the_claimed_one() -> None:
    claims = _claims(("headline", "Ten rain tips you need", "json-ld"))

    fields = resolve(claims, _blocks(("Rain stops play", Role.HEADLINE)))

    assert fields.headline == "Rain stops play"


def test_of_two_printed_headlines_the_first_is_the_headline_and_the_second_the_alternative() -> None:
    blocks = _blocks(("Rain stops play", Role.HEADLINE), ("Wet again in London", Role.HEADLINE))

    fields = resolve(PageClaims(), blocks)

    assert (fields.headline, fields.alternative_headline) == ("Rain stops play", "Wet again in London")


_CRUMB = "html > body:nth-of-type(1) > ul:nth-of-type(1) > li:nth-of-type(3) > h1:nth-of-type(1)"
_TITLE = "html > body:nth-of-type(1) > article:nth-of-type(1) > h2:nth-of-type(1)"


@pytest.mark.parametrize(
    ("crumb", "title", "headline"),
    [
        ("London cricket: rain stops play", "Wet again", "Wet again"),
        ("Rain stops play", "Rain stops play", "Rain stops play"),
    ],
)
def test_a_main_heading_among_breadcrumbs_is_no_headline_where_another_is_printed(
    crumb: str, title: str, headline: str
) -> None:
    blocks = (
        Block(text=crumb, role=Role.HEADLINE, confidence=0.9, tag="h1", path=_CRUMB),
        Block(text=title, role=Role.HEADLINE, confidence=0.8, tag="h2", path=_TITLE),
    )

    fields = resolve(_claims(("headline", crumb, "html")), blocks)

    assert fields.headline == headline
    assert fields.alternative_headline is None


def test_a_claim_tells_the_headline_from_a_line_that_only_looks_like_one() -> None:
    blocks = _blocks(("The sports desk's blog", Role.HEADLINE), ("Rain stops play", Role.HEADLINE))

    fields = resolve(_claims(("headline", "Rain stops play", "opengraph")), blocks)

    assert fields.headline == "Rain stops play"


def test_of_two_confirmed_headlines_the_labels_choose_if_they_are_clearly_surer() -> None:
    hidden = Block(text="Rain: how play stopped", role=Role.HEADLINE, confidence=0.6)
    shown = Block(text="Rain stops play", role=Role.HEADLINE, confidence=0.99)
    claims = _claims(("headline", "Rain: how play stopped", "json-ld"), ("headline", "Rain stops play", "opengraph"))

    fields = resolve(claims, [hidden, shown])

    assert fields.headline == "Rain stops play"


def test_a_headline_broken_into_lines_is_joined_where_a_claim_has_it_whole() -> None:
    blocks = _blocks(("Rain stops play", Role.HEADLINE), ("in the last hour", Role.PROMO))

    fields = resolve(_claims(("headline", "Rain stops play in the last hour", "html")), blocks)

    assert fields.headline == "Rain stops play in the last hour"
    assert fields.alternative_headline is None


def test_a_kicker_is_not_joined_to_the_headline() -> None:
    blocks = _blocks(("Cricket", Role.KICKER), ("Rain stops play", Role.HEADLINE))

    fields = resolve(_claims(("headline", "Cricket: Rain stops play", "html")), blocks)

    assert fields.headline == "Rain stops play"


def test_a_main_heading_that_says_what_is_claimed_is_the_headline_whatever_its_label() -> None:
    heading = Block(text="Rain Stops Play", role=Role.BOILERPLATE, tag="h1")

    fields = resolve(_claims(("headline", "Rain stops play", "html")), [heading])

    assert fields.headline == "Rain Stops Play"


@pytest.mark.parametrize("title", ["Rain stops play | The Gazette", "The Gazette: Rain stops play", "Rain stops play"])
def test_a_claimed_headline_loses_the_name_of_the_site(title: str) -> None:
    title = title.replace(": ", " : ")

    fields = resolve(_claims(("headline", title, "html"), ("site_name", "The Gazette", "opengraph")), [], url=_URL)

    assert fields.headline == "Rain stops play"


# --- authors ---


def test_printed_and_claimed_authors_complete_each_other() -> None:
    claims = PageClaims(authors=(AuthorClaim(name="Jane Doe", kind="person", job_title="Editor", source="json-ld"),))
    byline = Block(text="By Jane Doe", role=Role.BYLINE, links=(Link(url="/jane", text="Jane Doe", offset=3),))

    fields = resolve(claims, [byline])

    assert fields.authors == (Author(name="Jane Doe", role="Editor", url="/jane"),)


def test_a_lone_claim_of_another_author_loses_to_the_byline() -> None:
    fields = resolve(_claims(("authors", "Web Publisher", "json-ld")), _blocks(("By Jane Doe", Role.BYLINE)))

    assert [author.name for author in fields.authors] == ["Jane Doe"]


def test_claims_that_agree_win_over_a_byline() -> None:
    claims = _claims(("authors", "Jane Doe", "json-ld"), ("authors", "Jane Doe", "opengraph"))

    fields = resolve(claims, _blocks(("By John Roe", Role.BYLINE)))

    assert [author.name for author in fields.authors] == ["Jane Doe"]


def test_the_fuller_form_of_a_name_is_one_person() -> None:
    fields = resolve(_claims(("authors", "Jane Mary Doe", "json-ld")), _blocks(("Jane DoeEditor", Role.BYLINE)))

    assert [author.name for author in fields.authors] == ["Jane Mary Doe"]


@pytest.mark.parametrize("name", ["Gazette", "The Gazette", "gazette"])
def test_the_site_as_author_is_a_desk_and_loses_to_a_person(name: str) -> None:
    claims = _claims(
        ("authors", name, "meta"), ("site_name", "The Gazette", "opengraph"), ("canonical_url", _URL, "link")
    )

    alone = resolve(claims, [])
    beside = resolve(claims, _blocks(("By Jane Doe", Role.BYLINE)))

    assert [author.kind for author in alone.authors] == ["desk"]
    assert [author.name for author in beside.authors] == ["Jane Doe"]


def test_a_person_whose_site_has_the_own_name_is_a_person() -> None:
    claims = _claims(("authors", "Jane Doe", "json-ld"), ("site_name", "Jane Doe", "opengraph"))

    fields = resolve(claims, [])

    assert fields.authors == (Author(name="Jane Doe", kind="person"),)


def test_a_label_alone_announces_the_name_in_the_next_line() -> None:
    fields = resolve(PageClaims(), _blocks(("Von:", Role.BYLINE), ("Jane Doe, John Roe", Role.BOILERPLATE)))

    assert [author.name for author in fields.authors] == ["Jane Doe", "John Roe"]


def test_a_name_beside_the_date_is_the_author_where_there_is_no_byline() -> None:
    fields = resolve(PageClaims(), _blocks(("Jane Doe | 16.10.2024", Role.TIMESTAMP)))

    assert [author.name for author in fields.authors] == ["Jane Doe"]


def test_a_single_word_without_by_is_no_author_unless_it_is_claimed() -> None:
    bare = resolve(PageClaims(), _blocks(("Madrid", Role.BYLINE)))
    announced = resolve(PageClaims(), _blocks(("by", Role.BYLINE), ("Taya", Role.BYLINE)))

    assert bare.authors == ()
    assert [author.name for author in announced.authors] == ["Taya"]


def test_a_long_list_beside_an_announced_author_is_no_list_of_authors() -> None:
    services = [(name, Role.BYLINE) for name in ("Art Room", "Bell Tower", "Cook House", "Dance Hall", "East Wing")]

    fields = resolve(PageClaims(), _blocks(("By Jane Doe", Role.BYLINE), *services))

    assert [author.name for author in fields.authors] == ["Jane Doe"]


def test_a_pen_name_is_believed_of_a_structured_claim_only() -> None:
    structured = resolve(_claims(("authors", "theobjectivedad", "json-ld")), [])
    loose = resolve(_claims(("authors", "theobjectivedad", "meta")), [])

    assert [author.name for author in structured.authors] == ["theobjectivedad"]
    assert loose.authors == ()


def test_an_address_claimed_as_author_is_no_name() -> None:
    claims = PageClaims(authors=(AuthorClaim(url="https://social.example/gazette", source="opengraph"),))

    assert resolve(claims, []).authors == ()


# --- moments ---


def test_the_most_exact_statement_of_the_day_is_taken() -> None:
    claims = _claims(("published", "2024-10-16", "json-ld"), ("published", "2024-10-16T17:19:00+02:00", "opengraph"))

    fields = resolve(claims, [])

    assert fields.published == datetime(2024, 10, 16, 17, 19, tzinfo=timezone(timedelta(hours=2)))


def test_a_lone_claim_loses_to_the_printed_date_and_the_address() -> None:
    claims = _claims(("published", "2020-01-01", "opengraph"))
    blocks = _blocks(("16 October 2024", Role.TIMESTAMP))

    fields = resolve(claims, blocks, url="https://gazette.example/2024/10/16/rain")

    assert fields.published == _DAY


def test_a_claim_wins_over_one_printed_date() -> None:
    fields = resolve(_claims(("published", "2024-10-16", "json-ld")), _blocks(("3 May 2019", Role.TIMESTAMP)))

    assert fields.published == _DAY


def test_published_and_changed_are_told_by_the_words_before_them() -> None:
    blocks = _blocks(
        ("Published", Role.TIMESTAMP), ("16 October 2024", Role.TIMESTAMP), ("Updated: 17 October 2024", Role.TIMESTAMP)
    )

    fields = resolve(PageClaims(), blocks)

    assert (fields.published, fields.modified) == (_DAY, datetime(2024, 10, 17))


def test_a_page_that_only_says_when_it_was_changed_has_no_date_of_publication() -> None:
    fields = resolve(PageClaims(), _blocks(("Last updated 17 October 2024", Role.TIMESTAMP)))

    assert (fields.published, fields.modified) == (None, datetime(2024, 10, 17))


@pytest.mark.parametrize("path", ["/2024/10/16/rain", "/news/2024-10-16-rain", "/20241016/rain"])
def test_the_address_dates_a_page_that_says_nothing(path: str) -> None:
    assert resolve(PageClaims(), [], url=f"https://gazette.example{path}").published == _DAY


def test_the_order_of_day_and_month_follows_the_declared_language() -> None:
    blocks = _blocks(("10/11/2024", Role.TIMESTAMP))

    american = resolve(_claims(("language", "en-US", "html")), blocks)
    british = resolve(_claims(("language", "en-GB", "html")), blocks)

    assert (american.published, british.published) == (datetime(2024, 10, 11), datetime(2024, 11, 10))


def test_one_time_element_dates_a_page_that_says_nothing_else() -> None:
    claims = PageClaims(times=(TimeClaim(text="16 Oct", value="2024-10-16T00:00:00Z"),))

    assert resolve(claims, []).published == datetime(2024, 10, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("16.10.2024", Role.CROSSLINK),
        ("Wednesday, 16 October 2024", Role.BOILERPLATE),
        ("By Jane Doe, 16 October 2024", Role.BYLINE),
    ],
)
def test_a_date_in_a_line_of_its_own_or_a_byline_dates_a_page_that_says_nothing_else(line: str, role: Role) -> None:
    assert resolve(PageClaims(), _blocks((line, role), ("It rained.", Role.PARAGRAPH))).published == _DAY


@pytest.mark.parametrize(
    "line", ["Updated 16 October 2024", "Rain stopped play on 16 October 2024 in London, as it had done"]
)
def test_other_dates_do_not_date_a_page(line: str) -> None:
    assert resolve(PageClaims(), _blocks((line, Role.CROSSLINK))).published is None


# --- language ---


@pytest.mark.parametrize(
    ("declared", "text", "expected"),
    [
        ("de-CH", "Der Regen ist in die Stadt gekommen, und die Stadt ist nicht auf ihn vorbereitet.", "de"),
        ("en", "Der Regen ist in die Stadt gekommen, und die Stadt ist nicht auf ihn vorbereitet.", "de"),
        (None, "The rain came to the city, and the city was not prepared for it in any way.", "en"),
        ("ja", "雨が降ったので試合は中止になりました。明日もう一度行われます。", "ja"),
        ("en_US", "", "en"),
        ("en", "Rain", "en"),
        (None, "", None),
        ("{{lang}}", "", None),
    ],
)
def test_the_declared_language_is_checked_against_the_text(
    declared: str | None, text: str, expected: str | None
) -> None:
    claims = _claims(("language", declared, "html")) if declared else PageClaims()

    assert choose_language(claims, text) == expected


# --- the rest ---


def test_printed_sections_come_first_and_claimed_ones_are_added() -> None:
    claims = _claims(("sections", "sport", "json-ld"), ("sections", "London", "opengraph"))

    fields = resolve(claims, _blocks(("Sport", Role.SECTION)))

    assert fields.sections == ("Sport", "London")


def test_breadcrumbs_between_front_page_and_headline_are_sections_where_nothing_else_is() -> None:
    crumbs = [("breadcrumbs", name, "json-ld") for name in ("Home", "Sport", "Rain stops play again")]

    fields = resolve(_claims(("headline", "Rain stops play again", "html"), *crumbs), [])

    assert fields.sections == ("Sport",)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Tags: Rain, Cricket", ("Rain", "Cricket")),
        ("Schlagworte", ()),
        ("Filed under", ()),
        ("#Rain #Cricket", ("Rain", "Cricket")),
        ("Rain ›", ("Rain",)),
        ("C# in practice", ("C# in practice",)),
    ],
)
def test_a_line_of_tags_is_cut_and_loses_its_label(line: str, expected: tuple[str, ...]) -> None:
    assert resolve(PageClaims(), _blocks((line, Role.TAG))).tags == expected


def test_keywords_that_are_notes_of_the_system_are_no_tags() -> None:
    notes = [("tags", text, "json-ld") for text in ("displayType: list", "contentId: 12", "locale: US", "Rain")]

    assert resolve(_claims(*notes), []).tags == ("Rain",)


def test_the_front_page_and_the_headline_are_no_sections() -> None:
    claims = _claims(("headline", "Rain stops play", "html"))

    assert resolve(claims, _blocks(("Startseite › Sport › Rain stops play", Role.SECTION))).sections == ("Sport",)


def test_printed_tags_go_before_keywords() -> None:
    fields = resolve(_claims(("tags", "best rain tips", "meta")), _blocks(("#Rain", Role.TAG), ("Cricket", Role.TAG)))

    assert fields.tags == ("Rain", "Cricket")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("/sport/rain?id=1", "https://www.gazette.example/sport/rain?id=1"),
        ("https://www.gazette.example/", None),
        ("javascript:void(0)", None),
        ("http://[", None),
    ],
)
def test_the_canonical_address_is_absolute_and_the_articles(said: str, expected: str | None) -> None:
    assert resolve(_claims(("canonical_url", said, "link")), [], url=_URL).canonical_url == expected


@pytest.mark.parametrize(
    ("stated", "line", "expected"),
    [
        ("true", None, True),
        ("false", "Subscribe to read on", False),
        (None, "Subscribe to read the full story", True),
        (None, "Jetzt Artikel freischalten", True),
        (None, "Sign up for our newsletter", None),
    ],
)
def test_the_paywall_is_stated_or_seen_or_unknown(stated: str | None, line: str | None, expected: bool | None) -> None:
    claims = _claims(("paywalled", stated, "json-ld")) if stated else PageClaims()
    blocks = _blocks((line, Role.PROMO)) if line else []

    assert resolve(claims, blocks).paywalled is expected


def test_more_claims_are_sought_only_where_authors_and_date_are_unknown() -> None:
    asked: list[bool] = []

    def seek() -> PageClaims:
        asked.append(True)
        return _claims(("published", "2024-10-16", "trafilatura"), ("authors", "Jane Doe", "trafilatura"))

    known = resolve(_claims(("published", "2020-01-01", "meta")), [], seek=seek)
    unknown = resolve(PageClaims(), [], seek=seek)

    assert (known.published, known.authors) == (datetime(2020, 1, 1), ())
    assert (unknown.published, [author.name for author in unknown.authors]) == (_DAY, ["Jane Doe"])
    assert asked == [True]


def test_nothing_is_known_of_an_empty_page() -> None:
    assert resolve(PageClaims(), []) == type(resolve(PageClaims(), []))()


def test_candidates_name_their_source_and_whether_they_agree() -> None:
    claims = _claims(("published", "2024-10-16T17:19:00Z", "json-ld"), ("published", "2020-01-01", "meta"))
    blocks = _blocks(("16 October 2024", Role.TIMESTAMP))

    candidates = list_candidates("published", _DAY, claims.claims, blocks)

    assert candidates == (
        Candidate(value="2024-10-16T17:19:00Z", source="json-ld", agrees=True),
        Candidate(value="2020-01-01", source="meta", agrees=False),
        Candidate(value="16 October 2024", source="page", agrees=True),
    )


@pytest.mark.parametrize(
    ("field", "chosen", "value", "agrees"),
    [
        ("authors", (Author(name="Jane Doe"),), "By Jane Doe", True),
        ("authors", (Author(name="Jane Doe"),), "John Roe", False),
        ("tags", ("Rain", "Cricket"), "rain", True),
        ("paywalled", True, "true", True),
        ("headline", None, "Rain", False),
    ],
)
def test_candidates_agree_by_what_they_mean(field: str, chosen: object, value: str, agrees: bool) -> None:
    candidates = list_candidates(field, chosen, _claims((field, value, "meta")).claims, [])

    assert [candidate.agrees for candidate in candidates] == [agrees]
