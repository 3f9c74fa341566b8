"""Pages to compare tools on, and what is right about each, where somebody has said so.

In: addresses, pages, folders. Out: Samples. The right answer of `rain.html` stands beside it: `rain.story.txt` is its
story, `rain.roles.json` its pieces in reading order, `[[role, text], …]`; or an `expected.json` in the same folder
holds the pieces by file name. A folder with `pages.jsonl`, as `articlekit.training` reads it, brings its own. Nothing
that articlekit itself writes is taken for an answer.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import msgspec

from articlekit.comparison.measures import Row
from articlekit.errors import ExtractionError
from articlekit.model import STORY_ROLES, Page, Role
from articlekit.sources import Reading, Source, fetch_page, find_sources
from articlekit.training import read_rows

_PLAIN: Final = frozenset({".txt", ".text"})
_LIST: Final = "pages.jsonl"
_ROLES: Final = frozenset(map(str, Role))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A page, and what is right about it: its `story` where known, and its `rows` where it is labelled."""

    source: Source
    url: str | None = None
    story: str | None = None
    rows: tuple[Row, ...] = ()

    def read(self, *, allow_private_addresses: bool = False) -> Page:
        """Get the page.

        Raises:
            ArticleKitError: It cannot be had.

        """
        path = self.source.path
        if path is None:
            return fetch_page(self.source, Reading(allow_private_addresses=allow_private_addresses))
        body = _read(path)
        try:
            return Page(url=self.url, body=gzip.decompress(body) if path.suffix == ".gz" else body)
        except (OSError, EOFError) as error:
            raise ExtractionError(f"{path}: it cannot be decompressed: {error}") from error


def find_samples(names: Iterable[str]) -> list[Sample]:
    """Find the pages that names stand for, and their answers.

    Raises:
        ExtractionError: There is no such file, a text has no tags to compare by, or an answer cannot be read.

    """
    samples: list[Sample] = []
    for name in names:
        if (Path(name) / _LIST).is_file():
            samples += _listed(Path(name))
        else:
            samples += _found(name)
    if not samples:
        raise ExtractionError("there are no pages to compare on: other libraries read HTML alone")
    return samples


def _found(name: str) -> Iterator[Sample]:
    folder = Path(name).is_dir()
    for source in find_sources([name]):
        path = source.path
        if path and path.suffix.lower() in _PLAIN:
            if not folder:
                raise ExtractionError(f"{name}: a text without tags, which other libraries cannot read; name a page")
            continue
        if path is None and not source.is_address:
            raise ExtractionError("standard input cannot be compared: save the page first")
        sample = Sample(source=source)
        yield with_answer(sample, path) if path else sample


def with_answer(sample: Sample, path: Path) -> Sample:
    """Add what stands beside the page.

    Raises:
        ExtractionError: It is there, and cannot be read.

    """
    story, rows = path.with_suffix(".story.txt"), path.with_suffix(".roles.json")
    kept = path.parent / "expected.json"
    if rows.is_file():
        sample = replace(sample, rows=_rows(rows, _read(rows)))
    elif kept.is_file():
        sample = replace(sample, rows=_rows_of_fixture(kept, path.name))
    if story.is_file():
        return replace(sample, story=_read(story).decode("utf-8-sig", errors="replace"))
    return replace(sample, story=story_of(sample.rows))


def story_of(rows: Iterable[Row]) -> str | None:
    r"""Put together the story of labelled pieces; None if there are none.

    >>> story_of([("paragraph", "It rained."), ("credit", "Ana Ruiz"), ("paragraph", "It stopped.")])
    'It rained.\n\nIt stopped.'

    """
    pieces = list(rows)
    return "\n\n".join(text for role, text in pieces if role in STORY_ROLES) if pieces else None


def _rows_of_fixture(path: Path, page: str) -> tuple[Row, ...]:
    try:
        by_page = msgspec.json.decode(_read(path), type=_Expected).roles
    except msgspec.MsgspecError:
        return ()  # another program's file of that name
    return _checked(path, by_page.get(page, []))


class _Expected(msgspec.Struct):
    roles: dict[str, list[Row]]


def _rows(path: Path, content: bytes) -> tuple[Row, ...]:
    try:
        return _checked(path, msgspec.json.decode(content, type=list[Row]))
    except msgspec.MsgspecError as error:
        raise ExtractionError(f"{path}: wanted is [[role, text], …] in JSON: {error}") from error


def _checked(path: Path, rows: Iterable[Row]) -> tuple[Row, ...]:
    pieces = tuple(rows)
    for role, text in pieces:
        if role not in _ROLES:
            raise ExtractionError(f"{path}: {role!r} is no role (of “{text[:40]}”); there are {', '.join(Role)}")
    return pieces


def _listed(folder: Path) -> Iterator[Sample]:
    try:
        listed = read_rows(folder)
    except msgspec.MsgspecError as error:
        raise ExtractionError(f"{folder / _LIST}: wanted is a row of JSON a page with its id: {error}") from error
    for row in listed:
        page, roles = folder / "pages" / f"{row.id}.html.gz", folder / "roles" / f"{row.id}.json"
        rows = _rows(roles, _read(roles)) if roles.is_file() else ()
        source = Source(name=row.id, path=page)
        yield Sample(source=source, url=row.url, story=row.story or story_of(rows), rows=rows)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ExtractionError(f"{path}: {(error.strerror or str(error)).lower()}") from error
