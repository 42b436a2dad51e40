"""Programs as workers: what they are told, how they end, and that nothing of them is left running."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from outcomes import Criterion, Outcome, Rubric, run_outcome
from outcomes.artifact import Artifact, FileEntry
from outcomes.blobs import Files
from outcomes.child import LAST_CHARACTERS, LAST_LINES, TAIL_BYTES, run_child
from outcomes.clock import SystemClock
from outcomes.errors import DeadlineReached, UsageError, WorkerError
from outcomes.stores.memory import MemoryBlobs
from outcomes.testing import ScriptedClock, ScriptedGrader
from outcomes.usage import Usage
from outcomes.worker import Brief
from outcomes.workers.command import CommandWorker

from .support import GAP, Pulse, a_brief, until

if TYPE_CHECKING:
    from collections.abc import Iterator

TELL = 'import json, os, sys; json.dump({"argv": sys.argv[1:], "cwd": os.getcwd()}, open("outputs/told.json", "w"))'


@pytest.fixture
def pulse(tmp_path: Path) -> Iterator[Pulse]:
    made = Pulse(tmp_path)
    yield made
    made.close()


def work(argv: list[str], brief: Brief) -> None:
    asyncio.run(CommandWorker(argv).work(brief))


def shell(script: str) -> list[str]:
    return ["sh", "-c", script]


def python(script: str, *arguments: str) -> list[str]:
    return [sys.executable, "-c", script, *arguments]


def refusal(argv: list[str], brief: Brief) -> str:
    """What a worker error says."""
    with pytest.raises(WorkerError) as broke:
        work(argv, brief)
    return str(broke.value)


def an_old_note() -> Artifact:
    blobs = MemoryBlobs()
    files = (
        FileEntry("note.txt", blobs.put(b"old"), 3),
        FileEntry("data/a.csv", blobs.put(b"a,b"), 3),
    )
    return Artifact(kind="folder", name="notes", files=files, contents=Files(files, blobs))


# -- what a program is told ------------------------------------------------------------------------------------------


def test_placeholders_are_filled_in_once_and_other_braces_are_left_alone(tmp_path: Path) -> None:
    brief, _ = a_brief(tmp_path / "a {outputs} b", iteration=2)
    work(
        python(TELL, "--in={brief}", "{workspace}:{outputs}", "{iteration}", "{other}", "{ brief }", "{}", "{{x}}"),
        brief,
    )
    at = str(brief.workspace)
    assert json.loads((brief.outputs / "told.json").read_bytes()) == {
        "argv": [f"--in={at}/brief.json", f"{at}:{at}/outputs", "2", "{other}", "{ brief }", "{}", "{{x}}"],
        "cwd": at,
    }


def test_nothing_in_an_argument_is_taken_for_shell(tmp_path: Path) -> None:
    brief, _ = a_brief(tmp_path)
    work(python(TELL, "$HOME; touch x", "*", "a b"), brief)
    assert json.loads((brief.outputs / "told.json").read_bytes())["argv"] == ["$HOME; touch x", "*", "a b"]


def test_the_brief_is_given_in_a_file_and_on_stdin_word_for_word_the_same(tmp_path: Path) -> None:
    brief, _ = a_brief(tmp_path, description="Schreib eine Notiz \u2013 kurz")
    work(shell("cat > outputs/stdin.json"), brief)
    written = (brief.outputs / "stdin.json").read_bytes()
    assert written == (brief.workspace / "brief.json").read_bytes()
    assert json.loads(written) == brief.model_dump(mode="json") | {
        "workspace": str(brief.workspace),
        "outputs": str(brief.outputs),
        "base": None,
    }


def test_half_a_surrogate_pair_in_a_gap_does_not_keep_the_brief_from_being_written(tmp_path: Path) -> None:
    brief, _ = a_brief(tmp_path, iteration=1, gaps=(GAP.model_copy(update={"missing": "half \ud83d"}),))
    work(["true"], brief)
    assert json.loads((brief.workspace / "brief.json").read_bytes())["gaps"][0]["missing"] == "half \ufffd"
    assert "Missing: half \ufffd" in (brief.workspace / "feedback.md").read_text(encoding="utf-8")


def test_a_program_in_python_can_read_its_brief_as_a_brief(tmp_path: Path) -> None:
    brief, _ = a_brief(tmp_path, iteration=1, gaps=(GAP,))
    work(["true"], brief)
    read = Brief.model_validate_json((brief.workspace / "brief.json").read_bytes())
    assert read.feedback() == brief.feedback()


def test_the_base_is_told_by_its_manifest_and_lies_in_the_outputs_folder(tmp_path: Path) -> None:
    base = an_old_note()
    brief, _ = a_brief(tmp_path, iteration=1, base=base)
    work(shell("cat outputs/note.txt outputs/data/a.csv > outputs/seen"), brief)
    assert (brief.outputs / "seen").read_bytes() == b"olda,b"
    assert json.loads((brief.workspace / "brief.json").read_bytes())["base"] == {
        "name": "notes",
        "files": [
            {"path": "note.txt", "sha256": base.files[0].sha256, "size_bytes": 3},
            {"path": "data/a.csv", "sha256": base.files[1].sha256, "size_bytes": 3},
        ],
    }


def test_the_gaps_are_given_as_text_from_the_second_iteration_on(tmp_path: Path) -> None:
    first, _ = a_brief(tmp_path / "first")
    second, _ = a_brief(tmp_path / "second", iteration=1, gaps=(GAP,))
    work(["true"], first)
    work(["true"], second)
    assert not (first.workspace / "feedback.md").exists()
    assert (second.workspace / "feedback.md").read_text(encoding="utf-8") == second.feedback()


def test_the_environment_is_the_callers_and_says_where_everything_is(tmp_path: Path) -> None:
    brief, _ = a_brief(tmp_path, iteration=3)
    work(python("import json, os; json.dump(dict(os.environ), open('outputs/env.json', 'w'))"), brief)
    found = json.loads((brief.outputs / "env.json").read_bytes())
    assert found["PATH"] == os.environ["PATH"]
    assert {key: value for key, value in found.items() if key.startswith("OUTCOMES_")} == {
        **{key: value for key, value in os.environ.items() if key.startswith("OUTCOMES_")},
        "OUTCOMES_WORKSPACE": str(brief.workspace),
        "OUTCOMES_OUTPUTS": str(brief.outputs),
        "OUTCOMES_BRIEF": str(brief.workspace / "brief.json"),
        "OUTCOMES_ITERATION": "3",
        "OUTCOMES_STEP_ID": "run_1/it/3/work",
    }


@pytest.mark.parametrize("script", ["exit 0", "exec 0<&-; exit 0", "head -c 10 > outputs/head"])
def test_a_program_that_does_not_read_its_brief_to_the_end_neither_hangs_nor_breaks(
    script: str, tmp_path: Path
) -> None:
    brief, _ = a_brief(tmp_path, description="long " * 200_000)
    work(shell(script), brief)


def test_a_program_named_by_a_folder_is_looked_for_from_where_the_caller_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "tools" / "agent"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho done > outputs/note.txt\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    worker = CommandWorker(["./tools/agent"])
    brief, _ = a_brief(tmp_path)
    asyncio.run(worker.work(brief))
    assert worker.name == "agent"
    assert (brief.outputs / "note.txt").read_text(encoding="utf-8") == "done\n"


def test_an_argument_that_names_a_file_beside_the_caller_is_found_from_the_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "agent.sh").write_text("echo done > outputs/note.txt", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    brief, _ = a_brief(tmp_path)
    asyncio.run(CommandWorker(["sh", "agent.sh"]).work(brief))
    assert (brief.outputs / "note.txt").read_text(encoding="utf-8") == "done\n"


# -- how it ends -----------------------------------------------------------------------------------------------------


def test_another_exit_code_is_an_error_with_the_end_of_stderr(tmp_path: Path) -> None:
    script = "echo to stdout; echo first >&2; echo second >&2; exit 7"
    assert refusal(shell(script), a_brief(tmp_path)[0]) == (
        "the command 'sh' exited with code 7; the end of its stderr:\nfirst\nsecond"
    )


def test_a_program_that_complains_on_stdout_is_heard_too(tmp_path: Path) -> None:
    assert refusal(shell("echo no key; exit 1"), a_brief(tmp_path)[0]) == (
        "the command 'sh' exited with code 1; the end of its stdout:\nno key"
    )


def test_a_program_that_fails_in_silence_is_said_to(tmp_path: Path) -> None:
    assert refusal(["false"], a_brief(tmp_path)[0]) == "the command 'false' exited with code 1; it printed nothing"


def test_a_program_that_is_killed_is_said_to_be(tmp_path: Path) -> None:
    assert refusal(shell("kill -KILL $$"), a_brief(tmp_path)[0]) == (
        "the command 'sh' was killed by signal 9 (SIGKILL); it printed nothing"
    )


def test_what_a_program_printed_is_shown_without_its_control_characters(tmp_path: Path) -> None:
    said = refusal(
        python(r"import sys; sys.stderr.buffer.write(b'\x1b[31mred\r\nbad \xff\n'); sys.exit(1)"), a_brief(tmp_path)[0]
    )
    assert said.endswith("stderr:\n\\x1b[31mred\nbad \ufffd")


def test_only_the_last_lines_of_what_a_program_printed_are_shown(tmp_path: Path) -> None:
    said = refusal(shell("seq 1 100 >&2; exit 1"), a_brief(tmp_path / "lines")[0])
    assert said.partition("\n")[2].split("\n") == [str(number) for number in range(101 - LAST_LINES, 101)]
    said = refusal(shell("yes | head -c 100000 | tr -d '\\n' >&2; exit 1"), a_brief(tmp_path / "one")[0])
    assert said.partition("\n")[2] == "y" * LAST_CHARACTERS


def test_of_endless_output_the_end_is_remembered(tmp_path: Path) -> None:
    ended = asyncio.run(
        run_child(
            shell("yes | head -c 3000000; printf END; printf few >&2"),
            cwd=tmp_path,
            environment=os.environ,
            stdin=Path(os.devnull),
            seconds=None,
            clock=SystemClock(),
        )
    )
    assert (ended.exit_code, ended.expired, ended.stderr) == (0, False, b"few")
    assert (len(ended.stdout), ended.stdout[-5:]) == (TAIL_BYTES, b"y\nEND")


def test_a_program_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    assert refusal(["no-such-agent", "{brief}"], a_brief(tmp_path)[0]) == (
        "the command 'no-such-agent' was not found; check its name, and that it is installed and on the PATH"
    )


@pytest.mark.parametrize(
    ("mode", "why"), [(0o644, "may not be run; make it executable"), (0o755, "cannot be started: Exec format error")]
)
def test_a_program_that_cannot_be_started_is_said_to(mode: int, why: str, tmp_path: Path) -> None:
    program = tmp_path / "agent"
    program.write_bytes(b"\x00\x01\x02")
    program.chmod(mode)
    assert refusal([str(program)], a_brief(tmp_path)[0]) == f"the command '{program}' {why}"


# -- how long it may take, and what is left --------------------------------------------------------------------------


HOLD = "exec 3>{pulse}; sleep 60 & printf up >&3; "
"""A program with a child that would outlive it; both hold the pulse."""


async def when_up(worker: CommandWorker, brief: Brief, pulse: Pulse) -> asyncio.Future[None]:
    """Begin a step and wait until its program and what that started are there."""
    step = asyncio.ensure_future(worker.work(brief))
    await until(pulse.is_up, "the program")
    return step


def test_a_timeout_kills_the_program_and_everything_that_it_started(tmp_path: Path, pulse: Pulse) -> None:
    clock = ScriptedClock()
    worker = CommandWorker(shell(HOLD.format(pulse=pulse.path) + "echo half >&2; wait"), timeout_seconds=5, clock=clock)

    async def late() -> None:
        step = await when_up(worker, a_brief(tmp_path)[0], pulse)
        clock.pass_time(4.9)
        assert not step.done()
        clock.pass_time(0.1)
        with pytest.raises(WorkerError) as broke:
            await step
        assert str(broke.value).startswith(
            "the command 'sh' was killed, with everything that it had started: it took longer than its timeout of 5 s; "
        )
        await until(pulse.is_gone, "the end of all processes")

    asyncio.run(late())


def test_a_nearer_deadline_of_the_run_counts_instead_of_the_timeout_and_is_named(tmp_path: Path, pulse: Pulse) -> None:
    clock = ScriptedClock()
    brief, _ = a_brief(tmp_path, deadline=clock.now() + timedelta(seconds=3))
    worker = CommandWorker(shell(HOLD.format(pulse=pulse.path) + "wait"), timeout_seconds=5, clock=clock)

    async def late() -> None:
        step = await when_up(worker, brief, pulse)
        clock.pass_time(3)
        with pytest.raises(DeadlineReached, match=r": the run's own time was over \(3 s were left for this step\); "):
            await step
        await until(pulse.is_gone, "the end of all processes")

    asyncio.run(late())


def test_a_later_deadline_leaves_the_timeout_as_it_is(tmp_path: Path, pulse: Pulse) -> None:
    clock = ScriptedClock()
    brief, _ = a_brief(tmp_path, deadline=clock.now() + timedelta(seconds=30))
    worker = CommandWorker(shell(HOLD.format(pulse=pulse.path) + "wait"), timeout_seconds=5, clock=clock)

    async def late() -> None:
        step = await when_up(worker, brief, pulse)
        clock.pass_time(5)
        with pytest.raises(WorkerError, match="its timeout of 5 s"):
            await step

    asyncio.run(late())


def test_a_program_is_not_even_started_when_the_runs_time_is_over(tmp_path: Path) -> None:
    clock = ScriptedClock()
    brief, desk = a_brief(tmp_path, deadline=clock.now())
    with pytest.raises(DeadlineReached) as broke:
        asyncio.run(CommandWorker(["true"], clock=clock).work(brief))
    assert str(broke.value) == (
        "the command 'true' was not started: the run's own time was over (0 s were left for this step)"
    )
    assert desk.made is None


def test_giving_a_step_up_kills_the_program_and_everything_that_it_started(tmp_path: Path, pulse: Pulse) -> None:
    async def give_up() -> None:
        step = await when_up(CommandWorker(shell(HOLD.format(pulse=pulse.path) + "wait")), a_brief(tmp_path)[0], pulse)
        step.cancel()
        with pytest.raises(asyncio.CancelledError):
            await step
        await until(pulse.is_gone, "the end of all processes")

    asyncio.run(give_up())


@pytest.mark.parametrize("turns", range(0, 60, 6))
def test_a_step_that_is_given_up_while_its_program_is_being_started_leaves_nothing_behind(
    turns: int, tmp_path: Path
) -> None:
    """Whatever the moment: the step ends cancelled, and a warning about a forgotten process would fail the test."""

    async def give_up() -> None:
        step = asyncio.ensure_future(CommandWorker(shell("sleep 60 & wait")).work(a_brief(tmp_path)[0]))
        for _ in range(turns):
            await asyncio.sleep(0)
        step.cancel()
        with pytest.raises(asyncio.CancelledError):
            await step

    asyncio.run(give_up())


def test_what_a_program_leaves_running_does_not_outlive_the_step(tmp_path: Path, pulse: Pulse) -> None:
    async def done() -> None:
        await CommandWorker(shell(HOLD.format(pulse=pulse.path) + "exit 0")).work(a_brief(tmp_path)[0])
        await until(pulse.is_gone, "the end of all processes")

    asyncio.run(done())


ESCAPE = """
import subprocess, sys
away = subprocess.Popen(["sleep", "60"], start_new_session=True)
open("outputs/pid", "w").write(str(away.pid))
print("done", flush=True)
"""


def test_one_that_got_away_with_the_pipes_in_hand_does_not_hold_the_step_up(tmp_path: Path) -> None:
    brief, _ = a_brief(tmp_path)
    try:
        asyncio.run(asyncio.wait_for(CommandWorker(python(ESCAPE)).work(brief), timeout=10))
    finally:
        os.kill(int((brief.outputs / "pid").read_bytes()), signal.SIGKILL)


# -- what it used ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "usage"),
    [
        ('{"input_tokens": 12, "output_tokens": 3}', Usage(input_tokens=12, output_tokens=3)),
        ('{"cost_usd": 0.25}', Usage(cost_usd=0.25)),
        ('{"cost_usd": null}', Usage()),
        (
            '{"input_tokens": 5, "cache_read_input_tokens": 9, "cache_creation_input_tokens": null, "tier": {"a": []}}',
            Usage(input_tokens=5, cache_read_input_tokens=9),
        ),
    ],
)
def test_what_a_program_says_that_it_used_is_reported(written: str, usage: Usage, tmp_path: Path) -> None:
    brief, desk = a_brief(tmp_path)
    work(python("import sys; open('usage.json', 'w').write(sys.argv[1])", written), brief)
    assert desk.usage == usage


FIELDS = "input_tokens, output_tokens, cache_creation_input_tokens, cache_read_input_tokens, cost_usd"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('{"input_tokens": "many"}', ": input_tokens is 'many': Input should be a valid integer"),
        ('{"input_tokens": -1}', ": input_tokens is -1: Input should be greater than or equal to 0"),
        ('{"input_tokens": 1, "cost_usd": NaN}', ": cost_usd is nan: Input should be a finite number"),
        ('{"input_token": 1}', f" has to be an object with some of {FIELDS}"),
        ("[1, 2]", f" has to be an object with some of {FIELDS}"),
        ("{}", f" has to be an object with some of {FIELDS}"),
        ("12 tokens", " is not JSON: Extra data"),
        ("", " is not JSON: Expecting value"),
        ("[" * 60_000, " is not JSON: "),
        ("9" * 5_000, " is not JSON: "),
        (" " * 70_000, " cannot be read: 'usage.json' has 70,000 bytes; the limit is 65,536."),
    ],
)
def test_a_usage_file_that_makes_no_sense_is_an_error_that_names_the_field(
    written: str, said: str, tmp_path: Path
) -> None:
    brief, desk = a_brief(tmp_path)
    (tmp_path / "written").write_text(written, encoding="utf-8")
    message = refusal(["cp", str(tmp_path / "written"), "usage.json"], brief)
    assert message.startswith(f"the worker's usage.json{said}")
    assert desk.usage is None


@pytest.mark.parametrize("script", ["ln -s /etc/hostname usage.json", "ln -s nowhere usage.json", "mkfifo usage.json"])
def test_a_usage_file_that_is_no_file_is_refused(script: str, tmp_path: Path) -> None:
    assert "the worker's usage.json cannot be read: 'usage.json' is " in refusal(shell(script), a_brief(tmp_path)[0])


# -- how it is made --------------------------------------------------------------------------------------------------


def test_a_line_is_split_into_words_as_a_shell_would(tmp_path: Path) -> None:
    brief, _ = a_brief(tmp_path)
    worker = CommandWorker.parse(f"'{sys.executable}' -c '{TELL}' \"it's\" --n {{iteration}}", timeout_seconds=60)
    asyncio.run(worker.work(brief))
    assert json.loads((brief.outputs / "told.json").read_bytes())["argv"] == ["it's", "--n", "0"]


def test_quotes_that_do_not_pair_up_are_explained() -> None:
    with pytest.raises(UsageError) as refused:
        CommandWorker.parse("my-agent --note it's")
    assert str(refused.value) == (
        'the command "my-agent --note it\'s" cannot be split into words (No closing quotation); close every quote, '
        "and put an apostrophe inside double quotes"
    )


@pytest.mark.parametrize("command", ["", "   ", "''"])
def test_an_empty_command_is_refused(command: str) -> None:
    with pytest.raises(UsageError, match=r"^the command is empty; "):
        CommandWorker.parse(command)


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (
            "my-agent {brief}",
            "a command is a list of words, not one string; use CommandWorker.parse('my-agent {brief}')",
        ),
        (["agent", Path("x")], "every word of a command is a string without NUL characters, not PosixPath('x')"),
        (["agent", "a\0b"], "every word of a command is a string without NUL characters, not 'a\\x00b'"),
        ([], "the command is empty; give the program that does the work, for example 'my-agent {brief}'"),
    ],
)
def test_what_is_no_list_of_words_is_refused(argv: list[str], said: str) -> None:
    with pytest.raises(UsageError) as refused:
        CommandWorker(argv)
    assert str(refused.value) == said


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf")])
def test_a_timeout_is_a_positive_number_of_seconds(seconds: float) -> None:
    with pytest.raises(UsageError, match=r"^timeout_seconds is a positive number of seconds, or None for no limit; "):
        CommandWorker(["true"], timeout_seconds=seconds)


def test_a_worker_is_called_by_its_program_unless_it_has_a_name() -> None:
    assert CommandWorker(["/usr/bin/env", "--secret"]).name == "env"
    assert CommandWorker(["env"], name="writer").name == "writer"


# -- in a loop -------------------------------------------------------------------------------------------------------


def test_a_program_is_given_its_gaps_and_never_a_withheld_criterion(tmp_path: Path) -> None:
    rubric = Rubric(
        criteria=(
            Criterion(id="clear", text="It is clear"),
            Criterion(id="secret-CANARY", text="It is CANARY", withheld=True),
        )
    )
    script = f"cp -r . {tmp_path}/seen-$OUTCOMES_ITERATION; echo draft $OUTCOMES_ITERATION > outputs/note.txt"
    grader = ScriptedGrader([{"clear", "secret-CANARY"}, set()])
    run = asyncio.run(
        run_outcome(
            Outcome(description="Write a note", rubric=rubric),
            CommandWorker(shell(script)),
            grader=grader,
            output=tmp_path / "best",
        )
    )
    assert (run.result, len(run.iterations)) == ("satisfied", 2)
    assert run.best is not None
    assert run.best.path.read_text(encoding="utf-8") == "draft 1\n"
    assert (tmp_path / "seen-1" / "outputs" / "note.txt").read_text(encoding="utf-8") == "draft 0\n"
    assert "clear is missing" in (tmp_path / "seen-1" / "feedback.md").read_text(encoding="utf-8")
    seen = [path.read_text(encoding="utf-8") for path in tmp_path.glob("seen-*/*") if path.is_file()]
    assert len(seen) == 3
    assert not any("CANARY" in text for text in seen)
