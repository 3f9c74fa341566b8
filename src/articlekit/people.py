"""People as pages write them.

In goes a byline or the line under a picture, in any language; out come the authors, or the picture's people and
agency. A line is cut at what separates people (bars, semicolons, commas, conjunctions), its labels ("By", "Foto:")
are taken off, and each piece is told by its words: an agency, a desk, a job, a place, a mere phrase, or what is left,
a name, which has a capital in each word but its particles, or a script without capitals. All words are data
(`data/people.json`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Final

import msgspec

from articlekit.dates import find_dates
from articlekit.model import Author
from articlekit.plaintext import is_url

_MAX_BYLINE: Final = 400
"""Characters of a byline looked at; the longest seen, with nine reporters' names and places, had 260."""
_MAX_CREDIT: Final = 300
_MAX_NAME_WORDS: Final = 6
_MAX_NAME: Final = 60
"""Characters of a name."""
_MAX_CASELESS_NAME: Final = 12
"""Characters of a name in a script without capitals and spaces."""
_FULL_NAME: Final = 2
"""Words of a name with family name."""
_MAX_LABELS: Final = 4
"""Labels in a row that are taken off: `Foto: Photo by …`."""
_MAX_CODE: Final = 5
"""Letters of an abbreviation in capitals: an outlet, a degree."""

_EMAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_HANDLE: Final = re.compile(r"(?<!\w)@(\w{2,30})")
_STRONG: Final = re.compile(r"\s*(?:[|•·;()\[\]【】（）<>«»\"“”„\n\r\t/]|(?:^|\s)[-–—](?:\s|$)|[-–—]{2,})\s*")
_COMMA: Final = re.compile(r"\s*[,、，،]\s*")
_DOMAIN: Final = re.compile(r"\w\.[a-zA-Z]{2,6}$")
_CLOCK: Final = re.compile(r"\b\d{1,2}[:.h]\d\d\b")
_NO_NAME: Final = re.compile(r"[\d@#?!%=+*_…{}\\]")
_CAMEL: Final = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z][a-z])")
_BRACKETS: Final = {"(": ")", "[": "]", "（": "）", "【": "】", "{": "}", "<": ">"}
_EDGES: Final = " \t,;:.|/–—-·•=＝：、"
_CREDIT_PARTS: Final = re.compile(r"\s*(?:[/|;,，、•·+&]|\s[-–—]\s)\s*")


class _Words(msgspec.Struct, frozen=True):
    """`data/people.json`."""

    after_names: frozenset[str]
    agencies: frozenset[str]
    archive: frozenset[str]
    by_words: frozenset[str]
    careful_conjunctions: frozenset[str]
    conjunctions: frozenset[str]
    cut_glued: frozenset[str]
    desks: frozenset[str]
    generated: frozenset[str]
    glued_labels: frozenset[str]
    jobs: frozenset[str]
    jobs_glued: frozenset[str]
    joined_after_names: frozenset[str]
    labels: frozenset[str]
    name_like_labels: frozenset[str]
    not_names: frozenset[str]
    organizations: frozenset[str]
    other_labels: frozenset[str]
    particles: frozenset[str]
    picture_agencies: frozenset[str]
    picture_labels: frozenset[str]
    picture_labels_bare: frozenset[str]
    picture_trailers: frozenset[str]
    place_words: frozenset[str]
    places: frozenset[str]
    prose_before_name: frozenset[str]
    symbolic: frozenset[str]
    via: frozenset[str]


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


def parse_byline(text: str) -> tuple[Author, ...]:
    """Read the authors of a byline, or of what a page's metadata gives as author.

    >>> [author.name for author in parse_byline("By Jane Doe and John Roe, Senior Editor")]
    ['Jane Doe', 'John Roe']
    >>> parse_byline("Von Max Mustermann, Berlin, und dpa")[1]
    Author(name='dpa', kind='agency', role=None, url=None, email=None, handle=None)
    >>> parse_byline("5 min read")
    ()

    """
    text = " ".join(text[:_MAX_BYLINE].split())
    if is_url(text):
        return ()
    emails, handles = _EMAIL.findall(text), _HANDLE.findall(_EMAIL.sub("", text))
    line = _without_dates(_HANDLE.sub("|", _EMAIL.sub("|", text)))
    if reversed_name := _family_name_first(line):
        line = reversed_name
    found: list[Author] = []
    for segment in _STRONG.split(_cut_glued(line)):
        _read_segment(segment, found)
    unique = tuple({author.name.casefold(): author for author in reversed(found)}.values())[::-1]
    return _with_addresses(unique, emails, handles)


def is_person_name(text: str) -> bool:
    """Whether a text is a person's full name and nothing else.

    >>> is_person_name("Ursula von der Leyen"), is_person_name("Read more"), is_person_name("The Gazette Staff")
    (True, False, False)

    """
    authors = parse_byline(text)
    return len(authors) == 1 and authors[0].kind == "person" and len(authors[0].name.split()) >= _FULL_NAME


