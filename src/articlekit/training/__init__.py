"""Labelled pages → a model.

In: a folder with `pages.jsonl` (a row a page: id, url, story, set), `pages/<id>.html.gz`, `roles/<id>.json` and, for
plain text, `text/<id>.txt` with `text/<id>.json` (rows of role and text, in order); pages without roles may be among
those that we labelled (`annotations`). Out: one model file. The same data give the same model, to the byte. First the
vocabulary is chosen: what many sites have in common. Then the labelled pages are described, and a random field each is
fitted to pages, plain texts and small documents (`fitting`).
"""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urlsplit

import msgspec

from articlekit.claims import PageClaims
from articlekit.cleaner import Document, Element, Piece, clean, clean_text
from articlekit.features import Description, Vocabulary, describe
from articlekit.features.line import words_of
from articlekit.lexicon import tokenize
from articlekit.metadata import read_claims
from articlekit.model import Role
from articlekit.segmenter.model import FORMAT, ModelFile
from articlekit.training.annotations import letters_of, own_labels
from articlekit.training.fitting import PAGES, SMALL_PAGES, SMALL_TEXTS, TEXTS, Sample, train_calibrated
from articlekit.training.guests import Invitation, gather_guests
from articlekit.training.scrapes import STYLES, scrape
from articlekit.training.sketches import sketch

_SITES_FOR_NAME: Final = 12
"""Sites on which a class word must occur to count; fewer may be one publisher's habit."""
_SITES_FOR_LINE: Final = 5
"""Sites on which a whole short line must occur."""
_SITES_FOR_WORD: Final = 10
"""Sites on which a line's first or last word must occur."""
_SITES_FOR_TELLING: Final = 10
"""Labelled sites on which a word must occur at the beginning of a line to be weighed."""
_BEGINNING: Final = 400
_SKETCHES: Final = 6
_FEWER_SKETCHES: Final = 2
"""Small pages made of each page that the data label, and of each of our own."""
_TURNS: Final = tuple(style for style in STYLES if not style.whole)
"""Ways of scraping, one for each labelled page by turns, besides the text that the data hold."""
_TIMES: Final = 2
"""How often a page that the data label is learned from, as our own labels are mostly of English guides."""
_LONGEST_LINE: Final = 6
"""Words of a line that may recur on many sites."""


class PageRow(msgspec.Struct, frozen=True):
    """A page of the data."""

    id: str
    url: str | None = None
    story: str = ""
    set: str = ""
    language: str = ""


Gold = Sequence[tuple[str, str]]


class Labels(NamedTuple):
    """A page's lines and their roles; `whole` if they are the data's, and those far from the story labelled, too."""

    lines: Gold
    whole: bool = True


def train(data: Path, *, without: frozenset[str] = frozenset(), say: Callable[[str], None] = print) -> ModelFile:
    """Train a model on all pages of a folder but those whose ids are in `without`."""
    rows = [row for row in read_rows(data) if row.id not in without]
    labels = {row.id: found for row in rows if (found := read_labels(data, row))}
    labelled = [row for row in rows if row.id in labels]
    say(f"{len(rows)} pages; choosing the vocabulary")
    vocabulary = choose_vocabulary(data, rows, labels)
    say(f"{len(vocabulary.names)} names, {len(vocabulary.lines)} lines, {len(vocabulary.words)} words")
    html = [sample_page(data, row, labels[row.id], vocabulary) for row in labelled]
    say(f"training on {len(html)} labelled pages, {sum(len(s.roles) for s in html)} pieces")
    html_field = train_calibrated(html, PAGES)
    say("with a net" if html_field.net else "without a net: it takes the compiled core to train one")
    texts = [*sample_texts(data, labelled, labels, vocabulary)]
    say(f"training on {len(texts)} plain texts, {sum(len(s.roles) for s in texts)} pieces")
    pages, pastes = (
        [sample for row in labelled for sample in sample_sketches(row, labels[row.id], vocabulary, plain=plain)]
        for plain in (False, True)
    )
    say(f"training on {len(pages)} small pages and texts, {sum(len(s.roles) for s in pages)} pieces")
    return ModelFile(
        format=FORMAT,
        html=html_field,
        text=train_calibrated(texts, TEXTS),
        small_html=train_calibrated(pages, SMALL_PAGES),
        small_text=train_calibrated(pastes, SMALL_TEXTS),
        names=tuple(sorted(vocabulary.names)),
        lines=tuple(sorted(vocabulary.lines)),
        words=tuple(sorted(vocabulary.words)),
        telling=tuple(sorted(vocabulary.telling)),
    )


