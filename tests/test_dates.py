"""Dates as pages write them."""

import time
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articlekit.dates import find_dates, parse_date, states_modification

_DAY = datetime(2024, 10, 16)
_MOMENT = datetime(2024, 10, 16, 17, 19)


def _in_zone(hours: float) -> datetime:
    return _MOMENT.replace(tzinfo=timezone(timedelta(hours=hours)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-10-16", _DAY),
        ("20241016", _DAY),
        ("2024-10-16T17:19", _MOMENT),
        ("2024-10-16 17:19:00", _MOMENT),
        ("2024-10-16T17:19:00Z", _in_zone(0)),
        ("2024-10-16T17:19:00.000+02:00", _in_zone(2)),
        ("2024-10-16T17:19:00-0530", _in_zone(-5.5)),
        ("1729099140", _in_zone(0)),
        ("1729099140000", _in_zone(0)),
        ("Wed, 16 Oct 2024 17:19:00 +0200", _in_zone(2)),
        ("Wed Oct 16 17:19:00 CEST 2024", _in_zone(2)),
        ("Wed Oct 16 2024 17:19:00 GMT+0200 (CEST)", _in_zone(2)),
        ("2024-10-16T24:00:00", datetime(2024, 10, 17)),
    ],
)
def test_what_machines_write_is_read(text: str, expected: datetime) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("16.10.2024, 17:19", None, _MOMENT),
        ("16.10.24", "de", _DAY),
        ("16. 10. 2024", "cs", _DAY),
        ("16. Oktober 2024 um 17:19 Uhr", "de", _MOMENT),
        ("Stand: 16.10.2024 | 17.19 Uhr", "de", _MOMENT),
        ("Oct. 16, 2024 5:19 p.m.", "en", _MOMENT),
        ("Updated Oct 16th, 2024 at 5:19 PM ET", "en-US", _in_zone(-4)),
        ("October 16, 20245:19 PM", "en", _MOMENT),
        ("17:19, 16 October 2024", "en", _MOMENT),
        ("Thursday 16 October 2024 17:19 BST", "en", _in_zone(1)),
        ("16 Oct 24", "en", _DAY),
        ("16 de octubre de 2024 a las 17:19", "es", _MOMENT),
        ("mar. 16 oct. 2024", "fr", _DAY),
        ("Publié le 16/10/2024 à 17h19", "fr", _MOMENT),
        ("16/10/2024 17.19", "it", _MOMENT),
        ("16 października 2024, 17:19", "pl", _MOMENT),
        ("2024. október 16., szerda 17:19", "hu", _MOMENT),
        ("2024 m. spalio 16 d.", "lt", _DAY),
        ("16. okt. 2024 kl. 17.19", "da", _MOMENT),
        ("16 октября 2024 в 17:19", "ru", _MOMENT),
        ("listopad 16 2024", "hr", _DAY),
        ("16 listopada 2024", "pl", datetime(2024, 11, 16)),
        ("2024年10月16日 17時19分", "ja", _MOMENT),
        ("2024. 10. 16. 오후 5:19", "ko", _MOMENT),
        ("16 tháng 10, 2024", "vi", _DAY),
        ("16 ตุลาคม 2567", "th", _DAY),
        ("١٦ أكتوبر ٢٠٢٤", "ar", _DAY),
        ("16 अक्टूबर 2024, 05:19 PM IST", "hi", _in_zone(5.5)),
    ],
)
def test_what_people_write_is_read(text: str, language: str | None, expected: datetime) -> None:
    assert parse_date(text, language=language) == expected


@pytest.mark.parametrize(
    ("language", "month"), [("en-US", 10), ("en", 10), ("en_GB", 11), ("de", 11), ("fr-FR", 11), (None, 11)]
)
def test_the_language_decides_the_order_of_day_and_month(language: str | None, month: int) -> None:
    found = parse_date("10/11/2024", language=language)

    assert found is not None
    assert found.month == month


def test_an_impossible_month_overrules_the_language() -> None:
    assert parse_date("16/10/2024", language="en-US") == _DAY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5 min read",
        "vor 3 Stunden",
        "3 hours ago",
        "October 2024",
        "16 October",
        "17:19",
        "99.99.2024",
        "32 October 2024",
        "0001-01-01T00:00:00Z",
        "5 reasons to visit 2024 in 10 days",
        "version 1.2.3",
        "+49 171 2024 10 16",
    ],
)
def test_what_names_no_full_date_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_all_dates_of_a_line_are_found_with_their_times() -> None:
    found = find_dates("Veröffentlicht: 16.10.2024, 17:19 Uhr. Aktualisiert: 17.10.2024, 08:00 Uhr")

    assert [date.value for date in found] == [_MOMENT, datetime(2024, 10, 17, 8, 0)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Aktualisiert am", True), ("Last updated:", True), ("Published", False), ("更新：", True), ("Berlin", False)],
)
def test_the_words_before_a_date_tell_changes_from_publication(text: str, expected: bool) -> None:
    assert states_modification(text) is expected


@settings(max_examples=150, deadline=None)
@given(
    text=st.text(alphabet="0123456789 .:/-TZ+年月日октmay,APM", max_size=40),
    language=st.sampled_from([None, "en", "xx"]),
)
def test_any_text_is_read_without_an_error(text: str, language: str | None) -> None:
    found = parse_date(text, language=language)

    assert found is None or 1600 <= found.year <= 2100


@pytest.mark.parametrize("text", ["1" * 1_000_000, "1.1." * 300_000, "oct 1 " * 200_000, " " * 1_000_000])
def test_long_texts_take_no_longer(text: str) -> None:
    start = time.process_time()
    parse_date(text)

    assert time.process_time() - start < 1
