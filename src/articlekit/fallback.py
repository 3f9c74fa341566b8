"""What other readers of metadata find where the page claims nothing and no line says it.

In goes the HTML, out come claims with the source `trafilatura`: authors it recognises by class names, the date that
htmldate finds in the markup (not by searching all text, which finds copyright years). It takes longer than all the
rest of a page's way, so it is asked only as a last resort, and for authors only where an element is marked with a word
that it knows them by; names that are none are left out.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from typing import Final

from articlekit.claims import AuthorClaim, PageClaims
from articlekit.model import Claim
from articlekit.people import is_person_name

_SOURCE: Final = "trafilatura"
_MAX_HTML: Final = 500_000
"""Characters; what is longer costs more than a guess is worth."""
_LAST_DAY: Final = "2100-01-01"
AUTHOR_SIGNS: Final = (
    "author",
    "bbl",
    "bianji",
    "byl",
    "channel-name",
    "journalist-name",
    "posted-by",
    "screenname",
    "submitted-by",
    "username",
    "writer",
    "xiaobian",
    "zuozhe",
)
"""What is, in whatever case, in one of the marks of every element that trafilatura takes for an author's."""
AUTHOR_MARKS: Final = ("class", "data-component", "data-testid", "id", "itemprop", "rel")
"""The attributes that it looks at; besides there is the element `author`."""


def seek_claims(html: str, *, url: str | None = None) -> PageClaims:
    """Ask trafilatura for authors and date of publication; nothing if it fails.

    >>> seek_claims("<p>Rain</p>").claims
    ()

    """
    # It takes a tenth of a second to import, and most pages never need it.
    from htmldate import find_date  # noqa: PLC0415
    from trafilatura.metadata import extract_author  # noqa: PLC0415 - `extract_metadata` seeks much more, for longer
    from trafilatura.utils import load_html  # noqa: PLC0415

    author = date = None
    if len(html) <= _MAX_HTML:
        with contextlib.suppress(Exception):  # they promise nothing about what they raise
            tree = load_html(html)
            if tree is None:
                return PageClaims()
            marks = tree.xpath("|".join(f"//@{mark}" for mark in AUTHOR_MARKS), smart_strings=False)
            author = extract_author(tree) if _may_be_authors(marks) or tree.find(".//author") is not None else None
            date = find_date(tree, url=url, original_date=True, extensive_search=False, max_date=_LAST_DAY)
    names = [name for name in (author or "").split("; ") if is_person_name(name)]
    claims = [Claim(field="authors", value=name, source=_SOURCE) for name in names]
    if date:
        claims.append(Claim(field="published", value=date, source=_SOURCE))
    return PageClaims(claims=tuple(claims), authors=tuple(AuthorClaim(name=name, source=_SOURCE) for name in names))


def _may_be_authors(marks: Iterable[str]) -> bool:
    """Whether one of the marks may be an author's; few pages have one, and this is seen in a tenth of the time."""
    text = "\n".join(marks).lower()
    return any(sign in text for sign in AUTHOR_SIGNS)
