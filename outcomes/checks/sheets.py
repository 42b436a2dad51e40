"""What must hold for the sheets of a workbook: which there are, and that nothing in them is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import Field

from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.findings import WHOLE, judged, listing, places, quoted
from outcomes.checks.workbook import KINDS
from outcomes.text import count, fold

if TYPE_CHECKING:
    from outcomes.artifact import Artifact
    from outcomes.blobs import Files


class SheetNames(NoArgs):
    """Sheets that must be there."""

    names: list[str] = Field(min_length=1, max_length=250, description="The names of the sheets.")
    in_order: bool = Field(default=True, description="Whether they have to stand in this order.")
    only: bool = Field(default=False, description="Whether there may be no others.")


class Allowed(NoArgs):
    """Which sheets may be hidden."""

    allow: list[str] = Field(default=[], max_length=250, description="Names of sheets in which hidden things are fine.")


@check(
    "xlsx.sheets",
    summary="The workbook has the sheets `names`, in this order unless `in_order=false`",
    example='check: xlsx.sheets names=["Summary", "Data"] only=true',
    args=SheetNames,
    kinds=KINDS,
    group="spreadsheets",
    meaning=(
        "Sheet names as on the tabs; capitals and spaces at the ends make no difference, as in Excel. Hidden sheets do "
        "not count as there. With `only`, there are no other visible ones; without it, others may stand between."
    ),
    source="The structure that the rubric asks for",
    false_positives="A sheet of another name with the right content.",
)
def sheets(artifact: Artifact, args: SheetNames, _files: Files) -> CheckResult:
    """Chart sheets count as far as the reader gives them."""
    seen = [unit for unit in artifact.units if unit.kind == "sheet" and not unit.hidden]
    names = [unit.title or unit.locator for unit in seen]
    keys = [fold(name).casefold() for name in names]
    wanted = [fold(name).casefold() for name in args.names]
    findings = [
        Finding(WHOLE, f"no sheet {quoted(name)}")
        for name, key in zip(args.names, wanted, strict=True)
        if key not in keys
    ]
    there = [key for key in wanted if key in keys]
    if args.in_order and sorted(there, key=keys.index) != there:
        findings.append(Finding(WHOLE, f"the sheets stand in another order: {listing(names, 20)}"))
    if args.only:
        findings += [
            Finding(unit.locator, "a sheet that was not asked for")
            for unit, key in zip(seen, keys, strict=True)
            if key not in wanted
        ]
    asked = listing(args.names, 20)
    return judged(f"{count(len(names), 'sheet')}: {listing(names, 20)}", findings, f"Make the sheets {asked}.")


@check(
    "xlsx.no_hidden",
    summary="No sheet, row or column is hidden",
    example='check: xlsx.no_hidden allow=["Lists"]',
    args=Allowed,
    kinds=KINDS,
    group="spreadsheets",
    meaning=(
        "Sheets that are hidden or very hidden, and rows and columns with anything in them that are hidden or of no "
        "height or width. Rows that a filter hides count: whoever reads the sheet does not see them."
    ),
    source="Microsoft Document Inspector: Hidden Worksheets, Hidden Rows and Columns",
    false_positives="Lists for drop-down menus, and groups that are folded on purpose: allow the sheet.",
)
def no_hidden(artifact: Artifact, args: Allowed, _files: Files) -> CheckResult:
    """One finding for each sheet, hidden row and hidden column."""
    findings: list[Finding] = []
    for unit in artifact.units:
        if unit.kind != "sheet" or unit.title in args.allow:
            continue
        if unit.hidden:
            findings.append(Finding(unit.locator, "the sheet is hidden"))
            continue
        seen: set[tuple[str, int | None]] = set()
        for block in unit.blocks:
            place = (block.reason or "", block.row if block.reason == "hidden-row" else block.column)
            if block.reason in ("hidden-row", "hidden-column") and place not in seen:
                seen.add(place)
                findings.append(Finding(block.locator, f"in a {block.reason.replace('-', ' ')}"))
    measured = f"{count(len(findings), 'hidden sheet, row or column', 'hidden sheets, rows and columns')}"
    return judged(
        measured if findings else "nothing is hidden", findings, f"Show or delete what is hidden at {places(findings)}."
    )


CHECKS: Final = (sheets, no_hidden)
