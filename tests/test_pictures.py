import pytest
from labelled_pages import labelled, labelled_text

from articlekit.around import find_images
from articlekit.around.pictures import file_key
from articlekit.claims import ImageClaim, PageClaims

PROSE = "<p>Der Damm hält auch am dritten Tag stand, sagt die Feuerwehr.</p>"


def images(source, *roles, claims=None):
    return find_images(labelled(source, *roles), claims)


def test_a_figures_caption_and_credit_are_its_pictures():
    found = images(
        f'{PROSE}<figure><img src="/a.jpg"><figcaption>Der Damm.<br>Foto: Jane Doe/dpa</figcaption></figure>{PROSE}',
        "paragraph", "caption", "credit", "paragraph",
    )  # fmt: skip

    assert [(i.src, i.caption, i.credit, i.people, i.agency) for i in found] == [
        ("https://www.example.org/a.jpg", "Der Damm.", "Jane Doe/dpa", ("Jane Doe",), "dpa")
    ]
    assert found[0].position == 1
    assert found[0].blocks == (1, 2)


def test_a_credit_in_front_of_the_caption_is_the_same_pictures():
    found = images(
        f'<figure><img src="/a.jpg"><p>Foto: Jane Doe</p><p>Der Damm.</p></figure>{PROSE}',
        "credit", "caption", "paragraph",
    )  # fmt: skip

    assert [(i.caption, i.credit) for i in found] == [("Der Damm.", "Jane Doe")]


def test_each_of_several_figures_has_its_own_caption():
    figure = '<figure><img src="/{0}.jpg"><figcaption>Bild {0}</figcaption></figure>'
    found = images(f"{figure.format('a')}{figure.format('b')}{PROSE}", "caption", "caption", "paragraph")

    assert [(i.src, i.caption) for i in found] == [
        ("https://www.example.org/a.jpg", "Bild a"),
        ("https://www.example.org/b.jpg", "Bild b"),
    ]


def test_a_caption_below_a_picture_without_a_frame_is_its_caption():
    found = images(f'{PROSE}<p><img src="/a.jpg"></p><p>Der Damm.</p>{PROSE}', "paragraph", "caption", "paragraph")

    assert [(i.src, i.caption) for i in found] == [("https://www.example.org/a.jpg", "Der Damm.")]


def test_a_caption_whose_picture_a_script_draws_is_an_image_without_source():
    found = images(f'<div class="js-gallery"><p>Der Damm.</p></div>{PROSE}', "caption", "paragraph")

    assert [(i.src, i.caption) for i in found] == [(None, "Der Damm.")]


def test_a_lightboxs_copy_is_no_second_image():
    copy = '<div hidden><img data-src="/big.jpg"><p>Der Damm.</p><p>Foto: Jane Doe</p></div>'
    found = images(
        f'<figure><img src="/a.jpg"><figcaption>Der Damm.</figcaption></figure>{copy}{PROSE}',
        "caption", "caption", "credit", "paragraph",
    )  # fmt: skip

    assert [(i.src, i.caption, i.credit) for i in found] == [("https://www.example.org/a.jpg", "Der Damm.", "Jane Doe")]


@pytest.mark.parametrize(
    "picture",
    [
        '<img src="/logo.png">',
        '<img src="/x.jpg" class="author-avatar">',
        '<img src="/x.jpg" width="1" height="1">',
        '<img src="/x.jpg" width="64" height="64">',
        '<img src="https://www.facebook.com/tr?id=1">',
        '<img src="/icons/share.svg">',
        '<a href="/other-story"><img src="/x.jpg"></a>',
        '<div class="related-teaser"><img src="/x.jpg"></div>',
        '<div hidden><img src="/x.jpg"></div>',
        '<img src="data:image/gif;base64,R0">',
        '<iframe src="https://www.youtube.com/embed/1"></iframe>',
    ],
)
def test_what_is_no_picture_of_the_article_is_no_image(picture):
    assert (
        images(f"<article><h1>Regen</h1>{PROSE}{picture}{PROSE}</article>", "headline", "paragraph", "paragraph") == ()
    )


@pytest.mark.parametrize(
    "picture",
    [
        '<img src="/x.jpg">',
        '<p><img src="/x.jpg"></p>',
        '<a href="/x-large.jpg"><img src="/x.jpg"></a>',
        '<a href="#lightbox"><img src="/x.jpg"></a>',
    ],
)
def test_a_picture_among_the_paragraphs_is_an_image_without_a_caption(picture):
    found = images(f"<article>{PROSE}{picture}{PROSE}</article>", "paragraph", "paragraph")

    assert [(i.src, i.caption, i.position) for i in found] == [("https://www.example.org/x.jpg", None, 1)]


@pytest.mark.parametrize("role", ["crosslink", "promo", "bio", "comment", "boilerplate", "advert"])
def test_the_picture_of_another_box_is_no_image(role):
    box = '<div><img src="/x.jpg"><p>Ein anderer Text</p></div>'

    assert images(f"<article>{PROSE}{box}{PROSE}</article>", "paragraph", role, "paragraph") == ()


def test_the_lead_is_the_picture_that_the_page_claims():
    claims = PageClaims(images=(ImageClaim(url="/media/dammbruch-1200x630.jpg", source="opengraph"),))
    found = images(
        f'<img src="/media/karte.jpg">{PROSE}<img src="/media/dammbruch-300x200.jpg">{PROSE}',
        "paragraph", "paragraph", claims=claims,
    )  # fmt: skip

    assert [i.lead for i in found] == [False, True]


