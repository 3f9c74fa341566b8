"""Every example in README and in docstrings does what it says."""

import doctest
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sybil import Document, Example, Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.doctest import DocTestParser
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

import articlekit
from articlekit.__main__ import cli

_ROOT = Path(__file__).parent.parent
_PACKAGE = Path(articlekit.__file__).parent
_FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def _run_console(example: Example) -> None:
    """Run the `$ articlekit …` lines of a console block, and compare what they print with what stands below."""
    checker = doctest.OutputChecker()
    for command, expected in _commands(example.parsed):
        program, *arguments = shlex.split(command)
        assert program == "articlekit", "README shows commands of articlekit alone; others stand in bash blocks"
        result = CliRunner().invoke(cli, arguments, prog_name=program)
        assert not expected or checker.check_output(expected, result.output, _FLAGS), f"{command}:\n{result.output}"


def _commands(block: str) -> Iterator[tuple[str, str]]:
    for part in block.split("$ ")[1:]:
        command, _, expected = part.partition("\n")
        yield command, expected


def _markdown(path: Path) -> Document:
    parsers = [
        PythonCodeBlockParser(doctest_optionflags=_FLAGS),
        CodeBlockParser(language="console", evaluator=_run_console),
    ]
    return Sybil(parsers=parsers).parse(path)


def _docstrings(path: Path) -> Document:
    sybil = Sybil(parsers=[DocTestParser(optionflags=_FLAGS)], document_types={".py": PythonDocStringDocument})
    return sybil.parse(path)


def _evaluate(document: Document) -> int:
    count = 0
    for example in document.examples():
        example.evaluate()
        count += 1
    return count


_MODULES = [path for path in sorted(_PACKAGE.rglob("*.py")) if ">>> " in path.read_text(encoding="utf-8")]


_NOT_YET: dict[str, str] = {}
"""A row goes as soon as its examples are true: the test fails then."""


def _modules() -> list:
    names = {path: path.relative_to(_PACKAGE).as_posix() for path in _MODULES}
    marks = {name: pytest.mark.xfail(strict=True, reason=reason) for name, reason in _NOT_YET.items()}
    return [pytest.param(path, id=name, marks=marks.get(name, ())) for path, name in names.items()]


@pytest.mark.parametrize("path", _modules())
def test_the_examples_in_docstrings_are_true(path: Path) -> None:
    assert _evaluate(_docstrings(path))


def test_the_examples_in_the_readme_are_true(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(_ROOT)

    assert _evaluate(_markdown(_ROOT / "README.md"))
