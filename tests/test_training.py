"""Labelled pages become a model: the same pages the same model, to the byte."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from whole_pages import PAGES, write_data

import articlekit
from articlekit.cleaner.document import Piece
from articlekit.segmenter.model import decode_model
from articlekit.training import align

_LEFT_OUT = "cronaca-br"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_data(tmp_path_factory.mktemp("data"))


def _train(data: Path, output: Path, *options: str, seed: str = "0") -> bytes:
    """Train in a process of its own, so that the order of sets may differ."""
    command = [sys.executable, "-W", "error", "-m", "articlekit.training", str(data), "-o", str(output), *options]
    environment = os.environ | {"PYTHONHASHSEED": seed}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return output.read_bytes()


@pytest.fixture(scope="module")
def model(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("model") / "model"
    _train(data, path)
    return path


def test_the_same_pages_give_the_same_model_to_the_byte(data: Path, model: Path, tmp_path: Path) -> None:
    assert _train(data, tmp_path / "again", seed="1") == model.read_bytes()


def test_a_page_left_out_leaves_no_trace(data: Path, model: Path, tmp_path: Path) -> None:
    ids = tmp_path / "ids"
    ids.write_text(f"{_LEFT_OUT}\n", encoding="utf-8")
    fewer = tmp_path / "fewer"
    fewer.mkdir()
    for name in ("pages", "roles", "text"):
        (fewer / name).symlink_to(data / name)
    rows = (data / "pages.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (fewer / "pages.jsonl").write_text("".join(row for row in rows if _LEFT_OUT not in row), encoding="utf-8")

    without = _train(data, tmp_path / "without", "--without", str(ids))

    assert without == _train(fewer, tmp_path / "never")
    assert without != model.read_bytes()


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_model_knows_the_pages_that_it_was_trained_on(page, model: Path) -> None:
    article = page.extract(model=model)

    assert article.text == page.story


def test_a_model_labels_plain_text_too(model: Path) -> None:
    article = articlekit.extract_text("Rain\n\nIt rained all day in the city.", model=str(model))

    assert len(article.blocks) == 2


def test_a_model_is_a_file_of_this_format(model: Path) -> None:
    content = decode_model(model.read_bytes())

    assert content.html.weights
    assert content.text.weights


@pytest.mark.parametrize(
    ("pieces", "gold", "roles"),
    [
        (["Rain", "Wind"], [("headline", "Rain"), ("paragraph", "Wind")], ["headline", "paragraph"]),
        (["Ana ", "Ruiz/AP"], [("byline", "Ana Ruiz/AP")], ["byline", "byline"]),
        (["A wet street. Foto: AP"], [("caption", "A wet street."), ("credit", "Foto: AP")], ["caption"]),
        (["Rain"], [], ["boilerplate"]),
        ([], [("headline", "Rain")], []),
    ],
)
def test_a_piece_gets_the_role_of_the_line_that_covers_most_of_it(pieces, gold, roles) -> None:
    assert align([Piece(text, 0) for text in pieces], gold) == roles


def test_a_missing_folder_is_a_usage_error() -> None:
    command = [sys.executable, "-m", "articlekit.training", "nowhere", "-o", "model"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "nowhere" in done.stderr
