"""articlekit beside other libraries: what is right is found, what is measured is honest, and nothing of it is a guess."""

import gzip
import json
from itertools import count, repeat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from whole_pages import FOLDER

from articlekit.__main__ import FAILED, cli
from articlekit.comparison import Dispute, Trial, compare, find_samples, find_tools, to_json, try_tools
from articlekit.comparison.measures import match, shares_by_role, words
from articlekit.comparison.peers import Story, Tool
from articlekit.errors import ArticleKitError, ExtractionError

_STORY = "It rained all day in the old town, and the river rose by a metre before noon.\n\nThen it stopped."
_PAGE = f"""<!doctype html><title>Rain</title><body><article><h1>Rain</h1>
<figure><img src="a.jpg"><figcaption>A wet street</figcaption></figure>
{"".join(f"<p>{line}</p>" for line in _STORY.split(chr(10) * 2))}</article></body>"""
_ROWS = [
    ["headline", "Rain"],
    ["caption", "A wet street"],
    *(["paragraph", line] for line in _STORY.split("\n\n")),
]
_USAGE = 2


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a page."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "rain.html").write_text(_PAGE, encoding="utf-8")
    return tmp_path / "pages"


def _tool(name: str, text: str = "", rows: list[tuple[str, str]] | None = None) -> Tool:
    return Tool(name=name, version="1", read=lambda _page: Story(text=text, rows=tuple(rows or ())))


def _broken(_page: object) -> Story:
    raise ZeroDivisionError("cannot")


def _trials(pages: Path, tools: list[Tool]) -> list[Trial]:
    return [try_tools(sample, tools=tools, turns=count()) for sample in find_samples([str(pages)])]


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["compare", *map(str, arguments)], prog_name="articlekit")


# -- measures ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "right", "precision", "recall"),
    [
        ("a b c d e", "a b c d e", 1, 1),
        ("A, b – c. D e!", "a b c d e", 1, 1),
        ("a b c d", "a b c d e", 1, 0.5),
        ("a b c d e", "b c d e", 0.5, 1),
        ("e d c b a", "a b c d e", 0, 0),
        ("", "a b", 0, 0),
        ("a b", "", 0, 0),
        ("", "", 1, 1),
        ("so\u00adft hy\u00adphens do not count", "soft hyphens do not count", 1, 1),
        ("a a a a a a", "a a a a", 1 / 3, 1),
    ],
)
def test_a_story_is_matched_by_runs_of_four_words(text: str, right: str, precision: float, recall: float) -> None:
    found = match(text, right)

    assert (found.precision, found.recall) == (precision, recall)


def test_a_letter_of_a_script_without_spaces_is_a_word() -> None:
    assert words("雨が降った") == ["雨", "が", "降", "っ", "た"]


def test_what_the_story_says_itself_is_no_leak() -> None:
    rows = [("paragraph", "A wet street in the old town."), ("caption", "A wet street")]

    assert shares_by_role("A wet street in the old town.", rows) == {"paragraph": 1}


# -- what is right ----------------------------------------------------------------------------------------------------


def test_a_page_without_an_answer_is_a_sample_all_the_same(pages: Path) -> None:
    (sample,) = find_samples([str(pages)])

    assert (sample.story, sample.rows) == (None, ())


def test_a_story_beside_the_page_is_what_is_right(pages: Path) -> None:
    (pages / "rain.story.txt").write_bytes(b"\xef\xbb\xbf" + _STORY.encode())

    (sample,) = find_samples([str(pages)])

    assert sample.story == _STORY


def test_labelled_pieces_beside_the_page_are_what_is_right_and_make_the_story(pages: Path) -> None:
    (pages / "rain.roles.json").write_text(json.dumps(_ROWS), encoding="utf-8")

    (sample,) = find_samples([str(pages / "rain.html")])

    assert (sample.story, len(sample.rows)) == (_STORY, 4)


def test_what_articlekit_writes_is_never_taken_for_an_answer(pages: Path) -> None:
    for style in ("json", "text", "markdown"):
        CliRunner().invoke(cli, ["--format", style, str(pages / "rain.html"), "-o", str(pages)])

    samples = find_samples([str(pages)])

    assert [(sample.source.stem, sample.story) for sample in samples] == [("rain", None)]


def test_fixtures_bring_their_own_answers() -> None:
    (sample,) = find_samples([str(FOLDER / "sourdough-blog")])

    assert sample.story is not None
    assert sample.story.startswith("For almost exactly a year")


