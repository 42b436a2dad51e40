"""`outcomes run`: what it prints, what it leaves behind, and what it can be told."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import pytest

from outcomes.events import from_json
from outcomes.run import Run
from outcomes.stores.sqlite.store import SqliteStore

from .support import Said, judge, outcomes, shell

if TYPE_CHECKING:
    from pathlib import Path

WORKER = shell("TODO", "one two three four")
RUN_ID = re.compile(r"run_[0-9a-f]{20}")


def run(*more: str | Path, worker: str = WORKER, rubric: str = "objective.md") -> Said:
    """A run of two iterations, unless told otherwise."""
    return outcomes("run", "-r", rubric, "-w", worker, "-d", "A note", *more)


def settled(text: str) -> str:
    """The same whatever the run was called and however long it took."""
    text = re.sub(r"kept in \S*/state/", "kept in STATE/", text)
    text = re.sub(r"[0-9.]+ s of work", "0.0 s of work", RUN_ID.sub("run_x", text))
    return re.sub(r" +$", "", text, flags=re.MULTILINE)


def test_the_result_goes_to_standard_output_and_progress_to_standard_error() -> None:
    said = run()
    assert (
        settled(said.out)
        == """\
satisfied after 2 iterations
2 of 2 criteria graded, all pass, score 100%
best  outcomes-run_x/note.md (iteration 1)
used  worker ? (it did not say); grader $0.00, no tokens; 0.0 s of work
run   run_x
"""
    )
    assert (
        settled(said.err)
        == """\
run_x, kept in STATE/outcomes
A note
2 criteria, at most 3 iterations

iteration 0
  ✗ It has at least four words
    1 visible word: 1 word, asked for at least 4
    fix: Add at least 3 words.
  ✗ No placeholder is left
    1 piece of text, 1 placeholder left: note.md:L1: "TODO" in "TODO"
    fix: Replace or take out what is left at note.md:L1.
  needs_revision  2 fail, score 0%

iteration 1
  ✓ fixed It has at least four words
  ✓ fixed No placeholder is left
  satisfied  all pass, score 100%

