"""The command line, as a newcomer types it."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner, Result
from whole_pages import FOLDER

import articlekit
from articlekit import Article
from articlekit.__main__ import FAILED, INTERRUPTED, NOTHING, cli

_PAGE = FOLDER / "watson-nordkorea" / "page.html"
_TEXT = FOLDER / "watson-nordkorea" / "article.txt"
_FIRST = "Dass Russland und das abgeschottete Nordkorea sich zunehmend annähern"
_CAPTION = "Jong-un und Putin machen gemeinsame Sache."
_USAGE = 2


def _run(*arguments: object, stdin: bytes | None = None, **environment: str) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments], input=stdin, env=environment, prog_name="articlekit")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with two pages and a picture."""
    monkeypatch.chdir(tmp_path)
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.html").write_bytes(_PAGE.read_bytes())
    (pages / "b.txt").write_bytes(_TEXT.read_bytes())
    (pages / "c.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (pages / "d.json").write_bytes(b'{"a": [1, 2]}')
    return tmp_path


class _Site(BaseHTTPRequestHandler):
    """A site of one article."""

    def do_GET(self) -> None:
        body = _PAGE.read_bytes() if self.path == "/story" else b""
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


# -- reading ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [_PAGE, _TEXT], ids=["page", "text"])
def test_a_source_is_printed_story_first_then_what_was_set_aside(path: Path) -> None:
    result = _run(path)

    story, aside = result.output.split("set aside: ")
    assert result.exit_code == 0
    assert _FIRST in story
    assert _CAPTION not in story
    assert "\ncaption (" in aside
    assert f"  {_CAPTION}\n" in aside


def test_piped_output_is_plain_and_its_lines_are_whole() -> None:
    output = _run(_PAGE).output

    assert "\x1b" not in output
    assert max(map(len, output.splitlines())) > 200


@pytest.mark.parametrize("name", ["page.txt", "page", "page.bin"])
def test_what_a_file_is_shows_in_what_it_holds(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(_PAGE.read_bytes())

    assert '"tag":"h1"' in _run("--format", "json", path).output


def test_standard_input_is_a_source() -> None:
    assert _FIRST in _run("-", stdin=_TEXT.read_bytes()).output


def test_a_saved_article_is_a_source(tmp_path: Path) -> None:
    saved = tmp_path / "article.json"
    saved.write_text(articlekit.extract(_PAGE.read_bytes()).to_json(), encoding="utf-8")

    assert _run("--format", "text", saved).output == _run("--format", "text", _PAGE).output


def test_an_address_is_a_source(site: str) -> None:
    result = _run("--allow-private-addresses", "--format", "json", f"{site}/story")

    assert json.loads(result.output)["url"] == f"{site}/story"


def test_a_folder_is_all_pages_and_texts_in_it(here: Path) -> None:
    output = _run("--format", "text", "pages").output

    heads = [line for line in output.splitlines() if line.startswith("==>")]
    assert heads == [f"==> {Path('pages', name)} <==" for name in ("a.html", "b.txt")]


@pytest.mark.parametrize(
    ("style", "sign"),
    [
        ("text", _FIRST),
        ("markdown", "## Ukraine-Krieg"),
        ("html", "<article"),
        ("json", '"blocks":['),
        ("jsonld", '"@type":"NewsArticle"'),
        ("tei", "<TEI"),
    ],
)
def test_every_format_is_written(style: str, sign: str) -> None:
    result = _run("--format", style, _PAGE)

    assert result.exit_code == 0
    assert sign in result.output


def test_text_is_the_story_and_nothing_else() -> None:
    assert _run("--format", "text", _PAGE).output == articlekit.extract(_PAGE.read_bytes()).text + "\n"


def test_json_of_several_sources_is_a_line_each(here: Path) -> None:
    lines = _run("--format", "json", "pages").output.splitlines()

    assert [bool(Article.from_json(line).blocks) for line in lines] == [True, True]


def test_one_role_is_shown_bare() -> None:
    assert _CAPTION in _run("--show", "caption", _PAGE).output.splitlines()


def test_several_roles_are_shown_with_their_names() -> None:
    assert f"caption: {_CAPTION}" in _run("--show", "pictures", _PAGE).output.splitlines()


def test_roles_are_counted_as_story_or_left_out() -> None:
    more = _run("--format", "text", "--with", "caption", _PAGE).output
    less = _run("--format", "text", "--without", "subheading", _PAGE).output

    assert _CAPTION in more
    assert "Flucht aus dem Krieg: Soldaten aus Nordkorea fliehen" not in less


def test_the_layout_for_reading_counts_roles_as_story_too() -> None:
    story, aside = _run("--with", "caption", "--without", "credit", _PAGE).output.split("set aside: ")

    assert _CAPTION in story
    assert "caption (" not in aside
    assert "credit (" not in aside


def test_an_address_makes_links_absolute() -> None:
    result = _run("--format", "json", "--url", "https://gazette.example/a/b", _PAGE)

    assert '"https://gazette.example/impressum"' in result.output


# -- files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "sign"), [("a.md", "## "), ("a.json", "{"), ("a.xml", "<?xml"), ("a.txt", "Dass")])
def test_a_file_s_ending_says_its_format(here: Path, name: str, sign: str) -> None:
    result = _run(_PAGE, "-o", name)

    assert (result.exit_code, result.output) == (0, "")
    assert sign in (here / name).read_text(encoding="utf-8")


def test_several_sources_make_a_folder(here: Path) -> None:
    _run("pages", "--format", "json", "-o", "out")

    assert sorted(path.name for path in (here / "out").iterdir()) == ["a.json", "b.json"]


def test_no_file_is_written_over_another_of_the_same_run(here: Path) -> None:
    for folder in ("pages/x", "pages/y"):
        (here / folder).mkdir()
        (here / folder / "index.html").write_bytes(_PAGE.read_bytes())
    (here / "pages" / "a.txt").write_bytes(_TEXT.read_bytes())

    _run("pages", "--format", "text", "-o", "out")

    written = sorted(path.relative_to(here / "out").as_posix() for path in (here / "out").rglob("*.*"))
    assert written == ["a-2.txt", "a.txt", "b.txt", "x/index.txt", "y/index.txt"]


def test_an_output_that_ends_in_a_slash_is_a_folder(here: Path) -> None:
    _run("pages/a.html", "--format", "json", "-o", "out/")

    assert [path.name for path in (here / "out").iterdir()] == ["a.json"]


def test_several_sources_do_not_fit_into_one_file(here: Path) -> None:
    result = _run("pages", "-o", "all.json")

    assert result.exit_code == _USAGE
    assert "name a folder for them, as -o all/" in result.stderr
    assert not (here / "all.json").exists()


def test_a_file_that_cannot_be_written_is_said(here: Path) -> None:
    result = _run(_PAGE, "-o", "pages/a.html/b.txt")

    assert result.exit_code == FAILED
    assert "pages/a.html/b.txt cannot be written: not a directory" in result.output


# -- a closer look ----------------------------------------------------------------------------------------------------


def test_explain_says_why_a_piece_is_not_in_the_text() -> None:
    result = _run("explain", _PAGE, "gemeinsame", "Sache")

    assert result.exit_code == 0
    assert f"“{_CAPTION}”" in result.output
    assert "caption, set aside" in result.output
    assert "runner-up: " in result.output
    assert "figcaption" in result.output


def test_explain_takes_what_it_has_printed() -> None:
    assert f"“{_CAPTION}”" in _run("explain", _PAGE, f"“{_CAPTION}”").output


def test_explain_says_which_piece_is_nearest_to_words_that_none_holds() -> None:
    result = _run("explain", _PAGE, "Jong-un and Putin machen gemeinsame Sachen")

    assert result.exit_code == NOTHING
    assert f"did you mean “{_CAPTION}”?" in result.stderr


def test_explain_says_so_where_no_piece_holds_the_words() -> None:
    result = _run("explain", _TEXT, "no such words")

    assert result.exit_code == NOTHING
    assert "no piece of" in result.stderr


def test_inspect_writes_a_report(here: Path) -> None:
    result = _run("inspect", _PAGE)

    assert result.exit_code == 0
    report = (here / "page.report.html").read_text(encoding="utf-8")
    assert report.startswith("<!doctype html>")
    assert "runner-up" in report


def test_a_report_of_a_whole_folder_is_a_usage_error(here: Path) -> None:
    result = _run("inspect", "pages")

    assert result.exit_code == _USAGE
    assert "a report is of one page, or of two side by side; there are 2 here" in result.stderr


def test_inspect_compares_two_sources(here: Path) -> None:
    result = _run("inspect", _PAGE, _TEXT, "-o", "both.html")

    assert result.exit_code == 0
    assert (here / "both.html").stat().st_size > 10_000


def test_fetch_prints_or_saves_the_page_as_it_is(site: str, here: Path) -> None:
    address = f"{site}/story"

    printed = _run("fetch", "--allow-private-addresses", address)
    _run("fetch", "--allow-private-addresses", address, "-o", "page.html")

    assert printed.stdout_bytes == (here / "page.html").read_bytes() == _PAGE.read_bytes()


def test_discover_prints_addresses_as_they_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    addresses = [f"https://gazette.example/{number}" for number in range(3)]
    monkeypatch.setattr("articlekit.discovery.discover", lambda *_a, **_k: iter(addresses))

    assert _run("discover", "https://gazette.example/").stdout.split() == addresses
    assert _run("discover", "--limit", "2", "https://gazette.example/").stdout.split() == addresses[:2]


def test_discover_says_so_where_nothing_is_found(site: str) -> None:
    result = _run("discover", "--allow-private-addresses", site)

    assert result.exit_code in (FAILED, NOTHING)
    assert result.stderr.startswith("articlekit: ")
    assert result.stderr.count("\n") == 1


# -- errors -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.html"], "nowhere.html: no such file or directory"),
        (["gazette.example/rain"], "if it is an address, write https://gazette.example/rain"),
        (["pages/c.png"], "pages/c.png: this is a PNG picture"),
        (["--model", "nowhere", "pages/b.txt"], "the model nowhere cannot be read"),
        (["http://127.0.0.1:1/"], "pass --allow-private-addresses if you trust"),
        (["ftp://gazette.example/rain"], "only http and https are fetched"),
        ([""], "is a variable empty?"),
        (["It rained. " * 100], "file name too long; if it is text and no name, pipe it into articlekit -"),
        (["pages/d.json"], "pages/d.json: this is JSON, but no article that articlekit saved"),
        (["inspect", "nowhere.html"], "nowhere.html: no such file"),
        (["explain", "nowhere.html", "x"], "nowhere.html: no such file"),
        (["fetch", "pages/a.html"], "only http and https are fetched"),
        (["empty"], "no pages or texts in this folder"),
    ],
)
def test_an_error_is_one_line_that_says_what_to_do(here: Path, arguments: list[str], said: str) -> None:
    (here / "empty").mkdir()

    result = _run(*arguments)

    assert result.exit_code == FAILED
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_one_bad_source_does_not_keep_the_others(here: Path) -> None:
    result = _run("--format", "text", "nowhere.html", "pages/b.txt")

    assert result.exit_code == FAILED
    assert _FIRST in result.stdout


