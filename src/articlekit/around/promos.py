"""Offers of the publisher, one object a box: newsletter, app, messenger channel, subscription, donation and so on.

In: a LabelledPage. Out: Promos. Promo lines that follow each other are one box unless the page frames them apart:
parts of the lowest element around them that offer different kinds of things, or have each an address of their own.
The kind is told by words and by the hosts that links go to (`data/promos.json`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cache, lru_cache
from statistics import fmean
from typing import Final

from articlekit.addresses import split_address
from articlekit.around.boxes import Unit, addresses, find_boxes, shape, units_of
from articlekit.around.labelled import LabelledPage, nearest
from articlekit.cleaner import Element
from articlekit.features.offers import ACCOUNT, known_offers, read_offer
from articlekit.lexicon import tokenize
from articlekit.model import Link, Promo, Role

_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
_TITLES: Final = frozenset("headline title titel heading head".split())
_LONGEST_HEADING: Final = 140
_HOST_WEIGHT: Final = 3
"""How many words a link to a telling host counts for."""
_HEADING_WEIGHT: Final = 2
"""How often the words of a box's first line count."""
_LIKELY: Final = 0.5
"""The confidence from which a line is a promo's rather than anything else's."""
_SUBSCRIPTION: Final = "subscription"
"""What an account is for where nothing says so."""
_LEGAL: Final = frozenset(
    "privacy datenschutz impressum terms agb legal policy imprint conditions datenschutzerklaerung confidentialite cgu "
    "privacidad privacidade conditions cookie cookies nutzungsbedingungen".split()
)
"""Words of addresses that no offer points to."""


def find_promos(page: LabelledPage) -> tuple[Promo, ...]:
    r"""Find the publisher's offers around the story, in reading order; no block is in two.

    Lines that more likely are something else are no offer, unless words or links say what they offer.

    >>> from articlekit.cleaner import clean_text
    >>> from articlekit.model import Block
    >>> document = clean_text("Unser Newsletter\n\nJeden Morgen das Wichtigste.")
    >>> blocks = [Block(text=piece.text, role=Role.PROMO) for piece in document.pieces]
    >>> promo = find_promos(LabelledPage.of(document, blocks, [range(0, 1), range(1, 2)]))[0]
    >>> promo.kind, promo.heading, promo.text
    ('newsletter', 'Unser Newsletter', 'Jeden Morgen das Wichtigste.')

    """
    found = (_read(page, part) for box in find_boxes(page, Role.PROMO) for part in _parts(page, box))
    return tuple(promo for promo in found if not _is_doubtful(page, promo))


def _is_doubtful(page: LabelledPage, promo: Promo) -> bool:
    """Whether nothing says what is offered, and its lines more likely are something else."""
    return promo.kind is None and fmean(page.blocks[i].confidence for i in promo.blocks) < _LIKELY


