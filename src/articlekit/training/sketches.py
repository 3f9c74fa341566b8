"""Small documents as people write them by hand: a heading, a few short paragraphs, and little markup.

In: a page's labelled lines. Out: a few of them, some cut short, as HTML without class names or claims, or as plain
text; and their roles. Labelled pages are long and full of boxes, and a field that has seen nothing else takes two short
sentences for buttons. Some have a line of navigation above and a footer below, and some are nothing but those. The
choices are drawn from a seed, so that the same data give the same documents.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import Final, NamedTuple

from articlekit.model import Role

Line = tuple[str, str]
"""A role and a text."""

_TAGS: Final = {
    Role.HEADLINE: ("h1", "h1", "h1", "h2"),
    Role.SUBHEADING: ("h2", "h3"),
    Role.CAPTION: ("figcaption",),
    Role.CREDIT: ("figcaption", "small"),
    Role.CROSSLINK: ("a",),
    Role.TAG: ("a", "p"),
    Role.TIMESTAMP: ("p", "time"),
}
"""What a role stands in."""
_OTHERS: Final = ("p", "p", "p", "p", "div")
"""What the others stand in."""
_CLASSES: Final = {
    Role.BYLINE: ("author", "byline"),
    Role.TIMESTAMP: ("date", "published"),
    Role.STANDFIRST: ("lead", "intro", "summary"),
    Role.CROSSLINK: ("related", "read-more", "teaser"),
    Role.PROMO: ("newsletter", "promo", "subscribe"),
    Role.TAG: ("tags",),
    Role.BIO: ("author-bio", "about"),
    Role.CREDIT: ("credit", "photo-credit"),
}
"""What people call an element that holds a role, if they call it anything."""
_NAMED: Final = 0.3
"""How often they do."""
_OFTEN: Final = {
    Role.HEADLINE: 0.85,
    Role.STANDFIRST: 0.5,
    Role.BYLINE: 0.5,
    Role.TIMESTAMP: 0.4,
    Role.SUBHEADING: 0.5,
    Role.CAPTION: 0.4,
    Role.CREDIT: 0.6,
    Role.CROSSLINK: 0.35,
    Role.PROMO: 0.25,
    Role.TAG: 0.2,
    Role.BIO: 0.3,
}
"""How often a line of a role is taken, if there is one; roles that are not named here never are."""
_AMONG: Final = 0.5
"""How often a pointer or promo stands among the paragraphs instead of where it stood."""
_MOST: Final = 2
"""Lines of one role, paragraphs apart."""
_MOST_PARAGRAPHS: Final = 5
_SITE: Final = frozenset({Role.BOILERPLATE, Role.INTERFACE})
"""Roles of what is the site's."""
_WITH_SITE: Final = 0.35
_SITE_ALONE: Final = 0.05
"""How often lines of the site's stand around the article, and how often there is nothing else."""
_MOST_OF_SITE: Final = 4
_LONGEST_OF_SITE: Final = 120
"""Characters."""
_WHOLE: Final = 0.3
_WORDS: Final = 0.3
"""How often a paragraph is left as it is, and how often cut after its first words; else after its first sentence."""
_SENTENCE: Final = re.compile(r".{12,}?[.!?…](?=\s|$)|.{5,}?[。！？]")
_SHORT_HEADLINE: Final = 0.4
"""How often a headline is cut to one word, two or three."""
_FEWEST_WORDS: Final = 3
_MOST_WORDS: Final = 12
_AROUND: Final = (
    "{}",
    "{}",
    "<html><body>{}</body></html>",
    "<body><article>{}</article></body>",
    "<html><head><title>{title}</title></head><body>{}</body></html>",
    "<html><head><title>{title}</title></head><body><article>{}</article></body></html>",
    "<html><body><main><article>{}</article></main></body></html>",
    "<html><body><div><div>{}</div></div></body></html>",
)
"""What may stand around the lines."""
_CUE_APART: Final = 0.7
"""How often what stands before a pointer's colon is left out of its link."""
_GAPS: Final = ("\n", "\n\n", "\n\n")


class Sketch(NamedTuple):
    """The same lines as HTML and as plain text, and their roles."""

    html: str
    text: str
    gold: tuple[Line, ...]


def sketch(lines: Sequence[Line], seed: str) -> Sketch | None:
    """Draw a small document from a page's lines; None if they have no paragraph, or nothing of the site's."""
    draw = random.Random(seed)
    chance = draw.random()
    above, below = _site_lines(lines, draw)
    article = tuple(_mixed([*_chosen(lines, draw)], draw))
    if chance < _SITE_ALONE:
        article = ()
    elif not any(role == Role.PARAGRAPH for role, _ in article):
        return None
    if chance >= _SITE_ALONE + _WITH_SITE:
        above = below = ()
    gold = (*above, *article, *below)
    if not gold:
        return None
    title = next((text for role, text in article if role == Role.HEADLINE), "")
    body = _navigation(above, draw) + "".join(_element(*line, draw) for line in article) + _footer(below, draw)
    html = draw.choice(_AROUND).replace("{title}", escape(title)).replace("{}", body)
    return Sketch(html, draw.choice(_GAPS).join(text for _, text in gold) + "\n", gold)


