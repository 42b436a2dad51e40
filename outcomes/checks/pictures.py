"""What must hold for pictures as they are drawn: enough pixels, and their own proportions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import Field

from outcomes.appearance import EMU_PER_INCH
from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.findings import judged, passed, places, undecided
from outcomes.text import count

if TYPE_CHECKING:
    from outcomes.appearance import Image
    from outcomes.artifact import Artifact, Block
    from outcomes.blobs import Files

KINDS: Final = ("docx", "pptx")
_ICON_INCHES: Final = 0.75
_TINY_PX: Final = 4
"""Pictures of so few pixels are coloured areas, which may be drawn at any size."""


class LeastResolution(NoArgs):
    """How fine pictures must be."""

    dpi: int = Field(default=96, ge=1, le=2400, description="Least number of pixels to the inch as drawn.")


class MostDistortion(NoArgs):
    """How far pictures may be stretched."""

    percent: float = Field(
        default=3.0, gt=0, le=100, description="Largest change of the ratio of width to height, in per cent."
    )


@check(
    "picture_resolution",
    summary="Every picture is drawn with at least `dpi` pixels to the inch",
    example="check: picture_resolution dpi=96",
    args=LeastResolution,
    kinds=KINDS,
    group="layout",
    meaning=(
        "The pixels of each visible picture after cropping, divided by the size at which it is drawn; the worse of "
        "width and height counts. Vector graphics (SVG, EMF, WMF), pictures drawn smaller than 0.75 inches both ways, "
        "and pictures of less than four pixels a side are left out."
    ),
    source="96 pixels to the inch is one pixel on a plain screen (CSS); AutoPresent/SlidesBench image score",
    false_positives="Pictures that are meant to be coarse: pixel art, blurred backgrounds.",
)
def picture_resolution(artifact: Artifact, args: LeastResolution, _files: Files) -> CheckResult:
    """Pixels are read from the picture's header, never decoded."""
    pictures, unknown = _pictures(artifact)
    findings = []
    for block, image in pictures:
        across, down = _density(image)
        if round(min(across, down)) < args.dpi and not _is_icon(image):
            problem = f"{image.width_px} x {image.height_px} pixels at {_drawn(image)}: {min(across, down):.0f} dpi"
            findings.append(Finding(block.locator, f"{problem}, at least {args.dpi} asked for"))
    fix = f"Put in a larger version of {places(findings)}, or draw it smaller."
    return _judged(len(pictures), unknown, findings, f"below {args.dpi} dpi", fix)


@check(
    "picture_distortion",
    summary="No picture is stretched: its proportions as drawn are its own, to within `percent`",
    example="check: picture_distortion percent=3",
    args=MostDistortion,
    kinds=KINDS,
    group="layout",
    meaning=(
        "Width to height of each visible picture's pixels after cropping, against width to height as drawn. Vector "
        "graphics and pictures of less than four pixels a side are left out. A difference that comes from rounding to "
        "one pixel is forgiven."
    ),
    source="AutoPresent/SlidesBench image score; practice of design guides",
    false_positives="Textures and gradients that are stretched on purpose; pixels that are not square.",
)
def picture_distortion(artifact: Artifact, args: MostDistortion, _files: Files) -> CheckResult:
    """Says which way it is stretched, and by how much."""
    pictures, unknown = _pictures(artifact)
    findings = []
    for block, image in pictures:
        across, down = _density(image)
        stretch = down / across - 1 if across < down else across / down - 1
        if 100 * stretch > args.percent + 100 * _rounding(image):
            way = "wider" if across < down else "higher"
            problem = f"drawn {100 * stretch:.0f} % too {'wide' if across < down else 'high'}"
            findings.append(Finding(block.locator, f"{problem}: {_drawn(image)}, {way} than its own proportions"))
    fix = f"Reset the proportions of {places(findings)}, and crop instead of stretching."
    return _judged(len(pictures), unknown, findings, "stretched", fix)


CHECKS: Final = (picture_resolution, picture_distortion)


def _pictures(artifact: Artifact) -> tuple[list[tuple[Block, Image]], int]:
    """The visible pictures made of pixels, and how many there are of which size or pixels are not known."""
    found: list[tuple[Block, Image]] = []
    unknown = 0
    blocks = (block for unit in artifact.units if not unit.hidden for block in unit.walk())
    for block in blocks:
        image = block.image
        if block.kind != "picture" or not block.visible or (image is not None and _is_vector(image)):
            continue
        if image is None or not _complete(image):
            unknown += 1
        elif min(image.width_px or 0, image.height_px or 0) >= _TINY_PX:
            found.append((block, image))
    return found, unknown


def _is_vector(image: Image) -> bool:
    return image.format in ("svg", "emf", "wmf")


def _complete(image: Image) -> bool:
    left, top, right, bottom = image.crop
    return bool(
        image.width_px
        and image.height_px
        and image.drawn_width
        and image.drawn_height
        and left + right < 1
        and top + bottom < 1
    )


def _is_icon(image: Image) -> bool:
    return max(image.drawn_width or 0, image.drawn_height or 0) < _ICON_INCHES * EMU_PER_INCH


def _density(image: Image) -> tuple[float, float]:
    """Pixels to the inch, across and down."""
    left, top, right, bottom = image.crop
    across = (image.width_px or 0) * (1 - left - right) * EMU_PER_INCH / (image.drawn_width or 1)
    down = (image.height_px or 0) * (1 - top - bottom) * EMU_PER_INCH / (image.drawn_height or 1)
    return across, down


def _rounding(image: Image) -> float:
    """The share by which one pixel changes the proportions."""
    return 1 / max(min(image.width_px or 1, image.height_px or 1), 1)


def _drawn(image: Image) -> str:
    return f"{(image.drawn_width or 0) / EMU_PER_INCH:.1f} x {(image.drawn_height or 0) / EMU_PER_INCH:.1f} in"


def _judged(number: int, unknown: int, findings: list[Finding], what: str, fix: str) -> CheckResult:
    if not number and unknown:
        return undecided(f"pixels or drawn size of {count(unknown, 'picture')} are not known")
    if not number:
        return passed("no pictures made of pixels")
    apart = f" ({unknown:,} more not decided)" if unknown else ""
    measured = f"{count(number, 'picture')}{apart}, {len(findings) or 'none'} {what}"
    return judged(measured, findings, fix)
