"""Stores that fail, journals that were cut, bytes that are gone, and run ids that are taken."""

from __future__ import annotations

import asyncio
import tempfile
from typing import TYPE_CHECKING, Any

import pytest

from outcomes import Interrupt, Outcome, Run, StoreError, UsageError, regrade, run_outcome
from outcomes.records import RunStarted
from outcomes.stores.folder import FolderBlobs
from outcomes.stores.memory import MemoryBlobs, MemoryStore
from outcomes.stores.sqlite.store import SqliteStore
from outcomes.testing import MemorySink, ScriptedClock, ScriptedGrader, ScriptedWorker

from .support import CLEAR, SHORT, SOURCED, outcome, rubric

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from outcomes.blobs import Blobs
    from outcomes.records import Record
    from outcomes.store import Store

TWO_ROUNDS = ({"clear"}, set[str]())


def write(brief: Any) -> None:
    (brief.outputs / "note.txt").write_text(f"draft {brief.iteration}")


def two_rounds(
    store: Store, blobs: Blobs, wanted: Outcome | None = None, **more: Any
) -> tuple[Run, ScriptedWorker, ScriptedGrader]:
    """A run that is satisfied in its second round, from wherever the store has it."""
    done = {record.path for record in asyncio.run(_read(store))}
    worker = ScriptedWorker([write])
    grader = ScriptedGrader(TWO_ROUNDS[1:] if "it/0/look/0" in done else TWO_ROUNDS)
    how = {"store": store, "blobs": blobs, "run_id": "r", "clock": ScriptedClock(), **more}
    run = asyncio.run(run_outcome(wanted if wanted is not None else outcome(), worker, grader=grader, **how))
    return run, worker, grader


async def _read(store: Store) -> Sequence[Record]:
    try:
        return await store.read("r")
    except (OSError, StoreError):
        return ()


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


class Failing(MemoryStore):
    """Fails at its k-th append, once."""

    def __init__(self, at: int, error: Exception) -> None:
        super().__init__()
        self._left, self._error = at, error

    async def append(self, run_id: str, record: Record) -> None:
        self._left -= 1
        if self._left == -1:
            raise self._error
        await super().append(run_id, record)


@pytest.mark.parametrize("error", [StoreError("disk full"), OSError(28, "No space left on device")])
@pytest.mark.parametrize("at", range(12))
def test_a_store_that_fails_at_any_record_is_a_store_error_and_the_run_goes_on_later(
    at: int, error: Exception, scratch: Path
) -> None:
    whole, _, _ = two_rounds(MemoryStore(), MemoryBlobs())
    store, blobs, sink = Failing(at, error), MemoryBlobs(), MemorySink()
    with pytest.raises(StoreError, match=r"disk full|Failing broke: OSError: .*No space left on device"):
        two_rounds(store, blobs, sinks=[sink])
    assert list(scratch.iterdir()) == []
    assert len(asyncio.run(store.read("r"))) == at, "what was not kept was not acted on"
    run, _, _ = two_rounds(store, blobs, sinks=[sink])
    assert run.model_dump() == whole.model_dump()
    ids = [event.id for event in sink.events]
    assert len(set(ids)) == len(ids)


class Unreadable(MemoryStore):
    """Cannot be read at all."""

    async def read(self, run_id: str) -> Sequence[Record]:
        raise OSError(5, "Input/output error", run_id)


def test_a_store_that_cannot_be_read_is_a_store_error_before_anybody_works() -> None:
    with pytest.raises(StoreError, match="Unreadable broke: OSError"):
        two_rounds(Unreadable(), MemoryBlobs())


def test_a_journal_without_its_beginning_is_not_gone_on_with() -> None:
    store, blobs = MemoryStore(), MemoryBlobs()
    two_rounds(store, blobs)
    store._runs["r"] = store._runs["r"][1:]
    with pytest.raises(StoreError, match="does not begin with its start"):
        two_rounds(store, blobs)


# -- bytes that are gone -----------------------------------------------------------------------------------------------


def cut(store: MemoryStore, at: int) -> MemoryStore:
    """A store as it was after so many records."""
    shorter = MemoryStore()
    shorter._runs["r"] = store._runs["r"][:at]
    return shorter


def test_a_run_whose_bytes_are_gone_says_so_and_asks_nobody(tmp_path: Path) -> None:
    store, blobs = MemoryStore(), FolderBlobs(tmp_path)
    two_rounds(store, blobs)
    for path in tmp_path.rglob("*"):
        if path.is_file():
            path.write_bytes(b"something else")
    for others, said in ((MemoryBlobs(), "no bytes are kept under"), (blobs, "is damaged")):
        for at in (3, 4, 6):
            worker, grader = ScriptedWorker(["never"]), ScriptedGrader()
            with pytest.raises(StoreError, match=said):
                asyncio.run(
                    run_outcome(outcome(), worker, grader=grader, store=cut(store, at), blobs=others, run_id="r")
                )
            assert (worker.briefs, grader.asked) == ([], [])


