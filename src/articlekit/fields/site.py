"""Whose page it is, and its one address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from articlekit.addresses import join_address, split_address
from articlekit.claims import PageClaims
from articlekit.plaintext import is_url

_RANK: Final = {"opengraph": 0, "json-ld": 1, "microdata": 2, "dublin-core": 3, "meta": 4}
TITLE_SEPARATOR: Final = re.compile(r"\s+[|•·»«/\\–—:-]+\s+|\s*\|\s*|\s*::\s*")
"""What stands between the parts of a page's title."""
_LETTERS: Final = re.compile(r"[\W_]+")
_SHORTEST: Final = 3
"""Letters that a name must share with the host's to be its."""


def choose_site_name(claims: PageClaims, site: SiteNames) -> str | None:
    """Choose the site's name: as OpenGraph gives it, else the publisher's, else as titles end.

    >>> from articlekit.model import Claim
    >>> title = Claim(field="headline", value="Rain | Rainy Gazette", source="html")
    >>> site = site_names(PageClaims(), "https://www.rainygazette.example/rain")
    >>> choose_site_name(PageClaims(claims=(title,)), site)
    'Rainy Gazette'

    """
    said = [claim for claim in claims.about("site_name") if not is_url(claim.value)]
    if said:
        return min(said, key=lambda claim: _RANK.get(claim.source, len(_RANK))).value
    endings = (TITLE_SEPARATOR.split(claim.value) for claim in claims.about("headline"))
    return next((parts[-1] for parts in endings if len(parts) > 1 and names_the_site(parts[-1], site)), None)


def choose_canonical_url(claims: PageClaims, *, url: str | None = None) -> str | None:
    """Choose the page's one address, absolute where the page's own address is known.

    A front page as the address of another page is a template's default, and is not believed.
    """
    links = [claim.value for claim in claims.about("canonical_url") if claim.source == "link"]
    for said in (*links, *claims.values("canonical_url")):
        address = _absolute(said, url)
        if address and not (_is_front_page(address) and url and not _is_front_page(url)):
            return address
    return None


def _absolute(said: str, url: str | None) -> str | None:
    try:
        address = join_address(url or "", said.strip())
    except ValueError:
        return None
    parts = split_address(address)
    return address if parts.scheme in {"http", "https"} and parts.netloc else None


def _is_front_page(url: str) -> bool:
    parts = split_address(url)
    return parts.path in {"", "/"} and not parts.query


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteNames:
    """The letters of a site's names, as claimed, and of its hosts: of its claimed addresses, and of its own."""

    names: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    own_host: str = ""


def site_names(claims: PageClaims, url: str | None = None) -> SiteNames:
    """Collect what the page's site is called."""
    return SiteNames(
        names=frozenset(map(_letters, claims.values("site_name"))),
        hosts=frozenset(map(_host, claims.values("canonical_url"))),
        own_host=_host(url or ""),
    )


def names_the_site(text: str, site: SiteNames) -> bool:
    """Whether a text is the site's name, or its host's without what hosts add.

    >>> names_the_site("The Rainy Gazette", site_names(PageClaims(), "https://www.rainygazette.example/a"))
    True

    """
    letters = _letters(text)
    if letters in site.names:
        return bool(letters)
    known = (host for host in (site.own_host, *site.hosts) if min(len(host), len(letters)) >= _SHORTEST)
    return any(letters in host or host in letters for host in known)


def is_called(name: str, site: SiteNames) -> bool:
    """Whether the site, or its claimed host, has just this name.

    >>> is_called("Gazette", site_names(PageClaims()))
    False

    """
    letters = _letters(name)
    return letters in site.names or (letters != "" and letters in site.hosts)


def _letters(text: str) -> str:
    return text.casefold() if text.isalnum() else _LETTERS.sub("", text).casefold()


@lru_cache(maxsize=32)
def _host(url: str) -> str:
    """The host's main label: `gazette` of `www.gazette.co.uk`."""
    try:
        labels = (urlsplit(url).hostname or "").removeprefix("www.").split(".")[:-1]
    except ValueError:
        return ""
    return _letters(max(labels, key=len, default=""))
