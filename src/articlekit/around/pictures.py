"""The article's pictures: which they are, and whose each caption and credit is.

In: a LabelledPage and what the page claims. Out: Images in reading order, the lead marked.
Captions and credits look for their picture: the one with the lowest element around both, and of several the nearest.
What describes no picture that can be found (a script would have drawn it) still is an Image. Pictures without a
caption are the article's if they stand among its story and nothing around them says otherwise. Copies (lightboxes,
renditions of other sizes) are put together.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import replace
from functools import cache, cached_property, lru_cache
from typing import Final, NamedTuple

from articlekit.addresses import split_address
from articlekit.around.labelled import LabelledPage, common, nearest, upward
from articlekit.around.sources import Source, best_source, is_picture_url, noscript_source, picture_words, pixels
from articlekit.claims import ImageClaim, PageClaims
from articlekit.cleaner import Element
from articlekit.credits import Credit, parse_credit
from articlekit.model import STORY_ROLES, Block, Image, Role
from articlekit.people import people_words

_DESCRIBING: Final = frozenset({Role.CAPTION, Role.CREDIT})
_BETWEEN: Final = frozenset({Role.CAPTION, Role.CREDIT, Role.ALT, Role.INTERFACE})
"""What may stand between a picture and its caption where only the story's container is around both."""
_CONTEXT: Final = STORY_ROLES | {Role.HEADLINE, Role.KICKER}
"""What a picture without a caption must stand with to be the article's."""
_TELLING: Final = frozenset(Role) - _BETWEEN
"""What says of a picture beside it whose it is."""
_KINDS: Final = frozenset({"img", "amp-img", "video", "iframe"})
_PLAYERS: Final = frozenset({"video", "iframe"})
_REACH: Final = 12
"""Pictures before and after a caption among which its own is looked for."""
_SMALLEST: Final = 90
"""Pixels. What is known to be smaller on a side is an icon or a portrait beside a name."""
_LEVELS: Final = 4
"""How far up the names of elements still speak of the picture."""
_ADDRESS: Final = re.compile(r"[a-z]+")
_SIZE: Final = re.compile(r"[-_.@/]?(?:\d{2,4}x\d{2,4}|\d+[wx]|scaled|[wh]_?\d{2,4})(?=[-_./]|$)")
_PICTURE_FILE: Final = re.compile(r"\.(?:jpe?g|png|webp|avif|gif)$", re.IGNORECASE)
_LETTERS: Final = re.compile(r"[\W_]+")
_CREDIT_DIVIDERS: Final = "|©/"
_SENTENCE: Final = 20
"""Characters below which an alternative text is a name, not a caption."""
_CREDIT_LENGTH: Final = 120
"""Characters. Credits are short."""
_FEWEST_LETTERS: Final = 6
"""A file name shorter than this is no evidence that two addresses mean one picture."""


class _Stand(NamedTuple):
    """A picture's element and the block it stands in front of."""

    element: Element
    at: int


class _Shot(NamedTuple):
    """One picture with the blocks that describe it, before it becomes an Image."""

    at: int
    stand: _Stand | None = None
    captions: tuple[int, ...] = ()
    credits: tuple[int, ...] = ()
    alts: tuple[int, ...] = ()


def find_images(page: LabelledPage, claims: PageClaims | None = None) -> tuple[Image, ...]:
    r"""Find the article's pictures, galleries' pictures and videos, in reading order.

    >>> from articlekit.cleaner import clean_text
    >>> from articlekit.model import Block, Role
    >>> document = clean_text("Der Damm am Morgen.\n\nFoto: Jane Doe/dpa")
    >>> roles = (Role.CAPTION, Role.CREDIT)
    >>> blocks = [Block(text=piece.text, role=role) for piece, role in zip(document.pieces, roles)]
    >>> find_images(LabelledPage.of(document, blocks, [range(0, 1), range(1, 2)]))[0].credit
    'Jane Doe/dpa'

    """
    shots = _shots_in_text(page) if page.document.tree is None else _Frames(page).shots()
    read = cache(parse_credit)  # a gallery's pictures share theirs
    images = _without_copies([_image(page, shot, read) for shot in shots])
    return _with_lead(page, images, claims or PageClaims())


# Plain text: order alone.


def _shots_in_text(page: LabelledPage) -> Iterator[_Shot]:
    described = page.indices(Role.ALT, *_DESCRIBING)
    for run in _runs(described):
        yield from _divide(page.blocks, run, None)


