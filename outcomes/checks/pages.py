"""What must hold for the pages of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import Field

from outcomes.appearance import EMU_PER_INCH
from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.findings import WHOLE, judged, listing, undecided

if TYPE_CHECKING:
    from outcomes.artifact import Artifact
    from outcomes.blobs import Files

_SIDES: Final = ("left", "right", "top", "bottom")
_SLACK: Final = 0.01
_CM: Final = 2.54


class PageMargins(NoArgs):
    """Bounds for the margins of pages."""

    inches: float = Field(
        default=0.5, gt=0, le=10, description="Least margin at every edge, in inches (1 in = 2.54 cm)."
    )
    max_inches: float | None = Field(
        default=None, gt=0, le=20, description="Largest of the margins, in inches; left out: any."
    )


@check(
    "docx.margins",
    summary="The margins of every page are at least `inches` wide (and at most `max_inches`)",
    example="check: docx.margins inches=0.75",
    args=PageMargins,
    kinds=("docx",),
    group="layout",
    meaning=(
        "The page margins that the document states, the smallest over its sections. A hundredth of an inch is "
        "forgiven. Text boxes, and tables that reach into the margin, are not looked at."
    ),
    source="Practice: printers need a quarter of an inch, readers half an inch to an inch",
    false_positives="Covers and full-page pictures in a section of their own without margins.",
)
def docx_margins(artifact: Artifact, args: PageMargins, _files: Files) -> CheckResult:
    """Header and footer distances are not margins."""
    margins = {side: artifact.facts.get(f"margin_{side}_emu") for side in _SIDES}
    stated = {side: int(emu) / EMU_PER_INCH for side, emu in margins.items() if emu is not None}
    if len(stated) < len(_SIDES):
        missing = listing(side for side in _SIDES if side not in stated)
        return undecided(f"the document does not state its margin {missing}")
    most = args.max_inches
    findings = [
        Finding(WHOLE, f"the {side} margin is {inches:.2f} in ({inches * _CM:.1f} cm), {_asked(args)} asked for")
        for side, inches in stated.items()
        if inches < args.inches - _SLACK or (most is not None and inches > most + _SLACK)
    ]
    measured = "margins " + ", ".join(f"{side} {inches:.2f} in" for side, inches in stated.items())
    return judged(measured, findings, f"Set the page margins to {_asked(args)}.")


CHECKS: Final = (docx_margins,)


def _asked(args: PageMargins) -> str:
    most = f", at most {args.max_inches:g} in" if args.max_inches is not None else ""
    return f"at least {args.inches:g} in{most}"
