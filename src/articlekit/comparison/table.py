"""A Comparison laid out for reading: the tools side by side, the figures below each other.

In: a Comparison and a rich Console. Out: one table of figures, and one of the pages on which the tools differ most.
Figures are in per cent; on a terminal the best of a line is bold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from articlekit.comparison import Comparison, Dispute, Result
from articlekit.model import Role
from articlekit.screen import harmless

_WIDE: Final = 200
"""Columns in a pipe, where nothing need be folded."""
_SHOWN: Final = 2
"""Pieces shown that a tool lets in, and that it leaves out."""
_GLIMPSE: Final = 60
"""Characters of a piece that are enough to know it by."""
_DIM: Final = "bright_black"
_WANTED: Final = (Role.PARAGRAPH, Role.SUBHEADING, Role.STANDFIRST)
_UNWANTED: Final = (
    *(Role.CAPTION, Role.CREDIT, Role.CROSSLINK, Role.PROMO, Role.BYLINE, Role.TIMESTAMP),
    *(Role.TAG, Role.BIO, Role.ADVERT, Role.INTERFACE),
)
Figure = Callable[[Result], float | None]


def show_comparison(console: Console, comparison: Comparison, *, worst: int) -> None:
    """Print the figures, and the pages on which the tools differ most."""
    if not console.is_terminal:
        console.width = max(console.width, _WIDE)
    console.print(Text(_counts(comparison)))
    console.print()
    console.print(_figures(comparison))
    console.print()
    for note in (_legend(comparison), *_failures(comparison)):
        console.print(Text(note, _DIM))
    if comparison.differences and worst:
        console.print()
        console.print(Text(_heading(comparison), "bold"))
        for line in _pages(comparison, worst):
            console.print(line)


def _counts(comparison: Comparison) -> str:
    pages = f"{comparison.pages} {'page' if comparison.pages == 1 else 'pages'}"
    if not comparison.judged:
        return f"{pages}, and nothing that says what is right: this tells who differs, not who is better"
    return f"{pages}, {comparison.judged} with the right story, {comparison.labelled} with labelled pieces"


def _legend(comparison: Comparison) -> str:
    roles = "as labelled" if comparison.labelled else "as articlekit sees them, which nobody has checked"
    return (
        "story: runs of four words, means over pages · kept, let in: the share of each role's text that a tool has in "
        f"its story, roles {roles} · pages a second of CPU time"
    )


def _failures(comparison: Comparison) -> Iterator[str]:
    """Say of each tool that raised what it raised first."""
    seen: set[str] = set()
    for failure in comparison.failures:
        if failure.tool not in seen:
            seen.add(failure.tool)
            yield harmless(f"{failure.tool} failed on {failure.page}: {failure.error}".splitlines()[0])


def _heading(comparison: Comparison) -> str:
    against = "the right story" if comparison.judged else "articlekit's story"
    return f"Where they differ most (F1 against {against})"


def _figures(comparison: Comparison) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="bold", pad_edge=False)
    table.add_column("%")
    for result in comparison.results:
        table.add_column(f"{result.name}\n{result.version}", justify="right", no_wrap=True)
    for heading, lines in _sections(comparison):
        table.add_row(Text(heading, "bold"))
        for name, figure, best in lines:
            values = [figure(result) for result in comparison.results]
            if any(value is not None for value in values):
                table.add_row(f"  {name}", *_cells(values, best))
    speeds = [result.pages_per_second for result in comparison.results]
    table.add_row(Text("pages a second", "bold"), *(Text(f"{speed:.0f}") for speed in speeds))
    if any(result.failed for result in comparison.results):
        table.add_row(Text("failed", "bold"), *(Text(str(result.failed)) for result in comparison.results))
    return table


Best = Callable[[Sequence[float]], float]
Line = tuple[str, Figure, Best | None]


def _sections(comparison: Comparison) -> Iterator[tuple[str, list[Line]]]:
    if comparison.judged:
        yield (
            "story",
            [
                ("F1", lambda result: result.f1, max),
                ("precision", lambda result: result.precision, max),
                ("recall", lambda result: result.recall, max),
            ],
        )
    else:
        yield "like articlekit", [("F1", lambda result: result.agreement, None)]
    most, least = (max, min) if comparison.labelled else (None, None)
    yield "kept", _role_lines(_WANTED, most)
    yield "let in", _role_lines(_UNWANTED, least)


def _role_lines(roles: Sequence[Role], best: Best | None) -> list[Line]:
    return [(role.value, _share(role), best) for role in roles]


def _share(role: Role) -> Figure:
    return lambda result: result.roles.get(role.value)


def _cells(values: Sequence[float | None], best: Best | None) -> list[Text]:
    known = [value for value in values if value is not None]
    top = best(known) if best and known else None
    return [Text(_percent(value), "bold" if value is not None and value == top else "") for value in values]


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}"


def _pages(comparison: Comparison, worst: int) -> Iterator[Text]:
    for difference in comparison.differences[:worst]:
        against = "" if difference.judged or not comparison.judged else " (against articlekit's)"
        yield Text(f"{harmless(difference.page)}{against}", "underline")
        names = [result.name for result in comparison.results]
        cells = _cells([difference.scores[name] for name in names], max if difference.judged else None)
        yield Text("  ") + Text(" · ").join(Text(f"{name} ") + cell for name, cell in zip(names, cells, strict=True))
        for name in names:
            yield from _dispute(name, difference.disputes[name])


def _dispute(name: str, dispute: Dispute) -> Iterator[Text]:
    for verb, pieces in (("lets in", dispute.let_in), ("leaves out", dispute.left_out)):
        for role, piece in pieces[:_SHOWN]:
            text = harmless(" ".join(piece.split()))
            yield Text(f"  {name} {verb} {role}: {text[:_GLIMPSE]}{'…' if len(text) > _GLIMPSE else ''}", _DIM)
