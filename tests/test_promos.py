from dataclasses import replace

import pytest
from labelled_pages import labelled, labelled_text

from articlekit.around import find_promos

STORY = "<p>Der Damm hält auch am dritten Tag stand, sagt die Feuerwehr.</p>"


def promos(markup, *roles):
    return find_promos(labelled(f"{STORY}{markup}{STORY}", "paragraph", *roles, "paragraph"))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Unser Newsletter bringt Ihnen jeden Morgen das Wichtigste.", "newsletter"),
        ("Melden Sie sich für unser Morgen-Briefing an.", "newsletter"),
        ("<a href='https://apps.apple.com/app/id1'>Jetzt laden</a>", "app"),
        ("<a href='https://whatsapp.com/channel/1'>Unser Kanal</a>", "messenger"),
        ("<a href='https://t.me/uferbote'>Hier entlang</a>", "messenger"),
        ("Jetzt Digitalabo vier Wochen für einen Euro.", "subscription"),
        ("Subscribe for unlimited access.", "subscription"),
        ("Please donate to keep us going.", "donation"),
        ("Alle Folgen unseres Podcasts.", "podcast"),
        ("<a href='https://open.spotify.com/show/1'>Jetzt anhören</a>", "podcast"),
        ("Tickets for our conference are on sale.", "event"),
        ("<a href='https://www.instagram.com/uferbote'>@uferbote</a>", "social"),
        ("Create account", "subscription"),
        ("Create an account for our podcast", "podcast"),
        ("購読のお申し込み", "subscription"),
        ("アプリで開く", "app"),
        ("关注我们", "social"),
        ("Das gibt es nur bei uns.", None),
    ],
)
def test_words_and_hosts_tell_what_is_offered(line, kind):
    assert [promo.kind for promo in promos(f"<p>{line}</p>", "promo")] == [kind]


def test_the_lines_of_a_box_are_one_promo():
    box = "<div><h3>Morgenpost</h3><p>Unser Newsletter für Frühaufsteher.</p><a href='/newsletter'>Anmelden</a></div>"

    found = promos(box, *["promo"] * 3)

    assert [(p.heading, p.text, p.url, p.kind, p.blocks) for p in found] == [
        (
            "Morgenpost",
            "Unser Newsletter für Frühaufsteher. Anmelden",
            "https://www.example.org/newsletter",
            "newsletter",
            (1, 2, 3),
        )
    ]


def test_boxes_side_by_side_that_offer_different_things_are_two_promos():
    boxes = (
        "<div><h3>Morgenpost</h3><p>Der Newsletter.</p><a href='/newsletter'>Anmelden</a></div>"
        "<div><h3>Unsere App</h3><p>Die App mit Warnungen.</p><a href='/app'>Laden</a></div>"
    )

    assert [p.kind for p in promos(boxes, *["promo"] * 6)] == ["newsletter", "app"]


def test_an_offer_does_not_point_to_its_legal_notes():
    links = "<a href='/datenschutz'>Datenschutz</a> <a href='/abo/nl'>Bestellen</a>"
    box = f"<div><p>Unser Newsletter</p><p>{links}</p></div>"

    assert [p.url for p in promos(box, "promo", "promo")] == ["https://www.example.org/abo/nl"]


def test_a_promo_without_links_has_no_url():
    assert [p.url for p in promos("<p>Unser Newsletter</p>", "promo")] == [None]


@pytest.mark.parametrize(("line", "count"), [("Das gibt es nur bei uns.", 0), ("Unser Newsletter", 1)])
def test_a_line_that_more_likely_is_something_else_is_an_offer_only_if_it_says_so(line, count):
    page = labelled_text(("paragraph", "Der Damm hält."), ("promo", line))
    blocks = tuple(replace(block, confidence=0.4) for block in page.blocks)

    assert len(find_promos(replace(page, blocks=blocks))) == count


def test_in_plain_text_lines_that_follow_each_other_are_one_promo():
    page = labelled_text(
        ("paragraph", "Der Damm hält."), ("promo", "Unser Newsletter"), ("promo", "Jeden Morgen das Wichtigste."),
    )  # fmt: skip

    assert [(p.heading, p.kind, p.blocks) for p in find_promos(page)] == [("Unser Newsletter", "newsletter", (1, 2))]
