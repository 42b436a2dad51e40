"""The slides of a deck as its checks see them: which are shown, what lies on them, and how a verdict on them reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outcomes.appearance import EMU_PER_INCH, Box
from outcomes.check import CheckResult, Finding
from outcomes.checks.findings import WHOLE, judged, listing, undecided
from outcomes.text import count, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from outcomes.artifact import Artifact, Block, Unit

KINDS: Final = ("pptx",)
TITLES: Final = frozenset({"title", "ctrTitle"})
FURNITURE: Final = frozenset({"ftr", "dt", "sldNum", "hdr"})
"""Placeholders of footer, date, slide number and header."""
TEXT_SHAPES: Final = frozenset({"shape", "text_box", "heading"})


MOST_THINGS: Final = 300
"""Things of one slide that are compared with one another, from the back: their pairs grow with the square."""
_USUAL_HEIGHTS: Final = (5.0, 8.0)
"""Inches: between these lie the sizes that programs offer; others are seen as if brought to the next one."""
_USUAL_HEIGHT: Final = 7.5


def all_slides(artifact: Artifact) -> list[Unit]:
    """The slides, hidden ones too."""
    return [unit for unit in artifact.units if unit.kind == "slide"]


def shown_slides(artifact: Artifact) -> list[Unit]:
    """The slides that an audience sees."""
    return [slide for slide in all_slides(artifact) if not slide.hidden]


def slides_counted(artifact: Artifact) -> str:
    """`12 slides (2 more hidden, not counted)`."""
    number = len(shown_slides(artifact))
    hidden = len(all_slides(artifact)) - number
    return count(number, "slide") + (f" ({hidden:,} more hidden, not counted)" if hidden else "")


def judged_slides(artifact: Artifact, measured: str, findings: Sequence[Finding], fix: str) -> CheckResult:
    """As `judged`; a deck that shows no slide meets nothing, or hiding a bad slide would mend it."""
    if shown_slides(artifact):
        return judged(measured, findings, fix)
    hidden = listing(slide.locator for slide in all_slides(artifact))
    nothing = [Finding(WHOLE, "every slide is hidden" if hidden else "there are no slides")]
    return judged(slides_counted(artifact), nothing, f"Show {hidden}." if hidden else "Add slides.")


def shapes(blocks: Iterable[Block]) -> Iterator[Block]:
    """What lies on a slide and can be seen, from back to front; groups as what is in them."""
    for block in blocks:
        if block.kind == "group":
            yield from shapes(block.children)
        elif block.visible:
            yield block


def visible_text(block: Block) -> str:
    """The words of a shape that can be seen, one line each."""
    return "\n".join(part.text for part in block.walk() if part.visible and part.text)


def has_words(block: Block) -> bool:
    """Whether a reader sees words in it."""
    return any(part.visible and fold(part.text) for part in block.walk())


def judged_pairs(
    artifact: Artifact, measured: str, findings: Sequence[Finding], fix: str, crowded: Sequence[str]
) -> CheckResult:
    """As `judged_slides`; nothing is decided when nothing was found and slides held too many things to compare all."""
    if crowded and not findings:
        return undecided(f"more than {MOST_THINGS} things to compare on {listing(crowded)}")
    return judged_slides(artifact, measured, findings, fix)


def is_title(block: Block) -> bool:
    """A title placeholder."""
    return block.placeholder in TITLES


def drawn_box(block: Block) -> Box | None:
    """The rectangle that a shape covers; of a table that of its cells, since its frame may be older than its rows."""
    cells = [cell.box for cell in block.children if cell.kind == "cell" and cell.box is not None]
    if block.kind != "table" or not cells:
        return block.box
    x, y = min(cell.x for cell in cells), min(cell.y for cell in cells)
    return Box(x, y, max(cell.right for cell in cells) - x, max(cell.bottom for cell in cells) - y)


def usual_scale(unit: Unit) -> float:
    """What makes a length on a slide of an odd size as large as it looks on a usual one; 1 elsewhere."""
    height = (unit.height or 0) / EMU_PER_INCH
    least, most = _USUAL_HEIGHTS
    return 1.0 if unit.kind != "slide" or not height or least <= height <= most else _USUAL_HEIGHT / height


def inches(emu: float) -> str:
    """`1.25 in`."""
    return f"{emu / EMU_PER_INCH:.2f} in"
