"""Blocks as a reader hands them on, turned into paragraphs that can be set and the frame around them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Protocol

from outcomes.appearance import EMU_PER_POINT
from outcomes.checks.overflow.estimate import Frame, Paragraph
from outcomes.checks.overflow.wrap import Stretch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.appearance import Box, Font, TextFrame
    from outcomes.artifact import Block
    from outcomes.checks.overflow.faces import Face

_INSETS: Final = (91_440, 45_720, 91_440, 45_720)
"""Left, top, right and bottom where the file states none (ECMA-376 part 1, 21.1.2.1.1)."""
_ELLIPSE_EDGE: Final = 0.5 - 0.5**1.5
"""How far in the largest rectangle in an ellipse begins, as a share of its width or height."""
_ROUND_EDGE: Final = 0.16667 * (1 - 0.5**0.5)
_BOXED: Final = frozenset({"rect", "flowChartProcess", "round2SameRect", "snip1Rect", "round1Rect"})
_MOST_LETTERS: Final = 100_000
"""Of one paragraph; more than any slide has room for, so that the rest makes no difference."""
_NUMBER: Final = re.compile(r"¶(\d+)$")


class Undecided(Exception):  # noqa: N818 - not an error: an answer
    """Why nothing can be said about a box."""


class FaceFinder(Protocol):
    """Where the faces for fonts come from."""

    def __call__(self, font: Font, /) -> Face:
        """The face for a font; raise `Undecided` where there is none."""


def paragraphs(block: Block, faces: FaceFinder) -> list[Paragraph]:
    """The paragraphs of a shape or cell, empty ones between them too; raise `Undecided` for unknown looks."""
    own = [block] if block.text else [child for child in block.children if child.kind in ("paragraph", "list_item")]
    if any(child.kind == "equation" for child in block.children):
        raise Undecided("it holds an equation")
    found: list[Paragraph] = []
    last = 0
    for piece in own:
        if not piece.visible or not piece.text:
            continue
        made = _paragraph(piece, faces)
        number = _number(piece)
        if number is not None:
            found += [_emptied(made)] * (number - last - 1)
            last = number
        found.append(made)
    return found


def frame(block: Block, *, any_outline: bool = False) -> Frame:
    """The frame of a shape in which its text is set; raise `Undecided` where lines do not run plainly across it.

    With `any_outline`, text is taken to have the whole box where the preset outline is an unusual one.
    """
    shape, box = block.shape, block.box
    if box is None or shape is None or shape.frame is None:
        raise Undecided("the place or the frame of its text is not known")
    if shape.rotation % 180:
        raise Undecided("it is turned")
    if shape.frame.vertical or shape.frame.columns > 1:
        raise Undecided("its text is set upright or in columns")
    if shape.frame.wrap is None:
        raise Undecided("whether its lines wrap is not known")
    return _framed(box, shape.frame, _inside(box, shape.geometry, any_outline=any_outline))


def _framed(box: Box, text: TextFrame, edge: tuple[float, float]) -> Frame:
    stated = (text.left, text.top, text.right, text.bottom)
    left, top, right, bottom = (default if own is None else own for own, default in zip(stated, _INSETS, strict=True))
    across, down = edge
    return Frame(
        box.width / EMU_PER_POINT,
        box.height / EMU_PER_POINT,
        (left + across) / EMU_PER_POINT,
        (top + down) / EMU_PER_POINT,
        (right + across) / EMU_PER_POINT,
        (bottom + down) / EMU_PER_POINT,
        text.wrap is not False,
        text.anchor or "top",
    )


def _inside(box: Box, geometry: str | None, *, any_outline: bool) -> tuple[float, float]:
    """How far in from its box the text of a preset shape begins, in EMU across and down."""
    if geometry == "ellipse":
        return box.width * _ELLIPSE_EDGE, box.height * _ELLIPSE_EDGE
    if geometry == "roundRect":
        edge = min(box.width, box.height) * _ROUND_EDGE
        return edge, edge
    if geometry is None or geometry in _BOXED or any_outline:
        return 0.0, 0.0
    msg = f"where text lies in the outline {geometry!r} is not known"
    raise Undecided(msg)


def _paragraph(block: Block, faces: FaceFinder) -> Paragraph:
    if not block.runs:
        raise Undecided("the looks of its text are not known")
    look = block.paragraph
    stretches = tuple(_stretches(block, faces))
    if look is None:
        return Paragraph(stretches, label=block.label or "")
    return Paragraph(
        stretches,
        look.line_spacing if look.line_spacing is not None else 1.0,
        look.line_pt,
        look.before_pt or 0.0,
        look.after_pt or 0.0,
        look.left_pt or 0.0,
        look.first_pt or 0.0,
        look.right_pt or 0.0,
        block.label or "",
    )


def _stretches(block: Block, faces: FaceFinder) -> Iterator[Stretch]:
    for run in block.runs:
        if run.start >= _MOST_LETTERS:
            return
        if run.font.size_pt is None:
            raise Undecided("the size of its text is not known")
        yield Stretch(block.text[run.start : min(run.end, _MOST_LETTERS)], faces(run.font), run.font.size_pt)


def _emptied(paragraph: Paragraph) -> Paragraph:
    """An empty paragraph like the one behind it."""
    return paragraph._replace(stretches=(paragraph.stretches[0]._replace(text=""),), label="")


def _number(block: Block) -> int | None:
    found = _NUMBER.search(block.locator)
    return int(found[1]) if found else None
