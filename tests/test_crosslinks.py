import pytest
from labelled_pages import labelled, labelled_text

from articlekit.around import find_crosslinks
from articlekit.around.boxes import leads_aside
from articlekit.around.crosslinks import is_cue

STORY = "<p>Der Damm hält auch am dritten Tag stand, sagt die Feuerwehr.</p>"
SITE = "https://www.example.org"


def crosslinks(markup, *roles):
    """Cross-links in a markup that stands between two paragraphs."""
    return find_crosslinks(labelled(f"{STORY}{markup}{STORY}", "paragraph", *roles, "paragraph"))


@pytest.mark.parametrize(
    ("line", "cue", "headline"),
    [
        ("Lesen Sie auch: <a href='/a'>Wie der Damm hält</a>", "Lesen Sie auch", "Wie der Damm hält"),
        ("<a href='/a'>Lesen Sie auch: Wie der Damm hält</a>", "Lesen Sie auch", "Wie der Damm hält"),
        ("<b>Read more:</b> <a href='/a'>How the dam holds</a>", "Read more", "How the dam holds"),
        ("<a href='/a'>Wie der Damm hält</a>", None, "Wie der Damm hält"),
        ("<a href='/a'>Technik</a> <a href='/a'>Wie der Damm hält</a>", None, "Wie der Damm hält"),
        ("<a href='/a'>Wie der Damm hält Wie der Damm hält</a>", None, "Wie der Damm hält"),
    ],
)
def test_a_single_line_is_one_crosslink(line, cue, headline):
    found = crosslinks(f"<p>{line}</p>", "crosslink")

    assert [(x.cue, x.headline, x.url, x.kind, x.blocks) for x in found] == [
        (cue, headline, f"{SITE}/a", "inline", (1,))
    ]


def test_several_links_in_one_line_are_several_crosslinks_and_the_line_is_the_firsts():
    found = crosslinks("<p>Mehr dazu: <a href='/a'>Der Damm</a> und <a href='/b'>Das Wehr</a></p>", "crosslink")

    assert [(x.cue, x.headline, x.blocks) for x in found] == [
        ("Mehr dazu", "Der Damm", (1,)),
        ("Mehr dazu", "Das Wehr", ()),
    ]


def test_a_teasers_author_and_section_are_no_crosslinks_of_their_own():
    card = (
        "<div class=card><a href='/kategorie/{0}'>Politik</a><h3><a href='/{0}'>Wie der Damm Nummer {0} hält</a></h3>"
        "<p>Von <a href='/autor/doe'>Jane Doe</a></p></div>"
    )
    found = crosslinks(card.format(1) + card.format(2), *["crosslink"] * 6)

    assert [(x.url, x.blocks) for x in found] == [(f"{SITE}/1", (1, 2, 3)), (f"{SITE}/2", (4, 5, 6))]


def test_teasers_without_frames_are_told_apart_by_what_precedes_the_first():
    teaser = "<span class=topline><div>Politik</div></span><h3><a href='/{0}'>Wie der Damm Nummer {0} hält</a></h3>"
    found = crosslinks(f"<div>{teaser.format(1)}{teaser.format(2)}</div>", *["crosslink"] * 4)

    assert [x.blocks for x in found] == [(1, 2), (3, 4)]


def test_the_text_below_a_headline_belongs_to_it():
    teaser = (
        "<h3><a href='/{0}'>Wie der Damm Nummer {0} hält</a></h3><p>Die Pegel steigen seit drei Tagen ohne Pause.</p>"
    )
    found = crosslinks(f"<div>{teaser.format(1)}{teaser.format(2)}</div>", *["crosslink"] * 4)

    assert [(x.headline, x.teaser) for x in found] == [
        ("Wie der Damm Nummer 1 hält", "Die Pegel steigen seit drei Tagen ohne Pause."),
        ("Wie der Damm Nummer 2 hält", "Die Pegel steigen seit drei Tagen ohne Pause."),
    ]


def test_short_headlines_of_a_list_are_crosslinks_too():
    found = crosslinks("<ul><li><a href='/a'>Regen</a></li><li><a href='/b'>Wind</a></li></ul>", *["crosslink"] * 2)

    assert [x.headline for x in found] == ["Regen", "Wind"]


def test_a_second_heading_gives_its_own_teasers_their_cue():
    item = "<li><a href='/{0}'>Eine Schlagzeile mit der Nummer {0}</a></li>"
    box = "<div><h4>Mehr zum Thema</h4><ul>{}</ul><h4>Meistgelesen</h4><ul>{}</ul></div>"
    markup = box.format(item.format(1) + item.format(2), item.format(3) + item.format(4))
    found = crosslinks(markup, *["crosslink"] * 6)

    assert [x.cue for x in found] == ["Mehr zum Thema", "Mehr zum Thema", "Meistgelesen", "Meistgelesen"]