def parse_credit(text: str) -> Credit:
    """Read a picture's credit.

    >>> parse_credit("Foto: Jane Doe/dpa")
    Credit(text='Jane Doe/dpa', people=('Jane Doe',), agency='dpa', symbolic=False, archive=False, generated=False)
    >>> parse_credit("(Symbolbild) Bild: imago images / ITAR-TASS").text
    'imago images / ITAR-TASS'

    """
    text = " ".join(text[:_MAX_CREDIT].split())
    flags = {name: bool(_phrases(name).search(text)) for name in ("symbolic", "archive", "generated")}
    bare = _strip_credit(_remarks().sub("", text))
    parts = [_strip_credit(part) for piece in _CREDIT_PARTS.split(bare) for part in _via().split(piece)]
    agencies = [part for part in parts if _is_picture_agency(part)]
    people = [name for part in parts if part not in agencies and (name := _person(part))]
    return Credit(
        text=bare or None,
        people=tuple(dict.fromkeys(people)),
        agency=" / ".join(dict.fromkeys(agencies)) or None,
        symbolic=flags["symbolic"],
        archive=flags["archive"],
        generated=flags["generated"],
    )


# --- bylines ---


def _without_dates(text: str) -> str:
    for date in reversed(find_dates(text)):
        text = f"{text[: date.start]}|{text[date.end :]}"
    return _CLOCK.sub("|", text)


def _cut_glued(text: str) -> str:
    """`Jane DoeTwitter` is two things, `Jane McDoe` one."""
    pieces = _CAMEL.split(text)
    if len(pieces) == 1:
        return text
    line = pieces[0]
    for piece in pieces[1:]:
        first = piece.split()[0].strip(".,").casefold()
        last = line.split()[-1].casefold()
        if first in _words().cut_glued:
            line += f"|{piece}"
        elif last in _words().glued_labels:
            line += f" {piece}"
        else:
            line += piece
    return line


def _family_name_first(text: str) -> str | None:
    """`Doe, Jane`, as catalogues have it: two single words."""
    parts = _COMMA.split(text.strip())
    if len(parts) == _FULL_NAME and all(_is_name(part.split()) and " " not in part for part in parts):
        return f"{parts[1]} {parts[0]}"
    return None


def _read_segment(segment: str, found: list[Author]) -> None:
    rest, labelled = _strip_labels(segment.strip(_EDGES + "'’‘"))
    other = _other_label().search(rest)
    if other:
        rest = rest[: other.start()]
    for number, chunk in enumerate(_chunks(rest)):
        words = _own_words(chunk)
        if words and _read_chunk(words, found, leads=number == 0 and (labelled or not found)):
            return  # what follows a person's job is where they do it


def _strip_labels(text: str) -> tuple[str, bool]:
    stripped = False
    if prose := _prose().match(text):
        text, stripped = text[prose.end() :], True
    for _ in range(_MAX_LABELS):
        found = _glued_label().match(text) or _label().match(text)
        if not found:
            break
        rest = text[found.end() :]
        if _is_more_than_label(found[0].strip(" :：").casefold(), rest):
            break
        text, stripped = rest, True
    return text.strip(_EDGES), stripped


def _is_more_than_label(label: str, rest: str) -> bool:
    """Whether a label is really a desk (`Redaktion`), or part of a name (`De Bruyne`)."""
    if not rest:
        return label in _words().desks
    return label in _words().name_like_labels and len(_name_words(rest)) < _FULL_NAME


def _name_words(text: str) -> list[str]:
    return _COMMA.split(text)[0].split()


def _chunks(text: str) -> Iterator[str]:
    """Cut at commas, and at conjunctions that stand between two names."""
    for part in _COMMA.split(text):
        chunk: list[str] = []
        words = part.split()
        for at, word in enumerate(words):
            rest = words[at + 1 :]
            if chunk and rest and _joins(word, chunk, rest):
                yield " ".join(chunk)
                chunk = []
            elif chunk or word not in _words().conjunctions | {"&", "+"}:
                chunk.append(word)
        yield " ".join(chunk)


def _joins(word: str, before: list[str], after: list[str]) -> bool:
    if word in {"&", "+"}:
        return True
    if word not in _words().conjunctions:
        return False
    return word not in _words().careful_conjunctions or min(len(before), len(after)) >= _FULL_NAME


