"""The database: schemas that change, damage that is found out, leases that end, and processes that are killed."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from outcomes.errors import StoreError
from outcomes.lease import held
from outcomes.records import RunStarted, fold, to_json
from outcomes.store import LEASE_SECONDS, Holder, RunHeld
from outcomes.stores.sqlite import leases
from outcomes.stores.sqlite.database import Migration, _open_to_read, migrations, open_database
from outcomes.stores.sqlite.store import SqliteStore
from outcomes.system import Process
from outcomes.testing import ScriptedClock
from tests.core.journals import a_journal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from outcomes.records import Record

JOURNAL = a_journal()
HERE = Process.this()
EVERY = 1 if os.environ.get("OUTCOMES_DURABILITY") == "1" else 13
"""Bytes between two places at which the log is cut."""


def somebody(token: str, **other: Any) -> Holder:
    me = {
        "host": HERE.host,
        "boot": HERE.boot,
        "pid": HERE.pid,
        "process_started": HERE.started,
        "process_numbers": HERE.numbers,
    }
    return Holder.model_validate({"token": token, **me, **other})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with SqliteStore(tmp_path / "runs") as opened:
        yield opened


def keep(store: SqliteStore, records: Sequence[Record] = JOURNAL, run_id: str = "run_1") -> None:
    async def all_of_them() -> None:
        for record in records:
            await store.append(run_id, record)

    asyncio.run(all_of_them())


def sql(path: Path, *statements: str) -> list[Any]:
    """What the last statement gives."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        rows: list[Any] = []
        for statement in statements:
            rows = connection.execute(statement).fetchall()
        return rows


# -- what people see who look into it ----------------------------------------------------------------------------------


def test_records_are_json_in_a_plain_table(store: SqliteStore) -> None:
    keep(store)
    rows = sql(store.path, "SELECT body FROM records WHERE run_id = 'run_1' ORDER BY seq")
    assert [body for (body,) in rows] == [to_json(record) for record in JOURNAL]


