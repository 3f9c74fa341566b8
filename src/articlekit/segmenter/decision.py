"""Decide which role each piece has, and of all pieces together which are the story.

In: for each piece the probability of every role, and its length. Out: a role each. Of all pieces together, the story
with the best F measure to expect is wanted. A piece is then story from a bound on that is in proportion to the measure
that can be reached at all (Lipton, Elkan and Naryanaswamy 2014): on a clear page a little over a half; on a page that
the model doubts throughout it is less, and no story is lost because each of its pieces is doubtful. What is wrongly in
a story weighs more than what is missing (van Rijsbergen 1979): captions and promos in it are what nobody can undo.
Then roles within the story, and outside of it, are settled together (`settling`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from articlekit.model import STORY_ROLES, Role
from articlekit.segmenter.settling import Odds, settle_roles

LEAST: Final = 0.3
"""A piece that is less probable to be story never is: a page may have none. (From 0 to 0.3 nothing changes on pages
that have one.)"""


class Choice(NamedTuple):
    """How a story is chosen.

    `beta` is how many times as much recall is worth as precision; `leads` is what the bound is multiplied by for the
    lead, which is short, and what readers miss first.
    """

    beta: float
    leads: float


IN_PAGES: Final = Choice(beta=0.45, leads=0.75)
"""Against F1, half as many captions, promos and boxes about authors are in stories, and two paragraphs in a thousand
fewer."""
IN_TEXTS: Final = Choice(beta=0.6, leads=1.0)
"""Paragraphs are sooner lost here; and what looks like a lead is as often a picture's alternative text."""


def story_odds(odds: Odds) -> float:
    """How probable it is that a piece is story, in whichever role."""
    return sum([share for role, share in odds.items() if role in STORY_ROLES])


def factor_of(role: Role, choice: Choice) -> float:
    """What the bound is multiplied by for a role of the story; 0 for all other roles."""
    return (choice.leads if role is Role.STANDFIRST else 1.0) if role in STORY_ROLES else 0.0


def choose_roles(odds: Sequence[Odds], sizes: Sequence[int], choice: Choice = IN_PAGES) -> list[Role]:
    """Choose each piece's role: of the story's where it is story, else of the others; those that are best together."""
    shares = [story_odds(each) for each in odds]
    least = _least(shares, sizes, choice.beta * choice.beta)
    chosen = [_role_of(each, share, least, choice) for each, share in zip(odds, shares, strict=True)]
    return settle_roles(odds, sizes, chosen)


def _role_of(odds: Odds, share: float, least: float, choice: Choice) -> Role:
    likeliest = _best(odds, story=True)
    return likeliest if share >= max(least * factor_of(likeliest, choice), LEAST) else _best(odds, story=False)


def _least(shares: Sequence[float], sizes: Sequence[int], square: float) -> float:
    """The probability from which on pieces are story, so that the F measure to expect of the whole is best."""
    due = square * sum([share * size for share, size in zip(shares, sizes, strict=True)])
    right = length = best = 0.0
    for share, size in sorted(zip(shares, sizes, strict=True), reverse=True):
        right += share * size
        length += size
        measure = (1 + square) * right / (length + due)
        if measure <= best:
            break
        best = measure
    return best / (1 + square)


def _best(odds: Odds, *, story: bool) -> Role:
    """The most probable role on one side, or of all where that side has none."""
    if len(odds) == 1:
        return next(iter(odds))
    side = [role for role in odds if (role in STORY_ROLES) is story] or odds
    return max(side, key=odds.__getitem__)