def test_a_page_without_a_story_has_an_exit_code_of_its_own() -> None:
    assert _run("-", stdin=b"<html><body></body></html>").exit_code == NOTHING


def test_no_such_piece_is_nothing_found() -> None:
    result = _run("--show", "comment", _PAGE)

    assert (result.exit_code, result.stdout) == (NOTHING, "")
    assert result.stderr.endswith("page.html: no such piece\n")


def test_the_usage_names_no_command_that_nobody_types() -> None:
    assert "Usage: articlekit [OPTIONS] SOURCE…" in _run("--nonsense").stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["--show", "captions", "a"],
        ["--format", "pdf", "a"],
        ["--nonsense"],
        ["--show", "tag", "--format", "tei", "a"],
        ["--show", "tag", "-o", "b", "a"],
    ],
)
def test_a_wrong_command_line_is_a_usage_error(arguments: list[str]) -> None:
    assert _run(*arguments).exit_code == _USAGE


def test_a_hostile_page_cannot_steer_the_terminal() -> None:
    page = (
        "<h1>Rain\x1b]0;owned\x07</h1><p>\x1b[2JIt rained all day\u202e in the city, [red]and[/red] the river rose.</p>"
    )

    output = _run("-", stdin=page.encode()).output

    assert "\x1b" not in output
    assert "\u202e" not in output
    assert "[red]and[/red]" in output