def _site_lines(lines: Sequence[Line], draw: random.Random) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Choose lines of the site's above and below the article."""
    first = next((i for i, (role, _) in enumerate(lines) if role in (Role.HEADLINE, Role.PARAGRAPH)), 0)
    last = max((i for i, (role, _) in enumerate(lines) if role == Role.PARAGRAPH), default=0)
    return _some_of_site(lines[:first], draw), _some_of_site(lines[last + 1 :], draw)


def _some_of_site(lines: Sequence[Line], draw: random.Random) -> tuple[Line, ...]:
    """Choose a few lines that follow each other."""
    own = [(role, " ".join(text.split())) for role, text in lines if role in _SITE]
    own = [(role, text) for role, text in own if 0 < len(text) <= _LONGEST_OF_SITE]
    start = draw.randrange(len(own)) if own else 0
    return tuple(own[start : start + draw.randint(1, _MOST_OF_SITE)])


def _navigation(lines: Sequence[Line], draw: random.Random) -> str:
    """Write the lines above the article as a list of links, or each by itself."""
    if not lines:
        return ""
    if draw.choice((True, False)):
        items = "".join(f"<li><a href=/{number}>{escape(text)}</a></li>" for number, (_, text) in enumerate(lines))
        return draw.choice(("<nav><ul>{}</ul></nav>", "<ul>{}</ul>")).replace("{}", items)
    return "".join(f"<div>{escape(text)}</div>" for _, text in lines)


def _footer(lines: Sequence[Line], draw: random.Random) -> str:
    """Write the lines below the article."""
    if not lines:
        return ""
    inside = "".join(f"<p>{escape(text)}</p>" for _, text in lines)
    return draw.choice(("<footer>{}</footer>", "<div>{}</div>", "{}")).replace("{}", inside)


def _chosen(lines: Sequence[Line], draw: random.Random) -> Iterator[Line]:
    """Choose lines, in their order."""
    left = {role: _MOST if draw.random() < often else 0 for role, often in _OFTEN.items()}
    left |= {Role.HEADLINE: min(1, left[Role.HEADLINE]), Role.PARAGRAPH: draw.randint(1, _MOST_PARAGRAPHS)}
    taken: set[str] = set()
    for name, whole in lines:
        role, text = Role(name), " ".join(whole.split())
        if not text or text in taken or not left.get(role):
            continue
        left[role] -= 1
        taken.add(text)
        yield name, _shortened(role, text, draw)


def _mixed(lines: Sequence[Line], draw: random.Random) -> list[Line]:
    """Set some pointers and promos among the paragraphs."""
    moved = [line for line in lines if line[0] in (Role.CROSSLINK, Role.PROMO) and draw.random() < _AMONG]
    kept = [line for line in lines if line not in moved]
    paragraphs = [i for i, (role, _) in enumerate(kept) if role == Role.PARAGRAPH]
    for line in moved:
        kept.insert(draw.choice(paragraphs) + 1 if paragraphs else len(kept), line)
    return kept


def _shortened(role: Role, text: str, draw: random.Random) -> str:
    if role == Role.HEADLINE and draw.random() < _SHORT_HEADLINE:
        return " ".join(text.split()[: draw.randint(1, 3)]).rstrip(",;:–-")
    return _cut(text, draw) if role in (Role.PARAGRAPH, Role.STANDFIRST) else text


def _cut(text: str, draw: random.Random) -> str:
    """Cut a paragraph short, most of the time."""
    chance, words = draw.random(), text.split()
    if chance < _WHOLE:
        return text
    if chance < _WHOLE + _WORDS and len(words) > _MOST_WORDS:
        return " ".join(words[: draw.randint(_FEWEST_WORDS, _MOST_WORDS)]).rstrip(",;:–-") + "."
    sentence = _SENTENCE.match(text)
    return sentence[0] if sentence else text


def _element(name: str, text: str, draw: random.Random) -> str:
    """Write a line in an element."""
    role = Role(name)
    tag = draw.choice(_TAGS.get(role, _OTHERS))
    named = role in _CLASSES and draw.random() < _NAMED
    attribute = f' class="{draw.choice(_CLASSES[role])}"' if named else ""
    if tag == "a":
        cue, colon, rest = text.partition(":") if draw.random() < _CUE_APART else ("", "", text)
        link = f'<a href="/{draw.randint(1000, 9999)}">{escape(rest.strip() or text)}</a>'
        return f"<p{attribute}>{escape(cue + colon)} {link}</p>" if rest.strip() else f"<p{attribute}>{link}</p>"
    if tag == "figcaption":
        return (
            f'<figure><img src="{draw.randint(10, 99)}.jpg"><figcaption{attribute}>{escape(text)}</figcaption></figure>'
        )
    return f"<{tag}{attribute}>{escape(text)}</{tag}>"