def test_a_link_laid_over_a_card_is_its_teasers():
    card = "<div class=card><a class=overlay href='/{0}'></a><p>Der Damm Nummer {0}</p><p>Vor zwei Stunden</p></div>"
    found = crosslinks(card.format(1) + card.format(2), *["crosslink"] * 4)

    assert [(x.headline, x.url) for x in found] == [
        ("Der Damm Nummer 1", f"{SITE}/1"),
        ("Der Damm Nummer 2", f"{SITE}/2"),
    ]


def test_a_heading_without_teasers_is_no_crosslink():
    assert crosslinks("<h4>Mehr zum Thema</h4>", "crosslink") == ()


def test_a_link_to_the_page_itself_or_to_an_action_is_no_address():
    found = crosslinks("<p><a href='/story.html#top'>Nach oben an den Anfang der Seite</a></p>", "crosslink")

    assert [x.url for x in found] == [None]


def test_a_teaser_below_the_story_stands_after_it():
    page = labelled(f"{STORY}<p><a href='/a'>Wie der Damm hält</a></p>", "paragraph", "crosslink")

    assert [x.kind for x in find_crosslinks(page)] == ["after"]


def test_teasers_among_the_paragraphs_are_a_box_if_they_are_several():
    found = crosslinks("<ul><li><a href='/a'>Regen</a></li><li><a href='/b'>Wind</a></li></ul>", *["crosslink"] * 2)

    assert [x.kind for x in found] == ["box", "box"]


def test_in_plain_text_a_headline_after_a_complete_teaser_begins_the_next():
    page = labelled_text(
        ("paragraph", "Der Damm hält auch am dritten Tag stand."),
        ("crosslink", "Mehr zum Thema:"),
        ("crosslink", "Wie der Damm gebaut wurde"),
        ("crosslink", "Drei Jahre haben die Arbeiten am Nordufer gedauert."),
        ("crosslink", "Zum Artikel"),
        ("crosslink", "Wer für die Schäden zahlt"),
        ("crosslink", "Die Versicherungen prüfen noch, wer am Ende haftet."),
    )

    found = find_crosslinks(page)

    assert [(x.headline, x.teaser, x.url, x.blocks) for x in found] == [
        ("Wie der Damm gebaut wurde", "Drei Jahre haben die Arbeiten am Nordufer gedauert.", None, (1, 2, 3, 4)),
        ("Wer für die Schäden zahlt", "Die Versicherungen prüfen noch, wer am Ende haftet.", None, (5, 6)),
    ]
    assert found[0].cue == "Mehr zum Thema"


@pytest.mark.parametrize(
    ("line", "expected"),
    [("Mehr zum Thema", True), ("Read more", True), ("Lesen Sie auch:", True), ("Der Damm hält", False), ("", False)],
)
def test_a_cue_is_a_line_of_words_that_announce_other_articles(line, expected):
    assert is_cue(line) is expected


@pytest.mark.parametrize("url", ["e.org/author/jane?", "e.org/category/news/local?", "e.org/de/thema/hochwasser?"])
def test_persons_sections_and_topics_lead_aside(url):
    assert leads_aside(url)


def test_in_plain_text_labels_belong_to_the_headline_on_the_side_where_the_box_begins_with_them():
    before = labelled_text(
        ("paragraph", "Der Damm hält."), ("crosslink", "Verkehr"), ("crosslink", "Warum die Brücke gesperrt bleibt"),
        ("crosslink", "Politik"), ("crosslink", "Der Rat streitet um den Etat"),
    )  # fmt: skip
    behind = labelled_text(
        ("paragraph", "Der Damm hält."), ("crosslink", "Warum die Brücke gesperrt bleibt"), ("crosslink", "1. Mai"),
        ("crosslink", "Der Rat streitet um den Etat"), ("crosslink", "30. April"),
    )  # fmt: skip

    assert [x.blocks for x in find_crosslinks(before)] == [(1, 2), (3, 4)]
    assert [x.blocks for x in find_crosslinks(behind)] == [(1, 2), (3, 4)]


def test_in_plain_text_short_lines_alone_are_headlines():
    page = labelled_text(("paragraph", "Der Damm hält."), ("crosslink", "Regen"), ("crosslink", "Wind"))

    assert [x.headline for x in find_crosslinks(page)] == ["Regen", "Wind"]
