"""Article → plain values and JSON, and the leaving out of groups from it.

In goes a msgspec-encodable Article, out come dicts, lists, strings, numbers, True, False and None, which any JSON
library writes. The one thing changed is what UTF-8 cannot hold, lone surrogates.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias, cast

import msgspec

from articlekit.model import STORY_ROLES, Role
from articlekit.render.characters import encodable
from articlekit.render.printable import Printable, roles

Json: TypeAlias = str | int | float | bool | list["Json"] | dict[str, "Json"] | None
"""What JSON can hold."""

_POINTING: Final = ("images", "crosslinks", "promos", "embeds", "live_entries")
"""The fields whose objects point to blocks by index."""
_LISTS: Final = {
    Role.CROSSLINK: "crosslinks",
    Role.PROMO: "promos",
    Role.EMBED: "embeds",
    Role.NOTE: "notes",
}
_PARTS_OF_IMAGES: Final[Mapping[Role, Mapping[str, Json]]] = {
    Role.CAPTION: {"caption": None},
    Role.CREDIT: {"credit": None, "people": [], "agency": None},
    Role.ALT: {"alt": None},
}


def to_plain(article: Printable, *, exclude: Iterable[Role | str] = ()) -> dict[str, Json]:
    """Turn an article into plain values: dates as ISO 8601, tuples as lists, roles as their names; and its `text`."""
    excluded = roles(exclude)
    fields = cast("dict[str, Json]", msgspec.to_builtins(article))
    kept = [index for index, block in enumerate(article.blocks) if block.role not in excluded]
    text = "\n\n".join(article.blocks[index].text for index in kept if article.blocks[index].role in STORY_ROLES)
    if excluded:
        _leave_out(fields, kept, excluded)
    return cast("dict[str, Json]", scrubbed({**fields, "text": text}))


def _leave_out(fields: dict[str, Json], kept: Sequence[int], excluded: frozenset[Role]) -> None:
    """Cut the blocks down to those kept, let the indices follow, and empty the fields made of excluded roles alone."""
    renumbered = {old: new for new, old in enumerate(kept)}
    blocks = cast("list[Json]", fields["blocks"])
    fields["blocks"] = [blocks[index] for index in kept]
    for name in _POINTING:
        for pointing in _objects(fields, name):
            indices = cast("list[int]", pointing["blocks"])
            pointing["blocks"] = [renumbered[index] for index in indices if index in renumbered]
    fields.update({_LISTS[role]: [] for role in excluded if role in _LISTS})
    for image in _objects(fields, "images"):
        image.update({name: empty for role in excluded for name, empty in _PARTS_OF_IMAGES.get(role, {}).items()})


def _objects(fields: Mapping[str, Json], name: str) -> list[dict[str, Json]]:
    return cast("list[dict[str, Json]]", fields.get(name) or [])


def to_json(value: Mapping[str, Json], *, indent: int = 0) -> str:
    """Write plain values as JSON, on one line or indented.

    >>> to_json({"text": "Größe"})
    '{"text":"Größe"}'
    """
    encoded = msgspec.json.encode(value)
    return (msgspec.json.format(encoded, indent=indent) if indent else encoded).decode()


def scrubbed(value: Json) -> Json:
    """Put U+FFFD for lone surrogates in every text of a plain value."""
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, list | tuple):
        return [scrubbed(item) for item in value]
    if isinstance(value, dict):
        return {key: scrubbed(item) for key, item in value.items()}
    return value