def _runs(indices: Iterable[int]) -> Iterator[list[int]]:
    """Group numbers that follow each other."""
    run: list[int] = []
    for i in indices:
        if run and i != run[-1] + 1:
            yield run
            run = []
        run.append(i)
    if run:
        yield run


_ORDER: Final = {Role.ALT: 0, Role.CAPTION: 1, Role.CREDIT: 2}


def _divide(blocks: Sequence[Block], run: Sequence[int], stand: _Stand | None) -> Iterator[_Shot]:
    """Divide blocks that describe pictures into pictures: a role that comes again, after another, begins a new one.

    With one caption there is one picture; of credits on both sides of it the surer one holds.
    """
    captions = [i for i in run if blocks[i].role is Role.CAPTION]
    if len(captions) == 1 and not any(blocks[i].role is Role.ALT for i in run):
        yield _shot(blocks, [*captions, *_surer_credits(blocks, run, captions[0])], stand)
        return
    shot: list[int] = []
    for i in run:
        role = blocks[i].role
        seen = {blocks[j].role for j in shot}
        if role in seen and (role is Role.ALT or blocks[shot[-1]].role is not role):
            yield _shot(blocks, shot, stand)
            shot, stand = [], None
        shot.append(i)
    if shot:
        yield _shot(blocks, shot, stand)


def _surer_credits(blocks: Sequence[Block], run: Iterable[int], caption: int) -> list[int]:
    sides: dict[bool, list[int]] = {True: [], False: []}
    for i in run:
        if i != caption:
            sides[i > caption].append(i)
    return max(sides.values(), key=lambda side: max((blocks[i].confidence for i in side), default=-1))


def _shot(blocks: Sequence[Block], described: Sequence[int], stand: _Stand | None) -> _Shot:
    by_role: dict[Role, list[int]] = defaultdict(list)
    for i in described:
        by_role[blocks[i].role].append(i)
    return _Shot(
        at=stand.at if stand else described[0],
        stand=stand,
        captions=tuple(by_role[Role.CAPTION]),
        credits=tuple(by_role[Role.CREDIT]),
        alts=tuple(by_role[Role.ALT]),
    )


# HTML: who stands with whom.


