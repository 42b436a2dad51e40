"""What the parts of an office file and their relationships give away: macros, links out, foreign content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.artifact import Flag
from outcomes.errors import ArtifactError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.artifacts.ooxml.package import Package
    from outcomes.artifacts.ooxml.relationships import Relationship

_MACROS = ("vbaproject.bin", "vbadata.xml")


def package_flags(package: Package) -> list[Flag]:
    """Flags for macros, links out of the file, imported content, embedded files and damaged relationships."""
    return [*_macros(package), *_relationships(package), *_embedded(package), *_damaged(package)]


def _macros(package: Package) -> Iterator[Flag]:
    found = [part for part in package.parts if part.lower().endswith(_MACROS)]
    if found:
        yield Flag("macros", f"holds macros ({', '.join(found)}); they were not run")


def _relationships(package: Package) -> Iterator[Flag]:
    for part in _owners(package):
        for rel in package.rels(part).values():
            if rel.external and rel.type != "hyperlink":
                yield _external(part, rel)
            elif rel.type == "aFChunk":
                yield Flag("altchunk", f"imports the content of {rel.target}, which was not read", locator=part)


def _owners(package: Package) -> Iterator[str]:
    """The parts whose relationships may leave the file or import content; the others need not be parsed."""
    for holder in sorted(part for part in package.parts if part.endswith(".rels")):
        folder, _, base = holder.rpartition("/")
        owner = (folder.removesuffix("_rels") + base).removesuffix(".rels")
        if package.knows_rels(owner):
            yield owner
            continue
        try:
            data = package.bytes(holder)
        except ArtifactError as error:
            package.damaged_rels[holder] = error
            continue
        if b"xternal" in data or b"aFChunk" in data or b"\0" in data:
            yield owner


def _external(part: str, rel: Relationship) -> Flag:
    """Word notes the template on the author's disk in honest documents; anything else is worth a warning."""
    ordinary = rel.type == "attachedTemplate" and rel.target.lower().startswith("file:")
    detail = f"{rel.type} is to be fetched from {rel.target}"
    return Flag("external-link", detail, locator=part, severity="info" if ordinary else "warning")


def _embedded(package: Package) -> Iterator[Flag]:
    """Files inside the file, but for the workbooks that hold the data of charts."""
    found = [part for part in package.parts if "/embeddings/" in part.lower()]
    if not found:
        return
    charts = [part for part in package.parts if "/charts/" in part and part.endswith(".xml")]
    data_of_charts = {target for part in charts for target in package.related(part, "package")}
    for part in found:
        if part not in data_of_charts:
            yield Flag("embedded-object", f"holds an embedded file ({part}), which was not opened", locator=part)


def _damaged(package: Package) -> Iterator[Flag]:
    for holder, error in package.damaged_rels.items():
        yield Flag("unreadable", error.message, locator=holder)
