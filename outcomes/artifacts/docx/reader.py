"""Word documents (docx, docm, dotx, dotm): nothing that a reader of the page, or of its margins, could see is lost."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import TYPE_CHECKING

from outcomes.artifact import Artifact, Block, FileEntry, Flag, Unit
from outcomes.artifacts.docx.look import PAPER, UNKNOWN
from outcomes.artifacts.docx.margins import read_margins
from outcomes.artifacts.docx.markup import W, switched_on
from outcomes.artifacts.docx.place import Place
from outcomes.artifacts.docx.reading import Reading
from outcomes.artifacts.docx.story import Story
from outcomes.artifacts.hidden_text import hidden_text_flags
from outcomes.artifacts.ooxml.contrast import is_rgb
from outcomes.artifacts.ooxml.package import Package
from outcomes.artifacts.ooxml.properties import read_properties
from outcomes.errors import ArtifactError
from outcomes.reader import DEFAULT_LIMITS, Limits

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml import etree

_PATH = re.compile(r".*[/\\]", re.DOTALL)


def read_docx(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Artifact:
    """Read a Word document.

    Raises:
        ArtifactError: what `Package.open` raises, `not-ooxml` for another kind of office file, and `bad-xml`, `dtd`,
            `too-deep`, `too-large` or `corrupt-part` when the main document cannot be read. Damage elsewhere is
            an `unreadable` block and a flag.
    """
    package = Package.open(data, _PATH.sub("", name), limits)
    if package.kind != "docx":
        msg = f"{package.name!r} is a {package.kind} file, not a Word document."
        raise ArtifactError("not-ooxml", msg, fix=f"Give it the extension .{package.kind}, or deliver the document.")
    try:
        return _read(package, data, limits)
    except RecursionError as error:
        raise ArtifactError("too-deep", f"{name!r} nests its content too deeply.") from error


def _read(package: Package, data: bytes, limits: Limits) -> Artifact:
    document = package.xml(package.main)
    reading = Reading(package, limits)
    body = _ended(reading, _body(reading, document))
    margins = _ended(reading, read_margins(reading, document))
    metadata, stated, damage = read_properties(package)
    sections = _sections(body)
    margin = Unit("margin", len(sections) + 1, "margins", blocks=(*reading.damaged, *margins, *metadata))
    units = (*sections, margin)
    concealed = hidden_text_flags(block for unit in units for block in unit.walk())
    return Artifact(
        kind="docx",
        name=package.name,
        files=(FileEntry(package.name, hashlib.sha256(data).hexdigest(), len(data)),),
        units=units,
        flags=(*package.flags(), *reading.flags, *damage, *concealed),
        content_sha256=package.content_sha256(),
        facts={**_facts(sections, margin, reading), **stated},
    )


def _body(reading: Reading, document: etree._Element) -> list[Block]:
    body = document.find(f"{W}body")
    if body is None:
        raise ArtifactError("not-ooxml", f"{reading.package.name!r} has a main part without a document body.")
    story = Story(reading, reading.package.main, document)
    return story.blocks(body, Place(background=_page_colour(reading, document)))


def _page_colour(reading: Reading, document: etree._Element) -> str:
    """The colour behind the body: paper, unless the document says otherwise and switches it on."""
    background = document.find(f"{W}background")
    if background is None or not switched_on(reading.settings, "displayBackgroundShape"):
        return PAPER
    colour = (background.get(f"{W}color") or "").upper()
    return colour if is_rgb(colour) and len(background) == 0 else UNKNOWN


def _ended(reading: Reading, blocks: list[Block]) -> list[Block]:
    """The blocks; where the limit stopped the reading, a last one and a flag say so."""
    if not reading.full or any(flag.code == "truncated" for flag in reading.flags):
        return blocks
    detail = f"reading stopped after {reading.limits.blocks:,} blocks"
    reading.flags.append(Flag("truncated", detail))
    return [*blocks, Block("unreadable", "truncated", f"[{detail}]")]


def _sections(body: Sequence[Block]) -> list[Unit]:
    """A section begins at each heading of the highest rank that the document uses."""
    ranks = [block.level for block in body if block.kind == "heading" and block.visible and block.level is not None]
    rank = min(ranks, default=None)
    groups: list[list[Block]] = [[]]
    for block in body:
        if block.kind == "heading" and block.visible and block.level == rank and groups[-1]:
            groups.append([])
        groups[-1].append(block)
    return [
        Unit("section", number, f"section {number}", title=_title(group, rank), blocks=tuple(group))
        for number, group in enumerate(groups, 1)
    ]


def _title(group: Sequence[Block], rank: int | None) -> str:
    first = group[0] if group else None
    return first.text if first is not None and first.kind == "heading" and first.level == rank else ""


def _facts(sections: Iterable[Unit], margin: Unit, reading: Reading) -> dict[str, str | int]:
    """Counts of what the body holds, and of the notes and comments to it."""
    body: Counter[str] = Counter(block.kind for unit in sections for block in unit.walk())
    notes: Counter[str] = Counter(block.kind for block in margin.blocks)
    return {
        **{f"{kind}s": body[kind] for kind in ("paragraph", "heading", "list_item", "table", "picture", "chart")},
        **{f"{kind}s": notes[kind] for kind in ("footnote", "endnote", "comment")},
        "tracked_changes": reading.tracked_changes,
    }