def _own_words(chunk: str) -> list[str]:
    """Split a chunk into its words, without degrees, social networks, places and glued jobs at its end."""
    words = chunk.strip(_EDGES).split()
    for at, word in enumerate(words):
        if at and word in _words().place_words and words[at + 1 :] and at >= _FULL_NAME:
            words = words[:at]
            break
    while len(words) > _FULL_NAME and (_is_degree(words[-1]) or words[-1].casefold() in _words().not_names):
        words.pop()
    if len(words) > 1 and words[-1] in _words().jobs_glued:
        words.pop()
    elif words:
        words[-1] = _glued_job().sub("", words[-1])
    return [word for word in words if word]


def _read_chunk(words: list[str], found: list[Author], *, leads: bool) -> bool:
    """Add the author that a chunk names, or the role it gives to the one before; tell whether it is only a role."""
    text = " ".join(words)
    plain_words = [word.casefold().strip(".") for word in words]
    if " ".join(plain_words) in _words().joined_after_names and found:
        found[-1] = replace(found[-1], name=f"{found[-1].name} {text}")
    elif " ".join(plain_words) in _words().agencies or text.casefold() in _words().agencies:
        found.append(Author(name=text, kind="agency"))
    elif any(word in _words().jobs for word in plain_words):
        return _read_job(words, plain_words, found, leads=leads)
    elif _is_desk(words, plain_words):
        if leads:
            found.append(Author(name=text, kind="desk"))
    elif _is_name(words) and (leads or _is_full_name(words, plain_words)):
        found.append(Author(name=_in_usual_case(text)))
    return False


def _is_full_name(words: list[str], plain_words: list[str]) -> bool:
    caseless = len(words) == 1 and not words[0].isascii() and words[0].lower() == words[0].upper()
    return (len(words) >= _FULL_NAME or caseless) and " ".join(plain_words) not in _words().places


def _read_job(words: list[str], plain_words: list[str], found: list[Author], *, leads: bool) -> bool:
    """Give a job to whom it belongs: the person before it, in this chunk or the last one."""
    at = next(i for i, word in enumerate(plain_words) if word in _words().jobs)
    name, job = words[:at], words[at:]
    if at >= _FULL_NAME and _is_name(name) and not _is_desk(name, plain_words[:at]):
        found.append(Author(name=_in_usual_case(" ".join(name)), role=" ".join(job)))
    elif found and not leads and found[-1].kind == "person":
        found[-1] = replace(found[-1], role=found[-1].role or " ".join(words))
        return True
    elif leads and len(words) > 1 and plain_words[-1] in _words().desks:
        found.append(Author(name=" ".join(words), kind="desk"))
    return False


def _is_desk(words: list[str], plain_words: list[str]) -> bool:
    if any(word in _words().desks for word in plain_words) or " ".join(plain_words) in _words().desks:
        return True
    if any(_DOMAIN.search(word) for word in words):
        return True
    return len(words) == 1 and words[0].isupper() and 1 < len(words[0]) <= _MAX_CODE and words[0].isascii()


def _is_degree(word: str) -> bool:
    return word.strip(".").casefold().replace(".", "") in _degrees() and (word.isupper() or "." in word or "D" in word)


@cache
def _degrees() -> frozenset[str]:
    return frozenset(word.replace(".", "") for word in _words().after_names)


def _is_name(words: list[str]) -> bool:
    text = " ".join(words)
    if not words or len(words) > _MAX_NAME_WORDS or len(text) > _MAX_NAME or _NO_NAME.search(text):
        return False
    plain_words = [word.casefold().strip(".") for word in words]
    if plain_words[0] in _words().not_names or all(_is_degree(word) for word in words):
        return False
    if _is_caseless(text):
        return len(words) > 1 or len(text) <= _MAX_CASELESS_NAME
    capitals = sum(_is_capital(word) for word in words)
    others = all(_is_capital(word) or word.casefold() in _words().particles for word in words)
    return capitals >= 1 and others and len(text) > 1


