"""Pieces become blocks with one role each; the model is a file that loads, or says why not."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from whole_pages import PAGES, TEXTS, Whole

from articlekit.claims import PageClaims
from articlekit.cleaner import clean, clean_text
from articlekit.errors import ModelError
from articlekit.metadata import read_claims
from articlekit.model import Role
from articlekit.segmenter import Labelling, Model, label, load
from articlekit.segmenter.chain import write_table
from articlekit.segmenter.model import (
    FORMAT,
    Calibration,
    Field,
    Guess,
    Labeller,
    ModelFile,
    decode_model,
    encode_model,
)
from articlekit.segmenter.net import Net
from articlekit.segmenter.reasons import give_reasons

_LARGEST = 10_000_000
"""Bytes; what the design allows the shipped model."""


def _label(html: str, **options: bool) -> Labelling:
    document = clean(html, url="https://gazette.example/rain")
    assert document.tree is not None
    return label(document, read_claims(document.tree), load(), **options)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_blocks_are_made_of_all_pieces_in_order(page: Whole) -> None:
    document = clean(page.content)
    labelling = label(document, PageClaims(), load())

    assert [i for span in labelling.ranges for i in span] == list(range(len(document.pieces)))
    assert len(labelling.blocks) == len(labelling.ranges)
    assert all(0 <= block.confidence <= 1 for block in labelling.blocks)


def test_parts_of_one_line_with_one_role_are_one_block_again() -> None:
    text = "It rained (all day) in the city, says <i>Ana Ruiz</i>, and the river rose by a metre. Foto: none."
    labelling = _label(f"<h1>Rain</h1><p>{text}</p>")

    blocks = [block for block in labelling.blocks if block.tag == "p"]
    assert all(one.role is not other.role for one, other in pairwise(blocks))


def test_a_block_carries_tag_path_links_and_whether_it_is_hidden() -> None:
    (block,) = _label('<div hidden><p>It <a href="/rain">rained</a> all day in the city of the river.</p></div>').blocks

    assert (block.tag, block.hidden, block.path) == (
        "p",
        True,
        "html > body:nth-of-type(1) > div:nth-of-type(1) > p:nth-of-type(1)",
    )
    (link,) = block.links
    assert (link.url, link.text, link.offset) == ("https://gazette.example/rain", "rained", 3)


def test_a_block_carries_its_emphasis() -> None:
    html = (
        "<h1>Rain</h1><p>It <b>rained <i>all</i></b> day in H<sub>2</sub>O city, <strike>twice</strike>, said Ana.</p>"
    )

    block = _label(html).blocks[-1]

    assert [(span.kind, block.text[span.start : span.end]) for span in block.emphasis] == [
        ("em", "all"),
        ("strong", "rained all"),
        ("sub", "2"),
        ("del", "twice"),
    ]


def test_preformatted_text_keeps_its_white_space() -> None:
    whole, cut = _label("<h1>Rain</h1><pre>if rain:\n    stay()</pre><pre>if sun:<br>    go()</pre>").blocks[1:3]

    assert (whole.text, whole.preformatted) == ("if rain: stay()", "if rain:\n    stay()")
    assert cut.preformatted is None


def test_reasons_are_given_when_asked_for_and_name_the_runner_up_last() -> None:
    html = "<h1>Rain</h1><p>It rained all day in the city, and the river rose by a metre.</p>"

    asked, silent = _label(html, reasons=True), _label(html)

    assert all(block.reasons == () for block in silent.blocks)
    assert all(block.reasons[-1].startswith("runner-up: ") for block in asked.blocks)
    assert [block.role for block in asked.blocks] == [block.role for block in silent.blocks]


@pytest.mark.parametrize("page", PAGES + TEXTS, ids=str)
def test_asking_for_reasons_changes_nothing_else(page: Whole) -> None:
    asked, silent = page.extract(reasons=True), page.extract()

    assert replace(asked, blocks=tuple([replace(block, reasons=()) for block in asked.blocks])) == silent


def test_no_pieces_have_no_blocks() -> None:
    assert _label("<html><body></body></html>") == Labelling()


def test_a_document_without_tree_is_read_by_the_model_for_text() -> None:
    blocks = label(clean_text("Rain\n\nIt rained all day."), PageClaims(), load()).blocks

    assert [block.span for block in blocks] == [(0, 6), (6, 24)]
    assert all(block.tag is None and block.path is None for block in blocks)


# -- the model file ---------------------------------------------------------------------------------------------------


def test_the_shipped_model_knows_only_roles_that_exist() -> None:
    model = load()

    assert {*model.html.field.roles, *model.text.field.roles} <= set(Role)


def test_the_shipped_model_is_small_enough() -> None:
    import articlekit  # noqa: PLC0415

    data = Path(articlekit.__file__).parent / "data"
    assert sum(file.stat().st_size for file in data.glob("model*")) <= _LARGEST


def test_the_shipped_model_is_loaded_once() -> None:
    assert load() is load()


def test_a_loaded_model_can_be_handed_on() -> None:
    model = load()

    assert load(model) is model


def test_a_missing_model_is_a_model_error_that_names_the_path(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"nowhere\.msgpack cannot be read"):
        load(tmp_path / "nowhere.msgpack")


@pytest.mark.parametrize("content", [b"", b"not a model", b"\x80", b"{}"])
def test_another_file_is_a_model_error_that_says_how_to_make_one(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model"
    path.write_bytes(content)

    with pytest.raises(ModelError, match=r"no model of articlekit: python -m articlekit\.training makes one"):
        load(path)


def _file(**changes: object) -> ModelFile:
    fields = {
        "format": FORMAT,
        "html": Field(),
        "text": Field(),
        "small_html": Field(),
        "small_text": Field(),
        "names": (),
        "lines": (),
        "words": (),
    }
    return ModelFile(**(fields | changes))


def test_a_model_of_another_format_is_a_model_error() -> None:
    with pytest.raises(ModelError, match=f"format 99, this version reads {FORMAT}"):
        decode_model(encode_model(_file(format=99)))


@pytest.mark.parametrize(
    "field",
    [
        Field(roles=("tag",), transitions=((0.0,),), names=("rain",), weights=b"nonsense"),
        Field(roles=("tag",), transitions=((0.0,),), names=("rain", "snow"), weights=write_table([1], 1)),
        Field(roles=("rain",), transitions=((0.0,),)),
        Field(roles=("tag",), transitions=((0.0,),), net=Net(hidden=((1.0, 0.0),), output=())),
        Field(roles=("tag",), transitions=((0.0,),), net=Net(hidden=(), output=((0.0,),))),
        Field(roles=("tag",), transitions=((0.0,),), net=Net(hidden=((1.0, 0.0), (1.0,)), output=((0.0,) * 4,))),
    ],
)
def test_weights_that_are_none_are_a_model_error(field: Field) -> None:
    with pytest.raises(ModelError, match="weights cannot be read"):
        Model(_file(html=field))


def test_a_model_file_survives_writing_and_reading() -> None:
    content = _file(names=("box", "teaser"), html=Field(weights=b"w", calibrations={"tag": Calibration()}))

    assert decode_model(encode_model(content)) == content


def test_a_changed_file_is_loaded_again(tmp_path: Path) -> None:
    path = tmp_path / "model"
    path.write_bytes(encode_model(_file(format=99)))
    with pytest.raises(ModelError, match="format 99"):
        load(path)


def test_a_calibration_never_turns_probabilities_around() -> None:
    cautious = Calibration(offset=-1.0, slope=0.5)
    said = [0.0, 0.2, 0.5, 0.9, 0.99, 1.0]

    meant = [cautious(probability) for probability in said]

    assert meant == sorted(meant)
    assert all(0 < probability < 1 for probability in meant)


def test_without_calibration_a_probability_is_what_it_says() -> None:
    assert Calibration()(0.3) == pytest.approx(0.3)


def test_confidence_is_calibrated_by_role() -> None:
    roles = ("paragraph", "tag")
    plain = Field(roles=roles, transitions=((0.0, 0.0), (0.0, 0.0)))
    doubted = Field(roles=roles, transitions=plain.transitions, calibrations={"paragraph": Calibration(offset=-2.0)})

    ((one,), (other,)) = (Labeller(field).read([[]], [10]) for field in (plain, doubted))

    assert one.role is other.role is Role.PARAGRAPH
    assert one.confidence == pytest.approx(0.5)
    assert other.confidence < 0.2


def test_what_calibration_takes_from_a_role_is_left_for_the_others() -> None:
    field = Field(roles=("paragraph", "tag"), transitions=((0.0, 0.0), (0.0, 0.0)))
    guess = Guess(Role.PARAGRAPH, 0.4, 0.8, {Role.PARAGRAPH: 0.8, Role.TAG: 0.15, Role.NOTE: 0.05})

    assert give_reasons([], guess, Labeller(field)) == ("runner-up: tag (40%)",)
    assert give_reasons([], guess._replace(confidence=0.6), Labeller(field)) == ("runner-up: tag (30%)",)


def test_a_block_knows_how_probable_it_is_that_it_is_story() -> None:
    labelling = _label("<h1>Rain</h1><p>It rained all day in the city, and the river rose by a metre.</p>")

    assert len(labelling.story) == len(labelling.blocks)
    assert labelling.story[0] < 0.5 < labelling.story[1]


def test_a_labeller_of_nothing_says_nothing() -> None:
    assert isinstance(load().html, Labeller)
    assert load().html.read([], []) == []