def test_a_stored_run_whose_bytes_are_gone_is_not_graded_again() -> None:
    store = MemoryStore()
    two_rounds(store, MemoryBlobs())
    with pytest.raises(StoreError, match="no bytes are kept under"):
        asyncio.run(regrade("r", store=store, blobs=MemoryBlobs(), grader=ScriptedGrader()))


def test_an_iteration_that_this_release_cannot_read_is_left_out_when_a_run_is_graded_again() -> None:
    store, blobs = MemoryStore(), MemoryBlobs()
    two_rounds(store, blobs)
    records = store._runs["r"]
    work = next(record for record in records if record.type == "work_finished")
    assert work.delivery is not None
    damaged = work.delivery.files[0].__class__("note.docx", blobs.put(b"no zip"), 6)
    delivery = work.delivery.model_copy(update={"files": (damaged,)})
    records[records.index(work)] = work.model_copy(update={"delivery": delivery})
    found = asyncio.run(regrade("r", store=store, blobs=blobs, grader=ScriptedGrader()))
    assert list(found) == [1]


# -- run ids -----------------------------------------------------------------------------------------------------------


def test_a_run_that_has_ended_is_given_back_without_asking_anybody(tmp_path: Path) -> None:
    store, blobs = MemoryStore(), MemoryBlobs()
    first, _, _ = two_rounds(store, blobs)
    kept = asyncio.run(store.read("r"))
    again, worker, grader = two_rounds(store, blobs, output=tmp_path)
    assert again.model_dump() == first.model_dump()
    assert (worker.briefs, grader.asked) == ([], [])
    assert asyncio.run(store.read("r")) == kept
    assert again.best is not None
    assert (again.best.path.parent, again.best.path.read_text()) == (tmp_path, "draft 1")
    assert again.best.value == again.best.path


def test_a_run_that_was_interrupted_has_ended() -> None:
    store, blobs, interrupt = MemoryStore(), MemoryBlobs(), Interrupt()
    interrupt.request()
    first, _, _ = two_rounds(store, blobs, interrupt=interrupt)
    again, worker, _ = two_rounds(store, blobs)
    assert (first.result, again.result, worker.briefs) == ("interrupted", "interrupted", [])


@pytest.mark.parametrize("at", [1, 5, 10_000])
@pytest.mark.parametrize(
    ("other", "named"),
    [
        ({"rubric": rubric(SHORT, CLEAR)}, "rubric"),
        ({"rubric": rubric(CLEAR, SOURCED, threshold=0.5)}, "rubric"),
        ({"description": "Write a poem"}, "description"),
        ({"max_iterations": 9}, "max_iterations"),
        ({"confirm": 0}, "confirm"),
        ({"description": "Write a poem", "confirm": "strict"}, "description, confirm"),
    ],
)
def test_a_run_is_not_gone_on_with_under_another_outcome(other: dict[str, Any], named: str, at: int) -> None:
    store, blobs = MemoryStore(), MemoryBlobs()
    two_rounds(store, blobs)
    store = cut(store, at)
    before = asyncio.run(store.read("r"))
    wanted = Outcome(**{**vars(outcome()), **other})
    with pytest.raises(UsageError, match=f"run 'r' was started with another {named}; take a new run_id"):
        two_rounds(store, blobs, wanted)
    assert asyncio.run(store.read("r")) == before


def test_a_rubric_that_was_only_moved_to_another_file_is_the_same() -> None:
    store, blobs = MemoryStore(), MemoryBlobs()
    two_rounds(store, blobs)
    moved = tuple(criterion.model_copy(update={"line": 7}) for criterion in (CLEAR, SOURCED))
    wanted = Outcome(**{**vars(outcome()), "rubric": rubric(*moved, source="elsewhere.md", title="Renamed")})
    assert two_rounds(store, blobs, wanted)[0].result == "satisfied"


def test_two_runs_at_once_under_one_id_do_not_spoil_the_journal(tmp_path: Path) -> None:
    async def main() -> list[Any]:
        runs = [
            run_outcome(
                outcome(),
                ScriptedWorker(["draft"]),
                grader=ScriptedGrader(),
                store=SqliteStore(tmp_path),
                blobs=FolderBlobs(tmp_path / "blobs"),
                run_id="r",
            )
            for _ in range(2)
        ]
        return await asyncio.gather(*runs, return_exceptions=True)

    ended = asyncio.run(main())
    assert sorted(type(one).__name__ for one in ended) == ["Run", "RunHeld"]
    records = asyncio.run(SqliteStore(tmp_path).read("r"))
    assert isinstance(records[0], RunStarted)
    assert [record.type for record in records].count("run_ended") == 1


@pytest.mark.parametrize("run_id", ["", "../../elsewhere", "a/b", ".", "..", "a\nb", "-rf", "x" * 101, "caf\u00e9"])
def test_an_id_that_could_be_a_path_is_refused(run_id: str) -> None:
    with pytest.raises(UsageError, match="run_id is up to 100 letters"):
        asyncio.run(run_outcome(outcome(), ScriptedWorker(["never"]), run_id=run_id))
