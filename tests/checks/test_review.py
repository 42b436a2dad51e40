"""Checks for the traces of a review."""

from __future__ import annotations

from outcomes.artifact import Block
from outcomes.check import CheckResult, Finding
from outcomes.checks.review import no_comments, no_tracked_changes
from tests.checks.support import paragraph, report, run


def test_a_document_without_traces_passes() -> None:
    artifact = report(paragraph("¶1", "Text"))
    assert run(no_tracked_changes, artifact) == CheckResult(passed=True, measured="no tracked changes")
    assert run(no_comments, artifact) == CheckResult(passed=True, measured="no comments")


def test_insertions_and_deletions_are_found_with_who_made_them() -> None:
    mark = Block("span", "¶1 / inserted 1", author="Ann", change="inserted")
    deleted = Block("span", "¶1 / deleted 1", "old", visibility="markup", reason="deleted", change="deleted")
    artifact = report(Block("paragraph", "¶1", "Text", children=(mark, deleted)))
    assert run(no_tracked_changes, artifact) == CheckResult(
        passed=False,
        measured="2 tracked changes",
        findings=(Finding("¶1 / inserted 1", 'an insertion by "Ann"'), Finding("¶1 / deleted 1", 'a deletion: "old"')),
        smallest_fix="Accept or reject the tracked changes at ¶1 / inserted 1 and ¶1 / deleted 1.",
    )


def test_comments_are_found_with_who_wrote_them() -> None:
    comment = Block("comment", "comment 0", "Check this", visibility="hidden", reason="comment", author="Bo")
    assert run(no_comments, report(comment)) == CheckResult(
        passed=False,
        measured="1 comment",
        findings=(Finding("comment 0", 'a comment by "Bo": "Check this"'),),
        smallest_fix="Settle and delete comment 0.",
    )
