"""References reach the grader from the rubric's author and from the caller, and from nobody else."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from outcomes import Criterion, Outcome, Rubric, UsageError, grade, load_rubric, regrade, run_outcome
from outcomes.graders.model.grader import ModelGrader
from outcomes.stores.memory import MemoryBlobs, MemoryStore
from outcomes.testing import ScriptedModel
from outcomes.verdict import ReferenceInfo
from tests.graders.judging import asked_ids, entry, quoted, reply, told

if TYPE_CHECKING:
    from pathlib import Path

    from outcomes.model import Question

AGREES = Criterion(id="agrees", text="Every figure is that of the source", needs="reference")


def answer(question: Question) -> dict[str, Any]:
    return reply(*(entry(name, evidence=[quoted("Revenue rose", "")]) for name in asked_ids(question)))


def model_grader(model: ScriptedModel) -> ModelGrader:
    return ModelGrader(lambda _scope: model)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "note.md").write_text("Revenue rose by 12 %.\n")
    (tmp_path / "accounts.md").write_text("Audited: revenue rose by 12 %.\n")
    (tmp_path / "rubrics").mkdir()
    (tmp_path / "rubrics" / "own.md").write_text("From the author: 12 %.\n")
    (tmp_path / "rubrics" / "r.md").write_text(
        "---\nreferences: [own.md]\n---\n\n- Every figure is that of the source (needs: reference)\n"
    )
    return tmp_path


def test_a_rubric_s_own_references_lie_beside_it_and_those_given_follow(here: Path) -> None:
    model = ScriptedModel(answer)
    found = asyncio.run(
        grade(here / "note.md", here / "rubrics" / "r.md", grader=model_grader(model), references=["accounts.md"])
    )
    assert [reference.name for reference in found.references] == ["own.md", "accounts.md"]
    assert found.verdicts[0].verdict == "pass"
    text = told(model.asked[0])
    assert text.index("From the author") < text.index("Audited: revenue") < text.index("Revenue rose")


def test_a_run_s_references_are_shown_in_every_iteration_and_not_told_to_the_worker(here: Path) -> None:
    def gaps(question: Question) -> dict[str, Any]:
        return reply(*(entry(name, "fail") for name in asked_ids(question)))

    model, seen = ScriptedModel(gaps), list[str]()

    def work(brief: Any) -> str:
        seen.append(brief.model_dump_json() + brief.feedback())
        return f"Revenue rose, draft {brief.iteration}."

    wanted = Outcome(
        description="Write",
        rubric=Rubric(criteria=(AGREES,)),
        max_iterations=2,
        references=(str(here / "accounts.md"),),
    )
    run = asyncio.run(run_outcome(wanted, work, grader=model_grader(model)))
    assert len(run.iterations) == 2
    assert all("Audited: revenue" in told(question) for question in model.asked)
    assert len({repr(question.turns[2].pieces[0].content[0]) for question in model.asked}) == 1  # type: ignore[union-attr]
    assert "Audited" not in "".join(seen)
    assert "accounts" not in "".join(seen)
    assert run.best is not None
    assert [one.name for one in run.best.grade.references] == ["accounts.md"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["nowhere.md"], r"the reference 'nowhere.md' cannot be read: "),
        (["empty.md"], r"the reference 'empty.md' cannot be read: .*empty"),
    ],
)
def test_a_reference_that_cannot_be_read_is_the_caller_s_to_mend(here: Path, given: list[str], said: str) -> None:
    (here / "empty.md").write_text("")
    with pytest.raises(UsageError, match=said):
        asyncio.run(grade(here / "note.md", Rubric(criteria=(AGREES,)), references=given))


def test_a_rubric_that_names_a_reference_which_is_not_there_says_so(here: Path) -> None:
    (here / "rubrics" / "own.md").unlink()
    with pytest.raises(UsageError, match=r"the rubric names the reference 'own.md', which cannot be read"):
        asyncio.run(grade(here / "note.md", load_rubric(here / "rubrics" / "r.md")))


def test_a_reference_with_the_artifact_s_own_name_gets_another_one(here: Path) -> None:
    (here / "rubrics" / "note.md").write_text("Audited: revenue rose by 12 %.\n")
    both = [quoted("Revenue rose", ""), quoted("Audited: revenue", "", source="note.md (2)")]
    model = ScriptedModel([reply(entry("agrees", evidence=both))])
    found = asyncio.run(
        grade(
            here / "note.md",
            Rubric(criteria=(AGREES,)),
            grader=model_grader(model),
            references=[here / "rubrics" / "note.md"],
        )
    )
    assert [getattr(item, "check", None) for item in found.verdicts[0].evidence] == ["exact", "exact"]
    assert found.references == (ReferenceInfo(name="note.md (2)", sha256=found.references[0].sha256),)


def test_a_run_that_is_graded_again_is_held_against_the_references_that_it_had(here: Path) -> None:
    store, blobs = MemoryStore(), MemoryBlobs()
    wanted = Outcome(
        description="Write",
        rubric=Rubric(criteria=(AGREES,)),
        max_iterations=1,
        references=(str(here / "accounts.md"),),
    )
    asyncio.run(run_outcome(wanted, lambda _brief: "Revenue rose.", store=store, blobs=blobs, run_id="r"))
    model = ScriptedModel(answer)
    grades = asyncio.run(regrade("r", store=store, blobs=blobs, grader=model_grader(model)))
    assert [one.name for one in grades[0].references] == ["accounts.md"]
    assert "Audited: revenue" in told(model.asked[0])


def test_a_run_is_not_gone_on_with_when_a_reference_has_changed(here: Path) -> None:
    wanted = Outcome(description="A note", rubric=Rubric(criteria=(AGREES,)), references=(str(here / "accounts.md"),))
    both: dict[str, Any] = {"store": MemoryStore(), "blobs": MemoryBlobs(), "run_id": "r"}

    def go() -> str:
        grader = model_grader(ScriptedModel(answer))
        return asyncio.run(run_outcome(wanted, lambda _brief: "Revenue rose by 12 %.", grader=grader, **both)).result

    assert go() == go()
    (here / "accounts.md").write_text("Audited: revenue rose by 2 %.\n")
    with pytest.raises(UsageError, match="run 'r' was started with another reference; "):
        go()
