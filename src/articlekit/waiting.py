"""Something to look at while work takes long.

In: items, and the work to do for each. Out: each item with what came of it. On a terminal a bar is shown once the work
has taken a while. It is gone whenever an item is handed out, so that whatever is written then stands on lines of its
own, whichever of the two streams it goes to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from time import monotonic
from typing import Final, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from articlekit.errors import ArticleKitError

T = TypeVar("T")
R = TypeVar("R")

_PATIENCE: Final = 1.0
"""Seconds of work after which a bar is shown."""


def work_through(
    items: Sequence[T], work: Callable[[T], R], *, verb: str = "reading", slow: bool = False
) -> Iterator[tuple[T, R | ArticleKitError]]:
    """Do the work for each item; an error of ours is a result. `slow` work has its bar from the start.

    >>> list(work_through(["a", "b"], str.upper))
    [('a', 'A'), ('b', 'B')]

    """
    progress = _make_bar(verb, len(items))
    begun = monotonic()
    for item in items:
        if progress.console.is_interactive and (slow or monotonic() - begun > _PATIENCE):
            progress.start()
        result: R | ArticleKitError
        try:
            result = work(item)
        except ArticleKitError as error:
            result = error
        finally:
            if progress.live.is_started:  # one that never was would leave an empty line
                progress.stop()
        progress.advance(progress.task_ids[0])
        yield item, result


def _make_bar(verb: str, total: int) -> Progress:
    several = (BarColumn(), MofNCompleteColumn()) if total > 1 else ()
    progress = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        *several,
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    progress.add_task(verb, total=total)
    return progress
