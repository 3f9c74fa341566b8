"""The fixtures: whole pages and texts, each beside what is right about it, written by hand.

`fixtures/<slug>/expected.json` holds the address, the fields, and for each source (`page.html`, `article.txt`) its
pieces in reading order, each with its role. Objects among the fields name only what the fixture is about.
"""

import gzip
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import articlekit
from articlekit import Article, Role
from articlekit.model import STORY_ROLES

FOLDER = Path(__file__).parent.parent / "fixtures"
SLUGS = tuple(sorted(path.parent.name for path in FOLDER.glob("*/expected.json")))

Row = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """One source of one fixture."""

    slug: str
    source: str

    def __str__(self) -> str:
        return f"{self.slug}/{self.source}"

    @property
    def path(self) -> Path:
        return FOLDER / self.slug / self.source

    @property
    def content(self) -> bytes:
        return self.path.read_bytes()

    @property
    def text(self) -> str:
        """A plain text, its line ends as they are."""
        return self.content.decode()

    @property
    def rows(self) -> list[Row]:
        """Role and text of every piece, as it should be; white space is folded, as in blocks."""
        return [(role, " ".join(text.split())) for role, text in read_expected(self.slug)["roles"][self.source]]

    @property
    def story(self) -> str:
        return story_of(self.rows)

    def extract(self, **options) -> Article:
        if self.source.endswith(".txt"):
            return articlekit.extract_text(self.text, **options)
        return articlekit.extract(self.content, url=read_expected(self.slug)["url"], **options)


@cache
def read_expected(slug: str) -> dict:
    return json.loads((FOLDER / slug / "expected.json").read_text(encoding="utf-8"))


def all_sources() -> list[Whole]:
    return [Whole(slug=slug, source=source) for slug in SLUGS for source in read_expected(slug)["roles"]]


PAGES = [whole for whole in all_sources() if whole.source == "page.html"]
TEXTS = [whole for whole in all_sources() if whole.source == "article.txt"]


def story_of(rows: list[Row]) -> str:
    return "\n\n".join(text for role, text in rows if Role(role) in STORY_ROLES)


def letters(text: str) -> str:
    return "".join(text.split())


def rows_of(article: Article) -> list[Row]:
    return [(str(block.role), block.text) for block in article.blocks]


def right_share(found: list[Row], expected: list[Row]) -> float:
    """The share of the page's letters that have the right role; the page's furniture may be called either way."""
    got = [role for role, text in found for _ in letters(text)]
    due = [role for role, text in expected for _ in letters(text)]
    assert len(got) == len(due)
    return sum(a == b or {a, b} == _FURNITURE for a, b in zip(got, due, strict=True)) / len(due)


_FURNITURE = {"boilerplate", "interface"}


def write_rows(whole: Whole, rows: list[Row]) -> None:
    """Set down what is found as what is expected; for `--regenerate`, and the diff is to be read."""
    expected = read_expected(whole.slug)
    expected["roles"][whole.source] = [list(row) for row in rows]
    (FOLDER / whole.slug / "expected.json").write_text(as_text(expected), encoding="utf-8")


def as_text(expected: dict) -> str:
    """JSON with one piece a line, so that a diff shows pieces."""
    parts = []
    for key, value in expected.items():
        if key == "roles":
            sources = (f"    {json.dumps(source)}: [\n{_lines(rows)}\n    ]" for source, rows in value.items())
            parts.append('  "roles": {\n' + ",\n".join(sources) + "\n  }")
        else:
            text = json.dumps(value, ensure_ascii=False, indent=2).replace("\n", "\n  ")
            parts.append(f"  {json.dumps(key)}: {text}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _lines(rows: list[list[str]]) -> str:
    return ",\n".join("      " + json.dumps(row, ensure_ascii=False) for row in rows)


def write_data(folder: Path) -> Path:
    """Write the fixtures as a folder of labelled pages to train on, in two sets by turns."""
    for name in ("pages", "roles", "text"):
        (folder / name).mkdir()
    rows = []
    for number, page in enumerate(PAGES):
        slug = page.slug
        rows.append(
            {"id": slug, "set": ("own", "other")[number % 2], "url": read_expected(slug)["url"], "story": page.story}
        )
        (folder / "pages" / f"{slug}.html.gz").write_bytes(gzip.compress(page.content, mtime=0))
        labelled = json.dumps(page.rows, ensure_ascii=False)
        (folder / "roles" / f"{slug}.json").write_text(labelled, encoding="utf-8")
        (folder / "text" / f"{slug}.json").write_text(labelled, encoding="utf-8")
        (folder / "text" / f"{slug}.txt").write_text("\n\n".join(text for _, text in page.rows), encoding="utf-8")
    (folder / "pages.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return folder
