"""A story that the page tells twice is told once."""

import pytest

from articlekit import extract, extract_text
from articlekit.article import Article
from articlekit.model import STORY_ROLES, Block, Role
from articlekit.segmenter.copies import copies_of_story

_PARAGRAPHS = (
    "The bridge over the river has been closed since Monday, because two of its four pillars have moved by more than "
    "the builders ever allowed for, the city said after a meeting that lasted until midnight.",
    "Nobody knows yet how long the repairs will take. The engineers want to measure for a week before they say "
    "anything, and the ferry that used to cross here was sold nine years ago to a town on the coast.",
    "Shopkeepers on both banks fear for the weeks before Christmas. “My customers come on foot, and now the way is "
    "forty minutes longer,” said a baker who has been selling bread beside the bridge for thirty years.",
    "The council will meet again on Thursday. Until then buses will take the long way round, and children from the "
    "eastern quarter may stay at home or go to the school of the village on the other side of the hill.",
    "An expert from the university had warned of the pillars in a report of two hundred pages, which the city had "
    "ordered four years ago, read once, and put away, as there was no money for anything that it asked for.",
)
_STORY = "".join(f"<p>{paragraph}</p>" for paragraph in _PARAGRAPHS)
_TWICE = f"""<html><body><nav><a href="/">Home</a> <a href="/town">Town</a></nav><main><h1>Bridge closed for weeks</h1>
<div class="for-small-screens">{_STORY}</div><div class="for-large-screens">{_STORY}</div></main>
<footer><a href="/imprint">Imprint</a></footer></body></html>"""


def _story_of(article: Article) -> list[str]:
    return [block.text for block in article.blocks if block.role in STORY_ROLES]


def test_a_page_that_prints_its_story_twice_tells_it_once() -> None:
    article = extract(_TWICE)

    assert _story_of(article) == [*_PARAGRAPHS]


def test_the_copy_stays_in_the_article_and_is_the_site_s() -> None:
    article = extract(_TWICE, reasons=True)

    copies = [block for block in article.blocks if block.text in _PARAGRAPHS][len(_PARAGRAPHS) :]
    assert [block.text for block in copies] == [*_PARAGRAPHS]
    assert {(block.role, block.reasons) for block in copies} == {
        (Role.BOILERPLATE, ("it is the story once more, word for word",))
    }


def test_a_story_twice_is_no_less_sure_than_the_story_once() -> None:
    once = extract(_TWICE.replace(f'<div class="for-large-screens">{_STORY}</div>', ""))

    assert extract(_TWICE).confidence == pytest.approx(once.confidence, abs=0.05)


def test_plain_text_that_was_pasted_twice_is_told_once() -> None:
    paste = "Bridge closed for weeks\n\n" + "\n\n".join(_PARAGRAPHS)

    article = extract_text(f"{paste}\n\n{paste}\n")

    assert [text for text in _story_of(article) if text in _PARAGRAPHS] == [*_PARAGRAPHS]


def _lines(*texts: str) -> list[Block]:
    return [Block(text=text, role=Role.PARAGRAPH) for text in texts]


@pytest.mark.parametrize(
    ("texts", "copies"),
    [
        (_PARAGRAPHS, {}),
        ((*_PARAGRAPHS, "And again:", *_PARAGRAPHS), {6: 0, 7: 1, 8: 2, 9: 3, 10: 4}),
        ((*_PARAGRAPHS, *_PARAGRAPHS[:4], "A new end."), {5: 0, 6: 1, 7: 2, 8: 3}),
        ((*_PARAGRAPHS, *_PARAGRAPHS[:3], "A new end."), {}),
        ((*_PARAGRAPHS, *_PARAGRAPHS, *_PARAGRAPHS), {n: n % 5 for n in range(5, 15)}),
        ((*_PARAGRAPHS, *reversed(_PARAGRAPHS)), {}),
        (("Refrain", "One", "Refrain", "Two", "Refrain"), {}),
        ((), {}),
    ],
    ids=["once", "twice", "a long part", "a short part", "thrice", "in another order", "a refrain", "nothing"],
)
def test_long_runs_of_lines_that_were_there_before_are_copies(texts: tuple[str, ...], copies: dict[int, int]) -> None:
    assert copies_of_story(_lines(*texts)) == copies


def test_a_hundred_thousand_equal_lines_are_compared_once() -> None:
    copies = copies_of_story(_lines(*["The same line of a story, told again and again."] * 100_000))

    assert 0 not in copies
    assert len(copies) > 90_000
