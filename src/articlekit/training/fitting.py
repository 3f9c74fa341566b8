"""Samples → a random field, with a net where it is asked for, and how far what they say can be trusted.

In: pages to learn from, as rows of names and their roles. Out: a Field. The field is trained by L-BFGS with L1 and L2
penalties (crfsuite), the net by the compiled core, and both are calibrated by what others say of sites that these were
not trained on.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, repeat
from pathlib import Path
from typing import Final
from zlib import crc32

import msgspec
import pycrfsuite

from articlekit.features import Row, names_of
from articlekit.model import Role
from articlekit.segmenter.chain import pack, write_table
from articlekit.segmenter.decision import IN_PAGES, IN_TEXTS, Choice
from articlekit.segmenter.model import Field, Labeller
from articlekit.training.calibration import Answer, fit_calibrations
from articlekit.training.net import Page, train_net

_PARTS: Final = 3
"""Parts of the sites that are each read by a field trained on the others, to calibrate."""
_FEWER_ROUNDS: Final = 50
"""Iterations of a field that is only trained to calibrate another; it is as sure of itself, in less time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a field is trained: its penalties, its iterations, and whether it has a net.

    The penalty on the sum of weights (`l1`) leaves most of them out, that on the sum of their squares is `l2`; `choice`
    is how the story will be chosen.
    """

    l1: float = 0.1
    l2: float = 0.5
    rounds: int = 120
    net: bool = False
    choice: Choice = IN_PAGES


PAGES: Final = Recipe(l1=0.4, l2=1.0, rounds=80, net=True)
TEXTS: Final = Recipe(l1=0.2, l2=1.0, rounds=60, choice=IN_TEXTS)
SMALL_PAGES: Final = Recipe()
SMALL_TEXTS: Final = Recipe(choice=IN_TEXTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One page to learn from: what is true of its pieces, their lengths and roles; and the roles far from the story.

    `times` is how often it is to be learned from.
    """

    site: str
    rows: Sequence[Row]
    sizes: list[int]
    roles: list[str]
    far: list[str]
    times: int = 1


def train_calibrated(samples: Sequence[Sample], recipe: Recipe) -> Field:
    """Fit a random field to samples, and to its answers on sites held out of it how far they can be trusted."""
    fewer = replace(recipe, rounds=_FEWER_ROUNDS)
    answers = [answer for part in range(_PARTS) for answer in _held_out(samples, part, fewer)]
    far = [role for sample in samples for role in sample.far]
    return msgspec.structs.replace(
        train_field(samples, recipe),
        calibrations=fit_calibrations(answers),
        far=far.count(Role.BOILERPLATE) / len(far) if far else Field().far,
    )


def _held_out(samples: Sequence[Sample], part: int, recipe: Recipe) -> Iterator[Answer]:
    """Read a part of the sites with a field that is trained on the others."""
    unseen = [sample for sample in samples if crc32(sample.site.encode()) % _PARTS == part]
    seen = [sample for sample in samples if crc32(sample.site.encode()) % _PARTS != part]
    if not seen or not unseen:
        return
    labeller = Labeller(train_field(seen, recipe), recipe.choice)
    for sample in unseen:
        for guess, role in zip(labeller.read(sample.rows, sample.sizes), sample.roles, strict=True):
            yield Answer(guess.role, guess.confidence, guess.role == role)


def train_field(samples: Iterable[Sample], recipe: Recipe) -> Field:
    """Fit a random field to samples, and a net where there is a core to train it."""
    pages = [*chain.from_iterable(repeat(_page(sample), sample.times) for sample in samples)]
    roles, weights, transitions = _train_chain(pages, recipe)
    trained = train_net(pages, roles) if recipe.net else None
    net, embeddings = trained or (None, {})
    names = sorted(weights.keys() | embeddings.keys())
    nothing = [0.0] * (net.width if net else 0)
    packed = [
        pack([*(weights[name].get(role, 0.0) for role in roles), *embeddings.get(name, nothing)]) for name in names
    ]
    field = Field(roles=tuple(roles), transitions=transitions, names=tuple(names), net=net)
    return msgspec.structs.replace(field, weights=write_table(packed, field.lanes))


def _page(sample: Sample) -> Page:
    return [*zip(map(names_of, sample.rows), sample.roles, strict=True)]


def _train_chain(
    pages: Iterable[Page], recipe: Recipe
) -> tuple[list[str], Mapping[str, Mapping[str, float]], tuple[tuple[float, ...], ...]]:
    """Let crfsuite find the roles, of each name what it weighs for some of them, and of each role what may follow."""
    trainer = pycrfsuite.Trainer(
        algorithm="lbfgs",
        params={
            "c1": recipe.l1,
            "c2": recipe.l2,
            "max_iterations": recipe.rounds,
            "feature.possible_transitions": True,
        },
        verbose=False,
    )
    for page in pages:
        trainer.append(pycrfsuite.ItemSequence([names for names, _ in page]), [role for _, role in page])
    tagger = pycrfsuite.Tagger()
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "field")
        trainer.train(path)
        with tagger.open(path):
            roles, learned = sorted(tagger.labels()), tagger.info()
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    for (name, role), weight in learned.state_features.items():
        weights[name][role] = weight
    steps = tuple(tuple(learned.transitions.get((one, other), 0.0) for other in roles) for one in roles)
    return roles, weights, steps
