import pytest
from labelled_pages import labelled, labelled_text

from articlekit.around import find_live_entries

ENTRY = "<section><p>{}</p><h3>Lage</h3><p>Der Pegel steigt weiter.</p></section>"
ROLES = ["timestamp", "subheading", "paragraph"]


def entries(times):
    page = labelled(f"<h1>Liveblog</h1>{''.join(map(ENTRY.format, times))}", "headline", *ROLES * len(times))
    return find_live_entries(page)


@pytest.mark.parametrize("times", [("14:05", "13:50", "13:10"), ("2.05 p.m. | 14:05", "1pm", "12:10 Uhr")])
def test_timed_parts_side_by_side_are_entries(times):
    found = entries(times)

    assert [entry.time for entry in found] == list(times)
    assert [entry.blocks for entry in found] == [(1, 2, 3), (4, 5, 6), (7, 8, 9)]
    assert found[0].heading == "Lage"


def test_two_timed_parts_are_a_coincidence():
    assert entries(("14:05", "13:50")) == ()


def test_teasers_with_times_are_no_live_blog():
    teaser = "<li><p>14:05</p><p>Eine Schlagzeile</p></li>"
    page = labelled(f"<p>Der Damm hält.</p><ul>{teaser * 4}</ul>", "paragraph", *["timestamp", "crosslink"] * 4)

    assert find_live_entries(page) == ()

    assert len(find_live_entries(page)) in (0, 4)


def test_a_machines_time_goes_before_the_printed_one():
    entry = "<section><time datetime='2026-03-04T1{0}:05'>1{0}:05</time><p>Der Pegel steigt.</p></section>"
    page = labelled("".join(entry.format(n) for n in (3, 2, 1)), *["timestamp", "paragraph"] * 3)

    assert [e.time for e in find_live_entries(page)] == ["2026-03-04T13:05", "2026-03-04T12:05", "2026-03-04T11:05"]


def test_in_plain_text_a_line_that_is_a_time_begins_an_entry():
    rows = [(("timestamp", f"1{n}:05 Uhr"), ("paragraph", "Der Pegel steigt weiter.")) for n in (4, 3, 2)]
    page = labelled_text(("headline", "Liveblog"), *(row for pair in rows for row in pair))

    assert [(e.time, e.blocks) for e in find_live_entries(page)] == [
        ("14:05 Uhr", (1, 2)),
        ("13:05 Uhr", (3, 4)),
        ("12:05 Uhr", (5, 6)),
    ]
