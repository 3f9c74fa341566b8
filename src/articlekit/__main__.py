"""The command line: `articlekit SOURCE…`, and commands for a closer look.

In: addresses, files, folders, standard input. Out: articles on the screen, in a pipe, in files. Exit codes: 0 all is
well, 1 a source could not be read, 2 the command line is wrong, 3 nothing was found, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from io import TextIOWrapper
from itertools import chain, count, islice
from pathlib import Path
from typing import Final, Never, TypedDict, TypeVar, Unpack

import click
from click.shell_completion import CompletionItem

from articlekit.article import Article
from articlekit.errors import ArticleKitError
from articlekit.finding import QUOTES, find_blocks
from articlekit.model import Role
from articlekit.screen import harmless, make_console, show_reasons
from articlekit.sources import Reading, Source, fetch_page, find_sources, read_article
from articlekit.waiting import work_through
from articlekit.writing import WRITERS, Printer, aim, save

T = TypeVar("T")

FAILED: Final = 1
NOTHING: Final = 3
INTERRUPTED: Final = 130

_DEFAULT: Final = "read"
_GLIMPSE: Final = 80
"""Characters of a piece that are enough to know it by."""
_GROUPS: Final = {
    "pictures": (Role.CAPTION, Role.CREDIT, Role.ALT),
    "head": (Role.HEADLINE, Role.KICKER, Role.BYLINE, Role.TIMESTAMP),
    "links": (Role.CROSSLINK,),
    "offers": (Role.PROMO, Role.ADVERT),
    "all": tuple(Role),
    **{role.value: (role,) for role in Role},
}
"""What may be named in --show, --with and --without: each role, and groups of them."""
_EXAMPLES: Final = f"""\b
Examples:
  articlekit page.html                        story, and what was set aside
  articlekit --format text page.html          the story and nothing else
  articlekit --show caption,credit page.html  the captions and credits alone
  articlekit --format json pages/ -o out/     a folder of pages, a file each
  pbpaste | articlekit -                      what you have copied
  articlekit explain page.html "Photo: AP"    why this is not in the text
  articlekit inspect page.html                a report to look at
  articlekit compare pages/                   beside other libraries

Roles, and groups of them: {", ".join(_GROUPS)}.

\b
Exit codes: 0 all is well, 1 a source could not be read,
2 the command line is wrong, 3 nothing was found, 130 interrupted.
Completion: eval "$(_ARTICLEKIT_COMPLETE=bash_source articlekit)"
(or zsh_source, fish_source)
"""

_INSPECT_EXAMPLES: Final = """\b
Examples:
  articlekit inspect page.html                writes page.report.html
  articlekit inspect old.html new.html        of two pages, what differs
  articlekit inspect page.html scraped.txt    a page, and a scrape of it
"""
_EXPLAIN_EXAMPLES: Final = """\b
Examples:
  articlekit explain page.html "Photo: AP"    why is this not in the text?
  articlekit explain page.html Newsletter     every piece that holds the word
"""
_DISCOVER_EXAMPLES: Final = """\b
Examples:
  articlekit discover https://gazette.example/ --limit 20
  articlekit discover https://gazette.example/ | xargs articlekit --format json
"""
_FETCH_EXAMPLES: Final = """\b
Examples:
  articlekit fetch https://gazette.example/rain -o rain.html
  articlekit fetch https://gazette.example/rain | articlekit explain - "Photo: AP"
"""
_COMPARE_EXAMPLES: Final = """\b
Examples:
  articlekit compare pages/             a folder of pages, with answers or without
  articlekit compare https://…          one page: who differs, and in what
  articlekit compare pages/ --format json
"""


class _Nameless(click.Context):
    """The context of a command whose name nobody types."""

    @property
    def command_path(self) -> str:
        """Call it what the program is called."""
        return self.parent.command_path if self.parent else super().command_path


class Nameless(click.Command):
    """A command that runs where no other is named."""

    context_class = _Nameless


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

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order in which a newcomer wants them."""
        return list(self.commands)

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


class TrialOptions(TypedDict):
    """How pages are had for a comparison."""

    model: Path | None
    allow_private_addresses: bool


class ReadOptions(SourceOptions):
    """The options of `read`."""

    style: str | None
    show: frozenset[Role]
    more: frozenset[Role]
    less: frozenset[Role]
    output: str | None


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
        """Say in one line what failed, and name options as they are typed here."""
        said = str(error).replace("allow_private_addresses=True", "--allow-private-addresses")
        click.echo(f"articlekit: {harmless(said)}", err=True)
        self.codes.add(FAILED)

    def put(self, printer: Printer, source: Source, article: Article | ArticleKitError) -> None:
        """Write an article; say what failed, and what is not there."""
        try:
            if isinstance(article, ArticleKitError):
                raise article
            found = printer.put(source, article)
        except ArticleKitError as error:
            self.fail(error)
            return
        self.codes.add(0 if found else NOTHING)
        if not found:
            click.echo(f"articlekit: {source.name}: {'no such piece' if printer.show else 'no story found'}", err=True)

    def end(self) -> None:
        """End with the gravest code; nothing found is one only where no source had anything."""
        sys.exit(FAILED if FAILED in self.codes else min(self.codes, default=0))


