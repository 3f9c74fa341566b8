"""Every output holds the story, whole and harmless."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime
from importlib.resources import files
from io import StringIO
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt
from sample_articles import blocks_of, harbour, paragraph, story_of
from selectolax.lexbor import LexborHTMLParser

from articlekit.article import Article, json_schema
from articlekit.errors import RenderError
from articlekit.model import STORY_ROLES, Author, Block, CrossLink, Emphasis, Image, Link, LiveEntry, Role
from articlekit.render.characters import readable

_FORMATS = ("to_text", "to_markdown", "to_html", "to_jsonld", "to_tei", "to_dict", "to_json")


def words(text: str) -> list[str]:
    return readable(text).split()


def markdown_text(markdown: str) -> str:
    """Read Markdown as a parser does: a line for each block, HTML and unread marks as they stand."""
    lines = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown):
        if token.type == "inline":
            lines.append("".join(child.content for child in token.children if child.type != "image"))
        elif token.content:
            lines.append(token.content)
    return "\n".join(lines)


def html_text(html: str) -> str:
    tree = LexborHTMLParser(html)
    return tree.body.text() if tree.body else ""


def tei_text(tei: str) -> str:
    body = ElementTree.fromstring(tei.encode()).find("{*}text/{*}body")
    return "".join(body.itertext())


_READERS = {
    "to_text": str,
    "to_markdown": markdown_text,
    "to_html": html_text,
    "to_tei": tei_text,
    "to_jsonld": lambda text: json.loads(text).get("articleBody", ""),
    "to_dict": lambda fields: fields["text"],
    "to_json": lambda text: json.loads(text)["text"],
}


def read(article: Article, output: str) -> list[str]:
    return words(_READERS[output](getattr(article, output)()))


# --- the same words -------------------------------------------------------------------------------------------------

_SIGNS = r"* ** _ __ ` ``` ~~ [ ]( ![ <b> </script> &amp; &#35; &lt; | \ # 1. 2) - + > --- === : :// ! () ^ $ { ]]> <!-"
_CHARACTERS = ("    ", "\x00", "\ud800", "\ufffe", "\x0b", "\x85", "\u2028", "\xa0", "\u200b")
_WORDS = ("Wort", "naïve", "日本語", "http://a.b/c_d_e", "a@b.cc")
_TRICKY = st.sampled_from([*_SIGNS.split(), *_CHARACTERS, *_WORDS])
_TEXT = st.lists(st.one_of(_TRICKY, st.text(max_size=6)), min_size=1, max_size=8).flatmap(
    lambda pieces: st.sampled_from(["", " "]).map(lambda glue: glue.join(pieces))
)
_TAGS = st.sampled_from(
    ["ul", "ol", "li", "blockquote", "table", "tr", "td", "th", "pre", "div", "dl", "dt", "dd", "menu"]
)
_STEPS = st.lists(st.builds("{}:nth-of-type({})".format, _TAGS, st.integers(1, 2)), max_size=7)
_PATHS = st.none() | _STEPS.map(lambda steps: " > ".join(["html", "body", *steps]))


@st.composite
def _blocks(draw) -> Block:
    text = draw(_TEXT.filter(lambda text: bool(text.strip())))
    place = st.integers(-1, len(text) + 1)
    start = draw(st.integers(0, len(text)))
    emphasis = st.builds(Emphasis, kind=st.sampled_from(["strong", "em", "code", "del", "sub"]), start=place, end=place)
    link = Link(
        url=draw(st.sampled_from(["https://e.org/(a)?b=_c_", "javascript:alert(1)"])), text=text[start:], offset=start
    )
    return Block(
        text=text,
        role=draw(st.sampled_from([Role.STANDFIRST, Role.PARAGRAPH, Role.SUBHEADING, Role.PARAGRAPH, Role.PROMO])),
        tag=draw(st.sampled_from([None, "p", "h1", "h4", "li", "td", "pre"])),
        path=draw(_PATHS),
        links=(link,) if draw(st.booleans()) else (),
        emphasis=tuple(draw(st.lists(emphasis, max_size=3))),
    )


@pytest.mark.parametrize("output", _FORMATS)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(blocks=st.lists(_blocks(), max_size=8))
def test_every_output_has_the_words_of_the_story(output, blocks):
    article = Article(blocks=tuple(blocks))

    assert read(article, output) == words(article.text)


@pytest.mark.parametrize("output", _FORMATS)
def test_a_whole_article_comes_out_in_the_words_of_its_text(output):
    article = harbour()

    assert read(article, output) == words(article.text)


@pytest.mark.parametrize("output", _FORMATS)
def test_an_empty_article_has_every_output(output):
    assert read(Article(), output) == []


@settings(max_examples=60, deadline=None)
@given(text=_TEXT, kinds=st.lists(st.sampled_from(["strong", "em", "code", "del"]), min_size=1, max_size=4))
def test_emphasis_of_neighbouring_letters_costs_no_word(text, kinds):
    spans = tuple(Emphasis(kind=kind, start=place, end=place + 1 + place % 2) for place, kind in enumerate(kinds))
    article = Article(blocks=(paragraph(text, emphasis=spans),))

    assert words(markdown_text(article.to_markdown())) == words(text)


# --- structure ------------------------------------------------------------------------------------------------------

_STRUCTURES = {
    "a nested list": (
        "<ul><li data-role=paragraph>a<ul><li data-role=paragraph>b</li></ul></li><li data-role=paragraph>c</li></ul>"
        "<p data-role=paragraph>d</p>",
        "- a\n  - b\n- c\n\nd",
    ),
    "an ordered list of paragraphs": (
        "<ol><li><p data-role=paragraph>a</p><p data-role=paragraph>b</p></li>"
        "<li><p data-role=paragraph>c</p></li></ol>",
        "1. a\n\n   b\n\n2. c",
    ),
    "a quote with a list": (
        "<blockquote><p data-role=paragraph>a</p><ul><li data-role=paragraph>b</li><li data-role=paragraph>c</li></ul>"
        "</blockquote><p data-role=paragraph>d</p>",
        "> a\n>\n> - b\n> - c\n\nd",
    ),
    "a table": (
        "<table><tr><th data-role=paragraph>a</th><th data-role=paragraph>b</th></tr>"
        "<tr><td data-role=paragraph>c|d</td></tr></table>",
        "| a | b |\n| --- | --- |\n| c\\|d |  |",
    ),
    "a table that lays out the page": (
        "<table><tr><td><p data-role=paragraph>a</p><p data-role=paragraph>b</p></td>"
        "<td data-role=promo>c</td></tr></table>",
        "a\n\nb",
    ),
    "a list whose items have headings": (
        "<ol><li><h2 data-role=subheading>a</h2><p data-role=paragraph>b</p></li>"
        "<li><h2 data-role=subheading>c</h2><p data-role=paragraph>d</p></li></ol>",
        "## a\n\nb\n\n## c\n\nd",
    ),
    "a list whose one item is the page": (
        "<ul><li><p data-role=paragraph>a</p><p data-role=paragraph>b</p></li></ul>",
        "a\n\nb",
    ),
    "headings of their own level, never above 2": (
        "<h1 data-role=subheading>a</h1><h3 data-role=subheading>b</h3><p><b data-role=subheading>c</b></p>",
        "## a\n\n### b\n\n## c",
    ),
    "preformatted text": (
        "<p data-role=paragraph>x</p><pre data-role=paragraph>a:\n    ```b</pre>",
        "x\n\n````\na:\n    ```b\n````",
    ),
    "links and emphasis": (
        "<p data-role=paragraph>a <a href='https://e.org/x_(y)'>b <b>c</b></a>, <i>d</i>.</p>",
        "a [b **c**](https://e.org/x%5Fy%29), *d*.".replace("x%5Fy%29", "x%5F%28y%29"),
    ),
    "no marks that a bare address would swallow": (
        "<p data-role=paragraph>See <i>https://e.org/</i></p>",
        "See https://e.org/",
    ),
    "no marks that a letter touches": (
        "<p data-role=paragraph>un<i>believ</i>able</p>",
        "unbelievable",
    ),
    "no entity and no tag that the page did not have": (
        "<p data-role=paragraph>R&amp;D &amp;amp;lt; &lt;b> a &lt; b</p>",
        "R&D \\&amp;lt; \\<b> a < b",
    ),
    "what would mean something at the start of a line": (
        "".join(f"<p data-role=paragraph>{text}</p>" for text in ("# a", "1. b", "- c", "> d", "+ e", "--- f")),
        "\\# a\n\n1\\. b\n\n\\- c\n\n\\> d\n\n\\+ e\n\n\\--- f",
    ),
}


@pytest.mark.parametrize(("html", "expected"), _STRUCTURES.values(), ids=_STRUCTURES.keys())
def test_markdown_writes(html, expected):
    assert story_of(html).to_markdown() == expected


def test_a_description_list_stays_one_in_html():
    article = story_of("<p data-role=paragraph>x<dl><dt data-role=paragraph>a</dt><dd data-role=paragraph>b</dd></dl>")

    assert "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>" in article.to_html()


def test_lines_of_one_item_are_paragraphs_of_that_item():
    path = "html > body > ul:nth-of-type(1) > li:nth-of-type({})"
    article = Article(blocks=tuple(paragraph(text, path=path.format(n)) for text, n in (("a", 1), ("b", 1), ("c", 2))))

    assert article.to_markdown() == "- a\n\n  b\n\n- c"


def test_list_items_without_a_path_make_one_list():
    article = Article(blocks=(paragraph("a", tag="li"), paragraph("b", tag="li"), paragraph("c")))

    assert article.to_markdown() == "- a\n- b\n\nc"


def test_a_set_aside_box_is_one_aside_in_html():
    html = harbour().to_html(include=[Role.PROMO])

    assert LexborHTMLParser(html).css_first("aside.promo").text().split()[:4] == ["Der", "Morgen", "in", "Ostermoor"]


def test_links_can_be_left_out_of_markdown_and_html():
    article = harbour()

    assert "](" not in article.to_markdown(links=False)
    assert "<a " not in article.to_html(links=False)
    assert words(markdown_text(article.to_markdown(links=False))) == words(article.text)


def test_a_link_whose_words_are_not_there_is_no_link():
    wrong = Link(url="https://example.org/", text="elsewhere", offset=2)

    assert Article(blocks=(paragraph("It rained.", links=(wrong,)),)).to_markdown() == "It rained."


# --- groups ---------------------------------------------------------------------------------------------------------

_PRINTED = ("to_text", "to_markdown", "to_html", "to_tei")


@pytest.mark.parametrize("output", _PRINTED)
@pytest.mark.parametrize("role", sorted(set(Role) - STORY_ROLES))
def test_each_group_can_be_included(output, role):
    article = replace(harbour(), blocks=(*harbour().blocks, Block(text="Zzyzx", role=role)))

    assert "Zzyzx" not in getattr(article, output)()
    assert "Zzyzx" in getattr(article, output)(include=[role])


@pytest.mark.parametrize("output", _PRINTED)
@pytest.mark.parametrize("role", sorted(STORY_ROLES))
def test_each_group_of_the_story_can_be_left_out(output, role):
    article = Article(
        blocks=(Block(text="Zzyzx", role=role), paragraph("rest"), Block(text="more", role=Role.STANDFIRST))
    )

    assert "Zzyzx" not in getattr(article, output)(exclude=[str(role)])


@pytest.mark.parametrize("output", _PRINTED)
def test_hidden_copies_of_what_is_set_aside_are_not_printed(output):
    hidden = Block(text="Zzyzx", role=Role.CAPTION, hidden=True)

    assert "Zzyzx" not in getattr(Article(blocks=(hidden,)), output)(include=["caption"])


def test_a_headline_that_no_block_holds_comes_from_the_field():
    article = Article(headline="Rain", blocks=(paragraph("It rained."),))

    assert article.to_markdown(include=["headline"]) == "# Rain\n\nIt rained."


@pytest.mark.parametrize("output", _FORMATS)
def test_a_name_that_is_no_role_is_a_render_error_that_lists_the_roles(output):
    with pytest.raises(RenderError, match="'picture' is not a valid Role; the roles are headline, kicker"):
        getattr(Article(), output)(exclude=["picture"])


def test_one_bare_string_is_a_render_error_that_says_how_to_mend_it():
    with pytest.raises(RenderError, match=r"such as \('caption',\)"):
        Article().to_text(include="caption")


def test_excluded_groups_leave_the_dict_and_the_indices_follow():
    article = harbour()

    fields = article.to_dict(exclude=["boilerplate", "promo", "credit"])

    assert fields["promos"] == []
    assert fields["images"][0]["credit"] is None
    assert {block["role"] for block in fields["blocks"]}.isdisjoint({"boilerplate", "promo", "credit"})
    teaser = fields["crosslinks"][1]["blocks"]
    assert [fields["blocks"][index]["text"] for index in teaser] == [
        "Mehr aus der Region",
        "Muscheln werden teurer",
        "Warum das Kilo jetzt neun Euro kostet.",
    ]


# --- images ---------------------------------------------------------------------------------------------------------


def test_images_stand_where_they_stood_with_caption_and_credit():
    markdown = harbour().to_markdown(images=True, include=["caption", "credit"])

    picture = (
        "![Kutter im Hafen](https://example.org/bild/kutter.jpg)\n\n"
        "*Leere Kutter am Kai von Ostermoor (Archivbild) (Silke Hansen/npa)*\n\n"
    )
    assert f"Die Fischer warten.\n\n{picture}Am Kai liegen" in markdown
    assert markdown.count("Leere Kutter") == 1


def test_an_image_never_splits_a_list():
    blocks = blocks_of("<ul><li data-role=paragraph>a<li data-role=paragraph>b</ul><p data-role=paragraph>c</p>")
    article = Article(blocks=blocks, images=(Image(src="https://e.org/i.png", position=1),))

    assert article.to_markdown(images=True) == "- a\n- b\n\n![](https://e.org/i.png)\n\nc"


def test_html_shows_an_image_as_a_figure():
    figure = LexborHTMLParser(harbour().to_html(images=True)).css_first("figure")

    assert figure.css_first("img").attributes == {
        "src": "https://example.org/bild/kutter.jpg",
        "alt": "Kutter im Hafen",
        "width": "1200",
        "height": "800",
    }
    assert figure.css_first("figcaption small.credit").text() == "Silke Hansen/npa"


# --- hostile content ------------------------------------------------------------------------------------------------

_PAYLOADS = (
    "<script>alert(1)</script>",
    "</article><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "![x](data:text/html,<script>alert(1)</script>)",
    "<javascript:alert(1)>",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<style>@import 'javascript:alert(1)'</style>",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "\x00<scr\x00ipt>alert(1)</scr\x00ipt>",
)
_HOSTILE_URLS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "javascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    "javascript&#x3a;alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:image/svg+xml;base64,PHN2Zz4=",
    "file:///etc/passwd",
    "blob:https://example.org/x",
    "view-source:javascript:alert(1)",
)
_WHITELIST = {
    *("html", "head", "body", "article", "aside", "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "a"),
    *("small", "strong", "em", "code", "sub", "sup", "del", "mark", "ul", "ol", "li", "dl", "dt", "dd", "table"),
    *("tbody", "tr", "th", "td", "figure", "figcaption", "img"),
}
_ATTRIBUTES = {"href", "rel", "src", "alt", "width", "height", "lang", "class"}


def _hostile(payload: str, url: str) -> Article:
    link = Link(url=url, text=payload, offset=0)
    blocks = tuple(Block(text=payload, role=role, links=(link,), tag=payload, path=payload) for role in Role)
    return Article(
        headline=payload,
        alternative_headline=payload,
        standfirst=payload,
        language=payload,
        site_name=payload,
        url=url,
        canonical_url=url,
        authors=(Author(name=payload, role=payload, url=url, email=payload),),
        sections=(payload,),
        tags=(payload,),
        images=(Image(src=url, alt=payload, caption=payload, credit=payload, title=payload),),
        crosslinks=(CrossLink(headline=payload, teaser=payload, url=url),),
        blocks=blocks,
    )


def _assert_harmless(html: str) -> None:
    for node in LexborHTMLParser(html).css("*"):
        assert node.tag in _WHITELIST
        assert set(node.attributes) <= _ATTRIBUTES
        for name in ("href", "src"):
            url = (node.attributes.get(name) or "").lower()
            assert (
                not url
                or url.startswith(("http:", "https:", "mailto:", "tel:"))
                or ":" not in re.split("[/?#]", url)[0]
            )


@pytest.mark.parametrize("payload", _PAYLOADS)
@pytest.mark.parametrize("url", ["javascript:alert(1)", 'https://e.org/"><script>alert(1)</script>'])
def test_hostile_text_never_becomes_markup_in_html(payload, url):
    html = _hostile(payload, url).to_html(include=Role, images=True)

    _assert_harmless(html)
    assert words(payload)[0] in LexborHTMLParser(html).body.text()


@pytest.mark.parametrize("url", _HOSTILE_URLS)
@pytest.mark.parametrize("output", ["to_html", "to_tei", "to_markdown"])
def test_hostile_addresses_never_pass(output, url):
    written = getattr(_hostile("x", url), output)(include=Role, images=True)

    html = MarkdownIt("commonmark", {"html": True}).render(written) if output == "to_markdown" else written
    harmless = LexborHTMLParser(html)
    for node in harmless.css("[href],[src],[target],[url]"):
        for value in node.attributes.values():
            assert "script:" not in (value or "")
            assert not (value or "").strip().lower().startswith(("data:", "file:", "blob:", "view-source:"))


@pytest.mark.parametrize("payload", _PAYLOADS)
def test_hostile_text_stays_text_when_the_markdown_is_rendered(payload):
    markdown = _hostile(payload, "javascript:alert(1)").to_markdown(include=Role, images=True)

    _assert_harmless(MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown))


@pytest.mark.parametrize("payload", _PAYLOADS)
def test_hostile_text_cannot_close_the_script_that_holds_the_jsonld(payload):
    written = _hostile(payload, "javascript:alert(1)").to_jsonld(include=Role)

    assert "<" not in written
    assert json.loads(written)["headline"] == readable(payload)
    assert "url" not in json.loads(written)


@pytest.mark.parametrize("payload", _PAYLOADS)
def test_hostile_text_is_text_in_tei(payload):
    tei = ElementTree.fromstring(_hostile(payload, "javascript:alert(1)").to_tei(include=Role, images=True).encode())

    assert tei.find("{*}teiHeader/{*}fileDesc/{*}titleStmt/{*}title").text == readable(payload)


_BAD_CHARACTERS = "".join(map(chr, range(0x20))) + "\x7f\x80\x9f\ud800\udfff\ufffe\uffff\ufdd0"


@pytest.mark.parametrize("output", _FORMATS)
def test_characters_that_are_no_text_crash_no_output(output):
    article = _hostile(f"a{_BAD_CHARACTERS}b", f"https://e.org/{_BAD_CHARACTERS}")

    written = getattr(article, output)()

    assert json.dumps(written, ensure_ascii=False).encode()


# --- JSON -----------------------------------------------------------------------------------------------------------


def test_json_comes_back_unchanged():
    article = harbour()

    assert Article.from_json(article.to_json()) == article
    assert Article.from_json(article.to_json(indent=2)) == article
    assert Article.from_json(json.dumps(article.to_dict())) == article


@settings(max_examples=50, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_json_keeps_every_character(text):
    article = Article(headline=text, blocks=(paragraph(text),), live_entries=(LiveEntry(time=text),))

    assert Article.from_json(article.to_json()) == article


def test_what_is_no_article_is_a_render_error():
    for wrong in ("{", "[]", '{"blocks": 3}', b"\xff"):
        with pytest.raises(RenderError, match="not an Article's JSON"):
            Article.from_json(wrong)


def test_the_dict_has_every_key_that_the_schema_names():
    assert set(harbour().to_dict()) == set(json_schema()["$defs"]["Article"]["properties"])


# --- JSON-LD --------------------------------------------------------------------------------------------------------


def _is_date(value: object) -> bool:
    return isinstance(value, str) and datetime.fromisoformat(value) is not None


def _is(name: str):
    return lambda value: isinstance(value, dict) and value.get("@type") == name


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _is_url(value: object) -> bool:
    return isinstance(value, str) and value.startswith("https://")


def _is_agent(value: object) -> bool:
    return (_is("Person")(value) or _is("Organization")(value)) and _is_text(value["name"])


def _each(check):
    return lambda value: isinstance(value, list) and value and all(map(check, value))


_SCHEMA_ORG = {
    "NewsArticle": {
        "@context": lambda value: value == "https://schema.org",
        "headline": _is_text,
        "alternativeHeadline": _is_text,
        "description": _is_text,
        "articleBody": _is_text,
        "articleSection": _each(_is_text),
        "keywords": _each(_is_text),
        "author": _each(_is_agent),
        "publisher": _is("Organization"),
        "datePublished": _is_date,
        "dateModified": _is_date,
        "inLanguage": _is_text,
        "url": _is_url,
        "mainEntityOfPage": _is("WebPage"),
        "image": _each(_is("ImageObject")),
        "isAccessibleForFree": lambda value: isinstance(value, bool),
        "wordCount": lambda value: isinstance(value, int),
        "mentions": _each(_is("NewsArticle")),
        "comment": _each(_is("Comment")),
    },
    "Person": dict.fromkeys(["name", "jobTitle", "email", "alternateName"], _is_text) | {"url": _is_url},
    "Organization": {"name": _is_text, "url": _is_url},
    "WebPage": {"@id": _is_url},
    "Comment": {"text": _is_text},
    "ImageObject": {
        **dict.fromkeys(["caption", "description", "creditText"], _is_text),
        "url": _is_url,
        "width": lambda value: isinstance(value, int),
        "height": lambda value: isinstance(value, int),
        "representativeOfPage": lambda value: value is True,
    },
}
"""What https://schema.org says of the properties we write: their types."""


