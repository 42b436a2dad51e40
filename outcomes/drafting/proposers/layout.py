"""Criteria about places on the page: margins, pictures, things in line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outcomes.drafting.names import plain_number
from outcomes.drafting.proposal import LOOK, TABLES, Proposal, habit, proposes, something_for, standard

if TYPE_CHECKING:
    from collections.abc import Iterable

    from outcomes.drafting.example import Example

PAGE_INCHES: Final = tuple(twentieth / 20 for twentieth in range(60, 4, -1))
"""Margins of pages, from 3 inches down to a quarter, which printers need."""
SLIDE_INCHES: Final = (0.75, 0.5, 0.4, 0.3, 0.25)


@proposes("docx.margins", LOOK, 48)
def _margins(example: Example) -> Iterable[Proposal]:
    inches = example.tightest("docx.margins", "inches", PAGE_INCHES)
    if inches is not None:
        yield Proposal(
            f"The margins of every page are at least {_inches(inches)}",
            {"inches": plain_number(inches)},
            "the smallest",
        )


@proposes("pptx.margins", LOOK, 41)
def _slide_margins(example: Example) -> Iterable[Proposal]:
    inches = example.tightest("pptx.margins", "inches", SLIDE_INCHES)
    if inches is not None:
        yield Proposal(f"Text keeps {_inches(inches)} from the edges of the slide", {"inches": inches}, "the widest")


def _inches(number: float) -> str:
    return f"{number:g} inch" if number == 1 else f"{number:g} inches"


PROPOSERS: Final = (
    _margins,
    _slide_margins,
    habit(
        "pptx.alignment",
        LOOK,
        49,
        "Things of one size in a row or column line up",
        where=something_for("pptx.alignment"),
    ),
    standard(
        "picture_resolution",
        TABLES,
        50,
        "Every picture has at least 96 pixels to the inch",
        where=something_for("picture_resolution"),
    ),
    standard("picture_distortion", TABLES, 51, "No picture is stretched", where=something_for("picture_distortion")),
)
