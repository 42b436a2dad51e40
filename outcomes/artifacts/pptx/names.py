"""Locators of shapes: by name, and by id where a name alone would not do."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from outcomes.artifacts.pptx.markup import GROUP
from outcomes.text import clip, fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from outcomes.artifacts.pptx.shapes import Shape

_LONGEST_NAME = 80
_LONGEST_ID = 12


class Names:
    """Gives every shape of one sheet its own locator."""

    def __init__(self, shapes: Iterable[Shape]) -> None:
        """Count the names, groups and what is in them alike."""
        self._names: dict[int, str] = {}
        self._counts: dict[str, int] = {}
        self._given: dict[str, int] = {}
        for shape in (shape for top in shapes for shape in top.walk()):
            name = self._names[shape.order] = plain_name(shape.name)
            self._counts[name] = self._counts.get(name, 0) + 1

    def locator(self, parent: str, shape: Shape) -> str:
        """`slide 3 / shape "Title 1"`; with ` #7` when the name repeats on the slide, or alone when there is none."""
        name = self._names[shape.order]
        label = f'"{name}"'
        if not name or self._counts[name] > 1:
            ref = clip(fold(shape.id), _LONGEST_ID) or str(shape.order + 1)
            label = f"{label} #{ref}" if name else f"#{ref}"
        locator = f"{parent} / {'group' if shape.node.tag == GROUP else 'shape'} {label}"
        times = self._given[locator] = self._given.get(locator, 0) + 1
        return locator if times == 1 else f"{locator} ({times})"


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """A name that fits on a line and cannot be mistaken for the rest of a locator."""
    return fold(clip(fold(name), _LONGEST_NAME)).replace('"', "'")
