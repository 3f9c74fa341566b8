"""Everything articlekit raises.

    ArticleKitError
    ├── ExtractionError      the input holds no document that could be read
    │   └── NotHTMLError     it is something else: a PDF, a picture, JSON
    ├── ModelError           a labelling model that cannot be loaded or used
    ├── RenderError          an Article that cannot be written or read in a format
    └── FetchError           no Page came of a URL (its children live here too, one for each cause)

Each names what failed, where, and what the caller can do about it.
"""

from __future__ import annotations


class ArticleKitError(Exception):
    """The parent of all errors of articlekit.

    Args:
        message: What failed and what to do, in one line.
        url: The address it is about, where there is one.

    """

    def __init__(self, message: str, *, url: str | None = None) -> None:
        super().__init__(message)
        self.url = url

    def __str__(self) -> str:
        message = super().__str__()
        return f"{message} ({self.url})" if self.url else message


class ExtractionError(ArticleKitError):
    """The input holds no document that could be read."""


class NotHTMLError(ExtractionError):
    """The input is no HTML and no text: a PDF, a picture, JSON."""


class ModelError(ArticleKitError):
    """A labelling model cannot be loaded or does not fit this version."""


class RenderError(ArticleKitError):
    """An Article cannot be written to, or read from, a format."""


class FetchError(ArticleKitError):
    """No Page came of a URL."""
