"""Outputs: an Article's blocks and fields as text, Markdown, HTML, JSON-LD and TEI.

In goes anything with an Article's fields (`Printable`), out comes a str. The way is the same for all: choose the
blocks by role (`printable`), put them into the lists, quotes and tables that their paths tell of (`outline`), cut each
text where its style changes (`inline`), and write that in the words of the format (one module each).
"""

from __future__ import annotations

from articlekit.render.html import to_html
from articlekit.render.jsonld import to_jsonld
from articlekit.render.markdown import to_markdown
from articlekit.render.plain import Json, to_json, to_plain
from articlekit.render.printable import Printable
from articlekit.render.tei import to_tei
from articlekit.render.text import to_text

__all__ = ["Json", "Printable", "to_html", "to_json", "to_jsonld", "to_markdown", "to_plain", "to_tei", "to_text"]
