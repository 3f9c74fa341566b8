"""What users can import is exactly this; a change here is a change of the interface."""

import inspect

import pytest

import articlekit

_NAMES = """
Article ArticleKitError AsyncFetcher Author Block BrowserFetcher Candidate Claim CrossLink Embed ExtractionError
FetchError Fetcher Image Link LiveEntry ModelError NotHTMLError Page Promo RenderError Role
discover extract extract_text fetch json_schema report scrape
""".split()


def test_the_public_names_are_these() -> None:
    assert sorted(articlekit.__all__) == sorted(_NAMES)


def test_dir_shows_the_public_names_and_no_other() -> None:
    assert dir(articlekit) == sorted(_NAMES)


@pytest.mark.parametrize("name", _NAMES)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(articlekit, name) is not None


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'parse'"):
        articlekit.parse  # noqa: B018


def test_every_public_name_has_a_docstring() -> None:
    assert [name for name in _NAMES if not inspect.getdoc(getattr(articlekit, name))] == []


def test_every_public_function_says_its_types() -> None:
    functions = [value for name in _NAMES if inspect.isfunction(value := getattr(articlekit, name))]
    untyped = [f.__name__ for f in functions if set(inspect.signature(f).parameters) - set(f.__annotations__)]

    assert untyped == []
    assert all("return" in function.__annotations__ for function in functions)
