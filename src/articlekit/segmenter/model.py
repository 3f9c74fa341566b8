"""The trained labeller as one file: two random fields, one for HTML and one for plain text, and their vocabulary.

In: a path, or the bytes that training wrote. Out: a `Model` that scores pieces. A tagger of crfsuite keeps the
sequence it was given, so a lock around it lets threads share a Model.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Final, NamedTuple

import msgspec
import pycrfsuite

from articlekit.errors import ModelError
from articlekit.features import Vocabulary
from articlekit.model import Role

FORMAT: Final = 1
"""Raised whenever files of before cannot be used any more."""
SHIPPED: Final = "model.msgpack"
_ROLES: Final = {role.value: role for role in Role}


class Calibration(msgspec.Struct, frozen=True):
    """A monotone map from what the field says to how often it is right: steps of an isotonic regression."""

    thresholds: tuple[float, ...] = ()
    values: tuple[float, ...] = ()

    def __call__(self, probability: float) -> float:
        """The share of right answers among those of this probability."""
        return self.values[bisect_right(self.thresholds, probability)] if self.values else probability


class Field(msgspec.Struct, frozen=True):
    """One random field as crfsuite stores it, and how far its probabilities can be trusted, by role."""

    weights: bytes
    calibrations: dict[str, Calibration] = {}


class ModelFile(msgspec.Struct, frozen=True):
    """What a model file holds."""

    format: int
    html: Field
    text: Field
    names: tuple[str, ...]
    lines: tuple[str, ...]
    words: tuple[str, ...]
    telling: tuple[str, ...] = ()


class Labeller:
    """A random field, ready to read sequences; one at a time, whatever the thread."""

    def __init__(self, field: Field) -> None:
        self.field = field  # the tagger reads the weights in place: they must live as long
        self.tagger = pycrfsuite.Tagger()
        self.lock = Lock()
        try:
            self.tagger.open_inmemory(field.weights)
        except (ValueError, RuntimeError) as error:
            raise ModelError(f"the model's weights cannot be read: {error}; train it again") from error
        self.roles = tuple(self.tagger.labels())

    def read(self, rows: Sequence[Sequence[str]], *, all_roles: bool = False) -> list[Guess]:
        """Label a sequence; the probabilities of roles other than the chosen are worked out if asked for."""
        if not rows:
            return []
        with self.lock:
            self.tagger.set(rows)
            chosen = self.tagger.tag()
            marginal = self.tagger.marginal
            if all_roles:
                raw = [{name: marginal(name, i) for name in self.roles} for i in range(len(chosen))]
            else:
                raw = [{role: marginal(role, i)} for i, role in enumerate(chosen)]
        return [
            Guess(_ROLES[role], self._calibrated(role, odds[role]), odds)
            for role, odds in zip(chosen, raw, strict=True)
        ]

    def _calibrated(self, role: str, probability: float) -> float:
        calibration = self.field.calibrations.get(role)
        return calibration(probability) if calibration else min(probability, 1.0)

    @cached_property
    def weights(self) -> Mapping[tuple[str, str], float]:
        """What each name weighs for each role; worked out when reasons are first asked for."""
        with self.lock:
            weights: dict[tuple[str, str], float] = self.tagger.info().state_features
        return weights


class Guess(NamedTuple):
    """The role chosen, how probable it is, and the uncalibrated probabilities that were asked for."""

    role: Role
    confidence: float
    odds: Mapping[str, float]


class Model:
    """What labels: a random field for HTML, one for plain text, and the vocabulary of both."""

    def __init__(self, content: ModelFile) -> None:
        self.html = Labeller(content.html)
        self.text = Labeller(content.text)
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
