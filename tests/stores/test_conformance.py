"""One contract for stores and one for blobs, kept by everything that we ship."""

from __future__ import annotations

import asyncio
import hashlib
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outcomes.errors import StoreError
from outcomes.records import RunStarted, fold
from outcomes.store import Holder, RunHeld, RunSummary
from outcomes.stores.folder import FolderBlobs
from outcomes.stores.memory import MemoryBlobs, MemoryStore
from outcomes.stores.sqlite.store import SqliteStore
from outcomes.system import Process
from tests.core.journals import a_journal, a_start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from outcomes.blobs import Blobs
    from outcomes.records import Record
    from outcomes.store import Store


@pytest.fixture(params=["memory", "sqlite", "sqlite opened anew each time"])
def opens(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Opens the same store again and again."""
    with ExitStack() as stack:

        def anew() -> Store:
            return stack.enter_context(SqliteStore(tmp_path / "runs"))

        if request.param == "sqlite opened anew each time":
            yield anew
        else:
            store: Store = MemoryStore() if request.param == "memory" else anew()
            yield lambda: store


@pytest.fixture(params=["memory", "folder"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    return MemoryBlobs() if request.param == "memory" else FolderBlobs(tmp_path / "blobs")


def keep(opens: Callable[[], Store], run_id: str, records: Sequence[Record]) -> None:
    """Append one record after the other."""
    for record in records:
        asyncio.run(opens().append(run_id, record))


def read(opens: Callable[[], Store], run_id: str) -> list[Record]:
    return list(asyncio.run(opens().read(run_id)))


def runs(opens: Callable[[], Store]) -> list[str]:
    return [run.run_id for run in asyncio.run(opens().runs())]


def test_records_are_read_in_the_order_and_with_the_content_in_which_they_were_kept(
    opens: Callable[[], Store],
) -> None:
    journal = a_journal()
    keep(opens, "run_1", journal)
    assert read(opens, "run_1") == journal
    assert fold(read(opens, "run_1")) == fold(journal)


def test_a_run_can_be_read_between_two_records(opens: Callable[[], Store]) -> None:
    journal = a_journal()
    for length, record in enumerate(journal, start=1):
        keep(opens, "run_1", [record])
        assert read(opens, "run_1") == journal[:length]


def test_runs_do_not_mix(opens: Callable[[], Store]) -> None:
    first, second = a_journal("run_1"), a_journal("run_2")
    for one, other in zip(first, second, strict=True):
        keep(opens, "run_1", [one])
        keep(opens, "run_2", [other])
    assert (read(opens, "run_1"), read(opens, "run_2")) == (first, second)


@pytest.mark.parametrize("seq", [1, 3, 10])
def test_a_record_out_of_order_is_refused_and_nothing_is_kept_of_it(seq: int, opens: Callable[[], Store]) -> None:
    journal = a_journal()
    keep(opens, "run_1", journal[:2])
    with pytest.raises(StoreError, match=f"record {seq} where 2 was expected$"):
        keep(opens, "run_1", [journal[seq]])
    assert read(opens, "run_1") == journal[:2]
    keep(opens, "run_1", journal[2:])
    assert read(opens, "run_1") == journal


def test_a_run_begins_with_its_first_record_or_not_at_all(opens: Callable[[], Store]) -> None:
    with pytest.raises(StoreError, match=r"record 1 where 0 was expected$"):
        keep(opens, "run_1", a_journal()[1:2])
    assert (read(opens, "run_1"), runs(opens)) == ([], [])


def test_nothing_is_known_of_a_run_that_never_began(opens: Callable[[], Store]) -> None:
    assert (read(opens, "run_1"), runs(opens)) == ([], [])


def test_runs_are_listed_the_oldest_first_whatever_their_names_are(opens: Callable[[], Store]) -> None:
    names = ["run_c", "run_a", "run_b"]
    for day, name in enumerate(names):
        keep(opens, name, [a_start(name, days=day)])
    assert runs(opens) == names
    keep(opens, "run_a", a_journal("run_a", days=1)[1:])
    assert runs(opens) == names


def test_a_run_in_a_line_says_what_its_records_say(opens: Callable[[], Store]) -> None:
    journal = a_journal()
    keep(opens, "run_1", journal)
    first = journal[0]
    assert isinstance(first, RunStarted)
    (line,) = asyncio.run(opens().runs())
    assert line == RunSummary(
        run_id="run_1",
        started_at=first.at,
        updated_at=journal[-1].at,
        description=first.outcome.description,
        rubric_title="",
        rubric_sha256=first.outcome.rubric.sha256,
        worker="writer",
        grader="scripted",
        iterations=2,
        result="interrupted",
        satisfied_required=1,
        required=3,
        cost_usd=line.cost_usd,
    )


def somebody(token: str) -> Holder:
    here = Process.this()
    return Holder(
        token=token,
        host=here.host,
        boot=here.boot,
        pid=here.pid,
        process_started=here.started,
        process_numbers=here.numbers,
    )


def test_a_run_is_held_by_one_and_free_again_when_let_go(opens: Callable[[], Store]) -> None:
    one, other = somebody("one"), somebody("other")
    asyncio.run(opens().hold("run_1", one))
    asyncio.run(opens().hold("run_1", one))
    with pytest.raises(RunHeld, match=r"^run run_1 is being driven by process \d+ on ") as refused:
        asyncio.run(opens().hold("run_1", other))
    assert refused.value.holder == one
    asyncio.run(opens().release("run_1", other))
    with pytest.raises(RunHeld):
        asyncio.run(opens().hold("run_1", other))
    asyncio.run(opens().release("run_1", one))
    asyncio.run(opens().hold("run_1", other))
    asyncio.run(opens().hold("run_2", one))


def test_a_paid_reply_is_kept_once_and_given_back_to_its_own_run(opens: Callable[[], Store]) -> None:
    store = opens()
    asyncio.run(store.remember("run_1", "it/0", b"\x00reply"))
    asyncio.run(store.remember("run_1", "it/0", b"another"))
    assert asyncio.run(opens().recall("run_1", "it/0")) == b"\x00reply"
    assert asyncio.run(opens().recall("run_1", "it/1")) is None
    assert asyncio.run(opens().recall("run_2", "it/0")) is None


def test_a_forgotten_run_leaves_nothing_and_takes_nothing_of_others(opens: Callable[[], Store]) -> None:
    for name in ("run_1", "run_2"):
        keep(opens, name, a_journal(name))
        asyncio.run(opens().remember(name, "it/0", b"reply"))
    assert asyncio.run(opens().needed()) == {"5a", "5b"}
    asyncio.run(opens().delete("run_1"))
    assert (read(opens, "run_1"), runs(opens)) == ([], ["run_2"])
    assert asyncio.run(opens().recall("run_1", "it/0")) is None
    assert asyncio.run(opens().recall("run_2", "it/0")) == b"reply"
    assert asyncio.run(opens().needed()) == {"5a", "5b"}
    asyncio.run(opens().delete("run_2"))
    assert asyncio.run(opens().needed()) == frozenset()
    keep(opens, "run_1", a_journal())
    assert read(opens, "run_1") == a_journal()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(data=st.binary(max_size=300))
def test_bytes_are_got_back_as_they_were_put_under_their_own_hash(data: bytes, blobs: Blobs) -> None:
    """One store for all examples: what it holds is never changed, so they cannot disturb one another."""
    sha256 = blobs.put(data)
    assert sha256 == hashlib.sha256(data).hexdigest()
    assert blobs.get(sha256) == data
    assert blobs.put(data) == sha256


def test_many_bytes_are_got_back_too(blobs: Blobs) -> None:
    data = b"0123456789abcdef" * 200_000
    assert blobs.get(blobs.put(data)) == data


@pytest.mark.parametrize("sha256", ["0" * 64, "", "abc", "../../etc/passwd", "A" * 64])
def test_an_unknown_hash_is_a_store_error(sha256: str, blobs: Blobs) -> None:
    blobs.put(b"something")
    with pytest.raises(StoreError):
        blobs.get(sha256)
