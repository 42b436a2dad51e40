"""Graders that break, cheat, keep old grades or take what is not theirs: never a verdict, and never a pass."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from outcomes import Grade, GraderError, Outcome, ProviderError, Rubric, UsageError, grade_sync
from outcomes.evidence import Absence, AnyEvidence, Measure, Quote
from outcomes.testing import ScriptedGrader, ScriptedWorker
from outcomes.testing.scripted import scripted_verdict, some_evidence
from outcomes.verdict import LookInfo

from .support import CLEAR, SHORT, SOURCED, go, outcome, rubric

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from outcomes import Artifact, Look


class Twisted(ScriptedGrader):
    """A good judge whose grade is tampered with before it is handed over."""

    def __init__(self, twist: Callable[[Grade], object]) -> None:
        super().__init__()
        self._twist = twist

    async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
        return self._twist(await super().grade(rubric, artifact, look))  # type: ignore[return-value]


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_text("draft")
    return path


def easier(grade: Grade) -> Grade:
    """Under a bar that asks for nothing."""
    items = tuple(item.model_copy(update={"required": False}) for item in grade.bar.items)
    return grade.model_copy(update={"bar": grade.bar.model_copy(update={"items": items, "threshold": 0.0})})


def failing(grade: Grade) -> Grade:
    return grade.with_verdicts(tuple(scripted_verdict(v.criterion_id, "fail") for v in grade.verdicts))


def doubled(grade: Grade) -> Grade:
    return Grade.model_construct(**{**vars(grade), "verdicts": (*grade.verdicts, *grade.verdicts)})


NO_GRADES: dict[str, tuple[Callable[[Grade], object], str]] = {
    "none": (lambda _: None, "the grader gave a NoneType, not an outcomes.Grade"),
    "dict": (lambda grade: grade.model_dump(), "the grader gave a dict, not an outcomes.Grade"),
    "text": (lambda _: "satisfied", "the grader gave a str, not an outcomes.Grade"),
    "other artifact": (
        lambda grade: grade.model_copy(update={"artifact_sha256": "0" * 64}),
        "the grader returned a grade of another artifact",
    ),
    "other bar": (easier, "the grader returned a grade under another rubric"),
    "other bar, all failing": (
        lambda grade: easier(failing(grade)),
        "the grader returned a grade under another rubric",
    ),
    "twice": (doubled, "a stranger, a duplicate or out of rubric order"),
}


@pytest.mark.parametrize("criteria", [(CLEAR,), (SHORT, CLEAR)], ids=["judged", "with a check"])
@pytest.mark.parametrize("name", NO_GRADES)
def test_what_is_no_grade_of_this_artifact_under_this_rubric_is_an_error_of_the_grader(
    name: str, criteria: Any, note: Path
) -> None:
    """In a loop as in a single grade, where nothing comes after the judge to look again."""
    twist, said = NO_GRADES[name]
    run, _ = go(outcome(*criteria), ScriptedWorker(["draft"]), grader=Twisted(twist))
    assert (run.result, run.best) == ("grader_error", None)
    assert said in run.reason.detail
    with pytest.raises(GraderError, match=said):
        grade_sync(note, rubric(*criteria), grader=Twisted(twist))


class Keeping(ScriptedGrader):
    """Grades every artifact once and remembers."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: dict[str, Grade] = {}

    async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
        if artifact.sha256 not in self._kept:
            self._kept[artifact.sha256] = await super().grade(rubric, artifact, look)
        return self._kept[artifact.sha256]


def test_a_kept_grade_is_no_confirmation() -> None:
    run, _ = go(outcome(), ScriptedWorker(["draft"]), grader=Keeping())
    assert run.result == "grader_error"
    assert run.reason.detail == "the grader was asked for look 1 and returned look 0: a kept grade is no fresh look"


def test_a_judge_that_decides_objective_criteria_as_well_is_refused() -> None:
    class Greedy(ScriptedGrader):
        async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
            everything = look.model_copy(update={"criterion_ids": rubric.ids})
            return await super().grade(rubric, artifact, everything)

    run, _ = go(outcome(SHORT, CLEAR), ScriptedWorker(["word " * 30]), grader=Greedy())
    assert run.result == "grader_error"
    assert "not asked for: short" in run.reason.detail


def no_looks(grade: Grade) -> Grade:
    return grade.model_copy(update={"looks": ()})


def test_a_judge_that_does_not_say_how_it_looked_has_used_nobody_knows_what() -> None:
    run, _ = go(outcome(confirm=0), ScriptedWorker(["draft"]), grader=Twisted(no_looks))
    assert run.result == "satisfied"
    assert run.usage.grader is None
    assert run.best is not None
    assert run.best.grade.looks == (LookInfo(index=0, grader="scripted", usage=None),)


def test_a_contradiction_counts_also_from_a_judge_that_does_not_say_how_it_looked() -> None:
    def contradicts(grade: Grade) -> Grade:
        return no_looks(grade).model_copy(update={"contradiction": "the rubric is about decks"})

    run, _ = go(outcome(SHORT, CLEAR), ScriptedWorker(["draft"]), grader=Twisted(contradicts))
    assert (run.result, run.reason.detail) == ("failed", "the rubric is about decks")


