"""PowerPoint presentations (pptx, pptm, potx, ppsx): slides, notes, comments and properties as an artifact."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from outcomes.artifact import Block, Flag, Unit
from outcomes.artifacts.hidden_text import hidden_text_flags
from outcomes.artifacts.ooxml.package import Package
from outcomes.artifacts.ooxml.properties import read_properties
from outcomes.artifacts.pptx.reading import Reading
from outcomes.artifacts.pptx.scene import Scenes
from outcomes.artifacts.pptx.slide import damaged_slide, read_slide, unread_slide
from outcomes.artifacts.pptx.templates import read_templates
from outcomes.artifacts.single import one_file, truncation
from outcomes.errors import ArtifactError
from outcomes.reader import DEFAULT_LIMITS
from outcomes.text import count, count_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from outcomes.artifact import Artifact, BlockKind
    from outcomes.reader import Limits

    _Flat = Sequence[tuple[Unit, list[Block]]]

_FOLDERS = re.compile(r".*[/\\]", re.DOTALL)
_COUNTED: dict[str, BlockKind] = {
    "notes": "note", "comments": "comment", "charts": "chart", "tables": "table", "pictures": "picture",
    "objects": "object",
}  # fmt: skip


def read_pptx(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Artifact:
    """Read a presentation: one unit for each slide, then what layouts and masters add, then the properties.

    Raises:
        ArtifactError: what `Package.open` raises; `not-ooxml` for another kind of office file; `too-many-slides`;
            `too-large`, `too-deep` or `dtd` wherever they are met; the first slide's error when none can be read.
    """
    package = Package.open(data, _FOLDERS.sub("", name), limits)
    if package.kind != "pptx":
        msg = f"{package.name!r} is a {package.kind} file, not a presentation."
        raise ArtifactError("not-ooxml", msg, fix="Deliver the presentation, or give the file its own extension.")
    try:
        with closing(Reading(package, limits)) as reading:
            return _read(reading, data)
    except RecursionError as error:
        raise ArtifactError("too-deep", f"{package.name!r} nests its content too deeply.") from error


def _read(reading: Reading, data: bytes) -> Artifact:
    package = reading.package
    scenes = Scenes(reading)
    units = _slides(reading, scenes)
    was_full = reading.is_full()
    units += read_templates(reading, scenes, len(units) + 1)
    if reading.is_full() and not was_full:
        reading.flags.append(_truncation("layouts", reading)[1])
    properties, stated, damage = read_properties(package)
    if properties:
        units.append(Unit("margin", len(units) + 1, "properties", "Properties", tuple(properties)))
    blocks = [(unit, list(unit.walk())) for unit in units]
    flags = [*package.flags(), *reading.flags, *damage, *_unseen(blocks)]
    facts = {**_facts(blocks, reading), **stated}
    artifact = one_file("pptx", data, package.name, units, flags, facts, package.content_sha256())
    return replace(artifact, bookmarks=_bookmarks(reading))


def _slides(reading: Reading, scenes: Scenes) -> list[Unit]:
    """Every slide of the list; those that cannot be read, or no longer, say so in their place."""
    units: list[Unit] = []
    errors: list[ArtifactError] = []
    for entry in reading.slides:
        if reading.is_full():
            units.append(unread_slide(entry, _truncation(f"slide {entry.number}", reading)[0], reading))
            continue
        try:
            unit = read_slide(entry, reading, scenes)
        except ArtifactError as error:
            errors.append(error)
            unit = damaged_slide(entry, error, reading)
        reading.forget(entry.part)
        if reading.is_full():
            block, flag = _truncation(unit.locator, reading)
            unit = replace(unit, blocks=(*unit.blocks, block))
            reading.flags.append(flag)
        units.append(unit)
    if errors and len(errors) == len(units):
        raise errors[0]
    return units


def _truncation(locator: str, reading: Reading) -> tuple[Block, Flag]:
    return truncation(f"the first {count(reading.limits.blocks, 'block')}", locator)


def _unseen(units: _Flat) -> Iterator[Flag]:
    """One flag for each hidden slide, and one for each other piece of text that was made unseen."""
    for unit, blocks in units:
        if unit.hidden and (found := [block.text for block in blocks if block.concealed and block.text]):
            yield Flag("hidden-text", f"hidden-slide: {count(count_words(' '.join(found)), 'word')}", unit.locator)
    yield from hidden_text_flags(
        block for _, blocks in units for block in blocks if block.text and block.reason != "hidden-slide"
    )


def _facts(units: _Flat, reading: Reading) -> dict[str, str | int]:
    slides = [unit for unit, _ in units if unit.kind == "slide"]
    kinds = Counter([block.kind for unit, blocks in units if unit.kind == "slide" for block in blocks])
    facts: dict[str, str | int] = {
        "slides": len(slides),
        "hidden_slides": sum(unit.hidden for unit in slides),
        **{fact: kinds[kind] for fact, kind in _COUNTED.items()},
        "slide_width_emu": reading.size.width,
        "slide_height_emu": reading.size.height,
    }
    if reading.languages:
        facts["language"] = max(reading.languages, key=lambda lang: reading.languages[lang])
    if reading.sections:
        facts["sections"] = len(reading.sections)
        facts["section_names"] = "; ".join(reading.sections)
    return facts


def _bookmarks(reading: Reading) -> dict[str, str]:
    """Custom shows, the only places inside a deck that links know by name, and the first slide of each."""
    return {show.name: show.first for show in reversed(reading.shows.values()) if show.name and show.first}
