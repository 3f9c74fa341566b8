"""People as pages write them.

In goes a byline, in any language; out come the authors. The line is cut at what separates people (bars, semicolons,
commas, conjunctions), its labels ("By", "Text:") are taken off, and each piece is told by its words: an agency, a
desk, a job, a place, a mere phrase, or what is left, a name, which has a capital in each word but its particles, or is
of a script without capitals. All words are data (`data/people.json`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, lru_cache
from importlib import resources
from typing import Final

import msgspec

from articlekit.dates import find_dates
from articlekit.model import Author
from articlekit.plaintext import is_url

_MAX_BYLINE: Final = 400
"""Characters of a byline looked at; the longest seen, with nine reporters' names and places, had 260."""
_MAX_NAME_WORDS: Final = 6
_MAX_NAME: Final = 60
"""Characters of a name."""
_MAX_CASELESS_NAME: Final = 12
"""Characters of a name in a script without capitals and spaces."""
_MAX_PEN_NAME_WORDS: Final = 3
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
_DIGIT: Final = re.compile(r"\d")
_CLOCK: Final = re.compile(r"\b\d{1,2}[:.h]\d\d\b")
_NO_NAME: Final = re.compile(r"[\d@#?!%=+*_…{}\\]")
_CAMEL: Final = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z][a-z])")
_EDGES: Final = " \t,;:.|/–—-·•=＝：、"
_PLUS: Final = frozenset("&+")


class Words(msgspec.Struct, frozen=True):
    """`data/people.json`."""

    after_names: frozenset[str]
    agencies: frozenset[str]
    archive: frozenset[str]
    by_words: frozenset[str]
    careful_conjunctions: frozenset[str]
    conjunctions: frozenset[str]
    cut_glued: frozenset[str]
    desk_beginnings: frozenset[str]
    desk_endings: frozenset[str]
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


@lru_cache(maxsize=256)  # a page, and a site, names the same people again and again
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
    text, emails = _take_out(_EMAIL, text)
    text, handles = _take_out(_HANDLE, text)
    line = _without_dates(text)
    if reversed_name := _family_name_first(line):
        line = reversed_name
    found: list[Author] = []
    for segment in _STRONG.split(_cut_glued(line)):
        _read_segment(segment, found)
    unique = tuple({author.name.casefold(): author for author in reversed(found)}.values())[::-1]
    return _with_addresses(unique, emails, handles)


def is_label(text: str) -> bool:
    """Whether a text only announces names: `By`, `Von:`.

    >>> is_label("Written by:"), is_label("Jane Doe")
    (True, False)

    """
    return after_label(text) == ""


def after_label(text: str) -> str | None:
    """Return what follows the label that a text opens with, `By` or the like; None where it opens with none.

    >>> after_label("Von Jane Doe"), after_label("Written by:"), after_label("Jane Doe")
    ('Jane Doe', '', None)

    """
    rest, labelled = _strip_labels(text.strip(_EDGES))
    return rest if labelled else None


def is_pen_name(text: str) -> bool:
    """Whether a text that is said to be a name may be one, in whatever case: a pen name, a user's name.

    >>> is_pen_name("theobjectivedad"), is_pen_name("jane doe"), is_pen_name("Read more")
    (True, True, False)

    """
    held = text.split()
    plain_words = [word.casefold().strip(".") for word in held]
    if not 0 < len(held) <= _MAX_PEN_NAME_WORDS or _NO_NAME.search(text) or any(map(_DOMAIN.search, held)):
        return False
    known = people_words()
    return not any(word in known.not_names or word in known.jobs or word in known.desks for word in plain_words)


def is_person_name(text: str) -> bool:
    """Whether a text is a person's full name and nothing else.

    >>> is_person_name("Ursula von der Leyen"), is_person_name("Read more"), is_person_name("The Gazette Staff")
    (True, False, False)

    """
    authors = parse_byline(text)
    return len(authors) == 1 and authors[0].kind == "person" and len(authors[0].name.split()) >= _FULL_NAME


# --- bylines ---