def _parts(page: LabelledPage, box: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Divide a run of promo lines into boxes; a single line begins one only in a list of such lines."""
    if page.document.tree is None or len(box) == 1:
        yield tuple(box)
        return
    group: list[int] = []
    before: Element | None = None
    for unit in units_of(page, box):
        alike = shape(unit.element) == shape(before)
        if group and (alike or len(unit.blocks) > 1) and _begins(page, group, unit):
            yield tuple(group)
            group = []
        group += unit.blocks
        before = unit.element
    if group:
        yield tuple(group)


def _begins(page: LabelledPage, group: Sequence[int], unit: Unit) -> bool:
    """Whether a part is another offer than the parts before it."""
    mine, theirs = set(addresses(page, unit.blocks)), set(addresses(page, group))
    if not mine or mine & theirs or not (theirs or len(unit.blocks) > 1):
        return False
    if theirs and len(unit.blocks) > 1:
        return True
    one, other = promo_kind(page, group), promo_kind(page, unit.blocks)
    return one is not None and other is not None and one != other


def promo_kind(page: LabelledPage, blocks: Sequence[int]) -> str | None:
    """Tell what is offered; None where nothing says so."""
    votes: dict[str, int] = defaultdict(int)
    weight = _HEADING_WEIGHT
    for i in blocks:
        for kind in _named(page.blocks[i].text):
            votes[kind] += weight
        weight = 1
        for link in page.links[i]:
            for kind in _hosted(link.url):
                votes[kind] += _HOST_WEIGHT
            for kind in _named(_words_of_path(link)):
                votes[kind] += 1
    account = votes.pop(ACCOUNT, 0)
    return max(votes, key=lambda kind: (votes[kind], -_ranks()[kind]), default=_SUBSCRIPTION if account else None)


def _words_of_path(link: Link) -> str:
    return split_address(link.url).path.replace("-", " ").replace("/", " ")


@cache
def _ranks() -> Mapping[str, int]:
    return {kind: rank for rank, kind in enumerate(known_offers().words)}


@cache
def _word_kinds() -> Mapping[str, tuple[str, ...]]:
    return _kinds_of(known_offers().words)


@cache
def _host_kinds() -> Mapping[str, tuple[str, ...]]:
    return _kinds_of(known_offers().hosts)


def _kinds_of(told: Mapping[str, Iterable[str]]) -> Mapping[str, tuple[str, ...]]:
    """Of each word, or host, the kinds that it tells."""
    kinds: dict[str, tuple[str, ...]] = {}
    for kind, words in told.items():
        for word in dict.fromkeys(words):
            kinds[word] = (*kinds.get(word, ()), kind)
    return kinds


@lru_cache(maxsize=512)
def _named(text: str) -> Set[str]:
    """The kinds whose words a text holds."""
    tokens = tokenize(text)
    said, _ = read_offer(tokens)
    return frozenset((*said, *(kind for word in _inner_words(tokens) for kind in _word_kinds()[word])))


def _inner_words(tokens: Iterable[str]) -> Iterator[str]:
    """The telling words that a longer word ends or begins with: `Morgennewsletter`, `Digitalabo`."""
    long = "\n".join([token for token in tokens if len(token) >= _LONG or not token.isascii()])
    if not long:
        return iter(())
    return filter(long.__contains__, _long_ascii_words() if long.isascii() else _long_words())


@cache
def _long_words() -> tuple[str, ...]:
    return tuple(word for word in _word_kinds() if " " not in word and (len(word) >= _LONG or not word.isascii()))


@cache
def _long_ascii_words() -> tuple[str, ...]:
    return tuple(filter(str.isascii, _long_words()))


_LONG: Final = 7
"""Letters of the Latin alphabet from which a word is found inside of others without meaning something else."""


@lru_cache(maxsize=512)
def _hosted(url: str) -> Set[str]:
    """The kinds that a link's host tells."""
    labels = split_address(url).netloc.lower().removeprefix("www.").split(".")
    names = (".".join(labels[n:]) for n in range(len(labels)))
    return frozenset(kind for name in names for kind in _host_kinds().get(name, ()))


def _read(page: LabelledPage, blocks: Sequence[int]) -> Promo:
    lines = [i for i in blocks if not page.blocks[i].hidden] or list(blocks)
    kind = promo_kind(page, lines)
    head = _heading(page, lines)
    text = " ".join(page.blocks[i].text for i in lines if i != head)
    return Promo(
        heading=page.blocks[head].text if head is not None else None,
        text=text or None,
        url=_url(page, blocks, kind),
        kind=kind,
        blocks=tuple(blocks),
    )


def _heading(page: LabelledPage, lines: Sequence[int]) -> int | None:
    """A box's heading: its first heading element, or its first line if that is short and others follow."""
    for i in lines:
        for above in nearest(page.element(i), 2):
            if above.tag in _HEADINGS or not _TITLES.isdisjoint(above.words):
                return i
    first = page.blocks[lines[0]].text
    short = len(first) <= _LONGEST_HEADING and len(lines) > 1
    return lines[0] if short or len(first) <= _LONGEST_HEADING // 2 else None


def _url(page: LabelledPage, blocks: Sequence[int], kind: str | None) -> str | None:
    """The address that most of a box's links share; then one that names what is offered, then the last."""
    links = [link for i in blocks if page.targets[i] for link in page.links[i] if page.target(link.url)]
    if len(links) <= 1:
        return links[0].url if links else None
    offers = [link for link in links if not _is_legal(link)] or links
    count = Counter(link.url for link in offers)
    return max(offers, key=lambda link: (_tells(link, kind), count[link.url])).url  # the first of equals


def _tells(link: Link, kind: str | None) -> bool:
    return kind is not None and (kind in _hosted(link.url) or kind in _named(_words_of_path(link)))


def _is_legal(link: Link) -> bool:
    return not _LEGAL.isdisjoint(tokenize(split_address(link.url).path.replace("_", "-")))
