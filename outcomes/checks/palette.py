"""What must hold for the colours of text and shapes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Self

from pydantic import Field, model_validator

from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.colours import distance, is_grey
from outcomes.checks.findings import places, quoted
from outcomes.checks.looks import KINDS, judged_known, seen
from outcomes.text import count

if TYPE_CHECKING:
    from collections.abc import Iterable

    from outcomes.artifact import Artifact, Block
    from outcomes.blobs import Files

_HEX: Final = re.compile(r"#?([0-9A-Fa-f]{6})")


class Palette(NoArgs):
    """Which colours may be used."""

    colours: list[str] = Field(
        min_length=1, max_length=100, description="The palette: colours as six hex digits, `1F4E79` or `#1F4E79`."
    )
    tolerance: float = Field(
        default=5.0,
        ge=0,
        le=100,
        description="Largest distance from the nearest colour of the palette, CIE 1976 delta E: 2.3 is just visible.",
    )
    greys: bool = Field(default=True, description="Whether black, white and greys are always allowed.")

    @model_validator(mode="after")
    def _are_colours(self) -> Self:
        wrong = [colour for colour in self.colours if not _HEX.fullmatch(colour)]
        if wrong:
            msg = f"{wrong[0]!r} is no colour; write six hex digits, like 1F4E79."
            raise ValueError(msg)
        return self


@check(
    "palette",
    summary="Text and filled shapes have colours of the palette `colours`, to within `tolerance`",
    example='check: palette colours=["1F4E79", "F4B183"]',
    args=Palette,
    kinds=KINDS,
    group="appearance",
    meaning=(
        "The colours of visible letters and of solid fills of visible shapes, themes and tints resolved, against the "
        "nearest colour of the palette: CIE 1976 delta E of at most `tolerance`. Black, white and greys (channels "
        "that differ by at most 10 of 255) always pass unless `greys=false`. Pictures, gradients, patterns, charts "
        "and outlines are not looked at. Where more than half of the letters have no known colour and nothing wrong "
        "was found, nothing is decided."
    ),
    source="CIE 1976 L*a*b* colour difference; practice of brand guides",
    false_positives="Links in the blue of the theme, warnings in red, tints that the palette does not list.",
)
def palette(artifact: Artifact, args: Palette, _files: Files) -> CheckResult:
    """One finding for each colour, at the place where it is first used."""
    allowed = [found[1].upper() for colour in args.colours if (found := _HEX.fullmatch(colour))]
    first: dict[str, tuple[str, str]] = {}
    unknown = known = 0
    for text in seen(artifact):
        colour = text.font.colour if text.font is not None else None
        if colour is None:
            unknown += text.letters
        else:
            known += text.letters
            first.setdefault(colour, (text.block.locator, f"{quoted(text.text)} is"))
    for block in _filled(artifact):
        if block.shape is not None and block.shape.fill is not None:
            first.setdefault(block.shape.fill, (block.locator, "filled with"))
    findings = []
    for colour, (locator, what) in first.items():
        near = min(allowed, key=lambda one: distance(one, colour))
        far = distance(near, colour)
        if far > args.tolerance and not (args.greys and is_grey(colour)):
            findings.append(Finding(locator, f"{what} #{colour}, delta E {far:.0f} from the nearest, #{near}"))
    measured = f"{count(len(first), 'colour')}, {len(findings) or 'none'} not in the palette"
    fix = f"Use the nearest colour of the palette at {places(findings)}."
    return judged_known(measured, findings, fix, unknown, known)


CHECKS: Final = (palette,)


def _filled(artifact: Artifact) -> Iterable[Block]:
    for unit in artifact.units:
        for block in unit.walk() if not unit.hidden else ():
            if block.visible and block.shape is not None and _HEX.fullmatch(block.shape.fill or ""):
                yield block
