"""What a model says of itself is tried on pages that it has not seen, and written down in tables."""

import subprocess
import sys
from pathlib import Path

import pytest
from whole_pages import write_data

from articlekit.comparison.measures import Match
from articlekit.training import PageRow
from articlekit.training.calibration import Answer
from articlekit.training.report import write_report
from articlekit.training.trials import Trial, parts_by_set, parts_by_site


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_data(tmp_path_factory.mktemp("data"))


def _trial(number: int, *, f1: float, confidence: float, **more: object) -> Trial:
    return Trial(id=str(number), set="own", confidence=confidence, match=Match(precision=f1, recall=f1), **more)


def test_pages_of_one_site_are_in_one_part() -> None:
    rows = [PageRow(id=f"{n}", url=f"https://{host}.example/{n}") for n in range(4) for host in ("a.rain", "www.rain")]

    parts = parts_by_site([*rows, PageRow(id="nowhere")], 5)

    assert sorted(len(part) for part in parts.values()) in ([1, 8], [9])


def test_parts_are_sets_too() -> None:
    parts = parts_by_set([PageRow(id="1", set="b"), PageRow(id="2", set="a"), PageRow(id="3", set="b")])

    assert {name: [row.id for row in part] for name, part in parts.items()} == {"a": ["2"], "b": ["1", "3"]}


def test_the_report_tells_of_each_role_what_was_said_and_what_was_right() -> None:
    answers = tuple(Answer("paragraph", 0.8, n % 2 == 0) for n in range(200))

    lines = list(write_report([_trial(1, f1=1.0, confidence=1.0, html=answers)]))

    (row,) = [line.split() for line in lines if line.startswith("  paragraph")]
    assert row[:5] == ["paragraph", "200", "0.800", "0.500", "0.300"]
    assert "of 1 roles with 100 blocks or more: by blocks 0.300, mean 0.300, highest 0.300" in "\n".join(lines)


def test_the_report_tells_what_a_person_would_see_who_looks_at_doubtful_pages() -> None:
    good = [_trial(n, f1=1.0, confidence=0.99 - n / 1000) for n in range(8)]
    bad = [_trial(8, f1=0.4, confidence=0.65), _trial(9, f1=0.6, confidence=0.93)]

    lines = list(write_report([*good, *bad]))

    (row,) = [line.split() for line in lines if line.startswith("  0.50 - 0.70")]
    assert row[3:] == ["10.0%", "0.650", "0.400", "0.956", "50.0%"]
    assert any("rank correlation 0.7" in line for line in lines)


def test_a_report_of_nothing_is_written_too() -> None:
    assert any("0 pages" in line for line in write_report([]))


@pytest.mark.parametrize("options", [["--folds", "2"], ["--by", "set"]])
def test_the_command_tries_pages_by_models_that_have_not_seen_them(data: Path, options: list[str]) -> None:
    command = [sys.executable, "-W", "error", "-m", "articlekit.training", str(data), "--report", *options]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert "Spearman's rank correlation" in done.stdout
    assert [line.split()[0] for line in done.stdout.splitlines()[-2:]] == ["other", "own"]


def test_a_command_that_is_to_do_nothing_is_a_usage_error(data: Path) -> None:
    command = [sys.executable, "-m", "articlekit.training", str(data)]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "-o MODEL" in done.stderr
