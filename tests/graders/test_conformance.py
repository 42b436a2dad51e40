"""One contract, every grader: verdicts for exactly what was asked, in rubric order, from the arguments alone."""

from __future__ import annotations

import asyncio
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from outcomes import Criterion, Grade, Look, Rubric
from outcomes.graders.command import CommandGrader
from outcomes.graders.composite import CompositeGrader
from outcomes.graders.human.form import StreamTerminal
from outcomes.graders.human.grader import HumanGrader
from outcomes.graders.objective import ObjectiveGrader
from outcomes.graders.unjudged import UnjudgedGrader
from outcomes.rubric import CheckCall
from outcomes.testing import ScriptedGrader, ScriptedModel
from outcomes.wiring import checks, read_path

from .judging import asked_ids, entry, judge, quoted, reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from outcomes.artifact import Artifact
    from outcomes.grader import Grader
    from outcomes.model import Question


def _objective(number: int) -> Criterion:
    return Criterion(
        id=f"o{number}", text=f"At most {number} words", check=CheckCall(name="words", args={"max": number})
    )


def _judged(number: int) -> Criterion:
    return Criterion(id=f"j{number}", text=f"Judgement number {number}")


OBJECTIVE = Rubric(criteria=(_objective(1), _objective(50), _objective(3)))
JUDGED = Rubric(criteria=(_judged(1), _judged(2), _judged(3)))
MIXED = Rubric(criteria=(_judged(1), _objective(1), _judged(2), _objective(50)))

WORDS = Path(__file__).parent / "judges" / "words.py"


def answer(question: Question) -> dict[str, Any]:
    """A model that fails `j2` and passes all else, on words that are there."""
    quote = quoted("Revenue rose by twelve percent.", "")
    return reply(*(entry(it, "fail") if it == "j2" else entry(it, evidence=[quote]) for it in asked_ids(question)))


@pytest.fixture(autouse=True)
def somewhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person who is not there leaves a worksheet behind, in the folder where the tool is."""
    monkeypatch.chdir(tmp_path)


GRADERS: dict[str, tuple[Callable[[], Grader], Rubric]] = {
    "objective": (lambda: ObjectiveGrader(checks()), OBJECTIVE),
    "unjudged": (UnjudgedGrader, JUDGED),
    "scripted": (lambda: ScriptedGrader([{"j2"}]), JUDGED),
    "model": (lambda: judge(ScriptedModel(answer)), JUDGED),
    "model in small batches": (lambda: judge(ScriptedModel(answer), batch_size=1), JUDGED),
    "composite with a model": (
        lambda: CompositeGrader(ObjectiveGrader(checks()), judge(ScriptedModel(answer))),
        MIXED,
    ),
    "composite": (lambda: CompositeGrader(ObjectiveGrader(checks()), ScriptedGrader([{"j2"}])), MIXED),
    "command": (lambda: CommandGrader([sys.executable, str(WORDS)]), JUDGED),
    "human": (lambda: HumanGrader(terminal=StreamTerminal(io.StringIO(), io.StringIO())), JUDGED),
    "composite without a judge": (lambda: CompositeGrader(ObjectiveGrader(checks()), UnjudgedGrader()), MIXED),
}


@pytest.fixture
def artifact(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Artifact:
    monkeypatch.chdir(tmp_path)  # where a person's answers are kept
    (tmp_path / "note.txt").write_text("Revenue rose by twelve percent.\n\nIt is not known why.")
    return read_path(tmp_path / "note.txt")


def ask(grader: Grader, rubric: Rubric, artifact: Artifact, *ids: str, index: int = 0) -> Grade:
    return asyncio.run(grader.grade(rubric, artifact, Look(index=index, seed=index, criterion_ids=ids or rubric.ids)))


@pytest.mark.parametrize("name", GRADERS)
def test_every_criterion_of_the_look_gets_one_verdict_in_rubric_order(name: str, artifact: Artifact) -> None:
    make, rubric = GRADERS[name]
    grade = ask(make(), rubric, artifact)
    assert tuple(grade.by_id) == rubric.ids
    assert (grade.artifact_sha256, grade.bar) == (artifact.sha256, rubric.bar)


@pytest.mark.parametrize("name", GRADERS)
def test_a_look_at_some_criteria_gives_verdicts_for_those_alone(name: str, artifact: Artifact) -> None:
    make, rubric = GRADERS[name]
    some = (rubric.ids[2], rubric.ids[0])
    assert tuple(ask(make(), rubric, artifact, *some).by_id) == (rubric.ids[0], rubric.ids[2])


@pytest.mark.parametrize("name", GRADERS)
def test_the_same_question_gives_the_same_answer(name: str, artifact: Artifact) -> None:
    make, rubric = GRADERS[name]
    grader = make()
    assert ask(grader, rubric, artifact) == ask(grader, rubric, artifact) == ask(make(), rubric, artifact)


@pytest.mark.parametrize("name", GRADERS)
def test_who_looked_is_in_the_grade(name: str, artifact: Artifact) -> None:
    make, rubric = GRADERS[name]
    grader = make()
    assert grader.fingerprint
    looks = ask(grader, rubric, artifact, index=2).looks
    assert looks
    assert {(look.index, look.seed) for look in looks} == {(2, 2)}
    assert all(look.grader in grader.fingerprint for look in looks)


@pytest.mark.parametrize("name", GRADERS)
def test_every_fail_has_a_gap_and_every_open_verdict_a_reason(name: str, artifact: Artifact) -> None:
    make, rubric = GRADERS[name]
    for verdict in ask(make(), rubric, artifact).verdicts:
        assert (verdict.gap is not None) == (verdict.verdict == "fail")
        assert verdict.verdict != "cannot_judge" or verdict.rationale
        assert verdict.gap is None or verdict.gap.smallest_fix


@pytest.mark.parametrize("name", GRADERS)
def test_what_it_says_survives_json(name: str, artifact: Artifact) -> None:
    make, rubric = GRADERS[name]
    grade = ask(make(), rubric, artifact)
    assert Grade.model_validate_json(grade.model_dump_json()) == grade