def sample_texts(
    data: Path, rows: Sequence[PageRow], labels: Mapping[str, Labels], vocabulary: Vocabulary
) -> Iterator[Sample]:
    """Describe the plain texts of labelled pages: the data's own, then a scrape of each page."""
    for row in rows:
        for document, told in read_text(data, row):
            yield sample_text(row, document, told, vocabulary)
    guests = gather_guests(
        (row.id, row.language, lines) for row in rows for lines in _guest_lines(data, row, labels[row.id])
    )
    for number, row in enumerate(rows):
        invitation = Invitation(row.id, row.language, guests)
        turn = number % len(_TURNS)
        for document, told in scraped_page(data, row, labels[row.id], turn=turn, invitation=invitation):
            yield sample_text(row, document, told, vocabulary)


def _guest_lines(data: Path, row: PageRow, labels: Labels) -> Iterator[Gold]:
    """A page's labelled lines, and the alternative texts that its scrape printed."""
    yield labels.lines
    if (scraped := data / "text" / f"{row.id}.json").exists():
        yield [(role, text) for role, text in read_gold(scraped) if role == Role.ALT]


def read_rows(data: Path) -> list[PageRow]:
    """Read the list of pages."""
    with (data / "pages.jsonl").open("rb") as lines:
        return [msgspec.json.decode(line, type=PageRow) for line in lines]


def _document(data: Path, row: PageRow) -> Document:
    return clean(gzip.decompress((data / "pages" / f"{row.id}.html.gz").read_bytes()), url=row.url)


def read_gold(path: Path) -> Gold:
    """Read labelled lines: role and text, in order."""
    return [(role, text) for role, text in json.loads(path.read_text(encoding="utf-8"))]


def read_labels(data: Path, row: PageRow) -> Labels | None:
    """Read the labels of a page: the data's, else our own; None if there are none, or of another page."""
    if (path := data / "roles" / f"{row.id}.json").exists():
        return Labels(read_gold(path))
    own = own_labels().get(row.id)
    if own is None:
        return None
    pieces = _document(data, row).pieces
    if not own.fits(pieces):
        return None
    roles = _roles_of(pieces, *zip(*own.runs, strict=True))
    return Labels([(role, piece.text) for role, piece in zip(roles, pieces, strict=True)], whole=False)


def sample_page(data: Path, row: PageRow, labels: Labels, vocabulary: Vocabulary) -> Sample:
    """Describe a labelled page."""
    document = _document(data, row)
    assert document.tree is not None
    claims = read_claims(document.tree, url=row.url)
    described = describe(document, claims, vocabulary)
    return _sample(row, document, labels, described, times=_TIMES if labels.whole else 1)


def read_text(data: Path, row: PageRow) -> Iterator[tuple[Document, Labels]]:
    """Read a page's plain text and its labels, if the data have one."""
    if (path := data / "text" / f"{row.id}.txt").exists():
        yield clean_text(path.read_bytes().decode()), Labels(read_gold(path.with_suffix(".json")))


def sample_text(row: PageRow, document: Document, labels: Labels, vocabulary: Vocabulary) -> Sample:
    """Describe a labelled plain text."""
    described = describe(document, PageClaims(), vocabulary)
    return _sample(row, document, labels, described, times=_TIMES if labels.whole else 1)


def scraped_page(
    data: Path, row: PageRow, labels: Labels, *, turn: int, invitation: Invitation
) -> Iterator[tuple[Document, Labels]]:
    """A labelled page as a plain-text scrape would leave it, if that leaves anything."""
    document = _document(data, row)
    roles = align(document.pieces, labels.lines)
    style = _TURNS[turn]
    text, gold = scrape(document, roles, style, f"{row.id}/{STYLES.index(style)}", invitation)
    if text.strip():
        yield clean_text(text), Labels(gold, labels.whole)


