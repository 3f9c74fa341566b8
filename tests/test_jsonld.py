"""What broken JSON-LD still says."""

import time

import pytest

from articlekit.jsonld import read_jsonld

_ARTICLE = '{"@type": "Article", "headline": "Rain"}'
_READ = {"@type": "Article", "headline": "Rain"}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(_ARTICLE, id="well-formed"),
        pytest.param(f"{_ARTICLE};", id="trailing semicolon"),
        pytest.param(f"<!-- {_ARTICLE} -->", id="HTML comment around it"),
        pytest.param(f"//<![CDATA[\n{_ARTICLE}\n//]]>", id="CDATA behind line comments"),
        pytest.param(f"/* <![CDATA[ */{_ARTICLE}/* ]]> */", id="CDATA in block comments"),
        pytest.param(f"// made by the system\n{_ARTICLE} /* end */", id="comments"),
        pytest.param('{"@type": "Article", "headline": "Rain",}', id="comma before the brace"),
        pytest.param('{"@type": "Article",, "headline": "Rain"}', id="two commas"),
        pytest.param(_ARTICLE.replace('"', "&quot;"), id="entities for quotation marks"),
        pytest.param(f"\ufeff{_ARTICLE}", id="byte order mark"),
    ],
)
def test_one_broken_article_is_read(text: str) -> None:
    values = read_jsonld(text)

    assert values == (_READ,)


def test_raw_newlines_and_tabs_in_strings_are_kept() -> None:
    values = read_jsonld('{"articleBody": "One\n\tTwo"}')

    assert values == ({"articleBody": "One\n\tTwo"},)


def test_objects_in_a_row_are_all_read() -> None:
    values = read_jsonld(f'{_ARTICLE}\n{_ARTICLE},\n[{{"a": 1}}]')

    assert values == (_READ, _READ, [{"a": 1}])


def test_escapes_that_json_does_not_know_are_kept_as_written() -> None:
    values = read_jsonld(r'{"headline": "Rock \& Roll\x", "path": "a\\b", "name": "Jos\u00e9"}')

    assert values == ({"headline": r"Rock \& Roll\x", "path": r"a\b", "name": "José"},)


def test_quotation_marks_inside_a_string_on_its_own_line_are_kept() -> None:
    values = read_jsonld('{\n"headline": "He said "no" twice",\n"name": "x"\n}')

    assert values == ({"headline": 'He said "no" twice', "name": "x"},)


def test_addresses_are_no_comments() -> None:
    values = read_jsonld('{"url": "https://example.org/a", /* note */ "b": 1,}')

    assert values == ({"url": "https://example.org/a", "b": 1},)


def test_values_before_the_unreadable_part_are_kept() -> None:
    values = read_jsonld(f'{_ARTICLE} {{"headline": "cut o')

    assert values == (_READ,)


@pytest.mark.parametrize("text", ["", " ", "no JSON", "{", "[[[", '"', "\0", '{"a": "\ud800"', "{]", "//", "/*"])
def test_what_holds_nothing_gives_nothing(text: str) -> None:
    values = read_jsonld(text)

    assert values == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[" * 10_000 + "]" * 10_000, id="10,000 levels"),
        pytest.param('{"a":' * 10_000 + "1" + "}" * 10_000 + ";", id="10,000 levels, broken"),
        pytest.param('{"a": "' + '\\"' * 400_000, id="an endless string"),
        pytest.param("{" + "/*" * 400_000, id="an endless comment"),
        pytest.param("{" + "," * 900_000 + "x}", id="commas"),
        pytest.param("{" + "\\" * 900_000 + "}", id="backslashes"),
        pytest.param('{"a": "' + "x" * 10_000_000 + '"};', id="10 MB, broken"),
        pytest.param("{" + '"k": "' * 160_000, id="keys without an end"),
    ],
)
def test_hostile_text_is_read_in_linear_time(text: str) -> None:
    start = time.process_time()
    read_jsonld(text)

    assert time.process_time() - start < 1
