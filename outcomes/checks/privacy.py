"""What must not go out with a file: hidden text, names and paths in its properties, macros, links to other files."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from pydantic import Field

from outcomes.artifact import STRUCK_OUT
from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.findings import WHOLE, judged, places, quoted
from outcomes.text import clip, count

if TYPE_CHECKING:
    from outcomes.artifact import Artifact, Block
    from outcomes.blobs import Files

_PERSONAL: Final = ("creator", "lastModifiedBy", "Manager", "Company", "HyperlinkBase", "author")
_TEMPLATE_FILE: Final = re.compile(r"(?!normal\.|(?:\{[0-9A-F-]+\})?tf\d+\.).+\.(?:dot|pot|xlt)[mx]?", re.IGNORECASE)
"""A template that somebody made: not `Normal.dotm`, nor one of Microsoft's own (`tf10002081.dotx`)."""
_PATH: Final = re.compile(r"[A-Za-z]:[\\/]|\\\\|file:|/(?:Users|home)/", re.IGNORECASE)
_TOOLS: Final = re.compile(
    r"(?:python-(?:docx|pptx)|openpyxl|docx4j|apache poi|microsoft office user|un-named|unknown|user|author)",
    re.IGNORECASE,
)


class Allowed(NoArgs):
    """Which properties may stay."""

    allow: list[str] = Field(
        default=[],
        max_length=100,
        description=(
            "Properties that may stay, by name as `outcomes show` prints them (`creator`, `custom / Project`), or with "
            "`*` for any letters."
        ),
    )


class Reasons(NoArgs):
    """Which kinds of hidden text may stay."""

    allow: list[str] = Field(
        default=[],
        max_length=30,
        description="Reasons that are fine, as `outcomes show` prints them: `hidden-slide`, `off-slide`, `white` ...",
    )


@check(
    "no_hidden_text",
    summary="No text was made unseen: white, tiny, covered, off the slide, or in a hidden slide, sheet, row or column",
    example='check: no_hidden_text allow=["hidden-slide"]',
    args=Reasons,
    kinds=("docx", "pptx", "xlsx", "html"),
    group="hygiene",
    meaning=(
        "Every piece with words that the reader of the file found to be unseen although it is no note, comment, "
        "alternative text or property: `vanish`, `white`, `tiny`, `off-slide`, `zero-size`, `covered`, `hidden-slide`, "
        "`hidden-shape`, `display-none`, `hidden-sheet`, `hidden-row`, `hidden-column` and number formats that show "
        "nothing. Tracked deletions are left to `no_tracked_changes`; what is struck out can be seen and is left alone."
    ),
    source="Microsoft Document Inspector: Hidden Text, Invisible Content, Hidden Rows, Columns and Worksheets",
    false_positives=(
        "Web pages hide menus and messages until they are needed; slides keep backup material hidden; text that is "
        "meant for screen readers alone."
    ),
)
def no_hidden_text(artifact: Artifact, args: Reasons, _files: Files) -> CheckResult:
    """Each piece with its reason; what a reason allows is not looked at."""
    unseen = [
        block
        for block in artifact.hidden
        if block.visibility == "hidden" and block.reason not in _ORDINARY and block.kind != "comment"
    ]
    findings = [
        Finding(block.locator, f"{block.reason}: {quoted(block.text)}")
        for block in unseen
        if block.text.strip() and block.reason not in args.allow
    ]
    measured = f"{count(len(findings), 'piece')} of hidden text" if findings else "no hidden text"
    return judged(measured, findings, f"Show or delete the text at {places(findings)}.")


_ORDINARY: Final = frozenset(
    {"note", "comment", "alt-text", "metadata", "formula", "field-code", "deleted", STRUCK_OUT, None}
)


