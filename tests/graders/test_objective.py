"""The grader for objective criteria: what its checks found, as verdicts."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest

from outcomes import Criterion, Grade, GraderError, Look, Rubric
from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.evidence import Measure
from outcomes.graders.objective import ObjectiveGrader
from outcomes.rubric import CheckCall
from outcomes.wiring import checks, read_path

if TYPE_CHECKING:
    from pathlib import Path

    from outcomes.artifact import Artifact
    from outcomes.blobs import Files
    from outcomes.check import Checks

RUBRIC = Rubric(criteria=(Criterion(id="c", text="It holds", check=CheckCall(name="try")),))


@pytest.fixture
def artifact(tmp_path: Path) -> Artifact:
    (tmp_path / "note.txt").write_text("Revenue rose.")
    return read_path(tmp_path / "note.txt")


def having(result: object, **more: object) -> Checks:
    """A house with one check, `try`, that finds what it is told to find, or does what it is told to do."""

    @check(
        "try",
        summary="It holds",
        example="check: try",
        args=NoArgs,
        group="file",
        meaning="m",
        source="s",
        false_positives="f",
        **more,  # type: ignore[arg-type]
    )
    def run(_artifact: Artifact, _args: NoArgs, _files: Files) -> CheckResult:
        if isinstance(result, BaseException):
            raise result
        return cast("CheckResult", result() if callable(result) else result)

    return {"try": run}


def decide(artifact: Artifact, known: Checks, rubric: Rubric = RUBRIC, **more: bool) -> Grade:
    look = Look(index=0, criterion_ids=rubric.ids)
    return asyncio.run(ObjectiveGrader(known, **more).grade(rubric, artifact, look))


def test_a_pass_carries_what_was_measured(artifact: Artifact) -> None:
    verdict = decide(artifact, having(CheckResult(passed=True, measured="3 of 3"))).verdicts[0]
    assert (verdict.verdict, verdict.searched, verdict.rationale) == ("pass", "check try", "3 of 3")
    assert verdict.evidence == (Measure(measured="3 of 3"),)


def test_a_fail_says_where_and_what_to_do(artifact: Artifact) -> None:
    findings = tuple(Finding(f"note.txt:L{number}", "wrong") for number in (1, 1, 2, 3, 4, 5, 6))
    found = CheckResult(passed=False, measured="7 wrong", findings=findings, smallest_fix="Mend them.")
    verdict = decide(artifact, having(found)).verdicts[0]
    assert verdict.gap is not None
    assert verdict.gap.where == tuple(f"note.txt:L{number}" for number in range(1, 7))
    assert verdict.gap.missing.startswith("7 wrong: note.txt:L1: wrong; ")
    assert verdict.gap.missing.endswith("; and 2 more")
    assert (verdict.gap.smallest_fix, verdict.gap.done_when) == ("Mend them.", "the check try passes")


def test_what_cannot_be_decided_is_not_decided(artifact: Artifact) -> None:
    verdict = decide(artifact, having(CheckResult(passed=None, measured="no styles"))).verdicts[0]
    assert (verdict.verdict, verdict.rationale) == ("cannot_judge", "no styles")


BROKE = "the check try broke on 'note.txt': "


@pytest.mark.parametrize(
    ("does", "why"),
    [
        (ZeroDivisionError("oh"), f"{BROKE}ZeroDivisionError: oh"),
        (GraderError("oh"), f"{BROKE}outcomes.errors.GraderError: oh"),
        (SystemExit(3), f"{BROKE}SystemExit: 3"),
        (TimeoutError("oh\x1b[2J"), f"{BROKE}TimeoutError: oh\\x1b[2J"),
        (None, f"{BROKE}TypeError: it returned NoneType; a check returns a CheckResult"),
    ],
)
def test_a_check_that_breaks_decides_nothing_and_says_why(artifact: Artifact, does: object, why: str) -> None:
    verdict = decide(artifact, having(does)).verdicts[0]
    assert (verdict.verdict, verdict.rationale) == ("cannot_judge", why)


def test_a_check_that_breaks_stops_no_other(artifact: Artifact) -> None:
    words = Criterion(id="w", text="Short", check=CheckCall(name="words", args={"max": 5}))
    rubric = Rubric(criteria=(*RUBRIC.criteria, words))
    grade = decide(artifact, {**checks(), **having(RuntimeError("oh"))}, rubric)
    assert [verdict.verdict for verdict in grade.verdicts] == ["cannot_judge", "pass"]


def owned(known: Checks) -> Checks:
    """The same checks, come from another package."""
    return {name: replace(spec, owner="acme-checks 1.2") for name, spec in known.items()}


def test_a_check_of_another_package_that_breaks_is_said_to_be_theirs(artifact: Artifact) -> None:
    verdict = decide(artifact, owned(having(RuntimeError("oh")))).verdicts[0]
    assert verdict.rationale == f"{BROKE}RuntimeError: oh (it comes with acme-checks 1.2)"


def test_a_check_that_does_not_end_is_waited_for_only_so_long(artifact: Artifact) -> None:
    never = threading.Event()
    known = owned(having(never.wait, limit_seconds=0.05))
    verdict = decide(artifact, known).verdicts[0]
    never.set()
    assert (verdict.verdict, verdict.rationale) == (
        "cannot_judge",
        "the check try did not end within 0.05 seconds (it comes with acme-checks 1.2)",
    )


def test_another_kind_of_file_is_the_worker_s_to_mend(artifact: Artifact) -> None:
    known = having(CheckResult(passed=True, measured="x"), kinds=("pptx",))
    verdict = decide(artifact, known).verdicts[0]
    assert verdict.gap is not None
    assert verdict.gap.missing == "the check try looks at pptx; 'note.txt' is text"
    assert verdict.gap.smallest_fix == "Deliver a pptx file."


def test_a_folder_is_nobody_s_fault(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "b.txt").write_text("b")
    known = having(CheckResult(passed=True, measured="x"), kinds=("pptx",))
    verdict = decide(read_path(tmp_path), known).verdicts[0]
    assert (verdict.verdict, "by itself" in verdict.rationale) == ("cannot_judge", True)


def test_checks_that_run_code_wait_for_permission(artifact: Artifact) -> None:
    known = having(CheckResult(passed=True, measured="ran"), runs_code=True)
    assert decide(artifact, known).verdicts[0].verdict == "cannot_judge"
    assert decide(artifact, known, allow_commands=True).verdicts[0].verdict == "pass"


def test_large_files_are_checked_off_the_event_loop(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("word " * 30_000)
    rubric = Rubric(criteria=(Criterion(id="c", text="Short", check=CheckCall(name="words", args={"max": 5})),))
    assert decide(read_path(tmp_path / "note.txt"), checks(), rubric).verdicts[0].verdict == "fail"
