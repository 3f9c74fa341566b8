"""What stands around the story, as objects: pictures, cross-links, promos, embeds, and the entries of a live blog.

In: a `LabelledPage` (a Document, its labelled blocks, and which pieces each was joined from) and, for pictures, what
the page claims. Out: the values that an Article holds. Every finder works for plain text too, where there are no
elements and only the order and the words of the blocks tell what belongs together.
"""

from __future__ import annotations

from articlekit.around.crosslinks import find_crosslinks
from articlekit.around.embeds import find_embeds
from articlekit.around.labelled import LabelledPage
from articlekit.around.live_entries import find_live_entries
from articlekit.around.pictures import find_images
from articlekit.around.promos import find_promos

__all__ = ["LabelledPage", "find_crosslinks", "find_embeds", "find_images", "find_live_entries", "find_promos"]