def test_nothing_is_written_by_looking(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "runs")
    assert asyncio.run(store.runs()) == ()
    assert asyncio.run(store.read("run_1")) == ()
    assert asyncio.run(store.recall("run_1", "x")) is None
    assert asyncio.run(store.needed()) == frozenset()
    asyncio.run(store.delete("run_1"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("run_id", ["", ".", "..", "../other", "a/b", "a\0b", "-rf", "a b", "run\n", "x" * 101])
def test_what_is_no_run_id_is_refused(run_id: str, store: SqliteStore) -> None:
    with pytest.raises(StoreError, match=r"is not a run id$"):
        keep(store, JOURNAL[:1], run_id)


def test_many_who_append_at_once_share_commits_and_lose_nothing(store: SqliteStore) -> None:
    names = [f"run_{number}" for number in range(40)]

    async def one(name: str) -> None:
        for record in a_journal(name):
            await store.append(name, record)

    async def together() -> None:
        await asyncio.gather(*map(one, names))

    asyncio.run(together())
    assert sorted(run.run_id for run in asyncio.run(store.runs())) == sorted(names)
    assert all(list(asyncio.run(store.read(name))) == a_journal(name) for name in names)


def test_a_refused_record_takes_nothing_back_of_what_shares_its_commit(store: SqliteStore) -> None:
    async def together() -> list[object]:
        appended = [
            store.append("run_1", JOURNAL[0]),
            store.append("run_2", JOURNAL[1]),
            store.append("run_1", JOURNAL[1]),
        ]
        return await asyncio.gather(*appended, return_exceptions=True)

    first, refused, last = asyncio.run(together())
    assert (first, last) == (None, None)
    assert str(refused) == "run run_2: record 1 where 0 was expected"
    assert list(asyncio.run(store.read("run_1"))) == JOURNAL[:2]


def test_a_closed_store_opens_again_by_itself(store: SqliteStore) -> None:
    keep(store, JOURNAL[:2])
    store.close()
    store.close()
    keep(store, JOURNAL[2:])
    assert list(asyncio.run(store.read("run_1"))) == JOURNAL


def test_a_closed_store_is_one_file_that_can_be_copied(store: SqliteStore) -> None:
    keep(store)
    store.close()
    assert sorted(path.name for path in store.path.parent.iterdir()) == ["runs.db", "runs.db-lock"]


def test_no_thread_is_left_behind(tmp_path: Path) -> None:
    before = threading.active_count()
    with SqliteStore(tmp_path) as opened:
        keep(opened)
    assert threading.active_count() == before


# -- schemas that change -----------------------------------------------------------------------------------------------

LATER = Migration(len(migrations()) + 1, "mood", "ALTER TABLE runs ADD COLUMN mood TEXT;")


def test_steps_are_numbered_without_gaps() -> None:
    assert [step.number for step in migrations()] == list(range(1, len(migrations()) + 1))


def test_an_older_database_is_copied_and_then_brought_up_to_date(store: SqliteStore) -> None:
    keep(store)
    store.close()
    with closing(open_database(store.path, (*migrations(), LATER))) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (LATER.number,)
        assert connection.execute("SELECT mood FROM runs").fetchall() == [(None,)]
    backup = store.path.with_name(f"runs.db.schema-{LATER.number - 1}.backup")
    assert sql(backup, "SELECT count(*) FROM records") == [(len(JOURNAL),)]
    assert sql(backup, "PRAGMA user_version") == [(LATER.number - 1,)]


def test_a_step_that_fails_leaves_the_database_as_it_was(store: SqliteStore) -> None:
    keep(store)
    store.close()
    half = Migration(LATER.number, "half", "ALTER TABLE runs ADD COLUMN mood TEXT;\nALTER TABLE absent ADD COLUMN x;")
    with pytest.raises(StoreError, match="no such table: absent"):
        open_database(store.path, (*migrations(), half))
    assert list(asyncio.run(store.read("run_1"))) == JOURNAL


def test_a_database_of_a_later_release_is_not_opened(store: SqliteStore) -> None:
    keep(store)
    store.close()
    sql(store.path, f"PRAGMA user_version = {LATER.number}")
    with pytest.raises(StoreError) as refused:
        asyncio.run(store.runs())
    assert str(refused.value) == (
        f"{store.path} was written by a later release (schema {LATER.number}; this one knows {LATER.number - 1}): "
        "update outcomes"
    )


def test_a_database_of_something_else_is_left_alone(store: SqliteStore) -> None:
    store.path.parent.mkdir()
    sql(store.path, "CREATE TABLE recipes (name TEXT)")
    with pytest.raises(StoreError, match="is a database of something else; choose another folder"):
        keep(store)
    assert sql(store.path, "SELECT name FROM sqlite_master") == [("recipes",)]


def test_a_file_that_is_no_database_is_a_store_error_with_advice(store: SqliteStore) -> None:
    store.path.parent.mkdir()
    store.path.write_bytes(b"not a database at all, but long enough to look like one" * 40)
    with pytest.raises(StoreError, match=r"runs\.db: file is not a database; it is damaged, or no database of ours"):
        keep(store)


def test_a_folder_that_cannot_be_made_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "runs").touch()
    with SqliteStore(tmp_path / "runs") as store, pytest.raises(StoreError, match="cannot be opened: "):
        keep(store)


def test_a_full_disk_is_a_store_error_and_the_run_goes_on_when_there_is_room(store: SqliteStore) -> None:
    """SQLite's own limit on pages fails as a full disk does: in the middle of a commit."""
    keep(store, JOURNAL[:1])

    async def limited(pages: int) -> None:
        await store._thread.read(lambda connection: connection.execute(f"PRAGMA max_page_count = {pages}").fetchone())

    asyncio.run(limited(1))
    large = JOURNAL[1].model_copy(update={"padding": "x" * 90_000})
    with pytest.raises(StoreError, match="database or disk is full; the disk is full or failing; make room"):
        asyncio.run(store.append("run_1", large))
    assert list(asyncio.run(store.read("run_1"))) == JOURNAL[:1]
    asyncio.run(limited(1 << 30))
    keep(store, JOURNAL[1:])
    assert len(asyncio.run(store.read("run_1"))) == len(JOURNAL)


# -- damage is found out -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("damage", "what"),
    [
        ("UPDATE records SET body = replace(body, 'draft', 'graft') WHERE seq = 0", None),
        ("UPDATE records SET body = replace(body, '\"fail\"', '\"pass\"')", "record"),
        ("UPDATE records SET checksum = 'x' WHERE seq = 3", "record 3 of run run_1"),
        ("DELETE FROM records WHERE seq = 2", "record 2 of run run_1"),
        ("DELETE FROM records WHERE seq = (SELECT max(seq) FROM records)", "the end of run run_1"),
        ("UPDATE runs SET result = 'satisfied'", "the line of run 'run_1'"),
        ("UPDATE runs SET records = records - 1", "the line of run 'run_1'"),
    ],
)
def test_what_a_hand_changed_is_an_error_and_never_a_verdict(damage: str, what: str | None, store: SqliteStore) -> None:
    keep(store)
    sql(store.path, damage)
    if what is None:
        assert list(asyncio.run(store.read("run_1"))) == JOURNAL
        return
    with pytest.raises(StoreError) as refused:
        asyncio.run(store.read("run_1"))
    assert str(refused.value).startswith(what)
    assert "is damaged: it is not what was written; restore the database from a copy" in str(refused.value)


