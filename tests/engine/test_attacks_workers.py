"""Workers that hand over odd things, change them afterwards, break oddly, or are careless with the process."""

from __future__ import annotations

import asyncio
import os
import threading
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import BaseModel

from outcomes import Artifact, Budget, UsageError, read_artifact, run_outcome_sync
from outcomes.artifact import FileEntry
from outcomes.blobs import Files
from outcomes.stores.memory import MemoryBlobs
from outcomes.testing import ScriptedClock, ScriptedGrader
from outcomes.usage import Usage
from outcomes.workers.command import CommandWorker

from .support import CLEAR, SHORT, go, outcome

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from outcomes import Brief, Run

POSIX_ONLY = pytest.mark.skipif(os.name != "posix", reason="links, pipes and sparse files as POSIX has them")
WORSE = ({"clear"}, {"clear", "sourced"})
"""The second draft is worse than the first."""


def best_of_two(worker: Callable[[Brief], object], **more: Any) -> Run:
    """A run of two rounds whose first draft is the better one."""
    run, _ = go(outcome(max_iterations=2), worker, grader=ScriptedGrader(WORSE), **more)
    assert run.best is not None
    assert run.best.iteration == 0
    return run


def ending(worker: object) -> tuple[str, str]:
    """The result and its detail."""
    run, _ = go(outcome(), worker, grader=ScriptedGrader())
    return run.result, run.reason.detail


# -- the best value is that of the best draft, whatever becomes of what was handed over --------------------------------


class Words(str):
    """As libraries return them: text that is not quite a str."""

    __slots__ = ()


class Raw(bytes):
    """Bytes that are not quite bytes."""


@pytest.mark.parametrize(
    ("value", "given"),
    [(Words("draft"), "draft"), (Raw(b"draft"), b"draft"), (bytearray(b"draft"), bytearray(b"draft"))],
)
def test_text_and_bytes_of_a_type_of_their_own_come_back_as_text_and_bytes(value: object, given: object) -> None:
    run, _ = go(outcome(), lambda _brief: value, grader=ScriptedGrader())
    assert run.best is not None
    assert run.best.value == given
    assert type(run.best.value) is type(given)


def test_a_file_that_a_later_round_wrote_over_comes_back_as_it_was_when_it_was_graded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    def work(brief: Brief) -> Path:
        path = tmp_path / "note.txt"
        path.write_text(f"draft {brief.iteration}")
        return path

    run = best_of_two(work)
    assert run.best is not None
    assert (tmp_path / "note.txt").read_text() == "draft 1"
    assert run.best.value.read_text() == "draft 0"
    assert run.best.value == run.best.path


def test_a_file_that_is_still_what_was_graded_comes_back_where_the_worker_put_it(tmp_path: Path) -> None:
    def work(brief: Brief) -> Path:
        path = tmp_path / f"note-{brief.iteration}.txt"
        path.write_text(f"draft {brief.iteration}")
        return path

    run = best_of_two(work)
    assert run.best is not None
    assert run.best.value == tmp_path / "note-0.txt"


def test_a_file_in_the_scratch_folder_outlives_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    def work(brief: Brief) -> Path:
        path = brief.workspace / "note.txt"
        path.write_text("draft")
        return path

    run, _ = go(outcome(), work, grader=ScriptedGrader())
    assert run.best is not None
    assert run.best.value.read_text() == "draft"
    assert run.best.value.is_relative_to(tmp_path)


class State(BaseModel):
    """What an agent goes on changing."""

    draft: int = 0


def test_a_value_that_a_worker_goes_on_changing_comes_back_as_it_was() -> None:
    as_dict: dict[str, int] = {}
    as_model = State()

    def change_dict(brief: Brief) -> dict[str, int]:
        as_dict["draft"] = brief.iteration
        return as_dict

    def change_model(brief: Brief) -> State:
        as_model.draft = brief.iteration
        return as_model

    for worker, value in ((change_dict, {"draft": 0}), (change_model, State(draft=0))):
        run = best_of_two(worker)
        assert run.best is not None
        assert run.best.value == value


class Locked(BaseModel):
    """What cannot be copied."""

    model_config = {"arbitrary_types_allowed": True}
    text: str = "draft"

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Locked:
        raise TypeError


def test_a_value_that_cannot_be_copied_comes_back_as_it_is() -> None:
    value = Locked()
    run, _ = go(outcome(), lambda _brief: value, grader=ScriptedGrader())
    assert run.best is not None
    assert run.best.value is value


# -- what is graded is what is kept ------------------------------------------------------------------------------------


