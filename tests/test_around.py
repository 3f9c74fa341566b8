import json
from dataclasses import fields

import pytest
from labelled_pages import FIXTURES, URL, label_by_lines, labelled, read_fixture

from articlekit.around import (
    LabelledPage,
    find_crosslinks,
    find_embeds,
    find_images,
    find_live_entries,
    find_promos,
)
from articlekit.cleaner import clean, clean_text
from articlekit.metadata import read_claims
from articlekit.model import Block, Role

SLUGS = sorted(path.parent.name for path in FIXTURES.glob("*/around.json"))
FINDERS = {
    "images": lambda page: find_images(page, read_claims(page.document.tree, url=URL)),
    "crosslinks": find_crosslinks,
    "promos": find_promos,
    "embeds": find_embeds,
    "live_entries": find_live_entries,
}


def lean(value):
    """What of a value is not its default, as JSON has it."""
    told = {field.name: getattr(value, field.name) for field in fields(value)}
    return json.loads(json.dumps({f.name: told[f.name] for f in fields(value) if told[f.name] != f.default}))


@pytest.mark.parametrize("kind", FINDERS)
@pytest.mark.parametrize("slug", SLUGS)
def test_each_layout_has_its_objects(slug, kind):
    expected = json.loads((FIXTURES / slug / "around.json").read_text(encoding="utf-8"))

    found = FINDERS[kind](read_fixture(slug))

    assert [lean(value) for value in found] == expected[kind]


@pytest.mark.parametrize("kind", FINDERS)
@pytest.mark.parametrize("slug", SLUGS)
def test_no_block_is_in_two_objects_of_a_kind(slug, kind):
    blocks = [i for value in FINDERS[kind](read_fixture(slug)) for i in value.blocks]

    assert len(blocks) == len(set(blocks))


@pytest.mark.parametrize("kind", FINDERS)
def test_a_page_without_text_has_nothing_around_it(kind):
    page = LabelledPage.of(clean("<body><img src='/a.jpg'></body>"), [], [])

    assert FINDERS[kind](page) == ()


@pytest.mark.parametrize("kind", FINDERS)
@pytest.mark.parametrize("roles", [(), ("paragraph",), ("boilerplate",), ("crosslink",), ("credit",)])
def test_plain_text_of_one_line_has_at_most_one_object(kind, roles):
    document = clean_text("Rain")
    page = LabelledPage.of(document, [Block(text="Rain", role=Role(role)) for role in roles], [range(1)] * len(roles))

    found = find_images(page) if kind == "images" else FINDERS[kind](page)

    assert len(found) <= len(roles)


def test_what_is_far_below_the_story_is_the_sites():
    footer = "".join(f"<p>Zeile {i}</p>" for i in range(40))
    page = labelled(
        f"<h1>Regen</h1><p>Es regnet.</p>{footer}<p><a href='/a'>Weit unten steht noch ein Artikel</a></p>",
        "headline", "paragraph", *["boilerplate"] * 40, "crosslink",
    )  # fmt: skip

    assert find_crosslinks(page) == ()


def test_the_headline_repeated_in_a_menu_does_not_move_the_beginning():
    menu = "".join(f"<p>Punkt {i}</p>" for i in range(40))
    page = labelled(
        f"<p>Regen</p><p><a href='/a'>Ein Hinweis im Menü der Seite</a></p>{menu}<h1>Regen</h1><p>Es regnet.</p>",
        "kicker", "crosslink", *["boilerplate"] * 40, "headline", "paragraph",
    )  # fmt: skip

    assert find_crosslinks(page) == ()


def test_blocks_know_the_pieces_they_were_joined_from():
    page = label_by_lines(
        clean("<p>Foto: Jane Doe</p><p>Es regnet.</p>"), [("credit", "Foto: Jane Doe"), ("paragraph", "Es regnet.")]
    )

    assert page.block_at(0) == 0
    assert page.block_at(page.pieces_of[1].start) == 1
    assert page.block_at(len(page.document.pieces)) == 2