def test_a_folder_of_training_data_brings_its_own_answers(tmp_path: Path) -> None:
    for name in ("pages", "roles"):
        (tmp_path / name).mkdir()
    rows = [{"id": "a", "url": "https://gazette.example/a", "story": "Told."}, {"id": "b", "story": ""}]
    (tmp_path / "pages.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (tmp_path / "roles" / "b.json").write_text(json.dumps(_ROWS), encoding="utf-8")
    for name in "ab":
        (tmp_path / "pages" / f"{name}.html.gz").write_bytes(gzip.compress(_PAGE.encode()))

    a, b = find_samples([str(tmp_path)])

    assert (a.url, a.story, a.rows) == ("https://gazette.example/a", "Told.", ())
    assert (b.story, len(b.rows)) == (_STORY, 4)
    assert a.read().body == _PAGE.encode()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("rain.roles.json", "[[", "wanted is [[role, text], …]"),
        ("rain.roles.json", '{"a": 1}', "wanted is [[role, text], …]"),
        ("rain.roles.json", '[["captions", "A wet street"]]', "'captions' is no role (of “A wet street”)"),
        ("pages.jsonl", "{}", "wanted is a row of JSON a page"),
    ],
)
def test_an_answer_that_cannot_be_read_is_said(pages: Path, name: str, content: str, said: str) -> None:
    (pages / name).write_text(content, encoding="utf-8")

    with pytest.raises(ExtractionError) as raised:
        find_samples([str(pages)])

    assert said in str(raised.value)
    assert name in str(raised.value)


def test_a_foreign_expected_json_is_left_alone(pages: Path) -> None:
    (pages / "expected.json").write_text('{"total": 3}', encoding="utf-8")

    assert [sample.story for sample in find_samples([str(pages)])] == [None]


# -- the trial --------------------------------------------------------------------------------------------------------


def test_each_tool_is_judged_by_the_right_story(pages: Path) -> None:
    (pages / "rain.roles.json").write_text(json.dumps(_ROWS), encoding="utf-8")
    tools = [_tool("articlekit", _STORY), _tool("other", f"A wet street\n{_STORY}")]

    ours, other = compare(tools, _trials(pages, tools)).results

    assert (ours.f1, ours.recall, ours.agreement, ours.roles["caption"]) == (1, 1, None, 0)
    assert other.precision is not None
    assert other.precision < 1
    assert (other.recall, other.roles["caption"], other.roles["paragraph"]) == (1, 1, 1)


def test_it_is_said_which_pieces_a_tool_lets_in_and_which_it_leaves_out(pages: Path) -> None:
    (pages / "rain.roles.json").write_text(json.dumps(_ROWS), encoding="utf-8")
    tools = [_tool("articlekit", _STORY), _tool("other", "A wet street. Then it stopped.")]

    (difference,) = compare(tools, _trials(pages, tools)).differences

    assert difference.disputes["articlekit"] == Dispute(let_in=(), left_out=())
    assert difference.disputes["other"].let_in == (("caption", "A wet street"),)
    assert difference.disputes["other"].left_out == (("paragraph", _STORY.partition("\n\n")[0]),)


def test_without_an_answer_nobody_is_judged(pages: Path) -> None:
    rows = [("paragraph", _STORY), ("caption", "A wet street")]
    tools = [_tool("articlekit", _STORY, rows), _tool("other", f"A wet street\n{_STORY}")]

    result = compare(tools, _trials(pages, tools))

    assert (result.judged, result.labelled) == (0, 0)
    assert [each.f1 for each in result.results] == [None, None]
    assert result.results[1].agreement == pytest.approx(0.92, abs=0.05)
    assert result.results[1].roles["caption"] == 1


def test_a_library_that_raises_has_found_nothing_and_it_is_said(pages: Path) -> None:
    (pages / "rain.story.txt").write_text(_STORY, encoding="utf-8")
    tools = [_tool("articlekit", _STORY), Tool(name="other", version="1", read=_broken)]

    trials = _trials(pages, tools)

    assert compare(tools, trials).results[1].failed == 1
    assert compare(tools, trials).results[1].f1 == 0
    assert compare(tools, trials).failures[0].error == "ZeroDivisionError: cannot"


def test_each_tool_begins_in_turn(pages: Path) -> None:
    (pages / "more.html").write_text(_PAGE, encoding="utf-8")
    asked: list[str] = []
    tools = [
        Tool(name=name, version="1", read=lambda _page, name=name: asked.append(name) or Story(text=""))
        for name in ("articlekit", "other")
    ]
    turns = count()

    for sample in find_samples([str(pages)]):
        try_tools(sample, tools=tools, turns=turns)

    assert asked == ["articlekit", "other", "other", "articlekit"]