_A_SOURCE: Final = click.Path(readable=False)
"""What can be read and what cannot is said by the reading of it."""
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


@cli.command(_DEFAULT, cls=Nameless, hidden=True)
@click.argument("names", metavar="SOURCE…", nargs=-1, required=True, type=_A_SOURCE)
@click.option("--format", "style", type=click.Choice(list(WRITERS)), help="Write the story, or all, in this format.")
@_roles("--show", help="Print nothing but the pieces of these roles.")
@_roles("--with", "more", help="Count these roles as story.")
@_roles("--without", "less", help="Leave these roles out.")
@click.option("-o", "--output", type=click.Path(), help="A file, or a folder (out/) for a file each.")
@_url
@_model
@_private
def read(names: tuple[str, ...], **options: Unpack[ReadOptions]) -> None:
    """Print the story of each SOURCE, and what was set aside, by role."""
    show, style, output = options["show"], options["style"], options["output"]
    if show and (style or output):
        raise click.UsageError("--show prints pieces as they are: leave out --format and -o, or use --with, --without")
    sources = _sources(names)
    several = len(sources) > 1
    try:
        target = aim(output, several=several) if output else None
    except ArticleKitError as error:
        raise click.UsageError(str(error)) from error
    printer = Printer(
        style=style, show=show, more=options["more"], less=options["less"], target=target, several=several
    )
    work = partial(read_article, reading=_reading(options))
    outcome = Outcome()
    for source, article in work_through(sources, work, slow=any(source.is_address for source in sources)):
        outcome.put(printer, source, article)
    outcome.end()


@cli.command(epilog=_INSPECT_EXAMPLES, short_help="Write a report to look at: every piece, its role, and why.")
@click.argument("name", metavar="SOURCE", type=_A_SOURCE)
@click.argument("other", metavar="[OTHER]", required=False, type=_A_SOURCE)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The report's file.")
@_url
@_model
@_private
def inspect(name: str, other: str | None, output: Path | None, **options: Unpack[SourceOptions]) -> None:
    """Write a report to look at: every piece with its role and why; of two sources, what differs."""
    reading = _reading(options, reasons=True)
    sources = _sources(filter(None, [name, other]))
    if len(sources) > (2 if other else 1):
        raise click.UsageError(f"a report is of one page, or of two side by side; there are {len(sources)} here")
    one, *rest = [(source, _read_one(source, reading)) for source in sources]
    path = output or Path(f"{one[0].stem}.report.html")
    _save(path, one[1].to_report(other=rest[0][1] if rest else None).encode())
    click.echo(f"{path}: open it in a browser", err=True)


@cli.command(epilog=_EXPLAIN_EXAMPLES, short_help="Say why a piece is in the text, or is not.")
@click.argument("name", metavar="SOURCE", type=_A_SOURCE)
@click.argument("words", metavar="WORDS…", nargs=-1, required=True)
@_url
@_model
@_private
def explain(name: str, words: tuple[str, ...], **options: Unpack[SourceOptions]) -> None:
    """Say of the pieces that hold WORDS what they were taken for, and why."""
    reading = _reading(options, reasons=True)
    phrase = " ".join(" ".join(words).split())
    blocks = [block for source in _sources([name]) for block in _read_one(source, reading).blocks]
    found, sure = find_blocks(phrase, blocks)
    if not sure:
        nearest = f"; did you mean “{harmless(found[0].text[:_GLIMPSE])}”?" if found else "; try fewer words"
        click.echo(f"articlekit: no piece of {name} holds “{phrase.strip(QUOTES)}”{nearest}", err=True)
        sys.exit(NOTHING)
    for block in found:
        show_reasons(make_console(), block)


