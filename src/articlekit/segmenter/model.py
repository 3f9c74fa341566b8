"""The trained labeller as one file: random fields for HTML and for plain text, and their vocabulary.

In: a path, or the bytes that training wrote. Out: a `Model` that scores pieces. Nothing in it changes once it is
loaded, so threads share it freely.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from math import exp, log
from operator import mul
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from articlekit.errors import ModelError
from articlekit.features import Row, Vocabulary
from articlekit.model import Role
from articlekit.segmenter.chain import Chain, add_up, check_table, read_table, unpack
from articlekit.segmenter.decision import IN_PAGES, IN_TEXTS, Choice, choose_roles, story_odds
from articlekit.segmenter.net import Net, look_again
from articlekit.segmenter.settling import Odds

FORMAT: Final = 4
"""Raised whenever files of before cannot be used any more."""
SHIPPED: Final = "model.msgpack"
_LEAST: Final = 1e-4
"""What a probability is from 0 and from 1, at least; states that cannot win are left out, so that it may be 1."""


class Calibration(msgspec.Struct, frozen=True):
    """A monotone map from what the field says to how often it is right: a line through the log odds (Platt 1999)."""

    offset: float = 0.0
    slope: float = 1.0

    def __call__(self, probability: float) -> float:
        """The share of right answers among those of this probability.

        >>> Calibration(offset=-1.0)(0.9)
        0.7680...

        """
        return 1 / (1 + exp(-self.offset - self.slope * log_odds(probability)))


def log_odds(probability: float) -> float:
    """The logarithm of the odds of a probability, which is kept off 0 and 1.

    >>> log_odds(0.5)
    0.0

    """
    held = min(max(probability, _LEAST), 1 - _LEAST)
    return log(held / (1 - held))


class Field(msgspec.Struct, frozen=True):
    """One random field: its states, what may follow what, the names and their table of weights (`chain.write_table`).

    `calibrations` tell how far its probabilities can be trusted, by role. `far` is how much of what stands far from the
    story is boilerplate. `net` takes a second look at doubtful pieces.
    """

    roles: tuple[str, ...] = ()
    transitions: tuple[tuple[float, ...], ...] = ()
    names: tuple[str, ...] = ()
    weights: bytes = b""
    calibrations: dict[str, Calibration] = {}
    far: float = 0.8
    net: Net | None = None

    @property
    def lanes(self) -> int:
        """How many numbers each name has in the table: a weight for each state, then its embedding for the net."""
        return len(self.roles) + (self.net.width if self.net else 0)


class ModelFile(msgspec.Struct, frozen=True):
    """What a model file holds; `small` are the fields for documents of a few sentences."""

    format: int
    html: Field
    text: Field
    small_html: Field
    small_text: Field
    names: tuple[str, ...]
    lines: tuple[str, ...]
    words: tuple[str, ...]
    telling: tuple[str, ...] = ()


class Labeller:
    """A random field, ready to read sequences."""

    def __init__(self, field: Field, choice: Choice = IN_PAGES) -> None:
        self.field = field
        self._choice = choice
        try:
            self.roles = [Role(role) for role in field.roles]
            check_table(field.names, field.weights, field.lanes)
            if field.net is not None:
                field.net.check(len(field.roles))
        except ValueError as error:
            raise ModelError(f"the model's weights cannot be read: {error}; train it again") from error

    def read(self, rows: Sequence[Row], sizes: Sequence[int], *, all_roles: bool = False) -> list[Guess]:
        """Label a sequence of pieces of these lengths; `all_roles` adds the odds of roles that could not be chosen."""
        sums = self._sums(rows)
        odds = self._odds(sums)
        return self.choose(odds, sizes, told=self._odds(sums, exact=True) if all_roles else odds)

    def _sums(self, rows: Sequence[Row]) -> list[list[float]]:
        return [unpack(packed, self.field.lanes) for packed in add_up(rows, self._weights)]

    def _odds(self, sums: Sequence[Sequence[float]], *, exact: bool = False) -> list[dict[Role, float]]:
        found = self._chain.probabilities(sums, exact=exact)
        if self.field.net is not None:
            found = look_again(self.field.net, found, sums)
        return [{self.roles[state]: share for state, share in shares.items()} for shares in found]

    def choose(self, odds: Sequence[Odds], sizes: Sequence[int], *, told: Sequence[Odds] | None = None) -> list[Guess]:
        """Label pieces of these lengths by the odds of their roles; `told` are the odds to tell instead."""
        roles = choose_roles(odds, sizes, self._choice)
        return [
            Guess(role, self._calibrated(role, each[role]), story_odds(each), all_odds)
            for role, each, all_odds in zip(roles, odds, told or odds, strict=True)
        ]

    @cached_property
    def _weights(self) -> dict[str, int]:
        return read_table(self.field.names, self.field.weights, self.field.lanes)

    @cached_property
    def _chain(self) -> Chain:
        return Chain(self.field.transitions)

    def _calibrated(self, role: Role, probability: float) -> float:
        calibration = self.field.calibrations.get(role)
        return calibration(probability) if calibration else probability

    def carried(self, names: Sequence[str], role: Role, other: Role, *, doubtful: bool) -> dict[str, float]:
        """How far each name of a piece speaks for one role against another; of a doubtful one, half as the net has it.

        What names say to the net they say together, so that it is told to the first order.
        """
        one, two = self.roles.index(role), self.roles.index(other)
        weights = {name: unpack(self._weights.get(name, 0), self.field.lanes) for name in names}
        by_chain = {name: own[one] - own[two] for name, own in weights.items()}
        net = self.field.net
        if net is None or not doubtful:
            return by_chain
        sums = [sum(lane) for lane in zip(*(weights[name][-net.width :] for name in names), strict=True)]
        pull = net.pull(sums, one, two)
        return {name: (by_chain[name] + sum(map(mul, pull, own[-net.width :]))) / 2 for name, own in weights.items()}


class Guess(NamedTuple):
    """The role chosen, how probable it is, how probable story is, and the roles' probabilities, not calibrated."""

    role: Role
    confidence: float
    story: float
    odds: Mapping[Role, float]