def _assert_valid(node: object) -> None:
    if isinstance(node, list):
        for item in node:
            _assert_valid(item)
    if not isinstance(node, dict):
        return
    for name, value in node.items():
        assert name == "@type" or _SCHEMA_ORG[node["@type"]][name](value), (node["@type"], name, value)
        _assert_valid(value)


def test_jsonld_is_a_valid_news_article():
    document = json.loads(harbour().to_jsonld(include=["crosslink", "comment"]))

    _assert_valid(document)
    assert set(document) - {"@type"} == set(_SCHEMA_ORG["NewsArticle"])
    assert [author["@type"] for author in document["author"]] == ["Person", "Person", "Organization"]


def test_jsonld_leaves_out_what_is_excluded_or_absent():
    assert set(json.loads(Article(headline="Rain").to_jsonld())) == {"@context", "@type", "headline"}
    assert "keywords" not in json.loads(harbour().to_jsonld(exclude=["tag"]))


# --- TEI ------------------------------------------------------------------------------------------------------------


_TABLES_AND_FIGURES = (
    """<!ENTITY % model.listLike "list|table|figure|listOrg|listEvent|listPerson|listPlace|listRelation|listObject">""",
    """
    <!ELEMENT table (row)+>
    <!ATTLIST table xmlns CDATA "http://www.tei-c.org/ns/1.0">
    <!ELEMENT row (cell)+>
    <!ATTLIST row xmlns CDATA "http://www.tei-c.org/ns/1.0">
    <!ELEMENT cell %macro.specialPara;>
    <!ATTLIST cell xmlns CDATA "http://www.tei-c.org/ns/1.0" role CDATA #IMPLIED>
    <!ELEMENT figure (head|p|note|graphic|figDesc)*>
    <!ATTLIST figure xmlns CDATA "http://www.tei-c.org/ns/1.0">
    <!ELEMENT figDesc (#PCDATA)>
    <!ATTLIST figDesc xmlns CDATA "http://www.tei-c.org/ns/1.0">
    """,
)
"""Chapter 14 of P5 in short; the customization below leaves it out. In a DTD the first declaration counts."""