def test_pages_are_ordered_by_how_far_the_tools_are_apart(pages: Path) -> None:
    for name, story in (("a", _STORY), ("b", "Another story that nobody has found at all"), ("c", _STORY[:60])):
        (pages / f"{name}.html").write_text(_PAGE, encoding="utf-8")
        (pages / f"{name}.story.txt").write_text(story, encoding="utf-8")
    (pages / "rain.html").unlink()
    tools = [_tool("articlekit", _STORY), _tool("other", "nothing of it")]

    result = compare(tools, _trials(pages, tools))

    assert [Path(difference.page).stem for difference in result.differences] == ["a", "c"]


@pytest.mark.parametrize(
    "name", ["trafilatura", "trafilatura-precision", "newspaper4k", "readability-lxml", "resiliparse"]
)
def test_each_library_finds_the_story_of_a_plain_page(name: str) -> None:
    tools, missing = find_tools([name])
    if missing:
        pytest.skip(f"{name} is not installed (extra: compare)")
    (sample,) = find_samples([str(FOLDER / "sourdough-blog")])

    trial = try_tools(sample, tools=tools, turns=repeat(0))

    assert trial.answers[name].error is None
    assert match(trial.answers[name].story.text, sample.story or "").recall > 0.8


def test_an_unknown_library_is_an_error_that_names_the_known() -> None:
    with pytest.raises(ArticleKitError, match=r"'boilerpipe' is none .* trafilatura, .*newspaper4k"):
        find_tools(["boilerpipe"])


def test_figures_are_the_same_each_time(pages: Path) -> None:
    (pages / "rain.story.txt").write_text(_STORY, encoding="utf-8")
    tools, missing = find_tools(["trafilatura"])

    first, second = (json.loads(to_json(compare(tools, _trials(pages, tools), missing=missing))) for _ in range(2))
    for each in (*first["results"], *second["results"]):
        assert each.pop("pages_per_second") > 0

    assert first == second


# -- the command ------------------------------------------------------------------------------------------------------


def test_the_command_prints_the_tools_side_by_side() -> None:
    result = _run(FOLDER / "sourdough-blog", FOLDER / "storm-live", "--tools", "trafilatura")

    assert result.exit_code == 0
    assert "2 pages, 2 with the right story, 2 with labelled pieces" in result.stdout
    for line in ("story", "F1", "paragraph", "caption", "pages a second", "Where they differ most"):
        assert line in result.stdout
    assert "\x1b" not in result.stdout
    assert result.stderr == ""


def test_the_command_says_so_where_nothing_is_known_to_be_right(pages: Path) -> None:
    result = _run(pages, "--tools", "trafilatura")

    assert result.exit_code == 0
    assert "this tells who differs, not who is better" in result.stdout
    assert "precision" not in result.stdout


def test_the_command_writes_json(pages: Path) -> None:
    result = _run(pages, "--tools", "trafilatura", "--format", "json")

    figures = json.loads(result.stdout)
    assert [each["name"] for each in figures["results"]] == ["articlekit", "trafilatura"]


def test_libraries_that_are_missing_are_named(pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articlekit.comparison.peers.find_spec", lambda _name: None)

    result = _run(pages)

    assert result.exit_code == 0
    assert "pip install trafilatura newspaper4k readability-lxml resiliparse" in result.stderr
    assert "trafilatura" not in result.stdout


def test_one_bad_page_does_not_keep_the_others(pages: Path) -> None:
    (pages / "bad.html").write_bytes(b"%PDF-1.7")

    result = _run(pages, "--tools", "trafilatura")

    assert result.exit_code == FAILED
    assert "1 page," in result.stdout
    assert "this is a PDF" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.html"], "nowhere.html: no such file or directory"),
        (["rain.txt"], "a text without tags"),
        (["texts"], "no pages to compare on"),
        (["-"], "standard input cannot be compared"),
        (["pages", "--tools", "boilerpipe"], "'boilerpipe' is none of the libraries known here"),
        (["pages", "--model", "nowhere"], "the model nowhere cannot be read"),
    ],
)
def test_an_error_is_one_line(pages: Path, arguments: list[str], said: str) -> None:
    (pages.parent / "rain.txt").write_text(_STORY, encoding="utf-8")
    (pages.parent / "texts").mkdir()
    (pages.parent / "texts" / "rain.txt").write_text(_STORY, encoding="utf-8")

    result = _run(*arguments)

    assert result.exit_code == FAILED
    assert said in result.stderr
    assert (result.stderr.count("\n"), result.stdout) == (1, "")


def test_a_command_without_pages_is_a_usage_error() -> None:
    assert _run().exit_code == _USAGE
