"""The net that takes a second look: what it computes, when it is asked, and that training it finds what sums cannot."""

from math import exp, log

import pytest

from articlekit.compiled import core
from articlekit.segmenter.chain import Shares
from articlekit.segmenter.net import Net, look_again
from articlekit.training import net as training
from articlekit.training.net import TrainedNet, train_net

_ROLES = ["caption", "paragraph"]
_SMALL = Net(hidden=((2.0, -1.0, 0.5),), output=((1.0, 0.0, 0.0, 0.0), (0.0, 1.0, 0.0, 0.25)))
"""Of two inputs x and y: h = 2x - y + 0.5, the scores are h and x + 0.25."""


def _known_by_two(first: str, second: str) -> str:
    """A caption where one of two names is true, a paragraph where both or none are: no sum of weights tells."""
    return _ROLES[(first == "wet") == (second == "cold")]


def _pages(count: int) -> list[list[tuple[list[str], str]]]:
    pieces = [([a, b], _known_by_two(a, b)) for a in ("wet", "dry") for b in ("cold", "warm")]
    return [pieces * 8 for _ in range(count)]


@pytest.fixture(scope="module")
def trained() -> TrainedNet:
    if core() is None:
        pytest.skip("articlekit was installed without a C++ compiler, and trains no nets")
    found = train_net(_pages(16), _ROLES)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("sums", "scores"),
    [([1.0, 0.5], (2.0, 1.25)), ([-3.0, 1.0], (0.0, 0.25)), ([0.0, 0.0], (0.5, 0.25)), ([2.0, -9.0], (4.5, 2.25))],
)
def test_a_net_says_what_its_layers_say(sums: list[float], scores: tuple[float, float]) -> None:
    total = sum(map(exp, scores))

    assert _SMALL.probabilities(sums) == pytest.approx([exp(score) / total for score in scores])


@pytest.mark.parametrize("sums", [[1.0, 0.5], [-3.0, 1.0], [2.0, 7.0]])
def test_the_pull_is_the_slope_of_the_difference(sums: list[float]) -> None:
    def difference(moved: list[float]) -> float:
        caption, paragraph = _SMALL.probabilities(moved)
        return log(caption / paragraph)

    for i, pull in enumerate(_SMALL.pull(sums, 0, 1)):
        moved = [value + (0.01 if i == at else 0.0) for at, value in enumerate(sums)]
        assert (difference(moved) - difference(sums)) / 0.01 == pytest.approx(pull, abs=1e-6)


def test_what_the_chain_is_sure_of_is_left_alone() -> None:
    sure: list[Shares] = [{0: 1.0}, {0: 0.04, 1: 0.96}]

    assert look_again(_SMALL, sure, [[0.0, 0.0, 5.0, 5.0]] * 2) == sure


def test_what_the_chain_doubts_is_the_geometric_mean_of_both() -> None:
    scores = [9.0, 9.0, 1.0, 0.5]
    caption, paragraph = _SMALL.probabilities(scores[-2:])

    (mixed,) = look_again(_SMALL, [{0: 0.2, 1: 0.8}], [scores])

    assert mixed[0] / mixed[1] == pytest.approx((0.2 * caption / (0.8 * paragraph)) ** 0.5, rel=1e-2)
    assert sum(mixed.values()) == pytest.approx(1.0)


def test_a_state_that_the_chain_left_out_can_still_win() -> None:
    (mixed,) = look_again(
        Net(hidden=((0.0, 0.0),), output=((0.0, 0.0, 9.0),) * 1 + ((0.0, 0.0, -9.0),) * 2), [{1: 0.5, 2: 0.5}], [[0.0]]
    )

    assert mixed[0] > 0.1


@pytest.mark.parametrize("first", ["wet", "dry"])
@pytest.mark.parametrize("second", ["cold", "warm"])
def test_training_finds_what_two_names_say_together(trained: TrainedNet, first: str, second: str) -> None:
    sums = [a + b for a, b in zip(trained.embeddings[first], trained.embeddings[second], strict=True)]

    said = dict(zip(_ROLES, trained.net.probabilities(sums), strict=True))

    assert said[_known_by_two(first, second)] > 0.8


def test_training_again_gives_the_same_net(trained: TrainedNet) -> None:
    assert train_net(_pages(16), _ROLES) == trained


def test_rare_names_are_not_embedded(trained: TrainedNet) -> None:
    pages = [*_pages(1), [(["once", "wet"], "caption")]]

    found = train_net(pages, _ROLES)

    assert found is not None
    assert found.embeddings.keys() == {"wet", "dry", "cold", "warm"}
    assert len({*map(len, found.embeddings.values())}) == 1


def test_nothing_to_learn_from_makes_a_net_all_the_same(trained: TrainedNet) -> None:
    found = train_net([], _ROLES)

    assert found is not None
    assert sum(found.net.probabilities([0.0] * found.net.width)) == pytest.approx(1.0)


def test_numbers_of_what_is_not_there_are_refused(trained: TrainedNet) -> None:
    compiled = core()
    assert compiled is not None
    one = (1).to_bytes(4, "little")
    for data in [(one, one, b"", b""), (one, one, one, one), (b"", one, bytes(4), one), (bytes(4), one, bytes(4), b"")]:
        with pytest.raises(ValueError, match="do not go together"):
            compiled.train_net(*data, (1, 1))


def test_without_a_core_there_is_no_net(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "core", lambda: None)

    assert train_net(_pages(1), _ROLES) is None
