"""The command line: `articlekit SOURCE…`, and commands for a closer look.

In: addresses, files, folders, standard input. Out: articles on the screen, in a pipe, in files. Exit codes: 0 all is
well, 1 a source could not be read, 2 the command line is wrong, 3 nothing was found, 130 interrupted.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import Final, Never, TypedDict, Unpack

import click
from click.shell_completion import CompletionItem
from rich.console import Console
from rich.progress import Progress

from articlekit.article import Article
from articlekit.errors import ArticleKitError
from articlekit.model import STORY_ROLES, Role
from articlekit.screen import harmless, make_console, show_article, show_blocks, show_reasons
from articlekit.sources import Reading, Source, fetch_page, find_sources, read_article

FAILED: Final = 1
NOTHING: Final = 3
INTERRUPTED: Final = 130

_PATIENCE: Final = 1.0
"""Seconds after which work shows a progress bar."""
_DEFAULT: Final = "read"
_GROUPS: Final = {
    "pictures": (Role.CAPTION, Role.CREDIT, Role.ALT),
    "head": (Role.HEADLINE, Role.KICKER, Role.BYLINE, Role.TIMESTAMP),
    "links": (Role.CROSSLINK,),
    "offers": (Role.PROMO, Role.ADVERT),
    "all": tuple(Role),
    **{role.value: (role,) for role in Role},
}
"""What may be named in --show, --with and --without: each role, and groups of them."""
_WRITERS: Final[dict[str, Callable[[Article, frozenset[Role], frozenset[Role]], str]]] = {
    "text": lambda article, more, less: article.to_text(include=more, exclude=less),
    "markdown": lambda article, more, less: article.to_markdown(include=more, exclude=less),
    "html": lambda article, more, less: article.to_html(include=more, exclude=less),
    "json": lambda article, _, less: article.to_json(exclude=less),
    "jsonld": lambda article, more, less: article.to_jsonld(include=more, exclude=less),
    "tei": lambda article, more, less: article.to_tei(include=more, exclude=less),
}
_ENDINGS: Final = {
    "text": ".txt",
    "markdown": ".md",
    "html": ".html",
    "json": ".json",
    "jsonld": ".jsonld",
    "tei": ".xml",
}
_HEADED: Final = frozenset({None, "text", "markdown"})
"""Formats in which several sources are told apart by a line with their names."""
_EXAMPLES: Final = """\b
Examples:
  articlekit page.html                        story, and what was set aside
  articlekit --format text page.html          the story and nothing else
  articlekit --show caption,credit page.html  the captions and credits alone
  articlekit --format json pages/ -o out/     a folder of pages, a file each
  pbpaste | articlekit -                      what you have copied
  articlekit explain page.html "Photo: AP"    why this is not in the text
  articlekit inspect page.html                a report to look at