EVIDENCE: dict[str, AnyEvidence] = {
    "a quote said to be exact": Quote(locator="note.txt:L1", text="nobody wrote this", check="exact"),
    "an empty quote": Quote(locator="", text="", check="exact"),
    "a quote of nothing but dots": Quote(locator="", text=" ... ", check="exact"),
    "a measure of its own": Measure(measured="5 of 5"),
    "an absence in a place that is none": Absence(searched="x", scope=("nowhere",), confirmed=True),
}


@pytest.mark.parametrize("name", EVIDENCE)
def test_evidence_that_code_cannot_confirm_is_no_evidence(name: str, note: Path) -> None:
    def forge(grade: Grade) -> Grade:
        given = tuple(verdict.model_copy(update={"evidence": (EVIDENCE[name],)}) for verdict in grade.verdicts)
        return grade.with_verdicts(given)

    found = grade_sync(note, rubric(CLEAR), grader=Twisted(forge))
    assert (found.result, found.verdicts[0].verdict) == ("undecided", "cannot_judge")


# -- graders that break ------------------------------------------------------------------------------------------------


class UnprintableError(Exception):
    """Cannot say what is wrong."""

    def __str__(self) -> str:
        raise ZeroDivisionError


class Breaking(ScriptedGrader):
    """Raises anything, also what is no `Exception`."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self._error = error

    async def grade(self, *_: object) -> Grade:
        raise self._error


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (RuntimeError("ill"), "RuntimeError: ill"),
        (ProviderError("overloaded"), "overloaded"),
        (SystemExit(3), "SystemExit: 3"),
        (asyncio.CancelledError(), "CancelledError: it was cancelled from within, not by the run"),
        (UnprintableError(), f"{__name__}.UnprintableError: <exception str() failed>"),
        (ValueError("half \ud83d"), "ValueError: half \ufffd"),
    ],
)
def test_whatever_a_grader_raises_ends_the_run_and_not_the_program(error: BaseException, said: str) -> None:
    run, _ = go(outcome(), ScriptedWorker(["draft"]), grader=Breaking(error))
    assert (run.result, run.reason.detail, run.best) == ("grader_error", said, None)
    assert run.model_dump_json()


def test_a_single_grade_says_that_it_was_the_grader(note: Path) -> None:
    with pytest.raises(GraderError, match=r"^RuntimeError: ill$") as caught:
        grade_sync(note, rubric(CLEAR), grader=Breaking(RuntimeError("ill")))
    assert isinstance(caught.value.__cause__, RuntimeError)


class Nameless(ScriptedGrader):
    """Has a fingerprint that cannot be had."""

    @property
    def fingerprint(self) -> str:
        raise LookupError


class Numbered(ScriptedGrader):
    """Has a fingerprint that is none."""

    fingerprint = 5  # type: ignore[assignment]


@pytest.mark.parametrize(
    ("grader", "said"),
    [
        ("board-deck", "grader= got a str; a grader has `fingerprint` and `async grade"),
        (lambda *_: None, "grader= got a function"),
        (ScriptedGrader, "ScriptedGrader is a class; give an instance of it"),
        (Nameless(), "the `fingerprint` of Nameless cannot be read: LookupError"),
        (Numbered(), "the `fingerprint` of Numbered is 5"),
    ],
)
def test_what_is_no_grader_is_refused_before_anybody_works(grader: Any, said: str, note: Path) -> None:
    worker = ScriptedWorker(["never"])
    with pytest.raises(UsageError, match=said):
        go(outcome(), worker, grader=grader)
    with pytest.raises(UsageError, match=said):
        grade_sync(note, rubric(CLEAR), grader=grader)
    assert worker.briefs == []


# -- what needs no judge, and what is for other files ------------------------------------------------------------------


@pytest.mark.parametrize("confirm", [0, 1, "strict"])
def test_what_code_decides_needs_no_confirmation(confirm: Any) -> None:
    judge = ScriptedGrader()
    run, _ = go(outcome(SHORT, confirm=confirm), ScriptedWorker(["draft"]), grader=judge)
    assert run.result == "satisfied"
    assert judge.asked == []
    assert run.best is not None
    assert len(run.best.grade.looks) == 1


def test_a_folder_is_not_what_a_rubric_for_documents_is_about(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("draft")
    judge = ScriptedGrader()
    wanted = Outcome(description="x", rubric=Rubric(criteria=(CLEAR,), applies_to=("text",)), max_iterations=1)
    run, _ = go(wanted, lambda _brief: tmp_path, grader=judge)
    assert run.result == "max_iterations_reached"
    assert run.iterations[0].problem is not None
    assert run.iterations[0].problem.code == "wrong-kind"
    assert judge.asked == []


def test_a_grader_that_asks_the_same_thing_twice_is_shown_the_same_thing_twice() -> None:
    judge = ScriptedGrader()
    go(outcome(CLEAR, SOURCED), ScriptedWorker(["draft"]), grader=judge)
    (_, first, _), (_, second, _) = judge.asked
    assert first == second
    assert some_evidence(first) == some_evidence(second)
