"""What describing knows before it sees a page, in one mapping: for the compiled reader, so that each is said once.

In: a model's vocabulary. Out: words, phrases as tokens, and what is asked back because it is rare: expressions, and
functions for other scripts and for addresses that need a parser.
"""

from __future__ import annotations

from collections.abc import Mapping

from articlekit.cleaner import is_concealed
from articlekit.features.bios import function_words, job_words
from articlekit.features.destinations import address_words, kinds_of_address
from articlekit.features.labels import label_phrases
from articlekit.features.line import CAPITALS, DAY, case_features, kind_of_sign
from articlekit.features.markup import SOCIAL, TELLING_TAGS, address_features
from articlekit.features.offers import offer_phrases
from articlekit.features.page import APART_TAGS, APART_WORDS
from articlekit.features.vocabulary import Vocabulary
from articlekit.lexicon import cue_phrases


def knowledge(vocabulary: Vocabulary) -> Mapping[str, object]:
    """Gather all that is known; the keys are those that `src/native/knowledge.hpp` reads."""
    kinds, offer_words, hosts = address_words()
    return {
        "cues": [*cue_phrases().listed()],
        "labels": [*label_phrases().listed()],
        "offers": [*offer_phrases().listed()],
        "jobs": job_words(),
        "function_words": function_words(),
        "telling_tags": TELLING_TAGS,
        "apart_tags": APART_TAGS,
        "apart_words": APART_WORDS,
        "social": SOCIAL,
        "kinds": [*kinds.items()],
        "offer_words": offer_words,
        "hosts": hosts,
        "find_day": DAY.search,
        "match_capitals": CAPITALS.match,
        "shape_of_sign": kind_of_sign,
        "case_of": case_features,
        "link_kinds": address_features,
        "destinations": kinds_of_address,
        "conceals": is_concealed,
        "vocabulary_names": vocabulary.names,
        "vocabulary_lines": vocabulary.lines,
        "vocabulary_words": vocabulary.words,
        "vocabulary_telling": vocabulary.telling,
    }
