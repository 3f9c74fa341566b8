from collections.abc import Callable, Mapping
from typing import TypeAlias

from selectolax.lexbor import LexborNode

from articlekit.claims import PageClaims
from articlekit.cleaner import Element, Picture, Piece
from articlekit.model import Block, Role

# Pieces, pictures, the body's element, the host, claims; the site's address, and what makes others whole.
PageArguments: TypeAlias = tuple[
    tuple[Piece, ...], tuple[Picture, ...], Element | None, str, PageClaims, str, Callable[[str | None], str | None]
]

class Walker:
    def __new__(cls, known: Mapping[str, object], /) -> Walker: ...
    def walk(self, body: LexborNode, root: Element, /) -> tuple[list[Piece], list[Picture], bool]: ...

class Carver:
    def __new__(cls, known: Mapping[str, object], /) -> Carver: ...
    def carve(self, pieces: tuple[Piece, ...], /) -> list[tuple[int, tuple[Piece, ...]]]: ...

class Reader:
    def __new__(
        cls,
        known: Mapping[str, object],
        names: tuple[str, ...],
        table: bytes,
        transitions: tuple[tuple[float, ...], ...],
        roles: tuple[Role, ...],
        bounds: tuple[float, ...],
        calibrations: tuple[tuple[float, float] | None, ...],
        decision: tuple[float, float],
        far: float,
        hidden: tuple[tuple[float, ...], ...],
        output: tuple[tuple[float, ...], ...],
        /,
    ) -> Reader: ...
    def label(self, *page: *PageArguments) -> tuple[tuple[Block, ...], tuple[range, ...], tuple[float, ...]]: ...
    def read(self, *page: *PageArguments) -> tuple[int, list[dict[Role, float]]]: ...
    def names(self, *page: *PageArguments) -> tuple[int, list[list[str]]]: ...

NET_HIDDEN: int

def train_net(
    names: bytes, ends: bytes, roles: bytes, pages: bytes, counts: tuple[int, int], /
) -> tuple[bytes, bytes, bytes]: ...
def long_stretches(html: bytes, size: int, /) -> list[int]: ...
def count_tags(html: bytes, /) -> int: ...
def count_risks(html: bytes, /) -> tuple[int, int, int]: ...
