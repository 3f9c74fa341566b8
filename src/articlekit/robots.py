"""What a site's robots.txt allows (RFC 9309).

In: its text, or the reason why there is none. Out: whether a URL may be fetched, by which rule not, and how much time
to leave between two requests. Matching is protego's; the rule that forbids is found by asking it line by line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from articlekit.errors import RobotsError

if TYPE_CHECKING:
    from protego import Protego

MAX_ROBOTS_BYTES: Final = 600_000
"""How much of a robots.txt is read, give or take a piece: RFC 9309 asks for 500 KiB at least."""
_LONGEST_DELAY: Final = 120.0
"""Seconds: a Crawl-delay beyond this means "go away" rather than "go slowly", and waiting it out helps nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """One site's rules for us; `refusal` says why nothing may be fetched where the file could not be had."""

    agent: str
    text: str = ""
    parser: Protego | None = None
    refusal: str | None = None

    def check(self, url: str) -> None:
        """Refuse a URL that the site asks not to fetch.

        Raises:
            RobotsError: It asks so.

        """
        if self.refusal is not None:
            raise RobotsError(f"robots.txt cannot be had ({self.refusal}), so nothing may be fetched", url=url)
        if self.parser is None or self.parser.can_fetch(url, self.agent):
            return
        rule = forbidding_rule(self.text, url, self.agent)
        said = f"robots.txt says {rule!r}" if rule else "robots.txt forbids it"
        raise RobotsError(f"{said}; pass obey_robots=False if the site has agreed to it", url=url, rule=rule)

    @property
    def delay(self) -> float:
        """Seconds that the site wants between two requests, 0 where it says nothing."""
        if self.parser is None:
            return 0.0
        rate = self.parser.request_rate(self.agent)
        per_request = rate.seconds / rate.requests if rate and rate.requests else 0.0
        return min(max(self.parser.crawl_delay(self.agent) or 0.0, per_request), _LONGEST_DELAY)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The sitemaps it names."""
        return () if self.parser is None else tuple(self.parser.sitemaps)


def read_robots(text: str, *, agent: str) -> Robots:
    r"""Parse a robots.txt.

    >>> read_robots("User-agent: *\nDisallow: /search", agent="us").check("https://example.org/a")
    """
    from protego import Protego  # noqa: PLC0415 - where first needed

    return Robots(agent=agent, text=text, parser=Protego.parse(text))


def forbidding_rule(text: str, url: str, agent: str) -> str | None:
    r"""Find the line of a robots.txt that forbids a URL: the longest, of the group that names us most closely.

    >>> forbidding_rule("User-agent: *\nDisallow: /a\nDisallow: /b", "https://example.org/b/1", "us")
    'Disallow: /b'
    """
    from protego import Protego  # noqa: PLC0415 - where first needed

    found: list[tuple[bool, int, str]] = []
    for agents, rule in _rules(text):
        alone = "".join(f"User-agent: {name}\n" for name in agents) + rule
        if not Protego.parse(alone).can_fetch(url, agent):
            found.append(("*" not in agents, len(rule), rule))
    return max(found)[2] if found else None


def _rules(text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield each Disallow line with the agents of its group."""
    agents: list[str] = []
    open_group = False
    for line in text.splitlines():
        key, _, value = line.partition("#")[0].partition(":")
        match key.strip().lower():
            case "user-agent":
                agents = [*agents, value.strip()] if open_group else [value.strip()]
                open_group = True
            case "disallow":
                open_group = False
                yield tuple(agents), f"Disallow: {value.strip()}"
            case "allow":
                open_group = False
