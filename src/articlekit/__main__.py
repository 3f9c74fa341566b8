"""The command line: `articlekit SOURCE…`, and subcommands for a closer look.

In: addresses, files, folders, standard input. Out: articles on the screen or in a pipe. Exit codes: 0 all is well, 1 a
source could not be read, 2 the command line is wrong, 3 no source holds a story, 130 interrupted.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import click
from rich.console import Console

from articlekit.errors import ArticleKitError
from articlekit.screen import WIDTH, show_article
from articlekit.sources import Reading, find_sources, read_article

_FAILED: Final = 1
_NO_STORY: Final = 3


@click.command()
@click.argument("sources", nargs=-1, required=True)
@click.option("--url", help="The address that a file came from, to make its links absolute.")
@click.option("--model", type=click.Path(dir_okay=False, path_type=Path), help="A model that training wrote.")
@click.version_option(package_name="articlekit")
def cli(sources: tuple[str, ...], url: str | None, model: Path | None) -> None:
    """Print the story of each SOURCE, and what was set aside, by role."""
    console = Console(highlight=False)
    console = Console(highlight=False, width=min(console.width, WIDTH) if console.is_terminal else None)
    codes = set()
    for source in find_sources(sources):
        try:
            article = read_article(source, Reading(url=url, model=model))
        except ArticleKitError as error:
            click.echo(f"articlekit: {error}", err=True)
            codes.add(_FAILED)
            continue
        show_article(console, article)
        codes.add(0 if article.body else _NO_STORY)
    sys.exit(_FAILED if _FAILED in codes else min(codes))


def main() -> None:
    """Run the command line."""
    cli(prog_name="articlekit")


if __name__ == "__main__":
    main()
