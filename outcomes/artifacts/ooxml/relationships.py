"""Relationships: how one part of an office file points to another, or out of the file."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

# ISO strict files spell a few types in another way.
_ALIASES = {"extendedProperties": "extended-properties", "customProperties": "custom-properties"}


class Relationship(NamedTuple):
    """One arrow from a part."""

    id: str
    type: str
    """The last segment of the type's address: `footnotes`, `image`, `hyperlink` ..."""
    target: str
    """The name of a part inside the file, or the address as written when `external`."""
    external: bool


def rels_part(part: str) -> str:
    """The name of the part that holds another part's relationships; the file's own are those of `""`."""
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def read_relationships(root: etree._Element, part: str, names: Mapping[str, str]) -> dict[str, Relationship]:
    """Read a `.rels` part that belongs to `part`; `names` maps lower-case part names to real ones."""
    found = {}
    for node in root:
        target = node.get("Target") or ""
        kind = (node.get("Type") or "").rpartition("/")[2]
        external = (node.get("TargetMode") or "").lower() == "external"
        ref = node.get("Id") or ""
        resolved = target if external else resolve(part, target, names)
        found[ref] = Relationship(ref, _ALIASES.get(kind, kind), resolved, external)
    return found


def resolve(part: str, target: str, names: Mapping[str, str]) -> str:
    """The part that an internal target means; `..` never leads out of the package."""
    path = target.partition("#")[0]
    folder = "/" if path.startswith("/") else f"/{posixpath.dirname(part)}"
    inside = posixpath.normpath(posixpath.join(folder, path)).lstrip("/")
    return names.get(inside.lower()) or names.get(unquote(inside).lower()) or inside
