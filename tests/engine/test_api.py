"""The verbs, as a caller uses them."""

from __future__ import annotations

import asyncio
import inspect
from typing import TYPE_CHECKING

import pytest

from outcomes import (
    ArtifactError,
    Criterion,
    Outcome,
    Rubric,
    RubricError,
    StoreError,
    UsageError,
    grade,
    grade_sync,
    load_rubric,
    read_artifact,
    regrade,
    run_outcome,
    run_outcome_sync,
)
from outcomes.rubric import CheckCall
from outcomes.stores.folder import FolderBlobs
from outcomes.stores.sqlite.store import SqliteStore
from outcomes.testing import ScriptedGrader, ScriptedWorker

from .support import CLEAR, SHORT, SOURCED, outcome

if TYPE_CHECKING:
    from pathlib import Path

    from outcomes import Brief

RUBRIC = "- At most 20 words `check: words max=20`\n- It says what was done\n"


def test_grading_a_file_needs_a_path_and_a_rubric_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "r.md").write_text(RUBRIC)
    (tmp_path / "note.txt").write_text("All was done.")
    found = grade_sync(tmp_path / "note.txt", tmp_path / "r.md")
    assert [verdict.verdict for verdict in found.verdicts] == ["pass", "cannot_judge"]
    assert (found.result, found.graded, found.total) == ("undecided", 1, 2)
    assert "--grader" in found.verdicts[1].rationale


def test_only_the_objective_part_can_be_graded(tmp_path: Path) -> None:
    (tmp_path / "r.md").write_text(RUBRIC)
    (tmp_path / "note.txt").write_text("All was done.")
    rubric = load_rubric(tmp_path / "r.md")
    part = rubric.only_objective()
    found = grade_sync(tmp_path / "note.txt", part)
    assert (found.result, found.bar.scope, found.graded, found.total) == ("satisfied", "objective", 1, 2)
    assert part.sha256 != rubric.sha256


def test_a_run_on_the_objective_part_alone_is_never_a_satisfied_run() -> None:
    part = Rubric(criteria=(SHORT, CLEAR)).only_objective()
    run = run_outcome_sync(Outcome(description="x", rubric=part), lambda _brief: "few words")
    assert (run.result, run.scope, run.satisfied) == ("satisfied", "objective", False)