class Model:
    """What labels: a random field for HTML, one for plain text, one each for small documents, and their vocabulary."""

    def __init__(self, content: ModelFile) -> None:
        self.html = Labeller(content.html)
        self.text = Labeller(content.text, IN_TEXTS)
        self.small_html = Labeller(content.small_html)
        self.small_text = Labeller(content.small_text, IN_TEXTS)
        self.vocabulary = Vocabulary(
            names=frozenset(content.names),
            lines=frozenset(content.lines),
            words=frozenset(content.words),
            telling=frozenset(content.telling),
        )


def load(source: str | Path | Model | None = None) -> Model:
    """Load a model that training wrote; without a path, the one that comes with articlekit.

    Raises:
        ModelError: There is no such file, or it is not a model of this version.

    """
    if isinstance(source, Model):
        return source
    if source is None:
        return _shipped()
    path = Path(source)
    try:
        return _from_file(path, path.stat().st_mtime_ns)
    except OSError as error:
        raise ModelError(f"the model {path} cannot be read: {error.strerror}") from error


@cache
def _shipped() -> Model:
    return Model(decode_model(files("articlekit").joinpath("data", SHIPPED).read_bytes()))


@lru_cache(maxsize=8)
def _from_file(path: Path, _modified: int) -> Model:
    return Model(decode_model(path.read_bytes()))


def decode_model(data: bytes) -> ModelFile:
    """Read a model file's bytes.

    Raises:
        ModelError: They are not a model of this version.

    """
    try:
        content = msgspec.msgpack.decode(data, type=ModelFile)
    except msgspec.MsgspecError as error:
        raise ModelError("this file is no model of articlekit: python -m articlekit.training makes one") from error
    if content.format != FORMAT:
        raise ModelError(f"this model is of format {content.format}, this version reads {FORMAT}: train it again")
    return content


def encode_model(content: ModelFile) -> bytes:
    """Write a model file's bytes."""
    return msgspec.msgpack.encode(content)