@cli.command(epilog=_COMPARE_EXAMPLES, short_help="Set articlekit beside other libraries, on your own pages.")
@click.argument("names", metavar="SOURCE…", nargs=-1, required=True, type=_A_SOURCE)
@click.option("--tools", metavar="NAME,…", default="", help="Only these; there is trafilatura-precision, too.")
@click.option(
    "--worst", type=click.IntRange(min=0), default=8, show_default=True, help="Pages to name that differ most."
)
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", help="How to print it.")
@_model
@_private
def compare(names: tuple[str, ...], tools: str, worst: int, style: str, **options: Unpack[TrialOptions]) -> None:
    """Set articlekit beside trafilatura, newspaper4k, readability-lxml and resiliparse, on your own pages.

    Of each library that is installed: how well its text matches the right story, what it lets into it, how fast it is.

    What is right, you say: beside rain.html, rain.story.txt holds its story, or rain.roles.json its pieces in reading
    order, [["headline", "Rain"], ["paragraph", "It rained."], …]. Where nothing says it, you see how the libraries
    differ, and in which pieces.

    A folder with pages.jsonl, as articlekit.training reads it, brings its own answers; mind that a model has seen the
    pages that it was trained on.
    """
    from articlekit import comparison  # noqa: PLC0415 - it knows libraries that nothing else needs
    from articlekit.comparison.table import show_comparison  # noqa: PLC0415

    outcome = Outcome()
    try:
        found, missing = comparison.find_tools(filter(None, tools.split(",")), model=options["model"])
        samples = comparison.find_samples(names)
    except ArticleKitError as error:
        _refuse(error)

    comparison.warm_up(found)
    work = partial(
        comparison.try_tools,
        tools=found,
        turns=count(),
        allow_private_addresses=options["allow_private_addresses"],
    )
    trials = []
    slow = any(sample.source.is_address for sample in samples)
    for _, trial in work_through(samples, work, verb="comparing", slow=slow):
        if isinstance(trial, ArticleKitError):
            outcome.fail(trial)
        else:
            trials.append(trial)
    if missing and trials:
        click.echo(f"articlekit: not installed, so left out: pip install {' '.join(missing)}", err=True)
    if trials:
        result = comparison.compare(found, trials, missing=missing)
        if style == "json":
            click.echo(comparison.to_json(result))
        else:
            show_comparison(make_console(), result, worst=worst)
    outcome.end()


@cli.command(epilog=_DISCOVER_EXAMPLES, short_help="Print the addresses of a site's articles.")
@click.argument("site", metavar="URL")
@click.option("--language", metavar="CODE", help="Only articles in this language (ISO 639-1).")
@click.option("--limit", type=click.IntRange(min=1), help="Stop after so many.")
@_private
def discover(site: str, language: str | None, limit: int | None, allow_private_addresses: bool) -> None:
    """Print the addresses of a site's articles, from its feeds and sitemaps."""
    from articlekit.discovery import discover as find  # noqa: PLC0415 - needs the network

    urls = find(site, language=language, allow_private_addresses=allow_private_addresses)
    first = _wait_for(lambda _: next(urls, None), Source(name=site), verb="looking")
    if first is None:
        click.echo(f"articlekit: {site} names no articles in feeds or sitemaps", err=True)
        sys.exit(NOTHING)
    try:
        for url in islice(chain([first], urls), limit):
            click.echo(harmless(url))
    except ArticleKitError as error:
        _refuse(error)


@cli.command(epilog=_FETCH_EXAMPLES, short_help="Fetch a page as it is, politely.")
@click.argument("url", metavar="URL")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@_private
def fetch(url: str, output: Path | None, allow_private_addresses: bool) -> None:
    """Fetch a page as it is, politely, and print or save it."""
    reading = Reading(allow_private_addresses=allow_private_addresses)
    page = _wait_for(partial(fetch_page, reading=reading), Source(name=url))
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
    return _wait_for(partial(read_article, reading=reading), source)


def _wait_for(work: Callable[[Source], T], source: Source, *, verb: str = "reading") -> T:
    """Do work for one source; end if it fails."""
    ((_, result),) = work_through([source], work, verb=verb, slow=source.is_address)
    if isinstance(result, ArticleKitError):
        _refuse(result)
    return result


def _refuse(error: ArticleKitError) -> Never:
    """End with one line that says what failed."""
    outcome = Outcome()
    outcome.fail(error)
    sys.exit(FAILED)


def _save(path: Path, content: bytes) -> None:
    try:
        save(path, content)
    except ArticleKitError as error:
        _refuse(error)


def _make_output_sure() -> None:
    """Let no page be unprintable: a pipe gets UTF-8, a terminal a `?` for what it cannot show."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            plain = stream.isatty() or "PYTHONIOENCODING" in os.environ
            stream.reconfigure(encoding=None if plain else "utf-8", errors="replace")


def main() -> None:
    """Run the command line; an interruption ends it without a traceback."""
    _make_output_sure()
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
    except OSError as error:
        click.echo(f"articlekit: the output cannot be written: {(error.strerror or str(error)).lower()}", err=True)
        sys.stdout = None  # or Python would try again to write what is left
        sys.exit(FAILED)


if __name__ == "__main__":
    main()
