"""Our own labels of pages that the data give no roles of: `data/annotations.jsonl`.

In: a page's id, and the page cut into pieces. Out: roles for these, if the page was labelled by us. The file holds no
text: of each page it has the roles of its letters, white space left out, in runs, and a digest of all letters, by which
a page is known that is no longer the same. So labels hold whatever the places where the page is cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from itertools import groupby

import msgspec

from articlekit.cleaner import Piece
from articlekit.model import Role


class Annotation(msgspec.Struct, frozen=True):
    """One page's labels: runs of roles, each with its number of letters."""

    id: str
    digest: str
    runs: tuple[tuple[Role, int], ...]

    def fits(self, pieces: Iterable[Piece]) -> bool:
        """Whether these are the pieces of the very page that was labelled."""
        return self.digest == _digest(pieces)


def annotate(page: str, pieces: Sequence[Piece], roles: Iterable[Role]) -> Annotation:
    """Write down the roles of a page's pieces.

    >>> annotate("rain", [Piece("It rained", 0), Piece("all day.", 1)], [Role.PARAGRAPH, Role.PARAGRAPH]).runs
    ((<Role.PARAGRAPH: 'paragraph'>, 15),)
    """
    sized = zip(roles, (letters_of(piece.text) for piece in pieces), strict=True)
    runs = tuple((role, sum(size for _, size in run)) for role, run in groupby(sized, key=lambda each: each[0]))
    return Annotation(page, _digest(pieces), runs)


@cache
def own_labels() -> Mapping[str, Annotation]:
    """Read the labels that come with articlekit, by the ids of their pages."""
    lines = files("articlekit").joinpath("data", "annotations.jsonl").read_bytes().splitlines()
    decode = msgspec.json.Decoder(Annotation).decode
    return {annotation.id: annotation for annotation in map(decode, lines)}


def letters_of(text: str) -> int:
    """Count the characters of a text that are no white space."""
    return sum(map(len, text.split()))


def _digest(pieces: Iterable[Piece]) -> str:
    digest = blake2b(digest_size=8)
    for piece in pieces:
        digest.update("".join(piece.text.split()).encode())
    return digest.hexdigest()