# -- help, completion, terminal ---------------------------------------------------------------------------------------


def test_help_shows_options_commands_and_examples() -> None:
    output = _run("--help").output

    for word in (
        "--format",
        "--show",
        "inspect",
        "explain",
        "discover",
        "fetch",
        "Examples:",
        "Exit codes:",
        "standfirst",
        "offers",
    ):
        assert word in output


def test_no_arguments_show_the_help() -> None:
    assert "Examples:" in _run().output


@pytest.mark.parametrize("command", ["inspect", "explain", "compare", "discover", "fetch"])
def test_every_command_has_help(command: str) -> None:
    result = _run(command, "--help")

    assert result.exit_code == 0
    assert "Usage: articlekit" in result.output
    assert "Examples:\n    articlekit " in result.output


def test_what_a_command_is_for_is_said_whole() -> None:
    lines = _run("--help").output.partition("Commands:\n")[2].partition("\n\n")[0].splitlines()

    assert [line.split()[0] for line in lines] == ["inspect", "explain", "compare", "discover", "fetch"]
    assert not [line for line in lines if line.endswith("...")]


def test_the_version_is_told() -> None:
    assert _run("--version").output.startswith("articlekit")


def _complete(line: str) -> list[str]:
    environment = {"_ARTICLEKIT_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
    output = _process([], environment=environment).stdout
    return [row.split(",", 1)[1] for row in output.splitlines()]


def _process(arguments: list[str], *, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-m", "articlekit", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, env=os.environ | (environment or {}), check=False, timeout=60
    )


def test_shells_complete_commands_options_and_roles() -> None:
    assert {"explain", "inspect"} <= set(_complete("articlekit "))
    assert "--format" in _complete("articlekit --fo")
    assert _complete("articlekit --format mark") == ["markdown"]
    assert _complete("articlekit --show caption,cre") == ["caption,credit"]


def _on_a_terminal(arguments: list[str], **environment: str) -> str:
    """What a terminal of 60 columns is sent."""
    leader, follower = pty.openpty()
    inherited = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    settings = inherited | {"TERM": "xterm-256color", "COLUMNS": "60", "LINES": "40"} | environment
    command = [sys.executable, "-m", "articlekit", *arguments]
    with subprocess.Popen(command, stdin=follower, stdout=follower, stderr=follower, env=settings) as process:
        os.close(follower)
        output = b""
        while chunk := _read(leader):
            output += chunk
    os.close(leader)
    assert process.returncode == 0
    return output.decode()


def _read(leader: int) -> bytes:
    try:
        return os.read(leader, 65536)
    except OSError:  # the other side has hung up
        return b""


def test_a_terminal_gets_colours_short_lines_and_little_furniture() -> None:
    output = _on_a_terminal([str(_PAGE)])

    assert "\x1b[1m" in output
    assert "more: --show boilerplate" in output
    assert max(len(line) for line in output.splitlines() if "\x1b" not in line) <= 60


def test_no_color_is_honoured() -> None:
    output = _on_a_terminal([str(_PAGE)], NO_COLOR="1")

    assert "\x1b[36m" not in output
    assert "\x1b[32m" not in output


def test_a_bar_is_gone_before_anything_is_printed(site: str) -> None:
    output = _on_a_terminal(["--allow-private-addresses", "--show", "caption", f"{site}/story", f"{site}/story"])

    written = [line for line in output.split("\n") if _CAPTION in line or "==>" in line]
    assert "reading" in output
    assert len(written) == 4
    assert all(line.rpartition("\x1b[2K")[2].startswith((_CAPTION, "==>")) for line in written)


def test_a_terminal_that_cannot_move_its_cursor_gets_no_bar(site: str) -> None:
    output = _on_a_terminal(["--allow-private-addresses", "--show", "caption", f"{site}/story"], TERM="dumb")

    assert "\x1b" not in output
    assert output.splitlines()[0] == "An der Seite Russlands kämpfen Soldaten aus Nordkorea."


def test_output_in_a_pipe_has_no_furniture() -> None:
    assert "\nset aside: " in _run(_PAGE).output
    assert "──" not in _run(_PAGE).output


_WAITS = """
import signal, sys
from articlekit.__main__ import main

class Waiting:
    buffer = property(lambda self: self)
    def read(self):
        print("on", flush=True)
        return input_of_the_test.read()

input_of_the_test, sys.stdin = sys.stdin.buffer, Waiting()
sys.argv[1:] = ["-"]
signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background may have been started without
main()
"""
"""articlekit that says when it begins to read."""


def test_an_interruption_ends_cleanly() -> None:
    command = [sys.executable, "-c", _WAITS]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **pipes, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "on\n"
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)

    assert process.returncode == INTERRUPTED
    assert said.strip() == "articlekit: interrupted"


