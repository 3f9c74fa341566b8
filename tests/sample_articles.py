"""Articles to test outputs with, made without the labeller.

In goes HTML of our own writing whose text elements carry `data-role`, out come the Blocks that the cleaner would make
of it: folded text, CSS path, links and emphasis with their offsets. So tests of the outputs do not hang on the model.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode

from articlekit.article import Article
from articlekit.model import (
    Author,
    Block,
    Candidate,
    Claim,
    CrossLink,
    Embed,
    Emphasis,
    Image,
    Link,
    Promo,
    Role,
)

__all__ = ["HARBOUR", "Candidate", "blocks_of", "harbour", "paragraph", "story_of"]

_EMPHASIS = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "code": "code", "sub": "sub", "sup": "sup"}

HARBOUR = """
<html><body>
<nav><ul><li data-role="boilerplate"><a href="/politik">Politik</a></li>
<li data-role="boilerplate">Sport</li></ul></nav>
<main>
<p data-role="section"><a href="/hafen">Hafen</a></p>
<p data-role="kicker">Sturm &amp; Flut</p>
<h1 data-role="headline">Der Hafen von Ostermoor steht still</h1>
<p data-role="standfirst">Seit drei Tagen läuft <em>kein</em> Schiff mehr aus. Die Fischer warten.</p>
<p data-role="byline">Von Marlene Brandt und Tjark Ohlsen</p>
<p data-role="timestamp">14. März 2025, 07:45 Uhr</p>
<figure><img src="a.jpg"><figcaption><span data-role="caption">Leere Kutter am Kai von Ostermoor (Archivbild)</span>
<small data-role="credit">Foto: Silke Hansen/npa</small></figcaption></figure>
<p data-role="paragraph">Am Kai liegen <strong>31 Kutter</strong>, Bord an Bord. Seit Dienstag gilt die
<a href="https://example.org/warnung?a=1&b=2">Sturmwarnung der Behörde</a>, und niemand weiß, wie lange noch.</p>
<p data-role="paragraph">„Wir haben 2 * 3 Tage verloren“, sagt Fischer Janne_Petersen <em>leise</em>.</p>
<div><h3 data-role="promo">Der Morgen in Ostermoor</h3><p data-role="promo">Jeden Morgen um sechs: unser Newsletter.
<a href="https://example.org/newsletter">Jetzt anmelden</a></p></div>
<h2 data-role="subheading">Was jetzt fehlt</h2>
<ul><li data-role="paragraph">Eis für die Kühlhäuser</li>
<li data-role="paragraph">Diesel, <strong>vor allem</strong> Diesel<ul><li data-role="paragraph">für die Kutter</li>
<li data-role="paragraph">für die Kräne</li></ul></li></ul>
<p data-role="crosslink">Lesen Sie auch: <a href="https://example.org/deich">Der Deich hält – noch</a></p>
<blockquote><p data-role="paragraph">Das Meer gibt, das Meer nimmt.</p>
<p data-role="paragraph">So war es immer.</p></blockquote>
<table><tr><th data-role="paragraph">Hafen</th><th data-role="paragraph">Kutter | Boote</th></tr>
<tr><td data-role="paragraph">Ostermoor</td><td data-role="paragraph">31</td></tr></table>
<h3 data-role="subheading">Für Techniker</h3>
<pre data-role="paragraph">if pegel > 3:
    sperren("Hafen")</pre>
