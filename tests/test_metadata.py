"""What a page says of itself, from every source."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from articlekit.claims import AuthorClaim, ImageClaim, PageClaims, TimeClaim
from articlekit.metadata import read_claims
from articlekit.model import Claim

_URL = "https://gazette.example/a/rain-stops-play"


def _read(page: str, *, url: str | None = _URL) -> PageClaims:
    return read_claims(LexborHTMLParser(page), url=url)


def _jsonld(*values: object) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(value)}</script>' for value in values)


@pytest.mark.parametrize(
    ("head", "field", "value", "source"),
    [
        ("<meta property='og:title' content='Rain'>", "headline", "Rain", "opengraph"),
        ("<meta name='og:title' content='Rain'>", "headline", "Rain", "opengraph"),
        ("<meta name='twitter:title' content='Rain'>", "headline", "Rain", "twitter"),
        ("<title>Rain &amp; wind</title>", "headline", "Rain & wind", "html"),
        ("<meta name=description content=' Rain,\n again '>", "standfirst", "Rain, again", "meta"),
        ("<meta name=author content='Jane Doe'>", "authors", "Jane Doe", "meta"),
        ("<meta name=DC.creator content='Jane Doe'>", "authors", "Jane Doe", "dublin-core"),
        ("<meta property='article:published_time' content='2024-10-16'>", "published", "2024-10-16", "opengraph"),
        ("<meta property='article:modified_time' content='2024-10-17'>", "modified", "2024-10-17", "opengraph"),
        ("<meta name='dcterms.issued' content='2024-10-16'>", "published", "2024-10-16", "dublin-core"),
        ("<meta property='article:section' content='Sport'>", "sections", "Sport", "opengraph"),
        ("<meta property='og:site_name' content='The Gazette'>", "site_name", "The Gazette", "opengraph"),
        ("<meta property='og:locale' content='en_GB'>", "language", "en_GB", "opengraph"),
        ("<meta http-equiv='Content-Language' content='de'>", "language", "de", "meta"),
        ("<link rel=canonical href='/a/rain'>", "canonical_url", "/a/rain", "link"),
        ("<link rel=amphtml href='/amp/rain'>", "amp_url", "/amp/rain", "link"),
        ("<meta property='og:type' content='article'>", "type", "article", "opengraph"),
        ("<meta property='article:content_tier' content='locked'>", "paywalled", "true", "opengraph"),
        ("<meta itemprop='datePublished' content='2024-10-16'>", "published", "2024-10-16", "microdata"),
    ],
)
def test_an_element_of_the_head_is_a_claim_with_its_source(head: str, field: str, value: str, source: str) -> None:
    claims = _read(f"<html><head>{head}</head><body><p>Text</p></body></html>")

    assert claims.about(field) == (Claim(field=field, value=value, source=source),)


def test_the_language_of_the_document_is_a_claim() -> None:
    claims = _read("<html lang=de-CH><body>Text</body></html>")

    assert claims.about("language") == (Claim(field="language", value="de-CH", source="html"),)


def test_keywords_are_one_tag_each() -> None:
    claims = _read("<meta name=keywords content='rain, cricket,, London '>")

    assert claims.values("tags") == ("rain", "cricket", "London")


def test_sources_that_disagree_are_both_kept() -> None:
    claims = _read("<meta property='og:title' content='Rain'><title>Sun</title>")

    assert claims.values("headline") == ("Rain", "Sun")


def test_metered_content_is_neither_free_nor_paywalled() -> None:
    claims = _read("<meta property='article:content_tier' content='metered'>")

    assert claims.values("paywalled") == ()


def test_a_news_article_states_everything_it_holds() -> None:
    article = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Rain stops play",
        "alternativeHeadline": "Wet again",
        "description": "It <b>rained</b>.",
        "author": [{"@type": "Person", "name": "Jane Doe", "url": "https://x.example/jane", "jobTitle": "Editor"}],
        "datePublished": "2024-10-16T17:19:00+02:00",
        "dateModified": "2024-10-16T18:00:00+02:00",
        "articleSection": ["Sport", "Cricket"],
        "keywords": "rain,cricket",
        "publisher": {"@type": "Organization", "name": "The Gazette"},
        "isAccessibleForFree": "False",
        "mainEntityOfPage": {"@type": "WebPage", "@id": _URL},
        "articleBody": "It rained.\nAgain.",
        "inLanguage": "en",
    }

    claims = _read(_jsonld(article))

    said = {claim.field: claim.value for claim in claims.claims}
    assert said == {
        "type": "NewsArticle",
        "headline": "Rain stops play",
        "alternative_headline": "Wet again",
        "standfirst": "It rained.",
        "authors": "Jane Doe",
        "published": "2024-10-16T17:19:00+02:00",
        "modified": "2024-10-16T18:00:00+02:00",
        "sections": "Cricket",
        "tags": "cricket",
        "site_name": "The Gazette",
        "paywalled": "true",
        "canonical_url": _URL,
        "article_body": "It rained. Again.",
        "language": "en",
    }
    assert claims.values("sections") == ("Sport", "Cricket")
    assert claims.authors == (
        AuthorClaim(name="Jane Doe", url="https://x.example/jane", kind="person", job_title="Editor", source="json-ld"),
    )


def test_an_image_keeps_caption_credit_and_size() -> None:
    image = {"@type": "ImageObject", "url": "https://x.example/a.jpg", "caption": "Rain", "creditText": "Jo Roe/dpa"}

    claims = _read(_jsonld({"@type": "Article", "image": {**image, "width": "1200px", "height": 800}}))

    assert claims.images == (
        ImageClaim(
            url="https://x.example/a.jpg", caption="Rain", credit="Jo Roe/dpa", width=1200, height=800, source="json-ld"
        ),
    )


def test_an_opengraph_image_takes_the_size_and_words_that_follow_it() -> None:
    claims = _read(
        "<meta property='og:image' content='/a.jpg'><meta property='og:image:width' content=1200>"
        "<meta property='og:image:height' content=800><meta property='og:image:alt' content='Rain'>"
        "<meta name='twitter:image' content='/a.jpg'>"
    )

    assert claims.images == (ImageClaim(url="/a.jpg", width=1200, height=800, caption="Rain", source="opengraph"),)


def test_a_video_is_its_poster_title_and_description() -> None:
    video = {"@type": "VideoObject", "name": "The storm", "description": "How it came", "thumbnailUrl": ["/v.jpg"]}

    claims = _read(_jsonld({"@type": "Article", "video": video}))

    assert claims.images == (
        ImageClaim(url="/v.jpg", caption="How it came", title="The storm", kind="video", source="json-ld"),
    )


def test_a_graph_is_read_through_its_references() -> None:
    graph = [
        {"@type": "WebPage", "@id": _URL, "name": "Rain stops play - The Gazette"},
        {"@type": "Article", "@id": f"{_URL}#article", "headline": "Rain stops play", "author": {"@id": "#jane"}},
        {"@type": "Person", "@id": "#jane", "name": "Jane Doe"},
    ]

    claims = _read(_jsonld({"@context": "https://schema.org", "@graph": graph}))

    assert claims.values("authors") == ("Jane Doe",)
    assert claims.values("headline")[0] == "Rain stops play"


def test_of_several_articles_the_one_with_the_address_of_the_page_is_meant() -> None:
    other = {"@type": "NewsArticle", "headline": "Snow", "url": "https://gazette.example/a/snow", "author": "Roe"}
    own = {"@type": "NewsArticle", "headline": "Rain", "url": f"{_URL}/?from=feed", "author": "Doe"}

    claims = _read(_jsonld(other, own))

    assert claims.values("authors") == ("Doe",)


def test_of_several_articles_the_one_with_the_title_of_the_page_is_meant() -> None:
    other = {"@type": "NewsArticle", "headline": "Snow stops play in London", "author": "Roe"}
    own = {"@type": "NewsArticle", "headline": "Rain stops play in London", "author": "Doe"}

    claims = _read("<title>Rain stops play in London | Gazette</title>" + _jsonld([other, own]), url=None)

    assert claims.values("authors") == ("Doe",)


@pytest.mark.parametrize(
    "teasers",
    [
        {"@type": "ItemList", "itemListElement": [{"@type": "Article", "name": "Snow", "author": "Roe"}]},
        {"@type": "WebSite", "name": "Gazette", "hasPart": {"@type": "NewsArticle", "name": "Snow", "author": "Roe"}},
        {"@type": "NewsArticle", "url": "https://gazette.example/a/snow", "headline": "Snow", "author": "Roe"},
    ],
)
def test_articles_that_are_not_the_pages_own_state_nothing(teasers: object) -> None:
    claims = _read(_jsonld(teasers))

    assert claims.values("authors") == ()


def test_breadcrumbs_are_kept_in_order() -> None:
    items = [
        {"@type": "ListItem", "position": 1, "name": "Sport"},
        {"@type": "ListItem", "position": 2, "item": {"@id": "/cricket", "name": "Cricket"}},
    ]

    claims = _read(_jsonld({"@type": "BreadcrumbList", "itemListElement": items}))

    assert claims.values("breadcrumbs") == ("Sport", "Cricket")


def test_microdata_is_read_like_json_ld() -> None:
    claims = _read(
        f"<article itemscope itemtype='https://schema.org/BlogPosting'><link itemprop=mainEntityOfPage href='{_URL}'>"
        "<h1 itemprop=headline>Rain stops <i>play</i></h1>"
        "<span itemprop=author itemscope itemtype='https://schema.org/Person'><a itemprop='url name' href='/j'>Jane "
        "Doe</a></span><time itemprop=datePublished datetime=2024-10-16>16 October</time>"
        "<div itemprop=comment itemscope itemtype='https://schema.org/Comment'><b itemprop=author>Troll</b></div>"
        "</article>"
    )

    assert claims.about("headline") == (Claim(field="headline", value="Rain stops play", source="microdata"),)
    assert claims.values("published") == ("2024-10-16",)
    assert "Troll" not in claims.values("authors")
    assert claims.times == (TimeClaim(text="16 October", value="2024-10-16"),)


def test_a_link_to_the_author_names_the_author() -> None:
    claims = _read("<body><a rel='author nofollow' href='/jane'>Jane Doe</a></body>")

    assert claims.authors == (AuthorClaim(name="Jane Doe", url="/jane", source="page"),)


def test_a_card_names_the_author_if_its_label_announces_one() -> None:
    claims = _read(
        "<meta name='twitter:label1' content='Written by'><meta name='twitter:data1' content='Jane Doe'>"
        "<meta name='twitter:label2' content='Est. reading time'><meta name='twitter:data2' content='4 minutes'>"
    )

    assert claims.about("authors") == (Claim(field="authors", value="Jane Doe", source="twitter"),)


def test_a_title_inside_a_drawing_is_no_headline() -> None:
    claims = _read("<head><title>Rain</title></head><body><svg><title>Menu</title></svg></body>")

    assert claims.values("headline") == ("Rain",)


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["@type", "@id", "@graph", "headline", "name", "author", "image", "url", "keywords", "video"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=60, deadline=None)
@given(value=_JSON, kind=st.sampled_from(["Article", "https://schema.org/NewsArticle"]))
def test_json_of_any_shape_is_read_without_an_error(value: object, kind: str) -> None:
    claims = _read(_jsonld(value, {"@type": kind, "author": value, "image": value, "keywords": value, "url": value}))

    assert all(claim.value.strip() for claim in claims.claims)


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet=st.sampled_from("<>/=\"' metascriptlinktime itemscope itemprop{}[]:,\\\0é"), max_size=200))
def test_markup_of_any_shape_is_read_without_an_error(text: str) -> None:
    claims = _read(f"<script type='application/ld+json'>{text}</script><meta {text}><div {text}>{text}")

    assert isinstance(claims, PageClaims)


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<script type='application/ld+json'>" + "[" * 10_000 + "</script>", id="nested JSON"),
        pytest.param(
            "<script type='application/ld+json'>"
            + json.dumps([{"@type": "Article", "headline": f"Rain {n}", "url": f"/{n}"} for n in range(40_000)])
            + "</script>",
            id="40,000 articles",
        ),
        pytest.param(_jsonld({"@type": "Article", "articleBody": "wet " * 2_000_000}), id="8 MB of text"),
        pytest.param("<meta name=author content=x>" * 50_000, id="50,000 metas"),
        pytest.param(
            "<div itemscope itemtype='https://schema.org/Article'>" * 300 + "<b itemprop=name>x</b>" * 3_000,
            id="nested items",
        ),
        pytest.param("<meta name=description content='" + "&amp;<a" * 200_000 + "'>", id="a long description"),
    ],
)
def test_hostile_pages_are_read_quickly(page: str) -> None:
    tree = LexborHTMLParser(page)

    start = time.process_time()
    read_claims(tree)

    assert time.process_time() - start < 1
