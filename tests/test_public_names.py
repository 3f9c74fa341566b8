"""What users can import is exactly this; a change here is a change of the interface."""

import inspect

import articlekit

_NAMES = """
Article ArticleKitError Author Block Candidate Claim CrossLink Embed ExtractionError FetchError Image Link LiveEntry
ModelError NotHTMLError Page Promo RenderError Role
extract extract_text json_schema
""".split()


def test_the_public_names_are_these() -> None:
    assert sorted(articlekit.__all__) == sorted(_NAMES)


def test_no_other_name_is_in_the_open() -> None:
    names = [
        name for name, value in vars(articlekit).items() if not name.startswith("_") and not inspect.ismodule(value)
    ]

    assert sorted(names) == sorted(_NAMES)


def test_every_public_name_has_a_docstring() -> None:
    assert [name for name in _NAMES if not inspect.getdoc(getattr(articlekit, name))] == []


def test_every_public_function_says_its_types() -> None:
    functions = [value for name in _NAMES if inspect.isfunction(value := getattr(articlekit, name))]
    untyped = [f.__name__ for f in functions if set(inspect.signature(f).parameters) - set(f.__annotations__)]

    assert untyped == []
    assert all("return" in function.__annotations__ for function in functions)