<p data-role="paragraph">Der Befehl <code>tide --now</code> zeigt den Pegel in m<sup>3</sup>.</p>
<p data-role="note">Mit Material der npa.</p>
<p data-role="tag"><a href="/thema/sturm">Sturm</a></p>
<section><h4 data-role="crosslink">Mehr aus der Region</h4>
<p data-role="crosslink"><a href="https://example.org/muscheln">Muscheln werden teurer</a></p>
<p data-role="crosslink">Warum das Kilo jetzt neun Euro kostet.</p></section>
<p data-role="comment">Endlich schreibt das mal jemand!</p>
</main>
<footer><p data-role="boilerplate" hidden>© Ostermoorer Bote</p></footer>
</body></html>
"""


def blocks_of(html: str) -> tuple[Block, ...]:
    """Make one block of each element with `data-role`."""
    return tuple(_block(node) for node in LexborHTMLParser(html).css("[data-role]"))


def story_of(html: str) -> Article:
    """Make an Article of blocks alone."""
    return Article(blocks=blocks_of(html))


def paragraph(text: str, **fields: object) -> Block:
    """Make a paragraph without a page."""
    return Block(text=text, role=Role.PARAGRAPH, **fields)


def harbour() -> Article:
    """Make an Article that has every field."""
    blocks = blocks_of(HARBOUR)
    at = {role: [index for index, block in enumerate(blocks) if block.role is role] for role in Role}
    return Article(
        url="https://example.org/hafen/ostermoor?utm=x",
        canonical_url="https://example.org/hafen/ostermoor",
        headline="Der Hafen von Ostermoor steht still",
        alternative_headline="Ostermoor: Kein Schiff läuft aus",
        kicker="Sturm & Flut",
        standfirst="Seit drei Tagen läuft kein Schiff mehr aus. Die Fischer warten.",
        authors=(
            Author(name="Marlene Brandt", role="Reporterin", url="https://example.org/brandt", email="mb@example.org"),
            Author(name="Tjark Ohlsen", handle="@tjark"),
            Author(name="npa", kind="agency"),
        ),
        published=datetime(2025, 3, 14, 6, 45, tzinfo=UTC),
        modified=datetime(2025, 3, 14, 9, 0, tzinfo=UTC),
        sections=("Hafen",),
        tags=("Sturm",),
        notes=("Mit Material der npa.",),
        language="de",
        site_name="Ostermoorer Bote",
        paywalled=False,
        images=(
            Image(
                src="https://example.org/bild/kutter.jpg",
                alt="Kutter im Hafen",
                caption="Leere Kutter am Kai von Ostermoor (Archivbild)",
                credit="Silke Hansen/npa",
                people=("Silke Hansen",),
                agency="npa",
                width=1200,
                height=800,
                lead=True,
                archive=True,
                position=1,
                blocks=(at[Role.CAPTION][0], at[Role.CREDIT][0]),
            ),
        ),
        crosslinks=(
            CrossLink(
                headline="Der Deich hält – noch",
                cue="Lesen Sie auch",
                url="https://example.org/deich",
                blocks=(at[Role.CROSSLINK][0],),
            ),
            CrossLink(
                headline="Muscheln werden teurer",
                teaser="Warum das Kilo jetzt neun Euro kostet.",
                cue="Mehr aus der Region",
                url="https://example.org/muscheln",
                kind="box",
                blocks=tuple(at[Role.CROSSLINK][1:]),
            ),
        ),
        promos=(
            Promo(
                heading="Der Morgen in Ostermoor",
                text="Jeden Morgen um sechs: unser Newsletter. Jetzt anmelden",
                url="https://example.org/newsletter",
                kind="newsletter",
                blocks=tuple(at[Role.PROMO]),
            ),
        ),
        embeds=(Embed(provider="example", url="https://example.org/video", text="Video"),),
        blocks=blocks,
        claims=(
            Claim(field="headline", value="Der Hafen von Ostermoor steht still", source="json-ld"),
            Claim(field="headline", value="Ostermoor: Kein Schiff läuft aus", source="opengraph"),
        ),
        confidence=0.93,
    )


def _block(node: LexborNode) -> Block:
    pieces = list(_pieces(node, ()))
    text, links, emphasis = "", [], []
    for raw, above in pieces:
        start = len(text)
        text += _folded_after(text, raw)
        for mark in above:
            if mark.tag == "a":
                links.append(Link(url=mark.attributes["href"], text=text[start:], offset=start))
            elif mark.tag in _EMPHASIS:
                emphasis.append(Emphasis(kind=_EMPHASIS[mark.tag], start=start, end=len(text)))
    return Block(
        text=text.rstrip(),
        role=Role(node.attributes["data-role"]),
        confidence=0.9,
        tag=node.tag,
        hidden="hidden" in node.attributes,
        links=tuple(links),
        emphasis=tuple(emphasis),
        preformatted="".join(raw for raw, _ in pieces) if node.tag == "pre" else None,
        path=_path(node),
    )


def _pieces(node, above):
    """Yield the element's own texts, each with the inline elements it stands in."""
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            yield child.text_content, above
        elif "data-role" not in child.attributes:
            yield from _pieces(child, (*above, child)) if child.tag in {"a", *_EMPHASIS} else ()


def _folded_after(text, raw):
    folded = re.sub(r"\s+", " ", raw)
    return folded.lstrip() if not text or text.endswith(" ") else folded


def _path(node):
    steps = []
    while node is not None and node.tag not in ("html", "-undef", "-document"):
        before, same = node.prev, 1
        while before is not None:
            same += before.tag == node.tag
            before = before.prev
        steps.append("body" if node.tag == "body" else f"{node.tag}:nth-of-type({same})")
        node = node.parent
    return " > ".join(["html", *reversed(steps)])