@check(
    "no_metadata",
    summary="The properties name no person, company or folder, and none is a custom one, but for those in `allow`",
    example='check: no_metadata allow=["creator", "custom / Project*"]',
    args=Allowed,
    kinds=("docx", "pptx", "xlsx"),
    group="hygiene",
    meaning=(
        "Author, last editor, manager, company and hyperlink base of the file are empty or name a program, its "
        "template is an ordinary one and not on somebody's disk, no property holds a path of a computer, and there are "
        "no custom properties. Dates, title, subject and revision are left alone."
    ),
    source="Microsoft Document Inspector: Document Properties and Personal Information",
    false_positives="An author who is to be named (allow `creator`); sensitivity labels (allow `custom / MSIP_*`).",
)
def no_metadata(artifact: Artifact, args: Allowed, _files: Files) -> CheckResult:
    """What the program writes of its own accord (`python-docx`, `Normal.dotm`) gives nobody away."""
    properties = [block for block in artifact.blocks if block.kind == "metadata" and block.reason == "metadata"]
    attached = [flag for flag in artifact.flags if flag.code == "external-link" and flag.severity == "info"]
    findings = [
        Finding(block.locator, problem)
        for block in properties
        if (problem := _leak(block)) and not any(fnmatchcase(block.name or "", pattern) for pattern in args.allow)
    ]
    if "Template" not in args.allow:
        findings += [Finding(flag.locator, clip(flag.detail, 200)) for flag in attached]
    measured = f"{count(len(properties), 'property', 'properties')}, {len(findings) or 'none'} that give something away"
    return judged(measured, findings, f"Remove {places(findings)} (File, Info, Inspect Document), or allow it.")


@check(
    "no_macros",
    summary="The file holds no macros",
    example="check: no_macros",
    args=NoArgs,
    kinds=("docx", "pptx", "xlsx"),
    group="hygiene",
    meaning="No part of the file is a VBA project, whatever the file's ending says; nothing is run to find out.",
    source="Microsoft Document Inspector: Macros, Forms, and ActiveX Controls",
    false_positives="A workbook or template whose macros are what was asked for.",
)
def no_macros(artifact: Artifact, _args: NoArgs, _files: Files) -> CheckResult:
    """Decided by what the reader notes."""
    findings = [Finding(flag.locator, clip(flag.detail, 200)) for flag in artifact.flags if flag.code == "macros"]
    return judged("macros" if findings else "no macros", findings, "Save the file as one without macros.")


@check(
    "no_external_links",
    summary="Nothing is fetched from elsewhere when the file is opened: no linked pictures, templates, data or imports",
    example="check: no_external_links",
    args=NoArgs,
    kinds=("docx", "pptx", "xlsx", "html"),
    group="hygiene",
    meaning=(
        "Pictures, templates, fields, imported documents, data connections and formulas that reach out of the file; on "
        "web pages scripts, styles, frames and pictures from other places. Links to click on are no such thing. Word's "
        "note of the template on the author's disk is left to `no_metadata`."
    ),
    source="Microsoft Document Inspector: Links to Other Files; OWASP on remote template injection",
    false_positives="A web page that is meant to load its styles and pictures from its own site by full address.",
)
def no_external_links(artifact: Artifact, _args: NoArgs, _files: Files) -> CheckResult:
    """Decided by what the reader notes; nothing was fetched then, and nothing is now."""
    codes = ("external-link", "altchunk")
    found = [flag for flag in artifact.flags if flag.code in codes and flag.severity == "warning"]
    findings = [Finding(flag.locator or WHOLE, clip(flag.detail, 200)) for flag in found]
    measured = f"{count(len(findings), 'link')} to something outside" if findings else "nothing from outside"
    return judged(measured, findings, f"Put what is linked into the file, or take out the link, at {places(findings)}.")


CHECKS: Final = (no_hidden_text, no_metadata, no_macros, no_external_links)


def _leak(block: Block) -> str:
    name, text = block.name or "", block.text.strip()
    if not text:
        return ""
    if name.startswith("custom / "):
        return f"a custom property: {quoted(text)}"
    if name in _PERSONAL and not _TOOLS.fullmatch(text):
        return f"names {quoted(text)}"
    if name == "Template" and _TEMPLATE_FILE.fullmatch(text):
        return f"names the template {quoted(text)}"
    return f"names a place on a computer: {quoted(text)}" if _PATH.search(text) else ""
