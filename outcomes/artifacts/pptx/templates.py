"""What layouts and masters themselves show on slides: logos, confidentiality marks and the like, read once."""

from __future__ import annotations

from collections import Counter
from posixpath import basename
from typing import TYPE_CHECKING

from outcomes.artifact import Unit
from outcomes.artifacts.pptx.blocks import BlockWriter
from outcomes.artifacts.pptx.markup import P
from outcomes.artifacts.pptx.names import plain_name

if TYPE_CHECKING:
    from outcomes.artifacts.pptx.reading import Reading
    from outcomes.artifacts.pptx.scene import Scene, Scenes


def read_templates(reading: Reading, scenes: Scenes, first: int) -> list[Unit]:
    """A margin unit for each layout or master that shows text of its own on a slide; `first` numbers the first.

    Placeholders on them only prompt whoever edits a slide, and are left out.
    """
    units: list[Unit] = []
    labels = Counter(_label(scene) for scene in scenes.templates)
    for scene in scenes.templates:
        label = _label(scene)
        locator = label if labels[label] == 1 else f"{label} #{basename(scene.sheet.part)}"
        shapes = [shape for shape in scene.shapes if shape.placeholder is None]
        blocks = tuple(block for block in BlockWriter(reading, scene, 0).write(shapes, locator) if block.full_text)
        if blocks:
            units.append(Unit("margin", first + len(units), locator, blocks=blocks))
    return units


def _label(scene: Scene) -> str:
    kind = "master" if scene.sheet.root.tag == f"{P}sldMaster" else "layout"
    return f'{kind} "{plain_name(scene.sheet.bones.name or basename(scene.sheet.part))}"'
