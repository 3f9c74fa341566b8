"""Picture credits as pages write them.

In goes the line under or beside a picture that says whose it is; out come the credit without its label, brackets and
remarks, and its parts told apart: people, agencies. What the remarks say (a symbol, an old or a generated picture)
is kept as flags. All words are data (`data/people.json`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from articlekit.people import any_of, by_script, lower, parse_byline, people_words

_MAX_CREDIT: Final = 300
_BRACKETS: Final = {"(": ")", "[": "]", "（": "）", "【": "】", "{": "}", "<": ">"}
_CREDIT_PARTS: Final = re.compile(r"\s*(?:[/|;,，、•·+&]|\s[-–—]\s)\s*")
_MAX_LABELS: Final = 4
"""Labels in a row that are taken off: `Foto: Photo by …`."""
_FULL_NAME: Final = 2
"""Words of a name with family name."""
_FLAGS: Final = ("symbolic", "archive", "generated")
_EDGES: Final = " \t,;:|/–—-·•=＝：、"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A picture's credit without label and brackets, and what it says.

    `people` are photographers or artists, `agency` the agencies and rights holders among its parts. `symbolic`,
    `archive` and `generated` tell a picture that only illustrates, an old one, and one made by a machine.
    """

    text: str | None = None
    people: tuple[str, ...] = ()
    agency: str | None = None
    symbolic: bool = False
    archive: bool = False
    generated: bool = False


def parse_credit(text: str) -> Credit:
    """Read a picture's credit.

    >>> parse_credit("Foto: Jane Doe/dpa")
    Credit(text='Jane Doe/dpa', people=('Jane Doe',), agency='dpa', symbolic=False, archive=False, generated=False)
    >>> parse_credit("(Symbolbild) Bild: imago images / ITAR-TASS").text
    'imago images / ITAR-TASS'

    """
    text = " ".join(text[:_MAX_CREDIT].split())
    lowered = lower(text)
    symbolic, archive, generated = (bool(_phrases(name).search(lowered)) for name in _FLAGS)
    bare = _strip_credit(_without_remarks(text) if symbolic or archive else text)
    parts = [_strip_credit(part) for piece in _CREDIT_PARTS.split(bare) for part in _via().split(piece)]
    agencies = [part for part in parts if _is_picture_agency(part)]
    people = [name for part in parts if part not in agencies and (name := _person(part))]
    return Credit(
        text=bare or None,
        people=tuple(dict.fromkeys(people)),
        agency=" / ".join(dict.fromkeys(agencies)) or None,
        symbolic=symbolic,
        archive=archive,
        generated=generated,
    )


def _without_remarks(text: str) -> str:
    for remark in reversed(list(_remarks().finditer(lower(text)))):
        text = text[: remark.start()] + text[remark.end() :]
    return text


def _label_length(text: str) -> int:
    """How many characters of a label a text begins with."""
    lowered = lower(text)
    if label := _picture_label().match(lowered):
        return label.end()
    bare = _bare_label().match(lowered)
    return bare.end() if bare and text[bare.end() : bare.end() + 1].isupper() else 0


def _strip_credit(text: str) -> str:
    """Take labels, brackets and loose signs off both ends."""
    for _ in range(_MAX_LABELS):
        before = text
        text = text.strip(_EDGES).removesuffix(".")
        if text and _BRACKETS.get(text[0]) == text[-1] and text.count(text[0]) == 1:
            text = text[1:-1]
        text = text[_label_length(text) :]
        text = _trailer().sub("", text)
        if text == before:
            break
    return text


def _person(part: str) -> str | None:
    """Name the one person that a part of a credit names, if it names one in full."""
    authors = parse_byline(part)
    if len(authors) != 1 or authors[0].kind != "person" or len(authors[0].name.split()) < _FULL_NAME:
        return None
    return None if people_words().organizations & set(part.casefold().split()) else authors[0].name


def _is_picture_agency(part: str) -> bool:
    """Whether a part is an agency, or begins with its name: `AFP Photo`, `Getty Images North America`."""
    words = part.casefold().strip(". ").split()
    return any(" ".join(words[:length]) in _agencies() for length in range(len(words), 0, -1))


# --- words ---


@cache
def _agencies() -> frozenset[str]:
    return people_words().picture_agencies | people_words().agencies


@cache
def _picture_label() -> re.Pattern[str]:
    """Match what opens a credit: a label and its sign or preposition, or a sign or preposition alone."""
    by = any_of(people_words().by_words)
    labels = people_words().picture_labels | people_words().symbolic | people_words().archive
    return re.compile(
        rf"(?:{any_of(labels)})(?:\s*(?:[:：=＝]|\.{{2,}}|…)\s*|\s+(?:{by})\s+|\s*(?=©)|$)"
        rf"|(?:©|®|\(c\))\s*|(?:{by})\s+"
    )


@cache
def _bare_label() -> re.Pattern[str]:
    """Match a label that a name may follow without any sign: `Foto Jane Doe`."""
    return re.compile(rf"(?:{any_of(people_words().picture_labels_bare)})\s+")


@cache
def _trailer() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{any_of(people_words().picture_trailers)})$")


@cache
def _via() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{any_of(people_words().via)})\s+")


@cache
def _phrases(name: str) -> re.Pattern[str]:
    phrases = {
        "symbolic": people_words().symbolic,
        "archive": people_words().archive,
        "generated": people_words().generated,
    }[name]
    spaced, unspaced = by_script(phrases)
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)|{unspaced}")


@cache
def _remarks() -> re.Pattern[str]:
    """Match a remark about the picture in brackets of its own, or at the end: `(Symbolbild)`, `, Archiv`."""
    phrases = any_of(people_words().symbolic | people_words().archive)
    return re.compile(rf"\s*[(\[（]\s*(?:{phrases})\s*[)\]）]\s*|\s*[,;|/–-]\s*(?:{phrases})$")