\b
Exit codes: 0 all is well, 1 a source could not be read,
2 the command line is wrong, 3 nothing was found, 130 interrupted.
Completion: eval "$(_ARTICLEKIT_COMPLETE=bash_source articlekit)"
"""


class Front(click.Group):
    """A group whose first argument may be a source: then the command is `read`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `read` in front of what is no command."""
        if args and args[0] not in self.commands and args[0] not in ("--help", "--version"):
            args = [_DEFAULT, *args]
        return super().parse_args(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show the options of `read` as this group's, since they are."""
        self.commands[_DEFAULT].format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Show how it is mostly called."""
        return ["[OPTIONS] SOURCE… | COMMAND …"]

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """Complete commands, the options of `read`, and file names."""
        reading = self.commands[_DEFAULT].shell_complete(ctx, incomplete)
        return [*super().shell_complete(ctx, incomplete), *reading, CompletionItem(incomplete, type="file")]


def _read_roles(_context: click.Context, option: click.Parameter, value: str) -> frozenset[Role]:
    """Read the names of roles and groups, separated by commas."""
    names = [name.strip().lower() for name in value.split(",") if name.strip()]
    for name in names:
        if name not in _GROUPS:
            problem = f"{name!r} is no role and no group; there are {', '.join(_GROUPS)}"
            raise click.BadParameter(problem, param=option)
    return frozenset(role for name in names for role in _GROUPS[name])


def _complete_roles(_context: click.Context, _option: click.Parameter, incomplete: str) -> list[str]:
    """Complete the last of the names."""
    before, comma, last = incomplete.rpartition(",")
    return [f"{before}{comma}{name}" for name in _GROUPS if name.startswith(last)]


def _tell_version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted:
        try:
            click.echo(f"articlekit {version('articlekit')}")
        except PackageNotFoundError:
            click.echo("articlekit, run from its source")
        context.exit()


class SourceOptions(TypedDict):
    """How sources are read."""

    url: str | None
    model: Path | None
    allow_private_addresses: bool


class ReadOptions(SourceOptions):
    """The options of `read`."""

    style: str | None
    show: frozenset[Role]
    more: frozenset[Role]
    less: frozenset[Role]
    output: Path | None


def _reading(options: SourceOptions, *, reasons: bool = False) -> Reading:
    return Reading(
        url=options["url"],
        model=options["model"],
        allow_private_addresses=options["allow_private_addresses"],
        reasons=reasons,
    )


@dataclass(slots=True)
class Outcome:
    """What became of the sources, for the exit code."""

    codes: set[int] = field(default_factory=set)

    def fail(self, error: ArticleKitError) -> None:
        """Say in one line what failed."""
        click.echo(f"articlekit: {harmless(str(error))}", err=True)
        self.codes.add(FAILED)

    def end(self) -> None:
        """End with the gravest code; nothing found is one only where no source had anything."""
        sys.exit(FAILED if FAILED in self.codes else min(self.codes, default=0))


_roles = partial(click.option, metavar="ROLE,…", default="", callback=_read_roles, shell_complete=_complete_roles)
_url = click.option("--url", metavar="URL", help="Where a file came from: makes its links absolute.")
_model = click.option(
    "--model", type=click.Path(dir_okay=False, path_type=Path), help="A model that articlekit.training wrote."
)
_private = click.option("--allow-private-addresses", is_flag=True, help="Fetch from this machine and its network, too.")


@click.group(cls=Front, epilog=_EXAMPLES, no_args_is_help=True)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_tell_version, hidden=True)
def cli() -> None:
    """Tell the story of an article page from everything around it.

    A SOURCE is an address (https://…), a file of HTML, of plain text, or of an article saved as JSON, a folder of
    these, or - for standard input. What it is, is seen from what it holds.
    """


@cli.command(_DEFAULT, hidden=True)
@click.argument("names", metavar="SOURCE…", nargs=-1, required=True, type=click.Path())
@click.option("--format", "style", type=click.Choice(list(_WRITERS)), help="Write the story, or all, in this format.")
@_roles("--show", help="Print nothing but the pieces of these roles.")
@_roles("--with", "more", help="Count these roles as story.")
@_roles("--without", "less", help="Leave these roles out.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A file; for several sources, a folder.")
@_url
@_model
@_private
def read(names: tuple[str, ...], **options: Unpack[ReadOptions]) -> None:
    """Print the story of each SOURCE, and what was set aside, by role."""
    show, style, output = options["show"], options["style"], options["output"]
    if show and style:
        raise click.UsageError("--show prints pieces as they are: leave out --format, or use --with and --without")
    sources = _sources(names)
    if output and not style:
        style = next((name for name, ending in _ENDINGS.items() if ending == output.suffix), "text")
    printer = _Printer(
        style=style, show=show, more=options["more"], less=options["less"], output=output, several=len(sources) > 1
    )
    reading = _reading(options)
    outcome = Outcome()
    for source in _with_progress(sources):
        try:
            article = read_article(source, reading)
            printer.put(source, article)
        except ArticleKitError as error:
            outcome.fail(error)
        else:
            outcome.codes.add(0 if article.body or show else NOTHING)
    outcome.end()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Printer:
    """Where and how articles are written."""

    style: str | None
    show: frozenset[Role]
    more: frozenset[Role]
    less: frozenset[Role]
    output: Path | None
    several: bool

    def put(self, source: Source, article: Article) -> None:
        """Write one article."""
        if self.output and self.style:
            self._write_file(self.output, source, article)
            return
        if self.several and self.style in _HEADED:
            click.echo(f"==> {harmless(source.name)} <==")
        if self.style:
            click.echo(_WRITERS[self.style](article, self.more, self.less).rstrip("\n"))
        elif self.show:
            blocks = [block for block in article.blocks if block.role in self.show]
            show_blocks(make_console(), blocks, named=len(self.show) > 1)
        else:
            kept = tuple(block for block in article.blocks if block.role not in self.less)
            show_article(make_console(), replace(article, blocks=kept), roles=STORY_ROLES | self.more)

    def _write_file(self, output: Path, source: Source, article: Article) -> None:
        assert self.style is not None
        path = output / f"{source.stem}{_ENDINGS[self.style]}" if self.several or output.is_dir() else output
        _save(path, f"{_WRITERS[self.style](article, self.more, self.less)}\n".encode())


@cli.command()
@click.argument("name", metavar="SOURCE", type=click.Path())
@click.argument("other", metavar="[OTHER]", required=False, type=click.Path())
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The report's file.")
@_url
@_model
@_private
def inspect(name: str, other: str | None, output: Path | None, **options: Unpack[SourceOptions]) -> None:
    """Write a report to look at: every piece with its role and why; of two sources, what differs."""
    reading = _reading(options, reasons=True)
    one, *rest = [(source, _read_one(source, reading)) for source in _sources(filter(None, [name, other]))]
    path = output or Path(f"{one[0].stem}.report.html")
    _save(path, one[1].to_report(other=rest[0][1] if rest else None).encode())
    click.echo(f"{path}: open it in a browser", err=True)


@cli.command()
@click.argument("name", metavar="SOURCE", type=click.Path())
@click.argument("words", metavar="WORDS…", nargs=-1, required=True)
@_url
@_model
@_private
def explain(name: str, words: tuple[str, ...], **options: Unpack[SourceOptions]) -> None:
    """Say of the pieces that hold WORDS what they were taken for, and why."""
    reading = _reading(options, reasons=True)
    wanted = " ".join(" ".join(words).split()).casefold()
    found = False
    for source in _sources([name]):
        for block in _read_one(source, reading).blocks:
            if wanted in block.text.casefold():
                show_reasons(make_console(), block)
                found = True
    if not found:
        click.echo(f"articlekit: no piece of {name} holds “{wanted}”; try fewer words", err=True)
        sys.exit(NOTHING)


@cli.command()
@click.argument("site", metavar="URL")
@click.option("--language", metavar="CODE", help="Only articles in this language (ISO 639-1).")
@click.option("--limit", type=click.IntRange(min=1), help="Stop after so many.")
@_private
def discover(site: str, language: str | None, limit: int | None, allow_private_addresses: bool) -> None:
    """Print the addresses of a site's articles, from its feeds and sitemaps."""
    from articlekit.discovery import discover as find  # noqa: PLC0415 - needs the network

    found = False
    try:
        for url in islice(find(site, language=language, allow_private_addresses=allow_private_addresses), limit):
            click.echo(harmless(url))
            found = True
    except ArticleKitError as error:
        _refuse(error)
    if not found:
        click.echo(f"articlekit: {site} names no articles in feeds or sitemaps", err=True)
        sys.exit(NOTHING)


@cli.command()
@click.argument("url", metavar="URL")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@_private
def fetch(url: str, output: Path | None, allow_private_addresses: bool) -> None:
    """Fetch a page as it is, politely, and print or save it."""
    try:
        page = fetch_page(Source(name=url), Reading(allow_private_addresses=allow_private_addresses))
    except ArticleKitError as error:
        _refuse(error)
    if output:
        _save(output, page.body)
    else:
        click.echo(page.body, nl=False)


def _sources(names: Iterable[str]) -> list[Source]:
    try:
        return list(find_sources(names))
    except ArticleKitError as error:
        _refuse(error)


def _read_one(source: Source, reading: Reading) -> Article:
    try:
        return read_article(source, reading)
    except ArticleKitError as error:
        _refuse(error)


def _refuse(error: ArticleKitError) -> Never:
    """End with one line that says what failed."""
    outcome = Outcome()
    outcome.fail(error)
    sys.exit(FAILED)


def _save(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise click.FileError(str(path), hint=error.strerror) from error


def _with_progress(sources: list[Source]) -> Iterator[Source]:
    """Pass sources on; show a bar on the terminal once it has taken a while."""
    progress = Progress(console=Console(stderr=True), transient=True)
    task = progress.add_task("reading", total=len(sources))
    begun = monotonic()
    shown = False
    try:
        for source in sources:
            if not shown and progress.console.is_terminal and (source.is_address or monotonic() - begun > _PATIENCE):
                progress.start()
                shown = True
            yield source
            progress.advance(task)
    finally:
        if shown:
            progress.stop()


def main() -> None:
    """Run the command line; an interruption ends it without a traceback."""
    try:
        cli.main(prog_name="articlekit", standalone_mode=False)
    except click.Abort:
        click.echo("articlekit: interrupted", err=True)
        sys.exit(INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()  # whoever read has heard enough


if __name__ == "__main__":
    main()
