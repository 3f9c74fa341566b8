import pytest
from labelled_pages import labelled, labelled_text

from articlekit.around import find_embeds
from articlekit.around.embeds import provider_of

STORY = "<p>Der Damm hält auch am dritten Tag stand, sagt die Feuerwehr.</p>"


def embeds(markup, *roles):
    return find_embeds(labelled(f"{STORY}{markup}{STORY}", "paragraph", *roles, "paragraph"))


@pytest.mark.parametrize(
    ("url", "provider"),
    [
        ("https://www.youtube-nocookie.com/embed/1", "youtube"),
        ("https://player.vimeo.com/video/1", "vimeo"),
        ("https://datawrapper.dwcdn.net/AbCdE/1/", "datawrapper"),
        ("https://www.google.com/maps/embed?pb=1", "google-maps"),
        ("https://docs.google.com/forms/d/1", "google-forms"),
        ("https://www.google.com/search", None),
        ("https://www.facebook.com/plugins/like.php?href=x", None),
        ("https://www.facebook.com/plugins/post.php?href=x", "facebook"),
        ("https://notyoutube.com/embed/1", None),
        (None, None),
    ],
)
def test_the_host_tells_the_provider(url, provider):
    assert provider_of(url) == provider


@pytest.mark.parametrize("attribute", ["src", "data-src"])
def test_a_frame_of_a_known_provider_is_an_embed(attribute):
    found = embeds(f'<iframe {attribute}="//www.youtube.com/embed/1" title="Der Damm"></iframe>')

    assert [(e.provider, e.url, e.text) for e in found] == [("youtube", "https://www.youtube.com/embed/1", "Der Damm")]


@pytest.mark.parametrize(
    "frame",
    ['<iframe src="https://ads.example.net/x"></iframe>', "<iframe></iframe>",
     '<div hidden><iframe src="https://www.youtube.com/embed/1"></iframe></div>'],
)  # fmt: skip
def test_other_frames_are_no_embeds(frame):
    assert embeds(frame) == ()


def test_a_frame_below_the_story_is_no_embed():
    page = labelled(
        f"{STORY}<p>Impressum</p><iframe src='https://www.youtube.com/embed/1'></iframe>", "paragraph", "boilerplate"
    )

    assert find_embeds(page) == ()


def test_a_quoted_post_is_one_embed_with_its_address_and_words():
    post = (
        '<blockquote class="twitter-tweet"><p>Wir bleiben vor Ort.</p>— Feuerwehr '
        '<a href="https://twitter.com/feuerwehr/status/1">4. März</a></blockquote>'
    )

    found = embeds(post + post.replace("/1", "/2"), *["embed"] * 4)

    assert [(e.provider, e.url, e.blocks) for e in found] == [
        ("x", "https://twitter.com/feuerwehr/status/1", (1, 2)),
        ("x", "https://twitter.com/feuerwehr/status/2", (3, 4)),
    ]
    assert found[0].text == "Wir bleiben vor Ort. — Feuerwehr 4. März"


def test_a_posts_own_address_goes_before_its_links():
    post = (
        '<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram.com/p/abc/">'
        '<p><a href="https://www.instagram.com/p/other/">Ein Beitrag</a></p></blockquote>'
    )

    assert [e.url for e in embeds(post, "embed")] == ["https://www.instagram.com/p/abc/"]


def test_an_unknown_embed_keeps_its_words():
    assert [(e.provider, e.text) for e in embeds("<div>Ergebnis der Wahl</div>", "embed")] == [
        (None, "Ergebnis der Wahl")
    ]


def test_an_address_printed_as_text_is_the_embeds_address():
    page = labelled_text(("paragraph", "Der Damm hält."), ("embed", "https://www.youtube.com/watch?v=1"))

    assert [(e.provider, e.url) for e in find_embeds(page)] == [("youtube", "https://www.youtube.com/watch?v=1")]