def test_a_single_grade_is_confirmed_only_when_asked(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("All was done.")
    rubric = Rubric(criteria=(CLEAR,))
    once, twice = ScriptedGrader(), ScriptedGrader([set(), {"clear"}, {"clear"}])
    assert grade_sync(tmp_path / "note.txt", rubric, grader=once).satisfied
    assert len(once.asked) == 1
    assert not grade_sync(tmp_path / "note.txt", rubric, grader=twice, confirm=1).satisfied
    assert len(twice.asked) == 3


def test_an_unknown_check_is_refused_before_anything_runs() -> None:
    wrong = Criterion(id="x", text="Titles", check=CheckCall(name="pptx.title"))
    worker = ScriptedWorker(["never"])
    with pytest.raises(RubricError, match=r"unknown check 'pptx\.title'.*Did you mean 'pptx\.titles'"):
        run_outcome_sync(outcome(wrong), worker)
    wrong = Criterion(id="x", text="Words", check=CheckCall(name="words", args={"maximum": 3}))
    with pytest.raises(RubricError, match="no argument 'maximum'"):
        run_outcome_sync(outcome(wrong), worker)
    assert worker.briefs == []


def test_a_file_of_another_kind_than_the_rubric_is_about_is_refused(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("All was done.")
    with pytest.raises(ArtifactError, match="the rubric is about docx") as caught:
        grade_sync(tmp_path / "note.txt", Rubric(criteria=(CLEAR,), applies_to=("docx",)))
    assert caught.value.code == "wrong-kind"


def test_in_a_loop_the_wrong_kind_is_a_gap_for_the_worker() -> None:
    worker = ScriptedWorker(["text"])
    wanted = Outcome(description="x", rubric=Rubric(criteria=(CLEAR,), applies_to=("docx",)), max_iterations=2)
    run = run_outcome_sync(wanted, worker)
    assert run.result == "max_iterations_reached"
    assert worker.briefs[1].unreadable is not None
    assert "Deliver a docx file" in worker.briefs[1].unreadable


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match=r"there is no file 'nothing\.docx'"):
        read_artifact(tmp_path / "nothing.docx")
    with pytest.raises(UsageError, match="there is no rubric file"):
        load_rubric(tmp_path / "nothing.md")


def test_shipped_rubrics_are_found_by_name_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_rubric("board-deck").applies_to == ("pptx",)


def test_a_sync_verb_is_its_async_twin_by_another_door() -> None:
    for verb, twin in ((grade, grade_sync), (run_outcome, run_outcome_sync)):
        assert inspect.signature(twin) == inspect.signature(verb)
        assert not inspect.iscoroutinefunction(twin)
        assert twin.__name__ == f"{verb.__name__}_sync"


def test_the_sync_verbs_refuse_to_run_inside_an_event_loop(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("All was done.")

    async def main() -> None:
        with pytest.raises(UsageError, match="await grade"):
            grade_sync(tmp_path / "note.txt", Rubric(criteria=(CLEAR,)))
        assert (await grade(tmp_path / "note.txt", Rubric(criteria=(SHORT,)))).satisfied

    asyncio.run(main())


def test_the_best_artifact_is_put_where_one_asked_without_overwriting_anything(tmp_path: Path) -> None:
    (tmp_path / "artifact.txt").write_text("mine")
    run = run_outcome_sync(outcome(SHORT), lambda _brief: "few words", output=tmp_path)
    assert run.best is not None
    assert (run.best.path.name, run.best.path.read_text()) == ("artifact-2.txt", "few words")
    assert (tmp_path / "artifact.txt").read_text() == "mine"


def test_a_folder_of_files_comes_back_as_a_folder(tmp_path: Path) -> None:
    source = tmp_path / "work"
    (source / "sub").mkdir(parents=True)
    (source / "a.txt").write_text("one")
    (source / "sub" / "b.txt").write_text("two")
    run = run_outcome_sync(outcome(SHORT), lambda _brief: source, output=tmp_path / "out")
    assert run.best is not None
    assert sorted(path.relative_to(run.best.path).as_posix() for path in run.best.path.rglob("*.txt")) == [
        "a.txt",
        "sub/b.txt",
    ]


def test_markdown_text_is_read_as_markdown_when_the_rubric_asks_for_its_structure() -> None:
    structured = Criterion(id="s", text="Sections", check=CheckCall(name="sections", args={"names": ["Risks"]}))
    run = run_outcome_sync(outcome(structured), lambda _brief: "# Note\n\n## Risks\n\nNone.\n")
    assert run.result == "satisfied"
    assert run.best is not None
    assert run.best.value == "# Note\n\n## Risks\n\nNone.\n"


def test_a_stored_run_is_graded_again_under_neutral_names_without_the_worker(tmp_path: Path) -> None:
    store, blobs = SqliteStore(tmp_path), FolderBlobs(tmp_path / "blobs")

    calls: list[int] = []

    def work(brief: Brief) -> Path:
        calls.append(brief.iteration)
        path = tmp_path / f"TELLING-NAME-{brief.iteration}.txt"
        path.write_text(f"draft {brief.iteration}")
        return path

    first = ScriptedGrader([{"clear"}, set()])
    run = asyncio.run(run_outcome(outcome(), work, grader=first, store=store, blobs=blobs))
    judge = ScriptedGrader([{"sourced"}])
    again = asyncio.run(regrade(run.run_id, Rubric(criteria=(SOURCED,)), store=store, blobs=blobs, grader=judge))
    assert {index: found.result for index, found in again.items()} == {0: "needs_revision", 1: "needs_revision"}
    assert calls == [0, 1]
    assert [artifact.name for _, artifact, _ in judge.asked] == ["artifact.txt", "artifact.txt"]
    assert "TELLING-NAME" not in repr([artifact for _, artifact, _ in judge.asked])
    with pytest.raises(StoreError, match=rf"no run 'nothing' here; known runs: {run.run_id}"):
        asyncio.run(regrade("nothing", store=store, blobs=blobs))


def test_a_rubric_with_commands_runs_them_only_when_allowed(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("All was done.")
    runs = Criterion(id="x", text="It exits 0", check=CheckCall(name="command", args={"argv": ["true"]}))
    refused = grade_sync(tmp_path / "note.txt", Rubric(criteria=(runs,)))
    assert refused.result == "undecided"
    assert "--allow-commands" in refused.verdicts[0].rationale
    assert grade_sync(tmp_path / "note.txt", Rubric(criteria=(runs,)), allow_commands=True).satisfied


def test_a_criterion_that_needs_a_reference_is_not_judged_without_one(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("All was done.")
    agrees = CLEAR.model_copy(update={"needs": "reference"})
    judge = ScriptedGrader()
    found = grade_sync(tmp_path / "note.txt", Rubric(criteria=(agrees,)), grader=judge)
    assert found.result == "undecided"
    assert judge.asked == []