class _Frames:
    """The pictures of a page and the blocks around them."""

    def __init__(self, page: LabelledPage) -> None:
        self.page = page
        self.described = page.indices(*_DESCRIBING)
        self.stands: list[_Stand] = []
        """Those that do not stand below the story."""
        self.near: dict[int, list[_Stand]] = defaultdict(list)
        """Those between the same blocks of the story as captions and credits, by how many blocks are before them."""
        gaps = {page.story_before(i) for i in self.described}
        below = page.last_of_story + 1
        for picture in page.document.pictures:
            element = picture.element
            if element.tag not in _KINDS:
                continue
            at = page.block_at(picture.before)
            if at > below and len(page.story) not in gaps:
                break
            stand = _Stand(element=element, at=at)
            if (gap := page.story_before(at)) in gaps and _may_be_picture(element):
                self.near[gap].append(stand)
            if at <= below:
                self.stands.append(stand)
        self.telling = page.indices(*_TELLING)
        self.titles = page.indices(Role.HEADLINE, Role.KICKER)

    def shots(self) -> Iterator[_Shot]:
        """Each picture with its captions and credits, in reading order."""
        found = [*self._described(), *self._undescribed()]
        return iter(sorted(found, key=lambda shot: shot.at))

    def _described(self) -> list[_Shot]:
        owned: dict[Element, list[int]] = defaultdict(list)
        stands: dict[Element, _Stand] = {}
        orphans: list[int] = []
        for i in self.described:
            stand = self._owner(i)
            if stand is None:
                orphans.append(i)
            else:
                stands[stand.element] = stand
                owned[stand.element].append(i)
        self.owners = frozenset(owned)
        blocks = self.page.blocks
        shots = [shot for key, run in owned.items() for shot in self._pictured(run, stands[key])]
        shots += [shot for run in _runs(orphans) for shot in _divide(blocks, run, None)]
        return shots

    def _pictured(self, run: Sequence[int], stand: _Stand) -> Iterator[_Shot]:
        """One picture's blocks, those that repeat each other once; of several groups of them it has the nearest."""
        if len(run) == 1:
            yield _shot(self.page.blocks, run, stand)
            return
        seen: set[str] = set()
        groups: list[list[int]] = []
        for i in run:
            words = _LETTERS.sub("", self.page.blocks[i].text).casefold()
            if words in seen:
                continue
            seen.add(words)
            if groups and self._adjoin(groups[-1][-1] + 1, i):
                groups[-1].append(i)
            else:
                groups.append([i])
        nearest = max(groups, key=lambda group: self._nearness(stand, group[0]) or (0, 0))
        for group in groups:
            yield from _divide(self.page.blocks, group, stand if group is nearest else None)

    def _owner(self, block: int) -> _Stand | None:
        """The picture that a caption or credit belongs to."""
        stands = self.near[self.page.story_before(block)]
        at = bisect_left(stands, block, key=_place)
        ranked = ((self._nearness(stand, block), stand) for stand in stands[max(0, at - _REACH) : at + _REACH])
        possible = [(rank, stand) for rank, stand in ranked if rank is not None]
        return max(possible, key=lambda item: item[0])[1] if possible else None

    def _nearness(self, stand: _Stand, block: int) -> tuple[int, int] | None:
        """How closely a picture and a block stand together; None if something else parts them."""
        around = common(stand.element, self.page.element(block))
        if around is None or not self._adjoin(stand.at, block):
            return None
        return around.depth, -abs(stand.at - block)

    def _adjoin(self, one: int, other: int) -> bool:
        """Whether nothing of another kind stands between two places."""
        start, end = sorted((one, other))
        return bisect_left(self._parting, start) == bisect_left(self._parting, end)

    @cached_property
    def _parting(self) -> list[int]:
        """The blocks that part a picture from what describes it."""
        return [i for i in self.telling if not self.page.blocks[i].hidden]

    def _undescribed(self) -> Iterator[_Shot]:
        for stand in self.stands:
            element = stand.element
            if element.tag == "iframe" or element in self.owners or not self._stands_in_story(stand):
                continue
            if _may_be_picture(element) and not element.hidden and not self._leads_away(element):
                yield _Shot(at=stand.at, stand=stand)

    def _stands_in_story(self, stand: _Stand) -> bool:
        """Whether what stands closest around a picture is the story, or its headline."""
        page, at, above = self.page, stand.at, stand.element.parent
        closest = page.lowest_around(above, at, self.telling)
        if closest is None:
            return False
        with_story = page.holds(closest, at, page.story)
        if not with_story and not page.holds(closest, at, self.titles):
            return False
        teaser = picture_words("teaser")
        end = closest if with_story else closest.parent  # what holds the story itself may be called anything
        while above is not end and above is not None:
            if not teaser.isdisjoint(above.words):
                return False
            above = above.parent
        return True

    def _leads_away(self, element: Element) -> bool:
        """Whether a picture is a link to another page, not to its own larger copy."""
        anchor = next((above for above in upward(element.parent) if above.tag == "a"), None)
        target = (anchor.attributes.get("href") or "") if anchor else ""
        if not target or target.startswith("#"):
            return False
        return not _PICTURE_FILE.search(split_address(target).path) and not self._is_here(target)

    def _is_here(self, target: str) -> bool:
        here = self.page.document.url or ""
        there = split_address(self.page.document.absolute(target) or "")
        return bool(here) and (there.netloc, there.path) == (split_address(here).netloc, split_address(here).path)


def _place(stand: _Stand) -> int:
    return stand.at


def _may_be_picture(element: Element) -> bool:
    """Tell pictures from logos, icons, portraits and tracking pixels."""
    attributes = element.attributes
    if element.tag in _PLAYERS:
        return True
    if _is_small(attributes.get("width")) or _is_small(attributes.get("height")):
        return False
    return not _is_decoration(element)


def _is_small(side: str | None) -> bool:
    length = pixels(side)
    return length is not None and length < _SMALLEST


def _is_decoration(element: Element) -> bool:
    words = picture_words("decoration")
    if not words.isdisjoint(element.words) or (element.parent and not words.isdisjoint(element.parent.words)):
        return True
    return _names_decoration(element.attributes.get("src") or element.attributes.get("data-src") or "")


def _names_decoration(url: str) -> bool:
    """Whether an address is a tracker's, or its file calls itself a logo, an icon or the like."""
    address = split_address(url)
    if address.netloc.endswith(_trackers()):
        return True
    name = address.path.rpartition("/")[2].lower()
    return name.endswith(".svg") or not picture_words("decoration").isdisjoint(_ADDRESS.findall(name))


@cache
def _trackers() -> tuple[str, ...]:
    return tuple(picture_words("trackers"))


# Shots become Images.

_NO_CREDIT: Final = Credit()


