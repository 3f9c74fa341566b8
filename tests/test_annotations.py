"""Our own labels hold for the pages that they were made of, wherever these are cut, and hold no text."""

from importlib.resources import files
from pathlib import Path

import msgspec
import pytest
from whole_pages import PAGES, write_data

from articlekit.cleaner import Document, Piece, clean
from articlekit.model import Role
from articlekit.training import align, annotations, read_gold, read_labels, read_rows, train

_PAGE = "<h1>Rain</h1><p>It rained all day.</p><p>By Jane Doe</p>"
_ROLES = [Role.HEADLINE, Role.PARAGRAPH, Role.BYLINE]


def _annotated(document: Document) -> annotations.Annotation:
    return annotations.annotate("rain", document.pieces, _ROLES)


def test_labels_are_runs_of_letters() -> None:
    assert _annotated(clean(_PAGE)).runs == ((Role.HEADLINE, 4), (Role.PARAGRAPH, 15), (Role.BYLINE, 9))


def test_neighbours_of_one_role_are_one_run() -> None:
    pieces = [Piece("It rained", 0), Piece("all day.", 1)]

    assert annotations.annotate("rain", pieces, [Role.PARAGRAPH] * 2).runs == ((Role.PARAGRAPH, 15),)


def test_labels_fit_the_page_cut_elsewhere_and_no_other() -> None:
    own = _annotated(clean(_PAGE))
    elsewhere = [Piece("Rain It", 0), Piece("rained all day. By Jane", 1), Piece("Doe", 2)]

    assert own.fits(clean(_PAGE).pieces)
    assert own.fits(elsewhere)
    assert not own.fits(clean(_PAGE.replace("day", "night")).pieces)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_data(tmp_path)


def _without_roles(data: Path, page: str, patch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Take the data's labels of a page away and make them our own; returns them."""
    path = data / "roles" / f"{page}.json"
    gold = list(read_gold(path))
    pieces = clean(next(each for each in PAGES if each.slug == page).content).pieces
    own = annotations.annotate(page, pieces, map(Role, align(pieces, gold)))
    path.unlink()
    patch.setattr("articlekit.training.own_labels", lambda: {page: own})
    return gold


def test_a_page_without_roles_has_our_own(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = read_rows(data)[0]
    gold = _without_roles(data, row.id, monkeypatch)
    pieces = clean(next(each for each in PAGES if each.slug == row.id).content).pieces

    labels = read_labels(data, row)

    assert labels is not None
    assert not labels.whole
    assert align(pieces, labels.lines) == align(pieces, gold)


def test_a_page_that_is_another_by_now_has_none(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = read_rows(data)[0]
    _without_roles(data, row.id, monkeypatch)
    own = annotations.Annotation(row.id, "0" * 16, ((Role.PARAGRAPH, 1),))
    monkeypatch.setattr("articlekit.training.own_labels", lambda: {row.id: own})

    assert read_labels(data, row) is None


def test_our_labels_train_as_the_data_s_do(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = read_rows(data)[0]
    said: list[str] = []
    train(data, say=said.append)
    _without_roles(data, row.id, monkeypatch)
    ours: list[str] = []
    train(data, say=ours.append)

    assert [line for line in ours if "labelled pages" in line] == [line for line in said if "labelled pages" in line]


def test_the_labels_that_come_with_articlekit_hold_roles_and_numbers_alone() -> None:
    lines = files("articlekit").joinpath("data", "annotations.jsonl").read_bytes().splitlines()
    found = [msgspec.json.decode(line, type=annotations.Annotation) for line in lines]

    assert len({own.id for own in found}) == len(found) > 600
    assert all(len(bytes.fromhex(own.digest)) == 8 for own in found)
    assert all(size > 0 for own in found for _, size in own.runs)
