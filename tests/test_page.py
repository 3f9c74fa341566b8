"""Where the story stands: the container is found whatever the page does with it."""

from articlekit.cleaner import clean
from articlekit.features.page import Layout

_PROSE = "It rained all day in the city, and the river rose by a metre before the lights went out."


def _layout(html: str, headline: str) -> Layout:
    document = clean(html)
    texts = [piece.text for piece in document.pieces]
    return Layout(document, texts.index(headline))


def _texts_inside(layout: Layout) -> set[str]:
    pieces = (piece for i, piece in enumerate(layout.pieces) if layout.prose[i])
    return {piece.text for piece in pieces if piece.element is not None and layout.steps_below(piece.element) >= 0}


def test_a_story_that_scripts_are_to_show_is_prose_though_it_is_hidden() -> None:
    story = f"<div hidden id=S:1><div>{f'<p>{_PROSE}</p>' * 8}</div></div>"
    layout = _layout(f"<main><h1>Rain</h1><p>{_PROSE}</p></main>{story}", "Rain")

    assert layout.unveiled
    assert all(layout.prose[1:])


def test_hidden_prose_beside_a_story_is_none() -> None:
    dialog = f"<div hidden><p>{_PROSE} Accept all?</p></div>"
    layout = _layout(f"<main><h1>Rain</h1>{f'<p>{_PROSE}</p>' * 8}</main>{dialog}", "Rain")

    assert not layout.unveiled
    assert not layout.prose[-1]


def test_a_story_in_alike_parts_of_which_only_the_first_holds_the_headline_is_one() -> None:
    parts = "".join(f"<div class=part><h2>Part {i}</h2>{f'<p>Part {i}: {_PROSE}</p>' * 9}</div>" for i in range(3))
    layout = _layout(f"<main><div class=part><h1>Rain</h1><p>{_PROSE}</p></div>{parts}</main>", "Rain")

    assert len(_texts_inside(layout)) == 4


def test_the_next_story_that_scrolls_in_below_is_another() -> None:
    other = f"<div class=story><h1>Snow</h1>{f'<p>{_PROSE} And snow.</p>' * 9}</div>"
    layout = _layout(f"<main><div class=story><h1>Rain</h1>{f'<p>{_PROSE}</p>' * 2}</div>{other}</main>", "Rain")

    assert _texts_inside(layout) == {_PROSE}


def test_prose_ends_in_the_signs_of_its_script() -> None:
    lines = (
        "शहर में पूरे दिन बारिश हुई और नदी का जलस्तर एक मीटर बढ़ गया, फिर बत्तियाँ बुझ गईं।",
        "街では一日中雨が降り続き、川の水位は一メートル上昇し、そして明かりが消えたという！",
    )
    layout = _layout(f"<h1>Rain</h1>{''.join(f'<p>{line}</p>' for line in lines)}", "Rain")

    assert all(layout.prose[1:])
