"""Articles written where the command line wants them: on the screen, in a pipe, in a file, in a folder of files.

In: Articles with their Sources. Out: text. No file of one run is written over another of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import click

from articlekit.article import Article
from articlekit.errors import ArticleKitError
from articlekit.model import STORY_ROLES, Role
from articlekit.screen import harmless, make_console, show_article, show_blocks
from articlekit.sources import Source

WRITERS: Final[dict[str, Callable[[Article, frozenset[Role], frozenset[Role]], str]]] = {
    "text": lambda article, more, less: article.to_text(include=more, exclude=less),
    "markdown": lambda article, more, less: article.to_markdown(include=more, exclude=less),
    "html": lambda article, more, less: article.to_html(include=more, exclude=less),
    "json": lambda article, _, less: article.to_json(exclude=less),
    "jsonld": lambda article, more, less: article.to_jsonld(include=more, exclude=less),
    "tei": lambda article, more, less: article.to_tei(include=more, exclude=less),
}
"""Format → how an Article is written in it, with more roles counted as story, and fewer."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where files go: `path` is one file, or a folder of them."""

    path: Path
    folder: bool

    @property
    def format(self) -> str:
        """The format that a file's ending says; text where it says none."""
        return next((name for name, ending in _ENDINGS.items() if ending == self.path.suffix), "text")


def aim(output: str, *, several: bool) -> Target:
    """Tell whether an output as typed is a file or a folder.

    Raises:
        ArticleKitError: Several sources are to go into one file.

    >>> aim("out/", several=False).folder, aim("rain.md", several=False).format
    (True, 'markdown')

    """
    path = Path(output)
    folder = output.endswith(("/", "\\")) or _is_folder(path)
    if several and not folder and path.suffix in _ENDINGS.values():
        raise ArticleKitError(f"several sources make several files: name a folder for them, as -o {path.stem}/")
    return Target(path=path, folder=several or folder)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Printer:
    """Where and how articles are written: `style` is a format, or None for the layout that is read on a screen."""

    style: str | None
    show: frozenset[Role] = frozenset()
    more: frozenset[Role] = frozenset()
    less: frozenset[Role] = frozenset()
    target: Target | None = None
    several: bool = False
    taken: set[Path] = field(default_factory=set)

    def put(self, source: Source, article: Article) -> bool:
        """Write one article; tell whether there was anything to write.

        Raises:
            ArticleKitError: A file cannot be written.

        """
        if self.target:
            self._write_file(self.target, source, article)
            return bool(article.body)
        if self.several and self.style in _HEADED:
            click.echo(f"==> {harmless(source.name)} <==")
        if self.show:
            blocks = [block for block in article.blocks if block.role in self.show]
            show_blocks(make_console(), blocks, named=len(self.show) > 1)
            return bool(blocks)
        if self.style:
            click.echo(WRITERS[self.style](article, self.more, self.less).rstrip("\n"))
        else:
            kept = tuple(block for block in article.blocks if block.role not in self.less)
            show_article(make_console(), replace(article, blocks=kept), roles=STORY_ROLES | self.more)
        return bool(article.body)

    def _write_file(self, target: Target, source: Source, article: Article) -> None:
        style = self.style or target.format
        path = target.path
        if target.folder:
            path = self._free(path / source.folder / f"{source.stem}{_ENDINGS[style]}")
        save(path, f"{WRITERS[style](article, self.more, self.less)}\n".encode())

    def _free(self, path: Path) -> Path:
        """Give a name that no source before this one has taken: `a.json`, `a-2.json`."""
        number = 1
        free = path
        while free in self.taken:
            number += 1
            free = path.with_name(f"{path.stem}-{number}{path.suffix}")
        self.taken.add(free)
        return free


def save(path: Path, content: bytes) -> None:
    """Write a file, and the folders it is in.

    Raises:
        ArticleKitError: It cannot be written.

    """
    try:
        if not path.parent.exists():
            path.parent.mkdir(parents=True)
        path.write_bytes(content)
    except OSError as error:
        raise ArticleKitError(f"{path} cannot be written: {(error.strerror or str(error)).lower()}") from error
