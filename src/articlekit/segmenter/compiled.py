"""The labeller for HTML in C++, where it was compiled: the same blocks in a fraction of the time.

In: a model. Out: what labels pages by it, or None where there is no compiled core; Python labels then. `features` says
what every name means, and is what training and reasons use; `src/native` is written after it, and tests hold both to
the same names, the same odds and the same blocks.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from articlekit.addresses import site_of
from articlekit.claims import PageClaims
from articlekit.cleaner import Document
from articlekit.compiled import core
from articlekit.features.knowledge import knowledge
from articlekit.model import Block, Emphasis, Link, Role
from articlekit.segmenter.blocks import STYLES, preformatted_of
from articlekit.segmenter.chain import check_table
from articlekit.segmenter.decision import IN_PAGES, LEAST, factor_of
from articlekit.segmenter.model import Model

if TYPE_CHECKING:
    from articlekit._core import PageArguments, Reader


class CompiledLabeller:
    """A random field for HTML that reads pages in C++. Reading changes nothing in it, so threads share it freely."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def label(
        self, document: Document, claims: PageClaims
    ) -> tuple[tuple[Block, ...], tuple[range, ...], tuple[float, ...]]:
        """Make the page's blocks; with them the pieces of each, and how probable it is that it is story."""
        return self._reader.label(*_arguments(document, claims))

    def odds(self, document: Document, claims: PageClaims) -> tuple[int, list[dict[Role, float]]]:
        """Tell the first piece around the story, and from there on the odds of each one's roles that may win."""
        return self._reader.read(*_arguments(document, claims))

    def names(self, document: Document, claims: PageClaims) -> tuple[int, list[list[str]]]:
        """Tell the first piece around the story, and from there on the names of what is true of each."""
        return self._reader.names(*_arguments(document, claims))


def _arguments(document: Document, claims: PageClaims) -> PageArguments:
    host = (urlsplit(document.url or "").hostname or "").removeprefix("www.")
    site = site_of(document.base or "")
    return document.pieces, document.pictures, document.root, host, claims, site, document.absolute


@lru_cache(maxsize=8)
def compiled_labeller(model: Model) -> CompiledLabeller | None:
    """Compile what a model says of HTML, if there is what it takes."""
    compiled = core()
    if compiled is None:
        return None
    field, roles = model.html.field, model.html.roles
    calibrations = [field.calibrations.get(role) for role in roles]
    return CompiledLabeller(
        compiled.Reader(
            known_to_the_reader(model),
            field.names,
            check_table(field.names, field.weights, field.lanes),
            field.transitions,
            (*roles, Role.BOILERPLATE),
            tuple(factor_of(role, IN_PAGES) for role in roles),
            tuple((known.offset, known.slope) if known else None for known in calibrations),
            (IN_PAGES.beta, LEAST),
            field.far,
            field.net.hidden if field.net else (),
            field.net.output if field.net else (),
        )
    )


def known_to_the_reader(model: Model) -> dict[str, object]:
    """Gather what describing and block-making know; the keys are those that `src/native/knowledge.hpp` reads."""
    return {
        **knowledge(model.vocabulary),
        "block": Block,
        "link": Link,
        "emphasis": Emphasis,
        "styles": STYLES,
        "preformatted": preformatted_of,
    }