def test_without_a_claim_the_lead_is_the_picture_above_the_first_paragraph():
    found = images(f'<img src="/a.jpg">{PROSE}<img src="/b.jpg">{PROSE}', "paragraph", "paragraph")

    assert [i.lead for i in found] == [True, False]


def test_a_picture_below_the_first_paragraph_is_no_lead():
    found = images(f'{PROSE}<img src="/b.jpg">{PROSE}', "paragraph", "paragraph")

    assert [i.lead for i in found] == [False]


def test_a_lead_without_a_source_gets_the_claimed_one_and_its_credit():
    claims = PageClaims(
        images=(ImageClaim(url="/lead.jpg", credit="Foto: Jane Doe", width=1200, height=800, source="json-ld"),)
    )
    found = images(f'<div class="js-image"><p>Der Damm.</p></div>{PROSE}', "caption", "paragraph", claims=claims)

    assert [(i.src, i.width, i.credit, i.lead) for i in found] == [
        ("https://www.example.org/lead.jpg", 1200, "Jane Doe", True)
    ]


@pytest.mark.parametrize("url", ["/static/site-logo.png", "/placeholder.jpg", "/share-icon.svg"])
def test_a_claimed_logo_or_placeholder_is_no_picture(url):
    assert images(PROSE, "paragraph", claims=PageClaims(images=(ImageClaim(url=url, source="opengraph"),))) == ()


def test_a_page_without_pictures_has_the_one_it_claims():
    claims = PageClaims(images=(ImageClaim(url="https://example.org/lead.jpg", source="opengraph"),))

    found = images(PROSE, "paragraph", claims=claims)

    assert [(i.src, i.lead, i.position) for i in found] == [("https://example.org/lead.jpg", True, 0)]


@pytest.mark.parametrize(
    ("caption", "flags"),
    [
        ("Ein Damm (Symbolbild).", (True, False, False)),
        ("Symbolbild: ein Damm.", (True, False, False)),
        ("A dam. File photo", (False, True, False)),
        ("A dam (file).", (False, True, False)),
        ("Police file charges against the builder.", (False, False, False)),
        ("Ein Damm (KI-generiert).", (False, False, True)),
        ("The minister speaks about artificial intelligence.", (False, False, False)),
    ],
)
def test_a_caption_says_whether_its_picture_is_symbolic_old_or_generated(caption, flags):
    found = images(f'<figure><img src="/a.jpg"><figcaption>{caption}</figcaption></figure>', "caption")

    assert [(i.symbolic, i.archive, i.generated) for i in found] == [flags]


def test_a_credit_that_only_the_alternative_text_has_is_found():
    alt = "Der Damm am Morgen danach | Jane Doe/dpa"
    found = images(
        f'<figure><img src="/a.jpg" alt="{alt}"><p>Der Damm am Morgen danach</p></figure>{PROSE}',
        "caption", "paragraph",
    )  # fmt: skip

    assert [(i.caption, i.credit) for i in found] == [("Der Damm am Morgen danach", "Jane Doe/dpa")]


def test_a_credit_glued_to_the_caption_is_parted_where_the_alternative_text_ends():
    found = images(
        '<figure><img src="/a.jpg" alt="Der Damm am Morgen danach.">'
        "<p>Der Damm am Morgen danach. Stadtarchiv Ufer</p></figure>",
        "caption",
    )  # fmt: skip

    assert [(i.caption, i.credit) for i in found] == [("Der Damm am Morgen danach.", "Stadtarchiv Ufer")]


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ('<figure><img src="/a.jpg"><p>Der Damm.</p></figure>', "picture"),
        ('<div class="gallery-slider"><img src="/a.jpg"><p>Der Damm.</p></div>', "gallery"),
        ('<figure><video poster="/a.jpg"></video><p>Der Damm.</p></figure>', "video"),
        ('<div class="video-player"><img src="/a.jpg"><p>Der Damm.</p></div>', "video"),
    ],
)
def test_an_image_is_a_picture_a_gallerys_or_a_videos(markup, kind):
    assert [i.kind for i in images(f"{markup}{PROSE}", "caption", "paragraph")] == [kind]


def test_in_plain_text_the_lines_tell_the_pictures_apart():
    page = labelled_text(
        ("alt", "A dam"), ("caption", "The dam at dawn."), ("credit", "Photo: Jane Doe"),
        ("paragraph", "It rained."), ("caption", "The mayor."), ("paragraph", "It went on."),
        ("alt", "A map"), ("alt", "A road"),
    )  # fmt: skip

    found = find_images(page)

    assert [(i.alt, i.caption, i.credit, i.position) for i in found] == [
        ("A dam", "The dam at dawn.", "Jane Doe", 0),
        (None, "The mayor.", None, 1),
        ("A map", None, None, 2),
        ("A road", None, None, 2),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://e.org/a/dam-300x200.jpg", "https://e.org/a/dam-1200x800.jpg"),
        ("https://e.org/a/dam.jpg?w=300", "https://e.org/a/dam.jpg?w=1200"),
        ("https://e.org/a/dam_640w.jpg", "https://e.org/a/dam_1280w.jpg"),
    ],
)
def test_renditions_of_one_file_have_one_key(one, other):
    assert file_key(one) == file_key(other)


def test_pictures_told_apart_by_the_query_have_two_keys():
    assert file_key("https://e.org/image?id=1") != file_key("https://e.org/image?id=2")
