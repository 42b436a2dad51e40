"""One contract for stores and one for blobs, kept by everything that we ship."""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outcomes.errors import StoreError
from outcomes.records import fold
from outcomes.stores.folder import FolderBlobs, FolderStore
from outcomes.stores.memory import MemoryBlobs, MemoryStore
from tests.core.journals import a_journal, a_start

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from outcomes.blobs import Blobs
    from outcomes.records import Record
    from outcomes.store import Store


@pytest.fixture(params=["memory", "folder", "folder opened anew each time"])
def opens(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Store]:
    """Opens the same store again and again."""
    if request.param == "folder opened anew each time":
        return lambda: FolderStore(tmp_path / "runs")
    store: Store = MemoryStore() if request.param == "memory" else FolderStore(tmp_path / "runs")
    return lambda: store


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
    return list(asyncio.run(opens().runs()))


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