def _take_out(address: re.Pattern[str], text: str) -> tuple[str, list[str]]:
    """Cut a line at its addresses, and keep them."""
    return (address.sub("|", text), address.findall(text)) if "@" in text else (text, [])


def _without_dates(text: str) -> str:
    if not _DIGIT.search(text):
        return text
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
        if first in people_words().cut_glued:
            line += f"|{piece}"
        elif last in people_words().glued_labels:
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
    other = _other_label().search(lower(rest))
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
        found = _glued_label().match(text) or _label().match(lower(text))
        if not found:
            break
        rest = text[found.end() :]
        if _is_more_than_label(found[0].strip(" :：").lower(), rest):
            break
        text, stripped = rest, True
    return text.strip(_EDGES), stripped


def _is_more_than_label(label: str, rest: str) -> bool:
    """Whether a label is really a desk (`Redaktion`), or part of a name (`De Bruyne`)."""
    if not rest:
        return label in people_words().desks
    return label in people_words().name_like_labels and len(_name_words(rest)) < _FULL_NAME


def _name_words(text: str) -> list[str]:
    return _COMMA.split(text)[0].split()


def _chunks(text: str) -> Iterator[str]:
    """Cut at commas, and at conjunctions that stand between two names."""
    for part in _COMMA.split(text):
        chunk: list[str] = []
        words = part.split()
        for at, word in enumerate(words):
            conjunction = word in _PLUS or word in people_words().conjunctions
            if conjunction and chunk and _joins(word, chunk, words[at + 1 :]):
                yield " ".join(chunk)
                chunk = []
            elif chunk or not conjunction:
                chunk.append(word)
        yield " ".join(chunk)


def _joins(conjunction: str, before: list[str], after: list[str]) -> bool:
    careful = conjunction not in _PLUS and conjunction in people_words().careful_conjunctions
    return min(len(before), len(after)) >= (_FULL_NAME if careful else 1)


def _own_words(chunk: str) -> list[str]:
    """Split a chunk into its words, without degrees, social networks, places and glued jobs at its end."""
    words = chunk.strip(_EDGES).split()
    for at in range(_FULL_NAME, len(words) - 1):
        if words[at] in people_words().place_words:
            words = words[:at]
            break
    while len(words) > _FULL_NAME and (_is_degree(words[-1]) or words[-1].casefold() in people_words().not_names):
        words.pop()
    if len(words) > 1 and words[-1] in people_words().jobs_glued:
        words.pop()
    elif words:
        words[-1] = _glued_job().sub("", words[-1])
    return [word for word in words if word]


def _read_chunk(words: list[str], found: list[Author], *, leads: bool) -> bool:
    """Add the author that a chunk names, or the role it gives to the one before; tell whether it is only a role."""
    known, text = people_words(), " ".join(words)
    plain_words = [word.casefold().strip(".") for word in words]
    plain_text = " ".join(plain_words)
    if plain_text in known.joined_after_names and found:
        found[-1] = replace(found[-1], name=f"{found[-1].name} {text}")
    elif plain_text in known.agencies or text.casefold() in known.agencies:
        found.append(Author(name=text, kind="agency"))
    elif not known.jobs.isdisjoint(plain_words):
        return _read_job(words, plain_words, found, leads=leads)
    elif _is_desk(words, plain_words):
        if leads:
            found.append(Author(name=text, kind="desk"))
    elif _is_name(words) and (leads or _is_full_name(words, plain_words)):
        found.append(Author(name=_in_usual_case(text)))
    return False


def _is_full_name(words: list[str], plain_words: list[str]) -> bool:
    caseless = len(words) == 1 and not words[0].isascii() and words[0].lower() == words[0].upper()
    return (len(words) >= _FULL_NAME or caseless) and " ".join(plain_words) not in people_words().places


def _read_job(words: list[str], plain_words: list[str], found: list[Author], *, leads: bool) -> bool:
    """Give a job to whom it belongs: the person before it, in this chunk or the last one."""
    at = next(i for i, word in enumerate(plain_words) if word in people_words().jobs)
    name, job = words[:at], words[at:]
    if at >= _FULL_NAME and _is_name(name) and not _is_desk(name, plain_words[:at]):
        found.append(Author(name=_in_usual_case(" ".join(name)), role=" ".join(job)))
    elif found and not leads and found[-1].kind == "person":
        found[-1] = replace(found[-1], role=found[-1].role or " ".join(words))
        return True
    elif leads and len(words) > 1 and plain_words[-1] in people_words().desks:
        found.append(Author(name=" ".join(words), kind="desk"))
    return False


