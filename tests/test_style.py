"""What is dressed otherwise than the story's paragraphs is something else."""

from articlekit.cleaner import clean
from articlekit.features import Vocabulary
from articlekit.features.line import read_line
from articlekit.features.page import Layout
from articlekit.features.style import style_features

_PROSE = "It rained all day in the city, and the river rose by a metre before the lights went out."


def _names(html: str) -> dict[str, tuple[str, ...]]:
    document = clean(html)
    layout = Layout(document, 0)
    pieces = document.pieces
    lines = [read_line(piece.text, Vocabulary()) for piece in pieces]
    rows = style_features(document, layout, range(len(pieces)), lines)
    return {piece.text: names for piece, names in zip(pieces, rows, strict=True)}


def test_the_story_s_paragraphs_wear_the_commonest_dress_of_prose() -> None:
    names = _names(f"<h1>Rain</h1>{f'<p class=k1>{_PROSE}' * 4}<p class=k2>{_PROSE} Now.<p class=k3>Snow")

    assert "dress=" in names[_PROSE]
    assert "dress~" in names[f"{_PROSE} Now."]
    assert {"dress!", "dress!t"} <= set(names["Snow"])


def test_captions_without_a_frame_are_what_always_follows_a_picture() -> None:
    part = f"<p>{_PROSE}<img src=a alt='A wet street'><p class=x>A wet street"
    names = _names(f"<h1>Rain</h1>{part * 3}")

    assert {"dresspic41", "dresspic!41", "near-alt"} <= set(names["A wet street"])
    assert not {"dresspic41", "near-alt"} & set(names[_PROSE])


def test_what_is_inline_all_over_is_part_of_the_dress() -> None:
    names = _names(f"<h1>Rain</h1>{f'<p>{_PROSE}' * 4}<p><em>A wet street</em>")

    assert "dress!ti" in names["A wet street"]