def _is_caseless(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 1 and all(unicodedata.category(letter) in {"Lo", "Lm"} for letter in letters)


def _is_capital(word: str) -> bool:
    """Whether a word begins like a name: `Jane`, `D'Arc`, `d'Arc`, `J.`, `‘Abd`."""
    letters = word.lstrip("'’‘ʻʿ`")
    elided = "'" in letters[:3] or "’" in letters[:3]
    return letters[:1].isupper() or (elided and any(map(str.isupper, letters)))


def _in_usual_case(name: str) -> str:
    return name.title() if name.isupper() and len(name.split()) >= _FULL_NAME else name


def _with_addresses(authors: tuple[Author, ...], emails: list[str], handles: list[str]) -> tuple[Author, ...]:
    return tuple(
        replace(author, email=_address_of(author, authors, emails), handle=_address_of(author, authors, handles))
        for author in authors
    )


def _address_of(author: Author, authors: tuple[Author, ...], addresses: Iterable[str]) -> str | None:
    """Find the address with a part of the author's name in it; the only one, if there is only one author."""
    held = list(addresses)
    parts = [part for part in author.name.casefold().split() if len(part) > _FULL_NAME]
    for address in held:
        if any(part in address.partition("@")[0].casefold() for part in parts):
            return address
    return held[0] if len(held) == len(authors) == 1 else None


# --- credits ---


def _strip_credit(text: str) -> str:
    """Take labels, brackets and loose signs off both ends."""
    for _ in range(_MAX_LABELS):
        before = text
        text = text.strip(_EDGES.replace(".", "")).removesuffix(".")
        if text and _BRACKETS.get(text[0]) == text[-1] and text.count(text[0]) == 1:
            text = text[1:-1]
        if label := _picture_label().match(text):
            text = text[label.end() :]
        text = _trailer().sub("", text)
        if text == before:
            break
    return text


def _person(part: str) -> str | None:
    """Name the one person that a part of a credit names, if it names one in full."""
    authors = parse_byline(part)
    if len(authors) != 1 or authors[0].kind != "person" or len(authors[0].name.split()) < _FULL_NAME:
        return None
    return None if _words().organizations & set(part.casefold().split()) else authors[0].name


def _is_picture_agency(part: str) -> bool:
    """Whether a part is an agency, or begins with its name: `AFP Photo`, `Getty Images North America`."""
    words = part.casefold().strip(". ").split()
    known = _words().picture_agencies | _words().agencies
    return any(" ".join(words[:length]) in known for length in range(len(words), 0, -1))


# --- words ---


@cache
def _words() -> _Words:
    data = resources.files("articlekit").joinpath("data/people.json").read_bytes()
    return msgspec.json.decode(data, type=_Words)


def _longest_first(phrases: Iterable[str]) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))


@cache
def _label() -> re.Pattern[str]:
    """Match a label and what follows it: a colon, a space, in scripts without spaces nothing."""
    spaced, unspaced = _by_script(_words().labels)
    return re.compile(rf"({spaced})(?:\s*[:：]\s*|\s+|$)|(?:{unspaced})\s*[:：]?\s*", re.IGNORECASE)


@cache
def _glued_label() -> re.Pattern[str]:
    """`byJane Doe`."""
    return re.compile(rf"(?:{_longest_first(_words().glued_labels)})(?=[A-Z][a-z]+\s)")


def _by_script(phrases: Iterable[str]) -> tuple[str, str]:
    """Expressions for the phrases of scripts with spaces between words, and of those without."""
    held = frozenset(phrases)
    unspaced = {phrase for phrase in held if _NO_SPACES.search(phrase[-1])}
    return _longest_first(held - unspaced), _longest_first(unspaced) or r"(?!)"


_NO_SPACES: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@cache
def _other_label() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_longest_first(_words().other_labels)})(?!\w)", re.IGNORECASE)


@cache
def _prose() -> re.Pattern[str]:
    """Match a beginning such as `This post was written by`: words, one of them in lower case, before the label."""
    return re.compile(
        rf"(?:[^\s,|]+\s){{0,7}}?[a-zà-ÿ]{{3,}}\s(?:{_longest_first(_words().prose_before_name)})\s+(?=\S)"
    )


@cache
def _glued_job() -> re.Pattern[str]:
    return re.compile(rf"(?<=\w\w)(?:{_longest_first(_words().jobs_glued)})$")


@cache
def _picture_label() -> re.Pattern[str]:
    """Match what opens a credit: a label and its sign or preposition, or a sign or preposition alone."""
    by = _longest_first(_words().by_words)
    labels = _words().picture_labels | _words().symbolic | _words().archive
    return re.compile(
        rf"(?:{_longest_first(labels)})(?:\s*(?:[:：=＝]|\.{{2,}}|…)\s*|\s+(?:{by})\s+|\s*(?=©)|$)"
        rf"|(?:{_longest_first(_words().picture_labels_bare)})\s+(?-i:(?=[A-ZÀ-ÞА-Я]))|(?:©|®|\(c\))\s*|(?:{by})\s+",
        re.IGNORECASE,
    )


@cache
def _trailer() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{_longest_first(_words().picture_trailers)})$")


@cache
def _via() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{_longest_first(_words().via)})\s+", re.IGNORECASE)


@cache
def _phrases(name: str) -> re.Pattern[str]:
    phrases = {"symbolic": _words().symbolic, "archive": _words().archive, "generated": _words().generated}[name]
    spaced, unspaced = _by_script(phrases)
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)|{unspaced}", re.IGNORECASE)


@cache
def _remarks() -> re.Pattern[str]:
    """Match a remark about the picture in brackets of its own, or at the end: `(Symbolbild)`, `, Archiv`."""
    phrases = _longest_first(_words().symbolic | _words().archive)
    return re.compile(rf"\s*[(\[（]\s*(?:{phrases})\s*[)\]）]\s*|\s*[,;|/–-]\s*(?:{phrases})$", re.IGNORECASE)
