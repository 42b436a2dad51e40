"""What must hold so that text can be read: contrast and size of the letters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import Field

from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.colours import contrast as contrast_of
from outcomes.checks.findings import passed, places, quoted
from outcomes.checks.looks import KINDS, judged_known, letters_counted, seen
from outcomes.text import count

if TYPE_CHECKING:
    from collections.abc import Iterable

    from outcomes.artifact import Artifact
    from outcomes.blobs import Files
    from outcomes.checks.looks import Seen

_LARGE_PT: Final = 18.0
_LARGE_BOLD_PT: Final = 14.0
_LARGE_SHARE: Final = 3.0 / 4.5
_SLACK: Final = 0.005
"""Ratios are told to two places; WCAG rounds none up."""
_POINT_SLACK: Final = 0.26
"""A fitted size is rounded to half points by some programs."""


class Contrast(NoArgs):
    """How much text must stand out."""

    ratio: float = Field(
        default=4.5,
        ge=1,
        le=21,
        description="Least contrast ratio of text, from 1 to 21; two thirds of it will do for large text "
        "(18 pt, or 14 pt bold): 4.5 and 3 are level AA, 7 and 4.5 (4.67) level AAA.",
    )


class FontSize(NoArgs):
    """Least sizes by the part that text plays."""

    body_pt: float = Field(gt=0, le=400, description="Least size of running text, headings and titles, in points.")
    captions_pt: float | None = Field(
        default=None,
        gt=0,
        le=400,
        description="Least size of captions, table cells, footnotes, chart and diagram labels, in points; "
        "left out: not looked at.",
    )
    footers_pt: float | None = Field(
        default=None,
        gt=0,
        le=400,
        description="Least size of headers, footers, dates, page numbers and text in the lowest tenth of a slide, "
        "in points; left out: not looked at.",
    )


@check(
    "contrast",
    summary="Text stands out from what is behind it: a contrast ratio of at least `ratio` (two thirds if large)",
    example="check: contrast ratio=4.5",
    args=Contrast,
    kinds=KINDS,
    group="accessibility",
    meaning=(
        "The ratio of the luminances of each stretch of visible text and of what lies right behind it, after styles, "
        "themes and automatic colours. Text of 18 pt, or of 14 pt bold, needs two thirds of `ratio`. Text whose colour "
        "or background is unknown (over a picture, a gradient, a pattern) is counted apart, not guessed. When more "
        "than half of the letters are like that and none is too pale, nothing is decided."
    ),
    source="WCAG 2.2, 1.4.3 Contrast (Minimum), 1.4.6 (Enhanced); Microsoft accessibility checker: Hard-to-read text",
    false_positives=(
        "Text in logos and in pictures of other programs, which WCAG exempts; text that is meant to be faint, such "
        "as a watermark; text over a picture that was put into the file behind a shape without a fill is not decided."
    ),
)
def contrast(artifact: Artifact, args: Contrast, _files: Files) -> CheckResult:
    """Per block the palest stretch is reported."""
    texts = seen(artifact)
    worst: dict[str, tuple[float, str]] = {}
    unknown = 0
    for text in texts:
        ratio = _ratio(text)
        least, most = _needed(text, args.ratio)
        if ratio is None or least <= ratio + _SLACK < most:
            unknown += text.letters
        elif ratio + _SLACK < least and ratio < worst.get(text.block.locator, (22.0, ""))[0]:
            worst[text.block.locator] = (ratio, _pale(text, ratio, least))
    findings = [Finding(locator, problem) for locator, (_, problem) in worst.items()]
    fix = f"Choose a darker or lighter colour for the text at {places(findings)}."
    return _judged(texts, unknown, findings, "too pale", fix)


@check(
    "font_size",
    summary="No running text is smaller than `body_pt` points, no caption or table cell smaller than `captions_pt`",
    example="check: font_size body_pt=14 captions_pt=10",
    args=FontSize,
    kinds=KINDS,
    group="accessibility",
    meaning=(
        "The size of each stretch of visible text in points, after styles, layouts and automatic shrinking; on slides "
        "lower than 5 or higher than 8 inches, as if they were 7.5. Headers, "
        "footers, dates, page numbers and text that begins in the lowest tenth of a slide are looked at only when "
        "`footers_pt` is given; captions, table cells, footnotes and the labels of charts and diagrams only when "
        "`captions_pt` is given. Superscripts (a few signs smaller than what stands beside them) are left out. When "
        "the size of more than half of the letters is unknown and none is too small, nothing is decided."
    ),
    source="Microsoft: accessible presentations (18 pt or larger), accessible documents (12 pt or larger)",
    false_positives=(
        "Small print that is meant to be small and is in no footer, caption or table: labels in a drawing, a licence, "
        "code."
    ),
)
def font_size(artifact: Artifact, args: FontSize, _files: Files) -> CheckResult:
    """Per block the smallest stretch is reported."""
    least = {"caption": args.captions_pt, "footer": args.footers_pt}
    texts = [text for text in seen(artifact) if not text.raised and least.get(text.role, args.body_pt) is not None]
    smallest: dict[str, tuple[float, float, Seen]] = {}
    unknown = 0
    for text in texts:
        asked = least.get(text.role, args.body_pt) or 0.0
        size = text.size_pt
        if size is None:
            unknown += text.letters
        elif size + _POINT_SLACK < asked:
            before = smallest.get(text.block.locator)
            if before is None or size < before[0]:
                smallest[text.block.locator] = (size, asked, text)
    findings = [
        Finding(locator, f"{quoted(text.text)} is {size:.3g} pt, at least {asked:g} pt asked for")
        for locator, (size, asked, text) in smallest.items()
    ]
    fix = f"Enlarge the text at {places(findings)}, and cut words or use another slide where it no longer fits."
    return _judged(texts, unknown, findings, "too small", fix)


CHECKS: Final = (contrast, font_size)


def _ratio(text: Seen) -> float | None:
    font = text.font
    if font is None or font.colour is None or font.background is None:
        return None
    return contrast_of(font.colour, font.background)


def _needed(text: Seen, ratio: float) -> tuple[float, float]:
    """The least and the most that this stretch may need: two limits where its size is unknown."""
    if text.font is None or text.size_pt is None:
        return ratio * _LARGE_SHARE, ratio
    large = text.size_pt >= _LARGE_PT or (text.size_pt >= _LARGE_BOLD_PT and text.font.bold is True)
    needed = ratio * _LARGE_SHARE if large else ratio
    return needed, needed


def _pale(text: Seen, ratio: float, least: float) -> str:
    font = text.font
    colours = f"#{font.colour} on #{font.background}" if font is not None else ""
    return f"{quoted(text.text)} has a contrast of {ratio:.2f}:1 ({colours}), at least {least:.2f}:1 asked for"


def _judged(texts: Iterable[Seen], unknown: int, findings: list[Finding], what: str, fix: str) -> CheckResult:
    total = sum(text.letters for text in texts)
    if not total:
        return passed("no text to look at")
    measured = f"{letters_counted(total)}, {count(len(findings), 'place') if findings else 'nowhere'} {what}"
    return judged_known(measured, findings, fix, unknown, total - unknown)
