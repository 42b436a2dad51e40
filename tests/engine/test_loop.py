"""The loop: what it asks for, what it records, what it tells, and how it ends."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Any

import pytest

from outcomes import Budget, Interrupt, UsageError, WorkerError, run_outcome
from outcomes.decide import Reason
from outcomes.errors import BudgetReached, DeadlineReached, ProviderError
from outcomes.grader import Remaining, RunScope
from outcomes.records import RunStarted, from_json, to_json
from outcomes.stores.memory import MemoryBlobs, MemoryStore
from outcomes.testing import MemorySink, ScriptedClock, ScriptedGrader, ScriptedWorker, settle
from outcomes.usage import Usage

from .support import CLEAR, SECRET, SHORT, SOURCED, go, outcome

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from outcomes.artifact import Artifact
    from outcomes.events import Event
    from outcomes.records import Record
    from outcomes.rubric import Rubric
    from outcomes.verdict import Grade, Look
    from outcomes.worker import Brief


def test_a_good_first_draft_is_confirmed_by_a_second_look_and_accepted() -> None:
    worker, grader = ScriptedWorker(["All was done."]), ScriptedGrader()
    run, sink = go(outcome(), worker, grader=grader)
    assert (run.result, run.reason.code, len(run.iterations)) == ("satisfied", "all_pass", 1)
    assert [look.index for _, _, look in grader.asked] == [0, 1]
    assert sink.types == [
        "user.define_outcome",
        "span.work_start",
        "span.work_end",
        "span.outcome_evaluation_start",
        "span.outcome_evaluation_end",
    ]


def test_gaps_go_back_to_the_worker_and_the_second_draft_is_accepted() -> None:
    worker = ScriptedWorker(["first draft", "second draft"])
    run, sink = go(outcome(), worker, grader=ScriptedGrader([{"sourced"}, set()]))
    assert run.result == "satisfied"
    assert [brief.iteration for brief in worker.briefs] == [0, 1]
    assert [gap.criterion_id for gap in worker.briefs[1].gaps] == ["sourced"]
    assert worker.briefs[1].keep == ("clear",)
    assert "sourced is missing" in worker.briefs[1].feedback()
    assert run.best is not None
    assert run.best.value == "second draft"
    ends = [event for event in sink.events if event.type == "span.outcome_evaluation_end"]
    assert [(end.iteration, end.result) for end in ends] == [(0, "needs_revision"), (1, "satisfied")]


def test_the_caller_gets_the_best_draft_not_the_last(tmp_path: Path) -> None:
    worker = ScriptedWorker(["good", "bad", "worse"])
    script = [{"sourced"}, {"sourced", "clear"}, {"sourced", "clear"}]
    run, _ = go(outcome(max_iterations=3), worker, grader=ScriptedGrader(script), output=tmp_path)
    assert run.result == "max_iterations_reached"
    assert run.best is not None
    assert (run.best.iteration, run.best.value, run.best.path.read_text()) == (0, "good", "good")
    assert worker.briefs[2].base is not None
    assert worker.briefs[2].base.visible_text == "good"
    assert worker.briefs[2].broke == ("clear",)


def test_each_round_starts_from_a_copy_of_the_best_artifact_in_a_folder_of_its_own() -> None:
    seen: list[str] = []

    def work(brief: Brief) -> None:
        note = brief.outputs / "note.txt"
        seen.append(note.read_text() if note.exists() else "")
        note.write_text(f"draft {brief.iteration}")

    run, _ = go(outcome(max_iterations=3), work, grader=ScriptedGrader([{"clear"}, {"clear", "sourced"}, set()]))
    assert seen == ["", "draft 0", "draft 0"]
    assert run.result == "satisfied"


def test_no_folder_is_made_for_a_worker_that_asks_for_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    run, _ = go(outcome(), ScriptedWorker(["text"]), grader=ScriptedGrader())
    assert list(tmp_path.iterdir()) == []
    assert run.best is not None
    assert run.best.path.read_text() == "text"
    assert run.best.path.is_relative_to(tmp_path)


def test_objective_criteria_are_decided_without_any_grader() -> None:
    run, _ = go(outcome(SHORT), ScriptedWorker(["word " * 30, "few words"]))
    assert run.result == "satisfied"
    assert run.iterations[0].grade is not None
    assert run.iterations[0].grade.gaps[0].criterion_id == "short"


def test_without_a_grader_judged_criteria_leave_the_run_undecided_at_once() -> None:
    run, _ = go(outcome(SHORT, CLEAR), ScriptedWorker(["few words"]))
    assert (run.result, run.reason.criterion_ids, len(run.iterations)) == ("undecided", ("clear",), 1)
    assert run.exit_code == 5


def test_an_unreadable_deliverable_is_a_gap_not_an_end() -> None:
    worker = ScriptedWorker([b"PK\x03\x04 not a zip at all", "now it is text"])
    run, sink = go(outcome(), worker, grader=ScriptedGrader())
    assert run.result == "satisfied"
    assert run.iterations[0].problem is not None
    assert worker.briefs[1].unreadable is not None
    assert run.iterations[0].problem.message in worker.briefs[1].unreadable
    assert sink.types.count("span.outcome_evaluation_start") == 2


def test_what_is_not_installed_here_is_no_fault_of_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2_raw", None)
    worker = ScriptedWorker([b"%PDF-1.7 ..."])
    run, _ = go(outcome(), worker, grader=ScriptedGrader())
    assert (run.result, len(worker.briefs)) == ("worker_error", 1)
    assert "takes the extra 'pdf'" in run.reason.detail


def test_a_worker_that_raises_ends_the_run_and_emits_one_terminal_event_without_an_evaluation() -> None:
    run, sink = go(outcome(), ScriptedWorker([WorkerError("the model is asleep")]), grader=ScriptedGrader())
    assert (run.result, run.reason.detail, run.best) == ("worker_error", "the model is asleep", None)
    last = sink.events[-1]
    assert last.type == "span.outcome_evaluation_end"
    assert (last.outcome_evaluation_start_id, last.result) == ("", "worker_error")


def test_a_worker_that_raises_in_a_later_round_leaves_the_best_draft_to_the_caller() -> None:
    worker = ScriptedWorker(["draft", ZeroDivisionError("oh")])
    run, _ = go(outcome(), worker, grader=ScriptedGrader([{"clear"}]))
    assert (run.result, run.reason.detail) == ("worker_error", "ZeroDivisionError: oh")
    assert run.best is not None
    assert run.best.value == "draft"


def test_what_a_worker_used_before_it_broke_is_counted() -> None:
    used = Usage(input_tokens=7, cost_usd=0.25)
    worker = ScriptedWorker(["draft", WorkerError("asleep")], usage=used)
    run, _ = go(outcome(), worker, grader=ScriptedGrader([{"clear"}]))
    assert run.usage.worker == Usage(input_tokens=14, cost_usd=0.5)


def test_a_grader_that_raises_is_a_grader_error_and_never_a_verdict() -> None:
    run, _ = go(outcome(), ScriptedWorker(["draft"]), grader=ScriptedGrader([RuntimeError("judge is ill")]))
    assert (run.result, run.reason.detail, run.best) == ("grader_error", "RuntimeError: judge is ill", None)


class _Partial(ScriptedGrader):
    """Forgets the last criterion."""

    async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
        shorter = look.model_copy(update={"criterion_ids": look.criterion_ids[:-1]})
        return await super().grade(rubric, artifact, shorter)


def test_a_grader_that_leaves_a_criterion_out_is_a_grader_error() -> None:
    run, _ = go(outcome(), ScriptedWorker(["draft"]), grader=_Partial())
    assert run.result == "grader_error"
    assert "missing: sourced" in run.reason.detail


class _Inventive(ScriptedGrader):
    """Quotes what is not there."""

    async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
        grade = await super().grade(rubric, artifact, look)
        quote = grade.verdicts[0].evidence[0].model_copy(update={"text": "words that nobody wrote"})
        forged = tuple(verdict.model_copy(update={"evidence": (quote,)}) for verdict in grade.verdicts)
        return grade.with_verdicts(forged)


def test_a_pass_whose_quote_is_not_in_the_artifact_is_no_pass() -> None:
    run, _ = go(outcome(), ScriptedWorker(["draft"]), grader=_Inventive())
    assert run.result == "undecided"
    assert run.best is not None
    assert {verdict.verdict for verdict in run.best.grade.verdicts} == {"cannot_judge"}
    assert "not in the visible artifact" in run.best.grade.verdicts[0].rationale


def test_a_budget_of_tokens_ends_the_run_and_reports_the_overshoot() -> None:
    worker = ScriptedWorker(["a", "b", "c"], usage=Usage(input_tokens=60, cost_usd=0.01))
    run, _ = go(outcome(budget=Budget(tokens=100), max_iterations=5), worker, grader=ScriptedGrader([{"clear"}]))
    assert (run.result, run.reason.code, run.reason.spent, run.overshoot) == ("budget_reached", "tokens", 120, 20)
    assert run.exit_code == 4


class Made:
    """A judge that has a copy of itself made for each run, and is asked for what the run can afford."""

    fingerprint = "made"

    def __init__(self, scopes: list[RunScope], error: Exception | None = None) -> None:
        self.scopes, self._error, self._left = scopes, error, list[Remaining]()

    def for_run(self, scope: RunScope) -> Made:
        self.scopes.append(scope)
        return self

    @property
    def left(self) -> list[Remaining]:
        """What was left at the beginning of each look."""
        return self._left

    async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
        self._left.append(self.scopes[-1].remaining())
        if self._error is not None and look.index:
            raise self._error
        return await ScriptedGrader(usage=Usage(input_tokens=30, cost_usd=0.25)).grade(rubric, artifact, look)


def test_a_grader_made_for_the_run_knows_what_the_budget_still_allows() -> None:
    judge = Made([])
    budget = Budget(tokens=500, cost_usd=2)
    worker = ScriptedWorker(["draft"], usage=Usage(output_tokens=100, cost_usd=0.5))
    run, _ = go(outcome(CLEAR, budget=budget), worker, grader=judge, clock=ScriptedClock())
    assert run.result == "satisfied"
    assert judge.left == [Remaining(tokens=400, cost_usd=1.5), Remaining(tokens=370, cost_usd=1.25)]


def test_a_look_that_the_budget_might_not_cover_ends_the_run_on_the_budget_with_what_was_found_before() -> None:
    short = BudgetReached("it may cost $2.00, and $1.50 is left", limit="cost_usd", allowed=1.5, needed=2.0)
    short.usage = Usage(input_tokens=7, cost_usd=0.01)
    run, sink = go(outcome(CLEAR, budget=Budget(cost_usd=2)), ScriptedWorker(["draft"]), grader=Made([], short))
    assert (run.result, run.exit_code, run.overshoot) == ("budget_reached", 4, None)
    assert run.reason == Reason(
        code="cost_usd", detail="it may cost $2.00, and $1.50 is left", limit=2.0, spent=0.25 + 0.01
    )
    assert run.best is not None
    assert run.usage.grader == Usage(input_tokens=37, cost_usd=0.26)
    assert sink.types[-1] == "span.outcome_evaluation_end"


@pytest.mark.parametrize(
    ("usage", "told"), [(Usage(input_tokens=7, cost_usd=0.5), Usage(input_tokens=37, cost_usd=0.75)), (None, None)]
)
def test_what_a_look_that_broke_has_used_is_counted_or_said_to_be_unknown(
    usage: Usage | None, told: Usage | None
) -> None:
    broke = ProviderError("no answer", code="timeout")
    broke.usage = usage
    run, _ = go(outcome(CLEAR), ScriptedWorker(["draft"]), grader=Made([], broke))
    assert (run.result, run.usage.grader) == ("grader_error", told)


def test_a_run_keeps_its_secret_in_the_journal_and_says_it_nowhere() -> None:
    store, judge = MemoryStore(), Made([])
    run, sink = go(outcome(CLEAR), ScriptedWorker(["draft"]), grader=judge, store=store, run_id="r")
    started = asyncio.run(store.read("r"))[0]
    assert isinstance(started, RunStarted)
    assert [scope.secret.hex() for scope in judge.scopes] == [started.secret]
    assert len(started.secret) == 64
    assert started.secret not in run.model_dump_json() + "".join(event.model_dump_json() for event in sink.events)


def test_a_run_that_goes_on_has_the_secret_that_it_was_started_with() -> None:
    wanted, store, blobs, scopes = outcome(CLEAR), MemoryStore(), MemoryBlobs(), list[RunScope]()
    go(wanted, ScriptedWorker(["draft"]), grader=Made(scopes), store=store, blobs=blobs, run_id="r")
    lines = [to_json(record) for record in asyncio.run(store.read("r"))]
    go(wanted, ScriptedWorker(["draft"]), grader=Made(scopes), store=_cut(lines, 3), blobs=blobs, run_id="r")
    assert scopes[0].secret == scopes[1].secret


def test_a_worker_cut_off_by_the_run_s_own_deadline_ends_on_the_budget_not_on_an_error() -> None:
    worker = ScriptedWorker(["draft", DeadlineReached("no time left")])
    wanted = outcome(budget=Budget(seconds=60))
    run, sink = go(wanted, worker, grader=ScriptedGrader([{"clear"}]), clock=ScriptedClock())
    assert (run.result, run.reason.code, run.exit_code) == ("budget_reached", "seconds", 4)
    assert run.best is not None
    assert run.best.value == "draft"
    assert sink.events[-1].type == "span.outcome_evaluation_end"


def test_usage_of_workers_and_graders_is_kept_apart_and_unknown_is_not_zero() -> None:
    known = Usage(input_tokens=10, output_tokens=5, cost_usd=0.5)
    run, _ = go(outcome(confirm=0), ScriptedWorker(["a"]), grader=ScriptedGrader(usage=known))
    assert (run.usage.worker, run.usage.grader, run.usage.total) == (None, known, None)
    run, _ = go(outcome(confirm=0), ScriptedWorker(["a"], usage=known), grader=ScriptedGrader(usage=known))
    assert run.usage.total == Usage(input_tokens=20, output_tokens=10, cost_usd=1.0)


def test_a_heartbeat_is_told_every_thirty_seconds_of_grading_and_never_recorded() -> None:
    clock, sink, store = ScriptedClock(), MemorySink(), MemoryStore()

    class Slow(ScriptedGrader):
        """Takes 95 seconds."""

        async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
            clock.pass_time(95)
            await settle()
            return await super().grade(rubric, artifact, look)

    wanted = outcome(confirm=0)
    run = asyncio.run(
        run_outcome(wanted, ScriptedWorker(["a"]), grader=Slow(), sinks=[sink], clock=clock, store=store, run_id="r1")
    )
    beats = [event for event in sink.events if event.type == "span.outcome_evaluation_ongoing"]
    assert [(beat.processed_at - beats[0].processed_at).total_seconds() for beat in beats] == [0, 30, 60]
    assert len({beat.id for beat in beats}) == 3
    assert run.seconds == 95
    assert all("ongoing" not in record.type for record in asyncio.run(store.read("r1")))


def test_a_sink_that_raises_is_left_out_and_the_run_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    calls: list[Event] = []

    def broken(event: Event) -> None:
        calls.append(event)
        raise OSError("disk full")

    kept = MemorySink()
    run = asyncio.run(run_outcome(outcome(), ScriptedWorker(["a"]), grader=ScriptedGrader(), sinks=[broken, kept]))
    assert run.result == "satisfied"
    assert len(calls) == 1
    assert len(kept.events) == 5
    assert "disk full" in capsys.readouterr().out


def test_an_interrupt_ends_the_run_in_good_order_and_keeps_what_was_found() -> None:
    interrupt = Interrupt()

    async def work(brief: Brief) -> str:
        if brief.iteration == 1:
            interrupt.request()
            await asyncio.sleep(3600)
        return "draft"

    run, sink = go(outcome(), work, grader=ScriptedGrader([{"clear"}]), interrupt=interrupt)
    assert (run.result, run.exit_code) == ("interrupted", 130)
    assert run.best is not None
    assert run.best.value == "draft"
    assert sink.events[-1].type == "span.outcome_evaluation_end"


def test_cancelling_the_task_from_outside_is_not_an_interrupt() -> None:
    async def main() -> None:
        async def work(_: Brief) -> str:
            await asyncio.sleep(3600)
            return ""

        task = asyncio.create_task(run_outcome(outcome(), work))
        await settle()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())


def test_only_withheld_criteria_failing_gets_one_general_round_and_then_stalls() -> None:
    worker = ScriptedWorker(["one", "two", "three"])
    run, _ = go(outcome(CLEAR, SECRET, max_iterations=9), worker, grader=ScriptedGrader([{"secret-CANARY"}]))
    assert (run.result, run.reason.code) == ("stalled", "withheld_remain")
    assert [brief.request is not None for brief in worker.briefs] == [False, True]


def _cut(records: list[str], at: int) -> MemoryStore:
    """A store as it was when only the first `at` records had been kept."""
    store = MemoryStore()

    async def fill() -> None:
        for line in records[:at]:
            await store.append("r", from_json(line))

    asyncio.run(fill())
    return store


def _without_secret(records: Iterable[Record]) -> list[Record]:
    """A run that starts afresh draws another."""
    first, *later = records
    return [first.model_copy(update={"secret": ""}), *later]


def test_a_run_continues_from_whatever_was_kept_and_ends_the_same() -> None:
    """Cut at every record: nothing kept is asked for again, and the result, events and ids are those of the whole."""
    wanted = outcome(SHORT, CLEAR, max_iterations=4)
    drafts, verdicts = ["word " * 30, "better", "best"], [{"clear"}, {"clear"}, set[str]()]
    store, blobs, sink = MemoryStore(), MemoryBlobs(), MemorySink()
    whole = asyncio.run(
        run_outcome(
            wanted,
            ScriptedWorker(drafts),
            grader=ScriptedGrader(verdicts),
            store=store,
            blobs=blobs,
            run_id="r",
            clock=ScriptedClock(),
            sinks=[sink],
        )
    )
    assert whole.result == "satisfied"
    lines = [to_json(record) for record in asyncio.run(store.read("r"))]
    for at in range(len(lines) + 1):
        done = [from_json(line) for line in lines[:at]]
        worked = sum(record.type == "work_finished" for record in done)
        looked = sum(record.type == "look_finished" for record in done)
        worker, grader = ScriptedWorker(drafts[worked:] or ["never"]), ScriptedGrader(verdicts[looked:] or [set()])
        resumed = _cut(lines, at)
        again = MemorySink()
        run = asyncio.run(
            run_outcome(
                wanted,
                worker,
                grader=grader,
                store=resumed,
                blobs=blobs,
                run_id="r",
                clock=ScriptedClock(),
                sinks=[again],
            )
        )
        assert run.model_dump() == whole.model_dump()
        assert len(worker.briefs) == 3 - worked
        assert len(grader.asked) == max(0, 4 - looked)
        assert _without_secret(asyncio.run(resumed.read("r"))) == _without_secret(map(from_json, lines))
        assert again.events == sink.events[len(sink.events) - len(again.events) :]


@pytest.mark.parametrize("count", [1, 25])
def test_max_iterations_counts_evaluations_and_has_no_upper_limit(count: int) -> None:
    drafts = [f"draft {number}" for number in range(count)]
    ids = [f"c{number}" for number in range(count + 1)]
    criteria = tuple(SOURCED.model_copy(update={"id": name, "text": name}) for name in ids)
    script = [set(ids[number + 1 :]) for number in range(count)]
    run, _ = go(outcome(*criteria, max_iterations=count), ScriptedWorker(drafts), grader=ScriptedGrader(script))
    assert (run.result, len(run.iterations)) == ("max_iterations_reached", count)


# -- going on with a run that came to nothing --------------------------------------------------------------------------


@pytest.mark.parametrize("breaks", ["the worker", "the grader", "somebody"])
def test_a_run_that_came_to_nothing_goes_on_when_it_is_reopened_and_repeats_nothing(breaks: str) -> None:
    wanted, store, blobs, sink = outcome(SHORT, CLEAR, max_iterations=4), MemoryStore(), MemoryBlobs(), MemorySink()
    stop = Interrupt()

    def second(_brief: Brief) -> str:
        if breaks == "somebody":
            stop.request()
        return "better"

    work = [WorkerError("no")] if breaks == "the worker" else [second]
    looks: list[Any] = [{"clear"}, *([ValueError("no")] if breaks == "the grader" else [])]
    both: dict[str, Any] = {"store": store, "blobs": blobs, "run_id": "r", "clock": ScriptedClock()}
    first, _ = go(wanted, ScriptedWorker(["draft", *work]), grader=ScriptedGrader(looks), interrupt=stop, **both)
    assert first.result in ("worker_error", "grader_error", "interrupted")
    given_back, _ = go(wanted, ScriptedWorker(["never"]), grader=ScriptedGrader([ValueError("never")]), **both)
    assert given_back.model_dump() == first.model_dump()
    worker, grader = ScriptedWorker(["best"]), ScriptedGrader([set()])
    run = asyncio.run(run_outcome(wanted, worker, grader=grader, sinks=[sink], reopen=True, **both))
    assert (run.result, len(run.iterations)) == ("satisfied", 2)
    assert len(worker.briefs) == (breaks == "the worker"), "what was delivered is not asked for again"
    assert [look.index for _, _, look in grader.asked] == [0, 1]
    records = asyncio.run(store.read("r"))
    assert len({record.path for record in records}) == len(records)
    assert [record.seq for record in records] == list(range(len(records)))
    ends = [event for event in sink.events if event.type == "span.outcome_evaluation_end"]
    assert [event.result for event in ends][-1] == "satisfied"


def test_a_run_with_a_result_is_not_reopened() -> None:
    store, blobs = MemoryStore(), MemoryBlobs()
    both: dict[str, Any] = {"store": store, "blobs": blobs, "run_id": "r"}
    first, _ = go(outcome(CLEAR), ScriptedWorker(["draft"]), grader=ScriptedGrader(), **both)
    again, _ = go(outcome(CLEAR), ScriptedWorker(["never"]), grader=ScriptedGrader(), reopen=True, **both)
    assert again.model_dump() == first.model_dump()


def test_a_run_is_not_gone_on_with_under_another_grader() -> None:
    store, blobs = MemoryStore(), MemoryBlobs()
    both: dict[str, Any] = {"store": store, "blobs": blobs, "run_id": "r"}
    go(outcome(CLEAR), ScriptedWorker(["draft"]), grader=ScriptedGrader(), **both)
    with pytest.raises(UsageError, match=r"was started with the grader '.*scripted', not '.*made'"):
        go(outcome(CLEAR), ScriptedWorker(["draft"]), grader=Made([]), **both)
