"""People as pages write them."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articlekit.model import Author
from articlekit.people import is_person_name, parse_byline


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Jane Doe", ["Jane Doe"]),
        ("By Jane Doe and John Roe, Senior Editor", ["Jane Doe", "John Roe"]),
        ("By Jane Doe, John Roe and Ann Poe", ["Jane Doe", "John Roe", "Ann Poe"]),
        ("Written by: Jane Doe | Updated October 16, 2024", ["Jane Doe"]),
        ("byJane Doe", ["Jane Doe"]),
        ("This post was authored by Jane Doe, Managing Principal, Method Architects", ["Jane Doe"]),
        ("Reporting by Jane Doe in Beirut and John Roe in London; Editing by Ann Poe", ["Jane Doe", "John Roe"]),
        ("Jane Doe, MD, PhD", ["Jane Doe"]),
        ("Jane Doe, New York", ["Jane Doe"]),
        ("JANE DOE | Staff", ["Jane Doe"]),
        ("Jane DoeTwitter", ["Jane Doe"]),
        ("Jane McDoe", ["Jane McDoe"]),
        ("Doe, Jane", ["Jane Doe"]),
        ("Von Max Mustermann, Berlin", ["Max Mustermann"]),
        ("Ein Kommentar von Erika Mustermann", ["Erika Mustermann"]),
        ("Max MustermannRedakteur", ["Max Mustermann"]),
        ("Text: Anna Huber, Fotos: Max Bauer", ["Anna Huber"]),
        ("Ursula von der Leyen", ["Ursula von der Leyen"]),
        ("Par Jean Dupont et Marie Curie", ["Jean Dupont", "Marie Curie"]),
        ("Ana Gil, Martí Abad (Enviado especial)", ["Ana Gil", "Martí Abad"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("Trine Juncher Jensen og Ole Hansen", ["Trine Juncher Jensen", "Ole Hansen"]),
        ("De Bruyne", ["De Bruyne"]),
        ("Robert De Niro", ["Robert De Niro"]),
        ("Автор: Анна Иванова", ["Анна Иванова"]),
        ("作者：李明", ["李明"]),
        ("김혜진 기자", ["김혜진"]),
    ],
)
def test_a_byline_names_its_authors(text: str, names: list[str]) -> None:
    authors = parse_byline(text)

    assert [author.name for author in authors] == names
    assert {author.kind for author in authors} == {"person"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("dpa", "agency"),
        ("By Associated Press", "agency"),
        ("Redaktion", "desk"),
        ("EcoCult Staff", "desk"),
        ("By the Editorial Board", "desk"),
        ("example.org", "desk"),
        ("编辑部", "desk"),
    ],
)
def test_agencies_and_desks_are_no_persons(text: str, kind: str) -> None:
    authors = parse_byline(text)

    assert [author.kind for author in authors] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Minutes ago",
        "5 minutes ago",
        "Read more",
        "5 min read",
        "16.10.2024",
        "16 October 2024",
        "17:19",
        "jane@example.org",
        "https://example.org/jane",
        "Published in London",
        "By",
        "Updated by Jane Doe",
        "Fotos: Max Bauer",
        "Political Reporter",
        "|·—",
    ],
)
def test_what_is_no_author_is_none(text: str) -> None:
    assert parse_byline(text) == ()


def test_agencies_stand_beside_persons() -> None:
    authors = parse_byline("Von Erika Mustermann (dpa)")

    assert [(author.name, author.kind) for author in authors] == [("Erika Mustermann", "person"), ("dpa", "agency")]


def test_an_author_keeps_role_email_and_handle() -> None:
    authors = parse_byline("Jane Doe, Chief Correspondent, jane.doe@example.org @janedoe")

    assert authors == (
        Author(name="Jane Doe", role="Chief Correspondent", email="jane.doe@example.org", handle="janedoe"),
    )


def test_each_author_has_the_address_with_the_own_name() -> None:
    authors = parse_byline("Jane Doe and John Roe, john.roe@example.org")

    assert [author.email for author in authors] == [None, "john.roe@example.org"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Jane Doe", True), ("J. R. R. Tolkien", True), ("Jane", False), ("The New York Times", False), ("dpa", False)],
)
def test_a_full_name_is_told_from_what_is_none(text: str, expected: bool) -> None:
    assert is_person_name(text) is expected


@settings(max_examples=150, deadline=None)
@given(text=st.text(alphabet="ABcd éВ李,.:/|()[]©@-'’& \t", max_size=60))
def test_any_text_is_read_without_an_error(text: str) -> None:
    authors = parse_byline(text)

    assert all(author.name.strip() for author in authors)


@pytest.mark.parametrize("text", ["A " * 100_000, "by " * 100_000, "(" * 100_000, "Jane Doe, " * 50_000, "a" * 500_000])
def test_long_texts_take_no_longer(text: str) -> None:
    start = time.process_time()
    parse_byline(text)

    assert time.process_time() - start < 1
