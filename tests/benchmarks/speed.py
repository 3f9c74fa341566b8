"""How fast articlekit is, stage by stage, beside the bare parser and trafilatura in the same run.

    python tests/benchmarks/speed.py [stages] [ratio] [linear] [memory] [imports] [--data DIR] [--every N]

Without names, all. DIR holds `pages.jsonl` (rows with `id` and `url`) and `pages/<id>.html.gz`; without it, the
fixtures are the pages. Times are of this process's CPU, the best of three; quote ratios, never milliseconds. With
`ARTICLEKIT_PURE=1` in front it is Python that labels, as where there is no compiled core.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import resource
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import trafilatura
from selectolax.lexbor import LexborHTMLParser

import articlekit
from articlekit.assembler import assemble
from articlekit.cleaner import clean
from articlekit.cleaner.bounds import bound
from articlekit.cleaner.decoding import decode, to_utf8
from articlekit.cleaner.walk import walk
from articlekit.metadata import read_claims
from articlekit.segmenter import label, load

_FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
_SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 5_000_000)


class _Source(NamedTuple):
    url: str
    body: bytes


def _read_pages(data: Path | None, every: int) -> list[_Source]:
    if data is None:
        return [_Source("https://gazette.example/rain", path.read_bytes()) for path in _FIXTURES.glob("*/page.html")]
    rows = [json.loads(line) for line in (data / "pages.jsonl").read_text(encoding="utf-8").split("\n") if line][
        ::every
    ]
    return [_Source(row["url"], gzip.open(data / "pages" / f"{row['id']}.html.gz").read()) for row in rows]


def _time(work: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds of CPU time, and what came of it."""
    started = time.process_time()
    result = work()
    return 1e3 * (time.process_time() - started), result


def _stages(page: _Source) -> dict[str, float]:
    """The milliseconds of each stage."""
    spent: dict[str, float] = {}
    model = load()
    spent["decode"], html = _time(lambda: to_utf8(page.body))
    spent["bounds"], (kept, _) = _time(lambda: bound(html))
    spent["parse"], tree = _time(lambda: LexborHTMLParser(kept))
    body = tree.body
    spent["walk"], _ = _time(lambda: walk(body) if body is not None else None)
    whole, document = _time(lambda: clean(page.body, url=page.url))
    spent["carve"] = max(0.0, whole - sum(spent.values()))
    spent["metadata"], claims = _time(lambda: read_claims(tree, url=page.url))
    spent["labelling"], labelling = _time(lambda: label(document, claims, model))
    spent["assembling"], _ = _time(lambda: assemble(document, labelling, claims))
    return spent


def _best(work: Callable[[], dict[str, float]], times: int = 3) -> dict[str, float]:
    runs = [work() for _ in range(times)]
    return {name: min(run[name] for run in runs) for name in runs[0]}


def show_stages(pages: list[_Source]) -> None:
    """Mean time by stage."""
    totals: dict[str, float] = defaultdict(float)
    for page in pages:
        for name, spent in _best(lambda page=page: _stages(page)).items():
            totals[name] += spent
    whole = sum(totals.values())
    print(f"stages, mean of {len(pages)} pages of {statistics.mean(len(page.body) for page in pages) / 1e3:.0f} kB")
    for name, spent in totals.items():
        parses = spent / totals["parse"]
        print(f"  {name:12}{spent / len(pages):8.2f} ms {spent / whole:7.1%} {parses:7.1f} x parse")
    print(f"  {'all':12}{whole / len(pages):8.2f} ms         {whole / totals['parse']:7.1f} x parse")


def show_ratio(pages: list[_Source]) -> None:
    """Whole pages, in turn with the bare parser and trafilatura: its text alone, and with metadata."""
    spent: dict[str, list[float]] = defaultdict(list)
    for page in pages:
        text = decode(page.body)
        ways = {
            "parse": lambda text=text: LexborHTMLParser(text),
            "articlekit": lambda page=page: articlekit.extract(page.body, url=page.url),
            "text alone": lambda page=page: trafilatura.extract(page.body, url=page.url),
            "with metadata": lambda page=page: trafilatura.bare_extraction(page.body, url=page.url, with_metadata=True),
        }
        for name, way in ways.items():
            spent[name].append(_time(way)[0])
    ours = sorted(spent["articlekit"])
    print("whole pages")
    for name, times in spent.items():
        print(f"  {name:14}{statistics.mean(times):8.2f} ms{sum(times) / sum(ours):6.2f} x articlekit")
    print(f"  99th percentile / median: {ours[int(0.99 * len(ours))] / statistics.median(ours):.1f}")


def show_linear(pages: list[_Source]) -> None:
    """One page's body repeated up to a size."""
    page = max(pages[:20], key=lambda page: len(page.body))
    text = decode(page.body)
    start, end = text.find("<body"), text.rfind("</body")
    inside = text[start : end if end > 0 else None]
    print("linear in size")
    for size in _SIZES:
        html = text[:start] + (inside * (size // len(inside) + 1))[:size]
        spent, article = _time(lambda html=html: articlekit.extract(html, url=page.url))
        print(f"  {len(html) / 1e3:8.0f} kB {spent:9.1f} ms {1e3 * spent / len(html):7.2f} µs/character, "
              f"{len(article.blocks)} blocks{', cut' if article.truncated else ''}")  # fmt: skip


def show_memory(pages: list[_Source], count: int) -> None:
    """The process's largest size while the pages are read again and again."""
    print("memory")
    done = 0
    while done < count:
        for page in pages:
            articlekit.extract(page.body, url=page.url)
            done += 1
            if not done % (count // 10):
                gc.collect()
                with open("/proc/self/statm", encoding="ascii") as file:
                    now = int(file.read().split()[1]) * resource.getpagesize()
                most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
                print(f"  {done:6} pages {now / 1e6:8.1f} MB now, {most / 1e3:8.1f} MB at most")


def show_imports(_: list[_Source]) -> None:
    """Time of `import articlekit` beside `import trafilatura`, each in fresh interpreters, by turns."""
    times: dict[str, list[float]] = {"pass": [], "import articlekit": [], "import trafilatura": []}
    for _ in range(7):
        for code, found in times.items():
            started = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True)
            found.append(time.perf_counter() - started)
    bare, ours, theirs = (min(found) for found in times.values())
    print(f"imports\n  articlekit {1e3 * (ours - bare):.0f} ms, trafilatura {1e3 * (theirs - bare):.0f} ms, "
          f"ratio {(ours - bare) / (theirs - bare):.2f}")  # fmt: skip


_SHOWS = {
    "stages": show_stages,
    "ratio": show_ratio,
    "linear": show_linear,
    "imports": show_imports,
}


def main() -> None:
    """Read the command line and show what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shows", nargs="*", choices=[*_SHOWS, "memory", []], default=[])
    parser.add_argument("--data", type=Path)
    parser.add_argument("--every", type=int, default=10)
    parser.add_argument("--pages", type=int, default=20_000, help="how many are read for memory")
    options = parser.parse_args()
    pages = _read_pages(options.data, options.every)
    articlekit.extract("<p>warm up")
    for name in options.shows or (*_SHOWS, "memory"):
        if name == "memory":
            show_memory(pages, options.pages)
        else:
            _SHOWS[name](pages)


if __name__ == "__main__":
    main()