class Meddling(MemoryBlobs):
    """Somebody writes over the file as soon as its bytes were taken."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def put(self, data: bytes) -> str:
        self._path.write_text("swapped")
        return super().put(data)


def test_a_file_that_is_swapped_while_it_is_taken_is_graded_as_it_was_taken(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("draft")
    grader = ScriptedGrader()
    run, _ = go(outcome(), lambda _brief: path, grader=grader, blobs=Meddling(path), output=tmp_path / "out")
    assert path.read_text() == "swapped"
    assert run.best is not None
    assert {artifact.visible_text for _, artifact, _ in grader.asked} == {"draft"}
    assert run.best.path.read_text() == "draft"


def forged(name: str, path: str, *, sha256: str = "0" * 64) -> Artifact:
    """An artifact that says what it likes about itself, with bytes behind it."""
    blobs = MemoryBlobs()
    real = FileEntry(path, blobs.put(b"draft"), 5)
    return Artifact("text", name, (FileEntry(path, sha256, 1),), contents=Files((real,), blobs))


def test_an_artifact_is_not_believed_about_its_own_hash() -> None:
    run, _ = go(outcome(), lambda _brief: forged("note.txt", "note.txt"), grader=ScriptedGrader())
    assert run.result == "satisfied"
    assert run.best is not None
    assert run.best.artifact.files[0].size_bytes == 5
    assert run.best.artifact.sha256 != "0" * 64


@pytest.mark.parametrize("path", ["../../evil.txt", "/etc/evil.txt", "..", "", "a\0b"])
def test_an_artifact_with_a_file_outside_itself_is_refused(path: str) -> None:
    result, detail = ending(lambda _brief: forged("note.txt", path))
    assert result == "worker_error"
    assert "file outside itself" in detail


def test_an_artifact_s_name_is_no_path(tmp_path: Path) -> None:
    run, _ = go(
        outcome(),
        lambda _brief: forged("../../evil.txt", "n.txt"),
        grader=ScriptedGrader(),
        output=tmp_path / "a" / "b",
    )
    assert run.best is not None
    assert run.best.path.parent == tmp_path / "a" / "b"


def test_an_artifact_whose_bytes_are_gone_is_the_workers_fault_and_not_the_store_s() -> None:
    gone = Artifact("text", "n.txt", (FileEntry("n.txt", "0" * 64, 1),), contents=Files((), MemoryBlobs()))
    result, detail = ending(lambda _brief: gone)
    assert result == "worker_error"
    assert "bytes cannot be read" in detail


def test_the_base_handed_back_unchanged_is_a_stall(tmp_path: Path) -> None:
    run, _ = go(outcome(max_iterations=5), lambda brief: brief.base or "draft", grader=ScriptedGrader([{"clear"}]))
    assert (run.result, run.reason.code, len(run.iterations)) == ("stalled", "same_content", 2)
    (tmp_path / "n.txt").write_text("draft")
    other = read_artifact(tmp_path / "n.txt")
    assert ending(lambda _brief: other) == ("satisfied", "")


# -- files that are none, and names that are odd -----------------------------------------------------------------------


def pipe_in(folder: Path) -> None:
    os.mkfifo(folder / "b")


def link_in(folder: Path) -> None:
    (folder / "b").symlink_to("/etc/passwd")


def sparse_in(folder: Path) -> None:
    with (folder / "b").open("wb") as stream:
        stream.truncate(600 * 1024 * 1024)


def too_many_in(folder: Path) -> None:
    for number in range(10_001):
        (folder / str(number)).touch()


@POSIX_ONLY
@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (pipe_in, "not-a-regular-file"),
        (link_in, "not-a-regular-file"),
        (sparse_in, "too-large"),
        (too_many_in, "too-many-parts"),
    ],
)
def test_a_folder_with_what_is_no_deliverable_is_a_gap_for_the_worker(spoil: Callable[[Path], None], code: str) -> None:
    def work(brief: Brief) -> None:
        if brief.iteration == 0:
            (brief.outputs / "a").write_text("draft")
            spoil(brief.outputs)
        else:
            (brief.outputs / "note.txt").write_text(brief.unreadable or "")

    blobs = MemoryBlobs()
    run, _ = go(outcome(), work, grader=ScriptedGrader(), blobs=blobs)
    assert run.result == "satisfied"
    assert run.iterations[0].problem is not None
    assert run.iterations[0].problem.code == code
    if code == "too-many-parts":
        assert len(blobs._data) == 1, "they are counted before any is kept"


@POSIX_ONLY
@pytest.mark.parametrize(
    "name", ["-rf", "a\nb.txt", "{{ 7*7 }}.txt", "\x1b[31mred.txt", " ", "x" * 251 + ".txt", "..a"]
)
def test_odd_names_are_kept_as_they_are_and_written_where_one_asked(name: str, tmp_path: Path) -> None:
    def work(brief: Brief) -> None:
        (brief.outputs / name).write_text("draft")

    run, _ = go(outcome(), work, grader=ScriptedGrader(), output=tmp_path)
    assert run.result == "satisfied"
    assert run.best is not None
    assert (run.best.path, run.best.path.read_text()) == (tmp_path / name, "draft")


@POSIX_ONLY
def test_names_that_differ_in_case_or_form_alone_are_different_files(tmp_path: Path) -> None:
    names = ["README", "readme", unicodedata.normalize("NFC", "\u00e9"), unicodedata.normalize("NFD", "\u00e9")]
    (tmp_path / "probe").mkdir()
    for name in names:
        (tmp_path / "probe" / name).write_text(name)
    if len(list((tmp_path / "probe").iterdir())) < len(names):
        pytest.skip("this file system holds them for the same")
    run, _ = go(outcome(), lambda _brief: tmp_path / "probe", grader=ScriptedGrader(), output=tmp_path / "out")
    assert run.best is not None
    assert {path.name: path.read_text() for path in run.best.path.iterdir()} == {name: name for name in names}


# -- what workers raise ------------------------------------------------------------------------------------------------


def exit_now() -> None:
    raise SystemExit(3)


def cancel_itself() -> None:
    raise asyncio.CancelledError


def interrupt_itself() -> None:
    raise KeyboardInterrupt


class UnprintableError(Exception):
    """Cannot say what is wrong."""

    def __str__(self) -> str:
        raise ZeroDivisionError


def unprintable() -> None:
    raise UnprintableError


@pytest.mark.parametrize(
    ("breaks", "said"),
    [
        (exit_now, "SystemExit: 3"),
        (cancel_itself, "CancelledError"),
        (unprintable, "UnprintableError: <exception str() failed>"),
    ],
)
@pytest.mark.parametrize("kind", ["sync", "async", "object"])
def test_whatever_a_worker_raises_ends_the_run_and_not_the_program(
    breaks: Callable[[], None], said: str, kind: str
) -> None:
    async def work(_brief: Brief) -> None:
        breaks()

    class Object:
        name = "object"

        async def work(self, _brief: Brief) -> None:
            breaks()

    workers = {"sync": lambda _brief: breaks(), "async": work, "object": Object()}
    result, detail = ending(workers[kind])
    assert result == "worker_error"
    assert said in detail


def test_an_interrupt_from_a_worker_s_own_thread_is_not_the_user_s() -> None:
    assert ending(lambda _brief: interrupt_itself()) == ("worker_error", "the worker raised KeyboardInterrupt")


def test_what_is_said_of_an_endless_error_with_half_a_surrogate_pair_can_be_kept() -> None:
    class Object:
        name = "object"

        async def work(self, _brief: Brief) -> None:
            raise ValueError("caf\udce9" + "x" * 1_000_000)

    _, detail = ending(Object())
    assert detail.encode()
    assert len(detail) <= 2_000


def coroutine_function() -> Any:
    async def forgotten() -> None: ...

    return forgotten


def generator() -> Any:
    return (number for number in range(3))


async def _pieces() -> Any:
    yield 1


@pytest.mark.parametrize(
    ("make", "kind"), [(coroutine_function, "function"), (generator, "generator"), (_pieces, "async_generator")]
)
def test_what_has_still_to_be_called_is_no_deliverable(make: Callable[[], object], kind: str) -> None:
    result, detail = ending(lambda _brief: make())
    assert (result, detail.partition(",")[0]) == ("worker_error", f"the worker returned a {kind}")


# -- workers and the process that they share ---------------------------------------------------------------------------


@pytest.mark.parametrize("output", [None, "out"])
def test_a_worker_that_changes_the_working_directory_does_not_move_the_result(
    output: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    def work(brief: Brief) -> str:
        os.chdir(brief.workspace)
        return "few words"

    run = run_outcome_sync(outcome(SHORT), work, output=output)
    assert run.best is not None
    assert run.best.path.read_text() == "few words"
    assert run.best.path.is_relative_to(tmp_path)


def test_a_worker_may_run_an_outcome_of_its_own() -> None:
    def work(_brief: Brief) -> str:
        inner = run_outcome_sync(outcome(SHORT), lambda _brief: "inner words")
        assert inner.best is not None
        return str(inner.best.value)

    run, _ = go(outcome(CLEAR), work, grader=ScriptedGrader())
    assert run.best is not None
    assert run.best.value == "inner words"


def test_an_async_worker_is_told_to_await_its_own_outcome() -> None:
    async def work(_brief: Brief) -> object:
        return run_outcome_sync(outcome(SHORT), lambda _brief: "inner words")

    result, detail = ending(work)
    assert result == "worker_error"
    assert "await run_outcome(...)" in detail


def test_a_worker_class_is_not_a_worker() -> None:
    class Agent:
        name = "agent"

        async def work(self, _brief: Brief) -> str:
            return "draft"

    with pytest.raises(UsageError, match="Agent is a class; give an instance of it"):
        go(outcome(SHORT), Agent)


@pytest.mark.parametrize("name", [5, "", None])
def test_a_worker_s_name_is_asked_for_before_it_works(name: object) -> None:
    class Agent:
        async def work(self, _brief: Brief) -> str:
            raise AssertionError

    agent = Agent()
    agent.name = name  # type: ignore[attr-defined]
    with pytest.raises(UsageError, match=r"the `name` of .*Agent is .*; it has to be a string"):
        go(outcome(SHORT), agent)


# -- what they say that they used --------------------------------------------------------------------------------------


def test_usage_adds_up_and_money_is_unknown_as_soon_as_one_report_leaves_it_out() -> None:
    def work(brief: Brief) -> str:
        brief.report_usage(input_tokens=1, cost_usd=0.5)
        brief.report_usage(output_tokens=2)
        return "few words"

    run, _ = go(outcome(SHORT), work)
    assert run.usage.worker == Usage(input_tokens=1, output_tokens=2, cost_usd=None)


@pytest.mark.parametrize("used", [{"input_tokens": -1}, {"cost_usd": float("nan")}, {"cost_usd": -0.5}])
def test_usage_that_cannot_be_is_the_workers_error(used: dict[str, Any]) -> None:
    def work(brief: Brief) -> str:
        brief.report_usage(**used)
        return "draft"

    result, detail = ending(work)
    assert result == "worker_error"
    assert next(iter(used)) in detail


def test_what_is_reported_after_the_step_is_over_is_not_counted() -> None:
    briefs: list[Brief] = []

    def work(brief: Brief) -> str:
        briefs.append(brief)
        return "few words"

    run, _ = go(outcome(SHORT), work)
    briefs[0].report_usage(input_tokens=5)
    assert run.usage.worker is None


@pytest.mark.parametrize("seconds", [1e12, 1e300])
def test_a_budget_of_more_time_than_there_are_dates_is_no_deadline(seconds: float) -> None:
    deadlines: list[object] = []

    def work(brief: Brief) -> str:
        deadlines.append(brief.deadline)
        return "few words"

    run, _ = go(outcome(SHORT, budget=Budget(seconds=seconds)), work)
    assert (run.result, deadlines) == ("satisfied", [None])


def test_a_budget_of_seconds_counts_the_time_of_a_worker_and_ends_the_run_after_the_step_in_flight() -> None:
    clock = ScriptedClock()

    def work(brief: Brief) -> str:
        clock.pass_time(40)
        return "word " * (30 + brief.iteration)

    run, _ = go(outcome(SHORT, budget=Budget(seconds=60), max_iterations=9), work, clock=clock)
    assert (run.result, run.reason.code, run.seconds, run.overshoot) == ("budget_reached", "seconds", 80.0, 20.0)


def test_sync_workers_of_many_runs_at_once_do_not_wait_for_each_other() -> None:
    """More of them than any pool of threads would hold: each waits for all the others."""
    together = threading.Barrier(40)

    async def main() -> list[str]:
        from outcomes import run_outcome

        def work(_brief: Brief) -> str:
            together.wait(timeout=10)
            return "few words"

        return [run.result for run in await asyncio.gather(*(run_outcome(outcome(SHORT), work) for _ in range(40)))]

    assert asyncio.run(main()) == ["satisfied"] * 40


def test_a_worker_object_whose_work_is_a_plain_method_works_in_a_thread_as_a_function_would() -> None:
    class Agent:
        name = "agent"

        def work(self, _brief: Brief) -> str:
            return threading.current_thread().name

    run, _ = go(outcome(SHORT), Agent())
    assert run.best is not None
    assert run.best.value == "outcomes-worker"


@POSIX_ONLY
@pytest.mark.parametrize("end", ["exit 3", "kill -9 $$"])
def test_what_a_program_says_that_it_used_counts_also_when_it_fails(end: str) -> None:
    script = 'echo \'{"input_tokens": 7, "cost_usd": 0.5}\' > usage.json; ' + end
    run, _ = go(outcome(SHORT), CommandWorker(["sh", "-c", script]))
    assert run.result == "worker_error"
    assert run.usage.worker == Usage(input_tokens=7, cost_usd=0.5)