"""
    )


def test_what_is_still_open_is_listed_at_the_end() -> None:
    said = run("--max-iterations", "1", worker=shell("TODO"))
    assert settled(said.out).splitlines()[:4] == [
        "max_iterations_reached after 1 iteration: 1 iteration graded, which is the limit",
        "2 of 2 criteria graded, 2 fail, score 0%",
        "  ✗ It has at least four words",
        "  ✗ No placeholder is left",
    ]


def test_the_best_artifact_lies_where_it_is_wanted(here: Path) -> None:
    run("--output", "out/deep")
    assert (here / "out" / "deep" / "note.md").read_text() == "one two three four"


def test_the_best_artifact_has_a_folder_of_its_own_by_default(here: Path) -> None:
    run()
    (folder,) = here.glob("outcomes-run_*")
    assert [path.name for path in folder.iterdir()] == ["note.md"]


def test_a_program_gets_the_run_and_where_the_artifact_is(here: Path) -> None:
    document = run("--json").document
    found = Run.model_validate(document)
    assert (found.result, len(found.iterations), found.exit_code) == ("satisfied", 2, 0)
    assert (here / document["output"]).read_text() == "one two three four"
    assert document["output"] == f"outcomes-{found.run_id}/note.md"


def test_a_run_without_an_artifact_says_so_to_programs() -> None:
    said = run("--json", worker="sh -c 'exit 3'")
    assert (said.code, said.document["result"], said.document["output"]) == (3, "worker_error", None)


def test_the_objective_part_is_never_just_satisfied() -> None:
    said = run("--only", "objective", rubric="mixed.md")
    assert said.lines[:2] == [
        "objective part satisfied after 2 iterations",
        "1 of 2 criteria graded, it passes, score 100%",
    ]
    assert not re.search(r"^\s*satisfied", said.out + said.err, flags=re.MULTILINE)


def test_how_to_have_the_rest_judged_is_hinted_at_the_end() -> None:
    said = run(rubric="mixed.md")
    assert "1 criterion needs a judge." in said.err
    assert "? It says what was done" in said.out


def test_a_judge_is_asked_and_confirms() -> None:
    document = run("--grader", judge("ScriptedGrader"), "--json", rubric="mixed.md").document
    looks = [look["index"] for look in document["best"]["grade"]["looks"] if look["grader"] == "scripted"]
    assert (document["result"], looks) == ("satisfied", [0, 1])


def test_confirming_can_be_left_out() -> None:
    document = run("--grader", judge("ScriptedGrader"), "--confirm", "0", "--json", rubric="mixed.md").document
    assert [look["index"] for look in document["best"]["grade"]["looks"] if look["grader"] == "scripted"] == [0]


def test_what_a_judge_prints_does_not_mix_with_the_result() -> None:
    said = run("--grader", judge("Talkative"), "--json", rubric="mixed.md")
    assert said.document["result"] == "satisfied"
    assert "looking\n" in said.err


def test_events_are_appended_to_a_file(here: Path) -> None:
    run("--events", "events.jsonl")
    events = [from_json(line) for line in (here / "events.jsonl").read_text().splitlines()]
    assert [event.type for event in events][-1] == "span.outcome_evaluation_end"
    assert len({event.run_id for event in events}) == 1


def test_every_record_is_kept(here: Path) -> None:
    found = run("--runs", "kept", "--json").document
    with SqliteStore(here / "kept") as store:
        assert asyncio.run(store.read(found["run_id"]))[-1].type == "run_ended"


def test_a_worker_that_takes_too_long_is_stopped() -> None:
    said = run("--worker-timeout", "0.05", "--json", worker="sleep 60")
    assert (said.code, said.document["result"]) == (3, "worker_error")
    assert "longer than its timeout of 0.05 s" in said.document["reason"]["detail"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            (),
            "a run needs a description and a rubric and a worker; give --description --rubric --worker, or name them ",
        ),
        (("-d", "x", "-r", "objective.md"), "a run needs a worker; give --worker, or name them in a file given with "),
        (
            ("-d", "", "-r", "objective.md", "-w", "x"),
            "command line: 'description': string should have at least 1 char",
        ),
        (("-d", "x", "-r", "objective.md", "-w", "'x"), 'the command "\'x" cannot be split into words'),
        (("-d", "x", "-r", "objective.md", "-w", "x", "--budget-seconds", "nan"), "command line: 'budget.seconds': "),
        (("-d", "x", "-r", "objective.md", "-w", "x", "--budget-seconds", "inf"), "command line: 'budget.seconds': "),
        (("-d", "x", "-r", "objective.md", "-w", "true", "--events", "no/where"), "cannot write events to 'no/where'"),
        (("-d", "x", "-r", "objective.md", "-w", "x", "-o", "note.md/x"), "cannot be put into 'note.md/x'"),
        (("-d", "x", "-r", "objective.md", "-w", "no-such-agent x"), "the command 'no-such-agent' was not found"),
        (("-d", "x", "-r", "objective.md", "-w", "./agent.sh"), "the command './agent.sh' was not found; check its"),
        (("-d", "x", "-r", "objective.md", "-w", "./note.md"), "the command './note.md' may not be run; make it"),
        (
            ("-d", "x", "-r", "mixed.md", "-w", "true", "--grader-command", "no-such-judge"),
            "the command 'no-such-judge' was not found; check its name, and that it is installed and on the PATH",
        ),
    ],
)
def test_what_is_missing_or_wrong_is_named_before_anything_runs(given: tuple[str, ...], told: str, here: Path) -> None:
    said = outcomes("run", *given)
    assert said.code == 2
    assert told in said.err
    assert not (here.parent / "state").exists()


def test_what_nobody_will_judge_is_told_before_anything_is_done() -> None:
    said = run(rubric="mixed.md")
    assert said.code == 5
    assert "1 criterion stays open, since nobody judges: the run can end undecided at best" in said.err.splitlines()[1]
    assert "nobody judges" not in run("--only", "objective", rubric="mixed.md").err
