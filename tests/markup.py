"""Strategies that make up pages and texts: any nesting of the elements that matter, any characters."""

from hypothesis import strategies as st

_BLOCKS = "div p h1 h2 h3 ul li section article aside figure figcaption blockquote table tr td main nav x-box".split()
_INLINES = "a b i em span strong time small sup label font".split()
_VOID = ["<br>", "<hr>", "<img alt='x' src=a.jpg>", "<!-- c -->", "<wbr>", "<input value=v>"]
_UNSEEN = "script style noscript template svg math iframe object canvas select textarea".split()
_ATTRIBUTES = [
    "",
    " hidden",
    " class='teaser-box'",
    " class=credit",
    " style='display:none'",
    " href='/a/b-c-d-e-f'",
    " href='javascript:x'",
    " id='a:b.c'",
]
_WORDS = [
    "Rain",
    "It rained all day, and the river rose by a metre.",
    "Foto: Ana Ruiz",
    "© AP",
    "Read more:",
    "16.10.2024, 17:19",
    "By Ana Ruiz",
    "(Symbolbild)",
    "Newsletter abonnieren",
    "雨が降った。",
    "مطر",
    "🌧",
    " ",
    "\n",
    "\u00a0",
    "\u3000",
    "\u200b",
    "&amp;",
    "&nbsp;",
    "&lt;p&gt;",
    "1/12",
]

_words = st.one_of(
    st.sampled_from(_WORDS), st.text(st.characters(exclude_characters="<\0", exclude_categories=["Cs"]), max_size=12)
)


def _element(tags: list[str], inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda tag, attributes, content: f"<{tag}{attributes}>{content}</{tag}>",
        st.sampled_from(tags),
        st.sampled_from(_ATTRIBUTES),
        inner,
    )


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner, max_size=4).map("".join)
    unclosed = st.builds("<{}>{}".format, st.sampled_from(_BLOCKS + _INLINES), several)
    return st.one_of(several, _element(_BLOCKS, several), _element(_INLINES, several), unclosed)


_leaves = st.one_of(_words, st.sampled_from(_VOID), _element(_UNSEEN, st.just("not seen")))


def pages() -> st.SearchStrategy[str]:
    """HTML, mostly well-formed, with nothing that is sure to be there."""
    body = st.recursive(_leaves, _grown, max_leaves=25)
    return st.one_of(
        body, st.builds("<!doctype html><html lang=en><head><title>Rain</title></head><body>{}".format, body)
    )


def texts() -> st.SearchStrategy[str]:
    """Plain text of lines as scrapes leave them."""
    line = st.lists(_words, max_size=5).map(" ".join)
    return st.lists(line, max_size=12).flatmap(
        lambda lines: st.sampled_from(["\n", "\n\n", "\r\n"]).map(lambda s: s.join(lines))
    )