def _is_desk(words: list[str], plain_words: list[str]) -> bool:
    known = people_words()
    if not known.desks.isdisjoint(plain_words) or " ".join(plain_words) in known.desks:
        return True
    if any(map(_DOMAIN.search, words)) or plain_words[-1].endswith(_desk_endings()):
        return True
    if len(words) > 1 and plain_words[0] in known.desk_beginnings:
        return True
    return len(words) == 1 and words[0].isupper() and 1 < len(words[0]) <= _MAX_CODE and words[0].isascii()


def _is_degree(word: str) -> bool:
    return word.strip(".").casefold().replace(".", "") in _degrees() and (word.isupper() or "." in word or "D" in word)


@cache
def _desk_endings() -> tuple[str, ...]:
    return tuple(people_words().desk_endings)


@cache
def _degrees() -> frozenset[str]:
    return frozenset(word.replace(".", "") for word in people_words().after_names)


def _is_name(words: list[str]) -> bool:
    text = " ".join(words)
    if not words or len(words) > _MAX_NAME_WORDS or len(text) > _MAX_NAME or _NO_NAME.search(text):
        return False
    if words[0].casefold().strip(".") in people_words().not_names or all(map(_is_degree, words)):
        return False
    if _is_caseless(text):
        return len(words) > 1 or len(text) <= _MAX_CASELESS_NAME
    others = [word for word in words if not _is_capital(word)]
    particles = people_words().particles.issuperset(map(str.casefold, others))
    return len(others) < len(words) and particles and len(text) > 1


def _is_caseless(text: str) -> bool:
    if text.isascii():
        return False
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
    if not emails and not handles:
        return authors
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


# --- words ---


@cache
def people_words() -> Words:
    """Read the words by which people are told."""
    data = resources.files("articlekit").joinpath("data/people.json").read_bytes()
    return msgspec.json.decode(data, type=Words)


def any_of(phrases: Iterable[str]) -> str:
    """Write an expression for any of the phrases, the longest first."""
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))


@cache
def _label() -> re.Pattern[str]:
    """Match a label and what follows it: a colon, a space, in scripts without spaces nothing."""
    spaced, unspaced = by_script(people_words().labels)
    return re.compile(rf"({spaced})(?:\s*[:：]\s*|\s+|$)|(?:{unspaced})\s*[:：]?\s*")


@cache
def _glued_label() -> re.Pattern[str]:
    """`byJane Doe`."""
    return re.compile(rf"(?:{any_of(people_words().glued_labels)})(?=[A-Z][a-z]+\s)")


def lower(text: str) -> str:
    """Return the text in lower case, letter for letter, so that what is found in one is found in the other.

    Expressions of hundreds of phrases match such text ten times faster than they ignore case.
    """
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else text


def by_script(phrases: Iterable[str]) -> tuple[str, str]:
    """Write expressions for the phrases of scripts with spaces between words, and of those without."""
    held = frozenset(phrases)
    unspaced = {phrase for phrase in held if _NO_SPACES.search(phrase[-1])}
    return any_of(held - unspaced), any_of(unspaced) or r"(?!)"


_NO_SPACES: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@cache
def _other_label() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of(people_words().other_labels)})(?!\w)")


@cache
def _prose() -> re.Pattern[str]:
    """Match a beginning such as `This post was written by`: words, one of them in lower case, before the label."""
    return re.compile(rf"(?:[^\s,|]+\s){{0,7}}?[a-zà-ÿ]{{3,}}\s(?:{any_of(people_words().prose_before_name)})\s+(?=\S)")


@cache
def _glued_job() -> re.Pattern[str]:
    return re.compile(rf"(?<=\w\w)(?:{any_of(people_words().jobs_glued)})$")
