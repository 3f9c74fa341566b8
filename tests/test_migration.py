"""README's table of other libraries' fields names fields that are there: theirs and ours."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from trafilatura.settings import Document

from articlekit import Article, Author, Image

_README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
_ZYTE = """
articleBody articleBodyHtml audios authors breadcrumbs canonicalUrl dateModified datePublished description headline
images inLanguage mainImage metadata metadata.probability url videos
""".split()
"""Fields of zyte-common-items' Article (0.31), which the tests do not install: it brings a pytest plugin of its own."""
_VALUES = "comment lead video kind name url email".split()
"""What is named of a field's parts or values."""


def _rows() -> list[list[str]]:
    table = _README.partition("| articlekit | trafilatura | newspaper4k | zyte-common-items |\n")[2]
    lines = table.partition("\n\n")[0].splitlines()[1:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def _names(column: int) -> list[str]:
    return [name for row in _rows() for name in re.findall(r"`([^`]+)`", row[column])]


def test_the_table_is_there_and_whole() -> None:
    assert len(_rows()) > 10
    assert {len(row) for row in _rows()} == {4}


def test_our_fields_are_there() -> None:
    own = {field.name for field in fields(Article)}
    parts = {field.name for kind in (Author, Image) for field in fields(kind)} | {"comment", "video"}
    names = {name.removesuffix("()") for name in _names(0)}

    assert {name for name in names if name not in own and not hasattr(Article, name)} <= parts & set(_VALUES)


def test_every_field_is_a_key_of_the_dictionary() -> None:
    keys = set(Article().to_dict())

    assert keys == {field.name for field in fields(Article)} | {"text"}


def test_trafilatura_s_fields_are_there() -> None:
    assert [name for name in _names(1) if name not in {*Document.__slots__, "; "}] == []


@pytest.mark.filterwarnings("ignore:nltk is not installed")
def test_newspaper4k_s_fields_are_there() -> None:
    newspaper = pytest.importorskip("newspaper", reason="newspaper4k is not installed (extra: compare)")
    article = newspaper.Article("https://gazette.example/rain", fetch_images=False)
    article.download(input_html="<html><title>Rain</title><body><p>It rained.</p></body></html>")
    article.parse()

    assert [name for name in _names(2) if not hasattr(article, name)] == []


def test_zyte_common_items_fields_are_there() -> None:
    assert [name for name in _names(3) if name not in _ZYTE] == []