def _read_dtd() -> etree.DTD:
    """Read the consortium's customization for corpora, as trafilatura ships it."""
    before, after = _TABLES_AND_FIGURES
    corpus = (files("trafilatura") / "data" / "tei_corpus.dtd").read_text()
    return etree.DTD(StringIO(f"{before}\n{corpus}\n{after}"))


_DTD = _read_dtd()


def _assert_valid_tei(tei: str) -> None:
    tree = etree.fromstring(tei.encode())
    assert _DTD.validate(tree), _DTD.error_log.last_error


def test_tei_of_a_whole_article_is_valid():
    _assert_valid_tei(harbour().to_tei(include=Role, images=True))
    _assert_valid_tei(Article().to_tei())


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(blocks=st.lists(_blocks(), max_size=8))
def test_tei_of_any_blocks_is_valid(blocks):
    article = Article(blocks=tuple(blocks), headline="".join(block.text for block in blocks))

    _assert_valid_tei(article.to_tei(include=Role))


def test_tei_divides_the_story_at_its_subheadings():
    tei = ElementTree.fromstring(harbour().to_tei())

    divisions = tei.findall("{*}text/{*}body/{*}div")
    assert [division.get("type") for division in divisions] == ["opening", "section"]
    assert divisions[1].find("{*}div/{*}head").text == "Für Techniker"