def sample_sketches(row: PageRow, labels: Labels, vocabulary: Vocabulary, *, plain: bool) -> Iterator[Sample]:
    """Describe small documents made of a labelled page's lines, as plain text or HTML."""
    for number in range(_SKETCHES if labels.whole else _FEWER_SKETCHES):
        drawn = sketch(labels.lines, f"{row.id}/{number}")
        if drawn is not None:
            document = clean_text(drawn.text) if plain else clean(drawn.html)
            claims = read_claims(document.tree) if document.tree is not None else PageClaims()
            yield _sample(row, document, Labels(drawn.gold, labels.whole), describe(document, claims, vocabulary))


def _sample(row: PageRow, document: Document, labels: Labels, description: Description, *, times: int = 1) -> Sample:
    roles = align(document.pieces, labels.lines)
    window = description.window
    far = roles[: window.start] + roles[window.stop :] if labels.whole else []
    sizes = [len(piece.text) for piece in document.pieces[window.start : window.stop]]
    return Sample(
        site=site_of(row),
        rows=description.rows,
        sizes=sizes,
        roles=roles[window.start : window.stop],
        far=far,
        times=times,
    )


def align(pieces: Iterable[Piece], gold: Gold) -> list[str]:
    """Give each piece the role of the labelled line that covers most of it.

    Both hold the same letters in the same order, cut at different places.

    >>> align([Piece("Ana Ruiz", 0), Piece("/AP", 0)], [("byline", "Ana Ruiz/AP")])
    ['byline', 'byline']
    """
    return _roles_of(pieces, [role for role, _ in gold], [letters_of(text) for _, text in gold])


def _roles_of(pieces: Iterable[Piece], lines: Sequence[str], sizes: Iterable[int]) -> list[str]:
    """Give each piece the role of the line that covers most of it, by the lines' numbers of letters."""
    ends = list(accumulate(sizes))
    roles = []
    start = line = 0
    for piece in pieces:
        end = start + letters_of(piece.text)
        covered: Counter[str] = Counter()
        while line < len(lines) - 1 and ends[line] <= start:
            line += 1
        begin = start
        for i in range(line, len(lines)):
            covered[lines[i]] += max(0, min(end, ends[i]) - begin)
            begin = max(begin, ends[i])
            if ends[i] >= end:
                break
        roles.append(max(covered, key=lambda role: covered[role]) if covered else Role.BOILERPLATE.value)
        start = end
    return roles


def choose_vocabulary(data: Path, rows: Iterable[PageRow], labelled: Container[str]) -> Vocabulary:
    """Find the class words, lines and words that many sites have in common."""
    names: dict[str, set[str]] = defaultdict(set)
    lines: dict[str, set[str]] = defaultdict(set)
    words: dict[str, set[str]] = defaultdict(set)
    telling: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        site = site_of(row)
        document = _document(data, row)
        for element in _elements(document.pieces):
            for name in element.words:
                names[name].add(site)
        for piece in document.pieces:
            if row.id in labelled:
                for word in tokenize(piece.text[:_BEGINNING]):
                    telling[word].add(site)
            tokens = words_of(piece.text)
            if 0 < len(tokens) <= _LONGEST_LINE:
                lines[" ".join(tokens)].add(site)
            for word in {*tokens[:1], *tokens[-1:], " ".join(tokens[:2])} - {""}:
                words[word].add(site)
    return Vocabulary(
        names=_common(names, _SITES_FOR_NAME),
        lines=_common(lines, _SITES_FOR_LINE),
        words=_common(words, _SITES_FOR_WORD),
        telling=_common(telling, _SITES_FOR_TELLING),
    )


def _common(found: dict[str, set[str]], sites: int) -> frozenset[str]:
    return frozenset(item for item, where in found.items() if len(where) >= sites)


def _elements(pieces: Iterable[Piece]) -> set[Element]:
    """Every element that a piece stands in."""
    seen: set[Element] = set()
    for piece in pieces:
        for innermost in (piece.element, *(mark.element for mark in piece.inlines)):
            element = innermost
            while element is not None and element not in seen:
                seen.add(element)
                element = element.parent
    return seen


def site_of(row: PageRow) -> str:
    """Name the site that a page is of; pages of one site are alike."""
    return ".".join((urlsplit(row.url or "").hostname or row.id).split(".")[-2:])