def _image(page: LabelledPage, shot: _Shot, read: Callable[[str], Credit]) -> Image:
    blocks = page.blocks
    stand = shot.stand
    source = _source(page, shot)
    attributes = stand.element.attributes if stand else {}
    alt = " ".join((attributes.get("alt") or "").split())
    caption = _joined(blocks, shot.captions)
    credit = _joined(blocks, shot.credits)
    if caption and not credit:
        caption, credit = _told_by_alt(caption, alt)
    parsed = read(credit) if credit else _NO_CREDIT
    symbolic, archive, generated = _remarks(caption) if caption else _NO_REMARKS
    return Image(
        src=source.url if source else None,
        alt=alt or _joined(blocks, shot.alts),
        caption=caption,
        credit=parsed.text,
        people=parsed.people,
        agency=parsed.agency,
        width=source.width if source else None,
        height=source.height if source else None,
        kind=_kind(stand.element) if stand else "picture",
        title=(attributes.get("title") or "").strip() or None,
        symbolic=parsed.symbolic or symbolic,
        archive=parsed.archive or archive,
        generated=parsed.generated or generated,
        position=page.story_before(shot.at),
        blocks=tuple(sorted((*shot.alts, *shot.captions, *shot.credits))),
    )


def _joined(blocks: Sequence[Block], indices: Sequence[int]) -> str | None:
    return " ".join(dict.fromkeys([blocks[i].text for i in indices])) or None if indices else None


def _told_by_alt(caption: str, alt: str) -> tuple[str, str | None]:
    """Part caption and credit where the one and the alternative text differ only by a credit at the end."""
    short, long = sorted((caption, alt), key=len)
    rest = long[len(short) :]
    if len(short) < _SENTENCE or not long.startswith(short) or not 0 < len(rest) <= _CREDIT_LENGTH:
        return caption, None
    if long is alt and rest.lstrip()[:1] not in _CREDIT_DIVIDERS:
        return caption, None
    return short, rest.strip(f" {_CREDIT_DIVIDERS}") or None


def _source(page: LabelledPage, shot: _Shot) -> Source | None:
    document = page.document
    if shot.stand is not None:
        return None if shot.stand.element.tag == "iframe" else best_source(shot.stand.element, document)
    if document.tree is None:
        return None
    first = (*shot.captions, *shot.credits)[0]
    frame = next((e for e in upward(page.element(first)) if e.tag == "figure"), None)
    return noscript_source(frame, document) if frame else None


def _kind(element: Element) -> str:
    if element.tag in _PLAYERS:
        return "video"
    gallery, video = picture_words("gallery"), picture_words("video")
    for above in nearest(element, _LEVELS):
        words = above.words
        if not gallery.isdisjoint(words):
            return "gallery"
        if not video.isdisjoint(words):
            return "video"
    return "picture"


_DIVIDERS: Final = re.compile(r"[()\[\]/|,;:.–—]+|\s-\s")
_REMARK: Final = 40
"""Characters of a part of a caption that is a remark about the picture."""
_PLAIN_WORD: Final = 8
"""Letters. A word this long means what it says wherever it stands; `file` does only where it stands alone."""


def _remarks(caption: str) -> tuple[bool, bool, bool]:
    """Whether a caption says that the picture is only a symbol, is old, is made by a machine."""
    words = people_words()
    folded = " ".join(caption.casefold().split())
    parts = list(map(str.strip, _DIVIDERS.split(folded)))
    return (
        _says(folded, parts, words.symbolic),
        _says(folded, parts, words.archive),
        _ends_a_part(parts, words.generated),
    )


_NO_REMARKS: Final = (False, False, False)


def _says(folded: str, parts: Iterable[str], phrases: Set[str]) -> bool:
    """Whether a caption holds a phrase that is plain, or one of its parts is another."""
    return any(map(folded.__contains__, _plain_phrases(phrases))) or not phrases.isdisjoint(parts)


@cache
def _plain_phrases(phrases: Set[str]) -> Sequence[str]:
    return tuple(phrase for phrase in phrases if " " in phrase or len(phrase) >= _PLAIN_WORD)


def _ends_a_part(parts: Sequence[str], phrases: Iterable[str]) -> bool:
    """Whether a short part of a caption ends in a phrase; a sentence may be about what it names."""
    endings = tuple(phrases)
    return len(parts) > 1 and any(len(part) <= _REMARK and part.endswith(endings) for part in parts)


# Copies, and the lead.


