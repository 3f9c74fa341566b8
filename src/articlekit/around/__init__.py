"""What stands around the story, as objects: pictures, cross-links, promos, embeds, and the entries of a live blog.

In: a `LabelledPage` (a Document, its labelled blocks, and which pieces each was joined from) and, for pictures, what the
page claims. Out: the values that an Article holds. Every finder works for plain text too, where there are no elements
and only the order and the words of the blocks tell what belongs together.
"""

from __future__ import annotations

from articlekit.around.labelled import LabelledPage
from articlekit.around.pictures import find_images

__all__ = ["LabelledPage", "find_images"]
