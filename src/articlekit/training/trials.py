"""Labelled pages read by a model that has not seen them, and what the model said of itself.

In: the data folder, and its pages in parts. For each part a model is trained on all pages outside of it, and reads
those inside. Out: of each page its story's match, the confidence that it had in it, and every block's answer. Pages of
one site are never on both sides when the parts are folds of sites.
"""

from __future__ import annotations

import gzip
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from articlekit.article import Article
from articlekit.cleaner import Piece
from articlekit.comparison.measures import Match, match
from articlekit.errors import ExtractionError
from articlekit.pipeline import extract, extract_text
from articlekit.segmenter import Model
from articlekit.training import PageRow, align, read_gold, site_of, train
from articlekit.training.calibration import Answer

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One page as a model read it that was not trained on it; answers only where its pieces are labelled."""

    id: str
    set: str
    confidence: float
    match: Match
    html: tuple[Answer, ...] = ()
    text: tuple[Answer, ...] = ()


def parts_by_site(rows: Iterable[PageRow], folds: int) -> dict[str, list[PageRow]]:
    """Cut pages into folds, those of one site together."""
    parts = defaultdict(list)
    for row in rows:
        digest = hashlib.sha256(site_of(row).encode()).hexdigest()
        parts[f"fold {int(digest, 16) % folds + 1}"].append(row)
    return dict(sorted(parts.items()))


def parts_by_set(rows: Iterable[PageRow]) -> dict[str, list[PageRow]]:
    """Cut pages into the sets that they came in."""
    parts = defaultdict(list)
    for row in rows:
        parts[row.set].append(row)
    return dict(sorted(parts.items()))


def try_parts(
    data: Path, parts: Mapping[str, Sequence[PageRow]], *, left_out: frozenset[str] = frozenset(), say: Say
) -> list[Trial]:
    """Read each part with a model that was trained without it."""
    trials = []
    for name, rows in parts.items():
        say(f"without {name}, {len(rows)} pages:")
        model = Model(train(data, without=left_out.union(row.id for row in rows), say=say))
        trials += [_try_page(data, row, model) for row in rows]
    return trials


def _try_page(data: Path, row: PageRow, model: Model) -> Trial:
    content = gzip.decompress((data / "pages" / f"{row.id}.html.gz").read_bytes())
    try:
        article = extract(content, url=row.url, model=model)
    except ExtractionError:
        article = Article()
    roles, text = (data / "roles" / f"{row.id}.json", data / "text" / f"{row.id}.txt")
    plain = extract_text(text.read_bytes().decode(), model=model) if text.exists() else Article()
    return Trial(
        id=row.id,
        set=row.set,
        confidence=article.confidence,
        match=match(article.text, row.story),
        html=_answers(article, roles) if roles.exists() else (),
        text=_answers(plain, text.with_suffix(".json")) if text.exists() else (),
    )


def _answers(article: Article, gold: Path) -> tuple[Answer, ...]:
    """What was said of each block, beside what the labels say."""
    blocks = article.blocks
    right = align((Piece(block.text, 0) for block in blocks), read_gold(gold))
    return tuple(
        Answer(block.role, block.confidence, block.role == role) for block, role in zip(blocks, right, strict=True)
    )