def _without_copies(images: Iterable[Image]) -> list[Image]:
    """Put copies of one picture together; what has neither an address nor words of the page is none."""
    kept: list[Image] = []
    captioned: dict[str, int] = {}
    filed: dict[str, list[int]] = defaultdict(list)
    for image in images:
        if not (image.src or image.blocks):
            continue
        words = _LETTERS.sub("", image.caption or "").casefold()
        key = file_key(image.src) if image.src else ""
        twin = captioned.get(words) if words else None
        if twin is None and key:
            twin = next((i for i in filed[key] if not (words and kept[i].caption)), None)
        if twin is None:
            twin = len(kept)
            kept.append(image)
        else:
            kept[twin] = _merged(kept[twin], image)
        if words:
            captioned.setdefault(words, twin)
        if key:
            filed[key].append(twin)
    return kept


def file_key(url: str | None) -> str:
    """Cut an address down to what names the picture, whatever its size.

    >>> file_key("https://example.org/2026/dam-300x200.jpg?w=300")
    'example.org/2026/dam.jpg'

    """
    parts = split_address(url or "")
    path = _SIZE.sub("", parts.path.lower())
    return f"{parts.netloc}{path}" if _PICTURE_FILE.search(path) else f"{parts.netloc}{path}?{parts.query}"


def _merged(kept: Image, copy: Image) -> Image:
    return replace(
        kept,
        src=kept.src or copy.src,
        alt=kept.alt or copy.alt,
        caption=kept.caption or copy.caption,
        credit=kept.credit or copy.credit,
        people=kept.people or copy.people,
        agency=kept.agency or copy.agency,
        width=kept.width if kept.src else copy.width,
        height=kept.height if kept.src else copy.height,
        symbolic=kept.symbolic or copy.symbolic,
        archive=kept.archive or copy.archive,
        generated=kept.generated or copy.generated,
        blocks=tuple(sorted({*kept.blocks, *copy.blocks})),
    )


def _with_lead(page: LabelledPage, images: list[Image], claims: PageClaims) -> tuple[Image, ...]:
    pictures = (claim for claim in claims.images if claim.kind == "picture")
    stated = [claim for claim in pictures if is_picture_url(claim.url) and not _names_decoration(claim.url)]
    lead = _claimed_lead(images, stated)
    if lead is None:
        lead = _first_lead(page, images)
    if lead is None and not images and page.document.tree is not None:
        return tuple(_from_claim(page, claim) for claim in stated[:1])
    if lead is not None:
        images[lead] = replace(_completed(images[lead], page, stated), lead=True)
    return tuple(images)


def _claimed_lead(images: Sequence[Image], stated: Iterable[ImageClaim]) -> int | None:
    for claim in stated:
        name = _file_name(claim.url)
        for i, image in enumerate(images):
            if len(name) >= _FEWEST_LETTERS and image.src and _file_name(image.src) == name:
                return i
    return None


@lru_cache(maxsize=128)  # each claimed picture is compared with each found
def _file_name(url: str) -> str:
    return _SIZE.sub("", split_address(url).path.lower().rpartition("/")[2]).partition(".")[0]


def _first_lead(page: LabelledPage, images: Sequence[Image]) -> int | None:
    """The first picture, if no paragraph of the story stands before it."""
    first = next(iter(page.indices(Role.PARAGRAPH, Role.SUBHEADING)), len(page.blocks))
    if images and (images[0].position or 0) <= page.story_before(first):
        return 0
    return None


def _completed(image: Image, page: LabelledPage, stated: Sequence[ImageClaim]) -> Image:
    """Fill a lead picture's gaps from what the page claims of it."""
    if not stated or (image.src and image.credit):
        return image
    claim = next((c for c in stated if image.src and _file_name(c.url) == _file_name(image.src)), None)
    if image.src is None:
        claim = stated[0]
        image = replace(image, src=page.document.absolute(claim.url), width=claim.width, height=claim.height)
    if claim is None or image.credit or not claim.credit:
        return image
    parsed = parse_credit(claim.credit)
    return replace(image, credit=parsed.text, people=parsed.people, agency=parsed.agency)


def _from_claim(page: LabelledPage, claim: ImageClaim) -> Image:
    parsed = parse_credit(claim.credit) if claim.credit else _NO_CREDIT
    return Image(
        src=page.document.absolute(claim.url),
        credit=parsed.text,
        people=parsed.people,
        agency=parsed.agency,
        width=claim.width,
        height=claim.height,
        lead=True,
        position=0,
    )