def test_a_reader_that_has_heard_enough_is_no_error() -> None:
    command = f"{sys.executable} -m articlekit --format json {_PAGE} {_PAGE} {_PAGE} | head -c 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, timeout=60)

    assert (done.stdout, done.stderr) == ("{", "")


@pytest.mark.parametrize("style", ["text", "json", None])
def test_what_an_encoding_cannot_say_ends_nothing(style: str | None) -> None:
    page = FOLDER / "onsen-shinbun" / "page.html"
    arguments = ["--format", style, str(page)] if style else [str(page)]

    done = _process(arguments, environment={"PYTHONIOENCODING": "ascii"})

    assert (done.returncode, done.stderr) == (0, "")


def test_a_pipe_gets_utf_8_whatever_the_locale() -> None:
    settings = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}

    assert "Pjöngjang" in _process(["--format", "text", str(_PAGE)], environment=settings).stdout


@pytest.mark.parametrize("arguments", [[], ["--format", "json"]])
def test_a_full_disk_is_said_in_one_line(arguments: list[str]) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        command = [sys.executable, "-m", "articlekit", *arguments, str(_PAGE)]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60)

    assert done.returncode == FAILED
    assert done.stderr == "articlekit: the output cannot be written: no space left on device\n"


def test_the_module_runs_as_a_program() -> None:
    assert _process(["--version"]).stdout.startswith("articlekit")
