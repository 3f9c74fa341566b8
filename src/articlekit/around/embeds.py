"""Foreign content that is set into the article: posts, players, charts, maps.

In: a LabelledPage. Out: Embeds in reading order. The provider is told by the host of an address that an `<iframe>`,
a quotation or a script names, or by the class that a provider's script looks for; hosts and classes are data
(`data/embeds.json`). What the labeller calls an embed and no such element holds is one too, without a provider.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from json import loads
from typing import Final

from articlekit.addresses import split_address
from articlekit.around.labelled import LabelledPage, nearest
from articlekit.cleaner import Element
from articlekit.model import STORY_ROLES, Embed, Role

_ADDRESSES: Final = tuple(
    "src data-src data-lazy-src cite data-instgrm-permalink data-url data-href data-embed-src".split()
)
_HOLDERS: Final = 6
"""Levels above a text within which a provider's element may stand."""
_LONGEST_HOST: Final = 253
"""Characters. The domain name system has no longer ones."""
_STATUS_PARTS: Final = 2
"""Parts of a path from which an address is a post's rather than an account's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """An embed and the block in front of which it stands."""

    at: int
    embed: Embed


def find_embeds(page: LabelledPage) -> tuple[Embed, ...]:
    """Find the foreign content among the story, in reading order; no block is in two.

    >>> from articlekit.cleaner import clean
    >>> from articlekit.model import Block
    >>> source = '<p>Ein Tag.</p><iframe src="https://www.youtube.com/embed/1"></iframe><p>Ein anderer.</p>'
    >>> document = clean(source)
    >>> blocks = [Block(text=piece.text, role=Role.PARAGRAPH) for piece in document.pieces]
    >>> [embed.provider for embed in find_embeds(LabelledPage.of(document, blocks, [range(0, 1), range(1, 2)]))]
    ['youtube']

    """
    found = [*_quoted(page), *_framed(page)]
    return tuple(item.embed for item in sorted(found, key=lambda item: item.at))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Providers:
    """What `data/embeds.json` holds."""

    tools: tuple[str, ...]
    hosts: dict[str, tuple[str, ...]]
    classes: dict[str, tuple[str, ...]]


@cache
def _data() -> _Providers:
    data = loads(files("articlekit").joinpath("data", "embeds.json").read_bytes())
    return _Providers(tools=tuple(data["tools"]), hosts=data["hosts"], classes=data["classes"])


@cache
def _hosts() -> dict[str, list[tuple[str, str]]]:
    """Hosts, and of each the paths it needs with their providers, the most particular first."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for provider, addresses in _data().hosts.items():
        for address in addresses:
            host, _, path = address.partition("/")
            found[host].append((path, provider))
    return {host: sorted(rows, key=lambda row: -len(row[0])) for host, rows in found.items()}


@cache
def _classes() -> dict[str, str]:
    return {name: provider for provider, names in _data().classes.items() for name in names}


def provider_of(url: str | None) -> str | None:
    """Tell the provider of foreign content by its address.

    >>> provider_of("https://www.google.com/maps/embed?pb=1"), provider_of("https://example.org/")
    ('google-maps', None)

    """
    parts = split_address(url or "")
    host = parts.netloc.lower().removeprefix("www.")
    if any(tool in parts.path for tool in _data().tools):
        return None
    path = parts.path.lstrip("/")
    rows = chain.from_iterable([_hosts().get(name, ()) for name in _domains(host)])
    return next((provider for start, provider in rows if path.startswith(start)), None)


def _domains(host: str) -> Iterator[str]:
    """A host and what it is part of, the most particular first."""
    while host and len(host) <= _LONGEST_HOST:
        yield host
        host = host.partition(".")[2]


# Elements with words in them: quotations of posts.


def _quoted(page: LabelledPage) -> Iterator[_Found]:
    """What is labelled as an embed, one a provider's element, or one a run of lines."""
    groups: dict[int, list[int]] = {}
    holders: dict[int, Element | None] = {}
    last, key = -2, -1
    for i in page.indices(Role.EMBED):
        holder = _holder(page.element(i))
        if holder is not None:
            key = id(holder)
        elif i != last + 1 or holders.get(key) is not None:
            key = -i - 1
        groups.setdefault(key, []).append(i)
        holders[key] = holder
        last = i
    for key, blocks in groups.items():
        yield _Found(at=blocks[0], embed=_read(page, blocks, holders[key]))


def _holder(element: Element | None) -> Element | None:
    """The element around that a provider's script looks for."""
    near = nearest(element, _HOLDERS)
    return next((above for above in near if _class_provider(above) or provider_of(_address(above))), None)


def _class_provider(element: Element) -> str | None:
    names = (element.attributes.get("class") or "").split()
    return next((provider for name in names if (provider := _classes().get(name))), None)


def _address(element: Element) -> str | None:
    attributes = element.attributes
    return next((value for name in _ADDRESSES if (value := attributes.get(name))), None)


def _read(page: LabelledPage, blocks: Sequence[int], holder: Element | None) -> Embed:
    urls = [link.url for i in blocks for link in page.blocks[i].links]
    text = " ".join(page.blocks[i].text for i in blocks)
    named = _class_provider(holder) if holder is not None else None
    own = page.document.absolute(_address(holder)) if holder is not None else None
    url = own or next((url for url in reversed(urls) if named and provider_of(url) == named), None) or _post(urls)
    if url is None and provider_of(text):
        url = text
    return Embed(
        provider=named or provider_of(url),
        url=url,
        text=text,
        blocks=tuple(blocks),
    )


def _post(urls: Iterable[str]) -> str | None:
    """The last link that is a provider's and a post's: it closes a quotation, as its date."""
    posts = [url for url in urls if provider_of(url) and split_address(url).path.strip("/").count("/") >= _STATUS_PARTS]
    return posts[-1] if posts else None


# Elements without words: frames.


def _framed(page: LabelledPage) -> Iterator[_Found]:
    """Frames of known providers between the headline and the story's end."""
    frames = [picture for picture in page.document.pictures if picture.element.tag == "iframe"]
    story = page.indices(Role.HEADLINE, *STORY_ROLES) if frames else ()
    if not story:
        return
    quoted = {id(_holder(page.element(i))) for i in page.indices(Role.EMBED)}
    seen: set[str] = set()
    for frame in frames:
        element = frame.element
        at = page.block_at(frame.before)
        if not story[0] <= at <= story[-1] + 1 or element.hidden:
            continue
        url = page.document.absolute(_address(element))
        provider = provider_of(url)
        if url and provider and url not in seen and id(_holder(element.parent)) not in quoted - {id(None)}:
            seen.add(url)
            yield _Found(at=at, embed=Embed(provider=provider, url=url, text=_title(element)))


def _title(element: Element) -> str | None:
    return (element.attributes.get("title") or "").strip() or None
