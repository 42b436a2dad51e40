"""`outcomes runs`: what is listed and shown, and what can be done with a run that was kept."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from outcomes import Outcome, run_outcome
from outcomes.cli.runs.removing import GRACE_SECONDS
from outcomes.stores.sqlite.store import SqliteStore
from outcomes.testing import ScriptedWorker

from .support import OBJECTIVE, judge, outcomes, shell

if TYPE_CHECKING:
    from pathlib import Path

WORKER = shell("TODO", "one two three four")


def a_run(*more: str, worker: str = WORKER) -> str:
    """A run that was kept; its id."""
    found = outcomes("run", "-r", "objective.md", "-w", worker, "-d", "A note", "--json", *more).document["run_id"]
    assert isinstance(found, str)
    return found


@pytest.fixture
def state(here: Path) -> Path:
    """Where runs are kept."""
    return here.parent / "state" / "outcomes"


# -- looking -----------------------------------------------------------------------------------------------------------


def test_without_runs_the_list_is_empty_and_nothing_is_made(state: Path) -> None:
    said = outcomes("runs", "list")
    assert (said.code, said.out, said.err) == (0, "no runs\n", f"0 runs, kept in {state}\n")
    assert not state.exists()


def test_runs_are_listed_with_how_they_ended() -> None:
    first, second = a_run(), a_run("-n", "1")
    said = outcomes("runs", "list", COLUMNS="140")
    rows = [line.split() for line in said.lines if line.startswith("run_")]
    assert [(row[0], row[3], row[4], row[5], row[7:]) for row in rows] == [
        (first, "satisfied", "2/2", "2", ["A", "note"]),
        (second, "max_iterations_reached", "0/2", "1", ["A", "note"]),
    ]
    narrow = outcomes("runs", "list", COLUMNS="80")
    begun = [line.split()[0] for line in narrow.lines if line.startswith("run_")]
    assert [outcomes("runs", "show", each, "--json").document["run_id"] for each in begun] == [first, second]
    document = outcomes("runs", "list", "--last", "1", "--json").document
    assert [run["run_id"] for run in document["runs"]] == [second]
    assert document["runs"][0]["cost_usd"] is None, "the worker did not say"
    assert outcomes("runs", "list", "--unfinished", "--json").document["runs"] == []


def test_a_run_is_shown_round_by_round_with_the_best_artifact_s_criteria() -> None:
    run_id = a_run()
    said = outcomes("runs", "show", run_id[:12])
    assert said.code == 0
    assert "0 " in said.out
    assert [line for line in said.lines if line.startswith("1 (best)")]
    assert "satisfied after 2 iterations" in said.out
    assert "It has at least four words" in said.out
    document = outcomes("runs", "show", run_id, "--json").document
    assert (document["result"], document["ended"], len(document["iterations"])) == ("satisfied", True, 2)


def test_the_events_of_a_run_are_those_that_were_published(here: Path) -> None:
    run_id = a_run("--events", "events.jsonl")
    said = outcomes("runs", "tail", run_id)
    assert said.out == (here / "events.jsonl").read_text()
    assert outcomes("runs", "tail", run_id, "--follow").out == said.out


def test_an_ambiguous_beginning_names_those_that_it_may_be() -> None:
    a_run()
    a_run()
    said = outcomes("runs", "show", "run_")
    assert said.code == 2
    assert said.err.startswith("error: 'run_' is the beginning of 2 runs: run_")


def test_a_folder_for_runs_can_be_set_in_the_environment_and_in_the_file(here: Path) -> None:
    outcomes("run", "-r", "objective.md", "-w", WORKER, "-d", "A note", OUTCOMES_RUNS="mine")
    assert (here / "mine" / "runs.db").is_file()
    (here / "outcomes.toml").write_text('runs = "mine"\n')
    assert len(outcomes("runs", "list", "--json").document["runs"]) == 1


def test_ten_thousand_runs_are_listed(state: Path) -> None:
    """The line of each is kept ready, so that no record is read. How long it takes is measured in the benchmarks."""
    a_run()
    with closing(sqlite3.connect(state / "runs.db")) as connection:
        run_id, records = connection.execute("SELECT run_id, records FROM runs").fetchone()
    assert records > 5
    with SqliteStore(state) as store:
        first = asyncio.run(store.read(run_id))[0]

        async def many() -> None:
            names = [f"run_{number:05}" for number in range(2000)]
            await asyncio.gather(*(store.append(name, first) for name in names))

        asyncio.run(many())
    assert len(outcomes("runs", "list", "--json").document["runs"]) == 2001


# -- going on ----------------------------------------------------------------------------------------------------------

COUNTING = "sh -c 'echo x >> {log}; if [ $OUTCOMES_ITERATION = 0 ]; then echo TODO > outputs/note.md; {then}; fi'"


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_run_whose_process_was_killed_or_interrupted_goes_on_where_it_was(number: signal.Signals, here: Path) -> None:
    log = here / "calls.log"
    worker = COUNTING.format(
        log=log,
        then="else [ -e go ] || [ -e ../go ] || [ -e " + str(here / "go") + " ] || sleep 60;"
        " echo one two three four > outputs/note.md",
    )
    command = [sys.executable, "-m", "outcomes", "run", "-r", "objective.md", "-w", worker, "-d", "A note"]
    process = subprocess.Popen(command, cwd=here, stderr=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
    assert process.stderr is not None
    run_id = process.stderr.readline().split(",")[0]
    for line in process.stderr:
        if "iteration 1" in line:
            break
    process.send_signal(number)
    process.communicate(timeout=30)
    listed = outcomes("runs", "list", "--json").document["runs"]
    assert [(run["run_id"], run["result"]) for run in listed] == [
        (run_id, None if number == signal.SIGKILL else "interrupted")
    ]
    (here / "go").touch()
    calls = len(log.read_text().splitlines())
    said = outcomes("runs", "resume", run_id, "--json")
    assert (said.code, said.document["result"], len(said.document["iterations"])) == (0, "satisfied", 2)
    assert len(log.read_text().splitlines()) == calls + 1, "only the step in flight is done again"
    again = outcomes("runs", "resume", run_id, "--json")
    assert again.document["result"] == "satisfied"
    assert len(log.read_text().splitlines()) == calls + 1
    events = [json.loads(line) for line in outcomes("runs", "tail", run_id).out.splitlines()]
    assert len({event["id"] for event in events}) == len(events)


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
def test_a_run_that_another_process_drives_is_refused_with_that_process_s_number(here: Path) -> None:
    worker = COUNTING.format(log=here / "calls.log", then="else sleep 60")
    command = [sys.executable, "-m", "outcomes", "run", "-r", "objective.md", "-w", worker, "-d", "A note"]
    process = subprocess.Popen(command, cwd=here, stderr=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
    assert process.stderr is not None
    run_id = process.stderr.readline().split(",")[0]
    for line in process.stderr:
        if "iteration 1" in line:
            break
    refused = outcomes("runs", "resume", run_id)
    forgotten = outcomes("runs", "delete", run_id, "--yes")
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)
    for said in (refused, forgotten):
        assert said.code == 3
        assert f"run {run_id} is being driven by process {process.pid} on " in said.err
        assert "wait until it has ended, or stop it first" in said.err


def test_a_run_that_broke_goes_on_with_a_worker_that_was_mended(here: Path) -> None:
    (here / "worker.sh").write_text("exit 3\n")
    run_id = a_run(worker="sh worker.sh")
    (here / "worker.sh").write_text("echo one two three four > outputs/note.md\n")
    said = outcomes("runs", "resume", run_id, "--json")
    assert (said.code, said.document["result"]) == (0, "satisfied")


def test_a_run_is_not_gone_on_with_under_another_judge(here: Path) -> None:
    (here / "worker.sh").write_text("exit 3\n")
    found = outcomes(
        "run", "-r", "mixed.md", "-w", "sh worker.sh", "-d", "A note", "--json", "--grader", judge("Talkative")
    )
    (here / "worker.sh").write_text("echo one two three four > outputs/note.md\n")
    with SqliteStore(here.parent / "state" / "outcomes") as store:
        records = asyncio.run(store.read(found.document["run_id"]))
    assert records[0].model_dump()["origin"]["grader"] == {"grader": judge("Talkative")}
    said = outcomes("runs", "resume", found.document["run_id"], "--json")
    assert (said.code, said.document["result"]) == (0, "satisfied")


def test_a_run_of_a_program_says_how_to_go_on_with_it(state: Path) -> None:
    from outcomes import load_rubric

    with SqliteStore(state) as store:
        wanted = Outcome(description="x", rubric=load_rubric("objective.md"))
        asyncio.run(run_outcome(wanted, ScriptedWorker([ValueError("x")]), store=store, run_id="run_p"))
    said = outcomes("runs", "resume", "run_p")
    assert (said.code, "call run_outcome(..., run_id='run_p', reopen=True) there" in said.err) == (2, True)


def test_a_folder_that_is_gone_is_named(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_id = a_run(worker="sh -c 'exit 3'")
    elsewhere = here.parent / "elsewhere"
    here.rename(elsewhere)
    monkeypatch.chdir(elsewhere)
    said = outcomes("runs", "resume", run_id)
    assert (said.code, "was started in" in said.err) == (2, True)


# -- moving and forgetting ---------------------------------------------------------------------------------------------


def test_a_run_travels_as_one_file_and_is_the_same_elsewhere(here: Path) -> None:
    run_id = a_run()
    assert outcomes("runs", "export", run_id, "-o", "run.zip").code == 0
    assert outcomes("runs", "import", "run.zip", "--runs", "other").out == f"{run_id}\n"
    for command in (("runs", "show", run_id, "--json"), ("runs", "tail", run_id), ("regrade", run_id)):
        assert outcomes(*command).out == outcomes(*command, "--runs", "other").out
    said = outcomes("runs", "import", "run.zip", "--runs", "other")
    assert (said.code, "is kept here already" in said.err) == (3, True)
    assert outcomes("runs", "export", run_id, "-o", "run.zip").err == (
        "error: run.zip is there already, and was left as it is; name another file, or replace it with --force\n"
    )
    first = (here / "run.zip").read_bytes()
    assert outcomes("runs", "export", run_id, "-o", "run.zip", "--force").code == 0
    assert (here / "run.zip").read_bytes() == first


def test_an_exported_run_keeps_its_secret_to_itself(here: Path) -> None:
    run_id = a_run()
    outcomes("runs", "export", run_id, "-o", "run.zip")
    with SqliteStore(here.parent / "state" / "outcomes") as store:
        secret = asyncio.run(store.read(run_id))[0].model_dump()["secret"]
    assert len(secret) == 64
    with zipfile.ZipFile(here / "run.zip") as bundle:
        assert secret not in bundle.read("records.jsonl").decode()


@pytest.mark.parametrize("member", ["records.jsonl", "manifest.json"])
def test_a_bundle_that_was_changed_is_refused_and_nothing_is_kept(member: str, here: Path) -> None:
    run_id = a_run()
    outcomes("runs", "export", run_id, "-o", "run.zip")
    with zipfile.ZipFile(here / "run.zip") as bundle, zipfile.ZipFile(here / "changed.zip", "w") as changed:
        for info in bundle.infolist():
            data = bundle.read(info)
            changed.writestr(info, data.replace(b"satisfied", b"satisfiee") + b" " if info.filename == member else data)
    said = outcomes("runs", "import", "changed.zip", "--runs", "other")
    if member == "records.jsonl":
        assert (said.code, "is not what its manifest says" in said.err) == (3, True)
        assert outcomes("runs", "list", "--runs", "other", "--json").document["runs"] == []
    else:
        assert said.code == 0, "a blank at the end of the manifest changes nothing"


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04 cut off"])
def test_what_is_no_bundle_is_refused_with_a_sentence(data: bytes, here: Path) -> None:
    (here / "x.zip").write_bytes(data)
    said = outcomes("runs", "import", "x.zip")
    assert (said.code, said.err) == (
        2,
        "error: 'x.zip' is no exported run; name a file that `outcomes runs export` wrote\n",
    )


def test_nobody_is_asked_where_there_is_no_terminal() -> None:
    run_id = a_run()
    said = outcomes("runs", "delete", run_id)
    assert (said.code, said.err) == (2, "error: nobody is there to be asked; --yes forgets without asking\n")
    assert [run["run_id"] for run in outcomes("runs", "list", "--json").document["runs"]] == [run_id]


def test_an_ended_run_is_told_again_without_another_copy_of_what_it_made(here: Path) -> None:
    run_id = a_run()
    made = sorted(path.name for path in (here / f"outcomes-{run_id}").iterdir())
    assert outcomes("runs", "resume", run_id).code == 0
    assert sorted(path.name for path in (here / f"outcomes-{run_id}").iterdir()) == made


def test_a_forgotten_run_is_gone_and_its_bytes_go_when_they_are_old_enough(state: Path) -> None:
    run_id, kept = a_run(), a_run("-n", "1")
    files = sorted(path for path in (state / "blobs").rglob("*") if path.is_file())
    assert outcomes("runs", "delete", run_id, "--yes").out == "1 run forgotten\n"
    assert outcomes("runs", "gc", "--json").document["files"] == 0, "they may be of a run that is at work"
    for path in files:
        os.utime(path, (path.stat().st_atime, path.stat().st_mtime - GRACE_SECONDS - 1))
    assert outcomes("runs", "gc", "--dry-run", "--json").document["files"] == 1
    assert outcomes("runs", "gc").out == f"1 file, {len('one two three four')} bytes deleted\n"
    assert [path for path in files if path.exists()] != []
    assert outcomes("regrade", kept).code == 1
    assert outcomes("runs", "show", run_id).code == 2


# -- without content ---------------------------------------------------------------------------------------------------


def test_of_a_run_without_content_nothing_is_kept_but_what_was_found(state: Path, here: Path) -> None:
    (here / "objective.md").write_text(OBJECTIVE.replace("It has at least four words", "CANARY words are enough"))
    worker = shell("TODO CANARY", "CANARY two three four")
    found = outcomes(
        "run", "-r", "objective.md", "-w", worker, "-d", "A CANARY", "--no-content", "--output", "CANARY-out", "--json"
    )
    run_id = found.document["run_id"]
    assert (found.code, "CANARY words" in found.out) == (0, False)
    assert (here / "CANARY-out" / "note.md").read_text() == "CANARY two three four"
    kept = b"".join(path.read_bytes() for path in state.rglob("*") if path.is_file())
    assert b"CANARY" not in kept
    assert b"note.md" not in kept
    assert not (state / "blobs").exists()
    (listed,) = outcomes("runs", "list", "--json").document["runs"]
    assert (listed["result"], listed["satisfied_required"], listed["description"]) == ("satisfied", 2, "(left out)")
    assert "Criterion 1 (left out)" in outcomes("runs", "show", run_id).out
    assert outcomes("runs", "tail", run_id).code == 0
    said = outcomes("runs", "resume", run_id)
    assert (said.code, "was kept without content: it can be listed and shown, not resumed" in said.err) == (2, True)
    assert outcomes("regrade", run_id).code == 2
    assert outcomes("runs", "export", run_id, "-o", "run.zip").code == 0
    with zipfile.ZipFile(here / "run.zip") as bundle:
        assert all(b"CANARY" not in bundle.read(name) for name in bundle.namelist())


def test_a_folder_may_ask_for_runs_without_content(state: Path, here: Path) -> None:
    (here / "outcomes.toml").write_text("no_content = true\n")
    a_run()
    assert not (state / "blobs").exists()


def test_a_key_is_in_nothing_that_is_kept(state: Path, here: Path) -> None:
    """Keys are read where they are used; no record, blob or export has a place for one."""
    found = outcomes(
        "run", "-r", "objective.md", "-w", WORKER, "-d", "A note", "--json", ANTHROPIC_API_KEY="sk-ant-PLANTED"
    )
    assert outcomes("runs", "export", found.document["run_id"], "-o", "run.zip").code == 0
    with zipfile.ZipFile(here / "run.zip") as bundle:
        packed = b"".join(bundle.read(name) for name in bundle.namelist())
    kept = b"".join(path.read_bytes() for path in state.rglob("*") if path.is_file())
    assert b"PLANTED" not in kept + packed