def test_a_kept_reply_that_was_changed_is_not_given_out(store: SqliteStore) -> None:
    asyncio.run(store.remember("run_1", "it/0", b"pass"))
    sql(store.path, "UPDATE ledger SET reply = CAST('fail' AS BLOB)")
    with pytest.raises(StoreError, match="a kept reply of run run_1 is damaged"):
        asyncio.run(store.recall("run_1", "it/0"))


def _state(path: Path) -> tuple[str, object]:
    """`whole` and the state, or `refused` and nothing."""
    with SqliteStore(path.parent) as store:
        try:
            records = asyncio.run(store.read("run_1"))
            lines = asyncio.run(store.runs())
        except StoreError:
            return "refused", None
        assert [line.run_id for line in lines] == (["run_1"] if records else [])
        return "whole", fold(records)


STATES = [fold(JOURNAL[:length]) for length in range(len(JOURNAL) + 1)]


def _one_file(store: SqliteStore) -> bytes:
    """A whole run in one file, without a log beside it."""
    keep(store)
    store.close()
    sql(store.path, "PRAGMA wal_checkpoint(TRUNCATE)", "PRAGMA journal_mode = DELETE")
    return store.path.read_bytes()


@pytest.mark.slow
def test_a_flipped_bit_is_an_error_or_changes_nothing(store: SqliteStore, tmp_path: Path) -> None:
    data = _one_file(store)
    whole, draws = STATES[-1], random.Random(7)  # noqa: S311 - which bits is no secret
    seen = {"whole": 0, "refused": 0}
    for number in range(1000):
        flipped = bytearray(data)
        bit = draws.randrange(len(data) * 8)
        flipped[bit // 8] ^= 1 << bit % 8
        path = tmp_path / f"flip{number}" / "runs.db"
        path.parent.mkdir()
        path.write_bytes(flipped)
        how, state = _state(path)
        assert how == "refused" or state in (whole, STATES[0]), f"bit {bit}"
        seen[how] += 1
        shutil.rmtree(path.parent)
    assert min(seen.values()) > 0


@pytest.mark.slow
def test_a_log_cut_at_any_byte_of_its_last_frames_gives_a_state_that_was(store: SqliteStore, tmp_path: Path) -> None:
    """What a crash leaves: the log ends anywhere. What was committed before is there, and nothing that never was."""
    keep(store)
    log = store.path.with_name("runs.db-wal")
    whole, database = log.read_bytes(), store.path.read_bytes()
    page = 4096 + 24
    for size in range(len(whole) - 2 * page, len(whole) + 1, EVERY):
        path = tmp_path / f"cut{size}" / "runs.db"
        path.parent.mkdir()
        path.write_bytes(database)
        path.with_name("runs.db-wal").write_bytes(whole[:size])
        how, state = _state(path)
        assert how == "whole"
        assert state in STATES
        shutil.rmtree(path.parent)


# -- leases ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def clock() -> ScriptedClock:
    return ScriptedClock()


@pytest.fixture
def two(tmp_path: Path, clock: ScriptedClock) -> Iterator[tuple[SqliteStore, SqliteStore]]:
    """Two processes' views of one store, with one time."""
    with SqliteStore(tmp_path / "runs", clock=clock) as one, SqliteStore(tmp_path / "runs", clock=clock) as other:
        yield one, other


Two = tuple[SqliteStore, SqliteStore]


def test_the_second_is_told_who_has_the_run_and_since_when(two: Two, clock: ScriptedClock) -> None:
    one, other = two
    asyncio.run(one.hold("run_1", somebody("one")))
    clock.pass_time(12)
    with pytest.raises(RunHeld) as refused:
        asyncio.run(other.hold("run_1", somebody("other")))
    assert str(refused.value) == (
        f"run run_1 is being driven by process {HERE.pid} on {HERE.host} (last sign of life 12 s ago); "
        "wait until it has ended, or stop it first"
    )


def test_nobody_writes_to_a_run_that_another_holds(two: Two) -> None:
    one, other = two
    asyncio.run(one.hold("run_1", somebody("one")))
    keep(one, JOURNAL[:1])
    with pytest.raises(RunHeld):
        asyncio.run(other.append("run_1", JOURNAL[1]))
    with pytest.raises(RunHeld):
        asyncio.run(other.delete("run_1"))
    keep(one, JOURNAL[1:])


def test_a_sign_of_life_keeps_a_run_and_silence_lets_it_go(two: Two, clock: ScriptedClock) -> None:
    one, other = two
    asyncio.run(one.hold("run_1", somebody("one")))
    for _ in range(3):
        clock.pass_time(LEASE_SECONDS - 1)
        with pytest.raises(RunHeld):
            asyncio.run(other.hold("run_1", somebody("other")))
        asyncio.run(one.hold("run_1", somebody("one")))
    clock.pass_time(LEASE_SECONDS)
    asyncio.run(other.hold("run_1", somebody("other")))


def test_one_that_was_overtaken_can_write_no_more(two: Two, clock: ScriptedClock) -> None:
    one, other = two
    asyncio.run(one.hold("run_1", somebody("one")))
    keep(one, JOURNAL[:2])
    clock.pass_time(LEASE_SECONDS)
    asyncio.run(other.hold("run_1", somebody("other")))
    with pytest.raises(RunHeld):
        asyncio.run(one.append("run_1", JOURNAL[2]))
    keep(other, JOURNAL[2:3])
    asyncio.run(other.release("run_1", somebody("other")))
    with pytest.raises(StoreError, match="was driven by another process in the meantime"):
        asyncio.run(one.append("run_1", JOURNAL[3]))
    assert len(asyncio.run(one.read("run_1"))) == 3


@pytest.mark.parametrize(
    ("holder", "then"),
    [
        ({"pid": 2**22 + 12345}, "free"),  # beyond the largest number that Linux gives to a process
        ({"process_started": "1"}, "free"),
        ({"boot": "an earlier one"}, "free"),
        ({"host": "elsewhere"}, "held"),
        ({"pid": 2**22 + 12345, "process_numbers": "pid:[1]"}, "held"),
        ({}, "held"),
    ],
    ids=[
        "a process that is gone",
        "a number given anew",
        "a machine started anew",
        "another machine",
        "a container that counts processes by itself",
        "one alive",
    ],
)
def test_a_holder_that_is_certainly_gone_holds_nothing(holder: dict[str, Any], then: str, two: Two) -> None:
    one, other = two
    asyncio.run(one.hold("run_1", somebody("one", **holder)))
    if then == "free":
        asyncio.run(other.hold("run_1", somebody("other")))
    else:
        with pytest.raises(RunHeld):
            asyncio.run(other.hold("run_1", somebody("other")))


def test_of_many_who_want_one_run_exactly_one_has_it(tmp_path: Path) -> None:
    async def all_at_once(stores: list[SqliteStore]) -> list[object]:
        wanted = [each.hold("run_1", somebody(str(number))) for number, each in enumerate(stores)]
        return await asyncio.gather(*wanted, return_exceptions=True)

    stores = [SqliteStore(tmp_path / "runs") for _ in range(8)]
    try:
        answers = asyncio.run(all_at_once(stores))
    finally:
        for each in stores:
            each.close()
    assert sorted(type(answer).__name__ for answer in answers) == ["NoneType"] + ["RunHeld"] * 7


# -- what may happen to whoever asks ----------------------------------------------------------------------------------


def test_a_hold_that_was_cancelled_holds_nothing(tmp_path: Path) -> None:
    """Whether it was cancelled before or after the database had it."""

    async def cancelled(store: SqliteStore, turns: int) -> None:
        async def drive() -> None:
            async with held(store, "run_1", somebody(f"cancelled {turns}")):
                await asyncio.Event().wait()

        task = asyncio.create_task(drive())
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        async with held(store, "run_1", somebody(f"next {turns}")):
            pass

    with SqliteStore(tmp_path) as store:
        for turns in range(6):
            asyncio.run(cancelled(store, turns))


def test_an_event_loop_that_closes_while_a_write_is_under_way_loses_nothing(
    store: SqliteStore, caplog: pytest.LogCaptureFixture
) -> None:
    """The write is carried out; nobody is there any more to be told, and nothing is said about that."""
    keep(store, JOURNAL[:1])
    loop = asyncio.new_event_loop()
    task = loop.create_task(store.append("run_1", JOURNAL[1]))
    loop.run_until_complete(asyncio.sleep(0))
    del task
    loop.close()
    assert list(asyncio.run(store.read("run_1"))) == JOURNAL[:2]
    assert caplog.records == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks here")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_forked_process_writes_by_itself(store: SqliteStore) -> None:
    keep(store, JOURNAL[:2])
    child = os.fork()
    if not child:
        try:
            keep(store, a_journal("run_2"), "run_2")
            store.close()
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    keep(store, JOURNAL[2:])
    assert list(asyncio.run(store.read("run_1"))) == JOURNAL
    assert list(asyncio.run(store.read("run_2"))) == a_journal("run_2")


def test_an_attempt_that_could_not_say_that_it_is_over_is_over(tmp_path: Path) -> None:
    """As when the disk is full at that moment: the same process takes the run again at once."""
    with SqliteStore(tmp_path) as store:
        asyncio.run(store.hold("run_1", somebody("one")))
        leases.let_go(somebody("one"))
        asyncio.run(store.hold("run_1", somebody("other")))


def test_a_call_that_breaks_breaks_nobody_else_s(store: SqliteStore) -> None:
    def broken(_connection: sqlite3.Connection) -> None:
        msg = "not ours"
        raise LookupError(msg)

    async def together() -> list[object]:
        calls = [store.append("run_1", JOURNAL[0]), store._thread.write(broken), store.append("run_1", JOURNAL[1])]
        return await asyncio.gather(*calls, return_exceptions=True)

    first, broke, last = asyncio.run(together())
    assert (first, type(broke), last) == (None, LookupError, None)
    assert list(asyncio.run(store.read("run_1"))) == JOURNAL[:2]


def test_a_description_that_is_not_text_can_be_kept(store: SqliteStore) -> None:
    first = JOURNAL[0]
    assert isinstance(first, RunStarted)
    odd = first.model_copy(update={"outcome": first.outcome.model_copy(update={"description": "odd \udc80"})})
    keep(store, [odd])
    (line,) = asyncio.run(store.runs())
    assert line.description.startswith("odd ")


@pytest.mark.parametrize("closed", ["closed", "still open elsewhere"])
def test_a_store_that_can_only_be_read_can_be_looked_into(closed: str, store: SqliteStore, tmp_path: Path) -> None:
    """Asked of the function itself, since no folder is closed to a test that runs as root."""
    keep(store)
    if closed == "closed":
        store.close()
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in store.path.parent.glob("runs.db*"):
        if not path.name.endswith("-lock"):
            shutil.copy(path, copy / path.name)
    with closing(_open_to_read(copy / "runs.db", migrations())) as connection:
        assert connection.execute("SELECT count(*) FROM records").fetchone() == (len(JOURNAL),)
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection.execute("DELETE FROM records")
    older = (*migrations(), LATER)
    with pytest.raises(StoreError, match="cannot be brought up to date where it lies: take a copy of it"):
        _open_to_read(copy / "runs.db", older)


# -- processes that are killed -----------------------------------------------------------------------------------------

APPENDS = """
import asyncio, sys
from pathlib import Path
from outcomes.stores.sqlite.store import SqliteStore
from tests.core.journals import a_journal

async def main():
    store = SqliteStore(Path(sys.argv[1]))
    for number in range(10_000):
        name = f"run_{number}"
        for record in a_journal(name):
            await store.append(name, record)
            print(name, record.seq, flush=True)

asyncio.run(main())
"""


@pytest.mark.slow
def test_what_was_acknowledged_is_there_after_the_process_was_killed(tmp_path: Path) -> None:
    draws = random.Random(3)  # noqa: S311 - when it is killed is no secret
    for trial in range(12):
        root = tmp_path / str(trial)
        child = subprocess.Popen([sys.executable, "-c", APPENDS, str(root)], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        said = [child.stdout.readline() for _ in range(draws.randrange(1, 60))]
        child.send_signal(signal.SIGKILL)
        said += child.stdout.readlines()
        child.wait()
        child.stdout.close()
        acknowledged: dict[str, int] = {}
        for line in said:
            if line.endswith("\n"):
                name, seq = line.split()
                acknowledged[name] = int(seq) + 1
        with SqliteStore(root) as store:
            for name, number in acknowledged.items():
                records = list(asyncio.run(store.read(name)))
                assert len(records) in (number, number + 1)
                assert records == a_journal(name)[: len(records)]
