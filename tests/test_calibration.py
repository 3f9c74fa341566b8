"""Probabilities are mapped to how often they are right, and how far they are from it is measured."""

from random import Random

import pytest

from articlekit.segmenter.model import Calibration
from articlekit.training.calibration import (
    Answer,
    calibration_error,
    error_by_chance,
    fit_calibration,
    fit_calibrations,
    rank_correlation,
)


def _answers(role: str, count: int, *, overconfident: float = 0.0) -> list[Answer]:
    """Answers whose probabilities say too much by so much."""
    draw = Random(role)
    shares = [draw.uniform(0.3, 0.99 - overconfident) for _ in range(count)]
    return [Answer(role, share + overconfident, draw.random() < share) for share in shares]


def test_overconfident_answers_are_put_right() -> None:
    answers = _answers("promo", 5000, overconfident=0.2)
    calibration = fit_calibration(answers)

    mended = [Answer(each.role, calibration(each.probability), each.right) for each in answers]

    assert calibration_error(answers) == pytest.approx(0.2, abs=0.02)
    assert calibration_error(mended) < 0.03


def test_answers_that_hold_are_left_nearly_as_they_are() -> None:
    calibration = fit_calibration(_answers("tag", 5000))

    assert calibration(0.5) == pytest.approx(0.5, abs=0.03)
    assert calibration(0.9) == pytest.approx(0.9, abs=0.03)


def test_each_role_has_its_own_map() -> None:
    fitted = fit_calibrations([*_answers("promo", 2000, overconfident=0.3), *_answers("tag", 2000)])

    assert list(fitted) == ["promo", "tag"]
    assert fitted["promo"](0.9) < fitted["tag"](0.9) - 0.1


@pytest.mark.parametrize("right", [True, False])
def test_few_answers_change_little(right: bool) -> None:
    calibration = fit_calibration([Answer("bio", 0.9, right)] * 3)

    assert calibration(0.9) == pytest.approx(0.9, abs=0.1)


@pytest.mark.parametrize("right", [True, False])
@pytest.mark.parametrize("probability", [0.0, 0.01, 0.5, 0.99, 1.0])
def test_answers_that_are_all_alike_are_fitted_too(probability: float, right: bool) -> None:
    calibration = fit_calibration([Answer("bio", probability, right)] * 10_000)

    assert 0 <= calibration(probability) <= 1
    assert (calibration(probability) > 0.9) is right


def test_surer_answers_that_are_worse_do_not_turn_the_map_around() -> None:
    calibration = fit_calibration([Answer("tag", 0.9, False)] * 900 + [Answer("tag", 0.4, True)] * 900)

    assert calibration.slope >= 0


def test_no_answers_leave_probabilities_as_they_are() -> None:
    assert fit_calibrations([]) == {}
    assert fit_calibration([]) == Calibration()


def test_the_error_is_nothing_where_probabilities_hold_exactly() -> None:
    assert calibration_error([Answer("tag", 0.75, right) for right in (True, True, True, False)]) == 0.0
    assert calibration_error([Answer("tag", 1.0, True)]) == 0.0
    assert calibration_error([]) == 0.0


def test_few_answers_err_by_chance_more_than_many() -> None:
    assert error_by_chance(_answers("tag", 50)) > 2 * error_by_chance(_answers("tag", 5000))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ([1, 2, 3], [10, 20, 30], 1.0),
        ([1, 2, 3], [3, 2, 1], -1.0),
        ([1, 1, 2, 2], [5, 5, 9, 9], 1.0),
        ([1, 1, 1], [1, 2, 3], 0.0),
        ([1], [1], 0.0),
        ([], [], 0.0),
    ],
)
def test_ranks_correlate(one: list[float], other: list[float], expected: float) -> None:
    assert rank_correlation(one, other) == pytest.approx(expected)
