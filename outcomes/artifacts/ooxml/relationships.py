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
    folder, slash, base = part.rpartition("/")
    return f"{folder}{slash}_rels/{base}.rels"


def read_relationships(root: etree._Element, part: str, names: Mapping[str, str]) -> dict[str, Relationship]:
    """Read a `.rels` part that belongs to `part`; `names` maps lower-case part names to real ones."""
    found = {}
    for node in root:
        stated = dict(node.items())
        target, ref = str(stated.get("Target", "")), str(stated.get("Id", ""))
        kind = str(stated.get("Type", "")).rpartition("/")[2]
        external = "TargetMode" in stated and str(stated["TargetMode"]).lower() == "external"
        resolved = target if external else resolve(part, target, names)
        found[ref] = Relationship(ref, _ALIASES.get(kind, kind), resolved, external)
    return found


def resolve(part: str, target: str, names: Mapping[str, str]) -> str:
    """The part that an internal target means; `..` never leads out of the package."""
    if target.startswith("../") and (beside := names.get(_beside(part, target[3:]))) is not None:
        return beside
    path = target.partition("#")[0]
    folder = "/" if path.startswith("/") else f"/{posixpath.dirname(part)}"
    inside = posixpath.normpath(posixpath.join(folder, path)).lstrip("/")
    return names.get(inside.lower()) or names.get(unquote(inside).lower()) or inside


def _beside(part: str, rest: str) -> str:
    """The lower-case name of a part in a folder beside that of `part`, as most are; empty when it is not plain."""
    top = part.rpartition("/")[0].rpartition("/")[0]
    return f"{top}/{rest}".lower() if top and "/." not in rest and not rest.startswith((".", "/")) else ""
