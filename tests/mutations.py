"""Damage pages, as bad networks, bad templates and bad people do; and what must hold of whatever comes of it.

    python tests/mutations.py [CASES] [SEED]

runs so many cases in a child process that may die, and prints the seed of each that broke something. The same seed
damages the same pages in the same way.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import time
import traceback
from collections.abc import Callable
from functools import cache

from selectolax.lexbor import LexborHTMLParser
from whole_pages import FOLDER, letters

import articlekit
from articlekit import Article, ArticleKitError, NotHTMLError

MOST_SECONDS = 2.0
"""CPU time for one page, on a machine with nothing else to do."""
MOST_MEMORY = 2_000_000_000
"""Bytes of address space; libraries and models take most of it."""

_SKIPPED = "script,style,noscript,template,svg,math,iframe,object,canvas,select,textarea"
_TAGS = (
    "a abbr address article aside b base big blockquote body br button canvas caption center code col colgroup dd"
    " details dialog div dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h6 head"
    " header hr html i iframe img input label legend li link main map marquee math meta nav nobr noscript object"
    " ol optgroup option p param picture plaintext pre q rb rp rt ruby s script section select selectedcontent"
    " small source span strong style sub summary sup svg table tbody td template textarea tfoot th thead time"
    " title tr track tt u ul video wbr xmp annotation-xml desc foreignObject mi mtext x-box"
).split()
_ATTRIBUTES = (
    "class id hidden style=display:none href=/x href=http://[ href=javascript:1 src=data:, src=//[ aria-hidden=true"
    " open itemscope itemprop=author itemtype=//schema.org/Article datetime=2020-02-30T25:61 rel=author"
    " colspan=1000000000 lang=de class='teaser-box caption' content='' property=og:title name=author role=navigation"
    " =x \"' <"
).split(" ")
_CHUNKS = [
    *"<!-- --> <![CDATA[ ]]> <! </ < > & &amp; &#0; &#x110000; &#xD800; &lt;p&gt; \" ' = © (dpa)".split(" "),
    *"\0 \ufeff \u202e \u200b \u00a0 \u0130 \u0085 \u2028 \r \x1b$B \x0c".split(" "),
    *"<script> </script> <plaintext> <table><tr><td> <svg><desc> <math><mtext><table><mglyph> <template><tr>".split(
        " "
    ),
    *"<select><option> <frameset><frame> </p> </br> </body> </html> <base/href='http://[::'> <html/lang=zz>".split(" "),
    "Foto: ",
    "12. Mai 2020, 14:30 Uhr",
    "<body class=x>",
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":',
]
_CHARSETS = (
    "utf-8",
    "utf-16-le",
    "utf-16",
    "cp1252",
    "shift_jis",
    "gb18030",
    "koi8-r",
    "euc-kr",
    "iso2022_jp",
    "utf-7",
)


@cache
def seeds() -> tuple[str, ...]:
    """The pages to be damaged."""
    pages = (path.read_bytes().decode("utf-8", "replace") for path in sorted(FOLDER.glob("*/page.html")))
    return tuple(pages)


def _splice(page: str, dice: random.Random) -> str:
    other = dice.choice(seeds())
    start, size = dice.randrange(len(other)), dice.randrange(600)
    at = dice.randrange(len(page) + 1)
    return page[:at] + other[start : start + size] + page[at:]


def _delete(page: str, dice: random.Random) -> str:
    at = dice.randrange(len(page) + 1)
    return page[:at] + page[at + dice.randrange(1, 200) :]


def _repeat(page: str, dice: random.Random) -> str:
    at = dice.randrange(len(page) + 1)
    return page[:at] + page[at : at + dice.randrange(1, 80)] * dice.choice((2, 5, 50)) + page[at:]


def _insert_chunk(page: str, dice: random.Random) -> str:
    at = dice.randrange(len(page) + 1)
    return page[:at] + dice.choice(_CHUNKS) * dice.choice((1, 1, 1, 3, 40)) + page[at:]


def _insert_tags(page: str, dice: random.Random) -> str:
    at = dice.randrange(len(page) + 1)
    tags = "".join(f"<{dice.choice(('', '', '/'))}{dice.choice(_TAGS)}>" for _ in range(dice.randrange(1, 8)))
    return page[:at] + tags * dice.choice((1, 1, 4, 30)) + page[at:]


def _rename_tag(page: str, dice: random.Random) -> str:
    old, new = dice.choice(_TAGS), dice.choice(_TAGS)
    return page.replace(f"<{old}", f"<{new}", dice.randrange(1, 20))


def _add_attributes(page: str, dice: random.Random) -> str:
    at = page.find(">", dice.randrange(len(page) + 1))
    attributes = " ".join(dice.choice(_ATTRIBUTES) for _ in range(dice.choice((1, 3, 300))))
    return page if at < 0 else f"{page[:at]} {attributes}{page[at:]}"


def _truncate(page: str, dice: random.Random) -> str:
    return page[: dice.randrange(len(page) + 1)]


def _change_characters(page: str, dice: random.Random) -> str:
    characters = list(page)
    for _ in range(dice.randrange(1, 30)):
        if characters:
            characters[dice.randrange(len(characters))] = chr(
                dice.choice((dice.randrange(128), dice.randrange(0xD7FF)))
            )
    return "".join(characters)


def _swap(page: str, dice: random.Random) -> str:
    a, b = sorted((dice.randrange(len(page) + 1), dice.randrange(len(page) + 1)))
    return page[:a] + page[b : b + 500] + page[a:b] + page[b + 500 :]


_MUTATIONS: tuple[Callable[[str, random.Random], str], ...] = (
    _splice, _delete, _repeat, _insert_chunk, _insert_chunk, _insert_tags, _insert_tags, _rename_tag, _add_attributes,
    _truncate, _change_characters, _swap,
)  # fmt: skip


def damage(seed: int) -> str | bytes:
    """Make one case: a damaged page, as text or as bytes of some encoding with damage of their own."""
    dice = random.Random(seed)
    page = dice.choice(seeds())
    if dice.random() < 0.5:
        start = dice.randrange(len(page))
        page = page[start : start + dice.randrange(1, 1500)]
    for _ in range(dice.choice((1, 2, 3, 5, 9))):
        page = dice.choice(_MUTATIONS)(page, dice)[:200_000]
    if dice.random() < 0.7:
        return page
    body = bytearray(page.encode(dice.choice(_CHARSETS), "ignore"))
    for _ in range(dice.randrange(20)):
        if body:
            body[dice.randrange(len(body))] = dice.randrange(256)
    return bytes(body)


def check(source: str | bytes, *, most_seconds: float = MOST_SECONDS) -> None:
    """Extract, and see that what must hold holds."""
    started = time.process_time()
    try:
        article = articlekit.extract(source, url="https://gazette.example/rain")
    except ArticleKitError:
        assert isinstance(source, bytes) or not source or source.isspace(), "a text that is not empty was refused"
        return
    spent = time.process_time() - started
    assert spent < most_seconds, f"it took {spent:.1f} s"
    assert Article.from_json(article.to_json()) == article, "JSON changes it"
    if isinstance(source, str) and not article.truncated:
        assert letters("".join(block.text for block in article.blocks)) == _body_letters(source), "text was lost"


def _body_letters(html: str) -> str:
    """The letters of the body that count as text, found another way than by cutting it into blocks."""
    body = LexborHTMLParser(html.encode("utf-16", "surrogatepass").decode("utf-16", "replace")).body
    if body is None:
        return ""
    for node in body.css(_SKIPPED):
        node.decompose()
    return letters("".join(n.text_content or "" for n in body.traverse(include_text=True) if n.tag == "-text"))


def _run(first: int, last: int, progress: str) -> None:
    """Check cases in this process, noting the one at work, so that a crash can be traced."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    for seed in range(first, last):
        with open(progress, "w", encoding="ascii") as note:
            note.write(str(seed))
        try:
            check(damage(seed))
        except NotHTMLError:
            raise
        except Exception:  # noqa: BLE001
            print(f"case {seed}: {traceback.format_exc(limit=-3)}", flush=True)


def _main(cases: int, first: int) -> None:
    progress = f"/tmp/mutations.{os.getpid()}"
    started, last = time.time(), first + cases
    while first < last:
        child = os.fork()
        if not child:
            _run(first, min(first + 5000, last), progress)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status:
            with open(progress, encoding="ascii") as note:
                first = int(note.read()) + 1
            print(f"case {first - 1}: THE PROCESS DIED, status {status}", flush=True)
        else:
            first = min(first + 5000, last)
        print(f"to {first}, {time.time() - started:.0f} s", flush=True)
    os.unlink(progress)


if __name__ == "__main__":
    _main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, int(sys.argv[2]) if len(sys.argv) > 2 else 0)
