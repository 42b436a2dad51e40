"""What must not be left of a review: tracked changes and comments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.findings import judged, places, quoted
from outcomes.text import count

if TYPE_CHECKING:
    from outcomes.artifact import Artifact, Block
    from outcomes.blobs import Files


@check(
    "no_tracked_changes",
    summary="No tracked change is left to accept or reject",
    example="check: no_tracked_changes",
    args=NoArgs,
    kinds=("docx",),
    group="hygiene",
    meaning=(
        "Every insertion and deletion that Word recorded and nobody accepted or rejected, in the body, "
        "tables, headers, footers and notes."
    ),
    source="Microsoft Document Inspector: Comments, Revisions, and Versions",
    false_positives="A draft that is meant to be reviewed.",
)
def no_tracked_changes(artifact: Artifact, _args: NoArgs, _files: Files) -> CheckResult:
    """Insertions and deletions, wherever they stand."""
    changes = [block for block in artifact.walk() if block.change]
    findings = [Finding(block.locator, _change(block)) for block in changes]
    measured = count(len(changes), "tracked change") if changes else "no tracked changes"
    return judged(measured, findings, f"Accept or reject the tracked changes at {places(findings)}.")


@check(
    "no_comments",
    summary="No comment is left in the file, on hidden slides neither",
    example="check: no_comments",
    args=NoArgs,
    kinds=("docx", "pptx", "xlsx"),
    group="hygiene",
    meaning="Comments of any kind, resolved ones too: whoever gets the file can read them.",
    source="Microsoft Document Inspector: Comments",
    false_positives="A draft that is meant to be discussed; cell notes in a spreadsheet that explain its figures.",
)
def no_comments(artifact: Artifact, _args: NoArgs, _files: Files) -> CheckResult:
    """Resolved ones are still in the file, and whoever gets it can read them."""
    comments = artifact.of_kind("comment")
    findings = [Finding(block.locator, f"a comment{_by(block)}: {quoted(block.full_text)}") for block in comments]
    measured = count(len(comments), "comment") if comments else "no comments"
    return judged(measured, findings, f"Settle and delete {places(findings)}.")


CHECKS: Final = (no_tracked_changes, no_comments)


def _change(block: Block) -> str:
    """An insertion may be only a mark in its paragraph, with no words of its own."""
    what = "an insertion" if block.change == "inserted" else "a deletion"
    text = block.full_text
    return f"{what}{_by(block)}{f': {quoted(text)}' if text else ''}"


def _by(block: Block) -> str:
    return f" by {quoted(block.author)}" if block.author else ""
